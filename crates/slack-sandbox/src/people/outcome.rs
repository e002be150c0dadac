//! What an act comes to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::app::Ack;

/// What the person sees after acting, and how the app answered.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// The app's acknowledgement; absent when nothing was sent.
    pub ack: Option<Ack>,
    /// Slack's own words to the person when something went wrong.
    pub error: Option<String>,
    /// The app's words under the inputs of a modal, by block id.
    pub field_errors: BTreeMap<String, String>,
    /// The view that opened or changed meanwhile: the top of the person's modal, or the home tab.
    pub view: Option<Value>,
    /// Messages the acknowledgement itself put on the screen.
    pub shown: Vec<Value>,
    /// The trigger handed to the app.
    pub trigger_id: Option<String>,
    /// The number of the delivery, for sending it again.
    pub delivery: Option<u64>,
}

/// A message that was written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Said {
    /// The channel's id.
    pub channel: String,
    /// The message's time stamp.
    pub ts: String,
}

/// Options the app offers in an external select.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Suggestions {
    /// The app's acknowledgement.
    pub ack: Option<Ack>,
    /// The offered options, groups flattened.
    pub options: Vec<Value>,
    /// Slack's own words when something went wrong.
    pub error: Option<String>,
}

/// The driver asked for something no client offers. Nothing was sent to the app.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{error}: {message}")]
pub struct Misuse {
    /// A short code.
    pub error: String,
    /// What is wrong and what would mend it.
    pub message: String,
}

impl Misuse {
    pub(crate) fn new(error: &str, message: impl Into<String>) -> Self {
        Self { error: error.into(), message: message.into() }
    }
}
