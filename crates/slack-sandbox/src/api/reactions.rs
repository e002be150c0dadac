//! `reactions.add` and `reactions.remove`.

use serde_json::json;

use super::call::{Call, is_ts, message_in};
use super::refusal::{Answer, Refusal};
use crate::model::Channel;

/// Limits per message that people report; Slack does not document them.
const MOST_OF_ONE_PERSON: usize = 23;
const MOST_ON_A_MESSAGE: usize = 50;

pub(super) fn add(call: &mut Call<'_>) -> Answer {
    let (channel, ts, name) = target(call)?;
    let bot = call.bot();
    let message = message_in(channel, &ts)?;
    let is_new = message.reactions.iter().all(|reaction| reaction.name != name);
    let own = message.reactions.iter().filter(|reaction| reaction.users.contains(&bot)).count();
    if is_new && message.reactions.len() >= MOST_ON_A_MESSAGE {
        return Err("too_many_emoji".into());
    }
    if own >= MOST_OF_ONE_PERSON {
        return Err("too_many_reactions".into());
    }
    let id = channel.id.clone();
    if call.workspace.react(&bot, &name, &id, &ts) { Ok(json!({})) } else { Err("already_reacted".into()) }
}

pub(super) fn remove(call: &mut Call<'_>) -> Answer {
    let (channel, ts, name) = target(call)?;
    message_in(channel, &ts)?;
    let (bot, id) = (call.bot(), channel.id.clone());
    if call.workspace.unreact(&bot, &name, &id, &ts) { Ok(json!({})) } else { Err("no_reaction".into()) }
}

fn target<'a>(call: &'a Call<'_>) -> Result<(&'a Channel, String, String), Refusal> {
    let channel = call.channel("channel")?;
    let ts = call.args.text("timestamp")?.filter(|ts| !ts.is_empty()).ok_or("no_item_specified")?;
    if !is_ts(&ts) {
        return Err("bad_timestamp".into());
    }
    let name = call.args.required("name")?;
    if !is_emoji_name(&name) {
        return Err("invalid_name".into());
    }
    if !call.workspace.is_bot_in(channel) {
        return Err("no_access".into());
    }
    if channel.is_archived {
        return Err("is_archived".into());
    }
    Ok((channel, ts, name))
}

/// Names come without colons. Which emoji exist is not modelled.
pub(crate) fn is_emoji_name(name: &str) -> bool {
    let plain = name.split_once("::skin-tone-").map_or(name, |(base, _)| base);
    !plain.is_empty()
        && plain
            .chars()
            .all(|letter| letter.is_lowercase() || letter.is_ascii_digit() || "_-+'".contains(letter))
}
