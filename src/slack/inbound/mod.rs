//! From what Slack sends to what is asked of the core, and back to the answer that Slack waits for.
//!
//! A door (HTTP now) takes the bytes, checks them (`verify`) and hands a [`Payload`] to the [`Reception`], which knows
//! nothing of the transport. `slash` and `typed` read what people type (`typed_roles` of roles, `recording` what is to be written
//! down, `calling_off` what was no incident of its own; `words` are what all of it is made of), `interactions` what they press, send and choose, `events` what happened
//! besides, and of that `marked` what people mark, `archived` what becomes of channels, `departed` who is not there any more and
//! `membership` who knows of private incidents.
//! `reception` sends each to `typing`, `pressed`, `submitted`, `shortcuts`, `marked`, `departed` or `home`, which turn it into
//! commands and answers; `incident_forms` are the forms
//! about an incident, `opening` opens forms while Slack lets it, `field_errors` says in one what is wrong; `late` says in time that an
//! answer takes longer; `allowed` knows who is in which user group by then. The payload types are our own and lenient: Slack adds
//! keys, leaves some out and sends null for others. `json` reads them.

mod allowed;
pub mod archived;
mod calling_off;
pub mod departed;
pub mod events;
mod field_errors;
pub mod home;
pub mod incident_forms;
pub mod interactions;
pub mod json;
mod korean;
mod late;
pub mod marked;
mod membership;
mod opening;
pub mod pressed;
mod reception;
mod recording;
mod service;
pub mod shortcuts;
pub mod slash;
mod submitted;
pub mod typed;
mod typed_roles;
mod typing;
pub mod verify;
pub mod words;

use serde_json::{Value, json};

pub use self::events::EventEnvelope;
pub use self::field_errors::FieldErrors;
pub use self::interactions::Interaction;
pub use self::reception::Reception;
pub use self::slash::SlashCommand;
use super::views::Message;

/// Something that Slack sends.
#[derive(Debug)]
pub enum Payload {
    /// A slash command.
    SlashCommand(SlashCommand),
    /// A press, a choice, a form.
    Interaction(Box<Interaction>),
    /// Something that happened.
    Event(Box<EventEnvelope>),
}

/// What Slack is answered.
#[derive(Debug)]
pub enum Answer {
    /// Received.
    Empty,
    /// Words for the asker alone.
    Private(Message),
    /// It could not be kept, so Slack has to tell of it again.
    NotKept,
    /// What is wrong in a form; it stays open with what was typed.
    FieldErrors(FieldErrors),
}

impl Answer {
    /// The body that Slack expects; `None` for an empty one.
    pub fn body(&self) -> Option<Value> {
        match self {
            Self::Empty | Self::NotKept => None,
            Self::Private(message) => {
                Some(json!({"response_type": "ephemeral", "text": message.text, "blocks": message.blocks}))
            }
            Self::FieldErrors(errors) => Some(json!({"response_action": "errors", "errors": errors})),
        }
    }
}
