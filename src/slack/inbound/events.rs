//! What happens in the workspace without being asked of Firebell.

use serde::Deserialize;
use serde_json::Value;

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
