//! Ringing the bell.

use insta::assert_snapshot;
use serde_json::json;

use crate::world::{World, fields, told};

#[tokio::test]
async fn declaring_by_text_rings_the_bell_and_opens_the_channel() {
    let mut world = World::start().await;
    let outcome = world.types("alice", "general", "declare sev1 Checkout is down").await;
    assert_snapshot!(told(&outcome), @"");
    assert_snapshot!(world.reads("incidents"), @"");
    assert_snapshot!(world.reads("inc-1-checkout-is-down"), @"");
    let channel = world.state().channel("inc-1-checkout-is-down").unwrap().clone();
    assert_eq!(channel.topic, "SEV1 · INC-1 · Checkout is down");
    assert_eq!(channel.pins.len(), 1);
    world.finish().await;
}

#[tokio::test]
async fn declaring_by_form_keeps_what_was_seen() {
    let mut world = World::start().await;
    let opened = world.types("minji", "general", "").await;
    assert_eq!(opened.view.unwrap()["title"]["text"], "장애 선언");
    let values = fields(&[
        ("title", json!("결제 장애")),
        ("severity", json!("sev0")),
        ("seen", json!("카드 결제의 30%가 실패 <!channel>")),
        ("service", json!("결제")),
    ]);
    let sent = world.sends("minji", values).await;
    assert_eq!(sent.error, None);
    assert_snapshot!(world.reads("incidents"), @"");
    assert_eq!(world.incident_channels(), ["inc-1-결제-장애"]);
    world.reads_all();
    world.finish().await;
}
