//! Who something comes from, and by which way.

use serde::{Deserialize, Serialize};

use super::id::UserId;

/// Who a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", content = "id", rename_all = "snake_case")]
pub enum Author {
    /// A person.
    Person(UserId),
    /// Another program, by the name that it writes under.
    App(String),
    /// Firebell itself.
    Firebell,
}

/// By which way a command came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Typed.
    SlashCommand,
    /// Pressed or chosen in a message.
    Button,
    /// Sent from a form.
    Form,
    /// Taken from a message.
    Message,
    /// The clock.
    Clock,
    /// What a delivery brought back.
    Delivery,
    /// What happened to somebody in Slack.
    Event,
}
