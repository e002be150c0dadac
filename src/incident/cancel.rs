//! What it is to be called off: an incident that was none after all, or one that another incident is about already.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::id::{ChannelId, Number};

/// How an incident was called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// When.
    pub cancelled_at: DateTime<Utc>,
    /// Why, if they said.
    pub because: Option<String>,
    /// The incident that it is a duplicate of; `None` if it was no incident after all.
    pub duplicate_of: Option<Other>,
}

/// Another incident, and where people work on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// Which.
    pub number: Number,
    /// Its channel, as far as it had one when they were linked.
    pub channel: Option<ChannelId>,
    /// Whether it has become private since: then it is named to nobody here.
    #[serde(default)]
    pub is_private: bool,
}
