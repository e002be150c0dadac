//! A reminder that stands in the channel without anybody having heard of that, since whoever posted it was lost: it does not go
//! on asking when something else has happened.

use std::time::Duration;

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::cadence::{Cadence, WallClock};
use slack_sandbox::{CallFault, CallTrouble, State, When};

use crate::world::{World, change_rung};

/// Word is owed at each full minute.
fn each_minute(config: &mut Config) {
    let wall_clock = WallClock::parse("0 * * * * *", chrono_tz::UTC).unwrap();
    change_rung(config, "sev0", |rung| rung.cadence = Cadence::At(Box::new(wall_clock)));
}

/// An incident whose first reminder, thirty seconds late, stands in its channel; whoever posted it is gone.
async fn reminded_unheard() -> (World, String) {
    let mut world = World::start_with(each_minute, |_| {}).await;
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    world.time_passes(TimeDelta::seconds(90));
    let unheard = CallTrouble::Latency { milliseconds: 4_000, when: When::AfterWork };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", unheard));
    let (sandbox, place) = (world.sandbox.clone(), channel.clone());
    let stands = |state: &State| {
        state.channel(&place).unwrap().messages.iter().any(|one| one.text.contains("is due."))
    };
    tokio::select! {
        () = world.settle() => panic!("it was heard of"),
        stands = sandbox.changed_until(stands, Duration::from_secs(20)) => assert!(stands),
    }
    world.sandbox.clear_faults();
    assert_eq!(asking(&world, &channel), 1);
    (world, channel)
}

/// How many reminders can be answered.
fn asking(world: &World, channel: &str) -> usize {
    let asks = |blocks: &serde_json::Value| blocks.to_string().contains("\"nothing-new\"");
    world.messages(channel).iter().filter(|message| asks(&message.blocks)).count()
}

#[tokio::test]
async fn the_next_reminder_takes_its_buttons() {
    let (mut world, channel) = reminded_unheard().await;
    // The next one is due before the lease of the first has run out.
    world.advance(TimeDelta::seconds(31)).await;
    world.advance(TimeDelta::seconds(35)).await;
    let said = world.reads(&channel);
    assert_eq!(said.matches("is due.").count(), 1, "{said}");
    assert_eq!(said.matches("was due; the reminder came again below.").count(), 1, "{said}");
    assert_eq!(asking(&world, &channel), 1);
    world.leave().await;
}

#[tokio::test]
async fn its_answer_takes_its_buttons() {
    let (mut world, channel) = reminded_unheard().await;
    world.resolves("bob", &channel).await;
    world.advance(TimeDelta::seconds(61)).await;
    let said = world.reads(&channel);
    assert_eq!(said.matches("resolved INC-1. No more updates are owed.").count(), 1, "{said}");
    assert_eq!(asking(&world, &channel), 0);
    world.leave().await;
}
