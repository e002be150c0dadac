//! Making and changing channels: create, rename, topic, purpose, archive.

use serde_json::json;

use super::call::Call;
use super::refusal::{Answer, Refusal};
use crate::model::{Channel, Kind};

/// Topic and purpose are at most this long.
const LONGEST_LINE: usize = 250;

pub(super) fn create(call: &mut Call<'_>) -> Answer {
    let kind = if call.args.flag("is_private")? { Kind::Private } else { Kind::Public };
    call.require_kind(&kind)?;
    let name = call.channel_name()?;
    let id = call.workspace.next_id("C");
    let bot = call.bot();
    let channel = Channel::new(id.clone(), name, kind, Vec::new(), bot.clone(), call.workspace.now);
    call.workspace.channels.insert(id.clone(), channel);
    call.workspace.join(&id, &bot, None);
    channel_answer(call, &id)
}

pub(super) fn rename(call: &mut Call<'_>) -> Answer {
    let channel = call.writable_channel("channel")?;
    refuse_direct(channel)?;
    if channel.creator != call.bot() {
        return Err("not_authorized".into());
    }
    let id = channel.id.clone();
    let name = call.channel_name()?;
    let bot = call.bot();
    call.workspace.rename(&id, &bot, &name);
    channel_answer(call, &id)
}

pub(super) fn set_topic(call: &mut Call<'_>) -> Answer {
    let (id, topic) = line(call, "topic")?;
    let bot = call.bot();
    call.workspace.set_topic(&id, &bot, &topic);
    channel_answer(call, &id)
}

pub(super) fn set_purpose(call: &mut Call<'_>) -> Answer {
    let (id, purpose) = line(call, "purpose")?;
    let bot = call.bot();
    call.workspace.set_purpose(&id, &bot, &purpose);
    channel_answer(call, &id)
}

fn line(call: &Call<'_>, argument: &str) -> Result<(String, String), Refusal> {
    let channel = call.writable_channel("channel")?;
    if matches!(channel.kind, Kind::Direct { .. }) {
        return Err("method_not_supported_for_channel_type".into());
    }
    let value = call.args.text(argument)?.ok_or_else(|| Refusal::missing(argument))?;
    if value.chars().count() > LONGEST_LINE {
        return Err("too_long".into());
    }
    Ok((channel.id.clone(), value))
}

pub(super) fn archive(call: &mut Call<'_>) -> Answer {
    let channel = call.channel("channel")?;
    refuse_direct(channel)?;
    if channel.is_archived {
        return Err("already_archived".into());
    }
    if !call.workspace.is_bot_in(channel) {
        return Err("not_in_channel".into());
    }
    if channel.is_general {
        return Err("cant_archive_general".into());
    }
    let (id, bot) = (channel.id.clone(), call.bot());
    call.workspace.set_archived(&id, &bot, true);
    Ok(json!({}))
}

/// Documented for bots, but known not to work for them: Slack answers `not_in_channel`, member or not.
pub(super) fn unarchive(call: &mut Call<'_>) -> Answer {
    let channel = call.channel("channel")?;
    refuse_direct(channel)?;
    Err(if channel.is_archived { "not_in_channel" } else { "not_archived" }.into())
}

pub(super) fn refuse_direct(channel: &Channel) -> Result<(), Refusal> {
    if channel.kind.is_direct() { Err("method_not_supported_for_channel_type".into()) } else { Ok(()) }
}

pub(super) fn channel_answer(call: &Call<'_>, id: &str) -> Answer {
    let channel = call.workspace.channel(id).ok_or("channel_not_found")?;
    Ok(json!({"channel": call.channel_json(channel)}))
}
