//! An incident as seen by somebody who looks at many at once: what it asks of them, how its update stands, and since when it
//! is in its stage.

use chrono::{DateTime, Utc};

use super::id::UserId;
use super::policy::Policy;
use super::role::Role;
use super::stage::StageName;
use super::{Incident, UpdateClock};

/// What an open incident asks of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// When the next update is owed, if it is theirs to give: they speak to the stakeholders, or answer for the incident.
    pub update_due_at: Option<DateTime<Utc>>,
    /// The roles that they hold.
    pub roles: Vec<Role>,
    /// Whether they answer for it only because nobody commands.
    pub stands_in: bool,
}

/// How an update stands that is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Punctuality {
    /// It should have been there for so long that others are called.
    Overdue,
    /// Its time has come.
    Due,
    /// There is time yet.
    Ahead,
}

impl Incident {
    /// What it asks of `user`; `None` if nothing, and once it is over.
    pub fn part_of(&self, user: &UserId) -> Option<Part> {
        if !self.stage.is_open() {
            return None;
        }
        let roles = self.roles.held_by(user);
        let is_owner = self.present_owner() == Some(user);
        let gives_updates = is_owner || self.update_owner() == Some(user);
        let stands_in = is_owner && self.roles.commander.is_none();
        let clock = self.update_clock.as_ref().filter(|_| gives_updates);
        let part = Part { update_due_at: clock.map(|clock| clock.due_at), roles, stands_in };
        (stands_in || !part.roles.is_empty()).then_some(part)
    }

    /// How the next update stands at `now`; `None` if none is owed. Nobody is called about one that was promised after the
    /// incident was resolved, so it never becomes overdue.
    pub fn punctuality(&self, policy: &Policy, now: DateTime<Utc>) -> Option<Punctuality> {
        let clock = self.update_clock.as_ref()?;
        Some(match clock.due_at {
            due_at if due_at > now => Punctuality::Ahead,
            _ if self.is_overdue(clock, policy, now) => Punctuality::Overdue,
            _ => Punctuality::Due,
        })
    }

    fn is_overdue(&self, clock: &UpdateClock, policy: &Policy, now: DateTime<Utc>) -> bool {
        let severity = policy.ladder.get(&self.severity);
        let overdue_at = severity.overdue.as_ref().map(|overdue| overdue.after(clock.due_at));
        let is_past = overdue_at.is_some_and(|at| severity.cadence.when_loud(at) <= now);
        self.stage.owes_updates() && (is_past || clock.escalated.is_some())
    }

    /// Since when it is in its stage. Where an older version did not keep that, what else is known of the stage says it;
    /// `None` where nothing does.
    pub fn in_stage_since(&self) -> Option<DateTime<Utc>> {
        let told_by_stage = match self.stage.name() {
            StageName::Detected => Some(self.key_times.declared_at),
            StageName::Monitoring => self.key_times.mitigated_at,
            StageName::ReadyForClosure => self.stage.resolution().map(|resolution| resolution.resolved_at),
            StageName::Closed | StageName::Cancelled => self.ended_at(),
            StageName::Triage | StageName::Escalated | StageName::Mitigating => None,
        };
        self.stage_since.or(told_by_stage)
    }
}
