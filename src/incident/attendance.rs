//! Who comes into the channel of an incident and who goes, as far as roles hang on it.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::id::UserId;
use super::role::Departure;

/// Slack tells of nothing that is older.
pub(super) const FORGOTTEN_AFTER: TimeDelta = TimeDelta::days(1);

/// What is known of who is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attendance {
    /// Who was brought in within a day, each with the last time.
    pub arrivals: Vec<Arrival>,
    /// Who went out of the channel of a private incident within a day, each with the last time.
    pub departures: Vec<Left>,
    /// Holders of roles who went while it was over.
    pub gone: Vec<Gone>,
    /// Who is in the channel of a private incident, as Slack has said.
    pub there: BTreeSet<UserId>,
    /// Whether the groups and stakeholders of the severity have still to hear of it, since it was over when they would have.
    pub is_held_back: bool,
}

/// Somebody who was brought in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// Who.
    pub user: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Somebody who went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Who.
    pub user: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Somebody who is not there any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Who.
    pub user: UserId,
    /// What happened.
    pub why: Departure,
}

impl Attendance {
    /// Notes that people are brought in.
    pub(super) fn came(&mut self, people: &[UserId], now: DateTime<Utc>) {
        self.arrivals.retain(|known| now - known.at < FORGOTTEN_AFTER && !people.contains(&known.user));
        self.arrivals.extend(people.iter().map(|user| Arrival { user: user.clone(), at: now }));
    }

    /// Whether somebody was brought in after `instant`, so that what they did then says nothing of now.
    pub(super) fn came_after(&self, user: &UserId, instant: DateTime<Utc>) -> bool {
        self.arrivals.iter().any(|known| known.user == *user && known.at > instant)
    }

    /// Notes that somebody went out.
    pub(super) fn left(&mut self, user: &UserId, at: DateTime<Utc>) {
        if !self.left_after(user, at) {
            self.departures.retain(|known| at - known.at < FORGOTTEN_AFTER && known.user != *user);
            self.departures.push(Left { user: user.clone(), at });
        }
    }

    /// Whether somebody went out after `instant`, so that being there then says nothing of now.
    pub(super) fn left_after(&self, user: &UserId, instant: DateTime<Utc>) -> bool {
        self.departures.iter().any(|known| known.user == *user && known.at > instant)
    }

    /// Whether somebody is held to have gone while it was over.
    pub(super) fn misses(&self, user: &UserId) -> bool {
        self.gone.iter().any(|known| known.user == *user)
    }

    /// Notes that somebody who went is there again.
    pub(super) fn is_back(&mut self, user: &UserId) {
        self.gone.retain(|known| known.user != *user);
    }

    /// Notes that somebody went while it was over.
    pub(super) fn went(&mut self, gone: Gone) {
        self.gone.retain(|known| known.user != gone.user);
        self.gone.push(gone);
    }
}
