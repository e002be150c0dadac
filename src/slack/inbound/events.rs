//! What happens in the workspace without being asked of Firebell.

use serde::Deserialize;
use serde_json::Value;

use super::json;

/// The events that Firebell subscribes to.
pub const SUBSCRIBED: &[&str] = &[
    "app_home_opened",
    "channel_archive",
    "channel_unarchive",
    "member_left_channel",
    "pin_added",
    "pin_removed",
    "reaction_added",
    "reaction_removed",
    "subteam_members_changed",
    "team_join",
    "user_change",
];
/// The scopes that Slack wants for them, besides those of the methods.
pub const SCOPES: &[&str] = &["channels:read", "pins:read", "reactions:read", "usergroups:read"];

/// An event in its envelope.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct EventEnvelope {
    pub r#type: String,
    pub team_id: Option<String>,
    pub event_id: Option<String>,
    pub challenge: Option<String>,
    pub authorizations: Vec<Authorization>,
    pub event: Value,
}

/// Whose installation an event is shown to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct Authorization {
    pub user_id: Option<String>,
    pub is_bot: bool,
}

impl EventEnvelope {
    /// Who the bot is, if the event says so.
    pub fn bot(&self) -> Option<&str> {
        let bot = self.authorizations.iter().find(|authorization| authorization.is_bot)?;
        bot.user_id.as_deref()
    }

    /// Reads the JSON that Slack posts; `None` if it is not an event.
    pub fn from_json(body: &[u8]) -> Option<Self> {
        json::read(body)
    }
}
