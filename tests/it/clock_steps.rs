//! The machine's clock is set an hour forward or back. Nothing is done twice, and nothing is held up for an hour.

use chrono::TimeDelta;
use slack_sandbox::{CallFault, CallTrouble, State, When};

use crate::world::{PATIENCE, World, told};

/// A stage on each database that there is on this machine.
async fn stages() -> Vec<World> {
    let mut stages = vec![World::start().await];
    stages.extend(World::with_replicas(1).await);
    stages
}

/// One incident with one announcement, one channel and one panel.
fn all_is_there_once(world: &World) {
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (1, 1));
    assert_eq!(world.state().channel("inc-1-checkout-is-down").unwrap().pins.len(), 1);
    let panels = world.messages("inc-1-checkout-is-down");
    assert_eq!(
        panels.iter().filter(|message| message.blocks.to_string().contains("take:commander")).count(),
        1
    );
}

async fn just_declared(world: &World) {
    let declared = world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    assert!(told(&declared).contains("INC-1 is declared"), "{}", told(&declared));
}

#[tokio::test]
async fn what_is_under_way_when_the_clock_is_set_forward_is_not_begun_again() {
    for mut world in stages().await {
        world.settle().await;
        just_declared(&world).await;
        let unheard = CallTrouble::Latency { milliseconds: 1_500, when: When::AfterWork };
        world.sandbox.add_call_fault(CallFault::on("chat.postMessage", unheard));
        let (sandbox, clock, engine) =
            (world.sandbox.clone(), world.clock.clone(), world.parts().engine.clone());
        let steps = async {
            let is_announced = |state: &State| !state.channel("incidents").unwrap().messages.is_empty();
            assert!(sandbox.changed_until(is_announced, PATIENCE).await);
            sandbox.clear_faults();
            clock.set_by(TimeDelta::hours(1));
            assert!(engine.left_over(10).await.unwrap().is_empty(), "it is under way");
        };
        tokio::join!(world.settle(), steps);
        world.advance_minutes(3).await;
        all_is_there_once(&world);
        world.leave().await;
    }
}

#[tokio::test]
async fn what_waits_to_be_tried_again_is_tried_soon_after_the_clock_was_set_back() {
    for mut world in stages().await {
        just_declared(&world).await;
        let limited = CallTrouble::RateLimited { retry_after_seconds: 30 };
        world.sandbox.add_call_fault(CallFault::on("chat.postMessage", limited));
        world.settle().await;
        world.sandbox.clear_faults();
        assert!(world.messages("incidents").is_empty());
        world.clock.set_by(TimeDelta::hours(-1));
        world.advance_minutes(12).await;
        all_is_there_once(&world);
        world.leave().await;
    }
}

#[tokio::test]
async fn what_somebody_had_who_died_is_taken_over_soon_after_the_clock_was_set_back() {
    for mut world in stages().await {
        just_declared(&world).await;
        world.restart().await;
        world.clock.set_by(TimeDelta::hours(-1));
        world.advance_minutes(12).await;
        all_is_there_once(&world);
        world.leave().await;
    }
}

#[tokio::test]
async fn a_reminder_comes_once_however_the_clock_is_set() {
    for mut world in stages().await {
        let channel = world.declares("alice", "sev0", "Checkout is down").await;
        world.reads_all();
        let reminders = |said: &str| said.matches("update on INC-1 is").count();
        world.clock.set_by(TimeDelta::hours(1));
        world.advance(TimeDelta::zero()).await;
        world.advance_minutes(2).await;
        assert_eq!(reminders(&world.reads(&channel)), 1, "the hour that was skipped gives one");
        world.clock.set_by(TimeDelta::hours(-1));
        // The next was due a quarter of an hour after that one, by the clock that it was promised by.
        world.advance_minutes(72).await;
        assert_eq!(reminders(&world.reads(&channel)), 0);
        assert_eq!(reminders(&world.hears_first_after(1, &channel).await), 1);
        world.leave().await;
    }
}

/// The work is done once, and nobody hears of it.
fn unheard_once(method: &str) -> CallFault {
    CallFault::on(method, CallTrouble::ServerError { status: 503, when: When::AfterWork }).times(1)
}

#[tokio::test]
async fn what_was_posted_unheard_while_the_clock_was_an_hour_ahead_is_found() {
    for mut world in stages().await {
        let channel = world.declares("alice", "sev0", "Checkout is down").await;
        world.reads_all();
        world.clock.set_by(TimeDelta::hours(1));
        world.sandbox.add_call_fault(unheard_once("chat.postMessage"));
        world.advance_minutes(2).await;
        assert_eq!(world.reads(&channel).matches("update on INC-1 is").count(), 1);
        assert_eq!(world.owed().await, 0);
        world.leave().await;
    }
}

#[tokio::test]
async fn a_channel_that_was_made_unheard_while_the_clock_was_ahead_is_found() {
    for mut world in stages().await {
        // Slack's signatures are still young enough.
        world.clock.set_by(TimeDelta::minutes(4));
        world.sandbox.add_call_fault(unheard_once("conversations.create"));
        just_declared(&world).await;
        world.advance_minutes(2).await;
        all_is_there_once(&world);
        world.leave().await;
    }
}
