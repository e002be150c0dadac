//! What happened, one recorded fact at a time. The timeline only grows: a correction is one more entry, and [`told()`] is how
//! the whole reads with what was corrected and struck. [`Fact`] is all that can be recorded, a [`Position`] points at an entry.

mod fact;
mod position;
mod told;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::author::{Author, Source};
use super::stage::named_choices;

pub use self::fact::Fact;
pub use self::position::{Origin, Position};
pub use self::told::{Told, told};

named_choices! {
    /// The instants that figures are made from.
    Moment {
        /// It began.
        Occurred = "occurred",
        /// It was first noticed.
        Detected = "detected",
        /// The bell was asked for.
        Declared = "declared",
        /// The announcement was up.
        Announced = "announced",
        /// A commander was on it.
        Acknowledged = "acknowledged",
        /// Those outside first heard of it.
        ToldOutside = "told-outside",
        /// It got better.
        Mitigated = "mitigated",
        /// It was over for those affected.
        Resolved = "resolved",
        /// The work was over.
        Closed = "closed",
    }
}

/// One recorded fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When it happened.
    pub happened_at: DateTime<Utc>,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// Who it comes from.
    pub author: Author,
    /// By which way it came.
    pub source: Source,
    /// What happened.
    pub fact: Fact,
}
