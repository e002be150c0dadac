//! What arrives twice is done once: one after the other, at the same time, and after a restart.

use std::future::Future;

use firebell::incident::{UserId, Viewer};
use insta::assert_snapshot;
use serde_json::{Value, json};
use slack_sandbox::{
    AckOutcome, Click, Command, DeliveryFault, DeliveryTrouble, Outcome, Redeliver, Submit, UserAct, UserVerb,
};

use crate::world::{World, fields, told, workspace};
use slack_sandbox::transcript::in_words;

/// How a repeat reaches the service.
#[derive(Debug, Clone, Copy)]
enum Repeat {
    /// After everything that the first one led to.
    Later,
    /// Twice more, at the same time, before anything that the first one led to.
    AtOnce,
    /// When the service has been killed and started again.
    AfterRestart,
}

const REPEATS: [Repeat; 3] = [Repeat::Later, Repeat::AtOnce, Repeat::AfterRestart];

/// Has what was just delivered arrive again. Answers what the service said to the last repeat.
async fn again(world: &mut World, outcome: &Outcome, how: Repeat) -> String {
    match how {
        Repeat::Later => world.settle().await,
        Repeat::AtOnce => {
            let (first, _) = tokio::join!(redelivered(world, outcome), redelivered(world, outcome));
            assert_eq!(first.0, AckOutcome::Answered);
        }
        Repeat::AfterRestart => world.restart().await,
    }
    let (answered, body) = redelivered(world, outcome).await;
    assert_eq!(answered, AckOutcome::Answered, "{how:?}");
    world.advance_minutes(2).await;
    body
}

fn redelivered(world: &World, outcome: &Outcome) -> impl Future<Output = (AckOutcome, String)> + use<> {
    let (sandbox, delivery) = (world.sandbox.clone(), outcome.delivery);
    async move {
        let ack = sandbox.redeliver(Redeliver { delivery }).await.unwrap();
        (ack.outcome, ack.body)
    }
}

/// One incident, one channel, one announcement, one panel.
async fn everything_is_there_once(world: &World) {
    let count =
        world.parts().engine.store().open_incidents(&workspace(), 5, &Viewer::Firebell).await.unwrap().all;
    assert_eq!(count, 1);
    assert_eq!(world.incident_channels().len(), 1);
    assert_eq!(world.messages("incidents").len(), 1);
    let channel = &world.incident_channels()[0];
    let panels = world.messages(channel).iter().filter(|message| is_panel(&message.blocks)).count();
    assert_eq!(panels, 1);
}

fn is_panel(blocks: &Value) -> bool {
    blocks.to_string().contains("\"take:commander\"")
}

#[tokio::test]
async fn a_command_that_arrives_twice_declares_once() {
    for how in REPEATS {
        let mut world = World::start().await;
        let first = world.types_only("alice", "general", "declare sev1 Checkout is down").await;
        let answer = again(&mut world, &first, how).await;
        assert!(answer.contains("INC-1 is declared: SEV1, Checkout is down."), "{how:?}: {answer}");
        everything_is_there_once(&world).await;
        world.leave().await;
    }
}

#[tokio::test]
async fn a_form_that_arrives_twice_declares_once() {
    for how in REPEATS {
        let mut world = World::start().await;
        world.types("alice", "general", "").await;
        let values = fields(&[("title", json!("Checkout is down")), ("severity", json!("sev1"))]);
        let first = world.sandbox.submit(Submit::new("alice", values)).await.unwrap();
        assert_eq!(again(&mut world, &first, how).await, "", "{how:?}");
        everything_is_there_once(&world).await;
        world.leave().await;
    }
}

#[tokio::test]
async fn a_press_that_arrives_twice_counts_once() {
    for how in REPEATS {
        let mut world = World::start().await;
        let channel = world.declares("alice", "sev2", "Checkout is down").await;
        world.reads_all();
        let panel = world.with_action(&channel, "severity:sev0");
        let press = Click::message("bob", &channel, &panel, "severity:sev0");
        let first = world.sandbox.click(press).await.unwrap();
        assert_eq!(again(&mut world, &first, how).await, "", "{how:?}");
        let said = world.reads(&channel);
        assert_eq!(said.matches("the severity of INC-").count(), 1, "{how:?}: {said}");
        let changes = world.timeline(1).await.len();
        assert_eq!(changes, 4, "declared, announced, channel opened, severity changed");
        assert_eq!(world.whispers("bob", &channel), [""; 0], "{how:?}");
        everything_is_there_once(&world).await;
        world.leave().await;
    }
}

#[tokio::test]
async fn a_note_that_arrives_twice_is_one_entry() {
    for how in REPEATS {
        let mut world = World::start().await;
        let channel = world.declares("alice", "sev1", "Checkout is down").await;
        world.reads_all();
        let first = world.types_only("alice", &channel, "note The rollback has started").await;
        let answer = again(&mut world, &first, how).await;
        assert!(answer.contains(&told(&first)), "{how:?}: {answer}");
        assert_eq!(world.timeline(1).await.len(), 4, "{how:?}");
        world.leave().await;
    }
}

#[tokio::test]
async fn an_update_that_arrives_twice_is_posted_once() {
    for how in REPEATS {
        let mut world = World::start().await;
        let channel = world.declares("alice", "sev1", "Checkout is down").await;
        world.presses_button("alice", &channel, "update").await;
        world.reads_all();
        let values = fields(&[("what-happened", json!("Payments fail"))]);
        let first = world.sandbox.submit(Submit::new("alice", values)).await.unwrap();
        assert_eq!(again(&mut world, &first, how).await, "", "{how:?}");
        assert_eq!(world.reads(&channel).matches("Payments fail").count(), 1, "{how:?}");
        assert_eq!(world.reads("incidents").matches("Payments fail").count(), 1, "{how:?}");
        world.finish().await;
    }
}

#[tokio::test]
async fn an_update_that_was_mended_after_a_lost_answer_is_another_one() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.presses_button("alice", &channel, "update").await;
    world.reads_all();
    let lost = DeliveryFault::on("view_submission", DeliveryTrouble::LoseAck);
    world.sandbox.add_delivery_fault(lost.times(2));
    let says = |what: &str| fields(&[("what-happened", json!(what))]);
    for words in ["Payments fail", "Payments fail", "Card payments fail"] {
        let sent = world.sends("alice", says(words)).await;
        assert_eq!(sent.error.is_some(), words == "Payments fail", "{words}");
    }
    let said = world.reads(&channel);
    assert_eq!(said.matches("\nPayments fail").count(), 1, "{said}");
    assert_eq!(said.matches("\nCard payments fail").count(), 1, "{said}");
    world.leave().await;
}

#[tokio::test]
async fn an_event_that_arrives_twice_leaves_one_person() {
    let mut world = World::start().await;
    let twice = DeliveryFault::on("event", DeliveryTrouble::TwiceWithNewEventId);
    world.sandbox.add_delivery_fault(twice);
    let rename = UserAct {
        user: "bob".into(),
        act: UserVerb::Rename,
        real_name: Some("Robert".into()),
        display_name: Some("Robert".into()),
    };
    world.sandbox.user_act(rename).await.unwrap();
    world.settle().await;
    world.restart().await;
    world.sandbox.redeliver(Redeliver { delivery: None }).await.unwrap();
    world.settle().await;
    assert_eq!(world.parts().directory.name(&UserId::new("U0BOB00001")), "Robert");
    let people = world.parts().engine.store().people(&workspace()).await.unwrap();
    assert_eq!(people.iter().filter(|person| person.name == "Robert").count(), 1);
    world.finish().await;
}

#[tokio::test]
async fn a_network_that_doubles_everything_doubles_nothing() {
    let mut world = World::start().await;
    world.sandbox.add_delivery_fault(DeliveryFault::on("*", DeliveryTrouble::Twice));
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.presses_button("bob", &channel, "take:commander").await;
    world.types("carol", &channel, "stage mitigating").await;
    everything_is_there_once(&world).await;
    assert_eq!(world.incident(1).await.roles.commander.unwrap().to_string(), "U0BOB00001");
    let facts = world.timeline(1).await.len();
    assert_eq!(facts, 5, "declared, announced, channel opened, commander, stage");
    let said = world.reads(&channel);
    assert_eq!(said.matches("is now *Incident commander*").count(), 1);
    assert_eq!(said.matches("moved INC-1").count(), 1);
    assert_eq!(world.whispers("bob", &channel), [""; 0]);
    world.leave().await;
}

/// Two press the same button at the same time: one is done, the other hears that it was.
pub(crate) async fn the_second_presser_is_told_kindly(world: &mut World, channel: &str) {
    world.press_at_once(["bob", "carol"], channel, "severity:sev0").await;
    let said = world.reads(channel);
    assert_eq!(said.matches("the severity of INC-").count(), 1, "{said}");
    let mut whispered = world.whispers("bob", channel);
    whispered.extend(world.whispers("carol", channel));
    assert_eq!(
        whispered,
        [
            "INC-1 is already SEV0. To make it another: `/incident sev INC-1 …`, with one of SEV0, SEV1, SEV2, SEV3."
        ]
    );
}

#[tokio::test]
async fn of_two_who_press_the_same_button_the_second_is_told_kindly() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev2", "Checkout is down").await;
    world.reads_all();
    the_second_presser_is_told_kindly(&mut world, &channel).await;
    world.leave().await;
}

#[tokio::test]
async fn two_declarations_in_the_same_words_are_two_incidents() {
    let mut world = World::start().await;
    let first = world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    let second = world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    assert_snapshot!(told(&first), @"INC-1 is declared: SEV1, Checkout is down. Its channel is being made; you will be invited.");
    assert_snapshot!(told(&second), @"INC-2 is declared: SEV1, Checkout is down. Its channel is being made; you will be invited.");
    world.settle().await;
    let mut channels = world.incident_channels();
    channels.sort();
    assert_eq!(channels, ["inc-1-checkout-is-down", "inc-2-checkout-is-down"]);
    assert_eq!(world.messages("incidents").len(), 2);
    world.leave().await;
}

#[tokio::test]
async fn twenty_declarations_at_once_get_twenty_numbers_without_a_gap() {
    let mut world = World::start().await;
    let declare = |i: usize| {
        let (sandbox, user) = (world.sandbox.clone(), ["alice", "bob", "carol", "minji"][i % 4]);
        let command = Command::new(user, "general", "/incident", &format!("declare sev3 Trouble {i}"));
        tokio::spawn(async move { sandbox.command(command).await.unwrap() })
    };
    let declaring: Vec<_> = (0..20).map(declare).collect();
    for declared in declaring {
        let outcome = declared.await.unwrap();
        assert_eq!(outcome.error, None);
        assert!(!outcome.shown.is_empty());
    }
    world.settle().await;
    for number in 1..=20 {
        let incident = world.incident(number).await;
        assert!(incident.places.channel.is_some() && incident.places.announcement.is_some());
    }
    let count =
        world.parts().engine.store().open_incidents(&workspace(), 5, &Viewer::Firebell).await.unwrap().all;
    assert_eq!((count, world.incident_channels().len(), world.messages("incidents").len()), (20, 20, 20));
    let state = world.state();
    let bells: Vec<String> =
        world.messages("incidents").iter().map(|message| in_words(&message.text, &state)).collect();
    for number in 1..=20 {
        assert_eq!(bells.iter().filter(|bell| bell.contains(&format!("INC-{number}:"))).count(), 1);
    }
    world.leave().await;
}
