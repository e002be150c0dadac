//! The picture of the whole workspace that tests and `/sandbox/state` look at.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Channel, Message, Workspace};

/// Everything in the workspace, as readable data.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// User objects, the bot's among them.
    pub users: Vec<Value>,
    /// User groups with their people.
    pub usergroups: Vec<Value>,
    /// Channels and direct messages with everything in them.
    pub channels: Vec<ChannelState>,
    /// Open modals: views of each person, root first.
    pub views: BTreeMap<String, Vec<Value>>,
    /// Published home tabs by person.
    pub home_views: BTreeMap<String, Value>,
    /// Uploaded files with their content.
    pub files: Vec<FileState>,
    /// Canvases.
    pub canvases: Vec<CanvasState>,
}

/// One conversation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ChannelState {
    /// `C…` or `D…`
    pub id: String,
    /// Without `#`; empty for direct messages.
    pub name: String,
    /// `public_channel`, `private_channel`, `im` or `mpim`.
    pub kind: String,
    /// Whether it is archived.
    pub is_archived: bool,
    /// The topic line.
    pub topic: String,
    /// The description.
    pub purpose: String,
    /// Who made it.
    pub creator: String,
    /// User ids.
    pub members: Vec<String>,
    /// Pinned messages.
    pub pins: Vec<PinState>,
    /// Bookmark objects.
    pub bookmarks: Vec<Value>,
    /// Messages in the channel, oldest first, each with its thread.
    pub messages: Vec<MessageState>,
    /// What single people see, by user id.
    pub ephemerals: BTreeMap<String, Vec<MessageState>>,
    /// The id of the channel's canvas.
    pub canvas: Option<String>,
}

/// One message.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MessageState {
    /// Its time stamp, which is its id within the channel.
    pub ts: String,
    /// Who wrote it; absent for a bot under another name.
    pub user: Option<String>,
    /// The bot that wrote it.
    pub bot_id: Option<String>,
    /// What sort of message it is, if not an ordinary one.
    pub subtype: Option<String>,
    /// The text.
    pub text: String,
    /// The blocks, or null.
    pub blocks: Value,
    /// The parent, for replies.
    pub thread_ts: Option<String>,
    /// The thread below it, oldest first.
    pub replies: Vec<MessageState>,
    /// Emoji with the people behind them.
    pub reactions: Vec<Value>,
    /// The metadata the app attached, or null.
    pub metadata: Value,
    /// Who edited it and when, or null.
    pub edited: Value,
    /// Ids of attached files.
    pub files: Vec<String>,
}

/// One pin.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PinState {
    /// The pinned message.
    pub ts: String,
    /// Its text.
    pub text: String,
    /// Who pinned it.
    pub by: String,
    /// When, in seconds since the epoch.
    pub created: i64,
}

/// One uploaded file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FileState {
    /// `F…`
    pub id: String,
    /// The file name.
    pub name: String,
    /// The title people read.
    pub title: String,
    /// Bytes.
    pub size: usize,
    /// Whether the upload was completed.
    pub is_complete: bool,
    /// The content, when it is text.
    pub text: Option<String>,
    /// Channels it was shared in, with the message's time stamp.
    pub shares: Vec<Value>,
}

/// One canvas.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CanvasState {
    /// `F…`
    pub id: String,
    /// The title.
    pub title: String,
    /// The content.
    pub markdown: String,
    /// The channel it belongs to, if it is a channel's tab.
    pub channel: Option<String>,
}

impl State {
    /// A channel by id or name.
    pub fn channel(&self, id_or_name: &str) -> Option<&ChannelState> {
        let name = id_or_name.trim_start_matches('#');
        self.channels.iter().find(|channel| channel.id == name || channel.name == name && !name.is_empty())
    }

    /// The conversation between the app and a person.
    pub fn direct(&self, user: &str) -> Option<&ChannelState> {
        self.channels
            .iter()
            .find(|channel| channel.kind == "im" && channel.members.iter().any(|one| one == user))
    }

    /// The view on top of a person's modal.
    pub fn top_view(&self, user: &str) -> Option<&Value> {
        self.views.get(user)?.last()
    }
}

impl ChannelState {
    /// A message or reply by its time stamp.
    pub fn message(&self, ts: &str) -> Option<&MessageState> {
        self.messages
            .iter()
            .flat_map(|message| std::iter::once(message).chain(&message.replies))
            .find(|one| one.ts == ts)
    }
}

impl Workspace {
    /// Takes the picture.
    pub(crate) fn state(&self) -> State {
        let team = &self.team.id;
        let view = |id: &String| self.views.get(id).map(|view| view.to_json(self));
        State {
            users: self.users.values().map(|user| user.to_json(team, true, true)).collect(),
            usergroups: self.usergroups.iter().map(|group| group.to_json(team, true, true)).collect(),
            channels: self.channels.values().map(|channel| self.channel_state(channel)).collect(),
            views: self
                .stacks
                .iter()
                .map(|(user, ids)| (user.clone(), ids.iter().filter_map(view).collect()))
                .collect(),
            home_views: self.homes.iter().filter_map(|(user, id)| Some((user.clone(), view(id)?))).collect(),
            files: self.files.values().map(file_state).collect(),
            canvases: self
                .canvases
                .values()
                .map(|canvas| CanvasState {
                    id: canvas.id.clone(),
                    title: canvas.title.clone(),
                    markdown: canvas.markdown.clone(),
                    channel: canvas.channel.clone(),
                })
                .collect(),
        }
    }

    fn channel_state(&self, channel: &Channel) -> ChannelState {
        let mut ephemerals: BTreeMap<String, Vec<MessageState>> = BTreeMap::new();
        for one in &channel.ephemerals {
            ephemerals.entry(one.user.clone()).or_default().push(self.message_state(channel, &one.message));
        }
        let in_channel = channel.messages.values().filter(|message| message.is_in_channel());
        let pins = channel.pins.iter().map(|pin| PinState {
            ts: pin.ts.clone(),
            text: channel.messages.get(&pin.ts).map(|message| message.text.clone()).unwrap_or_default(),
            by: pin.by.clone(),
            created: pin.created,
        });
        ChannelState {
            id: channel.id.clone(),
            name: channel.name.clone(),
            kind: channel.kind.listing_type().into(),
            is_archived: channel.is_archived,
            topic: channel.topic.value.clone(),
            purpose: channel.purpose.value.clone(),
            creator: channel.creator.clone(),
            members: channel.members.clone(),
            pins: pins.collect(),
            bookmarks: channel.bookmarks.iter().map(|one| one.to_json(&channel.id, &self.team.id)).collect(),
            messages: in_channel.map(|message| self.message_state(channel, message)).collect(),
            ephemerals,
            canvas: channel.canvas.clone(),
        }
    }

    pub(crate) fn message_state(&self, channel: &Channel, message: &Message) -> MessageState {
        let reactions = message.reactions.iter().map(|one| json!({"name": one.name, "users": one.users}));
        let replies = message.replies.iter().filter_map(|ts| channel.messages.get(ts));
        MessageState {
            ts: message.ts.clone(),
            user: message.user(self),
            bot_id: (!matches!(message.author, super::Author::Person(_))).then(|| self.app.bot_id.clone()),
            subtype: if message.is_tombstone { Some("tombstone".into()) } else { message.subtype.clone() },
            text: if message.is_tombstone {
                "This message was deleted.".into()
            } else {
                message.text.clone()
            },
            blocks: message.blocks.as_deref().filter(|_| !message.is_tombstone).cloned().unwrap_or_default(),
            thread_ts: message.thread_ts.clone(),
            replies: replies.map(|reply| self.message_state(channel, reply)).collect(),
            reactions: reactions.collect(),
            metadata: message.metadata.clone().unwrap_or_default(),
            edited: message
                .edited
                .as_ref()
                .map(|one| json!({"user": one.user, "ts": one.ts}))
                .unwrap_or_default(),
            files: message.files.clone(),
        }
    }
}

fn file_state(file: &super::File) -> FileState {
    let text = file.content.as_ref().and_then(|bytes| String::from_utf8(bytes.clone()).ok());
    FileState {
        id: file.id.clone(),
        name: file.name.clone(),
        title: file.title.clone(),
        size: file.content.as_ref().map_or(0, Vec::len),
        is_complete: file.is_complete,
        text,
        shares: file.shares.iter().map(|share| json!({"channel": share.channel, "ts": share.ts})).collect(),
    }
}
