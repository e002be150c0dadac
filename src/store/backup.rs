//! A copy of a SQLite file, made while somebody serves it, that can be served in its place.
//!
//! The copy is the database as it was at one instant, and no writer waits for it. It gets its name only when it is whole,
//! was read through and is on the disk. Whoever serves it later cannot know what was done after that instant; so all that
//! is owed in it counts as tried once more, and each post looks for itself in Slack before it is made.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, SqliteConnection};

use super::url::DatabaseUrl;
use super::{Store, StoreError, db};

const COPY: &str = "VACUUM INTO $1";
const READ_THROUGH: &str = "PRAGMA integrity_check(1)";
const MAY_HAVE_BEEN_TRIED: &str =
    "UPDATE outbox SET attempts = attempts + 1, lease_owner = '', lease_until = 0 WHERE state = 'owed'";
const CONTENTS: &str = "SELECT (SELECT COUNT(*) FROM incident), (SELECT COUNT(*) FROM timeline_entry), \
    (SELECT COUNT(*) FROM outbox WHERE state = 'owed')";

/// Where a file says how it is written, and what it says there if it is not by a log beside it. (SQLite's file format,
/// "File format version numbers".)
const WRITTEN_BY: usize = 18;
const NO_LOG: u8 = 1;

/// What was backed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backup {
    /// How large it is.
    pub bytes: u64,
    /// How many incidents it holds.
    pub incidents: i64,
    /// How many entries their timelines have.
    pub timeline_entries: i64,
    /// How many deliveries were owed.
    pub owed: i64,
}

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A server has its own ways.
    #[error("{url} is on a server, which has its own program for that")]
    Server {
        /// Which one.
        url: DatabaseUrl,
    },
    /// Nothing is written over.
    #[error("{} is there already; nothing is written over it", file.display())]
    Exists {
        /// Which file.
        file: PathBuf,
    },
    /// The file could not be written.
    #[error("{} cannot be written: {source}", file.display())]
    Write {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What was copied is damaged.
    #[error("the database is damaged, and so would the backup be: {0}")]
    Damaged(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Copies the file of the database at `url` to `file`, which must not be there, also while somebody serves it.
    ///
    /// # Errors
    /// [`BackupError`]; then there is no `file`.
    pub async fn back_up(url: &DatabaseUrl, file: &Path) -> Result<Backup, BackupError> {
        if url.is_postgres() {
            return Err(BackupError::Server { url: url.clone() });
        }
        if !db::file(url)?.exists() {
            return Err(StoreError::NoDatabase { url: url.to_string() }.into());
        }
        if file.symlink_metadata().is_ok() {
            return Err(BackupError::Exists { file: file.to_owned() });
        }
        let cannot_write = |source| BackupError::Write { file: file.to_owned(), source };
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let partial = tempfile::Builder::new()
            .prefix(&format!(".{name}.partial-"))
            .tempfile_in(folder)
            .map_err(cannot_write)?;
        let mut backup = copied(url, partial.path()).await?;
        partial.as_file().sync_all().map_err(cannot_write)?;
        backup.bytes = partial.as_file().metadata().map_err(cannot_write)?.len();
        partial.persist_noclobber(file).map_err(|refused| match refused.error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::Exists { file: file.to_owned() },
            _ => cannot_write(refused.error),
        })?;
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(cannot_write)?;
        Ok(backup)
    }
}

/// Copies the database into an empty file, and sees what it became.
async fn copied(url: &DatabaseUrl, file: &Path) -> Result<Backup, BackupError> {
    let from = SqliteConnectOptions::from_str(url.expose())?.create_if_missing(false);
    let mut from = from.busy_timeout(db::BUSY_TIMEOUT).connect().await?;
    sqlx::query(COPY).bind(file.to_string_lossy().as_ref()).execute(&mut from).await?;
    from.close().await?;
    let mut copy = SqliteConnectOptions::new().filename(file).connect().await?;
    let backup = looked_through(&mut copy).await?;
    copy.close().await?;
    Ok(backup)
}

async fn looked_through(copy: &mut SqliteConnection) -> Result<Backup, BackupError> {
    let damage: String = sqlx::query_scalar(READ_THROUGH).fetch_one(&mut *copy).await?;
    if damage != "ok" {
        return Err(BackupError::Damaged(damage));
    }
    copy.execute(MAY_HAVE_BEEN_TRIED).await?;
    let (incidents, timeline_entries, owed) = sqlx::query_as(CONTENTS).fetch_one(copy).await?;
    Ok(Backup { bytes: 0, incidents, timeline_entries, owed })
}

/// Refuses a file beside which the log of another one stands, as when a backup was put in the place of a file whose log
/// was forgotten: SQLite would write that log over it.
pub(super) fn refuse_the_log_of_another(file: &Path) -> Result<(), StoreError> {
    let log = db::beside(file, "-wal");
    let has_log = fs::metadata(&log).is_ok_and(|log| log.len() > 0);
    if has_log && written_by(file).is_ok_and(|version| version == NO_LOG) {
        return Err(StoreError::LogOfAnother { file: file.to_owned(), log });
    }
    Ok(())
}

fn written_by(file: &Path) -> io::Result<u8> {
    let mut head = [0; WRITTEN_BY + 1];
    File::open(file)?.read_exact(&mut head)?;
    Ok(head[WRITTEN_BY])
}
