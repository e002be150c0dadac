//! While nobody commands: since when, and who was asked to.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What was done to find a commander, since there was last a reason to look for one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Vacancy {
    /// Since when one is awaited; `None` means since the declaration.
    pub since: Option<DateTime<Utc>>,
    /// When those in the channel were asked.
    pub channel_asked_at: Option<DateTime<Utc>>,
    /// When the escalation groups were asked.
    pub groups_asked_at: Option<DateTime<Utc>>,
}

/// Who is asked for a commander.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// Those in the incident's channel.
    Channel,
    /// The escalation groups of the severity.
    Groups,
}

impl Asked {
    /// The name in catalogues.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Groups => "groups",
        }
    }
}

impl Vacancy {
    /// One that begins now; nobody was asked.
    pub const fn since(now: DateTime<Utc>) -> Self {
        Self { since: Some(now), channel_asked_at: None, groups_asked_at: None }
    }

    /// Notes that somebody was asked.
    pub(super) const fn asked(&mut self, whom: Asked, now: DateTime<Utc>) {
        match whom {
            Asked::Channel => self.channel_asked_at = Some(now),
            Asked::Groups => self.groups_asked_at = Some(now),
        }
    }
}
