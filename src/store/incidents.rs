//! Incidents, their timelines and the receipts of the requests that changed them.

use chrono::{DateTime, Utc};

use super::batch::{Answer, Batch, Place, Statement, statement};
use super::db::{Db, reading};
use super::{Store, StoreError, millis, read_json, write_json};
use crate::incident::{ChannelId, Incident, Number, Step, TimelineEntry, WorkspaceId};

const NEXT_NUMBER: &str = "INSERT INTO workspace (id, last_number) VALUES ($1, 1) \
    ON CONFLICT (id) DO UPDATE SET last_number = workspace.last_number + 1 RETURNING last_number";
const INSERT: &str = "INSERT INTO incident (workspace, number, version, state, is_open, channel, next_reminder_at, \
    ended_at) VALUES ($1, $2, 1, $3, $4, $5, $6, $7)";
const UPDATE: &str = "UPDATE incident SET version = version + 1, state = $4, is_open = $5, channel = $6, \
    next_reminder_at = $7, ended_at = $8 WHERE workspace = $1 AND number = $2 AND version = $3";
const APPEND: &str = "INSERT INTO timeline_entry (workspace, number, position, entry) VALUES ($1, $2, \
    (SELECT COALESCE(MAX(position), 0) + 1 FROM timeline_entry WHERE workspace = $1 AND number = $2), $3)";
const TIMELINE: &str =
    "SELECT entry FROM timeline_entry WHERE workspace = $1 AND number = $2 ORDER BY position";
const BY_NUMBER: &str =
    "SELECT number, version, state, next_reminder_at FROM incident WHERE workspace = $1 AND number = $2";
// Whoever changes an incident, or what it owes, holds it until the end of the transaction.
const TO_CHANGE: &str = "SELECT number, version, state, next_reminder_at FROM incident \
    WHERE workspace = $1 AND number = $2 /*postgres FOR UPDATE*/";
const BY_CHANNEL: &str = "SELECT number, version, state, next_reminder_at FROM incident \
    WHERE workspace = $1 AND channel = $2 AND channel <> ''";
const OPEN: &str = "SELECT number, version, state, next_reminder_at FROM incident \
    WHERE workspace = $1 AND is_open = 1 ORDER BY number DESC LIMIT $2";
const OPEN_BELOW: &str = "SELECT number, version, state, next_reminder_at FROM incident \
    WHERE workspace = $1 AND is_open = 1 AND number < $2 ORDER BY number DESC LIMIT $3";
const ENDED_BELOW: &str = "SELECT number, version, state, next_reminder_at FROM incident \
    WHERE workspace = $1 AND is_open = 0 AND number < $2 ORDER BY number DESC LIMIT $3";
const ENDED: &str = "SELECT number, version, state, next_reminder_at FROM incident \
    WHERE workspace = $1 AND is_open = 0 ORDER BY ended_at DESC, number DESC LIMIT $2";
const COUNT_OPEN: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM incident WHERE workspace = $1 AND is_open = 1";
const DUE: &str = "SELECT number FROM incident WHERE workspace = $1 AND next_reminder_at <= $2 \
    ORDER BY next_reminder_at LIMIT $3";
const LOOK_LATER: &str = "UPDATE incident SET next_reminder_at = $3 WHERE workspace = $1 AND number = $2 AND next_reminder_at < $3";
const NEXT_DUE: &str = "SELECT CAST(COALESCE(MIN(next_reminder_at), 9223372036854775807) AS BIGINT) FROM incident \
    WHERE workspace = $1";
const FIND_RECEIPT: &str = "SELECT number FROM receipt WHERE workspace = $1 AND request = $2";
const KEEP_RECEIPT: &str =
    "INSERT INTO receipt (workspace, request, number, received_at) VALUES ($1, $2, $3, $4)";
const OLD_RECEIPTS: &str =
    "SELECT workspace, request FROM receipt WHERE received_at < $1 ORDER BY received_at LIMIT $2";
const FORGET_RECEIPT: &str = "DELETE FROM receipt WHERE workspace = $1 AND request = $2";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    NEXT_NUMBER,
    INSERT,
    UPDATE,
    APPEND,
    TIMELINE,
    BY_NUMBER,
    TO_CHANGE,
    BY_CHANNEL,
    OPEN,
    OPEN_BELOW,
    ENDED_BELOW,
    ENDED,
    COUNT_OPEN,
    DUE,
    LOOK_LATER,
    NEXT_DUE,
    FIND_RECEIPT,
    KEEP_RECEIPT,
    OLD_RECEIPTS,
    FORGET_RECEIPT,
];

/// Stands for "no reminder" where the column wants a number.
const NEVER: i64 = i64::MAX;
/// Stands for "it has not ended".
const STILL_OPEN: i64 = 0;

/// An incident with what a later save must name.
#[derive(Debug, Clone)]
pub struct Versioned {
    /// The incident as it was read.
    pub incident: Incident,
    /// Which version of it.
    pub version: i64,
    /// When the clock was told to look at it.
    pub next_reminder_at: Option<DateTime<Utc>>,
}

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

/// Some of the incidents below a number.
#[derive(Debug)]
pub struct Below {
    /// Those that can be read, newest first.
    pub readable: Vec<Versioned>,
    /// The lowest number among them and those that cannot be; `None` where there were none.
    pub lowest: Option<Number>,
}

/// An incident that another version wrote.
#[derive(Debug)]
pub struct Unreadable {
    /// Which it is.
    pub number: Number,
    /// What the reader said.
    pub why: StoreError,
}

#[derive(sqlx::FromRow)]
struct Row {
    number: i64,
    version: i64,
    state: String,
    next_reminder_at: i64,
}

impl Row {
    fn read(self) -> Result<Versioned, StoreError> {
        Ok(Versioned {
            incident: read_json("incident", &self.state)?,
            version: self.version,
            next_reminder_at: Some(self.next_reminder_at)
                .filter(|at| *at != NEVER)
                .and_then(DateTime::from_timestamp_millis),
        })
    }
}

impl Store {
    /// The incident of that number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn incident(
        &self,
        workspace: &WorkspaceId,
        number: Number,
    ) -> Result<Option<Versioned>, StoreError> {
        let row: Option<Row> = reading!(&self.db, pool => sqlx::query_as(BY_NUMBER)
            .bind(workspace.as_str()).bind(number.get()).fetch_optional(pool))?;
        row.map(Row::read).transpose()
    }

    /// The incident whose own channel this is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn incident_in(
        &self,
        workspace: &WorkspaceId,
        channel: &ChannelId,
    ) -> Result<Option<Versioned>, StoreError> {
        let row: Option<Row> = reading!(&self.db, pool => sqlx::query_as(BY_CHANNEL)
            .bind(workspace.as_str()).bind(channel.as_str()).fetch_optional(pool))?;
        row.map(Row::read).transpose()
    }

    /// The open incidents, at most the newest `limit`, and how many there are in all. One that cannot be read hides no other.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_incidents(
        &self,
        workspace: &WorkspaceId,
        limit: i64,
    ) -> Result<OpenIncidents, StoreError> {
        let rows: Vec<Row> = reading!(&self.db, pool => sqlx::query_as(OPEN)
            .bind(workspace.as_str()).bind(limit).fetch_all(pool))?;
        let all: i64 = reading!(&self.db, pool => sqlx::query_scalar(COUNT_OPEN)
            .bind(workspace.as_str()).fetch_one(pool))?;
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
    /// `most_ended` of those that are over, as they ended last. One that is over and cannot be read, since another version wrote it,
    /// is left out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board(
        &self,
        workspace: &WorkspaceId,
        most_open: i64,
        most_ended: i64,
    ) -> Result<Board, StoreError> {
        let open = self.open_incidents(workspace, most_open).await?;
        let rows: Vec<Row> = reading!(&self.db, pool => sqlx::query_as(ENDED)
            .bind(workspace.as_str()).bind(most_ended).fetch_all(pool))?;
        let ended = rows.into_iter().filter_map(|row| row.read().ok()).map(|read| read.incident).collect();
        Ok(Board { open, ended })
    }

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
        let lowest = rows.last().map(|row| Number::new(row.number));
        let read = rows.into_iter().filter_map(|row| {
            let number = row.number;
            let unreadable = |error: &StoreError| {
                tracing::error!(%error, incident.id = number, "An incident was left out");
            };
            row.read().inspect_err(unreadable).ok()
        });
        Ok(Below { readable: read.collect(), lowest })
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
        let old: Vec<(String, String)> = reading!(&self.db, pool => sqlx::query_as(OLD_RECEIPTS)
            .bind(millis(instant)).bind(limit).fetch_all(pool))?;
        if old.is_empty() {
            return Ok(0);
        }
        let mut batch = Batch::default();
        for (workspace, request) in &old {
            batch.add(statement(FORGET_RECEIPT).bind(workspace.as_str()).bind(request.as_str()));
        }
        let mut tx = self.db.begin().await?;
        let forgotten = tx.run(batch).await;
        tx.end(forgotten.map(|_| old.len() as u64)).await
    }
}

/// Takes the workspace's next number; read by [`number`].
pub(super) fn next_number(workspace: &WorkspaceId) -> Statement {
    statement(NEXT_NUMBER).bind(workspace.as_str())
}

/// Finds a request's receipt, read by [`number`]; nothing is asked for a request that has none.
pub(super) fn find_receipt(
    batch: &mut Batch,
    workspace: &WorkspaceId,
    request: Option<&str>,
) -> Option<Place> {
    request.map(|request| batch.add(statement(FIND_RECEIPT).bind(workspace.as_str()).bind(request)))
}

/// The number that the database answered with, if it did.
pub(super) fn number(answer: &Answer) -> Result<Option<Number>, StoreError> {
    Ok(answer.first::<(i64,)>()?.map(|(number,)| Number::new(number)))
}

/// Looks for an incident and holds it, so that nobody else changes it meanwhile; read by [`versioned`].
pub(super) fn to_change(workspace: &WorkspaceId, number: Number) -> Statement {
    statement(TO_CHANGE).bind(workspace.as_str()).bind(number.get())
}

/// The incident that the database answered with, if it did.
pub(super) fn versioned(answer: &Answer) -> Result<Option<Versioned>, StoreError> {
    answer.first::<Row>()?.map(Row::read).transpose()
}

pub(super) fn insert(
    incident: &Incident,
    next_reminder_at: Option<DateTime<Utc>>,
) -> Result<Statement, StoreError> {
    Ok(statement(INSERT)
        .bind(incident.workspace.as_str())
        .bind(incident.number.get())
        .bind(write_json("incident", incident)?)
        .bind(i64::from(incident.stage.is_open()))
        .bind(channel_column(incident))
        .bind(next_reminder_at.map_or(NEVER, millis))
        .bind(incident.ended_at().map_or(STILL_OPEN, millis)))
}

/// Writes one row, or none if somebody saved meanwhile.
pub(super) fn update(
    incident: &Incident,
    read_version: i64,
    next_reminder_at: Option<DateTime<Utc>>,
) -> Result<Statement, StoreError> {
    Ok(statement(UPDATE)
        .bind(incident.workspace.as_str())
        .bind(incident.number.get())
        .bind(read_version)
        .bind(write_json("incident", incident)?)
        .bind(i64::from(incident.stage.is_open()))
        .bind(channel_column(incident))
        .bind(next_reminder_at.map_or(NEVER, millis))
        .bind(incident.ended_at().map_or(STILL_OPEN, millis)))
}

fn channel_column(incident: &Incident) -> &str {
    incident.places.channel.as_ref().map_or("", ChannelId::as_str)
}

/// Adds a step's facts to the timeline.
pub(super) fn append(batch: &mut Batch, step: &Step) -> Result<(), StoreError> {
    for entry in &step.timeline {
        let entry = write_json("timeline_entry", entry)?;
        let incident = &step.incident;
        batch
            .add(statement(APPEND).bind(incident.workspace.as_str()).bind(incident.number.get()).bind(entry));
    }
    Ok(())
}

/// Notes that a request was served, if it can come twice.
pub(super) fn keep_receipt(
    batch: &mut Batch,
    incident: &Incident,
    request: Option<&str>,
    now: DateTime<Utc>,
) {
    let Some(request) = request else { return };
    batch.add(
        statement(KEEP_RECEIPT)
            .bind(incident.workspace.as_str())
            .bind(request)
            .bind(incident.number.get())
            .bind(millis(now)),
    );
}

pub(super) async fn timeline(
    db: &Db,
    workspace: &WorkspaceId,
    number: Number,
) -> Result<Vec<TimelineEntry>, StoreError> {
    let rows: Vec<String> = reading!(db, pool => sqlx::query_scalar(TIMELINE)
        .bind(workspace.as_str()).bind(number.get()).fetch_all(pool))?;
    rows.iter().map(|entry| read_json("timeline_entry", entry)).collect()
}
