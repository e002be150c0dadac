//! What a power cut would have left: the file as it was copied holds together, and holds everything that had been answered.

use chrono::{DateTime, Utc};

use super::{Finding, Kind, recorded};
use crate::database::Database;
use crate::told::{Asked, Heard, Told};

/// Everything that had been answered with yes before `at` and is not in the copy.
pub fn missing(told: &[Told], at: DateTime<Utc>, copy: &Database) -> Vec<Finding> {
    let answered: Vec<Told> =
        told.iter().filter(|told| told.heard == Heard::Yes && told.heard_at <= at).cloned().collect();
    let mut findings = recorded::lost(&answered, &copy.incidents);
    for told in &answered {
        let Asked::Declaration { title, .. } = &told.asked else { continue };
        if !copy.incidents.iter().any(|one| one.incident.title == *title) {
            let seen = format!("'{title}' was acknowledged, and a power cut at {at} would have lost it");
            findings.push(Finding::of(Kind::Lost, seen).at(told.step));
        }
    }
    findings
}
