//! Who comes into the channel of an incident and who goes, as far as roles hang on it.

use serde::{Deserialize, Serialize};

use super::id::UserId;
use super::role::Departure;

/// What is known of who is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attendance {
    /// Holders of roles who went while it was over.
    pub gone: Vec<Gone>,
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
    /// Notes that somebody went while it was over.
    pub(super) fn went(&mut self, gone: Gone) {
        self.gone.retain(|known| known.user != gone.user);
        self.gone.push(gone);
    }
}
