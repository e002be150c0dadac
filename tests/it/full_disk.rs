//! The disk is full: people are told, nothing that was promised is lost, and everything goes on when there is room.

use std::fs;
use std::path::Path;
use std::process::Command;

use slack_sandbox::{Click, Options, State};
use sqlx::{Connection as _, Executor as _, PgConnection};

use crate::doors::{comes_to_answer, looks_at};
use crate::world::process::{self, Process};
use crate::world::{PATIENCE, World, told, workspace};

const TROUBLE: &str = "Something went wrong on my side and nothing was saved. Please try again";

/// Every table.
const TABLES: [&str; 6] = ["workspace", "incident", "timeline_entry", "outbox", "receipt", "person"];

/// A server on which nothing more can be written, and then can again.
async fn fills_up(disk: &mut PgConnection) {
    let full = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; \
                END $$";
    disk.execute(full).await.unwrap();
    for table in TABLES {
        let trigger = format!(
            "CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION full_disk()"
        );
        disk.execute(sqlx::AssertSqlSafe(trigger)).await.unwrap();
    }
}

async fn has_room(disk: &mut PgConnection) {
    disk.execute("DROP FUNCTION full_disk CASCADE").await.unwrap();
}

#[tokio::test]
async fn while_a_servers_disk_is_full_people_are_told_and_then_everything_goes_on() {
    let slacks_own = |options: &mut Options| options.ack_deadline = Options::default().ack_deadline;
    let Some(mut world) = World::with_replicas_and(1, |_| {}, slacks_own).await else { return };
    let channel = world.declares("alice", "sev2", "Checkout is down").await;
    let panel = world.with_action(&channel, "take:commander");
    let press = || Click::message("bob", &channel, &panel, "take:commander");
    let mut disk = PgConnection::connect(world.config.database.url.expose()).await.unwrap();

    // What was promised before is still owed.
    world.types_only("carol", "general", "declare sev2 Mail is late").await;
    fills_up(&mut disk).await;
    // Nobody has noticed yet.
    comes_to_answer(world.address(), "/readyz", "200 ready\n").await;
    let typed = world.types_only("carol", "general", "declare sev1 Search is slow").await;
    let said = told(&typed);
    assert!(said.contains(TROUBLE) && said.contains("declare sev1 Search is slow"), "{said}");
    let pressed = world.sandbox.click(press()).await.unwrap();
    assert_eq!(pressed.error, None, "it was answered in time");
    comes_to_answer(world.address(), "/readyz", "503 the database cannot be written\n").await;
    assert!(looks_at(&world, "/readyz").await.starts_with("503 "), "and still not");
    assert_eq!(looks_at(&world, "/healthz").await, "200 ok\n");

    has_room(&mut disk).await;
    comes_to_answer(world.address(), "/readyz", "200 ready\n").await;
    world.settle().await;
    assert!(world.last_whisper("bob", &channel).contains(TROUBLE), "{}", world.last_whisper("bob", &channel));
    assert!(world.incident(2).await.places.channel.is_some(), "what was promised is done");
    world.presses(press()).await;
    assert_eq!(world.reads(&channel).matches("is now *Incident commander*").count(), 1);
    world.types("carol", "general", "declare sev1 Search is slow").await;
    assert!(world.incident(3).await.places.channel.is_some(), "no number was lost");
    let open = world
        .parts()
        .engine
        .store()
        .open_incidents(&workspace(), 9, &firebell::incident::Viewer::Firebell)
        .await
        .unwrap()
        .all;
    assert_eq!((open, world.messages("incidents").len()), (3, 3));
    world.leave().await;
}

/// From now on no file of the process grows beyond so many bytes.
fn files_may_grow_to(process: &Process, bytes: &str) {
    let limit = format!("--fsize={bytes}:");
    let limited = Command::new("prlimit").args(["--pid", &process.id(), &limit]).status().unwrap();
    assert!(limited.success());
}

fn size(file: &str) -> String {
    fs::metadata(Path::new(file)).unwrap().len().to_string()
}

#[tokio::test]
async fn while_a_file_cannot_grow_people_are_told_and_then_everything_goes_on() {
    if Command::new("prlimit").arg("--version").output().is_err() {
        println!("skipped: there is no prlimit, with which a file is kept from growing");
        return;
    }
    let sandbox = process::slack().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("firebell.db").display().to_string();
    let process = Process::serves(&sandbox, &format!("sqlite://{file}"));
    let is_done = |number: usize| {
        move |state: &State| {
            let channels = state.channels.iter().filter(|channel| channel.name.starts_with("inc-"));
            channels.filter(|channel| channel.pins.len() == 1).count() == number
        }
    };
    assert!(process::types(&sandbox, "declare sev3 First").await.contains("INC-1 is declared"));
    assert!(sandbox.changed_until(is_done(1), PATIENCE).await);

    files_may_grow_to(&process, &size(&format!("{file}-wal")));
    for _ in 0..2 {
        let said = process::types(&sandbox, "declare sev3 Second").await;
        assert!(said.contains(TROUBLE) && said.contains("declare sev3 Second"), "{said}");
    }
    comes_to_answer(&process.address, "/readyz", "503 the database cannot be written\n").await;
    let listed = process::types(&sandbox, "list").await;
    assert!(!listed.contains(TROUBLE), "what is there can be read: {listed}");

    files_may_grow_to(&process, "unlimited");
    comes_to_answer(&process.address, "/readyz", "200 ready\n").await;
    let said = process::types(&sandbox, "declare sev3 Second").await;
    assert!(said.contains("INC-2 is declared"), "{said}");
    assert!(sandbox.changed_until(is_done(2), PATIENCE).await);
    sandbox.shutdown().await;
}
