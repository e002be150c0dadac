//! What lies further ahead than it can, since the clock was set back after it was written.

use chrono::{DateTime, Utc};

use super::batch::{Batch, statement};
use super::db::reading;
use super::{Store, StoreError, millis};
use crate::incident::WorkspaceId;

// The first condition is the one that an index serves: what has its turn when its lease has ended and its wait is over.
const FAR: &str = "SELECT id FROM outbox WHERE workspace = $1 AND state = 'owed' \
    AND CASE WHEN lease_until > run_at THEN lease_until ELSE run_at END > $2 \
    AND (lease_until > $2 OR run_at > $3) \
    ORDER BY CASE WHEN lease_until > run_at THEN lease_until ELSE run_at END LIMIT 100";
const SHORTEN: &str = "UPDATE outbox SET lease_until = CASE WHEN lease_until > $2 THEN $2 ELSE lease_until END, \
    run_at = CASE WHEN run_at > $3 THEN $3 ELSE run_at END WHERE id = $1 AND state = 'owed'";

/// How many are set right at once; [`FAR`] says so too.
const AT_ONCE: usize = 100;

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[FAR, SHORTEN];

impl Store {
    /// Has no lease of a workspace's work end after `lease_until`, and no wait after `run_at`, which is the later of the two; some of them
    /// at once. Answers whether none is left that does.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_right(
        &self,
        workspace: &WorkspaceId,
        lease_until: DateTime<Utc>,
        run_at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let far: Vec<i64> = reading!(&self.db, pool => sqlx::query_scalar(FAR)
            .bind(workspace.as_str()).bind(millis(lease_until)).bind(millis(run_at)).fetch_all(pool))?;
        if far.is_empty() {
            return Ok(true);
        }
        tracing::warn!(
            count = far.len(),
            "The clock was set back; what was to happen later than it can happens sooner"
        );
        let is_all = far.len() < AT_ONCE;
        let mut batch = Batch::default();
        for id in far {
            batch.add(statement(SHORTEN).bind(id).bind(millis(lease_until)).bind(millis(run_at)));
        }
        let mut tx = self.db.begin().await?;
        let shortened = tx.run(batch).await;
        tx.end(shortened.map(|_| is_all)).await
    }
}
