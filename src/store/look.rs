//! A look at a database that changes nothing, also while somebody serves it.

use std::path::PathBuf;

use super::db::{Db, reading};
use super::{Store, StoreError, db};

const HAS_HISTORY: &str =
    "SELECT CAST(COUNT(*) AS BIGINT) FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'";
const APPLIED: &str = "SELECT version FROM _sqlx_migrations WHERE success";

/// How the tables stand to what this version needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tables {
    /// As it needs them.
    UpToDate,
    /// Some migrations are still to come.
    Behind {
        /// How many.
        by: usize,
    },
    /// Another version has been at them; this one does not know all of its migrations.
    Ahead,
}

impl Store {
    /// Opens the database at `url`, which has to be there, to read it. Nothing about it is changed.
    ///
    /// # Errors
    /// [`StoreError::NoDatabase`] if it is not there.
    pub async fn open_existing(url: &str) -> Result<Self, StoreError> {
        Ok(Self { db: Db::open_to_read(url).await? })
    }

    /// The file of the database at `url`, there or not.
    ///
    /// # Errors
    /// [`StoreError`] if the address is none.
    pub fn file(url: &str) -> Result<PathBuf, StoreError> {
        db::file(url)
    }

    /// Whether the database can be read.
    ///
    /// # Errors
    /// [`StoreError`] if not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let _tables: i64 = reading!(&self.db, pool => sqlx::query_scalar(HAS_HISTORY).fetch_one(pool).await?);
        Ok(())
    }

    /// How the tables stand.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tables(&self) -> Result<Tables, StoreError> {
        let has_history: i64 =
            reading!(&self.db, pool => sqlx::query_scalar(HAS_HISTORY).fetch_one(pool).await?);
        let applied: Vec<i64> = match has_history {
            0 => Vec::new(),
            _ => reading!(&self.db, pool => sqlx::query_scalar(APPLIED).fetch_all(pool).await?),
        };
        let known: Vec<i64> = db::MIGRATIONS.iter().map(|migration| migration.version).collect();
        if applied.iter().any(|version| !known.contains(version)) {
            return Ok(Tables::Ahead);
        }
        Ok(match known.len() - applied.len() {
            0 => Tables::UpToDate,
            by => Tables::Behind { by },
        })
    }
}
