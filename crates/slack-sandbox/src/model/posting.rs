//! Everything that people and the app write into a channel: messages, edits, reactions, pins.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::elements::fill_ids;
use super::mentions::Mentions;
use super::{Author, Edited, EmojiReaction, Ephemeral, Message, Pin, Workspace};

/// A message about to be stored.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) channel: String,
    pub(crate) author: Author,
    pub(crate) subtype: Option<&'static str>,
    pub(crate) text: String,
    pub(crate) blocks: Option<Value>,
    pub(crate) attachments: Option<Value>,
    pub(crate) thread_ts: Option<String>,
    pub(crate) metadata: Option<Value>,
    pub(crate) files: Vec<String>,
    pub(crate) extra: Map<String, Value>,
    /// Whether links in the text grow a preview.
    pub(crate) unfurls: bool,
}

impl Draft {
    pub(crate) fn new(channel: &str, author: Author, text: impl Into<String>) -> Self {
        Self {
            channel: channel.to_owned(),
            author,
            subtype: None,
            text: text.into(),
            blocks: None,
            attachments: None,
            thread_ts: None,
            metadata: None,
            files: Vec::new(),
            extra: Map::new(),
            unfurls: false,
        }
    }
}

/// New content for a message; `None` leaves that part as it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Change {
    pub(crate) text: Option<String>,
    pub(crate) blocks: Part,
    pub(crate) attachments: Option<Value>,
    pub(crate) metadata: Part,
}

/// What becomes of a part of a message that can be taken away.
#[derive(Clone, Debug, Default)]
pub(crate) enum Part {
    #[default]
    Keep,
    Remove,
    Set(Value),
}

impl Workspace {
    /// Stores a message and tells of it. The channel must exist.
    pub(crate) fn post(&mut self, draft: Draft) -> String {
        let (channel_id, unfurls) = (draft.channel.clone(), draft.unfurls);
        let message = self.message_from(draft);
        let ts = message.ts.clone();
        let parent = message.thread_ts.clone().filter(|parent| *parent != ts);
        let link = unfurls.then(|| first_link(&message.text)).flatten();
        let first_reply = parent.as_ref().and_then(|parent| self.note_reply(&channel_id, parent, &ts));
        if let Some(channel) = self.channels.get_mut(&channel_id) {
            channel.messages.insert(ts.clone(), message);
        }
        self.emit_message(&channel_id, &ts);
        if let (Some(parent), Some(before)) = (parent, first_reply) {
            self.emit_changed(&channel_id, &before, &parent);
        }
        if let Some(link) = link {
            self.unfurl(&channel_id, &ts, &link);
        }
        ts
    }

    /// Shows a message to one person only.
    pub(crate) fn post_ephemeral(&mut self, user: &str, draft: Draft) -> String {
        let channel_id = draft.channel.clone();
        let message = self.message_from(draft);
        let ts = message.ts.clone();
        if let Some(channel) = self.channels.get_mut(&channel_id) {
            channel.ephemerals.push(Ephemeral { user: user.to_owned(), message });
        }
        ts
    }

    fn message_from(&mut self, draft: Draft) -> Message {
        let blocks = draft.blocks.map(|mut blocks| {
            fill_ids(&mut blocks, &mut || self.next_word(5));
            Arc::new(blocks)
        });
        let from_person = matches!(draft.author, Author::Person(_)) && draft.subtype.is_none();
        let masked = matches!(draft.author, Author::Masked { .. }).then_some("bot_message");
        Message {
            ts: self.next_ts(),
            subtype: draft.subtype.or(masked).map(ToOwned::to_owned),
            mentions: Mentions::in_content(&draft.text, blocks.as_deref()),
            author: draft.author,
            text: draft.text,
            blocks,
            attachments: draft.attachments,
            thread_ts: draft.thread_ts,
            edited: None,
            metadata: draft.metadata,
            reactions: Vec::new(),
            files: draft.files,
            replies: Vec::new(),
            client_msg_id: from_person.then(|| self.next_word(16)),
            extra: draft.extra,
            is_tombstone: false,
            revision: self.revision,
        }
    }

    /// Enters a reply with its parent; gives the parent's former shape when it was the first one.
    fn note_reply(&mut self, channel_id: &str, parent: &str, ts: &str) -> Option<Value> {
        let channel = self.channels.get(channel_id)?;
        let head = channel.messages.get(parent)?;
        let before = head.replies.is_empty().then(|| head.to_json_in(self, channel));
        let channel = self.channels.get_mut(channel_id)?;
        let head = channel.messages.get_mut(parent)?;
        head.replies.push(ts.to_owned());
        head.revision = self.revision;
        before
    }

    fn unfurl(&mut self, channel_id: &str, ts: &str, link: &str) {
        let preview = json!([{"id": 1, "from_url": link, "title": link, "fallback": link}]);
        self.edit(channel_id, ts, |message| message.attachments = Some(preview));
    }

    /// Changes a stored message and tells of it; gives the change's effect on the wire.
    pub(crate) fn edit(&mut self, channel_id: &str, ts: &str, edit: impl FnOnce(&mut Message)) {
        let Some(channel) = self.channels.get(channel_id) else { return };
        let Some(message) = channel.messages.get(ts) else { return };
        let before = message.to_json_in(self, channel);
        if let Some(message) =
            self.channels.get_mut(channel_id).and_then(|channel| channel.messages.get_mut(ts))
        {
            edit(message);
            message.revision = self.revision;
        }
        self.emit_changed(channel_id, &before, ts);
    }

    /// Applies new content written by `editor`. A message with blocks gets no "edited" mark.
    pub(crate) fn rewrite(&mut self, channel_id: &str, ts: &str, change: Change, editor: &str) {
        let change = self.with_ids(change);
        let edited = Edited { user: editor.to_owned(), ts: self.next_ts() };
        self.edit(channel_id, ts, |message| {
            apply(message, change);
            message.edited = message.blocks.is_none().then_some(edited);
        });
    }

    /// Applies new content to a message that one person sees. Says whether it was there.
    pub(crate) fn rewrite_ephemeral(&mut self, channel_id: &str, ts: &str, change: Change) -> bool {
        let change = self.with_ids(change);
        let Some(channel) = self.channels.get_mut(channel_id) else { return false };
        let Some(found) = channel.ephemerals.iter_mut().find(|one| one.message.ts == ts) else {
            return false;
        };
        apply(&mut found.message, change);
        found.message.revision = self.revision;
        true
    }

    /// Takes a message that one person sees away.
    pub(crate) fn forget_ephemeral(&mut self, channel_id: &str, ts: &str) {
        self.forget_offered(&format!("{channel_id}/{ts}"));
        if let Some(channel) = self.channels.get_mut(channel_id) {
            channel.ephemerals.retain(|one| one.message.ts != ts);
            channel.note_gone(self.revision, ts);
        }
    }

    fn with_ids(&mut self, mut change: Change) -> Change {
        if let Part::Set(blocks) = &mut change.blocks {
            fill_ids(blocks, &mut || self.next_word(5));
        }
        change
    }

    /// Deletes a message. The head of a thread stays as a tombstone.
    pub(crate) fn delete(&mut self, channel_id: &str, ts: &str) {
        let Some(channel) = self.channels.get(channel_id) else { return };
        let Some(message) = channel.messages.get(ts) else { return };
        let before = message.to_json_in(self, channel);
        let parent = message.thread_ts.clone().filter(|parent| parent != ts);
        self.forget_offered(&format!("{channel_id}/{ts}"));
        let Some(channel) = self.channels.get_mut(channel_id) else { return };
        channel.pins.retain(|pin| pin.ts != ts);
        if let Some(head) = channel.messages.get_mut(ts).filter(|message| !message.replies.is_empty()) {
            head.is_tombstone = true;
            head.revision = self.revision;
        } else {
            channel.take_away(self.revision, ts);
        }
        if let Some(head) = parent.and_then(|parent| channel.messages.get_mut(&parent)) {
            head.replies.retain(|reply| reply != ts);
            head.revision = self.revision;
        }
        self.emit_deleted(channel_id, &before);
    }

    /// Adds a reaction; false when the person had it there already.
    pub(crate) fn react(&mut self, user: &str, name: &str, channel_id: &str, ts: &str) -> bool {
        let message = self.channels.get_mut(channel_id).and_then(|channel| channel.messages.get_mut(ts));
        let Some(message) = message else { return false };
        match message.reactions.iter_mut().find(|reaction| reaction.name == name) {
            Some(reaction) if reaction.users.iter().any(|one| one == user) => return false,
            Some(reaction) => reaction.users.push(user.to_owned()),
            None => {
                message.reactions.push(EmojiReaction { name: name.to_owned(), users: vec![user.to_owned()] });
            }
        }
        message.revision = self.revision;
        self.emit_reaction(true, user, name, channel_id, ts);
        true
    }

    /// Takes a reaction away; false when there was none.
    pub(crate) fn unreact(&mut self, user: &str, name: &str, channel_id: &str, ts: &str) -> bool {
        let message = self.channels.get_mut(channel_id).and_then(|channel| channel.messages.get_mut(ts));
        let Some(message) = message else { return false };
        let Some(reaction) = message.reactions.iter_mut().find(|reaction| reaction.name == name) else {
            return false;
        };
        let before = reaction.users.len();
        reaction.users.retain(|one| one != user);
        let removed = reaction.users.len() < before;
        message.reactions.retain(|reaction| !reaction.users.is_empty());
        message.revision = self.revision;
        if removed {
            self.emit_reaction(false, user, name, channel_id, ts);
        }
        removed
    }

    /// Pins a message; false when it was pinned already.
    pub(crate) fn pin(&mut self, user: &str, channel_id: &str, ts: &str) -> bool {
        let created = self.seconds();
        let Some(channel) = self.channels.get_mut(channel_id) else { return false };
        if channel.is_pinned(ts) {
            return false;
        }
        channel.pins.push(Pin { ts: ts.to_owned(), by: user.to_owned(), created });
        channel.touch(self.revision, ts);
        if self.channel(channel_id).is_some_and(|channel| self.is_bot_in(channel)) {
            self.emit_pin(true, user, channel_id, ts);
        }
        true
    }

    /// Unpins a message; false when it was not pinned.
    pub(crate) fn unpin(&mut self, user: &str, channel_id: &str, ts: &str) -> bool {
        let Some(channel) = self.channels.get_mut(channel_id) else { return false };
        let before = channel.pins.len();
        channel.pins.retain(|pin| pin.ts != ts);
        let removed = channel.pins.len() < before;
        channel.touch(self.revision, ts);
        if removed && self.channel(channel_id).is_some_and(|channel| self.is_bot_in(channel)) {
            self.emit_pin(false, user, channel_id, ts);
        }
        removed
    }
}

fn apply(message: &mut Message, change: Change) {
    if let Some(text) = change.text {
        message.text = text;
    }
    match change.blocks {
        Part::Keep => {}
        Part::Remove => message.blocks = None,
        Part::Set(blocks) => message.blocks = Some(Arc::new(blocks)),
    }
    message.mentions = Mentions::in_content(&message.text, message.blocks.as_deref());
    if let Some(attachments) = change.attachments {
        message.attachments = Some(attachments);
    }
    match change.metadata {
        Part::Keep => {}
        Part::Remove => message.metadata = None,
        Part::Set(metadata) => message.metadata = Some(metadata),
    }
}

/// The first web address in a text.
fn first_link(text: &str) -> Option<String> {
    let start = text.find("https://").or_else(|| text.find("http://"))?;
    let rest = &text[start..];
    let end =
        rest.find(|letter: char| letter.is_whitespace() || matches!(letter, '>' | '|')).unwrap_or(rest.len());
    Some(rest[..end].to_owned())
}
