//! `response_url`: five uses, thirty minutes, and what each body does.

use chrono::TimeDelta;
use serde_json::json;
use slack_sandbox::{Click, Command};

use crate::world::{ALICE, GENERAL, World, button};

async fn from_command(world: &World, channel: &str) -> String {
    world.sandbox.command(Command::new("alice", channel, "/inc", "")).await.unwrap();
    world.take("/slack/commands")[0].form()["response_url"].clone()
}

async fn from_click(world: &World, ts: &str) -> String {
    world.sandbox.click(Click::message("alice", "general", ts, "ack")).await.unwrap();
    let payload = world.take("/slack/interactions")[0].payload();
    payload["response_url"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_url_works_five_times() {
    let world = World::start().await;
    let url = from_command(&world, "general").await;
    for number in 1..=5 {
        assert_eq!(world.post_to(&url, json!({"text": number.to_string()})).await, (200, "ok".into()));
    }
    assert_eq!(world.post_to(&url, json!({"text": "6"})).await, (404, "used_url".into()));
    assert_eq!(world.sandbox.state().channel("general").unwrap().ephemerals[ALICE].len(), 5);
}

#[tokio::test]
async fn a_url_works_for_half_an_hour() {
    let world = World::start().await;
    let url = from_command(&world, "general").await;
    world.clock.advance(TimeDelta::minutes(30) - TimeDelta::seconds(1));
    assert_eq!(world.post_to(&url, json!({"text": "in time"})).await.0, 200);
    world.clock.advance(TimeDelta::seconds(1));
    assert_eq!(world.post_to(&url, json!({"text": "late"})).await, (404, "expired_url".into()));
    assert_eq!(world.post_to(&format!("{url}x"), json!({"text": "who?"})).await, (404, "invalid_url".into()));
}

#[tokio::test]
async fn it_reaches_where_the_bot_may_not_post() {
    let world = World::start().await;
    let url = from_command(&world, "security").await;
    let body = json!({"response_type": "in_channel", "text": "hello"});
    assert_eq!(world.post_to(&url, body).await.0, 200);
    assert_eq!(world.sandbox.state().channel("security").unwrap().messages[0].text, "hello");
}

#[tokio::test]
async fn the_original_is_replaced_or_deleted() {
    let world = World::start().await;
    let ts = world.post_message(GENERAL, json!({"text": "press", "blocks": button("ack", "1")})).await;
    let url = from_click(&world, &ts).await;
    let body = json!({"replace_original": true, "text": "done", "blocks": []});
    assert_eq!(world.post_to(&url, body).await.0, 200);
    let state = world.sandbox.state();
    let message = state.channel("general").unwrap().message(&ts).unwrap();
    assert_eq!((message.text.as_str(), message.blocks.is_null()), ("done", true));
    assert_eq!(world.post_to(&url, json!({"delete_original": true})).await.0, 200);
    assert!(world.sandbox.state().channel("general").unwrap().messages.is_empty());
}

#[tokio::test]
async fn an_ephemeral_original_changes_only_this_way() {
    let world = World::start().await;
    let body = json!({"channel": GENERAL, "user": ALICE, "text": "x", "blocks": button("ack", "1")});
    let ts = world.ok("chat.postEphemeral", body).await["message_ts"].as_str().unwrap().to_owned();
    let url = from_click(&world, &ts).await;
    assert_eq!(world.post_to(&url, json!({"replace_original": true, "text": "changed"})).await.0, 200);
    assert_eq!(world.sandbox.state().channel("general").unwrap().ephemerals[ALICE][0].text, "changed");
    assert_eq!(world.post_to(&url, json!({"delete_original": "true"})).await.0, 200);
    assert!(world.sandbox.state().channel("general").unwrap().ephemerals.is_empty());
    assert_eq!(world.post_to(&url, json!({"replace_original": true, "text": "x"})).await.0, 400);
}

#[tokio::test]
async fn an_answer_can_go_into_a_thread() {
    let world = World::start().await;
    let ts = world.post_message(GENERAL, json!({"text": "press", "blocks": button("ack", "1")})).await;
    let url = from_click(&world, &ts).await;
    let body =
        json!({"response_type": "in_channel", "replace_original": false, "thread_ts": ts, "text": "below"});
    assert_eq!(world.post_to(&url, body).await.0, 200);
    let state = world.sandbox.state();
    assert_eq!(state.channel("general").unwrap().message(&ts).unwrap().replies[0].text, "below");
    let nowhere = json!({"response_type": "in_channel", "thread_ts": "1111111111.111111", "text": "beside"});
    assert_eq!(world.post_to(&url, nowhere).await.0, 200);
    assert_eq!(world.sandbox.state().channel("general").unwrap().messages[1].text, "beside");
}

#[tokio::test]
async fn bad_bodies_are_refused_without_using_the_url_up() {
    let world = World::start().await;
    let url = from_command(&world, "general").await;
    assert_eq!(world.post_to(&url, json!("text")).await, (400, "invalid_payload".into()));
    assert_eq!(world.post_to(&url, json!({"blocks": 5})).await, (400, "invalid_blocks_format".into()));
    for _ in 0..5 {
        assert_eq!(world.post_to(&url, json!({"text": "ok"})).await.0, 200);
    }
}
