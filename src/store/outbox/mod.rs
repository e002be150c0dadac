//! What is owed to the world: pieces of work with leases, in order within a lane.
//!
//! Work is born leased to whoever saved it, so that it can start without another write (`owe`); if they vanish, the lease
//! runs out and anybody claims it (`claim`). How it ends is in `settle`; what another version owed and this one cannot read
//! is in `aside`; what may have been taken, nobody knows, is in `doubt`; `forget` ends what was given up long ago, and `look`
//! only reads.
//!
//! Whoever adds to lanes or ends what stands in them holds the incident, so lanes change one after another. Only a claim
//! does not: it takes what nobody holds.

mod aside;
mod claim;
mod doubt;
mod forget;
mod look;
mod owe;
mod room;
mod settle;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::batch::{Answer, Statement, statement};
use super::db::Tx;
use super::{StoreError, read_json};
use crate::incident::{Effect, Incident, Number, WorkspaceId};
use crate::pace::Toll;

pub use self::aside::SetAside;
#[cfg(test)]
pub(super) use self::claim::claim_in;
pub(super) use self::doubt::Doubts;
pub use self::look::{GivenUp, TriedOften};
pub(super) use self::owe::{Owing, owe};
pub use self::room::Room;
pub use self::settle::Postponed;
pub(super) use self::settle::settle;

#[cfg(test)]
pub(super) const STATEMENTS: &[&[&str]] = &[
    aside::STATEMENTS,
    claim::STATEMENTS,
    doubt::STATEMENTS,
    forget::STATEMENTS,
    look::STATEMENTS,
    owe::STATEMENTS,
    settle::STATEMENTS,
];

/// Who takes work, when, and until when it is theirs.
#[derive(Debug, Clone)]
pub struct Lease {
    /// The worker; another one for each process and each start.
    pub owner: String,
    /// When it is taken, by the machine's clock.
    pub now: DateTime<Utc>,
    /// Until when it is theirs.
    pub until: DateTime<Utc>,
    /// Whether work is taken over whose lease has run out, besides what nobody has.
    pub takes_over: bool,
}

/// A piece of work that is leased to somebody.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its name for good.
    pub id: i64,
    /// Whose incident it is about.
    pub workspace: WorkspaceId,
    /// Which incident it is about.
    pub number: Number,
    /// What is to be done.
    pub effect: Effect,
    /// Since when it is owed, by the machine's clock.
    pub created_at: DateTime<Utc>,
    /// Whose it is now.
    pub lease_owner: String,
    /// Until when it is theirs, by the machine's clock.
    pub lease_until: DateTime<Utc>,
    /// The how-manieth try this is, from 1.
    pub attempts: i64,
    /// How many of these were put back before they began, since it was not their turn.
    pub put_back: i64,
    /// How many of the earlier ones failed; those that waited for something else, or as long as Slack said, did not.
    pub failures: i64,
    /// How long it was waited after these, where they use up the patience for it.
    pub tried_for: Duration,
    /// Whether what it spends of Slack's limits is paid: it is, where the line let it go first.
    pub has_paid: bool,
    /// What an earlier try already achieved; empty at first.
    pub checkpoint: String,
    /// Why the try before this one failed; empty if none has.
    pub last_error: String,
    /// The incident as it was saved when the work was taken, if it was taken by a save.
    pub incident: Option<Arc<Incident>>,
}

impl Job {
    /// The how-manieth time this is that anything is done about it, from 1.
    pub const fn tries(&self) -> i64 {
        self.attempts - self.put_back
    }

    /// Whether nothing can have been done about it before.
    pub const fn is_first_try(&self) -> bool {
        self.tries() <= 1
    }

    /// By which name a message that it posts is found again.
    pub fn delivery(&self) -> String {
        match self.effect.again() {
            Some(earlier) => earlier.delivery.clone(),
            None => format!("{}/{}/{}", self.workspace, self.number, self.id),
        }
    }

    /// Since when such a message may be there, by the machine's clock.
    pub fn posted_since(&self) -> DateTime<Utc> {
        self.effect.again().map_or(self.created_at, |earlier| earlier.owed_since)
    }

    /// Whether it may have been posted unheard.
    pub const fn may_be_posted(&self) -> bool {
        !self.is_first_try() || self.effect.again().is_some()
    }

    /// What this try spends of Slack's limits.
    pub fn toll(&self) -> Toll {
        Toll::of(&self.effect, self.number, self.is_first_try())
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    workspace: String,
    number: i64,
    effect: String,
    created_at: i64,
    lease_owner: String,
    lease_until: i64,
    attempts: i64,
    put_back: i64,
    failures: i64,
    tried_for: i64,
    checkpoint: String,
    last_error: String,
}

impl Row {
    fn read(self) -> Result<Job, StoreError> {
        Ok(Job {
            id: self.id,
            workspace: WorkspaceId::new(self.workspace),
            number: Number::new(self.number),
            effect: read_json("outbox", &self.effect)?,
            created_at: DateTime::from_timestamp_millis(self.created_at).unwrap_or_default(),
            lease_owner: self.lease_owner,
            lease_until: DateTime::from_timestamp_millis(self.lease_until).unwrap_or_default(),
            attempts: self.attempts,
            put_back: self.put_back,
            failures: self.failures,
            tried_for: Duration::from_millis(u64::try_from(self.tried_for).unwrap_or(0)),
            has_paid: false,
            checkpoint: self.checkpoint,
            last_error: self.last_error,
            incident: None,
        })
    }
}

/// A statement that only counts while the job is still this worker's.
fn of_lease(sql: &'static str, job: &Job) -> Statement {
    statement(sql).bind(job.id).bind(job.lease_owner.as_str()).bind(job.attempts)
}

/// Reads what was taken. What cannot be read, since another version owed it, is set aside: it must hold up nothing else.
async fn readable(tx: &mut Tx, taken: &Answer) -> Result<Vec<Job>, StoreError> {
    let mut jobs = Vec::new();
    let mut rows = taken.read::<Row>()?;
    rows.sort_by_key(|row| row.id);
    for row in rows {
        let (id, number) = (row.id, row.number);
        match row.read() {
            Ok(job) => jobs.push(job),
            Err(error) => {
                tracing::error!(%error, incident.id = number, outbox.id = id, "A delivery was set aside");
                tx.run(aside::put_aside(id, &error)).await?;
            }
        }
    }
    Ok(jobs)
}

fn fenced(answer: &Answer) -> Result<(), StoreError> {
    if answer.written == 1 { Ok(()) } else { Err(StoreError::LeaseLost) }
}
