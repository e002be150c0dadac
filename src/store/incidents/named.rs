//! The open incidents that name somebody, for what is done in each of them. They are looked for on nobody's behalf.

use super::{Below, Row};
use crate::incident::{Number, UserId, WorkspaceId};
use crate::store::db::reading;
use crate::store::{Store, StoreError};

// The database looks through what it has; few are read, and few are sent.
const OPEN_NAMING: &str = read_where!(
    "workspace = $1 AND is_open = 1 AND number < $2 AND state LIKE '%\"' || $4 || '\"%' ORDER BY number DESC LIMIT $3"
);

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[OPEN_NAMING];

impl Store {
    /// The open incidents in which somebody's name stands anywhere, as [`Store::open_below`]: whoever asks has to look as what.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_naming(
        &self,
        workspace: &WorkspaceId,
        user: &UserId,
        below: Number,
        limit: i64,
    ) -> Result<Below, StoreError> {
        let rows: Vec<Row> = reading!(&self.db, pool => sqlx::query_as(OPEN_NAMING)
            .bind(workspace.as_str()).bind(below.get()).bind(limit).bind(user.as_str()).fetch_all(pool))?;
        Ok(Below::of(rows))
    }
}
