//! Looks at incidents on somebody's behalf: whoever may not know of one is answered as if there were none.

use super::{Row, Versioned, columns};
use crate::incident::{ChannelId, Incident, Number, Viewer, WorkspaceId};
use crate::store::db::reading;
use crate::store::{Store, StoreError};

const BY_NUMBER: &str = read_where!("workspace = $1 AND number = $2 AND ", seen!("$3", "$4", "$5"));
const BY_CHANNEL: &str =
    read_where!("workspace = $1 AND channel = $2 AND channel <> '' AND ", seen!("$3", "$4", "$5"));
const OPEN: &str = read_where!(
    "workspace = $1 AND is_open = 1 AND ",
    seen!("$2", "$3", "$4"),
    " ORDER BY number DESC LIMIT $5"
);
const ENDED: &str = read_where!(
    "workspace = $1 AND is_open = 0 AND ",
    seen!("$2", "$3", "$4"),
    " ORDER BY ended_at DESC, number DESC LIMIT $5"
);
const COUNT_OPEN: &str = concat!(
    "SELECT CAST(COUNT(*) AS BIGINT) FROM incident WHERE workspace = $1 AND is_open = 1 AND ",
    seen!("$2", "$3", "$4")
);

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[BY_NUMBER, BY_CHANNEL, OPEN, ENDED, COUNT_OPEN];

/// The incidents that still need people.
#[derive(Debug)]
pub struct OpenIncidents {
    /// Those that can be read, newest first.
    pub readable: Vec<Incident>,
    /// Those that cannot be, newest first.
    pub unreadable: Vec<Unreadable>,
    /// How many there are in all, also beyond these.
    pub all: i64,
}

/// The incidents for whoever looks at all of them.
#[derive(Debug)]
pub struct Board {
    /// Those that still need people.
    pub open: OpenIncidents,
    /// Some of those that are over, those that ended last first.
    pub ended: Vec<Incident>,
}

/// An incident that another version wrote.
#[derive(Debug)]
pub struct Unreadable {
    /// Which it is.
    pub number: Number,
    /// What the reader said.
    pub why: StoreError,
}

impl Store {
    /// The incident of that number; `None` also where the viewer may not know of it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn incident(
        &self,
        workspace: &WorkspaceId,
        number: Number,
        viewer: &Viewer,
    ) -> Result<Option<Versioned>, StoreError> {
        let (all, person, here) = columns(viewer);
        let row: Option<Row> = reading!(&self.db, pool => sqlx::query_as(BY_NUMBER)
            .bind(workspace.as_str()).bind(number.get()).bind(all).bind(person).bind(here).fetch_optional(pool))?;
        row.map(Row::read).transpose()
    }

    /// The incident whose own channel this is; `None` also where the viewer may not know of it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn incident_in(
        &self,
        workspace: &WorkspaceId,
        channel: &ChannelId,
        viewer: &Viewer,
    ) -> Result<Option<Versioned>, StoreError> {
        let (all, person, here) = columns(viewer);
        let row: Option<Row> = reading!(&self.db, pool => sqlx::query_as(BY_CHANNEL)
            .bind(workspace.as_str()).bind(channel.as_str()).bind(all).bind(person).bind(here).fetch_optional(pool))?;
        row.map(Row::read).transpose()
    }

    /// The open incidents that the viewer may know of, at most the newest `limit`, and how many there are in all. One that
    /// cannot be read hides no other.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_incidents(
        &self,
        workspace: &WorkspaceId,
        limit: i64,
        viewer: &Viewer,
    ) -> Result<OpenIncidents, StoreError> {
        let (all, person, here) = columns(viewer);
        let rows: Vec<Row> = reading!(&self.db, pool => sqlx::query_as(OPEN)
            .bind(workspace.as_str()).bind(all).bind(person).bind(here).bind(limit).fetch_all(pool))?;
        let all: i64 = reading!(&self.db, pool => sqlx::query_scalar(COUNT_OPEN)
            .bind(workspace.as_str()).bind(all).bind(person).bind(here).fetch_one(pool))?;
        let mut open = OpenIncidents { readable: Vec::new(), unreadable: Vec::new(), all };
        for row in rows {
            let number = Number::new(row.number);
            match row.read() {
                Ok(read) => open.readable.push(read.incident),
                Err(why) => open.unreadable.push(Unreadable { number, why }),
            }
        }
        Ok(open)
    }

    /// What somebody sees who looks at everything at once: the open incidents, at most the newest `most_open`, and at most
    /// `most_ended` of those that are over, as they ended last; of both, what the viewer may know of. One that is over and cannot be
    /// read, since another version wrote it, is left out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board(
        &self,
        workspace: &WorkspaceId,
        most_open: i64,
        most_ended: i64,
        viewer: &Viewer,
    ) -> Result<Board, StoreError> {
        let open = self.open_incidents(workspace, most_open, viewer).await?;
        let (all, person, here) = columns(viewer);
        let rows: Vec<Row> = reading!(&self.db, pool => sqlx::query_as(ENDED)
            .bind(workspace.as_str()).bind(all).bind(person).bind(here).bind(most_ended).fetch_all(pool))?;
        let ended = rows.into_iter().filter_map(|row| row.read().ok()).map(|read| read.incident).collect();
        Ok(Board { open, ended })
    }
}
