//! What is owed, and what was given up, for whoever wants to know.

use super::Job;
use crate::incident::{Errand, Number, WorkspaceId};
use crate::store::db::reading;
use crate::store::{Store, StoreError};

const WAITING: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE state = 'owed'";
const SUPERSEDED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE workspace = $1 AND number = $2 \
    AND lane = $3 AND errand = $4 AND id > $5 AND state = 'owed'";
const OWES: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE workspace = $1 AND number = $2 \
    AND errand = $3 AND state = 'owed'";
const GIVEN_UP: &str = "SELECT number, errand, last_error, attempts - put_back AS attempts FROM outbox \
    WHERE state IN ('given up', 'set aside') AND workspace = $1 ORDER BY id DESC LIMIT $2";
const TRIED_OFTEN: &str = "SELECT number, errand, last_error, attempts - put_back AS attempts FROM outbox \
    WHERE state = 'owed' AND workspace = $1 AND attempts - put_back >= $2 ORDER BY id LIMIT $3";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[WAITING, SUPERSEDED, OWES, GIVEN_UP, TRIED_OFTEN];

/// A piece of work that will not be tried again.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct GivenUp {
    /// Which incident it was about.
    pub number: i64,
    /// What was to be done.
    pub errand: String,
    /// Why it could not be.
    pub last_error: String,
    /// How often it was tried.
    pub attempts: i64,
}

/// A piece of work that is tried again and again.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct TriedOften {
    /// Which incident it is about.
    pub number: i64,
    /// What is to be done.
    pub errand: String,
    /// Why it has not been done so far.
    pub last_error: String,
    /// How often it was tried.
    pub attempts: i64,
}

impl Store {
    /// Whether the same is owed once more behind it in its lane.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn is_superseded(&self, job: &Job) -> Result<bool, StoreError> {
        let later: i64 = reading!(&self.db, pool => sqlx::query_scalar(SUPERSEDED)
            .bind(job.workspace.as_str()).bind(job.number.get()).bind(job.effect.lane().key().into_owned())
            .bind(job.effect.errand().key()).bind(job.id).fetch_one(pool))?;
        Ok(later > 0)
    }

    /// Whether an errand of the same incident is still owed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn owes(&self, job: &Job, errand: Errand) -> Result<bool, StoreError> {
        self.owes_for(&job.workspace, job.number, errand).await
    }

    /// Whether an errand of an incident is still owed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn owes_for(
        &self,
        workspace: &WorkspaceId,
        number: Number,
        errand: Errand,
    ) -> Result<bool, StoreError> {
        let owed: i64 = reading!(&self.db, pool => sqlx::query_scalar(OWES)
            .bind(workspace.as_str()).bind(number.get()).bind(errand.key()).fetch_one(pool))?;
        Ok(owed > 0)
    }

    /// How much is still owed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn owed(&self) -> Result<i64, StoreError> {
        Ok(reading!(&self.db, pool => sqlx::query_scalar(WAITING).fetch_one(pool))?)
    }

    /// What was given up or set aside, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn given_up(&self, workspace: &WorkspaceId, limit: i64) -> Result<Vec<GivenUp>, StoreError> {
        Ok(reading!(&self.db, pool => sqlx::query_as(GIVEN_UP)
            .bind(workspace.as_str()).bind(limit).fetch_all(pool))?)
    }

    /// What is owed and was tried at least so many times, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tried_often(
        &self,
        workspace: &WorkspaceId,
        times: i64,
        limit: i64,
    ) -> Result<Vec<TriedOften>, StoreError> {
        Ok(reading!(&self.db, pool => sqlx::query_as(TRIED_OFTEN)
            .bind(workspace.as_str()).bind(times).bind(limit).fetch_all(pool))?)
    }
}
