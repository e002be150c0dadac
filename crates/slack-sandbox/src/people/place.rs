//! Finding what a person acts on: the account, the channel, the message, the view, the element.

use super::Misuse;
use crate::model::elements::{Placed, elements};
use crate::model::{Channel, Message, Surface, User, View, Workspace};

/// Somebody who can act: known, active and human.
pub(super) fn person<'a>(workspace: &'a Workspace, name: &str) -> Result<&'a User, Misuse> {
    let user = workspace.find_user(name).ok_or_else(|| {
        Misuse::new("unknown_user", format!("there is nobody called {name:?}; see `users` in /sandbox/state"))
    })?;
    if user.deleted {
        return Err(Misuse::new("user_deactivated", format!("{name:?} has left and cannot act")));
    }
    if user.is_bot {
        return Err(Misuse::new("user_is_bot", "the app acts through the Web API, not as a person"));
    }
    Ok(user)
}

/// A channel the person can read; a person's name means the conversation between that person and the app.
pub(super) fn channel<'a>(workspace: &'a Workspace, user: &User, name: &str) -> Result<&'a Channel, Misuse> {
    let by_person = || {
        let with = workspace.find_user(name)?;
        let with = if with.is_bot { &user.id } else { &with.id };
        workspace.channels.values().find(|channel| channel.kind.is_with(with))
    };
    let found = workspace.find_channel(name).or_else(by_person).ok_or_else(|| {
        Misuse::new(
            "unknown_channel",
            format!("there is no channel {name:?}; see `channels` in /sandbox/state"),
        )
    })?;
    if found.is_visible_to(user) {
        return Ok(found);
    }
    Err(Misuse::new("channel_not_visible", format!("{} cannot see {name:?}; invite them first", user.name)))
}

/// A channel the person can write into.
pub(super) fn writable<'a>(workspace: &'a Workspace, user: &User, name: &str) -> Result<&'a Channel, Misuse> {
    let channel = channel(workspace, user, name)?;
    if channel.is_archived {
        return Err(Misuse::new("channel_archived", format!("{name:?} is archived; nobody can write there")));
    }
    if !channel.has_member(&user.id) {
        return Err(Misuse::new("not_a_member", format!("{} must join {name:?} first", user.name)));
    }
    Ok(channel)
}

/// A message everybody in the channel sees.
pub(super) fn message<'a>(channel: &'a Channel, ts: &str) -> Result<&'a Message, Misuse> {
    channel.messages.get(ts).filter(|message| !message.is_tombstone).ok_or_else(|| {
        Misuse::new("unknown_message", format!("there is no message {ts:?} in {}", channel.id))
    })
}

/// A modal on top of the person's screen, or the person's home tab.
pub(super) fn view<'a>(workspace: &'a Workspace, user: &User, id: &str) -> Result<&'a View, Misuse> {
    let view = workspace.views.get(id).filter(|view| view.user == user.id).ok_or_else(|| {
        Misuse::new(
            "unknown_view",
            format!("{} has no open view {id:?}; see `views` in /sandbox/state", user.name),
        )
    })?;
    let is_top = workspace.top_view(&user.id).is_some_and(|top| top.id == id);
    if view.surface == Surface::Home || is_top {
        return Ok(view);
    }
    Err(Misuse::new("view_not_on_top", "another view covers this one; use or close that first"))
}

/// The view named, or the one on top.
pub(super) fn top_or<'a>(
    workspace: &'a Workspace,
    user: &User,
    id: Option<&str>,
) -> Result<&'a View, Misuse> {
    match id {
        Some(id) => view(workspace, user, id),
        None => workspace
            .top_view(&user.id)
            .ok_or_else(|| Misuse::new("no_open_view", format!("{} has no modal open", user.name))),
    }
}

/// The one element with this `action_id`, narrowed down by block and, for buttons, by value.
pub(super) fn element<'a>(
    blocks: &'a serde_json::Value,
    action_id: &str,
    block_id: Option<&str>,
    button_value: Option<&str>,
) -> Result<Placed<'a>, Misuse> {
    let mut found: Vec<Placed<'a>> = elements(blocks)
        .into_iter()
        .filter(|placed| {
            placed.action_id == action_id && block_id.is_none_or(|block| block == placed.block_id)
        })
        .collect();
    if let Some(value) = button_value {
        found.retain(|placed| placed.kind() != "button" || placed.element["value"] == value);
    }
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Misuse::new("no_such_action", missing(blocks, action_id, block_id, button_value))),
        _ => Err(Misuse::new(
            "ambiguous_action",
            format!("several elements are called {action_id:?}; name block_id"),
        )),
    }
}

fn missing(blocks: &serde_json::Value, action: &str, block: Option<&str>, value: Option<&str>) -> String {
    let offered: Vec<String> = elements(blocks)
        .iter()
        .map(|placed| format!("{}/{} ({})", placed.block_id, placed.action_id, placed.kind()))
        .collect();
    let narrowed = match (block, value) {
        (Some(block), _) => format!(" in block {block:?}"),
        (None, Some(value)) => format!(" with value {value:?}"),
        (None, None) => String::new(),
    };
    format!("nothing called {action:?}{narrowed} is here; there is: {}", offered.join(", "))
}
