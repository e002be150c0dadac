//! Reading conversations: info, lists, members, history and threads.

use serde_json::{Value, json};

use super::call::{Call, is_ts};
use super::refusal::{Answer, Refusal};
use crate::model::{Channel, Kind, Message};

pub(super) fn info(call: &mut Call<'_>) -> Answer {
    let with_count = call.args.flag("include_num_members")?;
    let channel = call.channel("channel")?;
    let mut wire = call.channel_json(channel);
    if with_count {
        wire["num_members"] = channel.members.len().into();
    }
    Ok(json!({"channel": wire}))
}

/// Every channel of the workspace that the token may know of.
pub(super) fn list(call: &mut Call<'_>) -> Answer {
    let listed = listed(call, |call, channel| call.visible(&channel.id).is_some())?;
    let page = call.page(listed, 100, 999)?;
    let channels: Vec<Value> = page
        .items
        .iter()
        .map(|channel| {
            let mut wire = call.channel_json(channel);
            wire["num_members"] = channel.members.len().into();
            wire
        })
        .collect();
    Ok(json!({"channels": channels, "response_metadata": page.metadata()}))
}

/// The channels of the bot, or those a person shares with it.
pub(super) fn of_user(call: &mut Call<'_>) -> Answer {
    let user = call.args.text("user")?.unwrap_or_else(|| call.bot());
    if call.workspace.user(&user).is_none() {
        return Err("user_not_found".into());
    }
    let listed =
        listed(call, |call, channel| channel.has_member(&user) && call.visible(&channel.id).is_some())?;
    let page = call.page(listed, 100, 999)?;
    let channels: Vec<Value> = page
        .items
        .iter()
        .map(|channel| {
            let mut wire = call.channel_json(channel);
            if let Some(keys) = wire.as_object_mut() {
                keys.remove("is_member");
            }
            wire
        })
        .collect();
    Ok(json!({"channels": channels, "response_metadata": page.metadata()}))
}

fn listed<'a>(
    call: &'a Call<'_>,
    belongs: impl Fn(&Call<'_>, &Channel) -> bool,
) -> Result<Vec<&'a Channel>, Refusal> {
    const TYPES: [&str; 4] = ["public_channel", "private_channel", "mpim", "im"];
    let mut types = call.args.ids("types")?;
    if types.iter().any(|kind| !TYPES.contains(&kind.as_str())) {
        return Err("invalid_types".into());
    }
    if types.is_empty() {
        types.push("public_channel".to_owned());
    }
    for kind in &types {
        call.require_kind(&kind_of(kind))?;
    }
    let without_archived = call.args.flag("exclude_archived")?;
    let channels = call.workspace.channels.values();
    Ok(channels
        .filter(|channel| types.iter().any(|kind| kind == channel.kind.listing_type()))
        .filter(|channel| !(without_archived && channel.is_archived) && belongs(call, channel))
        .collect())
}

fn kind_of(listing_type: &str) -> Kind {
    match listing_type {
        "private_channel" => Kind::Private,
        "im" => Kind::Direct { with: String::new() },
        "mpim" => Kind::GroupDirect,
        _ => Kind::Public,
    }
}

pub(super) fn members(call: &mut Call<'_>) -> Answer {
    let members = call.channel("channel")?.members.clone();
    let page = call.page(members, 100, 1000)?;
    Ok(json!({"members": page.items, "response_metadata": page.metadata()}))
}

/// Newest first, without replies that stay in their threads.
pub(super) fn history(call: &mut Call<'_>) -> Answer {
    let channel = call.joined_channel("channel")?;
    let window = Window::of(call)?;
    let in_channel = channel.messages.values().rev().filter(|message| message.is_in_channel());
    let found: Vec<&Message> = in_channel.filter(|message| window.holds(&message.ts)).collect();
    let page = call.page(found, 100, 999)?;
    let messages = shown(call, channel, &page.items)?;
    Ok(json!({
        "messages": messages, "has_more": page.has_more(), "pin_count": channel.pins.len(),
        "channel_actions_ts": null, "channel_actions_count": 0, "response_metadata": page.metadata(),
    }))
}

/// Oldest first, the parent at the head.
pub(super) fn replies(call: &mut Call<'_>) -> Answer {
    let channel = call.joined_channel("channel")?;
    let window = Window::of(call)?;
    let ts = call.args.required("ts")?;
    let asked = channel.messages.get(&ts).ok_or("thread_not_found")?;
    let parent = asked.thread_ts.as_ref().and_then(|parent| channel.messages.get(parent)).unwrap_or(asked);
    let below = parent.replies.iter().filter_map(|reply| channel.messages.get(reply));
    let thread = std::iter::once(parent).chain(below.filter(|reply| window.holds(&reply.ts)));
    let page = call.page(thread.collect(), 1000, 1000)?;
    let messages = shown(call, channel, &page.items)?;
    Ok(json!({
        "messages": messages, "has_more": page.has_more(), "response_metadata": page.metadata(),
    }))
}

fn shown(call: &Call<'_>, channel: &Channel, messages: &[&Message]) -> Result<Vec<Value>, Refusal> {
    let with_metadata = call.args.flag("include_all_metadata")?;
    let show = |message: &&Message| {
        let mut wire = message.to_json_in(call.workspace, channel);
        if let Some(metadata) = message.metadata.as_ref().filter(|_| with_metadata) {
            wire["metadata"] = metadata.clone();
        }
        wire
    };
    Ok(messages.iter().map(show).collect())
}

/// The part of a channel between `oldest` and `latest`.
struct Window {
    oldest: Option<String>,
    latest: Option<String>,
    inclusive: bool,
}

impl Window {
    fn of(call: &Call<'_>) -> Result<Self, Refusal> {
        Ok(Self {
            oldest: bound(call, "oldest", "invalid_ts_oldest")?,
            latest: bound(call, "latest", "invalid_ts_latest")?,
            inclusive: call.args.flag("inclusive")?,
        })
    }

    fn holds(&self, ts: &str) -> bool {
        let after = self.oldest.as_deref().is_none_or(|oldest| ts > oldest || self.inclusive && ts == oldest);
        let before =
            self.latest.as_deref().is_none_or(|latest| ts < latest || self.inclusive && ts == latest);
        after && before
    }
}

/// A bound as a full time stamp: Slack takes `0`, whole seconds and short fractions, too.
fn bound(call: &Call<'_>, name: &str, error: &'static str) -> Result<Option<String>, Refusal> {
    let Some(text) = call.args.text(name)?.filter(|text| !text.is_empty()) else { return Ok(None) };
    let (seconds, micros) = text.split_once('.').unwrap_or((&text, ""));
    let padded = format!("{seconds:0>10}.{micros:0<6}");
    if is_ts(&padded) { Ok(Some(padded)) } else { Err(error.into()) }
}
