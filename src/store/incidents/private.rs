//! The private incidents of a workspace, for what is done for all of them.

use super::{Below, Row};
use crate::incident::{ChannelId, Incident, Number, WorkspaceId};
use crate::store::db::reading;
use crate::store::{Store, StoreError};

// By the index of private ones, not by that of open ones: of the others there may be many.
const BELOW: &str = read_where!(
    "workspace = $1 AND is_private = 1 AND number < $2 AND +is_open = $4 AND channel <> '' ORDER BY number DESC LIMIT $3"
);
const LEFT_BEHIND: &str =
    read_where!("workspace = $1 AND is_private = 1 AND state LIKE '%\"' || $2 || '\"%'");

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[BELOW, LEFT_BEHIND];

impl Store {
    /// The private incident that had this channel once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn left_behind_by(
        &self,
        workspace: &WorkspaceId,
        channel: &ChannelId,
    ) -> Result<Option<Number>, StoreError> {
        let rows: Vec<Row> = reading!(&self.db, pool => sqlx::query_as(LEFT_BEHIND)
            .bind(workspace.as_str()).bind(channel.as_str()).fetch_all(pool))?;
        let mut those = readable(rows).filter(|incident| incident.places.former.contains(channel));
        Ok(those.next().map(|incident| incident.number))
    }

    /// The private incidents that have, or had, a channel of their own, with numbers below `below`, newest first, at most
    /// `limit`: those that are open, or those that are over.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn private_below(
        &self,
        workspace: &WorkspaceId,
        below: Number,
        is_open: bool,
        limit: i64,
    ) -> Result<Below, StoreError> {
        let rows: Vec<Row> = reading!(&self.db, pool => sqlx::query_as(BELOW)
            .bind(workspace.as_str()).bind(below.get()).bind(limit).bind(i64::from(is_open)).fetch_all(pool))?;
        Ok(Below::of(rows))
    }
}

fn readable(rows: Vec<Row>) -> impl Iterator<Item = Incident> {
    rows.into_iter().filter_map(|row| row.read().ok()).map(|row| row.incident)
}
