//! A replica is told to stop, as in a rolling upgrade, while people go on asking.

use slack_sandbox::State;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::doors::{comes_to_answer, connection};
use crate::world::PATIENCE;
use crate::world::process::{self, Process};

/// What spreads the requests has all the time that it may need.
const AN_AGE: (&str, &str) = ("FIREBELL_SERVER__LEAVE_AFTER_SECONDS", "60");

async fn is_declared(sandbox: &slack_sandbox::Sandbox, number: i64) {
    let told = process::types(sandbox, "declare sev3 Checkout is down").await;
    assert!(told.contains(&format!("INC-{number} is declared")), "{told}");
}

#[tokio::test]
async fn nobody_is_refused_while_a_replica_leaves() {
    let Some(server) = test_postgres::database() else { return };
    let sandbox = process::slack().await;
    let stays = Process::serves(&sandbox, &server.url);
    let leaves = Process::serves_with(&sandbox, &server.url, &[AN_AGE]);
    is_declared(&sandbox, 1).await;
    leaves.signal("-TERM");
    comes_to_answer(&leaves.address, "/readyz", "503 it is about to stop\n").await;
    // What spreads the requests has not looked yet.
    is_declared(&sandbox, 2).await;
    // And whoever would keep the connection is told not to.
    let mut caller = connection(&leaves.address).await;
    caller.write_all(b"GET /healthz HTTP/1.1\r\nhost: bell\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    caller.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains("connection: close"), "{answer}");
    // Now it has.
    sandbox.set_app_url(&stays.address);
    is_declared(&sandbox, 3).await;
    // Told once more, it waits for nobody.
    leaves.signal("-TERM");
    assert!(leaves.ends().await);
    is_declared(&sandbox, 4).await;
    let is_all_done = |state: &State| {
        let channels = state.channels.iter().filter(|channel| channel.name.starts_with("inc-"));
        let is_announced = state.channel("incidents").unwrap().messages.len() == 4;
        is_announced && channels.filter(|channel| channel.pins.len() == 1).count() == 4
    };
    assert!(sandbox.changed_until(is_all_done, PATIENCE).await);
    sandbox.shutdown().await;
}
