//! `pins.*`.

use serde_json::json;

use super::call::{Call, is_ts, message_in};
use super::refusal::{Answer, Refusal};
use crate::model::Channel;

/// Slack's own number is not documented; people report one hundred.
const MOST_PINS: usize = 100;

pub(super) fn add(call: &mut Call<'_>) -> Answer {
    let (channel, ts) = target(call)?;
    if channel.pins.len() >= MOST_PINS {
        return Err("too_many_pins".into());
    }
    if message_in(channel, &ts)?.subtype.as_deref().is_some_and(|subtype| subtype.ends_with("_join")) {
        return Err("not_pinnable".into());
    }
    let (bot, id) = (call.bot(), channel.id.clone());
    if call.workspace.pin(&bot, &id, &ts) { Ok(json!({})) } else { Err("already_pinned".into()) }
}

pub(super) fn remove(call: &mut Call<'_>) -> Answer {
    let (channel, ts) = target(call)?;
    message_in(channel, &ts)?;
    let (bot, id) = (call.bot(), channel.id.clone());
    if call.workspace.unpin(&bot, &id, &ts) { Ok(json!({})) } else { Err("no_pin".into()) }
}

pub(super) fn list(call: &mut Call<'_>) -> Answer {
    let channel = call.channel("channel")?;
    let items: Vec<_> = channel
        .pins
        .iter()
        .filter_map(|pin| {
            let message = call.workspace.pinned_message(channel, channel.messages.get(&pin.ts)?);
            Some(json!({"type": "message", "channel": channel.id, "message": message, "created": pin.created,
                "created_by": pin.by}))
        })
        .collect();
    Ok(json!({"items": items}))
}

fn target<'a>(call: &'a Call<'_>) -> Result<(&'a Channel, String), Refusal> {
    let channel = call.channel("channel")?;
    let ts = call.args.text("timestamp")?.filter(|ts| !ts.is_empty()).ok_or("no_item_specified")?;
    if !is_ts(&ts) {
        return Err("bad_timestamp".into());
    }
    if !call.workspace.is_bot_in(channel) {
        return Err("not_in_channel".into());
    }
    if channel.is_archived {
        return Err("is_archived".into());
    }
    Ok((channel, ts))
}
