//! What can be said of an incident, in one line.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Errand;
use crate::incident::author::Author;
use crate::incident::cancel::Other;
use crate::incident::id::{ChannelId, SeverityKey, UserId};
use crate::incident::mailing::Address;
use crate::incident::obstacle::Obstacle;
use crate::incident::role::{Departure, Role};
use crate::incident::stage::{AttemptOutcome, Detection, Recovery, StageName};
use crate::incident::update::Update;
use crate::incident::vacancy::Asked;

/// One line to be said, holding what was true when it was owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are those of the timeline's facts, with who did it")]
pub enum Line {
    SeverityChanged {
        by: Author,
        from: SeverityKey,
        to: SeverityKey,
        because: Option<String>,
        next_update_at: Option<DateTime<Utc>>,
        /// When the update was due that is still owed or, where another one is next, is not asked for any more.
        #[serde(default)]
        was_due_at: Option<DateTime<Utc>>,
    },
    StageChanged {
        by: Author,
        from: StageName,
        to: StageName,
        /// Of whom the severity wants an update at such a change.
        asks: Option<UserId>,
    },
    ServiceChanged {
        by: Author,
        from: Option<String>,
        to: String,
    },
    RoleGiven {
        by: Author,
        role: Role,
        to: UserId,
        from: Option<UserId>,
        area: String,
        /// What they hold besides, although it is kept apart from this.
        #[serde(default)]
        beside: Vec<Role>,
    },
    RoleLeft {
        role: Role,
        user: UserId,
        area: String,
    },
    HolderGone {
        user: UserId,
        why: Departure,
        /// What they held, with the areas in it.
        held: Vec<(Role, String)>,
    },
    AskedToCommand {
        whom: Asked,
    },
    /// To those who find themselves in a private channel.
    OpenedInPrivate,
    /// Slack lets nobody take its title off these.
    StaysArchived {
        channels: Vec<ChannelId>,
    },
    UpdatePosted {
        update: Update,
    },
    /// To whoever has posted an update.
    ReadByNobody {
        by: Author,
    },
    NothingNew {
        by: Author,
        next_update_at: Option<DateTime<Utc>>,
    },
    Decided {
        by: Author,
        decision: String,
        because: Option<String>,
    },
    Tried {
        by: Author,
        way: Recovery,
        outcome: AttemptOutcome,
        details: String,
    },
    Changed {
        by: Author,
        text: String,
        link: Option<String>,
        at: DateTime<Utc>,
    },
    Resolved {
        by: Author,
        recovery: Recovery,
        detection: Detection,
        /// Of whom the severity wants a last update.
        #[serde(default)]
        asks: Option<UserId>,
    },
    Closed {
        by: Author,
        postmortem_owner: Option<UserId>,
        required: bool,
    },
    Reopened {
        by: Author,
        because: Option<String>,
        next_update_at: Option<DateTime<Utc>>,
    },
    Cancelled {
        by: Author,
        because: Option<String>,
        duplicate_of: Option<Other>,
        #[serde(default)]
        merges: bool,
    },
    ToBeArchived {
        at: DateTime<Utc>,
    },
    ArchivedWhileOpen,
    /// It goes on in a new channel, since the one that it had is archived.
    MovesOn {
        by: Author,
    },
    OverStageLimit {
        stage: StageName,
        since: DateTime<Utc>,
        at: DateTime<Utc>,
        limit_seconds: i64,
    },
    DuplicateFound {
        by: Author,
        other: Other,
        title: String,
        #[serde(default)]
        merges: bool,
    },
    DuplicateGone {
        by: Author,
        other: Other,
    },
    GaveUp {
        errand: Errand,
        why: Obstacle,
    },
    Undelivered {
        errand: Errand,
        why: Obstacle,
        to: Address,
    },
}

impl Line {
    /// Whether somebody is to do something about it: a line that only tells what happened can be looked up later.
    pub const fn asks_somebody(&self) -> bool {
        matches!(
            self,
            Self::AskedToCommand { .. }
                | Self::OverStageLimit { .. }
                | Self::HolderGone { .. }
                | Self::RoleLeft { role: Role::Commander, .. }
        )
    }

    /// Whom it is for, where it is said to one person alone who need not have declared the incident.
    pub const fn addressee(&self) -> Option<&UserId> {
        match self {
            Self::ReadByNobody { by: Author::Person(user) } => Some(user),
            _ => None,
        }
    }

    /// The same for those who only read along.
    pub(in crate::incident) fn asking_nobody(mut self) -> Self {
        if let Self::StageChanged { asks, .. } | Self::Resolved { asks, .. } = &mut self {
            *asks = None;
        }
        self
    }
}
