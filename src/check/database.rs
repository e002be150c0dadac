//! The database: whether it is there and can be written, how its tables stand, who serves it, and what was given up.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

use super::Finding;
use crate::config::Config;
use crate::incident::Viewer;
use crate::store::{Database, GivenUp, Store, StoreError, Tables, TriedOften, Unreadable};

/// How many given-up deliveries are named.
const MOST_GIVEN_UP: i64 = 10;
/// How many deliveries are named that do not succeed.
const MOST_TRIED_OFTEN: i64 = 10;
/// From how many tries on a delivery does not just wait for something; they take half a minute.
const OFTEN: i64 = 6;

/// What to do where a file cannot be made or written.
const LET_IT_WRITE: &str = "make its folder, let the user that runs Firebell write there, and see that the disk has room ([database] url)";

pub(super) async fn findings(config: &Config) -> Vec<Finding> {
    let database = &config.database;
    let mut findings = Vec::new();
    match Store::open_existing(database).await {
        Ok(store) => {
            if let Err(error) = existing(config, &store, &mut findings).await {
                findings.push(cannot_be_read(database, &error));
            }
            store.close().await;
        }
        Err(StoreError::NoDatabase { .. }) => findings.push(not_there_yet(database)),
        Err(error) => findings.push(cannot_be_read(database, &error)),
    }
    findings
}

async fn existing(config: &Config, store: &Store, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let database = &config.database;
    let tables = store.tables().await?;
    let served_by = store.served_by(&database.url).await?;
    findings.extend([writable(database, store).await?, standing(tables), served(served_by)]);
    match tables {
        Tables::UpToDate => rows(config, store, findings).await,
        Tables::Behind { .. } | Tables::HalfCopied => Ok(()),
        Tables::Ahead => {
            if let Err(error) = rows(config, store, findings).await {
                findings.push(Finding::bad(
                    format!("not all that they hold can be read: {error}"),
                    "the data is sound as far as anybody knows: ask the newer version's `firebell check`",
                ));
            }
            Ok(())
        }
    }
}

async fn rows(config: &Config, store: &Store, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let workspace = &config.slack.workspace;
    findings.push(Finding::good(format!("{} deliveries are owed", store.owed().await?)));
    let tried_often = store.tried_often(workspace, OFTEN, MOST_TRIED_OFTEN).await?;
    findings.extend(tried_often.iter().map(tried_often_finding));
    findings.extend(unreadable(config, store).await?);
    let given_up = store.given_up(workspace, MOST_GIVEN_UP).await?;
    findings.extend(given_up.iter().map(given_up_finding));
    Ok(())
}

fn cannot_be_read(Database { url, .. }: &Database, error: &StoreError) -> Finding {
    let mend = if url.is_postgres() {
        "see that the server runs, that this machine reaches it, and that it lets this user in ([database] url)"
    } else {
        "let the user that runs Firebell read it; if the file is damaged, go back to a backup"
    };
    Finding::bad(format!("the database {url} cannot be read: {error}"), mend)
}

fn not_there_yet(Database { url, .. }: &Database) -> Finding {
    if url.is_postgres() {
        let mend =
            "make it with CREATE DATABASE, empty and owned by Firebell's user; the first start does the rest";
        return Finding::bad(format!("the server has no database {url}"), mend);
    }
    let written = Store::file(url)
        .map_err(|error| error.to_string())
        .and_then(|file| files_can_be_made_beside(&file).map_err(|error| error.to_string()));
    match written {
        Ok(()) => Finding::good(format!("there is no database {url} yet; the first start makes it")),
        Err(error) => {
            Finding::bad(format!("there is no database {url}, and it cannot be made: {error}"), LET_IT_WRITE)
        }
    }
}

async fn writable(Database { url, .. }: &Database, store: &Store) -> Result<Finding, StoreError> {
    if url.is_postgres() {
        return Ok(if store.may_write().await? {
            Finding::good(format!("the database {url} can be read and written"))
        } else {
            Finding::bad(
                format!("the database {url} can be read but not written"),
                "let Firebell's user own the database, and connect to the primary server ([database] url)",
            )
        });
    }
    let file = Store::file(url)?;
    let written = OpenOptions::new().write(true).open(&file).and_then(|_| files_can_be_made_beside(&file));
    Ok(match written {
        Ok(()) => Finding::good(format!("the database {url} can be read and written")),
        Err(error) => {
            Finding::bad(format!("the database {url} can be read but not written: {error}"), LET_IT_WRITE)
        }
    })
}

/// Tries it with a file without a name, which nobody sees and which is gone at once.
fn files_can_be_made_beside(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    tempfile::tempfile_in(folder.unwrap_or(Path::new("."))).map(drop)
}

fn standing(tables: Tables) -> Finding {
    match tables {
        Tables::UpToDate => Finding::good("its tables are up to date"),
        Tables::Behind { by } => {
            Finding::good(format!("migrations pending: {by}; the next start applies them"))
        }
        Tables::HalfCopied => Finding::bad(
            "it holds an unfinished copy of another database, so Firebell does not start on it",
            "run the same `firebell copy` again; it goes on where it stopped",
        ),
        Tables::Ahead => {
            Finding::good("its tables were changed by a newer Firebell; this one serves them as they are")
        }
    }
}

fn served(by: i64) -> Finding {
    Finding::good(match by {
        0 => "no Firebell serves it now".to_owned(),
        1 => "a running Firebell serves it".to_owned(),
        by => format!("{by} running Firebells serve it"),
    })
}

async fn unreadable(config: &Config, store: &Store) -> Result<Vec<Finding>, StoreError> {
    let open = store.open_incidents(&config.slack.workspace, i64::MAX, &Viewer::Firebell).await?;
    let finding = |incident: &Unreadable| {
        Finding::bad(
            format!("{} is open and cannot be read: {}", incident.number, incident.why),
            "a newer Firebell has probably written it: run that version again",
        )
    };
    Ok(open.unreadable.iter().map(finding).collect())
}

fn tried_often_finding(work: &TriedOften) -> Finding {
    let TriedOften { number, errand, attempts, last_error } = work;
    Finding::bad(
        format!("INC-{number}: '{errand}' was tried {attempts} times and is still owed: {last_error}"),
        "it is tried again by itself: mend what stands in its way",
    )
}

fn given_up_finding(work: &GivenUp) -> Finding {
    let GivenUp { number, errand, attempts, last_error, .. } = work;
    Finding::bad(
        format!("INC-{number}: '{errand}' was given up at try {attempts}: {last_error}"),
        "do it by hand in Slack",
    )
}
