//! The service is killed where it stands. What was promised is done when it is back, once.

use chrono::TimeDelta;
use serde_json::json;
use slack_sandbox::{CallFault, CallTrouble, State, When};
use sqlx::Executor as _;

use crate::world::{PATIENCE, World, fields, workspace};

/// Whether something can be seen in Slack.
type Looks = fn(&State) -> bool;

/// Alice has declared and has her answer; nothing has been carried out.
async fn just_declared() -> World {
    just_declared_on(World::start().await).await
}

async fn just_declared_on(world: World) -> World {
    let declared = world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    assert!(!declared.shown.is_empty());
    world
}

/// Lets the service work until Slack has done what `is_done` looks for, and kills it before it hears of that.
async fn is_killed_as_soon_as(world: &mut World, method: &str, is_done: Looks) {
    let sandbox = world.sandbox.clone();
    let unheard = CallTrouble::Latency { milliseconds: 4_000, when: When::AfterWork };
    sandbox.add_call_fault(CallFault::on(method, unheard));
    tokio::select! {
        () = world.settle() => panic!("{method} was answered"),
        done = sandbox.changed_until(is_done, PATIENCE) => assert!(done),
    }
    sandbox.clear_faults();
    world.restart().await;
}

/// One channel with its people, its topic and its pinned panel; one announcement.
fn all_is_there_once(world: &World) {
    assert_eq!(world.messages("incidents").len(), 1);
    assert_eq!(world.incident_channels(), ["inc-1-checkout-is-down"]);
    let state = world.state();
    let channel = state.channel("inc-1-checkout-is-down").unwrap();
    assert_eq!(channel.topic, "SEV1 · INC-1 · Checkout is down");
    assert_eq!(channel.pins.len(), 1);
    assert!(channel.members.contains(&"U0ALICE001".to_owned()));
    let count = |what: &str| {
        channel.messages.iter().filter(|message| message.subtype.as_deref() == Some(what)).count()
    };
    let panels = channel.messages.iter().filter(|m| m.blocks.to_string().contains("take:commander")).count();
    assert_eq!((count("channel_topic"), panels), (1, 1));
    assert!(count("channel_join") <= 2, "the bot and alice, once each");
}

fn has_announcement(state: &State) -> bool {
    state.channel("incidents").is_some_and(|channel| !channel.messages.is_empty())
}

fn has_channel(state: &State) -> bool {
    state.channel("inc-1-checkout-is-down").is_some()
}

fn has_panel(state: &State) -> bool {
    let channel = state.channel("inc-1-checkout-is-down");
    channel.is_some_and(|channel| channel.messages.iter().any(|message| message.subtype.is_none()))
}

fn has_pin(state: &State) -> bool {
    state.channel("inc-1-checkout-is-down").is_some_and(|channel| !channel.pins.is_empty())
}

fn has_topic(state: &State) -> bool {
    state.channel("inc-1-checkout-is-down").is_some_and(|channel| !channel.topic.is_empty())
}

#[tokio::test]
async fn what_was_answered_is_done_although_nothing_had_begun() {
    let mut world = just_declared().await;
    world.restart().await;
    assert!(world.messages("incidents").is_empty());
    world.settle().await;
    all_is_there_once(&world);
    world.leave().await;
}

#[tokio::test]
async fn a_service_that_is_killed_again_and_again_gets_there() {
    let mut world = just_declared().await;
    world.restart().await;
    world.advance(TimeDelta::seconds(30)).await;
    world.restart().await;
    world.restart().await;
    world.advance_minutes(2).await;
    all_is_there_once(&world);
    world.leave().await;
}

#[tokio::test]
async fn an_announcement_without_its_channel_gets_one() {
    let mut world = World::start().await;
    let refused = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("conversations.create", refused));
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (1, 0));
    world.sandbox.clear_faults();
    world.restart().await;
    world.advance_minutes(2).await;
    all_is_there_once(&world);
    world.leave().await;
}

#[tokio::test]
async fn whatever_was_done_but_not_heard_of_is_not_done_again() {
    let moments: [(&str, Looks); 4] = [
        ("chat.postMessage", has_announcement),
        ("conversations.create", has_channel),
        ("pins.add", has_pin),
        ("conversations.setTopic", has_topic),
    ];
    for (method, is_done) in moments {
        let mut world = just_declared().await;
        is_killed_as_soon_as(&mut world, method, is_done).await;
        world.advance_minutes(3).await;
        all_is_there_once(&world);
        world.leave().await;
    }
}

#[tokio::test]
async fn a_channel_and_then_a_panel_that_were_not_heard_of_are_found_again() {
    let mut world = just_declared().await;
    is_killed_as_soon_as(&mut world, "conversations.create", has_channel).await;
    world.time_passes(TimeDelta::minutes(2));
    is_killed_as_soon_as(&mut world, "chat.postMessage", has_panel).await;
    world.advance_minutes(3).await;
    all_is_there_once(&world);
    world.leave().await;
}

#[tokio::test]
async fn an_update_that_was_saved_reaches_everybody() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.presses_button("alice", &channel, "update").await;
    world.reads_all();
    let values = fields(&[("what-happened", json!("Payments fail"))]);
    let sent = world.sandbox.submit(slack_sandbox::Submit::new("alice", values)).await.unwrap();
    assert_eq!(sent.error, None);
    world.restart().await;
    world.advance_minutes(2).await;
    assert_eq!(world.reads(&channel).matches("Payments fail").count(), 1);
    assert_eq!(world.reads("incidents").matches("Payments fail").count(), 1);
    world.finish().await;
}

#[tokio::test]
async fn reminders_that_fell_into_the_downtime_become_one() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.advance_minutes(10).await;
    world.reads_all();
    world.is_down_for(TimeDelta::minutes(50)).await;
    world.settle().await;
    let said = world.reads(&channel);
    assert_eq!(said.matches("the update on INC-1 is overdue.").count(), 1, "{said}");
    assert_eq!(world.hears_first_after(15, &channel).await.matches("is still overdue.").count(), 1);
    world.finish().await;
}

#[tokio::test]
async fn a_reminder_that_was_owed_but_not_given_is_given_once() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.time_passes(TimeDelta::minutes(15));
    world.parts().scheduler.look().await;
    world.restart().await;
    world.settle().await;
    assert_eq!(world.reads(&channel).matches("An update on INC-1 is due.").count(), 1);
    world.advance_minutes(3).await;
    assert_eq!(world.reads(&channel), "");
    world.finish().await;
}

#[tokio::test]
async fn a_reminder_that_was_answered_in_the_meantime_is_not_given() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.time_passes(TimeDelta::minutes(15));
    world.parts().scheduler.look().await;
    world.restart().await;
    world.types("bob", &channel, "nothing-new").await;
    world.advance_minutes(3).await;
    let said = world.reads(&channel);
    assert!(!said.contains("is due."), "{said}");
    assert_eq!(said.matches("@bob says there is nothing new").count(), 1, "{said}");
    world.leave().await;
}

#[tokio::test]
async fn several_incidents_survive_together() {
    let mut world = World::start().await;
    for title in ["Checkout is down", "Search is slow", "Mail is late"] {
        world.types_only("alice", "general", &format!("declare sev1 {title}")).await;
    }
    world.restart().await;
    world.types("bob", "general", "declare sev1 A fourth one").await;
    assert_eq!((world.incident_channels().len(), world.messages("incidents").len()), (4, 4));
    assert_eq!(world.given_up().await, [""; 0]);
    world.leave().await;
}

#[tokio::test]
async fn a_delivery_that_runs_into_a_bug_is_tried_again_as_any_other() {
    let mut world = just_declared_on(World::on_a_file().await).await;
    // Work that goes out as it is saved has its incident at hand; what is claimed later reads it.
    world.restart().await;
    let mut database = world.database().await;
    // Work without its incident is what a delivery takes to be impossible.
    database.execute("UPDATE incident SET number = 7").await.unwrap();
    world.settle().await;
    let next =
        world.parts().engine.store().next_work_at(&workspace()).await.unwrap().expect("it is still owed");
    assert!(next - world.clock.machine_now() < TimeDelta::seconds(10), "it waits for its lease");
    database.execute("UPDATE incident SET number = 1").await.unwrap();
    world.advance_minutes(1).await;
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (1, 1));
    world.leave().await;
}
