//! The database behind the store: one enum over typed pools, one SQL text for all of them.
//!
//! A statement is a `const` text with `$n` placeholders. What writes goes through [`Tx::run`], in batches; what only reads
//! through [`reading!`], whose body is type-checked for each database.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::batch::{Answers, Batch, Statement};
use super::listener::{self, Word};
use super::postgres::{Server, Transaction};
use super::upgrade::Upgrade;
use super::url::{Database, DatabaseUrl};
use super::writer::{Part, Writer};
use super::writes::Writes;
use super::{StoreError, backup};

/// How long a statement waits for another one's lock before it fails.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The history of SQLite's tables.
static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("./migrations/sqlite");
/// The history of PostgreSQL's: the same numbers for the same changes.
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("./migrations/postgres");

/// The pools of one database.
#[derive(Debug, Clone)]
pub(super) enum Db {
    /// SQLite: one connection that writes, some that only read.
    Sqlite {
        /// Writes, one part of a transaction at a time.
        writer: Writer,
        /// Reads, beside the writer.
        readers: SqlitePool,
    },
    /// PostgreSQL, which several processes share.
    Postgres(Server),
}

/// One transaction. Dropped before its end, it never happened.
pub(super) enum Tx {
    Sqlite(Part),
    Postgres(Transaction),
}

/// Waits for `$query` with `$pool` bound to the pool for reading.
macro_rules! reading {
    ($db:expr, $pool:ident => $query:expr) => {
        match $db {
            $crate::store::db::Db::Sqlite { readers: $pool, .. } => {
                $query.await.map_err($crate::store::StoreError::from)
            }
            $crate::store::db::Db::Postgres(server) => {
                let $pool = server.pool();
                server.in_time($query).await
            }
        }
    };
}
pub(super) use reading;

impl Db {
    /// Opens the database as it is. A file is made if it is missing; a server has to have it.
    pub(super) async fn open(database: &Database) -> Result<Self, StoreError> {
        if database.url.is_postgres() {
            return Ok(Self::Postgres(Server::open(database).await?));
        }
        backup::refuse_the_log_of_another(&file(&database.url)?)?;
        let options = SqliteConnectOptions::from_str(database.url.expose())?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A commit survives power loss; WAL's usual NORMAL would only survive a crash of the process.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        // What a savepoint needs to be undone stays in memory; else SQLite makes a file for it, again and again.
        let writer = Writer::connect(options.clone().pragma("temp_store", "memory")).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            // A connection to a file does not go stale, and asking it first would double the way of every read.
            .test_before_acquire(false)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self::Sqlite { writer, readers })
    }

    /// Opens the database as it is, to read it; it has to be there. Nobody has a file open unless its log is there: without
    /// one it is read as a file at rest, so that not even the log is made.
    pub(super) async fn open_to_read(database: &Database) -> Result<Self, StoreError> {
        if database.url.is_postgres() {
            return Ok(Self::Postgres(Server::open_to_read(database).await?));
        }
        let file = file(&database.url)?;
        if !file.exists() {
            return Err(StoreError::NoDatabase { url: database.url.to_string() });
        }
        let is_at_rest = !beside(&file, "-wal").exists();
        let options = SqliteConnectOptions::from_str(database.url.expose())?
            .read_only(true)
            .immutable(is_at_rest)
            .busy_timeout(BUSY_TIMEOUT);
        let readers = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        Ok(Self::Sqlite { writer: Writer::none(options), readers })
    }

    /// The history of the tables.
    pub(super) fn migrations(&self) -> &'static Migrator {
        match self {
            Self::Sqlite { .. } => &SQLITE_MIGRATIONS,
            Self::Postgres(_) => &POSTGRES_MIGRATIONS,
        }
    }

    /// Asks whether there is a table of that name; answers 0 where not.
    pub(super) fn has_table(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => {
                "SELECT CAST(COUNT(*) AS BIGINT) FROM sqlite_master \
                 WHERE type = 'table' AND name = $1"
            }
            Self::Postgres(_) => {
                "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_tables \
                 WHERE schemaname = current_schema() AND tablename = $1"
            }
        }
    }

    /// Brings the tables up to date.
    pub(super) async fn migrate(&self) -> Result<Upgrade, StoreError> {
        match self {
            Self::Sqlite { writer, .. } => writer.migrate(self.migrations()).await,
            Self::Postgres(server) => server.migrate(self.migrations()).await,
        }
    }

    /// The same before it is served. Tables that a newer version has changed are served as they are: versions only add to
    /// them, so that an older one that runs beside it, or comes back after it, can start.
    pub(super) async fn migrate_to_serve(&self) -> Result<(), StoreError> {
        let newest = self.migrations().iter().map(|migration| migration.version).max().unwrap_or(0);
        match self.migrate().await {
            Err(StoreError::Migration(MigrateError::VersionMissing(version))) if version > newest => {
                tracing::warn!(
                    version,
                    newest,
                    "The tables were changed by a newer Firebell; they are left as they are"
                );
                Ok(())
            }
            done => done.map(drop),
        }
    }

    /// Begins a transaction that may write. SQLite takes the write lock at once: one that reads first and writes later
    /// fails if somebody else wrote in between. On PostgreSQL, what is read to be changed is locked by the reading.
    pub(super) async fn begin(&self) -> Result<Tx, StoreError> {
        match self {
            Self::Sqlite { writer, .. } => Ok(Tx::Sqlite(writer.begin().await?)),
            Self::Postgres(server) => Ok(Tx::Postgres(server.begin().await?)),
        }
    }

    /// Whether writes have failed.
    pub(super) fn writes(&self) -> &Writes {
        match self {
            Self::Sqlite { writer, .. } => writer.writes(),
            Self::Postgres(server) => server.writes(),
        }
    }

    /// Lets go of every connection, and runs a last statement when nobody can write any more. The other processes are told.
    pub(super) async fn close_after(&self, last: Statement, word: Word) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close_after(last).await
            }
            Self::Postgres(server) => {
                server.close().await;
                server.run_apart([last, listener::tell(word)]).await
            }
        }
    }

    /// Lets go of every connection.
    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(server) => server.close().await,
        }
    }
}

/// The file of the database at `url`, by its own name: whoever comes by a link has to find the same log and lock beside it.
pub(super) fn file(url: &DatabaseUrl) -> Result<PathBuf, StoreError> {
    let named = SqliteConnectOptions::from_str(url.expose())?.get_filename().to_owned();
    Ok(named.canonicalize().ok().or_else(|| to_be_made(&named)).unwrap_or(named))
}

/// The own name of a file that is not there yet, in a folder that is.
fn to_be_made(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    Some(folder.unwrap_or(Path::new(".")).canonicalize().ok()?.join(file.file_name()?))
}

/// What stands beside a file, under its name and `ending`.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

impl Tx {
    /// Runs statements, one after the other, up to the first that fails.
    pub(super) async fn run(&mut self, batch: impl Into<Batch>) -> Result<Answers, StoreError> {
        match self {
            Self::Sqlite(part) => part.run(batch.into()).await,
            Self::Postgres(transaction) => transaction.run(batch.into()).await,
        }
    }

    /// Tells the other processes, if there can be any.
    pub(super) async fn tell(&mut self, word: Word) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(transaction) => transaction.run(listener::tell(word).into()).await.map(drop),
        }
    }

    /// Ends it: what a failure has done so far never happened. The answer is the one that was given, or that it could
    /// not be kept.
    pub(super) async fn end<T, E: From<StoreError>>(self, result: Result<T, E>) -> Result<T, E> {
        match self {
            Self::Sqlite(part) => part.end(result).await,
            Self::Postgres(transaction) => transaction.end(result).await,
        }
    }
}
