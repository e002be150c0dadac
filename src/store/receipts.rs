//! The receipts of the requests that changed incidents: what was served once is not served again.

use chrono::{DateTime, Utc};

use super::batch::{Batch, Place, statement};
use super::db::reading;
use super::{Store, StoreError, millis};
use crate::incident::{Incident, WorkspaceId};

const FIND: &str = "SELECT number FROM receipt WHERE workspace = $1 AND request = $2";
const KEEP: &str = "INSERT INTO receipt (workspace, request, number, received_at) VALUES ($1, $2, $3, $4)";
const OLD: &str =
    "SELECT workspace, request FROM receipt WHERE received_at < $1 ORDER BY received_at LIMIT $2";
const FORGET: &str = "DELETE FROM receipt WHERE workspace = $1 AND request = $2";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[FIND, KEEP, OLD, FORGET];

impl Store {
    /// Forgets receipts from before `instant`, the oldest first, at most `limit`: nobody's save waits long for it. Answers
    /// how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_receipts_before(
        &self,
        instant: DateTime<Utc>,
        limit: i64,
    ) -> Result<u64, StoreError> {
        let old: Vec<(String, String)> = reading!(&self.db, pool => sqlx::query_as(OLD)
            .bind(millis(instant)).bind(limit).fetch_all(pool))?;
        if old.is_empty() {
            return Ok(0);
        }
        let mut batch = Batch::default();
        for (workspace, request) in &old {
            batch.add(statement(FORGET).bind(workspace.as_str()).bind(request.as_str()));
        }
        let mut tx = self.db.begin().await?;
        let forgotten = tx.run(batch).await;
        tx.end(forgotten.map(|_| old.len() as u64)).await
    }
}

/// Finds a request's receipt, read by [`number`](super::incidents::number); nothing is asked for a request that has none.
pub(super) fn find(batch: &mut Batch, workspace: &WorkspaceId, request: Option<&str>) -> Option<Place> {
    request.map(|request| batch.add(statement(FIND).bind(workspace.as_str()).bind(request)))
}

/// Notes that a request was served, if it can come twice.
pub(super) fn keep(batch: &mut Batch, incident: &Incident, request: Option<&str>, now: DateTime<Utc>) {
    let Some(request) = request else { return };
    batch.add(
        statement(KEEP)
            .bind(incident.workspace.as_str())
            .bind(request)
            .bind(incident.number.get())
            .bind(millis(now)),
    );
}
