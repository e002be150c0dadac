//! What is kept, and the promise that it is kept: an answer given after a commit survives the next instant's power loss.
//!
//! The store speaks of incidents, not of tables, and hands out no transaction: [`Store::declare`] and [`Store::change`]
//! each save an incident, its timeline, what is owed to the world and the receipt of the request at once, or nothing.
//! `incidents` and `outbox` hold the statements by subject, `people` whom we know; `db` is the database behind them,
//! `batch` how statements go there together, and `writer` how saves at the same time share a wait for the disk.

mod batch;
mod db;
mod incidents;
mod lock;
mod outbox;
mod people;
#[cfg(test)]
mod tests;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::incident::{Incident, Number, Refusal, Step, TimelineEntry, WorkspaceId};

use self::batch::{Answers, Batch, Place};
pub use self::incidents::Versioned;
pub use self::lock::Alone;
pub use self::outbox::{GivenUp, Job, Lease};
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
    /// Somebody else saved the incident after it was read. Whoever reads inside the transaction that writes never sees it.
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

/// One change of one incident.
#[derive(Debug)]
pub struct Change<'a> {
    /// Whose incident.
    pub workspace: &'a WorkspaceId,
    /// Which incident.
    pub number: Number,
    /// What names the request, if it can come twice.
    pub receipt: Option<&'a str>,
    /// The piece of work whose outcome this is.
    pub settles: Option<Settlement<'a>>,
    /// Who starts on the new work, and until when it is theirs.
    pub lease: &'a Lease,
}

/// What is to be saved.
#[derive(Debug)]
pub struct Stepped {
    /// What was done.
    pub step: Step,
    /// When the clock has to look at the incident next.
    pub next_reminder_at: Option<DateTime<Utc>>,
}

/// How a piece of work ended.
#[derive(Debug, Clone, Copy)]
pub enum Settlement<'a> {
    /// It is done.
    Done(&'a Job),
    /// It will not be tried again.
    GivenUp(&'a Job, &'a str),
}

/// What was saved.
#[derive(Debug)]
pub struct Saved {
    /// The incident as it is now.
    pub incident: Arc<Incident>,
    /// New work that is leased to the saver and can be started at once.
    pub jobs: Vec<Job>,
}

/// Why nothing was saved.
#[derive(Debug)]
pub enum NotSaved {
    /// The rules say no.
    Refused(Refusal),
    /// There is no such incident.
    NoSuchIncident(Number),
    /// The request had been served before, with this incident.
    ServedBefore(Number),
    /// It could not be kept.
    Failed(StoreError),
}

impl From<StoreError> for NotSaved {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl From<Refusal> for NotSaved {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Store {
    /// Opens the database at `url` (`sqlite://path`) and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be opened or migrated.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let store = Self { db: db::Db::open(url, true).await? };
        store.db.migrate().await?;
        Ok(store)
    }

    /// Opens the database at `url` to serve it: its tables are brought up to date when nobody else is at work on them.
    ///
    /// # Errors
    /// [`StoreError::ServedAlready`] if another process serves it; any other if it cannot be opened or migrated.
    pub async fn open_alone(url: &str) -> Result<(Self, Alone), StoreError> {
        let store = Self { db: db::Db::open(url, true).await? };
        let alone = store.serve_alone(url).await?;
        Ok((store, alone))
    }

    /// Opens the database at `url`, which has to be there, and leaves its tables as they are.
    ///
    /// # Errors
    /// [`StoreError::NoDatabase`] if it is not there.
    pub async fn open_existing(url: &str) -> Result<Self, StoreError> {
        Ok(Self { db: db::Db::open(url, false).await? })
    }

    /// Begins an incident: gives it the workspace's next number and saves what `declare` makes of that, at once.
    ///
    /// # Errors
    /// [`NotSaved`]; then no number was taken.
    pub async fn declare(
        &self,
        workspace: &WorkspaceId,
        receipt: Option<&str>,
        lease: &Lease,
        declare: impl FnOnce(Number) -> Result<Stepped, Refusal>,
    ) -> Result<Saved, NotSaved> {
        let mut tx = self.db.begin().await?;
        let declared = declare_in(&mut tx, workspace, receipt, lease, declare).await;
        tx.end(declared).await
    }

    /// Reads an incident, and saves what `step` makes of it: at once or not at all, and with nobody else in between.
    ///
    /// # Errors
    /// [`NotSaved`]; with [`StoreError::LeaseLost`] the work that it settles has been taken over.
    pub async fn change(
        &self,
        change: Change<'_>,
        step: impl FnOnce(&Incident) -> Result<Stepped, Refusal>,
    ) -> Result<Saved, NotSaved> {
        let mut tx = self.db.begin().await?;
        let changed = change_in(&mut tx, &change, step).await;
        tx.end(changed).await
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

    /// Whether the database answers and can be written to.
    ///
    /// # Errors
    /// [`StoreError`] if not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let answered = tx.run(batch::statement("SELECT 1")).await;
        tx.end(answered.map(drop)).await
    }

    /// Lets go of the database, so that its files are at rest.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

async fn declare_in(
    tx: &mut db::Tx,
    workspace: &WorkspaceId,
    receipt: Option<&str>,
    lease: &Lease,
    declare: impl FnOnce(Number) -> Result<Stepped, Refusal>,
) -> Result<Saved, NotSaved> {
    let mut batch = Batch::default();
    let served = incidents::find_receipt(&mut batch, workspace, receipt);
    let number = batch.add(incidents::next_number(workspace));
    let answers = tx.run(batch).await?;
    refuse_if_served(served, &answers)?;
    let number = incidents::number(&answers[number])?.expect("a number is always given");
    let Stepped { step, next_reminder_at } = declare(number)?;

    let mut batch = Batch::default();
    batch.add(incidents::insert(&step.incident, next_reminder_at)?);
    let owing = keep(&mut batch, &step, receipt, lease)?;
    let answers = tx.run(batch).await?;
    let incident = Arc::new(step.incident);
    let jobs = owing.started(tx, &answers, (&incident, step.effects), lease).await?;
    Ok(Saved { incident, jobs })
}

async fn change_in(
    tx: &mut db::Tx,
    change: &Change<'_>,
    step: impl FnOnce(&Incident) -> Result<Stepped, Refusal>,
) -> Result<Saved, NotSaved> {
    let mut batch = Batch::default();
    let served = incidents::find_receipt(&mut batch, change.workspace, change.receipt);
    let read = batch.add(incidents::by_number(change.workspace, change.number));
    let answers = tx.run(batch).await?;
    // A repeat is told from a refusal before stepping: what was done once is often refused the second time.
    refuse_if_served(served, &answers)?;
    let read = incidents::versioned(&answers[read])?.ok_or(NotSaved::NoSuchIncident(change.number))?;
    let stepped = step(&read.incident)?;
    if change.settles.is_none() && !stepped.changes(&read) {
        return Ok(Saved { incident: Arc::new(stepped.step.incident), jobs: Vec::new() });
    }
    Ok(save_in(tx, change, read.version, stepped).await?)
}

async fn save_in(
    tx: &mut db::Tx,
    change: &Change<'_>,
    read_version: i64,
    stepped: Stepped,
) -> Result<Saved, StoreError> {
    let Stepped { step, next_reminder_at } = stepped;
    let mut batch = Batch::default();
    let updated = batch.add(incidents::update(&step.incident, read_version, next_reminder_at)?);
    let settling = change.settles.map(|settlement| outbox::settle(&mut batch, settlement, change.lease));
    let owing = keep(&mut batch, &step, change.receipt, change.lease)?;
    let answers = tx.run(batch).await?;
    if answers[updated].written != 1 {
        return Err(StoreError::Conflict);
    }
    let mut jobs = match settling {
        Some(settling) => settling.next(tx, &answers, change.lease).await?,
        None => Vec::new(),
    };
    let incident = Arc::new(step.incident);
    for next in &mut jobs {
        next.incident = Some(incident.clone());
    }
    jobs.extend(owing.started(tx, &answers, (&incident, step.effects), change.lease).await?);
    Ok(Saved { incident, jobs })
}

fn refuse_if_served(served: Option<Place>, answers: &Answers) -> Result<(), NotSaved> {
    let number = served.map(|place| incidents::number(&answers[place])).transpose()?.flatten();
    number.map_or(Ok(()), |number| Err(NotSaved::ServedBefore(number)))
}

/// Adds what is kept beside the incident itself.
fn keep(
    batch: &mut Batch,
    step: &Step,
    receipt: Option<&str>,
    lease: &Lease,
) -> Result<outbox::Owing, StoreError> {
    incidents::append(batch, step)?;
    incidents::keep_receipt(batch, &step.incident, receipt, lease.now);
    outbox::owe(batch, step, lease)
}

impl Stepped {
    fn changes(&self, read: &Versioned) -> bool {
        let Step { incident, timeline, effects } = &self.step;
        let is_same = timeline.is_empty() && effects.is_empty() && *incident == read.incident;
        !is_same || self.next_reminder_at != read.next_reminder_at
    }
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
