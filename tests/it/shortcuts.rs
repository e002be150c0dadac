//! Declaring by shortcuts: from anywhere, and from a message.

use chrono::TimeDelta;
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{Say, Shortcut};

use crate::world::{World, fields, prefilled};

#[tokio::test]
async fn the_form_opens_from_anywhere() {
    let mut world = World::start().await;
    let form = world.sandbox.shortcut(Shortcut::global("bob", "declare-incident")).await.unwrap();
    assert_eq!(form.view.unwrap()["callback_id"], "declare-1");
    let sent = world.sends("bob", fields(&[("title", json!("Checkout is down"))])).await;
    assert!(sent.field_errors.is_empty());
    assert_eq!(world.incident_channels(), ["inc-1-checkout-is-down"]);
    let refused = world.sandbox.shortcut(Shortcut::global("gina", "declare-incident")).await.unwrap();
    assert_snapshot!(refused.view.unwrap()["blocks"][0]["text"]["text"].as_str().unwrap(), @"Guests can read along, but only members can act on an incident. Please ask a member in this channel to do it.");
    world.leave().await;
}

#[tokio::test]
async fn a_message_becomes_the_first_entry_of_what_is_declared_from_it() {
    let mut world = World::start().await;
    let said = Say::new("bob", "random", "Checkout is down\n5xx on every card since 11:50");
    let message = world.sandbox.message(said).await.unwrap().ts;
    world.advance(TimeDelta::minutes(3)).await;
    let from = Shortcut::message("carol", "declare-from-message", "random", &message);
    let form = world.sandbox.shortcut(from).await.unwrap();
    assert_eq!(prefilled(&form, "title"), "Checkout is down");
    assert_eq!(prefilled(&form, "seen"), "Checkout is down\n5xx on every card since 11:50");
    let sent = world.sends("carol", fields(&[("title", json!("Checkout is down"))])).await;
    assert!(sent.field_errors.is_empty());
    let channel = world.incident_channels().pop().unwrap();
    world.types("carol", &channel, "timeline").await;
    let shown = world.timeline_of_people("carol", &channel);
    let order = "KST · @bob (added by @carol) · Checkout is down\n5xx on every card since 11:50 · \
        <https://sandbox.slack.com/archives/C0RANDOM01/p1795316400000000|message>\n\
        #1 · 2026-11-22 12:03:00 KST · @carol · declared SEV2: Checkout is down";
    assert!(shown.contains("· 2026-11-22 12:00:00 ") && shown.contains(order), "{shown}");
    world.leave().await;
}

#[tokio::test]
async fn what_is_taken_out_of_the_form_is_nowhere() {
    goes_over_what_was_said(World::start().await).await;
}

#[tokio::test]
async fn what_is_taken_out_of_the_form_is_nowhere_on_postgres() {
    let Some(world) = World::with_replicas(1).await else { return };
    goes_over_what_was_said(world).await;
}

async fn goes_over_what_was_said(mut world: World) {
    for (said, left) in [
        ("Checkout is down\nthe password is hunter2, 5xx since 11:50", "Checkout is down\n5xx since 11:50"),
        ("Checkout is down, try hunter2", "Checkout is down"),
    ] {
        let message = world.sandbox.message(Say::new("bob", "random", said)).await.unwrap().ts;
        let from = Shortcut::message("carol", "declare-from-message", "random", &message);
        let form = world.sandbox.shortcut(from).await.unwrap();
        assert_eq!(prefilled(&form, "seen"), said, "all that will be kept can be seen");
        let gone_over = fields(&[("title", json!("Checkout is down")), ("seen", json!(left))]);
        assert!(world.sends("carol", gone_over).await.field_errors.is_empty());
        let channel = world.incident_channels().pop().unwrap();
        world.types("carol", &channel, "export").await;
        world.types("carol", &channel, "timeline").await;
        let timeline = world.last_whisper("carol", &channel);
        assert!(timeline.contains(&format!("@bob (added by @carol) · {left} ·")), "{timeline}");
        let kept = world.all_rows().await;
        assert!(kept.contains(left.lines().last().unwrap()), "what was left of it is kept");
        let document = world.state().files.last().unwrap().text.clone().unwrap();
        for place in [timeline, document, world.panel(&channel), world.announcement(), kept] {
            assert!(!place.contains("hunter2"), "{place}");
        }
    }
    world.leave().await;
}

#[tokio::test]
async fn a_message_whose_words_are_all_taken_out_is_no_entry() {
    let mut world = World::start().await;
    let message = world.sandbox.message(Say::new("bob", "random", "Try hunter2")).await.unwrap().ts;
    let from = Shortcut::message("carol", "declare-from-message", "random", &message);
    world.sandbox.shortcut(from).await.unwrap();
    world.sends("carol", fields(&[("title", json!("Checkout is down")), ("seen", json!(""))])).await;
    assert_eq!(world.timeline(1).await.len(), 3, "it was declared, announced and got its channel");
    assert!(!world.all_rows().await.contains("hunter2"));
    world.leave().await;
}

#[tokio::test]
async fn firebells_own_messages_declare_nothing() {
    let (mut world, channel) = World::with_incident("sev1").await;
    let panel = world.with_action(&channel, "update");
    let from = Shortcut::message("alice", "declare-from-message", &channel, &panel);
    let form = world.sandbox.shortcut(from).await.unwrap();
    world.settle().await;
    assert!(form.view.is_none());
    assert_snapshot!(world.last_whisper("alice", &channel), @"This message is from Firebell itself: what it says is on the timeline already. `/incident note …` adds something of your own.");
    world.finish().await;
}
