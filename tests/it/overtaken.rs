//! Reminders that something has overtaken do not go on asking: one that stands in the channel without anybody having heard of
//! that, since whoever posted it was lost; and one whose answer could not be shown before the next one came.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::engine::Request;
use firebell::incident::cadence::{Cadence, WallClock};
use firebell::incident::{Asker, Command, Memberships, Number, Source, Standing, UserId};
use slack_sandbox::{CallFault, CallRecord, CallTrouble, State, When};

use crate::world::{PATIENCE, World, change_rung, workspace};

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
        stands = sandbox.changed_until(stands, PATIENCE) => assert!(stands),
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

/// An incident whose first reminder came half a minute ago, and its message.
async fn reminded(world: &mut World) -> (String, String) {
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    world.reads_all();
    world.advance(TimeDelta::seconds(60)).await;
    world.advance(TimeDelta::seconds(30)).await;
    let message = world.with_action(&channel, "nothing-new");
    (channel, message)
}

/// How often a message was edited.
fn edits(world: &World, message: &str) -> usize {
    let is_edit = |call: &CallRecord| call.method == "chat.update" && call.arguments["ts"] == message;
    world.sandbox.calls().iter().filter(|call| is_edit(call)).count()
}

#[tokio::test]
async fn an_answer_that_could_not_be_shown_before_the_next_one_is_shown_after_all() {
    let mut world = World::start_with(each_minute, |_| {}).await;
    let (channel, _) = reminded(&mut world).await;
    let away = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("chat.update", away));
    world.types("bob", &channel, "nothing-new").await;
    world.advance(TimeDelta::seconds(31)).await;
    world.sandbox.clear_faults();
    world.advance(TimeDelta::seconds(10)).await;
    let said = world.hears(&channel);
    assert_eq!(said.matches("@bob says there is nothing new on INC-1.").count(), 1, "{said}");
    assert_eq!(said.matches("An update on INC-1 is due.").count(), 1, "{said}");
    assert_eq!(asking(&world, &channel), 1);
    world.leave().await;
}

#[tokio::test]
async fn an_answer_that_is_shown_is_not_shown_again() {
    let mut world = World::start_with(each_minute, |_| {}).await;
    let (channel, first) = reminded(&mut world).await;
    world.types("bob", &channel, "nothing-new").await;
    world.advance(TimeDelta::seconds(31)).await;
    assert_eq!((edits(&world, &first), asking(&world, &channel)), (1, 1));

    let second = world.with_action(&channel, "nothing-new");
    world.types("bob", &channel, "snooze 1m").await;
    world.advance(TimeDelta::seconds(61)).await;
    assert_eq!((edits(&world, &second), asking(&world, &channel)), (1, 1));
    let said = world.hears(&channel);
    assert!(said.contains("@bob snoozed the reminder on INC-1"), "{said}");
    world.leave().await;
}

#[tokio::test]
async fn an_answer_whose_replica_was_killed_is_shown_by_another_one() {
    let Some(mut world) = World::with_replicas_and(2, each_minute, |_| {}).await else { return };
    let (channel, _) = reminded(&mut world).await;
    let bob = Request {
        workspace: workspace(),
        asker: Asker::Person(UserId::new("U0BOB00001"), Standing::Member),
        memberships: Memberships::default(),
        source: Source::SlashCommand,
        receipt: None,
        here: None,
    };
    let killed = world.loses_replica(0);
    killed.engine.ask(Number::new(1), Command::NothingNew { answers: None }, &bob).await.unwrap();
    drop(killed);
    // The next one is due before the lease of the edit has run out.
    world.advance(TimeDelta::seconds(31)).await;
    world.advance(TimeDelta::seconds(35)).await;
    let said = world.hears(&channel);
    assert_eq!(said.matches("@bob says there is nothing new on INC-1.").count(), 1, "{said}");
    assert_eq!(asking(&world, &channel), 1);
    world.leave().await;
}

#[tokio::test]
async fn a_reminder_that_was_posted_unheard_is_not_taken_for_the_next_one() {
    let mut world = World::start_with(each_minute, |_| {}).await;
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    world.reads_all();
    let unheard = CallTrouble::ServerError { status: 503, when: When::AfterWork };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", unheard).times(1));
    let away = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("conversations.history", away));
    world.advance(TimeDelta::seconds(60)).await;
    let first = world.with_action(&channel, "nothing-new");
    // Whether it was posted cannot be looked up before the next one is due.
    world.advance(TimeDelta::seconds(60)).await;
    world.sandbox.clear_faults();
    world.advance(TimeDelta::seconds(30)).await;
    assert_ne!(world.with_action(&channel, "nothing-new"), first, "the next one rang");
    assert_eq!(asking(&world, &channel), 1);
    world.presses_button("bob", &channel, "nothing-new").await;
    let said = world.hears(&channel);
    assert_eq!(said.matches("@bob says there is nothing new on INC-1.").count(), 1, "{said}");
    assert_eq!(world.whispers("bob", &channel), [""; 0]);
    world.leave().await;
}
