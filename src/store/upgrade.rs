//! Bringing the tables up to date: at a start, or ahead of one.

use sqlx::migrate::{Migrate, MigrateError};

use super::db::Db;
use super::lock::Alone;
use super::url::Database;
use super::{Store, StoreError};

/// Where a database's own history of its tables stands.
const HISTORY: &str = "_sqlx_migrations";

/// What was done to the tables. A version is the number of the newest migration; 0 where there were no tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upgrade {
    /// How they were found.
    pub from: i64,
    /// How they are now.
    pub to: i64,
}

impl Store {
    /// Brings the tables of a database up to date without serving it. Of several who do so at the same time, one does it;
    /// the others wait, and find it done. A file is left alone while somebody serves it.
    ///
    /// # Errors
    /// [`StoreError::ServedAlready`] if another process serves the file; any other if it cannot be opened or migrated.
    pub async fn bring_up_to_date(database: &Database) -> Result<Upgrade, StoreError> {
        let _alone = Alone::with(&database.url)?;
        let store = Self::of(Db::open(database).await?);
        let upgrade = match store.is_half_copied().await {
            Ok(true) => Err(StoreError::HalfCopied),
            Ok(false) => store.db.migrate().await,
            Err(error) => Err(error),
        };
        store.close().await;
        upgrade
    }
}

/// The newest migration that was applied; a history is begun where there is none.
pub(super) async fn newest(connection: &mut impl Migrate) -> Result<i64, MigrateError> {
    connection.ensure_migrations_table(HISTORY).await?;
    let applied = connection.list_applied_migrations(HISTORY).await?;
    Ok(applied.iter().map(|migration| migration.version).max().unwrap_or(0))
}
