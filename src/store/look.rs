//! A look at a database that changes nothing, also while somebody serves it.

use std::path::PathBuf;

use super::db::{Db, reading};
use super::postgres::LISTENER;
use super::url::{Database, DatabaseUrl};
use super::{Store, StoreError, copy, db};

const APPLIED: &str = "SELECT version FROM _sqlx_migrations WHERE success";

// Where the tables are not there yet, whoever starts has to make them.
const MAY_WRITE: &str = "SELECT NOT pg_is_in_recovery() AND CASE WHEN to_regclass('incident') IS NULL \
    THEN COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false) \
    ELSE has_table_privilege('incident', 'INSERT') AND has_table_privilege('incident', 'UPDATE') END";
const SERVED_BY: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_stat_activity \
    WHERE datname = current_database() AND application_name = $1";

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
    /// They hold a part of another database: somebody began to copy it here.
    HalfCopied,
    /// Another version has been at them; this one does not know all of its migrations.
    Ahead,
}

impl Store {
    /// Opens a database, which has to be there, to read it. Nothing about it is changed.
    ///
    /// # Errors
    /// [`StoreError::NoDatabase`] if it is not there.
    pub async fn open_existing(database: &Database) -> Result<Self, StoreError> {
        Ok(Self::of(Db::open_to_read(database).await?))
    }

    /// The file of a SQLite database, there or not.
    ///
    /// # Errors
    /// [`StoreError`] if the address is none.
    pub fn file(url: &DatabaseUrl) -> Result<PathBuf, StoreError> {
        db::file(url)
    }

    /// Whether the database can be read.
    ///
    /// # Errors
    /// [`StoreError`] if not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.has_history().await.map(drop)
    }

    /// How the tables stand.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tables(&self) -> Result<Tables, StoreError> {
        if self.is_half_copied().await? {
            return Ok(Tables::HalfCopied);
        }
        let applied: Vec<i64> = if self.has_history().await? {
            reading!(&self.db, pool => sqlx::query_scalar(APPLIED).fetch_all(pool))?
        } else {
            Vec::new()
        };
        let known: Vec<i64> = self.db.migrations().iter().map(|migration| migration.version).collect();
        if applied.iter().any(|version| !known.contains(version)) {
            return Ok(Tables::Ahead);
        }
        Ok(match known.len() - applied.len() {
            0 => Tables::UpToDate,
            by => Tables::Behind { by },
        })
    }

    /// Whether this user may change what is in a server's database, as far as can be seen without doing it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn may_write(&self) -> Result<bool, StoreError> {
        match &self.db {
            Db::Sqlite { .. } => Ok(true),
            Db::Postgres(server) => {
                server.in_time(sqlx::query_scalar(MAY_WRITE).fetch_one(server.pool())).await
            }
        }
    }

    /// How many Firebells serve the database.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn served_by(&self, url: &DatabaseUrl) -> Result<i64, StoreError> {
        match &self.db {
            Db::Sqlite { .. } => Ok(i64::from(Self::is_served(url)?)),
            Db::Postgres(server) => {
                let asked = sqlx::query_scalar(SERVED_BY).bind(LISTENER).fetch_one(server.pool());
                server.in_time(asked).await
            }
        }
    }

    async fn has_history(&self) -> Result<bool, StoreError> {
        self.has("_sqlx_migrations").await
    }

    /// Whether somebody began to copy another database into this one.
    pub(super) async fn is_half_copied(&self) -> Result<bool, StoreError> {
        self.has(copy::UNFINISHED).await
    }

    async fn has(&self, table: &'static str) -> Result<bool, StoreError> {
        let sql = self.db.has_table();
        let tables: i64 = reading!(&self.db, pool => sqlx::query_scalar(sql).bind(table).fetch_one(pool))?;
        Ok(tables > 0)
    }
}
