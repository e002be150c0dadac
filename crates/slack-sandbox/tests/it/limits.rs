//! Real rate limits, counted on the sandbox's clock.

use chrono::TimeDelta;
use serde_json::json;
use slack_sandbox::{Options, RateLimits};

use crate::world::{GENERAL, World, call, options};

async fn limited() -> World {
    World::with(Options { rate_limits: Some(RateLimits::slack()), ..options() }).await
}

#[tokio::test]
async fn a_tier_two_method_takes_twenty_calls_a_minute() {
    let world = limited().await;
    for number in 0..20 {
        world.ok("conversations.create", json!({"name": format!("inc-{number}")})).await;
    }
    world.clock.advance(TimeDelta::seconds(20));
    let wire =
        call(&world.sandbox.api_url(), "conversations.create", &json!({"name": "inc-20"})).await.unwrap();
    assert_eq!((wire.status, wire.headers["retry-after"].to_str().unwrap()), (429, "40"));
    world.ok("conversations.info", json!({"channel": GENERAL})).await;
    world.clock.advance(TimeDelta::seconds(40));
    world.ok("conversations.create", json!({"name": "inc-20"})).await;
}

#[tokio::test]
async fn a_channel_takes_one_message_a_second() {
    let world = limited().await;
    let post = |channel: &str| json!({"channel": channel, "text": "x"});
    world.ok("chat.postMessage", post(GENERAL)).await;
    world.ok("chat.postMessage", post("C0INCIDENT")).await;
    let (status, answer) = world.api_raw("chat.postMessage", post(GENERAL)).await;
    assert_eq!((status, answer["error"].as_str()), (429, Some("ratelimited")));
    world.clock.advance(TimeDelta::seconds(1));
    world.ok("chat.postMessage", post(GENERAL)).await;
}

#[tokio::test]
async fn a_method_can_have_its_own_number() {
    let mut limits = RateLimits::slack();
    limits.per_method.insert("auth.test".into(), 1);
    let world = World::with(Options { rate_limits: Some(limits), ..options() }).await;
    world.ok("auth.test", json!({})).await;
    assert_eq!(world.api_raw("auth.test", json!({})).await.0, 429);
}
