//! What is kept, and the promise that it is kept: an answer given after a commit survives the next instant's power loss.
//!
//! The store speaks of incidents, not of tables, and hands out no transaction: [`Store::declare`] and [`Store::commit`]
//! each save an incident, its timeline, what is owed to the world and the receipt of the request at once, or nothing.
//! `incidents` and `outbox` hold the statements by subject, `people` whom we know; `db` is the database behind them,
//! `writer` how saves at the same time share a wait for the disk, and `look` a look that changes nothing.

mod db;
mod incidents;
mod lock;
mod look;
mod outbox;
mod people;
#[cfg(test)]
mod tests;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::incident::{Incident, Number, Refusal, Step, TimelineEntry, WorkspaceId};

pub use self::incidents::{OpenIncidents, Unreadable, Versioned};
pub use self::lock::Alone;
pub use self::look::Tables;
pub use self::outbox::{GivenUp, Job, Lease, SetAside};
pub use self::people::Person;

/// Why the store could not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[source] Arc<sqlx::Error>),
    /// The tables could not be brought up to date.
    #[error("the tables could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row does not hold what this version writes.
    #[error("a row of {table} cannot be read: {source}")]
    Unreadable {
        /// Which table.
        table: &'static str,
        /// What the reader said.
        source: serde_json::Error,
    },
    /// It was to be there already.
    #[error("there is no database {url}")]
    NoDatabase {
        /// Where it was looked for.
        url: String,
    },
    /// Another process serves this database.
    #[error("another Firebell serves this database already: it holds {}", path.display())]
    ServedAlready {
        /// The lock that it holds.
        path: PathBuf,
    },
    /// The lock could not be taken.
    #[error("cannot lock {}: {source}", path.display())]
    Lock {
        /// Which lock.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Somebody saved the incident meanwhile: read it again and step again.
    #[error("the incident was changed meanwhile")]
    Conflict,
    /// The lease ran out and somebody else has the work: leave it to them.
    #[error("the work was taken over by another worker")]
    LeaseLost,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(Arc::new(error))
    }
}

/// What is kept.
#[derive(Debug, Clone)]
pub struct Store {
    db: db::Db,
}

/// One save of one incident.
#[derive(Debug)]
pub struct Save<'a> {
    /// The version that was read before stepping.
    pub read_version: i64,
    /// What the command did.
    pub step: &'a Step,
    /// When the clock has to look at it next.
    pub next_reminder_at: Option<DateTime<Utc>>,
    /// What names the request, if it can come twice.
    pub receipt: Option<&'a str>,
    /// The piece of work whose outcome this is.
    pub settles: Option<Settlement<'a>>,
    /// Who starts on the new work, and until when it is theirs.
    pub lease: &'a Lease,
}

/// How a piece of work ended.
#[derive(Debug, Clone, Copy)]
pub enum Settlement<'a> {
    /// It is done.
    Done(&'a Job),
    /// It will not be tried again.
    GivenUp(&'a Job, &'a str),
    /// It could not even be read.
    SetAside(&'a SetAside),
}

/// What a save did.
#[derive(Debug)]
pub enum Saved {
    /// It was saved; these pieces of work are leased to the saver and can be started at once.
    Now(Vec<Job>),
    /// The request had been served before, with this incident; nothing was done.
    Before(Number),
}

impl Store {
    /// Opens the database at `url` (`sqlite://path`) and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be opened or migrated.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let store = Self { db: db::Db::open(url).await? };
        store.db.migrate().await?;
        Ok(store)
    }

    /// Opens the database at `url` to serve it: its tables are brought up to date when nobody else is at work on them.
    ///
    /// # Errors
    /// [`StoreError::ServedAlready`] if another process serves it; any other if it cannot be opened or migrated.
    pub async fn open_alone(url: &str) -> Result<(Self, Alone), StoreError> {
        let store = Self { db: db::Db::open(url).await? };
        let alone = store.serve_alone(url).await?;
        Ok((store, alone))
    }

    /// Begins an incident: gives it the workspace's next number and saves what `declare` makes of that, at once.
    ///
    /// # Errors
    /// [`StoreError`]; the inner error is `declare`'s refusal, which takes no number.
    pub async fn declare(
        &self,
        workspace: &WorkspaceId,
        receipt: Option<&str>,
        lease: &Lease,
        declare: impl FnOnce(Number) -> Result<(Step, Option<DateTime<Utc>>), Refusal>,
    ) -> Result<Result<(Saved, Option<Incident>), Refusal>, StoreError> {
        let mut tx = self.db.begin().await?;
        let declared = declare_in(&mut tx, workspace, receipt, lease, declare).await;
        // A refusal undoes the taking of the number, so it travels as a failure.
        match tx.end(declared).await {
            Ok(saved) => Ok(Ok(saved)),
            Err(NotDeclared::Refused(refusal)) => Ok(Err(refusal)),
            Err(NotDeclared::Store(error)) => Err(error),
        }
    }

    /// Saves what a command did to an incident, at once or not at all.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the incident is no longer at the version that was read, [`StoreError::LeaseLost`] if
    /// the work it settles has been taken over; nothing is saved then.
    pub async fn commit(&self, save: Save<'_>) -> Result<Saved, StoreError> {
        let mut tx = self.db.begin().await?;
        let saved = save_in(&mut tx, save).await;
        tx.end(saved).await
    }

    /// Every entry of an incident's timeline, in the order of recording.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn timeline(
        &self,
        workspace: &WorkspaceId,
        number: Number,
    ) -> Result<Vec<TimelineEntry>, StoreError> {
        incidents::timeline(&self.db, workspace, number).await
    }

    /// Lets go of the database, so that its files are at rest.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

/// Why a declaration was not saved.
enum NotDeclared {
    Refused(Refusal),
    Store(StoreError),
}

impl From<StoreError> for NotDeclared {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

async fn declare_in(
    tx: &mut db::Tx,
    workspace: &WorkspaceId,
    receipt: Option<&str>,
    lease: &Lease,
    declare: impl FnOnce(Number) -> Result<(Step, Option<DateTime<Utc>>), Refusal>,
) -> Result<(Saved, Option<Incident>), NotDeclared> {
    if let Some(number) = incidents::served_before(tx, workspace, receipt).await? {
        return Ok((Saved::Before(number), None));
    }
    let number = incidents::next_number(tx, workspace).await?;
    let (step, next_reminder_at) = declare(number).map_err(NotDeclared::Refused)?;
    incidents::insert(tx, &step.incident, next_reminder_at).await?;
    incidents::append(tx, &step).await?;
    incidents::keep_receipt(tx, workspace, receipt, number, lease.now).await?;
    let jobs = outbox::owe(tx, &step, lease).await?;
    Ok((Saved::Now(jobs), Some(step.incident)))
}

async fn save_in(tx: &mut db::Tx, save: Save<'_>) -> Result<Saved, StoreError> {
    let Step { incident, .. } = save.step;
    if let Some(number) = incidents::served_before(tx, &incident.workspace, save.receipt).await? {
        return Ok(Saved::Before(number));
    }
    // First, since it is what most often fails: somebody saved meanwhile.
    incidents::update(tx, incident, save.read_version, save.next_reminder_at).await?;
    let mut jobs = match save.settles {
        Some(settlement) => outbox::settle(tx, settlement, save.lease).await?,
        None => Vec::new(),
    };
    incidents::append(tx, save.step).await?;
    incidents::keep_receipt(tx, &incident.workspace, save.receipt, incident.number, save.lease.now).await?;
    jobs.extend(outbox::owe(tx, save.step, save.lease).await?);
    Ok(Saved::Now(jobs))
}

/// An instant as it is stored.
fn millis(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

fn read_json<T: serde::de::DeserializeOwned>(table: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|source| StoreError::Unreadable { table, source })
}

fn write_json<T: serde::Serialize>(table: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Unreadable { table, source })
}
