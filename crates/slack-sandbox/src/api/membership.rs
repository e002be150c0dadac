//! Who is in a conversation: invite, join, leave, kick, open.

use serde_json::{Value, json};

use super::call::Call;
use super::channel_writes::{channel_answer, refuse_direct};
use super::refusal::{Answer, Refusal};
use crate::model::{Channel, Kind};
use crate::seed::Guest;

const MOST_INVITED: usize = 100;
const MOST_IN_GROUP_DIRECT: usize = 8;

/// All or nothing, unless `force` asks for whoever can be invited.
pub(super) fn invite(call: &mut Call<'_>) -> Answer {
    let channel = call.writable_channel("channel")?;
    refuse_direct(channel)?;
    let force = call.args.flag("force")?;
    let users = call.args.ids("users")?;
    if users.is_empty() {
        return Err("no_user".into());
    }
    if users.len() > MOST_INVITED {
        return Err(Refusal::argument("must be less than 101 users [json-pointer:/users]"));
    }
    let failures: Vec<(&String, &'static str)> =
        users.iter().filter_map(|user| Some((user, cannot_invite(call, channel, user)?))).collect();
    let errors: Vec<Value> =
        failures.iter().map(|(user, error)| json!({"user": user, "ok": false, "error": error})).collect();
    let good: Vec<String> =
        users.iter().filter(|user| failures.iter().all(|(failed, _)| failed != user)).cloned().collect();
    if let Some((_, error)) = failures.first().filter(|_| !force || good.is_empty()) {
        return Err(Refusal::new(*error).with("errors", errors));
    }
    let (id, bot) = (channel.id.clone(), call.bot());
    for user in good {
        if call.workspace.channel(&id).is_some_and(|channel| !channel.has_member(&user)) {
            call.workspace.join(&id, &user, Some(&bot));
        }
    }
    let mut answer = channel_answer(call, &id)?;
    if !errors.is_empty() {
        answer["errors"] = errors.into();
    }
    Ok(answer)
}

fn cannot_invite(call: &Call<'_>, channel: &Channel, user: &str) -> Option<&'static str> {
    let Some(person) = call.workspace.user(user) else { return Some("user_not_found") };
    if person.id == call.workspace.bot() {
        return Some("cant_invite_self");
    }
    if person.deleted {
        return Some("user_not_found");
    }
    if channel.has_member(user) {
        return Some("already_in_channel");
    }
    let is_elsewhere =
        || call.workspace.channels.values().any(|one| !one.kind.is_direct() && one.has_member(user));
    (person.guest == Guest::SingleChannel && is_elsewhere()).then_some("ura_max_channels")
}

pub(super) fn join(call: &mut Call<'_>) -> Answer {
    let channel = call.channel("channel")?;
    if channel.kind != Kind::Public {
        return Err("method_not_supported_for_channel_type".into());
    }
    if channel.is_archived {
        return Err("is_archived".into());
    }
    let (id, bot, is_member) = (channel.id.clone(), call.bot(), call.workspace.is_bot_in(channel));
    if is_member {
        call.warning = Some("already_in_channel");
    } else {
        call.workspace.join(&id, &bot, None);
    }
    channel_answer(call, &id)
}

pub(super) fn leave(call: &mut Call<'_>) -> Answer {
    let channel = call.channel("channel")?;
    refuse_direct(channel)?;
    if channel.is_general {
        return Err("cant_leave_general".into());
    }
    if channel.is_archived {
        return Err("is_archived".into());
    }
    if !call.workspace.is_bot_in(channel) {
        return Ok(json!({"not_in_channel": true}));
    }
    if channel.kind == Kind::Private && channel.members.len() == 1 {
        return Err("last_member".into());
    }
    let (id, bot) = (channel.id.clone(), call.bot());
    call.workspace.leave(&id, &bot, &bot);
    Ok(json!({}))
}

pub(super) fn kick(call: &mut Call<'_>) -> Answer {
    let channel = call.joined_channel("channel")?;
    refuse_direct(channel)?;
    let user = call.args.required("user")?;
    if user == call.bot() {
        return Err("cant_kick_self".into());
    }
    if channel.is_general {
        return Err("cant_kick_from_general".into());
    }
    if call.workspace.user(&user).is_none() {
        return Err("user_not_found".into());
    }
    if !channel.has_member(&user) {
        return Err("not_in_channel".into());
    }
    let (id, bot) = (channel.id.clone(), call.bot());
    call.workspace.leave(&id, &user, &bot);
    Ok(json!({"errors": {}}))
}

/// Opens a direct message with one person or a group one with up to eight.
pub(super) fn open(call: &mut Call<'_>) -> Answer {
    let return_im = call.args.flag("return_im")?;
    let (id, was_there) = if call.args.has("channel") {
        let channel = call.channel("channel")?;
        if !channel.kind.is_direct() {
            return Err("method_not_supported_for_channel_type".into());
        }
        (channel.id.clone(), true)
    } else {
        open_with(call)?
    };
    let channel = call.workspace.channel(&id).ok_or("channel_not_found")?;
    let shown = if return_im { call.channel_json(channel) } else { json!({"id": id}) };
    let mut answer = json!({"channel": shown});
    if was_there {
        answer["no_op"] = true.into();
        answer["already_open"] = true.into();
    }
    Ok(answer)
}

fn open_with(call: &mut Call<'_>) -> Result<(String, bool), Refusal> {
    let bot = call.bot();
    let mut users = call.args.ids("users")?;
    if users.is_empty() {
        return Err("users_list_not_supplied".into());
    }
    users.retain(|user| *user != bot);
    for user in &users {
        let person = call.workspace.user(user).ok_or("user_not_found")?;
        if person.deleted {
            return Err("user_disabled".into());
        }
    }
    match users.len() {
        0 => Err("not_enough_users".into()),
        1 => {
            call.require_kind(&Kind::Direct { with: users[0].clone() })?;
            Ok(call.workspace.open_direct(&users[0]))
        }
        2..=MOST_IN_GROUP_DIRECT => {
            call.require_kind(&Kind::GroupDirect)?;
            Ok(open_group(call, users))
        }
        _ => Err("too_many_users".into()),
    }
}

fn open_group(call: &mut Call<'_>, mut users: Vec<String>) -> (String, bool) {
    users.push(call.bot());
    let same = |channel: &&Channel| {
        channel.kind == Kind::GroupDirect
            && channel.members.len() == users.len()
            && users.iter().all(|user| channel.has_member(user))
    };
    if let Some(channel) = call.workspace.channels.values().find(same) {
        return (channel.id.clone(), true);
    }
    let id = call.workspace.next_id("G");
    let name = format!("mpdm-{}", id.to_lowercase());
    let (bot, now) = (call.bot(), call.workspace.now);
    let channel = Channel::new(id.clone(), name, Kind::GroupDirect, users, bot, now);
    call.workspace.channels.insert(id.clone(), channel);
    (id, false)
}
