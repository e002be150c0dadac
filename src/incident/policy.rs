//! What the core may read besides the incident: the organisation's rules, and who asks when.

use chrono::{DateTime, TimeDelta, Utc};

use super::author::{Author, Source};
use super::duties::RoleRules;
use super::id::{GroupId, UserId};
use super::permission::{Memberships, Permissions};
use super::reach::Drills;
use super::role::Departure;
use super::service::Catalogue;
use super::severity::Ladder;
use super::stage_limit::StageLimits;

/// The organisation's rules.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The severities.
    pub ladder: Ladder,
    /// The longest snooze where the severity has none of its own.
    pub longest_snooze: TimeDelta,
    /// Whom drills reach.
    pub drills: Drills,
    /// The groups that are brought into private incidents, whatever their severity.
    pub private_groups: Vec<GroupId>,
    /// How long after the end of an incident its channel is archived; `None` for never.
    pub archive_after: Option<TimeDelta>,
    /// How long an incident may stay in a stage.
    pub stage_limits: StageLimits,
    /// Who may hold which role.
    pub roles: RoleRules,
    /// Who may do what.
    pub permissions: Permissions,
    /// The services that incidents can be about.
    pub services: Catalogue,
    /// The address of the organisation's status page, if it has one.
    pub status_page: Option<String>,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asker {
    /// A person of this standing.
    Person(UserId, Standing),
    /// Firebell itself: its clock, or what a delivery brought back.
    Firebell,
}

/// What a person is to the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// One of its own.
    Member,
    /// Somebody let in: a guest, or a person of another organisation.
    Guest,
    /// Somebody who has left.
    Gone,
}

impl Standing {
    /// Why whoever is that, and was one of its own, answers for nothing any more; `None` for whoever still is.
    pub const fn departure(self) -> Option<Departure> {
        match self {
            Self::Member => None,
            Self::Guest => Some(Departure::BecameGuest),
            Self::Gone => Some(Departure::Deactivated),
        }
    }
}

/// Who asks, when, by which way, and under which rules.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// Who asks.
    pub asker: Asker,
    /// In which of the user groups that the rules name they are.
    pub memberships: Memberships,
    /// By which way.
    pub source: Source,
    /// When.
    pub now: DateTime<Utc>,
    /// The rules.
    pub policy: &'a Policy,
}

impl Context<'_> {
    /// The asker as an author.
    pub fn author(&self) -> Author {
        match &self.asker {
            Asker::Person(user, _) => Author::Person(user.clone()),
            Asker::Firebell => Author::Firebell,
        }
    }
}
