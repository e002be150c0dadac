//! One message, public or ephemeral, and its shape on the wire.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::mentions::Mentions;
use super::{Channel, Workspace};

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    Person(String),
    /// The app, as itself.
    Bot,
    /// The app under another name or icon: Slack then leaves the bot's user out.
    Masked {
        username: Option<String>,
        icons: Option<Value>,
    },
}

/// Who changed a message and when.
#[derive(Clone, Debug)]
pub(crate) struct Edited {
    pub(crate) user: String,
    pub(crate) ts: String,
}

/// An emoji under a message.
#[derive(Clone, Debug)]
pub(crate) struct EmojiReaction {
    pub(crate) name: String,
    pub(crate) users: Vec<String>,
}

/// A message as stored.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) ts: String,
    pub(crate) author: Author,
    pub(crate) subtype: Option<String>,
    pub(crate) text: String,
    pub(crate) blocks: Option<Arc<Value>>,
    /// Whom text and blocks call.
    pub(crate) mentions: Mentions,
    pub(crate) attachments: Option<Value>,
    pub(crate) thread_ts: Option<String>,
    pub(crate) edited: Option<Edited>,
    pub(crate) metadata: Option<Value>,
    pub(crate) reactions: Vec<EmojiReaction>,
    pub(crate) files: Vec<String>,
    /// Time stamps of the replies, oldest first.
    pub(crate) replies: Vec<String>,
    pub(crate) client_msg_id: Option<String>,
    /// Keys that only this subtype has (`topic`, `inviter`, …).
    pub(crate) extra: Map<String, Value>,
    /// Deleted, but kept as the head of its thread.
    pub(crate) is_tombstone: bool,
    /// The workspace's revision in which it last came to look different.
    pub(crate) revision: u64,
}

impl Message {
    pub(crate) fn is_reply(&self) -> bool {
        self.thread_ts.as_ref().is_some_and(|parent| *parent != self.ts)
    }

    /// Whether it stands in the channel itself: everything but replies that were not broadcast.
    pub(crate) fn is_in_channel(&self) -> bool {
        !self.is_reply() || self.subtype.as_deref() == Some("thread_broadcast")
    }

    /// Whether it is a line that Slack wrote about the channel.
    pub(crate) fn is_note(&self) -> bool {
        self.subtype.as_deref().is_some_and(|subtype| {
            subtype.starts_with("channel_") || subtype.starts_with("group_") || subtype == "pinned_item"
        })
    }

    /// The user id readers see as the author, if there is one.
    pub(crate) fn user(&self, workspace: &Workspace) -> Option<String> {
        match &self.author {
            Author::Person(id) => Some(id.clone()),
            Author::Bot => Some(workspace.app.bot_user_id.clone()),
            Author::Masked { .. } => None,
        }
    }

    /// The message as it stands in API answers and payloads; `metadata` is left to the caller.
    pub(crate) fn to_json(&self, workspace: &Workspace) -> Value {
        if self.is_tombstone {
            return self.tombstone();
        }
        let mut wire = Map::new();
        wire.insert("type".into(), "message".into());
        self.put_author(workspace, &mut wire);
        if let Some(subtype) = &self.subtype {
            wire.insert("subtype".into(), subtype.clone().into());
        }
        wire.insert("text".into(), self.text.clone().into());
        wire.insert("ts".into(), self.ts.clone().into());
        wire.insert("team".into(), workspace.team.id.clone().into());
        self.put_content(workspace, &mut wire);
        self.put_reactions(&mut wire);
        wire.extend(self.extra.clone());
        Value::Object(wire)
    }

    /// [`to_json`](Self::to_json) with what only readers of the channel see: thread counters, parent, pins.
    pub(crate) fn to_json_in(&self, workspace: &Workspace, channel: &Channel) -> Value {
        let mut wire = self.to_json(workspace);
        if let Some(parent) = self.thread_ts.as_ref().filter(|parent| **parent != self.ts) {
            wire["thread_ts"] = parent.clone().into();
            let author = channel.messages.get(parent).and_then(|parent| parent.user(workspace));
            wire["parent_user_id"] = author.into();
        }
        if !self.replies.is_empty() {
            self.put_thread(workspace, channel, &mut wire);
        }
        if channel.is_pinned(&self.ts) {
            wire["pinned_to"] = json!([channel.id]);
        }
        wire
    }

    fn tombstone(&self) -> Value {
        json!({
            "type": "message", "subtype": "tombstone", "user": "USLACKBOT", "hidden": true, "ts": self.ts,
            "thread_ts": self.ts, "text": "This message was deleted.", "reply_count": self.replies.len(),
        })
    }

    fn put_author(&self, workspace: &Workspace, wire: &mut Map<String, Value>) {
        let app = &workspace.app;
        match &self.author {
            Author::Person(id) => {
                wire.insert("user".into(), id.clone().into());
            }
            Author::Bot => {
                wire.insert("user".into(), app.bot_user_id.clone().into());
                wire.insert("bot_id".into(), app.bot_id.clone().into());
                wire.insert("app_id".into(), app.app_id.clone().into());
            }
            Author::Masked { username, icons } => {
                wire.insert("bot_id".into(), app.bot_id.clone().into());
                wire.insert("app_id".into(), app.app_id.clone().into());
                wire.insert("username".into(), username.clone().unwrap_or_else(|| app.name.clone()).into());
                if let Some(icons) = icons {
                    wire.insert("icons".into(), icons.clone());
                }
            }
        }
    }

    fn put_content(&self, workspace: &Workspace, wire: &mut Map<String, Value>) {
        if let Some(id) = &self.client_msg_id {
            wire.insert("client_msg_id".into(), id.clone().into());
        }
        if let Some(blocks) = &self.blocks {
            wire.insert("blocks".into(), Value::clone(blocks));
        }
        if let Some(attachments) = &self.attachments {
            wire.insert("attachments".into(), attachments.clone());
        }
        if let Some(thread) = &self.thread_ts {
            wire.insert("thread_ts".into(), thread.clone().into());
        }
        if let Some(edited) = &self.edited {
            wire.insert("edited".into(), json!({"user": edited.user, "ts": edited.ts}));
        }
        if !self.files.is_empty() {
            let files = self.files.iter().filter_map(|id| workspace.files.get(id));
            wire.insert("files".into(), files.map(|file| file.to_json(workspace)).collect());
        }
    }

    fn put_reactions(&self, wire: &mut Map<String, Value>) {
        if self.reactions.is_empty() {
            return;
        }
        let list = self.reactions.iter().map(
            |reaction| json!({"name": reaction.name, "users": reaction.users, "count": reaction.users.len()}),
        );
        wire.insert("reactions".into(), list.collect());
    }

    fn put_thread(&self, workspace: &Workspace, channel: &Channel, wire: &mut Value) {
        let mut writers: Vec<String> = Vec::new();
        for reply in self.replies.iter().filter_map(|ts| channel.messages.get(ts)) {
            if let Some(user) = reply.user(workspace).filter(|user| !writers.contains(user)) {
                writers.push(user);
            }
        }
        wire["thread_ts"] = self.ts.clone().into();
        wire["reply_count"] = self.replies.len().into();
        wire["reply_users_count"] = writers.len().into();
        wire["reply_users"] = writers.into();
        wire["latest_reply"] = self.replies.last().cloned().into();
        wire["is_locked"] = false.into();
        wire["subscribed"] = false.into();
    }
}

/// A message that one person sees until they dismiss it or the app takes it away. (Slack's go with a reload; here a
/// window may be opened again and again.)
#[derive(Clone, Debug)]
pub(crate) struct Ephemeral {
    pub(crate) user: String,
    pub(crate) message: Message,
}
