//! Presses, choices and forms, as Slack sends them.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::json;
use crate::incident::{ChannelId, UserId, Viewer};
use crate::slack::ids;
use crate::slack::quote::SlackMessage;

/// An interaction. What an older or newer Slack leaves out is empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct Interaction {
    pub r#type: String,
    pub team: Option<Named>,
    pub user: Named,
    pub trigger_id: Option<String>,
    pub response_url: Option<String>,
    pub api_app_id: String,
    pub callback_id: Option<String>,
    pub channel: Value,
    pub message: Value,
    pub actions: Vec<Action>,
    pub view: Option<View>,
}

/// Something with an id.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct Named {
    pub id: String,
    pub team_id: Option<String>,
}

/// What was pressed or chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct Action {
    pub action_id: String,
    pub block_id: String,
    pub action_ts: String,
    pub value: Option<String>,
    pub selected_option: Option<SelectedOption>,
    pub selected_user: Option<String>,
}

/// A choice of a select.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct SelectedOption {
    pub value: String,
}

/// A form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct View {
    pub id: String,
    pub hash: Option<String>,
    pub callback_id: Option<String>,
    pub private_metadata: Option<String>,
    pub state: Option<State>,
}

/// What was filled into a form, by block and action.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct State {
    pub values: Value,
}

impl Interaction {
    /// Reads the form that Slack posts, whose one field is JSON; `None` if it is not an interaction.
    pub fn from_form(body: &[u8]) -> Option<Self> {
        let (_, payload) = url::form_urlencoded::parse(body).find(|(name, _)| name == "payload")?;
        json::read(payload.as_bytes())
    }

    /// The workspace that the person acts in.
    pub fn team_id(&self) -> &str {
        let team = self.team.as_ref().map(|team| team.id.as_str());
        team.or(self.user.team_id.as_deref()).unwrap_or_default()
    }

    /// Whether the person is of another organisation, in a channel that is shared with it.
    pub fn is_from_elsewhere(&self) -> bool {
        let home = self.user.team_id.as_deref().filter(|team| team.starts_with('T'));
        home.is_some_and(|home| home != self.team_id())
    }

    /// The home in which something was pressed, if it was one.
    pub fn home(&self) -> Option<&View> {
        self.view.as_ref().filter(|view| view.callback_id.as_deref() == Some(ids::HOME))
    }

    /// The channel in which it was done; none for what is done in a form.
    pub fn here(&self) -> Option<ChannelId> {
        self.channel["id"].as_str().map(ChannelId::new)
    }

    /// On whose behalf it looks, and from where.
    pub fn viewer(&self) -> Viewer {
        Viewer::Person { user: UserId::new(self.user.id.as_str()), here: self.here() }
    }

    /// The message that a shortcut was chosen on, with its channel.
    pub fn quoted(&self) -> Option<(SlackMessage, ChannelId)> {
        let channel = self.channel["id"].as_str()?;
        Some((SlackMessage::deserialize(&self.message).ok()?, ChannelId::new(channel)))
    }

    /// What names this interaction among all others, so that a repeat is told from a second press.
    pub fn receipt(&self) -> Option<String> {
        if let Some(action) = self.actions.first() {
            return Some(format!("press:{}:{}:{}", self.user.id, action.action_id, action.action_ts));
        }
        let view = self.view.as_ref()?;
        let name = format!("form:{}:{}", view.id, view.hash.as_deref().unwrap_or_default());
        // Whoever heard nothing may mend an update and send it again; what they mended is another one. A declaration that
        // is sent twice stays one, whatever was mended: the bell has rung.
        match view.callback_id.as_deref() {
            Some(ids::UPDATE_FORM | ids::CORRECTION_FORM) => Some(format!("{name}:{}", view.digest())),
            _ => Some(name),
        }
    }
}

impl View {
    /// What was typed into a text field; empty where nothing was.
    pub fn text(&self, block: &str) -> String {
        self.input(block)["value"].as_str().unwrap_or_default().to_owned()
    }

    /// The value chosen in a select.
    pub fn choice(&self, block: &str) -> Option<&str> {
        self.input(block)["selected_option"]["value"].as_str()
    }

    /// Whether a box with this value is ticked.
    pub fn is_ticked(&self, block: &str, value: &str) -> bool {
        let ticked = self.input(block)["selected_options"].as_array();
        ticked.into_iter().flatten().any(|option| option["value"] == *value)
    }

    /// The instant chosen in a date and time field.
    pub fn instant(&self, block: &str) -> Option<DateTime<Utc>> {
        let seconds = self.input(block)["selected_date_time"].as_i64()?;
        DateTime::from_timestamp(seconds, 0)
    }

    /// Tells apart what was filled in.
    fn digest(&self) -> String {
        let filled_in = self.state.as_ref().map(|state| state.values.to_string()).unwrap_or_default();
        let digest = Sha256::digest(filled_in);
        let beginning = digest.first_chunk::<8>().expect("a digest has 32 bytes");
        format!("{:016x}", u64::from_be_bytes(*beginning))
    }

    fn input(&self, block: &str) -> &Value {
        const NOTHING: &Value = &Value::Null;
        self.state.as_ref().map_or(NOTHING, |state| &state.values[block][ids::INPUT])
    }
}
