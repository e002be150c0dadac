//! Work that nobody has, or whose holder has vanished, and who gets it.
//!
//! The lease condition stands in the outer `WHERE` of a claim as well: after waiting for a lock, PostgreSQL checks only
//! that one again.

use chrono::{DateTime, Utc};

use super::{Job, Lease, readable};
use crate::incident::WorkspaceId;
use crate::store::batch::statement;
use crate::store::db::{Tx, reading};
use crate::store::listener::Word;
use crate::store::{Store, StoreError, millis};

const CLAIM: &str = "WITH due AS MATERIALIZED (SELECT id FROM outbox AS head \
        WHERE workspace = $5 AND state = 'owed' AND run_at <= $3 AND lease_until <= $3 \
        AND NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.workspace = head.workspace \
            AND earlier.number = head.number AND earlier.lane = head.lane AND earlier.id < head.id \
            AND earlier.state = 'owed') \
        ORDER BY run_at, id LIMIT $4 /*postgres FOR UPDATE SKIP LOCKED*/) \
    UPDATE outbox SET lease_owner = $1, lease_until = $2, attempts = attempts + 1 \
    WHERE id IN (SELECT id FROM due) AND state = 'owed' AND lease_until <= $3 \
    RETURNING id, workspace, number, effect, created_at, lease_owner, lease_until, attempts, checkpoint, last_error";
const HAND_BACK: &str = "UPDATE outbox SET lease_owner = '', lease_until = 0 \
    WHERE lease_owner = $1 AND state = 'owed'";
const RELEASE: &str =
    "UPDATE outbox SET lease_owner = '', lease_until = 0 WHERE state = 'owed' AND lease_until > 0";
const NEXT_AT: &str = "SELECT CAST(COALESCE(MIN(CASE WHEN lease_until > run_at THEN lease_until ELSE run_at END), \
    9223372036854775807) AS BIGINT) FROM outbox WHERE workspace = $1 AND state = 'owed'";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[CLAIM, HAND_BACK, RELEASE, NEXT_AT];

impl Store {
    /// Takes up to `limit` pieces of a workspace's work that are due and that nobody has.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn claim(
        &self,
        workspace: &WorkspaceId,
        lease: &Lease,
        limit: i64,
    ) -> Result<Vec<Job>, StoreError> {
        let mut tx = self.db.begin().await?;
        let jobs = claim_in(&mut tx, workspace, lease, limit).await;
        tx.end(jobs).await
    }

    /// When there is next something to claim, by the machine's clock.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_work_at(&self, workspace: &WorkspaceId) -> Result<Option<DateTime<Utc>>, StoreError> {
        let at: i64 = reading!(&self.db, pool => sqlx::query_scalar(NEXT_AT)
            .bind(workspace.as_str()).fetch_one(pool))?;
        Ok(Some(at).filter(|at| *at != i64::MAX).and_then(DateTime::from_timestamp_millis))
    }

    /// Gives back everything that `owner` has, so that nobody waits for its leases to run out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn hand_back(&self, owner: &str) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let handed_back = match tx.run(statement(HAND_BACK).bind(owner)).await {
            Ok(_) => tx.tell(Word::Work).await,
            Err(error) => Err(error),
        };
        tx.end(handed_back).await
    }

    /// Ends every lease. Only for whoever knows that nobody else is at work.
    pub(in crate::store) async fn release_leases(&self) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let released = tx.run(statement(RELEASE)).await;
        tx.end(released.map(drop)).await
    }
}

pub(in crate::store) async fn claim_in(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    lease: &Lease,
    limit: i64,
) -> Result<Vec<Job>, StoreError> {
    let claim = statement(CLAIM)
        .bind(lease.owner.as_str())
        .bind(millis(lease.until))
        .bind(millis(lease.now))
        .bind(limit)
        .bind(workspace.as_str());
    let claimed = tx.run(claim).await?.only();
    readable(tx, &claimed).await
}
