//! What is kept, and the promise that it is kept: an answer given after a commit survives the next instant's power loss.
//!
//! The store speaks of incidents, not of tables, and hands out no transaction: [`Store::declare`] and [`Store::change`]
//! each save an incident, its timeline, what is owed to the world and the receipt of the request at once, or nothing.
//! `save` puts that together; `incidents`, `timeline`, `receipts` and `outbox` hold the statements by subject, `people` whom we know. `db` is the
//! database behind them, `made_private` whether an incident has just become private, `batch` how statements go there together; `writer` is how saves at the same time share a wait
//! for SQLite's disk, `postgres` how none waits for a server for ever, `listener` what its processes tell one another. `look`
//! is a look that changes nothing, `upgrade` brings the tables up to date,
//! `ahead` sets right what a clock left too far ahead, `writes` knows whether the database takes what is written, `copy` moves a whole history to another database, `backup` copies a file that is being served.

mod ahead;
mod backup;
mod batch;
mod copy;
mod db;
mod incidents;
mod listener;
mod lock;
mod look;
mod made_private;
mod outbox;
mod pace;
mod people;
mod postgres;
mod receipts;
mod save;
#[cfg(test)]
mod tests;
mod timeline;
mod upgrade;
mod url;
mod writer;
mod writes;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use self::made_private::SavedAsPrivate;
use self::outbox::Doubts;
use self::pace::Books;

pub use self::backup::{Backup, BackupError};
pub use self::copy::{Copied, CopyError, Sum};
pub use self::incidents::{Below, Board, OpenIncidents, Unreadable, Versioned};
pub use self::listener::{Listener, News};
pub use self::lock::Alone;
pub use self::look::Tables;
pub use self::outbox::{GivenUp, Job, Lease, Postponed, Room, SetAside, TriedOften};
pub use self::people::Person;
pub use self::save::{Change, NotSaved, Saved, Settlement, Stepped};
pub use self::upgrade::Upgrade;
pub use self::url::{Database, DatabaseUrl};

/// Why the store could not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[source] Arc<sqlx::Error>),
    /// Whoever waits for an answer of ours would not wait any longer.
    #[error("the database did not answer in time")]
    TooSlow,
    /// The database fell silent while it was asked to keep a transaction: it may have been kept or not.
    #[error("the database did not say whether it was kept: {0}")]
    InDoubt(#[source] Box<StoreError>),
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
    /// It was put in the place of another file whose log was left.
    #[error(
        "beside {} stands the log of another file, which would damage it: move {} and the -shm beside it away",
        file.display(), log.display()
    )]
    LogOfAnother {
        /// The database's file.
        file: PathBuf,
        /// The log.
        log: PathBuf,
    },
    /// Somebody began to copy another database into this one.
    #[error("the database holds an unfinished copy of another one: finish it with `firebell copy`")]
    HalfCopied,
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

impl StoreError {
    /// Whether the database could not be asked, and may be again soon.
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Database(_) | Self::TooSlow | Self::InDoubt(_))
    }
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
    books: Books,
    private: SavedAsPrivate,
    doubts: Doubts,
}

impl Store {
    fn of(db: db::Db) -> Self {
        let (private, doubts) = (SavedAsPrivate::default(), Doubts::default());
        Self { db, books: Books::Unlimited, private, doubts }
    }

    /// Opens a database and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be opened or migrated.
    pub async fn open(database: &Database) -> Result<Self, StoreError> {
        let store = Self::of(db::Db::open(database).await?);
        store.db.migrate().await?;
        Ok(store)
    }

    /// Opens a database to serve it: its tables are brought up to date when nobody else is at work on them. A file is
    /// served by one process, a server by as many as want to.
    ///
    /// # Errors
    /// [`StoreError::ServedAlready`] if another process serves the file; any other if it cannot be opened or migrated.
    pub async fn open_to_serve(database: &Database) -> Result<(Self, Option<Alone>), StoreError> {
        let store = Self::of(db::Db::open(database).await?);
        if store.is_half_copied().await? {
            return Err(StoreError::HalfCopied);
        }
        if database.url.is_postgres() {
            store.db.migrate_to_serve().await?;
            return Ok((store, None));
        }
        let alone = store.serve_alone(&database.url).await?;
        Ok((store, Some(alone)))
    }

    /// Lets go of the database, so that its files are at rest.
    pub async fn close(&self) {
        self.db.close().await;
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
