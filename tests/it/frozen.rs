//! The program itself hangs, as when its machine is starved or its container frozen, and wakes again.

use std::time::Duration;

use slack_sandbox::{CallFault, CallTrouble, State, When};
use sqlx::{Connection as _, PgConnection};

use crate::doors::answer_of;
use crate::world::process::{self, Process};

#[tokio::test]
async fn a_replica_that_was_frozen_does_nothing_with_what_another_has_taken_over() {
    let Some(server) = test_postgres::database() else { return };
    let sandbox = process::slack().await;
    let other = Process::serves(&sandbox, &server.url);
    let frozen = Process::serves(&sandbox, &server.url);
    // The announcement is posted, and whoever posted it never hears of that before it stops.
    let unheard = CallTrouble::Latency { milliseconds: 2_000, when: When::AfterWork };
    sandbox.add_call_fault(CallFault::on("chat.postMessage", unheard));
    assert!(process::types(&sandbox, "declare sev3 Checkout is down").await.contains("INC-1 is declared"));
    let is_announced = |state: &State| !state.channel("incidents").unwrap().messages.is_empty();
    assert!(sandbox.changed_until(is_announced, Duration::from_secs(20)).await);
    frozen.signal("-STOP");
    sandbox.clear_faults();
    sandbox.set_app_url(&other.address);
    assert!(process::types(&sandbox, "declare sev3 Search is slow").await.contains("INC-2 is declared"));

    // A minute passes for its leases.
    let mut database = PgConnection::connect(&server.url).await.unwrap();
    let run_out = "UPDATE outbox SET lease_until = 1 WHERE lease_until > 0 AND number = 1";
    sqlx::query(run_out).execute(&mut database).await.unwrap();
    let is_done = |state: &State| {
        let channels = state.channels.iter().filter(|channel| channel.name.starts_with("inc-"));
        channels.filter(|channel| channel.pins.len() == 1).count() == 2
    };
    assert!(sandbox.changed_until(is_done, Duration::from_secs(30)).await);
    frozen.signal("-CONT");
    assert_eq!(answer_of(&frozen.address, "/readyz").await, "200 ready\n", "it has come to itself");
    sandbox.set_app_url(&frozen.address);
    assert!(process::types(&sandbox, "declare sev3 Mail is late").await.contains("INC-3 is declared"));
    let is_all_done = |state: &State| {
        let channels = state.channels.iter().filter(|channel| channel.name.starts_with("inc-"));
        let is_announced = state.channel("incidents").unwrap().messages.len() > 2;
        is_announced && channels.filter(|channel| channel.pins.len() == 1).count() == 3
    };
    assert!(sandbox.changed_until(is_all_done, Duration::from_secs(30)).await);
    let state = sandbox.state();
    assert_eq!(state.channel("incidents").unwrap().messages.len(), 3, "each bell rang once");
    sandbox.shutdown().await;
}
