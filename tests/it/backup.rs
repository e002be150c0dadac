//! A copy of the database is made while Firebell serves it, and served in its place when that is gone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use firebell::store::{Database, Store, StoreError};
use slack_sandbox::{CallFault, CallTrouble};
use sqlx::{Connection as _, SqliteConnection};

use crate::world::{World, told, workspace};

/// Runs `firebell backup`.
fn backs_up(url: &str, file: &Path) -> Output {
    let mut backup = Command::new(env!("CARGO_BIN_EXE_firebell"));
    backup.arg("backup").arg(file).env("FIREBELL_DATABASE__URL", url);
    backup.output().unwrap()
}

fn complaint(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

/// Copies the database of a stage; answers what was said.
fn copies(world: &World, file: &Path) -> String {
    let output = backs_up(world.config.database.url.expose(), file);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).replace(&file.display().to_string(), "FILE").trim().to_owned()
}

/// The machine is lost, and its database with it; another one begins with the backup.
async fn goes_on_with(world: &mut World, backup: &Path) {
    let replicas = world.dies().await;
    let file = Store::file(&world.config.database.url).unwrap();
    for ending in ["-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", file.display()));
    }
    fs::copy(backup, &file).unwrap();
    world.sandbox.clear_faults();
    world.comes_back(replicas).await;
}

#[tokio::test]
async fn every_backup_of_a_busy_database_is_whole_and_holds_all_that_was_said_before() {
    let world = World::start().await;
    let folder = tempfile::tempdir().unwrap();
    let declare = async {
        for number in 1..=60 {
            let declared = world.types_only("alice", "general", "declare sev3 Trouble").await;
            assert!(told(&declared).contains(&format!("INC-{number} is declared")), "{}", told(&declared));
        }
    };
    let back_up = async {
        let mut whole = Vec::new();
        for number in 0..4 {
            let file = folder.path().join(format!("{number}.db"));
            let said_before = world
                .parts()
                .engine
                .store()
                .open_incidents(&workspace(), 1, &firebell::incident::Viewer::Firebell)
                .await
                .unwrap()
                .all;
            let url = world.config.database.url.expose().to_owned();
            let copied = file.clone();
            let output = tokio::task::spawn_blocking(move || backs_up(&url, &copied)).await.unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            whole.push((said_before, incidents_of_a_whole_file(&file).await));
        }
        whole
    };
    let ((), backups) = tokio::join!(declare, back_up);
    assert!(backups.iter().all(|(said_before, kept)| said_before <= kept), "{backups:?}");
    world.sandbox.shutdown().await;
}

/// How many incidents a backup has; each with its number, its timeline and what it owes.
async fn incidents_of_a_whole_file(file: &Path) -> i64 {
    let mut database = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let whole = "SELECT (SELECT COUNT(*) FROM incident), COALESCE((SELECT last_number FROM workspace), 0), \
                 (SELECT COUNT(DISTINCT number) FROM timeline_entry), \
                 (SELECT COUNT(DISTINCT number) FROM outbox), (SELECT COUNT(*) FROM pragma_foreign_key_check)";
    let (incidents, last_number, told, owing, orphans): (i64, i64, i64, i64, i64) =
        sqlx::query_as(whole).fetch_one(&mut database).await.unwrap();
    assert_eq!((last_number, told, owing, orphans), (incidents, incidents, incidents, 0));
    incidents
}

#[tokio::test]
async fn a_backup_says_what_it_holds_and_nothing_is_written_over() {
    let mut world = World::start().await;
    world.declares("alice", "sev1", "Checkout is down").await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    let said = copies(&world, &file);
    assert!(said.starts_with("wrote FILE, ") && said.contains(" KiB: 1 incidents with "), "{said}");
    assert!(said.ends_with(" 0 deliveries owed"), "{said}");
    let before = fs::read(&file).unwrap();
    let refused = complaint(&backs_up(world.config.database.url.expose(), &file));
    assert!(refused.ends_with("backup.db is there already; nothing is written over it"), "{refused}");
    assert!(fs::read(&file).unwrap() == before);

    let nowhere = complaint(&backs_up(world.config.database.url.expose(), Path::new("/nowhere/at/all.db")));
    assert!(nowhere.contains("/nowhere/at/all.db cannot be written: "), "{nowhere}");
    let no_source = complaint(&backs_up("sqlite:///nowhere/firebell.db", &folder.path().join("other.db")));
    assert!(no_source.contains("there is no database sqlite:///nowhere/firebell.db"), "{no_source}");
    let server = complaint(&backs_up("postgres://bell:hidden@db/firebell", &folder.path().join("other.db")));
    assert!(server.contains("pg_dump --format=custom") && !server.contains("hidden"), "{server}");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["backup.db"], "nothing half-written is left behind");
    world.leave().await;
}

#[tokio::test]
async fn what_was_owed_in_a_backup_goes_on_and_what_was_posted_after_it_is_found() {
    let mut world = World::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    let declared = world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    assert!(told(&declared).contains("INC-1 is declared"));
    assert!(copies(&world, &file).ends_with("2 deliveries owed"));
    let limited = CallTrouble::RateLimited { retry_after_seconds: 3600 };
    world.sandbox.add_call_fault(CallFault::on("conversations.create", limited));
    world.settle().await;
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (1, 0));

    goes_on_with(&mut world, &file).await;
    world.advance_minutes(3).await;
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (1, 1));
    assert_eq!(world.state().channel("inc-1-checkout-is-down").unwrap().pins.len(), 1);
    world.types("bob", "general", "declare sev2 Search is slow").await;
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (2, 2));
    assert_eq!(world.given_up().await, [""; 0]);
    world.leave().await;
}

#[tokio::test]
async fn a_line_that_waited_for_its_turn_in_a_backup_is_not_said_again() {
    let (mut world, channel) = World::with_incident("sev1").await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    for severity in ["sev0", "sev2"] {
        world.types_only("bob", &channel, &format!("sev {severity} because of more news")).await;
    }
    copies(&world, &file);
    world.settle().await;
    assert_eq!(world.reads(&channel).matches("the severity of INC-").count(), 2);

    goes_on_with(&mut world, &file).await;
    world.advance_minutes(3).await;
    assert_eq!(world.reads(&channel), "");
    let severity = world.incident(1).await.severity;
    assert!(
        world.panel(&channel).contains(&severity.to_string().to_uppercase()),
        "{}",
        world.panel(&channel)
    );
    world.leave().await;
}

#[tokio::test]
async fn a_backup_beside_the_log_of_the_file_that_it_replaces_is_not_served() {
    let mut world = World::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    copies(&world, &file);
    world.declares("alice", "sev1", "Checkout is down").await;
    let served = Store::file(&world.config.database.url).unwrap();
    let log = |file: &Path| PathBuf::from(format!("{}-wal", file.display()));
    // As it looks when the machine went away in the middle, and only the file itself was replaced.
    fs::copy(log(&served), log(&file)).unwrap();
    let restored = Database::at(format!("sqlite://{}", file.display()));
    let refused = Store::open_to_serve(&restored).await.unwrap_err();
    assert!(matches!(refused, StoreError::LogOfAnother { .. }), "{refused}");
    assert!(refused.to_string().contains("backup.db-wal and the -shm beside it away"), "{refused}");
    fs::remove_file(log(&file)).unwrap();
    let (store, _alone) = Store::open_to_serve(&restored).await.unwrap();
    assert_eq!(store.owed().await.unwrap(), 0);
    world.leave().await;
}
