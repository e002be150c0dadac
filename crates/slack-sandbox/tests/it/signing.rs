//! Request signatures: fixed vectors, and the headers of a real delivery.

use serde_json::Value;
use slack_sandbox::{Command, sign};

use crate::world::{SECRET, World, start_of_time};

#[test]
fn signatures_match_the_known_vectors() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("fixtures/signing_vectors.json")).unwrap();
    assert_eq!(vectors.len(), 4);
    for vector in vectors {
        let timestamp = vector["timestamp"].as_i64().unwrap();
        let body = vector["body"].as_str().unwrap();
        let signature = sign(vector["secret"].as_str().unwrap(), timestamp, body.as_bytes());
        assert_eq!(signature, vector["signature"], "{}", vector["name"]);
    }
}

#[tokio::test]
async fn deliveries_are_signed_at_the_clocks_time() {
    let world = World::start().await;
    world.sandbox.command(Command::new("alice", "general", "/inc", "")).await.unwrap();
    let received = world.take("/slack/commands").remove(0);
    let timestamp = received.header("x-slack-request-timestamp").unwrap();
    assert_eq!(timestamp, start_of_time().timestamp().to_string());
    let expected = sign(SECRET, start_of_time().timestamp(), &received.body);
    assert_eq!(received.header("x-slack-signature"), Some(expected.as_str()));
    assert_eq!(received.header("content-type"), Some("application/x-www-form-urlencoded"));
}
