//! What people do with what the app shows them: buttons, menus, modals.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::milliseconds;

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
    /// How long to wait for a view that opens or changes after the acknowledgement.
    #[serde(default)]
    pub wait_milliseconds: u64,
}

impl Submit {
    /// The topmost view, filled with `values`.
    pub fn new(user: &str, values: Value) -> Self {
        Self { user: user.into(), values, ..Self::default() }
    }

    /// Waits this long for a view.
    #[must_use]
    pub fn waiting(mut self, wait: Duration) -> Self {
        self.wait_milliseconds = milliseconds(wait);
        self
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
