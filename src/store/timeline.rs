//! The timelines of incidents; each entry is written once and never changed.

use super::batch::{Batch, statement};
use super::db::reading;
use super::{Store, StoreError, read_json, write_json};
use crate::incident::{Incident, Step, TimelineEntry};

const APPEND: &str = "INSERT INTO timeline_entry (workspace, number, position, entry) VALUES ($1, $2, \
    (SELECT COALESCE(MAX(position), 0) + 1 FROM timeline_entry WHERE workspace = $1 AND number = $2), $3)";
const ENTRIES: &str =
    "SELECT entry FROM timeline_entry WHERE workspace = $1 AND number = $2 ORDER BY position";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[APPEND, ENTRIES];

impl Store {
    /// Every entry of an incident's timeline, in the order of recording. Whoever asks has the incident in hand, and so was
    /// let see it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn timeline(&self, incident: &Incident) -> Result<Vec<TimelineEntry>, StoreError> {
        let rows: Vec<String> = reading!(&self.db, pool => sqlx::query_scalar(ENTRIES)
            .bind(incident.workspace.as_str()).bind(incident.number.get()).fetch_all(pool))?;
        rows.iter().map(|entry| read_json("timeline_entry", entry)).collect()
    }
}

/// Adds a step's facts to the timeline.
pub(super) fn append(batch: &mut Batch, step: &Step) -> Result<(), StoreError> {
    for entry in &step.timeline {
        let entry = write_json("timeline_entry", entry)?;
        let incident = &step.incident;
        batch
            .add(statement(APPEND).bind(incident.workspace.as_str()).bind(incident.number.get()).bind(entry));
    }
    Ok(())
}
