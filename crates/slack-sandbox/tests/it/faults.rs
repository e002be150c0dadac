//! Injected trouble with calls, and with commands and clicks.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use slack_sandbox::{AckOutcome, CallFault, CallTrouble, Command, DeliveryFault, DeliveryTrouble, When};

use crate::world::{GENERAL, World, call};

fn posts(world: &World) -> usize {
    world.sandbox.state().channel("general").unwrap().messages.len()
}

fn body() -> Value {
    json!({"channel": GENERAL, "text": "x"})
}

#[tokio::test]
async fn a_rate_limit_strikes_n_times() {
    let world = World::start().await;
    let limited = CallTrouble::RateLimited { retry_after_seconds: 7 };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", limited).times(2));
    for _ in 0..2 {
        let wire = call(&world.sandbox.api_url(), "chat.postMessage", &body()).await.unwrap();
        assert_eq!((wire.status, wire.headers["retry-after"].to_str().unwrap()), (429, "7"));
        let answer: Value = serde_json::from_slice(&wire.body).unwrap();
        assert_eq!(answer, json!({"ok": false, "error": "ratelimited"}));
    }
    world.ok("chat.postMessage", body()).await;
    assert_eq!(posts(&world), 1);
    assert!(world.sandbox.faults().calls.is_empty());
}

#[tokio::test]
async fn server_errors_and_drops_come_before_or_after_the_work() {
    let world = World::start().await;
    let on = |trouble| CallFault::on("chat.*", trouble).times(1);
    let cases = [
        (CallTrouble::ServerError { status: 503, when: When::BeforeWork }, Some(503), 0),
        (CallTrouble::ServerError { status: 500, when: When::AfterWork }, Some(500), 1),
        (CallTrouble::DropConnection { when: When::BeforeWork }, None, 1),
        (CallTrouble::DropConnection { when: When::AfterWork }, None, 2),
    ];
    for (trouble, status, stored) in cases {
        world.sandbox.add_call_fault(on(trouble.clone()));
        let wire = call(&world.sandbox.api_url(), "chat.postMessage", &body()).await;
        assert_eq!(wire.ok().map(|wire| wire.status), status, "{trouble:?}");
        assert_eq!(posts(&world), stored, "{trouble:?}");
    }
    let calls = world.sandbox.calls();
    assert_eq!(calls[3].status, None);
    assert!(calls[3].trouble.as_ref().unwrap().contains("DropConnection"));
}

#[tokio::test]
async fn latency_delays_the_answer_but_not_the_work() {
    let world = World::start().await;
    let slow = CallTrouble::Latency { milliseconds: 800, when: When::AfterWork };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", slow).times(1));
    let started = Instant::now();
    let sandbox = world.sandbox.clone();
    let posting = world.ok("chat.postMessage", body());
    let stored = async {
        let patience = Duration::from_secs(30);
        let arrived = |state: &slack_sandbox::State| !state.channel("general").unwrap().messages.is_empty();
        assert!(sandbox.changed_until(arrived, patience).await);
        assert_eq!(sandbox.calls()[0].status, None, "it is stored and not yet answered");
    };
    tokio::join!(posting, stored);
    assert!(started.elapsed() >= Duration::from_millis(800));
    assert!(world.sandbox.calls()[0].milliseconds.unwrap() >= 800);
}

#[tokio::test]
async fn any_error_code_can_be_given() {
    let world = World::start().await;
    let refuse = CallTrouble::Refuse { error: "restricted_action".into() };
    world.sandbox.add_call_fault(CallFault::on("conversations.create", refuse));
    assert_eq!(world.error("conversations.create", json!({"name": "inc"})).await, "restricted_action");
    world.sandbox.clear_faults();
    world.ok("conversations.create", json!({"name": "inc"})).await;
}

#[tokio::test]
async fn a_probability_strikes_some_calls() {
    let world = World::start().await;
    let refuse = CallTrouble::Refuse { error: "internal_error".into() };
    world.sandbox.add_call_fault(CallFault::on("*", refuse).probability(0.5));
    let mut struck = 0;
    for _ in 0..100 {
        struck += usize::from(world.api("auth.test", json!({})).await["ok"] == false);
    }
    assert!((25..=75).contains(&struck), "{struck}");
}

#[tokio::test]
async fn commands_come_twice_and_their_answers_get_lost() {
    let world = World::start().await;
    let inc = || Command::new("alice", "general", "/inc", "x");
    world.sandbox.add_delivery_fault(DeliveryFault::on("command", DeliveryTrouble::Twice).times(1));
    world.sandbox.command(inc()).await.unwrap();
    let received = world.take("/slack/commands");
    assert_eq!((received.len(), &received[0].body), (2, &received[1].body));
    world.sandbox.add_delivery_fault(DeliveryFault::on("command", DeliveryTrouble::LoseAck).times(1));
    let outcome = world.sandbox.command(inc()).await.unwrap();
    assert_eq!(outcome.ack.unwrap().outcome, AckOutcome::Timeout);
    assert!(outcome.error.unwrap().contains("operation_timeout"));
    assert_eq!(world.take("/slack/commands").len(), 1);
}
