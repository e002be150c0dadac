//! What happened, one recorded fact at a time. The timeline only grows.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::author::{Author, Source};
use super::effect::Errand;
use super::escalation::Escalation;
use super::id::{SeverityKey, UserId};
use super::obstacle::Obstacle;
use super::role::Role;
use super::stage::{Detection, Recovery, StageName};
use super::update::Update;
use super::vacancy::Asked;

/// One recorded fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When it happened.
    pub happened_at: DateTime<Utc>,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// Who it comes from.
    pub author: Author,
    /// By which way it came.
    pub source: Source,
    /// What happened.
    pub fact: Fact,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is the past tense of a command; its fields are named there")]
pub enum Fact {
    Declared { title: String, severity: SeverityKey, seen: Option<String>, service: Option<String> },
    Announced,
    ChannelOpened { name: String },
    SeverityChanged { from: SeverityKey, to: SeverityKey, because: Option<String> },
    StageChanged { from: StageName, to: StageName },
    RoleGiven { role: Role, to: UserId, from: Option<UserId>, area: String },
    RoleLeft { role: Role, user: UserId, area: String },
    UpdatePosted { update: Update },
    NothingNew { next_update_at: Option<DateTime<Utc>> },
    Reminded { due_at: DateTime<Utc>, escalated: Option<Escalation> },
    AskedToCommand { whom: Asked },
    Snoozed { until: DateTime<Utc> },
    Noted { text: String },
    Resolved { recovery: Recovery, detection: Detection },
    Closed { postmortem_owner: Option<UserId> },
    Reopened { because: Option<String> },
    GaveUp { errand: Errand, why: Obstacle },
}
