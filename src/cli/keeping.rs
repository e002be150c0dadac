//! What an operator does to the database besides serving it.

use std::path::Path;
use std::process::ExitCode;

use anyhow::anyhow;
use sqlx::migrate::MigrateError;

use super::{runtime, settings};
use crate::store::{Backup, BackupError, DatabaseUrl, Store, StoreError, Upgrade};

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

/// Moves a history into another database and says what was moved.
///
/// # Errors
/// If one of the two is served, the new one is not empty, or either fails.
pub fn copy(from: String, to: String) -> anyhow::Result<ExitCode> {
    let (from, to) = (address(from)?, address(to)?);
    let seen = |table: &str| eprintln!("{table} is copied");
    let copied = runtime()?.block_on(Store::copy(&from, &to, seen))?;
    if copied.was_begun {
        println!("went on with a copy that was begun before");
    }
    println!("{:<16}{:>12}  checksum on both sides", "table", "rows");
    for (table, sum) in &copied.tables {
        println!("{table:<16}{:>12}  {sum}", sum.rows);
    }
    println!("the ids of deliveries go on after {}", copied.last_outbox_id);
    println!("set [database] url to {to}, and leave the old one as it is");
    Ok(ExitCode::SUCCESS)
}

fn address(url: String) -> anyhow::Result<DatabaseUrl> {
    let url = DatabaseUrl::from(url);
    let is_known = url.is_postgres() || url.expose().starts_with("sqlite:");
    anyhow::ensure!(is_known, "write a database as in sqlite://file.db or postgres://user@host/name");
    Ok(url)
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
