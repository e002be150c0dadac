//! The database takes its time. Nobody waits for it who need not, and nothing begins that may be somebody else's by then.

use std::time::Duration;

use chrono::TimeDelta;
use firebell::app::{self, Running};
use firebell::clock::Clock;
use firebell::config::Config;
use firebell::pace::Pace;
use futures_util::poll;
use slack_sandbox::{CallFault, CallTrouble, State};
use sqlx::{Connection as _, Executor as _, PgConnection};

use crate::replicas::another_runs;
use crate::world::{PATIENCE, World, noon, told};

/// Slack's limits are kept to, and the database may think about it for as long as the story lasts.
fn patient(config: &mut Config) {
    config.outbox.pace = Pace::Slack;
    config.database.timeout = Duration::from_mins(2);
}

/// A stage with one incident, beside which another replica runs by itself; Slack asks that one. `None` where PostgreSQL
/// is not installed.
async fn with_another(trouble: Option<CallFault>) -> Option<(World, Running)> {
    let mut world = World::with_replicas_and(1, patient, |_| {}).await?;
    if let Some(trouble) = trouble {
        world.sandbox.add_call_fault(trouble);
    }
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    world.works_off(TimeDelta::seconds(10)).await;
    let running = another_runs(&world).await;
    Some((world, running))
}

/// Somebody in the middle of spending, who does not come to an end.
async fn spends_for_ever(world: &World) -> PgConnection {
    let mut spending = PgConnection::connect(world.config.database.url.expose()).await.unwrap();
    spending.execute("BEGIN; SELECT ledger FROM pace FOR UPDATE").await.unwrap();
    spending
}

/// Comes back when somebody waits for what another one holds.
async fn somebody_waits(world: &World) {
    let waiting = "SELECT COUNT(*) FROM pg_stat_activity \
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let mut looking = PgConnection::connect(world.config.database.url.expose()).await.unwrap();
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&mut looking).await.unwrap() == 0 {}
}

/// A second bell rings while the database hangs; when it hangs no more, all else is done as ever.
async fn the_second_bell_rings_meanwhile(mut world: World, running: Running, mut spending: PgConnection) {
    let channels = world.calls("conversations.create");
    let declared = world.types_only("alice", "general", "declare sev1 Search is slow").await;
    assert!(told(&declared).contains("INC-2 is declared"), "{}", told(&declared));
    let has_rung = |state: &State| state.channel("incidents").unwrap().messages.len() == 2;
    assert!(world.sandbox.changed_until(has_rung, PATIENCE).await, "it waits for the database");
    assert_eq!(world.calls("conversations.create"), channels, "a channel can wait a little longer");
    spending.execute("ROLLBACK").await.unwrap();
    running.stop().await;
    world.sandbox.set_app_url(world.address());
    world.works_off(TimeDelta::minutes(5)).await;
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (2, 2));
    world.leave().await;
}

#[tokio::test]
async fn a_bell_does_not_wait_for_a_look_at_what_is_due() {
    let limited = CallTrouble::RateLimited { retry_after_seconds: 30 };
    let limited = CallFault::on("conversations.create", limited).times(1);
    let Some((world, running)) = with_another(Some(limited)).await else { return };
    let spending = spends_for_ever(&world).await;
    // The channel is due, and whoever looks for it waits.
    world.time_passes(TimeDelta::seconds(30));
    somebody_waits(&world).await;
    the_second_bell_rings_meanwhile(world, running, spending).await;
}

#[tokio::test]
async fn a_bell_rings_although_nobody_can_say_what_was_spent() {
    let Some((world, running)) = with_another(None).await else { return };
    let spending = spends_for_ever(&world).await;
    the_second_bell_rings_meanwhile(world, running, spending).await;
}

#[tokio::test]
async fn nothing_but_a_bell_goes_while_nobody_can_say_what_was_spent() {
    let Some(mut world) = World::with_replicas_and(2, patient, |_| {}).await else { return };
    let mut beside = PgConnection::connect(world.config.database.url.expose()).await.unwrap();
    beside.execute("ALTER TABLE pace RENAME TO away").await.unwrap();
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    assert_eq!((world.messages("incidents").len(), world.calls("conversations.create")), (1, 0));
    beside.execute("ALTER TABLE away RENAME TO pace").await.unwrap();
    world.works_off(TimeDelta::minutes(1)).await;
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (1, 1));
    world.leave().await;
}

#[tokio::test]
async fn what_waited_too_long_before_its_call_is_left_to_whoever_takes_it_next() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    let mut late = world.loses_replica(0);
    {
        let mut working = std::pin::pin!(late.worker.drain());
        assert!(poll!(&mut working).is_pending(), "it has begun, and not yet heard that it may go");
        world.time_passes(TimeDelta::seconds(16));
        working.await;
    }
    assert_eq!(world.calls("chat.postMessage"), 0, "44 s are left, of which a call may take 40");
    world.advance(TimeDelta::seconds(45)).await;
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (1, 1));
    world.leave().await;
}

#[tokio::test]
async fn a_replica_whose_clock_is_a_little_ahead_keeps_its_lease_until_it_ends() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    let ahead = app::build(&world.config, Clock::manual(noon() + TimeDelta::seconds(9))).await.unwrap();
    world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    let lost = world.loses_replica(0).engine;
    lost.store().hand_back(&lost.lease(), &[]).await.unwrap();
    assert_eq!(
        ahead.engine.left_over(10).await.unwrap().len(),
        2,
        "it has what was handed back, and is lost"
    );
    world.settle().await;
    world.advance(TimeDelta::seconds(68)).await;
    assert!(world.messages("incidents").is_empty(), "for the other it is a minute since just now");
    world.advance(TimeDelta::seconds(2)).await;
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (1, 1));
    world.leave().await;
}
