//! What people write, and how they mark what was written.

use serde::{Deserialize, Serialize};

/// Somebody writes a message.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// Who.
    pub user: String,
    /// Where. A channel, or a person's id or name for the conversation between the app and that person.
    pub channel: String,
    /// As typed: `@name`, `#channel` and links become what Slack makes of them.
    pub text: String,
    /// The parent, for a reply.
    #[serde(default)]
    pub thread_ts: Option<String>,
    /// Whether a reply also shows in the channel.
    #[serde(default)]
    pub reply_broadcast: bool,
    /// The names of files that go with it. Nothing is in them.
    #[serde(default)]
    pub files: Vec<String>,
}

impl Say {
    /// `text` in `channel`.
    pub fn new(user: &str, channel: &str, text: &str) -> Self {
        Self { user: user.into(), channel: channel.into(), text: text.into(), ..Self::default() }
    }

    /// As a reply below this message.
    #[must_use]
    pub fn in_thread(mut self, thread_ts: &str) -> Self {
        self.thread_ts = Some(thread_ts.into());
        self
    }

    /// With a file of this name.
    #[must_use]
    pub fn with_file(mut self, name: &str) -> Self {
        self.files.push(name.into());
        self
    }
}

/// Somebody changes or deletes an own message.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// Who.
    pub user: String,
    /// Where.
    pub channel: String,
    /// The message.
    pub message_ts: String,
    /// The new text; the message is deleted when absent.
    #[serde(default)]
    pub text: Option<String>,
}

/// Somebody adds a reaction to a message or takes it away.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct React {
    /// Who.
    pub user: String,
    /// Where.
    pub channel: String,
    /// The message.
    pub message_ts: String,
    /// The emoji without colons.
    pub name: String,
    /// Whether it is taken away.
    #[serde(default)]
    pub remove: bool,
}

impl React {
    /// Adds `name`.
    pub fn add(user: &str, channel: &str, message_ts: &str, name: &str) -> Self {
        Self {
            user: user.into(),
            channel: channel.into(),
            message_ts: message_ts.into(),
            name: name.into(),
            remove: false,
        }
    }

    /// Takes `name` away.
    pub fn remove(user: &str, channel: &str, message_ts: &str, name: &str) -> Self {
        Self { remove: true, ..Self::add(user, channel, message_ts, name) }
    }
}

/// Somebody pins a message or unpins it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PinMessage {
    /// Who.
    pub user: String,
    /// Where.
    pub channel: String,
    /// The message.
    pub message_ts: String,
    /// Whether it is unpinned.
    #[serde(default)]
    pub remove: bool,
}

impl PinMessage {
    /// Pins it.
    pub fn add(user: &str, channel: &str, message_ts: &str) -> Self {
        Self { user: user.into(), channel: channel.into(), message_ts: message_ts.into(), remove: false }
    }

    /// Unpins it.
    pub fn remove(user: &str, channel: &str, message_ts: &str) -> Self {
        Self { remove: true, ..Self::add(user, channel, message_ts) }
    }
}
