//! One walk through everything at once: command, modal, channel, message, button.

use serde_json::json;
use slack_sandbox::{Click, Command, Submit};

use crate::world::{ALICE, Answer, World, button, modal};

#[tokio::test]
async fn a_command_opens_a_modal_and_its_submission_arrives() {
    let world = World::start().await;
    world.answers([Answer::Open("views.open", modal())]);
    let outcome = world.sandbox.command(Command::new("alice", "general", "/inc", "declare")).await.unwrap();
    let view = outcome.view.expect("a modal opened");
    assert_eq!(view["callback_id"], "declare");
    assert_eq!(world.take("/slack/commands")[0].form()["text"], "declare");

    let outcome = world
        .sandbox
        .submit(Submit::new("alice", json!({"title": {"value": "Checkout down"}})))
        .await
        .unwrap();
    assert!(outcome.error.is_none(), "{outcome:?}");
    assert!(world.sandbox.state().views.is_empty());
    let payload = world.take("/slack/interactions")[0].payload();
    assert_eq!(payload["type"], "view_submission");
    assert_eq!(payload["user"]["id"], ALICE);
    assert_eq!(
        payload["view"]["state"]["values"],
        json!({"title": {"value": {"type": "plain_text_input", "value": "Checkout down"}}})
    );
}

#[tokio::test]
async fn a_channel_is_made_filled_and_clicked_in() {
    let world = World::start().await;
    let channel = world.ok("conversations.create", json!({"name": "inc-1"})).await["channel"]["id"].clone();
    let channel = channel.as_str().unwrap();
    world.ok("conversations.invite", json!({"channel": channel, "users": ALICE})).await;
    let ts = world.post_message(channel, json!({"text": "hi", "blocks": button("ack", "1")})).await;
    let outcome = world.sandbox.click(Click::message("alice", "inc-1", &ts, "ack")).await.unwrap();
    assert!(outcome.error.is_none());
    let payload = world.take("/slack/interactions")[0].payload();
    assert_eq!(payload["actions"][0]["value"], "1");
    assert_eq!(payload["message"]["ts"], ts.as_str());
    let state = world.sandbox.state();
    let channel = state.channel("inc-1").unwrap();
    assert_eq!(channel.members.len(), 2);
    assert_eq!(channel.message(&ts).unwrap().text, "hi");
    assert_eq!(world.sandbox.calls().len(), 3);
}
