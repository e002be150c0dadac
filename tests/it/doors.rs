//! Callers that hang up, and callers that never finish.

use std::time::Duration;

use firebell::app;
use firebell::clock::Clock;
use sqlx::Executor as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::world::{SECRET, World, noon, user_id};

/// A declaration, as it travels.
fn declaration(user: &str) -> String {
    let body = format!(
        "team_id=T0SANDBOX1&channel_id=C0GENERAL1&user_id={user}&command=/incident\
        &trigger_id=1.2.3&text=declare+sev1+Checkout+is+down"
    );
    let timestamp = noon().timestamp();
    let signature = slack_sandbox::sign(SECRET, timestamp, body.as_bytes());
    format!(
        "POST /slack/commands HTTP/1.1\r\nhost: bell\r\nx-slack-request-timestamp: {timestamp}\r\n\
         x-slack-signature: {signature}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// What the service answers to somebody who only looks.
async fn looks_at(world: &World, path: &str) -> String {
    let mut caller = connection(world.address()).await;
    let request = format!("GET {path} HTTP/1.1\r\nhost: bell\r\nconnection: close\r\n\r\n");
    caller.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    caller.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
    format!("{} {body}", head.split_whitespace().nth(1).expect("an answer has a status"))
}

#[tokio::test]
async fn being_ready_waits_for_no_writer_and_ends_with_the_database() {
    let world = World::start().await;
    assert_eq!(looks_at(&world, "/readyz").await, "200 ready\n");
    let mut busy = world.database().await;
    busy.execute("BEGIN IMMEDIATE").await.unwrap();
    let answer = tokio::time::timeout(Duration::from_secs(2), looks_at(&world, "/readyz")).await;
    assert_eq!(answer.as_deref(), Ok("200 ready\n"), "somebody writes");
    busy.execute("COMMIT").await.unwrap();

    world.parts().engine.store().close().await;
    assert_eq!(looks_at(&world, "/readyz").await, "503 the database cannot be read\n");
    assert_eq!(looks_at(&world, "/healthz").await, "200 ok\n");
    world.sandbox.shutdown().await;
}

async fn connection(address: &str) -> TcpStream {
    TcpStream::connect(address.strip_prefix("http://").unwrap_or(address)).await.unwrap()
}

#[tokio::test]
async fn what_was_asked_for_is_done_at_once_although_the_caller_hangs_up() {
    let mut world = World::start().await;
    let mut busy = world.database().await;
    busy.execute("BEGIN IMMEDIATE").await.unwrap();
    let alice = user_id(&world.state(), "alice");
    let mut caller = connection(world.address()).await;
    caller.write_all(declaration(&alice).as_bytes()).await.unwrap();
    // As long as the request needs to come to the busy database, and the end of the connection to be seen.
    tokio::time::sleep(Duration::from_millis(200)).await;
    drop(caller);
    tokio::time::sleep(Duration::from_millis(200)).await;
    busy.execute("COMMIT").await.unwrap();
    world.settle().await;
    world.settle().await;
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (1, 1));
    world.reads_all();
    world.finish().await;
}

#[tokio::test]
async fn a_caller_who_never_finishes_does_not_keep_firebell_from_stopping() {
    let world = World::start().await;
    let mut config = world.config.clone();
    let folder = tempfile::tempdir().unwrap();
    config.database.url = format!("sqlite://{}/firebell.db", folder.path().display());
    config.server.listen = "127.0.0.1:0".parse().unwrap();
    let running = app::start(&config, Clock::system()).await.unwrap();
    let mut caller = connection(&running.address.to_string()).await;
    let half = "POST /slack/commands HTTP/1.1\r\nhost: bell\r\ncontent-length: 9\r\n\r\nhalf";
    caller.write_all(half.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let stopped = tokio::time::timeout(Duration::from_secs(8), running.stop()).await;
    assert!(stopped.is_ok(), "it still waits for the caller");
    world.finish().await;
}
