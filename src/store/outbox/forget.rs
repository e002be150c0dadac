//! What was given up is kept for a while, for whoever wants to know; its incident's timeline has it for good.

use chrono::{DateTime, Utc};

use crate::store::batch::{Batch, statement};
use crate::store::db::reading;
use crate::store::{Store, StoreError, millis};

// What was given up is not to be tried any more: its time is when that was, or, by older versions, when it was to be tried last.
const OLD: &str = "SELECT id FROM outbox WHERE state = 'given up' AND run_at < $1 ORDER BY run_at LIMIT $2";
const FORGET: &str = "DELETE FROM outbox WHERE id = $1 AND state = 'given up'";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[OLD, FORGET];

impl Store {
    /// Forgets what was given up before `instant`, the oldest first, at most `limit`. Answers how much.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_given_up_before(
        &self,
        instant: DateTime<Utc>,
        limit: i64,
    ) -> Result<u64, StoreError> {
        let old: Vec<i64> = reading!(&self.db, pool => sqlx::query_scalar(OLD)
            .bind(millis(instant)).bind(limit).fetch_all(pool))?;
        if old.is_empty() {
            return Ok(0);
        }
        let mut batch = Batch::default();
        for id in &old {
            batch.add(statement(FORGET).bind(*id));
        }
        let mut tx = self.db.begin().await?;
        let forgotten = tx.run(batch).await;
        tx.end(forgotten.map(|_| old.len() as u64)).await
    }
}
