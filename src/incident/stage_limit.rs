//! How long an incident may stay in a stage before somebody is asked about it, and how many may wait in the first one.

use chrono::{DateTime, TimeDelta, Utc};

use super::Incident;
use super::policy::Policy;
use super::stage::StageName;

/// The longest that an incident is to stay in a stage; for none at first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StageLimits {
    longest: Vec<(StageName, TimeDelta)>,
    inbox: Option<usize>,
}

impl StageLimits {
    /// Those of these stages.
    pub fn new(limits: impl IntoIterator<Item = (StageName, TimeDelta)>) -> Self {
        Self { longest: limits.into_iter().collect(), inbox: None }
    }

    /// The same, with how many may be in the inbox, which is Detected; 0 for any number.
    #[must_use]
    pub fn with_inbox(self, limit: usize) -> Self {
        Self { inbox: Some(limit).filter(|limit| *limit > 0), ..self }
    }

    /// How many may be in the inbox, if not any number.
    pub const fn inbox(&self) -> Option<usize> {
        self.inbox
    }

    /// That of a stage, if it has one.
    pub fn get(&self, stage: StageName) -> Option<TimeDelta> {
        self.longest.iter().find(|(known, _)| *known == stage).map(|(_, limit)| *limit)
    }
}

impl Incident {
    /// When it has been in its stage for longer than it should, with how long that is; `None` where the stage has no
    /// limit, and where it is not known since when it is there.
    pub fn over_limit_at(&self, policy: &Policy) -> Option<(DateTime<Utc>, TimeDelta)> {
        let limit = policy.stage_limits.get(self.stage.name()).filter(|_| self.stage.is_open())?;
        Some((self.stage_since? + limit, limit))
    }

    /// When somebody is to be asked about it, once in a stay, and not at night for what is owed by the day.
    pub fn next_stage_nudge_at(&self, policy: &Policy) -> Option<DateTime<Utc>> {
        let (at, _) = self.over_limit_at(policy).filter(|_| self.stage_nudged_at.is_none())?;
        Some(policy.ladder.get(&self.severity).cadence.when_loud(at))
    }
}
