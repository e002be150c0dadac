//! Whoever stops, or dies, leaves work to others. They do not begin anew what Slack may just be doing.

use chrono::TimeDelta;
use firebell::config::Config;
use slack_sandbox::{CallFault, CallRecord, CallTrouble, When};
use sqlx::postgres::PgListener;
use sqlx::{Connection as _, Executor as _, PgConnection};

use crate::replicas::another_runs;
use crate::world::{PATIENCE, World, told};

/// Calls that never end.
fn endless() -> CallTrouble {
    CallTrouble::Latency { milliseconds: 600_000, when: When::BeforeWork }
}

/// So many bells, and so many channels.
fn seen(world: &World) -> (usize, usize) {
    (world.messages("incidents").len(), world.incident_channels().len())
}

#[tokio::test]
async fn what_does_not_end_when_somebody_has_to_stop_is_taken_over_when_slack_must_be_done_with_it() {
    let one_place = |config: &mut Config| {
        config.outbox.workers = 1;
        config.slack.call_timeout = 20 * PATIENCE;
    };
    let Some(mut world) = World::with_replicas_and(1, one_place, |_| {}).await else { return };
    let stopping = another_runs(&world).await;
    world.sandbox.add_call_fault(CallFault::on("*", endless()));
    for title in ["Checkout is down", "Search is slow"] {
        world.types_only("alice", "general", &format!("declare sev1 {title}")).await;
    }
    let both_bells =
        |calls: &[CallRecord]| calls.iter().filter(|call| call.method == "chat.postMessage").count() == 2;
    assert!(world.sandbox.called_until(both_bells, PATIENCE).await);
    let stopped = tokio::time::timeout(PATIENCE, stopping.stop()).await;
    assert!(stopped.is_ok(), "it still waits");
    world.sandbox.clear_faults();
    world.settle().await;
    assert_eq!(seen(&world), (0, 1), "only what had not begun is taken at once");
    world.advance(TimeDelta::seconds(14)).await;
    assert_eq!(seen(&world), (0, 1));
    world.advance(TimeDelta::seconds(2)).await;
    assert_eq!(seen(&world), (2, 2));
    world.sandbox.set_app_url(world.address());
    world.leave().await;
}

#[tokio::test]
async fn what_is_saved_after_the_work_was_handed_back_is_handed_back_too() {
    let Some(mut world) = World::with_replicas(1).await else { return };
    let stopping = another_runs(&world).await;
    let url = world.config.database.url.expose().to_owned();
    let mut holding = PgConnection::connect(&url).await.unwrap();
    let mut listening = PgListener::connect(&url).await.unwrap();
    listening.listen("firebell").await.unwrap();
    holding.execute("BEGIN; LOCK TABLE workspace").await.unwrap();
    let hands_back = async {
        while listening.recv().await.unwrap().payload() != "work" {}
        holding.execute("ROLLBACK").await.unwrap();
    };
    let alice = world.types_only("alice", "general", "declare sev1 Checkout is down");
    let stops = async {
        somebody_waits(&url).await;
        tokio::join!(stopping.stop(), hands_back);
    };
    let (declared, ()) = tokio::join!(alice, stops);
    assert!(told(&declared).contains("INC-1 is declared"), "{}", told(&declared));
    world.sandbox.set_app_url(world.address());
    world.settle().await;
    assert_eq!(seen(&world), (1, 1), "nobody waits for the lease of one that has stopped");
    world.leave().await;
}

/// Comes back when somebody waits for what another one holds.
async fn somebody_waits(url: &str) {
    let waiting = "SELECT COUNT(*) FROM pg_stat_activity \
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let mut looking = PgConnection::connect(url).await.unwrap();
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&mut looking).await.unwrap() == 0 {}
}

#[tokio::test]
async fn what_was_under_way_when_the_service_was_killed_is_left_to_slack_for_a_while() {
    let mut world = World::on_a_file().await;
    world.sandbox.add_call_fault(CallFault::on("*", endless()));
    world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    let sandbox = world.sandbox.clone();
    let is_called = |calls: &[CallRecord]| {
        let called = |method: &str| calls.iter().any(|call| call.method == method);
        called("chat.postMessage") && called("conversations.create")
    };
    tokio::select! {
        () = world.settle() => panic!("Slack answered"),
        called = sandbox.called_until(is_called, PATIENCE) => assert!(called),
    }
    world.sandbox.clear_faults();
    let replicas = world.dies().await;
    world.comes_back(replicas).await;
    world.settle().await;
    assert_eq!(seen(&world), (0, 0), "Slack may be at it");
    world.advance(TimeDelta::seconds(15)).await;
    assert_eq!(seen(&world), (1, 1));
    world.leave().await;
}

#[tokio::test]
async fn what_only_waited_when_the_service_was_killed_goes_on_at_once() {
    let mut world = World::on_a_file().await;
    let away = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("*", away).times(2));
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    assert_eq!(seen(&world), (0, 0));
    let replicas = world.dies().await;
    world.time_passes(TimeDelta::seconds(2));
    world.comes_back(replicas).await;
    world.settle().await;
    assert_eq!(seen(&world), (1, 1));
    world.leave().await;
}
