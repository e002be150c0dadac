//! When the channel of an incident that is over is put away, and what becomes of it otherwise.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::id::{ChannelId, UserId};
use super::policy::Policy;
use super::{Incident, Stage};

/// The longest time between the notice and the archiving.
const LONGEST_NOTICE: TimeDelta = TimeDelta::days(1);

/// How far the archiving of a channel has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archiving {
    /// When those in the channel were told that it will be archived.
    pub told_at: Option<DateTime<Utc>>,
    /// When it was to be archived.
    pub asked_at: Option<DateTime<Utc>>,
    /// When it was archived, by whomever; `None` while people can write in it.
    pub archived_at: Option<DateTime<Utc>>,
    /// When it was last unarchived, by Slack's clock, as far as that was heard of.
    pub returned_at: Option<DateTime<Utc>>,
}

impl Archiving {
    /// It begins anew.
    pub(super) fn begin_anew(&mut self) {
        *self = Self { returned_at: self.returned_at, ..Self::default() };
    }

    /// Whether word that it was archived is overtaken, since it has returned after what that speaks of.
    pub(super) fn has_returned_since(&self, as_of: Option<DateTime<Utc>>) -> bool {
        self.returned_at > as_of
    }
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchivingStep {
    /// Those in the channel are told.
    Tell,
    /// It is archived.
    Archive,
}

/// Who archived a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Archiver {
    /// Firebell.
    Firebell,
    /// Somebody.
    Person(UserId),
    /// Nobody knows: a message could not be posted in it.
    Unknown,
}

impl Incident {
    /// When it was over for those who work on it.
    pub fn ended_at(&self) -> Option<DateTime<Utc>> {
        match &self.stage {
            Stage::Closed(closure) => Some(closure.closed_at),
            Stage::Cancelled(cancellation) => Some(cancellation.cancelled_at),
            _ => None,
        }
    }

    /// What comes next of archiving the channel, and when. Whoever is told late has the whole notice all the same.
    pub fn next_archiving(&self, policy: &Policy) -> Option<(ArchivingStep, DateTime<Utc>)> {
        let after = policy.archive_after?;
        let is_to_come = self.archiving.asked_at.is_none() && self.archiving.archived_at.is_none();
        let ended_at = self.ended_at().filter(|_| is_to_come && self.places.channel.is_some())?;
        let notice = (after / 2).min(LONGEST_NOTICE);
        Some(match self.archiving.told_at {
            None => (ArchivingStep::Tell, ended_at + after - notice),
            Some(told_at) => (ArchivingStep::Archive, (ended_at + after).max(told_at + notice)),
        })
    }

    /// The channel in which something can be said: not one that is archived.
    pub fn live_channel(&self) -> Option<&ChannelId> {
        self.places.channel.as_ref().filter(|_| self.archiving.archived_at.is_none())
    }
}
