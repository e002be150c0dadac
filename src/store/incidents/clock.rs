//! Which incidents the clock has to look at, and when. It looks on nobody's behalf.

use chrono::{DateTime, Utc};

use super::{NEVER, Row, Versioned};
use crate::incident::{Number, WorkspaceId};
use crate::store::batch::statement;
use crate::store::db::reading;
use crate::store::{Store, StoreError, millis};

const OPEN_BELOW: &str =
    read_where!("workspace = $1 AND is_open = 1 AND number < $2 ORDER BY number DESC LIMIT $3");
const ENDED_BELOW: &str =
    read_where!("workspace = $1 AND is_open = 0 AND number < $2 ORDER BY number DESC LIMIT $3");
const DUE: &str = "SELECT number FROM incident WHERE workspace = $1 AND next_reminder_at <= $2 \
    ORDER BY next_reminder_at LIMIT $3";
const LOOK_LATER: &str = "UPDATE incident SET next_reminder_at = $3 WHERE workspace = $1 AND number = $2 AND next_reminder_at < $3";
const NEXT_DUE: &str = "SELECT CAST(COALESCE(MIN(next_reminder_at), 9223372036854775807) AS BIGINT) FROM incident \
    WHERE workspace = $1";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[OPEN_BELOW, ENDED_BELOW, DUE, LOOK_LATER, NEXT_DUE];

/// Some of the incidents below a number.
#[derive(Debug)]
pub struct Below {
    /// Those that can be read, newest first.
    pub readable: Vec<Versioned>,
    /// The lowest number among them and those that cannot be; `None` where there were none.
    pub lowest: Option<Number>,
}

impl Below {
    pub(super) fn of(rows: Vec<Row>) -> Self {
        let lowest = rows.last().map(|row| Number::new(row.number));
        let read = rows.into_iter().filter_map(|row| {
            let number = row.number;
            let unreadable = |error: &StoreError| {
                tracing::error!(%error, incident.id = number, "An incident was left out");
            };
            row.read().inspect_err(unreadable).ok()
        });
        Self { readable: read.collect(), lowest }
    }
}

impl Store {
    /// The open incidents with numbers below `below`, newest first, at most `limit`. Of one that cannot be read, since
    /// another version wrote it, that is logged.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_below(
        &self,
        workspace: &WorkspaceId,
        below: Number,
        limit: i64,
    ) -> Result<Below, StoreError> {
        self.those_below(OPEN_BELOW, workspace, below, limit).await
    }

    /// The incidents that are over; as [`Store::open_below`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn ended_below(
        &self,
        workspace: &WorkspaceId,
        below: Number,
        limit: i64,
    ) -> Result<Below, StoreError> {
        self.those_below(ENDED_BELOW, workspace, below, limit).await
    }

    async fn those_below(
        &self,
        which: &'static str,
        workspace: &WorkspaceId,
        below: Number,
        limit: i64,
    ) -> Result<Below, StoreError> {
        let rows: Vec<Row> = reading!(&self.db, pool => sqlx::query_as(which)
            .bind(workspace.as_str()).bind(below.get()).bind(limit).fetch_all(pool))?;
        Ok(Below::of(rows))
    }

    /// The incidents that the clock has to look at, longest overdue first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn due(
        &self,
        workspace: &WorkspaceId,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<Number>, StoreError> {
        let numbers: Vec<i64> = reading!(&self.db, pool => sqlx::query_scalar(DUE)
            .bind(workspace.as_str()).bind(millis(now)).bind(limit).fetch_all(pool))?;
        Ok(numbers.into_iter().map(Number::new).collect())
    }

    /// Has the clock look at an incident not before `at`, also at one that cannot be read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn look_later(
        &self,
        workspace: &WorkspaceId,
        number: Number,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let later = statement(LOOK_LATER).bind(workspace.as_str()).bind(number.get()).bind(millis(at));
        let put_off = tx.run(later).await;
        tx.end(put_off.map(drop)).await
    }

    /// When the clock has to look next.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_due_at(&self, workspace: &WorkspaceId) -> Result<Option<DateTime<Utc>>, StoreError> {
        let at: i64 = reading!(&self.db, pool => sqlx::query_scalar(NEXT_DUE)
            .bind(workspace.as_str()).fetch_one(pool))?;
        Ok(Some(at).filter(|at| *at != NEVER).and_then(DateTime::from_timestamp_millis))
    }
}
