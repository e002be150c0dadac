//! Incidents, as rows. `look` finds them on somebody's behalf, `clock` finds those that the clock has to look at, `named` those that name somebody, `private` the private ones, `write`
//! is what a save does with them.

/// What is read of an incident.
macro_rules! read_where {
    ($($condition:expr),*) => {
        concat!("SELECT number, version, state, next_reminder_at, is_private FROM incident WHERE ", $($condition),*)
    };
}

/// The rule of [`Viewer::sees`], as a condition: whether all may be seen, who looks, and from which channel. `$1` is the
/// workspace.
macro_rules! seen {
    ($all:literal, $person:literal, $here:literal) => {
        concat!(
            "(is_private = 0 OR ",
            $all,
            " = 1 OR (channel <> '' AND channel = ",
            $here,
            ") OR EXISTS (SELECT 1 \
             FROM incident_member WHERE incident_member.workspace = $1 \
             AND incident_member.number = incident.number AND incident_member.person = ",
            $person,
            "))"
        )
    };
}

mod clock;
mod look;
mod named;
mod private;
mod write;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{StoreError, read_json, write_json};
use crate::incident::{ChannelId, Incident, Viewer};

pub use self::clock::Below;
pub use self::look::{Board, OpenIncidents, Unreadable};
pub(super) use self::write::{insert, keep_circle, next_number, number, to_change, update, versioned};

#[cfg(test)]
pub(super) const STATEMENTS: &[&[&str]] =
    &[clock::STATEMENTS, look::STATEMENTS, named::STATEMENTS, private::STATEMENTS, write::STATEMENTS];

/// Stands for "no reminder" where the column wants a number.
const NEVER: i64 = i64::MAX;
/// Stands for "it has not ended".
const STILL_OPEN: i64 = 0;

/// An incident with what a later save must name.
#[derive(Debug, Clone)]
pub struct Versioned {
    /// The incident as it was read.
    pub incident: Incident,
    /// Which version of it.
    pub version: i64,
    /// When the clock was told to look at it.
    pub next_reminder_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    number: i64,
    version: i64,
    state: String,
    next_reminder_at: i64,
    is_private: i64,
}

/// A private incident as it is stored: in a wrapping that versions without private incidents cannot read, and so not show.
#[derive(Serialize, Deserialize)]
struct Wrapped<I> {
    private: I,
}

impl Row {
    fn read(self) -> Result<Versioned, StoreError> {
        let incident: Incident = match self.is_private {
            0 => read_json("incident", &self.state)?,
            _ => read_json::<Wrapped<Incident>>("incident", &self.state)?.private,
        };
        Ok(Versioned {
            incident,
            version: self.version,
            next_reminder_at: Some(self.next_reminder_at)
                .filter(|at| *at != NEVER)
                .and_then(DateTime::from_timestamp_millis),
        })
    }
}

fn written(incident: &Incident) -> Result<String, StoreError> {
    if incident.manner.is_private {
        write_json("incident", &Wrapped { private: incident })
    } else {
        write_json("incident", incident)
    }
}

/// A viewer, as the statements take one.
fn columns(viewer: &Viewer) -> (i64, &str, &str) {
    match viewer {
        Viewer::Firebell => (1, "", ""),
        Viewer::Person { user, here } => (0, user.as_str(), here.as_ref().map_or("", ChannelId::as_str)),
    }
}
