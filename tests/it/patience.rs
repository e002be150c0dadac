//! What is given up, and what is not: only tries in vain use up the patience for a piece of work. Time in which nobody
//! tried it, or in which it could not be done yet, does not.

use chrono::TimeDelta;
use firebell::config::Config;
use slack_sandbox::{CallFault, CallTrouble, When};

use crate::world::World;

fn impatient(config: &mut Config) {
    config.outbox.give_up_after = TimeDelta::minutes(1);
}

fn fails() -> CallTrouble {
    CallTrouble::ServerError { status: 503, when: When::BeforeWork }
}

/// One bell, one channel, and nothing that was given up.
async fn all_is_there(world: &World) {
    assert_eq!(world.given_up().await, [""; 0]);
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (1, 1));
}

#[tokio::test]
async fn a_night_of_downtime_gives_up_nothing_that_was_owed() {
    let mut world = World::start().await;
    world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    world.types_only("bob", "general", "role INC-1 commander").await;
    world.is_down_for(TimeDelta::hours(7)).await;
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", fails()).times(1));
    world.works_off(TimeDelta::minutes(1)).await;
    all_is_there(&world).await;
    let said = world.reads("inc-1-checkout-is-down");
    assert_eq!(said.matches("@bob is now *Incident commander*").count(), 1, "{said}");
    world.leave().await;
}

#[tokio::test]
async fn what_waited_for_an_operator_is_not_given_up_at_the_first_failure_after() {
    let mut world = World::start().await;
    let dead = CallTrouble::Refuse { error: "token_revoked".to_owned() };
    world.sandbox.add_call_fault(CallFault::on("*", dead));
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    for _ in 0..100 {
        world.advance(TimeDelta::minutes(6)).await;
    }
    world.sandbox.clear_faults();
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", fails()).times(1));
    world.works_off(TimeDelta::minutes(20)).await;
    all_is_there(&world).await;
    world.leave().await;
}

#[tokio::test]
async fn as_long_as_slack_says_when_to_come_again_nothing_is_given_up() {
    let mut world = World::start_with(impatient, |_| {}).await;
    let busy = CallTrouble::RateLimited { retry_after_seconds: 50 };
    world.sandbox.add_call_fault(CallFault::on("conversations.create", busy));
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    // That waits for the channel, however long that takes.
    world.types("bob", "general", "role INC-1 commander").await;
    world.advance_minutes(10).await;
    world.sandbox.clear_faults();
    world.works_off(TimeDelta::minutes(2)).await;
    all_is_there(&world).await;
    assert!(world.reads("inc-1-checkout-is-down").contains("@bob is now *Incident commander*"));
    world.leave().await;
}

#[tokio::test]
async fn a_clock_that_was_set_forward_gives_up_nothing() {
    let mut world = World::start_with(impatient, |_| {}).await;
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", fails()));
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    world.clock.set_by(TimeDelta::hours(1));
    world.settle().await;
    world.sandbox.clear_faults();
    world.works_off(TimeDelta::minutes(3)).await;
    all_is_there(&world).await;
    world.leave().await;
}

#[tokio::test]
async fn what_fails_again_and_again_is_given_up_when_its_waits_are_as_long_as_that() {
    let mut world = World::start_with(impatient, |_| {}).await;
    world.sandbox.add_call_fault(CallFault::on("conversations.create", fails()));
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    let mut tried_for = TimeDelta::zero();
    while world.given_up().await.is_empty() {
        world.advance(TimeDelta::seconds(1)).await;
        tried_for += TimeDelta::seconds(1);
        assert!(tried_for < TimeDelta::minutes(2), "it is tried for ever");
    }
    // The next wait would be longer than what is left; the longest that can be is 40 s.
    assert!(tried_for >= TimeDelta::seconds(20), "it was given up after {tried_for}");
    assert_eq!(world.messages("incidents").len(), 1);
    world.leave().await;
}
