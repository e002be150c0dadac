//! What people start: commands, shortcuts, the home tab; and what a network repeats.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::milliseconds;

/// Somebody types a slash command.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// Who.
    pub user: String,
    /// In which channel.
    pub channel: String,
    /// The command with its slash.
    pub command: String,
    /// What follows it.
    #[serde(default)]
    pub text: String,
    /// The thread whose composer is used; Slack refuses commands there.
    #[serde(default)]
    pub thread_ts: Option<String>,
    /// How long to wait for a modal that opens after the acknowledgement.
    #[serde(default)]
    pub wait_milliseconds: u64,
}

impl Command {
    /// `command` with `text`, typed by `user` in `channel`.
    pub fn new(user: &str, channel: &str, command: &str, text: &str) -> Self {
        Self {
            user: user.into(),
            channel: channel.into(),
            command: command.into(),
            text: text.into(),
            ..Self::default()
        }
    }

    /// Waits this long for a modal.
    #[must_use]
    pub fn waiting(mut self, wait: Duration) -> Self {
        self.wait_milliseconds = milliseconds(wait);
        self
    }
}

/// Somebody starts a shortcut.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shortcut {
    /// Who.
    pub user: String,
    /// Which.
    pub callback_id: String,
    /// The channel of the message, for a message shortcut.
    #[serde(default)]
    pub channel: Option<String>,
    /// The message, for a message shortcut.
    #[serde(default)]
    pub message_ts: Option<String>,
    /// How long to wait for a modal that opens after the acknowledgement.
    #[serde(default)]
    pub wait_milliseconds: u64,
}

impl Shortcut {
    /// A global one.
    pub fn global(user: &str, callback_id: &str) -> Self {
        Self { user: user.into(), callback_id: callback_id.into(), ..Self::default() }
    }

    /// One in the menu of a message.
    pub fn message(user: &str, callback_id: &str, channel: &str, message_ts: &str) -> Self {
        Self {
            channel: Some(channel.into()),
            message_ts: Some(message_ts.into()),
            ..Self::global(user, callback_id)
        }
    }

    /// Waits this long for a modal.
    #[must_use]
    pub fn waiting(mut self, wait: Duration) -> Self {
        self.wait_milliseconds = milliseconds(wait);
        self
    }
}

/// Somebody opens the app's home tab.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// Who.
    pub user: String,
    /// How long to wait for a home view that is published after the acknowledgement.
    #[serde(default)]
    pub wait_milliseconds: u64,
}

impl Home {
    /// Opened by `user`.
    pub fn new(user: &str) -> Self {
        Self { user: user.into(), wait_milliseconds: 0 }
    }

    /// Waits this long for the view.
    #[must_use]
    pub fn waiting(mut self, wait: Duration) -> Self {
        self.wait_milliseconds = milliseconds(wait);
        self
    }
}

/// The last request to the app, or the one named, is sent again.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redeliver {
    /// The delivery's number; the last one when absent.
    #[serde(default)]
    pub delivery: Option<u64>,
}
