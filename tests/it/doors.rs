//! Callers that hang up, and callers that never finish.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Executor as _};
use tokio::io::AsyncWriteExt as _;
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

async fn connection(address: &str) -> TcpStream {
    TcpStream::connect(address.strip_prefix("http://").unwrap_or(address)).await.unwrap()
}

#[tokio::test]
async fn what_was_asked_for_is_done_at_once_although_the_caller_hangs_up() {
    let mut world = World::start().await;
    let options = SqliteConnectOptions::from_str(&world.config.database.url).unwrap();
    let mut busy = options.connect().await.unwrap();
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
