//! Declaring by shortcuts: from anywhere, and from a message.

use chrono::TimeDelta;
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{ChannelAct, ChannelVerb, Say, Shortcut};

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
    assert_snapshot!(refused.view.unwrap()["blocks"][0]["text"]["text"].as_str().unwrap(), @"");
    world.leave().await;
}

#[tokio::test]
async fn a_message_becomes_the_first_entry_of_what_is_declared_from_it() {
    let mut world = World::start().await;
    let join = |user| ChannelAct::new(user, ChannelVerb::Join, "random");
    for user in ["bob", "carol"] {
        let _ = world.sandbox.channel_act(join(user)).await;
    }
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
    assert_snapshot!(world.last_whisper("carol", &channel), @"");
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
    assert_snapshot!(world.last_whisper("alice", &channel), @"");
    world.finish().await;
}
