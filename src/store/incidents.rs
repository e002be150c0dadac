//! Incidents, their timelines and the receipts of the requests that changed them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::batch::{Answer, Batch, Place, Statement, statement};
use super::db::{Db, reading};
use super::{Store, StoreError, millis, read_json, write_json};
use crate::incident::{ChannelId, Incident, Number, Step, TimelineEntry, Viewer, WorkspaceId};

const NEXT_NUMBER: &str = "INSERT INTO workspace (id, last_number) VALUES ($1, 1) \
    ON CONFLICT (id) DO UPDATE SET last_number = workspace.last_number + 1 RETURNING last_number";
const INSERT: &str = "INSERT INTO incident (workspace, number, version, state, is_open, channel, next_reminder_at, \
    ended_at, is_private) VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8)";
const UPDATE: &str = "UPDATE incident SET version = version + 1, state = $4, is_open = $5, channel = $6, \
    next_reminder_at = $7, ended_at = $8, is_private = $9 WHERE workspace = $1 AND number = $2 AND version = $3";
const APPEND: &str = "INSERT INTO timeline_entry (workspace, number, position, entry) VALUES ($1, $2, \
    (SELECT COALESCE(MAX(position), 0) + 1 FROM timeline_entry WHERE workspace = $1 AND number = $2), $3)";
const TIMELINE: &str =
    "SELECT entry FROM timeline_entry WHERE workspace = $1 AND number = $2 ORDER BY position";
/// What is read of an incident.
macro_rules! read_where {
    ($($condition:expr),*) => {
        concat!("SELECT number, version, state, next_reminder_at, is_private FROM incident WHERE ", $($condition),*)
    };
}

/// The rule of [`Viewer::sees`], as a condition: whether all may be seen, who looks, and from which channel. `$1` is the
/// workspace.
macro_rules! seen {
    ($all:literal, $person:literal, $here:literal) => {
        concat!(
            "(is_private = 0 OR ",
            $all,
            " = 1 OR (channel <> '' AND channel = ",
            $here,
            ") OR EXISTS (SELECT 1 \
             FROM incident_member WHERE incident_member.workspace = $1 \
             AND incident_member.number = incident.number AND incident_member.person = ",
            $person,
            "))"
        )
    };
}

const BY_NUMBER: &str = read_where!("workspace = $1 AND number = $2 AND ", seen!("$3", "$4", "$5"));
// All of a workspace stand in the index of the open ones.
const PRIVATE_BELOW: &str = read_where!(
    "workspace = $1 AND is_open IN (0, 1) AND is_private = 1 AND number < $2 ORDER BY number DESC LIMIT $3"
);
const LEFT_BEHIND: &str = read_where!(
    "workspace = $1 AND is_open IN (0, 1) AND is_private = 1 AND state LIKE '%\"' || $2 || '\"%'"
);
// Whoever changes an incident, or what it owes, holds it until the end of the transaction.
const TO_CHANGE: &str =
    read_where!("workspace = $1 AND number = $2 AND ", seen!("$3", "$4", "$5"), " /*postgres FOR UPDATE*/");
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
// For the clock, which looks on nobody's behalf.
const OPEN_BELOW: &str =
    read_where!("workspace = $1 AND is_open = 1 AND number < $2 ORDER BY number DESC LIMIT $3");
const ENDED_BELOW: &str =
    read_where!("workspace = $1 AND is_open = 0 AND number < $2 ORDER BY number DESC LIMIT $3");
const COUNT_OPEN: &str = concat!(
    "SELECT CAST(COUNT(*) AS BIGINT) FROM incident WHERE workspace = $1 AND is_open = 1 AND ",
    seen!("$2", "$3", "$4")
);
const ADD_MEMBER: &str =
    "INSERT INTO incident_member (workspace, person, number) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const REMOVE_MEMBER: &str =
    "DELETE FROM incident_member WHERE workspace = $1 AND person = $2 AND number = $3";
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
    PRIVATE_BELOW,
    LEFT_BEHIND,
    TO_CHANGE,
    BY_CHANNEL,
    OPEN,
    OPEN_BELOW,
    ENDED_BELOW,
    ENDED,
    COUNT_OPEN,
    ADD_MEMBER,
    REMOVE_MEMBER,
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
    is_private: i64,
}

/// A private incident as it is stored: in a wrapping that versions without private incidents cannot read, and so not show.
#[derive(Serialize, Deserialize)]
struct Wrapped<I> {
    private: I,
}

impl Row {
    fn read(self) -> Result<Versioned, StoreError> {
        let incident: Incident = match self.is_private {
            0 => read_json("incident", &self.state)?,
            _ => read_json::<Wrapped<Incident>>("incident", &self.state)?.private,
        };
        Ok(Versioned {
            incident,
            version: self.version,
            next_reminder_at: Some(self.next_reminder_at)
                .filter(|at| *at != NEVER)
                .and_then(DateTime::from_timestamp_millis),
        })
    }
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
        let incidents = rows.into_iter().filter_map(|row| row.read().ok()).map(|row| row.incident);
        let mut those = incidents.filter(|incident| incident.places.former.contains(channel));
        Ok(those.next().map(|incident| incident.number))
    }

    /// The private incidents below `below` that can be read, newest first and at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn private_below(
        &self,
        workspace: &WorkspaceId,
        below: Number,
        limit: i64,
    ) -> Result<Vec<Incident>, StoreError> {
        let rows: Vec<Row> = reading!(&self.db, pool => sqlx::query_as(PRIVATE_BELOW)
            .bind(workspace.as_str()).bind(below.get()).bind(limit).fetch_all(pool))?;
        Ok(rows.into_iter().filter_map(|row| row.read().ok()).map(|row| row.incident).collect())
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
pub(super) fn to_change(workspace: &WorkspaceId, number: Number, viewer: &Viewer) -> Statement {
    let (all, person, here) = columns(viewer);
    statement(TO_CHANGE).bind(workspace.as_str()).bind(number.get()).bind(all).bind(person).bind(here)
}

/// A viewer, as the statements take one.
fn columns(viewer: &Viewer) -> (i64, &str, &str) {
    match viewer {
        Viewer::Firebell => (1, "", ""),
        Viewer::Person { user, here } => (0, user.as_str(), here.as_ref().map_or("", ChannelId::as_str)),
    }
}

/// Keeps who knows of a private incident, where that is another now.
pub(super) fn keep_circle(batch: &mut Batch, before: Option<&Incident>, now: &Incident) {
    let (known, knowing) = (before.map(Incident::circle).unwrap_or_default(), now.circle());
    let (removed, added) = (known.difference(&knowing), knowing.difference(&known));
    for (sql, people) in [(REMOVE_MEMBER, removed.collect::<Vec<_>>()), (ADD_MEMBER, added.collect())] {
        for person in people {
            let workspace = now.workspace.as_str();
            batch.add(statement(sql).bind(workspace).bind(person.as_str()).bind(now.number.get()));
        }
    }
}

fn written(incident: &Incident) -> Result<String, StoreError> {
    if incident.manner.is_private {
        write_json("incident", &Wrapped { private: incident })
    } else {
        write_json("incident", incident)
    }
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
        .bind(written(incident)?)
        .bind(i64::from(incident.stage.is_open()))
        .bind(channel_column(incident))
        .bind(next_reminder_at.map_or(NEVER, millis))
        .bind(incident.ended_at().map_or(STILL_OPEN, millis))
        .bind(i64::from(incident.manner.is_private)))
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
        .bind(written(incident)?)
        .bind(i64::from(incident.stage.is_open()))
        .bind(channel_column(incident))
        .bind(next_reminder_at.map_or(NEVER, millis))
        .bind(incident.ended_at().map_or(STILL_OPEN, millis))
        .bind(i64::from(incident.manner.is_private)))
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

pub(super) async fn timeline(db: &Db, incident: &Incident) -> Result<Vec<TimelineEntry>, StoreError> {
    let rows: Vec<String> = reading!(db, pool => sqlx::query_scalar(TIMELINE)
        .bind(incident.workspace.as_str()).bind(incident.number.get()).fetch_all(pool))?;
    rows.iter().map(|entry| Ok(incident.as_told(read_json("timeline_entry", entry)?))).collect()
}
