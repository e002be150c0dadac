//! What an operator does to the database besides serving it.

use std::path::Path;
use std::process::ExitCode;

use anyhow::anyhow;
use sqlx::migrate::MigrateError;

use super::{runtime, settings};
use crate::store::{Backup, BackupError, Store, StoreError, Upgrade};

/// Brings the tables up to date and says what it did.
///
/// # Errors
/// If another process serves the database's file, or it cannot be opened or migrated.
pub fn migrate(config: Option<&Path>) -> anyhow::Result<ExitCode> {
    let database = settings(config)?.database;
    let url = &database.url;
    let upgrade = runtime()?.block_on(Store::bring_up_to_date(&database)).map_err(with_mend)?;
    match upgrade {
        Upgrade { from: 0, to } => println!("{url} was empty; its tables are at version {to} now"),
        Upgrade { from, to } if from == to => println!("{url} is up to date: its tables are at version {to}"),
        Upgrade { from, to } => println!("{url}: its tables went from version {from} to {to}"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Copies a SQLite database into `file` and says what it wrote.
///
/// # Errors
/// If the file is there already or cannot be written, or the database is a server's or cannot be read.
pub fn backup(file: &Path, config: Option<&Path>) -> anyhow::Result<ExitCode> {
    let url = settings(config)?.database.url;
    match runtime()?.block_on(Store::back_up(&url, file)) {
        Ok(backup) => {
            let Backup { bytes, incidents, timeline_entries, owed } = backup;
            println!(
                "wrote {}, {} KiB: {incidents} incidents with {timeline_entries} timeline entries, {owed} deliveries owed",
                file.display(),
                bytes.div_ceil(1024)
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(error @ BackupError::Server { .. }) => {
            Err(anyhow!("{error}: pg_dump --format=custom --file={} '{url}'", file.display()))
        }
        Err(error) => Err(error.into()),
    }
}

/// The failure, and what to do about it where that is known.
fn with_mend(error: StoreError) -> anyhow::Error {
    match error {
        StoreError::ServedAlready { .. } => {
            anyhow!("{error}; stop that one first, or let its next start do it")
        }
        StoreError::Migration(MigrateError::VersionMissing(_)) => anyhow!(
            "the tables were changed by a newer Firebell, and this one leaves them alone; run the newer version"
        ),
        error => error.into(),
    }
}
