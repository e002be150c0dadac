//! What happens in the workspace without being asked of Firebell.

use serde::Deserialize;
use serde_json::Value;

use super::json;

/// The events that Firebell subscribes to.
pub const SUBSCRIBED: &[&str] = &["team_join", "user_change"];

/// An event in its envelope.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct EventEnvelope {
    pub r#type: String,
    pub team_id: Option<String>,
    pub event_id: Option<String>,
    pub challenge: Option<String>,
    pub event: Value,
}

impl EventEnvelope {
    /// Reads the JSON that Slack posts; `None` if it is not an event.
    pub fn from_json(body: &[u8]) -> Option<Self> {
        json::read(body)
    }
}
