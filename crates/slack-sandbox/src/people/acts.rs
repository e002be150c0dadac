//! The requests of the control API, as values.
//!
//! A person is named by id or login name, a channel by id or name (with or without `#`).

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

fn milliseconds(wait: Duration) -> u64 {
    u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
}

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

/// Somebody presses a button or chooses something in a message, modal or home tab.
///
/// What was chosen stands under the key Slack uses for the element; a list for elements that take several.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Click {
    /// Who.
    pub user: String,
    /// The channel of the message.
    #[serde(default)]
    pub channel: Option<String>,
    /// The message.
    #[serde(default)]
    pub message_ts: Option<String>,
    /// The modal or home view, instead of a message.
    #[serde(default)]
    pub view_id: Option<String>,
    /// The block, when several hold the same `action_id`.
    #[serde(default)]
    pub block_id: Option<String>,
    /// The element.
    pub action_id: String,
    /// What was chosen or typed.
    #[serde(flatten)]
    pub chosen: BTreeMap<String, Value>,
    /// How long to wait for a view that opens or changes after the acknowledgement.
    #[serde(default)]
    pub wait_milliseconds: u64,
}

impl Click {
    /// On an element of a message.
    pub fn message(user: &str, channel: &str, message_ts: &str, action_id: &str) -> Self {
        Self {
            user: user.into(),
            channel: Some(channel.into()),
            message_ts: Some(message_ts.into()),
            action_id: action_id.into(),
            ..Self::default()
        }
    }

    /// On an element of a modal or home view.
    pub fn view(user: &str, view_id: &str, action_id: &str) -> Self {
        Self {
            user: user.into(),
            view_id: Some(view_id.into()),
            action_id: action_id.into(),
            ..Self::default()
        }
    }

    /// In this block.
    #[must_use]
    pub fn block(mut self, block_id: &str) -> Self {
        self.block_id = Some(block_id.into());
        self
    }

    /// With this under `key`, spelled as in Slack's payload (`selected_user`, `selected_date`, `value`, …).
    #[must_use]
    pub fn choosing(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.chosen.insert(key.into(), value.into());
        self
    }

    /// Choosing the option with this value.
    #[must_use]
    pub fn option(self, value: &str) -> Self {
        self.choosing("selected_option", value)
    }

    /// Choosing the options with these values.
    #[must_use]
    pub fn options(self, values: &[&str]) -> Self {
        self.choosing("selected_options", values.to_vec())
    }

    /// Choosing this person.
    #[must_use]
    pub fn picking(self, user: &str) -> Self {
        self.choosing("selected_user", user)
    }

    /// On the button with this value, or typing this text.
    #[must_use]
    pub fn value(self, value: &str) -> Self {
        self.choosing("value", value)
    }

    /// Waits this long for a view.
    #[must_use]
    pub fn waiting(mut self, wait: Duration) -> Self {
        self.wait_milliseconds = milliseconds(wait);
        self
    }
}

/// Somebody fills in a modal and submits it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submit {
    /// Who.
    pub user: String,
    /// Which view; the topmost when absent.
    #[serde(default)]
    pub view_id: Option<String>,
    /// What to fill in, by block id and action id: a text, an option's value, an id, a list of those, or null to clear.
    /// Inputs left out keep what they hold.
    #[serde(default)]
    pub values: Value,
}

impl Submit {
    /// The topmost view, filled with `values`.
    pub fn new(user: &str, values: Value) -> Self {
        Self { user: user.into(), view_id: None, values }
    }

    /// This view.
    #[must_use]
    pub fn view(mut self, view_id: &str) -> Self {
        self.view_id = Some(view_id.into());
        self
    }
}

/// Somebody types into an external select and wants to see options.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggest {
    /// Who.
    pub user: String,
    /// The channel of the message.
    #[serde(default)]
    pub channel: Option<String>,
    /// The message.
    #[serde(default)]
    pub message_ts: Option<String>,
    /// The modal or home view, instead of a message.
    #[serde(default)]
    pub view_id: Option<String>,
    /// The block, when several hold the same `action_id`.
    #[serde(default)]
    pub block_id: Option<String>,
    /// The element.
    pub action_id: String,
    /// What was typed so far.
    #[serde(default)]
    pub query: String,
}

/// Somebody leaves a modal.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloseView {
    /// Who.
    pub user: String,
    /// Which view; the topmost when absent.
    #[serde(default)]
    pub view_id: Option<String>,
    /// Whether by the × in the corner, which closes the whole stack, rather than by Cancel.
    #[serde(default)]
    pub all: bool,
}

impl CloseView {
    /// By the Cancel button.
    pub fn cancel(user: &str) -> Self {
        Self { user: user.into(), ..Self::default() }
    }

    /// By the × in the corner.
    pub fn cross(user: &str) -> Self {
        Self { user: user.into(), all: true, ..Self::default() }
    }
}

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

/// Somebody does something to a channel.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelAct {
    /// Who.
    pub user: String,
    /// What.
    pub act: ChannelVerb,
    /// Which channel; for `create` its name.
    pub channel: String,
    /// Whom, for `invite` and `kick`. The app's bot user counts.
    #[serde(default)]
    pub target: Option<String>,
    /// The new name, topic or purpose.
    #[serde(default)]
    pub text: Option<String>,
    /// Whether a new channel is private.
    #[serde(default)]
    pub private: bool,
}

impl ChannelAct {
    /// `user` does `act` to `channel`.
    pub fn new(user: &str, act: ChannelVerb, channel: &str) -> Self {
        Self { user: user.into(), act, channel: channel.into(), target: None, text: None, private: false }
    }

    /// To this person.
    #[must_use]
    pub fn target(mut self, user: &str) -> Self {
        self.target = Some(user.into());
        self
    }

    /// With this name or text.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.text = Some(text.into());
        self
    }
}

/// What people do to channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelVerb {
    /// Make one.
    Create,
    /// Become a member.
    Join,
    /// Stop being one.
    Leave,
    /// Bring somebody in.
    Invite,
    /// Put somebody out.
    Kick,
    /// Give it another name.
    Rename,
    /// Set the topic.
    Topic,
    /// Set the purpose.
    Purpose,
    /// Close it.
    Archive,
    /// Open it again.
    Unarchive,
}

/// Something happens to an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserAct {
    /// Whose; for `add` the login name.
    pub user: String,
    /// What.
    pub act: UserVerb,
    /// The full name, for `add` and `rename`.
    #[serde(default)]
    pub real_name: Option<String>,
    /// The display name, for `add` and `rename`.
    #[serde(default)]
    pub display_name: Option<String>,
}

/// What happens to accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserVerb {
    /// A person joins the workspace.
    Add,
    /// The account is closed.
    Deactivate,
    /// The account is opened again.
    Reactivate,
    /// The person changes names.
    Rename,
}

/// The last request to the app, or the one named, is sent again.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redeliver {
    /// The delivery's number; the last one when absent.
    #[serde(default)]
    pub delivery: Option<u64>,
}
