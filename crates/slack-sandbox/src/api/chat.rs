//! `chat.*`.

use serde_json::{Value, json};

use super::call::{Call, is_ts, message_in};
use super::message_args::{Content, Length, content_of};
use super::refusal::{Answer, Refusal};
use crate::model::{Author, Change, Channel, Draft, Kind, Message, Part};

pub(super) fn post_message(call: &mut Call<'_>) -> Answer {
    let content = content_of(call.args, Length::Lenient)?;
    let author = author(call)?;
    let channel_id = destination(call)?;
    let channel = call.workspace.channel(&channel_id).ok_or("channel_not_found")?;
    if content.is_empty() {
        return Err("no_text".into());
    }
    let thread_ts = thread(call, channel)?;
    let broadcast = call.args.flag("reply_broadcast")? && thread_ts.is_some();
    let mut draft = draft(&channel_id, author, content, call);
    draft.subtype = broadcast.then_some("thread_broadcast");
    draft.thread_ts = thread_ts;
    draft.unfurls = call.args.flag("unfurl_links")?;
    let ts = call.workspace.post(draft);
    let message = stored(call, &channel_id, &ts)?;
    Ok(json!({"channel": channel_id, "ts": ts, "message": message}))
}

pub(super) fn post_ephemeral(call: &mut Call<'_>) -> Answer {
    let content = content_of(call.args, Length::Strict)?;
    let author = author(call)?;
    let user = call.args.required("user")?;
    let channel_id = destination(call)?;
    let channel = call.workspace.channel(&channel_id).ok_or("channel_not_found")?;
    if content.is_empty() {
        return Err("no_text".into());
    }
    if !channel.has_member(&user) {
        return Err("user_not_in_channel".into());
    }
    let thread_ts = thread(call, channel)?;
    let mut draft = draft(&channel_id, author, content, call);
    draft.thread_ts = thread_ts;
    let ts = call.workspace.post_ephemeral(&user, draft);
    Ok(json!({"message_ts": ts}))
}

pub(super) fn update(call: &mut Call<'_>) -> Answer {
    let content = content_of(call.args, Length::Strict)?;
    let channel = call.channel("channel")?;
    let ts = call.args.required("ts")?;
    let message = message_in(channel, &ts)?;
    if !is_own(message) {
        return Err("cant_update_message".into());
    }
    if channel.is_archived {
        return Err("is_inactive".into());
    }
    let channel_id = channel.id.clone();
    let change = change_of(content, message)?;
    let bot = call.bot();
    call.workspace.rewrite(&channel_id, &ts, change, &bot);
    let message = stored(call, &channel_id, &ts)?;
    Ok(json!({"channel": channel_id, "ts": ts, "text": message["text"], "message": message}))
}

/// What an update does: text without blocks removes blocks, `blocks: []` clears them, no text keeps the text.
fn change_of(content: Content, message: &Message) -> Result<Change, Refusal> {
    let says_something = content.text.is_some() || content.blocks.is_some() || content.attachments.is_some();
    let blocks = match content.blocks {
        Some(blocks) if blocks.as_array().is_some_and(Vec::is_empty) => Part::Remove,
        Some(blocks) => Part::Set(blocks),
        None if content.text.is_some() => Part::Remove,
        None => Part::Keep,
    };
    let leaves_text = content.text.as_deref().map_or(!message.text.is_empty(), |text| !text.is_empty());
    let leaves_blocks = match &blocks {
        Part::Keep => message.blocks.is_some(),
        Part::Remove => false,
        Part::Set(_) => true,
    };
    if !says_something || !(leaves_text || leaves_blocks || content.attachments.is_some()) {
        return Err("no_text".into());
    }
    let metadata = match content.metadata {
        None => Part::Keep,
        Some(metadata) if metadata == json!({}) => Part::Remove,
        Some(metadata) => Part::Set(metadata),
    };
    Ok(Change { text: content.text, blocks, attachments: content.attachments, metadata })
}

pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let channel = call.channel("channel")?;
    let ts = call.args.required("ts")?;
    if !is_own(message_in(channel, &ts)?) {
        return Err("cant_delete_message".into());
    }
    let channel_id = channel.id.clone();
    call.workspace.delete(&channel_id, &ts);
    Ok(json!({"channel": channel_id, "ts": ts}))
}

pub(super) fn get_permalink(call: &mut Call<'_>) -> Answer {
    let channel = call.channel("channel")?;
    let ts = call.args.required("message_ts")?;
    let message = message_in(channel, &ts)?;
    let link = call.workspace.permalink(&channel.id, &ts, message.thread_ts.as_deref());
    Ok(json!({"channel": channel.id, "permalink": link}))
}

/// Whether the app wrote the message. Its user is on the notes Slack writes about it, too, but those are not its own.
fn is_own(message: &Message) -> bool {
    matches!(message.author, Author::Bot | Author::Masked { .. })
}

/// The bot as itself, or under the name and icon the call asks for.
fn author(call: &Call<'_>) -> Result<Author, Refusal> {
    let username = call.args.text("username")?;
    let emoji = call.args.text("icon_emoji")?.map(|emoji| json!({"emoji": emoji}));
    let icons = emoji.or(call.args.text("icon_url")?.map(|url| json!({"image_48": url})));
    if username.is_none() && icons.is_none() {
        return Ok(Author::Bot);
    }
    call.require_scope("chat:write.customize")?;
    Ok(Author::Masked { username, icons })
}

/// The channel a message goes to, by id, by name, or through a person's id. The bot must be allowed to write there.
fn destination(call: &mut Call<'_>) -> Result<String, Refusal> {
    let target = call.args.required("channel")?;
    if let Some(user) = call.workspace.user(&target) {
        if user.deleted || user.id == call.workspace.bot() {
            return Err("channel_not_found".into());
        }
        return Ok(call.workspace.open_direct(&target).0);
    }
    let name = target.trim_start_matches('#');
    let named = call.workspace.channel_named(name).map(|channel| channel.id.clone());
    let channel = call.visible(named.as_deref().unwrap_or(&target)).ok_or("channel_not_found")?;
    check_writable(call, channel)?;
    Ok(channel.id.clone())
}

fn check_writable(call: &Call<'_>, channel: &Channel) -> Result<(), Refusal> {
    if channel.is_archived {
        return Err("is_archived".into());
    }
    let may_shout_in = channel.kind == Kind::Public && call.workspace.app.has_scope("chat:write.public");
    let is_ephemeral = call.method.name == "chat.postEphemeral";
    if call.workspace.is_bot_in(channel) || (may_shout_in && !is_ephemeral) {
        return Ok(());
    }
    Err("not_in_channel".into())
}

/// The thread to answer in. A reply's own time stamp is replaced by its parent's.
fn thread(call: &Call<'_>, channel: &Channel) -> Result<Option<String>, Refusal> {
    let Some(ts) = call.args.text("thread_ts")?.filter(|ts| !ts.is_empty()) else { return Ok(None) };
    if !is_ts(&ts) {
        return Err(Refusal::new("invalid_thread_ts"));
    }
    let parent = channel.messages.get(&ts).ok_or("thread_not_found")?;
    if parent.is_reply() {
        return Err("cannot_reply_to_message".into());
    }
    Ok(Some(ts))
}

fn draft(channel: &str, author: Author, content: Content, call: &mut Call<'_>) -> Draft {
    if content.was_truncated {
        call.warning = Some("message_truncated");
    }
    Draft {
        blocks: content.blocks,
        attachments: content.attachments,
        metadata: content.metadata,
        ..Draft::new(channel, author, content.text.unwrap_or_default())
    }
}

fn stored(call: &Call<'_>, channel_id: &str, ts: &str) -> Result<Value, Refusal> {
    let channel = call.workspace.channel(channel_id).ok_or("channel_not_found")?;
    let message = channel.messages.get(ts).ok_or("message_not_found")?;
    let mut wire = message.to_json(call.workspace);
    if let Some(metadata) = &message.metadata {
        wire["metadata"] = metadata.clone();
    }
    Ok(wire)
}
