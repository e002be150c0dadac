//! `bookmarks.*`.

use serde_json::json;

use super::call::Call;
use super::refusal::{Answer, Refusal};
use crate::model::{Bookmark, Channel};

const MOST_BOOKMARKS: usize = 100;
const LONGEST_TITLE: usize = 256;
const LONGEST_LINK: usize = 2048;

pub(super) fn add(call: &mut Call<'_>) -> Answer {
    let channel = channel(call)?;
    let title = checked_title(call.args.required("title")?)?;
    if call.args.required("type")? != "link" {
        return Err("invalid_bookmark_type".into());
    }
    let link = checked_link(call.args.text("link")?.unwrap_or_default())?;
    let emoji = checked_emoji(call.args.text("emoji")?)?;
    if channel.bookmarks.len() >= MOST_BOOKMARKS {
        return Err("too_many_bookmarks".into());
    }
    let channel_id = channel.id.clone();
    let bookmark = Bookmark {
        id: call.workspace.next_id("Bk"),
        title,
        link: Some(link),
        emoji,
        created: call.workspace.seconds(),
        updated: 0,
        by: call.bot(),
    };
    let wire = bookmark.to_json(&channel_id, &call.workspace.team.id);
    if let Some(channel) = call.workspace.channels.get_mut(&channel_id) {
        channel.bookmarks.push(bookmark);
    }
    Ok(json!({"bookmark": wire}))
}

pub(super) fn edit(call: &mut Call<'_>) -> Answer {
    let channel_id = channel(call)?.id.clone();
    let title = call.args.text("title")?.map(checked_title).transpose()?;
    let link = call.args.text("link")?.map(checked_link).transpose()?;
    let emoji = checked_emoji(call.args.text("emoji")?)?;
    let id = call.args.required("bookmark_id")?;
    let (now, bot, team) = (call.workspace.seconds(), call.bot(), call.workspace.team.id.clone());
    let channel = call.workspace.channels.get_mut(&channel_id).ok_or("channel_not_found")?;
    let bookmark = channel.bookmarks.iter_mut().find(|one| one.id == id).ok_or("not_found")?;
    bookmark.title = title.unwrap_or_else(|| bookmark.title.clone());
    bookmark.link = link.or_else(|| bookmark.link.clone());
    bookmark.emoji = emoji.or_else(|| bookmark.emoji.clone());
    bookmark.updated = now;
    bookmark.by = bot;
    Ok(json!({"bookmark": bookmark.to_json(&channel_id, &team)}))
}

pub(super) fn list(call: &mut Call<'_>) -> Answer {
    let channel = call.channel("channel_id")?;
    let team = &call.workspace.team.id;
    let bookmarks: Vec<_> = channel.bookmarks.iter().map(|one| one.to_json(&channel.id, team)).collect();
    Ok(json!({"bookmarks": bookmarks}))
}

pub(super) fn remove(call: &mut Call<'_>) -> Answer {
    let channel_id = channel(call)?.id.clone();
    let id = call.args.required("bookmark_id")?;
    let channel = call.workspace.channels.get_mut(&channel_id).ok_or("channel_not_found")?;
    let place = channel.bookmarks.iter().position(|one| one.id == id).ok_or("not_found")?;
    channel.bookmarks.remove(place);
    Ok(json!({}))
}

/// The channel, which the bot must be in and which must not be archived.
fn channel<'a>(call: &'a Call<'_>) -> Result<&'a Channel, Refusal> {
    let channel = call.channel("channel_id")?;
    let allowed = call.workspace.is_bot_in(channel) && !channel.is_archived;
    if allowed { Ok(channel) } else { Err("permission_denied".into()) }
}

fn checked_title(title: String) -> Result<String, Refusal> {
    if title.chars().count() <= LONGEST_TITLE {
        return Ok(title);
    }
    Err(Refusal::argument("must be less than 257 characters [json-pointer:/title]"))
}

fn checked_link(link: String) -> Result<String, Refusal> {
    let is_web = link.starts_with("http://") || link.starts_with("https://");
    if is_web && link.chars().count() <= LONGEST_LINK { Ok(link) } else { Err("invalid_link".into()) }
}

fn checked_emoji(emoji: Option<String>) -> Result<Option<String>, Refusal> {
    match emoji.filter(|emoji| !emoji.is_empty()) {
        Some(emoji) if emoji.len() < 3 || !emoji.starts_with(':') || !emoji.ends_with(':') => {
            Err("invalid_emoji".into())
        }
        emoji => Ok(emoji),
    }
}
