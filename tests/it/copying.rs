//! A history is moved from one database to another by the program, and the story goes on there.

use std::process::{Command, Output, Stdio};
use std::str::FromStr as _;

use firebell::store::{Database, Store};
use insta::assert_snapshot;
use slack_sandbox::{CallFault, CallTrouble};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, PgConnection};

use crate::world::{World, told};

fn copying(from: &str, to: &str) -> Command {
    let mut copy = Command::new(env!("CARGO_BIN_EXE_firebell"));
    copy.args(["copy", "--from", from, "--to", to]);
    copy
}

fn copies(from: &str, to: &str) -> Output {
    copying(from, to).output().unwrap()
}

/// What was printed, without what differs each time.
fn printed(output: &Output, to: &str) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout).replace(to, "DATABASE");
    let without_sum = |line: &str| match line.rsplit_once("  ") {
        Some((row, sum)) if sum.len() == 32 => format!("{row}  SUM"),
        _ => line.to_owned(),
    };
    said.lines().map(without_sum).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_declaration_that_was_interrupted_on_a_file_goes_on_on_a_server() {
    let Some(server) = test_postgres::database() else { return };
    let mut world = World::start().await;
    let declared = world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    assert!(told(&declared).contains("INC-1 is declared"));
    // The announcement is posted, and the channel asked for once.
    let limited = CallTrouble::RateLimited { retry_after_seconds: 30 };
    world.sandbox.add_call_fault(CallFault::on("conversations.create", limited));
    world.settle().await;
    let from = world.config.database.url.expose().to_owned();
    let refused = copies(&from, &server.url);
    let refused = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        refused.contains("a Firebell serves sqlite://") && refused.contains("; stop it first"),
        "{refused}"
    );

    let replicas = world.dies().await;
    world.sandbox.clear_faults();
    assert_snapshot!(printed(&copies(&from, &server.url), &server.url), @"
    table                   rows  checksum on both sides
    workspace                  1  SUM
    incident                   1  SUM
    timeline_entry             2  SUM
    outbox                     1  SUM
    receipt                    1  SUM
    person                     8  SUM
    the ids of deliveries go on after 2
    set [database] url to DATABASE, and leave the old one as it is
    ");
    world.config.database = Database::at(server.url.clone());
    world.comes_back(replicas + 1).await;
    world.advance_minutes(2).await;
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (1, 1));
    assert_eq!(world.state().channel("inc-1-checkout-is-down").unwrap().pins.len(), 1);
    world.types("bob", "general", "declare sev2 Search is slow").await;
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (2, 2));
    assert_eq!(world.given_up().await, [""; 0]);
    world.leave().await;
}

/// A file with a long history.
async fn long_history(url: &str, entries: i64) {
    Store::open(&Database::at(url)).await.unwrap().close().await;
    let mut database = SqliteConnectOptions::from_str(url).unwrap().connect().await.unwrap();
    let fill = format!(
        "INSERT INTO workspace VALUES ('T1', 1); \
         INSERT INTO incident (workspace, number, version, state, is_open, channel, next_reminder_at) \
         VALUES ('T1', 1, 1, '{{}}', 0, '', 9223372036854775807); \
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {entries}) \
         INSERT INTO timeline_entry SELECT 'T1', 1, i, 'entry ' || i FROM n"
    );
    database.execute(sqlx::AssertSqlSafe(fill)).await.unwrap();
    database.close().await.unwrap();
}

#[tokio::test]
async fn a_copy_that_is_killed_goes_on_where_it_stopped() {
    let Some(server) = test_postgres::database() else { return };
    let folder = tempfile::tempdir().unwrap();
    let from = format!("sqlite://{}", folder.path().join("long.db").display());
    long_history(&from, 40_000).await;
    let mut copy = copying(&from, &server.url).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut looking = PgConnection::connect(&server.url).await.unwrap();
    let come_to = "SELECT last_key FROM unfinished_copy WHERE name = 'timeline_entry' AND last_key <> ''";
    let reached: String = loop {
        if let Ok(Some(reached)) = sqlx::query_scalar(come_to).fetch_optional(&mut looking).await {
            break reached;
        }
        assert!(copy.try_wait().unwrap().is_none(), "it ended before it was killed");
    };
    copy.kill().unwrap();
    copy.wait().unwrap();
    let first_written = "SELECT CAST(CAST(xmin AS TEXT) AS BIGINT) FROM timeline_entry WHERE position = 1";
    let before: i64 = sqlx::query_scalar(first_written).fetch_one(&mut looking).await.unwrap();

    let said = printed(&copies(&from, &server.url), &server.url);
    assert!(said.starts_with("went on with a copy that was begun before"), "{said}\n{reached}");
    assert!(said.contains("timeline_entry         40000  SUM"), "{said}");
    let after: i64 = sqlx::query_scalar(first_written).fetch_one(&mut looking).await.unwrap();
    assert_eq!(before, after, "what was there was not written again");
}
