//! Work of another version, which this one cannot read: it is set aside, so that it holds up nothing else, and given up
//! when that has been said.

use super::fenced;
use crate::incident::WorkspaceId;
use crate::store::batch::{Statement, statement};
use crate::store::db::reading;
use crate::store::{Store, StoreError};

const SET_ASIDE: &str = "UPDATE outbox SET state = 'set aside', last_error = $2 WHERE id = $1";
const WAS_SET_ASIDE: &str = "SELECT id, number, errand FROM outbox \
    WHERE state = 'set aside' AND workspace = $1 ORDER BY id LIMIT $2";
const CLEAR_AWAY: &str = "UPDATE outbox SET state = 'given up' WHERE id = $1 AND state = 'set aside'";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[SET_ASIDE, WAS_SET_ASIDE, CLEAR_AWAY];

/// A piece of work of another version, which this one cannot read. It is given up when that has been said.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SetAside {
    /// Its name for good.
    pub id: i64,
    /// Which incident it is about.
    pub number: i64,
    /// What is to be done, in the other version's word for it.
    pub errand: String,
}

impl Store {
    /// What was set aside and not given up yet, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_aside(&self, workspace: &WorkspaceId, limit: i64) -> Result<Vec<SetAside>, StoreError> {
        Ok(reading!(&self.db, pool => sqlx::query_as(WAS_SET_ASIDE)
            .bind(workspace.as_str()).bind(limit).fetch_all(pool))?)
    }

    /// Gives up what was set aside where nobody can be told of it.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] if that was done already.
    pub async fn clear_away(&self, work: &SetAside) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let cleared = tx.run(clear_away(work)).await;
        tx.end(cleared.and_then(|answers| fenced(&answers.only()))).await
    }
}

/// Sets a piece of work aside.
pub(super) fn put_aside(id: i64, why: &StoreError) -> Statement {
    statement(SET_ASIDE).bind(id).bind(why.to_string())
}

/// Gives up what was set aside.
pub(super) fn clear_away(work: &SetAside) -> Statement {
    statement(CLEAR_AWAY).bind(work.id)
}
