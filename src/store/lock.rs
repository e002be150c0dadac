//! One process per database file: whoever serves holds a lock beside it, and the system lets go of that when they die.

use std::fs::{File, TryLockError};
use std::path::PathBuf;

use super::url::DatabaseUrl;
use super::{Store, StoreError, db};

/// The right to serve a database alone; it ends when this is dropped, or with the process.
#[derive(Debug)]
pub struct Alone {
    _lock: Option<File>,
}

impl Alone {
    /// Takes the right to be alone with the database at `url`, as far as that can be had: nobody is alone with a server.
    ///
    /// # Errors
    /// [`StoreError::ServedAlready`] if another process has it.
    pub(super) fn with(url: &DatabaseUrl) -> Result<Self, StoreError> {
        Ok(Self { _lock: lock_file(url)?.map(take).transpose()? })
    }
}

impl Store {
    /// Takes the right to serve the database at `url` alone, and brings its tables up to date.
    pub(super) async fn serve_alone(&self, url: &DatabaseUrl) -> Result<Alone, StoreError> {
        let alone = Alone::with(url)?;
        self.db.migrate_to_serve().await?;
        Ok(alone)
    }

    /// Whether somebody serves the database at `url`. The only way to ask is to take the lock for an instant, and that
    /// only beside others who ask.
    ///
    /// # Errors
    /// [`StoreError::Lock`].
    pub(super) fn is_served(url: &DatabaseUrl) -> Result<bool, StoreError> {
        let Some(path) = lock_file(url)?.filter(|path| path.exists()) else { return Ok(false) };
        match File::open(&path).map_err(TryLockError::Error).and_then(|lock| lock.try_lock_shared()) {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(source)) => Err(StoreError::Lock { path, source }),
        }
    }
}

/// The lock beside the database's file; `None` for a database in memory, which nobody else can reach.
fn lock_file(url: &DatabaseUrl) -> Result<Option<PathBuf>, StoreError> {
    let is_a_file = !url.is_postgres() && !url.expose().contains(":memory:");
    is_a_file.then(|| Ok(db::beside(&db::file(url)?, ".lock"))).transpose()
}

fn take(path: PathBuf) -> Result<File, StoreError> {
    let file = File::create(&path).map_err(|source| StoreError::Lock { path: path.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::ServedAlready { path }),
        Err(TryLockError::Error(source)) => Err(StoreError::Lock { path, source }),
    }
}
