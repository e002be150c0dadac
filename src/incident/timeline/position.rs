//! How an entry of a timeline is pointed at.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::TimelineEntry;
use crate::incident::id::Number;

/// Where an entry stands in its timeline: from 1, in the order of recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(usize);

/// Where an entry that was brought from another incident's timeline stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// In whose timeline.
    pub incident: Number,
    /// Where in it.
    pub position: Position,
}

impl Position {
    /// The position as counted, from 1.
    pub const fn new(place: usize) -> Self {
        Self(place)
    }

    /// The bare number.
    pub const fn get(self) -> usize {
        self.0
    }

    /// Reads `12` or `#12`; anything else is no position.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse().ok()).flatten().filter(|place| *place > 0).map(Self)
    }

    /// The entry that stands there.
    pub fn of(self, timeline: &[TimelineEntry]) -> Option<&TimelineEntry> {
        timeline.get(self.0 - 1)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_as_people_type_them() {
        for text in ["12", "#12"] {
            assert_eq!(Position::parse(text), Some(Position(12)), "{text}");
        }
        for text in ["", "#", "0", "-1", "1.5", "열둘", "99999999999999999999"] {
            assert_eq!(Position::parse(text), None, "{text}");
        }
    }
}
