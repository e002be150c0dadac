//! A slash command, as Slack sends it.

use std::collections::HashMap;

/// The fields of a slash command that Firebell reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SlashCommand {
    /// The workspace.
    pub team_id: String,
    /// Where it was typed.
    pub channel_id: String,
    /// Who typed it.
    pub user_id: String,
    /// What stood after the command, with Slack's escapes.
    pub text: String,
    /// Names the request, and opens one form within three seconds.
    pub trigger_id: String,
    /// Where more can be said to whoever typed, for half an hour.
    pub response_url: String,
}

impl SlashCommand {
    /// Reads the form that Slack posts. Missing fields are empty.
    pub fn from_form(body: &[u8]) -> Self {
        let mut fields: HashMap<String, String> = url::form_urlencoded::parse(body).into_owned().collect();
        // A NUL can be typed on no keyboard, and no database wants it.
        let mut take = |name: &str| fields.remove(name).unwrap_or_default().replace('\0', "");
        Self {
            team_id: take("team_id"),
            channel_id: take("channel_id"),
            user_id: take("user_id"),
            text: take("text"),
            trigger_id: take("trigger_id"),
            response_url: take("response_url"),
        }
    }
}
