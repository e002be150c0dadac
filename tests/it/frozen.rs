//! The program itself hangs, as when its machine is starved or its container frozen, and wakes again.

use slack_sandbox::{CallFault, CallTrouble, State, When};
use sqlx::{Connection as _, PgConnection};

use crate::doors::comes_to_answer;
use crate::world::PATIENCE;
use crate::world::process::{self, Process};

/// Stops it where it holds no lock: the database would otherwise wait with the others until it has lost its patience.
async fn freezes_between_two_transactions(process: &Process, url: &str) {
    let in_the_middle = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
                         AND state LIKE 'idle in transaction%' AND application_name = 'firebell'";
    let mut looking = PgConnection::connect(url).await.unwrap();
    let mut is_stopped = false;
    while !is_stopped {
        process.signal("-STOP");
        comes_to_rest(&mut looking).await;
        let count: i64 = sqlx::query_scalar(in_the_middle).fetch_one(&mut looking).await.unwrap();
        is_stopped = count == 0;
        if !is_stopped {
            process.signal("-CONT");
        }
    }
}

/// Comes back when the database has carried out what it was asked.
async fn comes_to_rest(looking: &mut PgConnection) {
    let at_work = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
                   AND state = 'active' AND pid <> pg_backend_pid()";
    while sqlx::query_scalar::<_, i64>(at_work).fetch_one(&mut *looking).await.unwrap() > 0 {}
}

#[tokio::test]
async fn a_replica_that_was_frozen_does_nothing_with_what_another_has_taken_over() {
    let Some(server) = test_postgres::database() else { return };
    let sandbox = process::slack().await;
    let other = Process::serves(&sandbox, &server.url);
    let frozen = Process::serves(&sandbox, &server.url);
    // The announcement is posted, and whoever posted it never hears of that before it stops.
    let unheard = CallTrouble::Latency { milliseconds: 5_000, when: When::AfterWork };
    sandbox.add_call_fault(CallFault::on("chat.postMessage", unheard));
    assert!(process::types(&sandbox, "declare sev3 Checkout is down").await.contains("INC-1 is declared"));
    let is_announced = |state: &State| !state.channel("incidents").unwrap().messages.is_empty();
    assert!(sandbox.changed_until(is_announced, PATIENCE).await);
    freezes_between_two_transactions(&frozen, &server.url).await;
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
    assert!(sandbox.changed_until(is_done, PATIENCE).await);
    frozen.signal("-CONT");
    // It comes to itself.
    comes_to_answer(&frozen.address, "/readyz", "200 ready\n").await;
    sandbox.set_app_url(&frozen.address);
    assert!(process::types(&sandbox, "declare sev3 Mail is late").await.contains("INC-3 is declared"));
    let is_all_done = |state: &State| {
        let channels = state.channels.iter().filter(|channel| channel.name.starts_with("inc-"));
        let is_announced = state.channel("incidents").unwrap().messages.len() > 2;
        is_announced && channels.filter(|channel| channel.pins.len() == 1).count() == 3
    };
    assert!(sandbox.changed_until(is_all_done, PATIENCE).await);
    let state = sandbox.state();
    assert_eq!(state.channel("incidents").unwrap().messages.len(), 3, "each bell rang once");
    sandbox.shutdown().await;
}
