//! What can be recorded of an incident.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Moment, Origin, Position};
use crate::incident::effect::Errand;
use crate::incident::escalation::Escalation;
use crate::incident::id::{MessageRef, Number, SeverityKey, UserId};
use crate::incident::keep::FileLink;
use crate::incident::obstacle::Obstacle;
use crate::incident::role::{Departure, Role};
use crate::incident::stage::{AttemptOutcome, Detection, Recovery, StageName};
use crate::incident::update::Update;
use crate::incident::vacancy::Asked;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is the past tense of a command; its fields are named there")]
pub enum Fact {
    Declared {
        title: String,
        severity: SeverityKey,
        seen: Option<String>,
        service: Option<String>,
    },
    Announced,
    ChannelOpened {
        name: String,
    },
    SeverityChanged {
        from: SeverityKey,
        to: SeverityKey,
        because: Option<String>,
    },
    StageChanged {
        from: StageName,
        to: StageName,
    },
    /// Without `from`, it was about none, or the same one goes by another name.
    ServiceChanged {
        from: Option<String>,
        to: String,
    },
    /// With what they hold besides, although it is kept apart from this.
    RoleGiven {
        role: Role,
        to: UserId,
        from: Option<UserId>,
        area: String,
        beside: Option<Vec<Role>>,
    },
    /// With what happened to them, unless they gave it up.
    RoleLeft {
        role: Role,
        user: UserId,
        area: String,
        why: Option<Departure>,
    },
    /// Nobody commands, and whoever declared it is not there any more. With what happened to whoever has just gone; `None`
    /// where they had gone before the commander stepped down.
    OwnerGone {
        user: UserId,
        why: Option<Departure>,
    },
    UpdatePosted {
        update: Update,
    },
    UpdateCorrected {
        update: Update,
    },
    /// With how it is now, as the page has it.
    StatusPageUpdated {
        text: String,
    },
    NothingNew {
        next_update_at: Option<DateTime<Utc>>,
    },
    Reminded {
        due_at: DateTime<Utc>,
        escalated: Option<Escalation>,
    },
    AskedToCommand {
        whom: Asked,
    },
    Snoozed {
        until: DateTime<Utc>,
    },
    Noted {
        text: String,
    },
    Decided {
        decision: String,
        because: Option<String>,
    },
    Tried {
        way: Recovery,
        outcome: AttemptOutcome,
        details: String,
    },
    Changed {
        text: String,
        link: Option<String>,
    },
    Corrected {
        entry: Position,
        text: Option<String>,
        at: Option<DateTime<Utc>>,
    },
    Struck {
        entry: Position,
        because: Option<String>,
    },
    Quoted {
        message: MessageRef,
        text: String,
        files: Vec<FileLink>,
        link: Option<String>,
        kept_by: UserId,
    },
    LetGo {
        message: MessageRef,
    },
    TimeSet {
        moment: Moment,
        at: DateTime<Utc>,
        was: Option<DateTime<Utc>>,
    },
    Resolved {
        recovery: Recovery,
        detection: Detection,
    },
    Closed {
        postmortem_owner: Option<UserId>,
    },
    Reopened {
        because: Option<String>,
    },
    MadePrivate {
        because: Option<String>,
    },
    ChannelArchived,
    ChannelUnarchived,
    OverStageLimit {
        stage: StageName,
        limit_seconds: i64,
    },
    Cancelled {
        because: Option<String>,
        duplicate_of: Option<Number>,
    },
    /// As it is told where that one has become private; recorded is the other.
    CancelledBesidePrivate {
        because: Option<String>,
    },
    DuplicateFound {
        number: Number,
    },
    DuplicateGone {
        number: Number,
    },
    Brought {
        origin: Origin,
        fact: Box<Fact>,
    },
    /// What is told of an incident that has become private: nothing. It is never recorded.
    Withheld,
    GaveUp {
        errand: Errand,
        why: Obstacle,
    },
}

impl Fact {
    /// The fact, wherever it was recorded first.
    pub fn itself(&self) -> &Self {
        match self {
            Self::Brought { fact, .. } => fact,
            other => other,
        }
    }

    /// The incident from whose timeline it was brought.
    pub fn home(&self) -> Option<Number> {
        match self {
            Self::Brought { origin, .. } => Some(origin.incident),
            _ => None,
        }
    }

    /// Whether it tells of the link between two incidents, which each of them tells by itself.
    pub const fn is_about_link(&self) -> bool {
        matches!(
            self,
            Self::Cancelled { .. }
                | Self::CancelledBesidePrivate { .. }
                | Self::DuplicateFound { .. }
                | Self::DuplicateGone { .. }
                | Self::Withheld
        )
    }

    /// Whether a person put it into words, which so can be wrong.
    pub fn is_worded(&self) -> bool {
        matches!(
            self.itself(),
            Self::Noted { .. }
                | Self::Decided { .. }
                | Self::Tried { .. }
                | Self::Changed { .. }
                | Self::Quoted { .. }
        )
    }

    /// The same, where an update was posted that reads so by now.
    pub(super) fn reading(&self, update: &Update) -> Self {
        match self {
            Self::Brought { origin, fact } => {
                Self::Brought { origin: *origin, fact: Box::new(fact.reading(update)) }
            }
            _ => Self::UpdatePosted { update: update.clone() },
        }
    }

    /// The same with other words.
    pub(super) fn saying(&self, words: &str) -> Self {
        let mut fact = self.clone();
        match &mut fact {
            Self::Noted { text: said }
            | Self::Changed { text: said, .. }
            | Self::Quoted { text: said, .. }
            | Self::Decided { decision: said, .. }
            | Self::Tried { details: said, .. } => {
                words.clone_into(said);
            }
            Self::Brought { fact, .. } => **fact = fact.saying(words),
            _ => {}
        }
        fact
    }
}
