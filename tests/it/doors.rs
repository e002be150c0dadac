//! Callers that hang up, and callers that never finish.

use std::pin::pin;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use firebell::app;
use firebell::clock::Clock;
use futures_util::poll;
use sqlx::Executor as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::knock::{COMMANDS, Knock, declaration};
use crate::world::{PATIENCE, World, noon};

/// What the service answers to somebody who only looks.
pub(crate) async fn looks_at(world: &World, path: &str) -> String {
    answer_of(world.address(), path).await
}

/// The same of whatever listens there.
pub(crate) async fn answer_of(address: &str, path: &str) -> String {
    let mut caller = connection(address).await;
    let request = format!("GET {path} HTTP/1.1\r\nhost: bell\r\nconnection: close\r\n\r\n");
    caller.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    caller.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
    format!("{} {body}", head.split_whitespace().nth(1).expect("an answer has a status"))
}

/// Looks until the answer is this one. What has to connect anew or to try a write may take longer than one look does.
pub(crate) async fn comes_to_answer(address: &str, path: &str, wanted: &str) {
    let mut last = String::new();
    let is_answered = async {
        while last != wanted {
            last = answer_of(address, path).await;
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, is_answered).await;
    assert!(in_time.is_ok(), "{path} still answers {last:?}");
}

#[tokio::test]
async fn being_ready_waits_for_no_writer_and_ends_with_the_database() {
    let world = World::on_a_file().await;
    comes_to_answer(world.address(), "/readyz", "200 ready\n").await;
    let mut busy = world.database().await;
    busy.execute("BEGIN IMMEDIATE").await.unwrap();
    // Somebody writes, and has not ended when the answer is there.
    comes_to_answer(world.address(), "/readyz", "200 ready\n").await;
    busy.execute("COMMIT").await.unwrap();

    world.parts().engine.store().close().await;
    comes_to_answer(world.address(), "/readyz", "503 the database cannot be read\n").await;
    assert_eq!(looks_at(&world, "/healthz").await, "200 ok\n");
    world.sandbox.shutdown().await;
}

pub(crate) async fn connection(address: &str) -> TcpStream {
    TcpStream::connect(address.strip_prefix("http://").unwrap_or(address)).await.unwrap()
}

#[tokio::test]
async fn what_was_asked_for_is_done_at_once_although_the_caller_hangs_up() {
    let mut world = World::on_a_file().await;
    let mut busy = world.database().await;
    busy.execute("BEGIN IMMEDIATE").await.unwrap();
    let declaring = declaration("T0SANDBOX1", "U0ALICE001", "declare sev1 Checkout is down");
    let mut caller = connection(world.address()).await;
    caller.write_all(Knock::signed(COMMANDS, &declaring).request("bell").as_bytes()).await.unwrap();
    while world.parts().background.is_empty() {
        tokio::task::yield_now().await;
    }
    drop(caller);
    // As long as the end of the connection needs to be seen.
    tokio::time::sleep(Duration::from_millis(200)).await;
    busy.execute("COMMIT").await.unwrap();
    world.settle().await;
    world.settle().await;
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (1, 1));
    world.leave().await;
}

#[tokio::test]
async fn a_body_that_does_not_come_is_waited_for_ten_seconds() {
    let world = World::start().await;
    let mut caller = connection(world.address()).await;
    let half =
        "POST /slack/commands HTTP/1.1\r\nhost: bell\r\nconnection: close\r\ncontent-length: 9\r\n\r\nhalf";
    caller.write_all(half.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let answered = tokio::time::timeout(PATIENCE, caller.read_to_string(&mut answer)).await;
    assert!(answered.is_ok(), "it still waits for the caller");
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    world.finish().await;
}

#[tokio::test]
async fn a_request_that_runs_into_a_bug_is_answered_and_the_next_one_is_served() {
    let world = World::start().await;
    // No cadence can be added to the last minute of all time.
    world.clock.advance(DateTime::<Utc>::MAX_UTC - TimeDelta::minutes(1) - noon());
    let now = world.clock.machine_now().timestamp();
    let declaring = declaration("T0SANDBOX1", "U0ALICE001", "declare sev1 Checkout is down");
    assert_eq!(Knock::signed_at(COMMANDS, &declaring, now).at(&world).await, "500");
    let listing = declaration("T0SANDBOX1", "U0ALICE001", "list");
    let answer = Knock::signed_at(COMMANDS, &listing, now).at(&world).await;
    assert!(answer.starts_with("200 ") && answer.contains("No incident is open"), "{answer}");
    world.sandbox.shutdown().await;
}

#[tokio::test]
async fn a_caller_who_never_finishes_does_not_keep_firebell_from_stopping() {
    let world = World::start().await;
    let mut config = world.config.clone();
    let folder = tempfile::tempdir().unwrap();
    config.database.url = format!("sqlite://{}/firebell.db", folder.path().display()).into();
    config.server.listen = "127.0.0.1:0".parse().unwrap();
    let running = app::start(&config, Clock::system()).await.unwrap();
    let mut caller = connection(&running.address.to_string()).await;
    let head =
        "POST /slack/commands HTTP/1.1\r\nhost: bell\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n";
    caller.write_all(head.as_bytes()).await.unwrap();
    let mut go_on = [0; 25];
    caller.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n", "it waits for the body");
    let stopped = tokio::time::timeout(PATIENCE, running.stop()).await;
    assert!(stopped.is_ok(), "it still waits for the caller");
    assert!(poll!(pin!(caller.read_u8())).is_pending(), "who had not been answered by then");
    world.finish().await;
}
