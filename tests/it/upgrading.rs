//! The tables are brought up to date ahead of a start.

use std::process::{Command, Output, Stdio};

use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};

use crate::world::World;

/// Starts `firebell migrate` on a database.
fn migrating(url: &str) -> Command {
    let mut migrate = Command::new(env!("CARGO_BIN_EXE_firebell"));
    migrate.arg("migrate").env("FIREBELL_DATABASE__URL", url);
    migrate
}

/// What it said, and whether that was good news.
fn said(output: Output, url: &str) -> (bool, String) {
    let words = if output.status.success() { &output.stdout } else { &output.stderr };
    (output.status.success(), String::from_utf8_lossy(words).replace(url, "DATABASE").trim().to_owned())
}

fn migrates(url: &str) -> (bool, String) {
    said(migrating(url).output().unwrap(), url)
}

fn good(words: String) -> (bool, String) {
    (true, words)
}

/// A newer Firebell has added something to the tables.
const NEWER: &str = "INSERT INTO _sqlx_migrations SELECT 9999, description, installed_on, success, checksum, \
                     execution_time FROM _sqlx_migrations WHERE version = 1";

/// The version of the tables that this Firebell needs.
fn newest() -> i64 {
    sqlx::migrate!("./migrations/sqlite").iter().map(|migration| migration.version).max().unwrap()
}

#[tokio::test]
async fn an_old_file_is_brought_up_to_date_once_and_a_newer_one_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (url, newest) = (format!("sqlite://{}", folder.path().join("old.db").display()), newest());
    let mut old = SqliteConnection::connect(&format!("{url}?mode=rwc")).await.unwrap();
    sqlx::migrate!("./migrations/sqlite").run_to(1, &mut old).await.unwrap();
    assert_eq!(
        migrates(&url),
        good(format!("DATABASE: its tables went from version 1 to {newest}")),
        "others may read it meanwhile"
    );
    assert_eq!(migrates(&url), good(format!("DATABASE is up to date: its tables are at version {newest}")));
    old.execute(NEWER).await.unwrap();
    let refused = "firebell: the tables were changed by a newer Firebell, and this one leaves them alone; \
                   run the newer version";
    assert_eq!(migrates(&url), (false, refused.to_owned()));
}

#[tokio::test]
async fn a_file_that_is_served_is_left_alone_and_the_way_out_is_named() {
    let world = World::start().await;
    let (is_done, said) = migrates(world.config.database.url.expose());
    assert!(!is_done && said.contains("another Firebell serves this database already"), "{said}");
    assert!(said.ends_with("stop that one first, or let its next start do it"), "{said}");
    world.finish().await;
}

#[tokio::test]
async fn of_several_who_migrate_a_server_at_once_one_does_it_and_the_others_find_it_done() {
    let Some(server) = test_postgres::database() else { return };
    let start = |_| migrating(&server.url).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started: Vec<_> = (0..4).map(start).collect();
    let mut ended: Vec<_> =
        started.into_iter().map(|one| said(one.wait_with_output().unwrap(), &server.url)).collect();
    ended.sort();
    let newest = newest();
    let found = good(format!("DATABASE is up to date: its tables are at version {newest}"));
    let did = good(format!("DATABASE was empty; its tables are at version {newest} now"));
    assert_eq!(ended, [found.clone(), found.clone(), found, did]);
}

#[tokio::test]
async fn replicas_that_serve_go_on_while_somebody_migrates() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    world.declares("alice", "sev1", "Checkout is down").await;
    let newest = newest();
    assert_eq!(
        migrates(world.config.database.url.expose()),
        good(format!("DATABASE is up to date: its tables are at version {newest}"))
    );
    world.declares("bob", "sev2", "Search is slow").await;
    world.leave().await;
}

#[tokio::test]
async fn a_file_that_a_newer_version_has_changed_is_served() {
    let mut world = World::on_a_file().await;
    world.database().await.execute(NEWER).await.unwrap();
    world.restart().await;
    world.declares("alice", "sev1", "Checkout is down").await;
    world.leave().await;
}

#[tokio::test]
async fn an_older_replica_starts_beside_a_newer_one() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    let mut beside = PgConnection::connect(world.config.database.url.expose()).await.unwrap();
    beside.execute(NEWER).await.unwrap();
    world.restart().await;
    world.declares("alice", "sev1", "Checkout is down").await;
    world.leave().await;
}
