//! What a save does with an incident's row, and with who knows of it.

use chrono::{DateTime, Utc};

use super::{NEVER, Row, STILL_OPEN, Versioned, columns, written};
use crate::incident::{ChannelId, Incident, Number, Viewer, WorkspaceId};
use crate::store::batch::{Answer, Batch, Statement, statement};
use crate::store::{StoreError, millis};

const NEXT_NUMBER: &str = "INSERT INTO workspace (id, last_number) VALUES ($1, 1) \
    ON CONFLICT (id) DO UPDATE SET last_number = workspace.last_number + 1 RETURNING last_number";
const INSERT: &str = "INSERT INTO incident (workspace, number, version, state, is_open, channel, next_reminder_at, \
    ended_at, is_private) VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8)";
const UPDATE: &str = "UPDATE incident SET version = version + 1, state = $4, is_open = $5, channel = $6, \
    next_reminder_at = $7, ended_at = $8, is_private = $9 WHERE workspace = $1 AND number = $2 AND version = $3";
// Whoever changes an incident, or what it owes, holds it until the end of the transaction.
const TO_CHANGE: &str =
    read_where!("workspace = $1 AND number = $2 AND ", seen!("$3", "$4", "$5"), " /*postgres FOR UPDATE*/");
const ADD_MEMBER: &str =
    "INSERT INTO incident_member (workspace, person, number) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const REMOVE_MEMBER: &str =
    "DELETE FROM incident_member WHERE workspace = $1 AND person = $2 AND number = $3";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[NEXT_NUMBER, INSERT, UPDATE, TO_CHANGE, ADD_MEMBER, REMOVE_MEMBER];

/// Takes the workspace's next number; read by [`number`].
pub(in crate::store) fn next_number(workspace: &WorkspaceId) -> Statement {
    statement(NEXT_NUMBER).bind(workspace.as_str())
}

/// The number that the database answered with, if it did.
pub(in crate::store) fn number(answer: &Answer) -> Result<Option<Number>, StoreError> {
    Ok(answer.first::<(i64,)>()?.map(|(number,)| Number::new(number)))
}

/// Looks for an incident and holds it, so that nobody else changes it meanwhile; read by [`versioned`].
pub(in crate::store) fn to_change(workspace: &WorkspaceId, number: Number, viewer: &Viewer) -> Statement {
    let (all, person, here) = columns(viewer);
    statement(TO_CHANGE).bind(workspace.as_str()).bind(number.get()).bind(all).bind(person).bind(here)
}

/// The incident that the database answered with, if it did.
pub(in crate::store) fn versioned(answer: &Answer) -> Result<Option<Versioned>, StoreError> {
    answer.first::<Row>()?.map(Row::read).transpose()
}

/// Keeps who knows of a private incident, where that is another now.
pub(in crate::store) fn keep_circle(batch: &mut Batch, before: Option<&Incident>, now: &Incident) {
    let (known, knowing) = (before.map(Incident::circle).unwrap_or_default(), now.circle());
    let (removed, added) = (known.difference(&knowing), knowing.difference(&known));
    for (sql, people) in [(REMOVE_MEMBER, removed.collect::<Vec<_>>()), (ADD_MEMBER, added.collect())] {
        for person in people {
            let workspace = now.workspace.as_str();
            batch.add(statement(sql).bind(workspace).bind(person.as_str()).bind(now.number.get()));
        }
    }
}

pub(in crate::store) fn insert(
    incident: &Incident,
    next_reminder_at: Option<DateTime<Utc>>,
) -> Result<Statement, StoreError> {
    let row = statement(INSERT).bind(incident.workspace.as_str()).bind(incident.number.get());
    bind_content(row, incident, next_reminder_at)
}

/// Writes one row, or none if somebody saved meanwhile.
pub(in crate::store) fn update(
    incident: &Incident,
    read_version: i64,
    next_reminder_at: Option<DateTime<Utc>>,
) -> Result<Statement, StoreError> {
    let row = statement(UPDATE).bind(incident.workspace.as_str()).bind(incident.number.get());
    bind_content(row.bind(read_version), incident, next_reminder_at)
}

/// Binds what a row holds, in the order in which both statements name it.
fn bind_content(
    row: Statement,
    incident: &Incident,
    next_reminder_at: Option<DateTime<Utc>>,
) -> Result<Statement, StoreError> {
    Ok(row
        .bind(written(incident)?)
        .bind(i64::from(incident.stage.is_open()))
        .bind(incident.places.channel.as_ref().map_or("", ChannelId::as_str))
        .bind(next_reminder_at.map_or(NEVER, millis))
        .bind(incident.ended_at().map_or(STILL_OPEN, millis))
        .bind(i64::from(incident.manner.is_private)))
}
