//! Submitting and closing modals: acknowledgement bodies and `view_closed`.

use std::time::Duration;

use serde_json::{Value, json};
use slack_sandbox::{Click, CloseView, Command, Options, Outcome, Submit};

use crate::world::{ALICE, Answer, GENERAL, World, modal, options};

const TROUBLE: &str = "We had some trouble connecting. Try again?";

async fn open(world: &World, view: Value) {
    world.answers([Answer::Open("views.open", view)]);
    world.sandbox.command(Command::new("alice", "general", "/inc", "")).await.unwrap();
    world.take("/slack/commands");
}

async fn submit(world: &World) -> Outcome {
    world.sandbox.submit(Submit::new("alice", json!({"title": {"value": "Down"}}))).await.unwrap()
}

fn depth(world: &World) -> usize {
    world.sandbox.state().views.get(ALICE).map_or(0, Vec::len)
}

#[tokio::test]
async fn an_empty_acknowledgement_closes_the_view() {
    let world = World::start().await;
    open(&world, modal()).await;
    let outcome = submit(&world).await;
    assert!(outcome.error.is_none() && outcome.view.is_none());
    assert_eq!(depth(&world), 0);
    let again = world.sandbox.submit(Submit::new("alice", json!({}))).await.unwrap_err();
    assert_eq!(again.error, "no_open_view");
}

#[tokio::test]
async fn field_errors_keep_the_view_and_what_was_typed() {
    let world = World::start().await;
    open(&world, modal()).await;
    world.answers([Answer::Json(json!({"response_action": "errors", "errors": {"title": "Too short"}}))]);
    let outcome = submit(&world).await;
    assert_eq!(outcome.field_errors["title"], "Too short");
    assert!(outcome.error.is_none());
    let state = world.sandbox.state();
    assert_eq!(state.top_view(ALICE).unwrap()["state"]["values"]["title"]["value"]["value"], "Down");
}

#[tokio::test]
async fn anything_slack_cannot_read_looks_like_a_connection_problem() {
    let world = World::with(Options { ack_deadline: Duration::from_secs(3), ..options() }).await;
    open(&world, modal()).await;
    let bad = [
        Answer::Text("ok"),
        Answer::Text(" "),
        Answer::Json(json!({})),
        Answer::Json(json!({"response_action": "errors", "errors": {"nowhere": "x"}})),
        Answer::Json(json!({"response_action": "errors", "errors": {}})),
        Answer::Json(json!({"response_action": "errors", "errors": {"title": 5}})),
        Answer::Json(json!({"response_action": "update", "view": {"type": "home", "blocks": []}})),
        Answer::Json(json!({"response_action": "push"})),
        Answer::Json(json!({"response_action": "vanish"})),
        Answer::Status(500),
        Answer::Silence,
    ];
    for answer in bad {
        world.answers([answer.clone()]);
        let outcome = submit(&world).await;
        assert_eq!(outcome.error.as_deref(), Some(TROUBLE), "{answer:?}");
        assert_eq!(depth(&world), 1);
    }
}

#[tokio::test]
async fn an_acknowledgement_updates_pushes_and_clears() {
    let world = World::start().await;
    open(&world, modal()).await;
    let mut next = modal();
    next["callback_id"] = "second".into();
    world.answers([Answer::Json(json!({"response_action": "update", "view": next}))]);
    assert_eq!(submit(&world).await.view.unwrap()["callback_id"], "second");
    assert_eq!(depth(&world), 1);
    for expected in [2, 3] {
        world.answers([Answer::Json(json!({"response_action": "push", "view": modal()}))]);
        assert!(submit(&world).await.view.is_some());
        assert_eq!(depth(&world), expected);
    }
    world.answers([Answer::Json(json!({"response_action": "push", "view": modal()}))]);
    assert_eq!(submit(&world).await.error.as_deref(), Some(TROUBLE), "the stack is full");
    submit(&world).await;
    assert_eq!(depth(&world), 2, "an empty answer closes one view only");
    world.answers([Answer::Json(json!({"response_action": "clear"}))]);
    submit(&world).await;
    assert_eq!(depth(&world), 0);
}

#[tokio::test]
async fn the_client_refuses_what_the_view_does_not_allow() {
    let world = World::start().await;
    open(&world, modal()).await;
    let cases = [
        (json!({}), "required_input_empty"),
        (json!({"title": {"value": ""}}), "required_input_empty"),
        (json!({"title": {"value": "x".repeat(21)}}), "too_long"),
        (json!({"title": {"other": "x"}}), "no_such_action"),
        (json!({"nowhere": {"value": "x"}}), "no_such_action"),
        (json!({"title": "x"}), "bad_values"),
    ];
    for (values, error) in cases {
        assert_eq!(
            world.sandbox.submit(Submit::new("alice", values.clone())).await.unwrap_err().error,
            error,
            "{values}"
        );
    }
    assert!(world.take("/slack/interactions").is_empty());
    // Blanks count as text: only the app can refuse them.
    let blank = world.sandbox.submit(Submit::new("alice", json!({"title": {"value": "   "}}))).await.unwrap();
    assert!(blank.error.is_none());
}

#[tokio::test]
async fn closing_tells_those_who_asked() {
    let world = World::start().await;
    let mut view = modal();
    view["notify_on_close"] = true.into();
    open(&world, view.clone()).await;
    world.sandbox.close_view(CloseView::cancel("alice")).await.unwrap();
    let sent = world.take("/slack/interactions")[0].payload();
    assert_eq!((sent["type"].as_str(), sent["is_cleared"].as_bool()), (Some("view_closed"), Some(false)));
    assert!(sent.get("trigger_id").is_none());

    open(&world, view.clone()).await;
    world.answers([Answer::Json(json!({"response_action": "push", "view": view}))]);
    submit(&world).await;
    world.take("/slack/interactions");
    let below = world.sandbox.close_view(CloseView::cancel("alice")).await.unwrap();
    assert_eq!(below.view.unwrap()["previous_view_id"], Value::Null);
    world.answers([Answer::Json(json!({"response_action": "push", "view": view}))]);
    submit(&world).await;
    world.take("/slack/interactions");
    world.sandbox.close_view(CloseView::cross("alice")).await.unwrap();
    let sent = world.take("/slack/interactions");
    assert_eq!(sent.len(), 1, "one event for the whole stack");
    let sent = sent[0].payload();
    assert_eq!((sent["is_cleared"].as_bool(), &sent["view"]["previous_view_id"]), (Some(true), &Value::Null));
    assert_eq!(depth(&world), 0);

    open(&world, modal()).await;
    world.sandbox.close_view(CloseView::cancel("alice")).await.unwrap();
    assert!(world.take("/slack/interactions").is_empty(), "nobody asked");
}

#[tokio::test]
async fn clear_on_close_makes_cancel_close_everything() {
    let world = World::start().await;
    open(&world, modal()).await;
    let mut last = modal();
    last["clear_on_close"] = true.into();
    world.answers([Answer::Json(json!({"response_action": "push", "view": last}))]);
    submit(&world).await;
    world.sandbox.close_view(CloseView::cancel("alice")).await.unwrap();
    assert_eq!(depth(&world), 0);
}

#[tokio::test]
async fn conversation_selects_can_bring_response_urls() {
    let world = World::start().await;
    let mut view = modal();
    view["blocks"] = json!([{"type": "input", "block_id": "announce", "label": {"type": "plain_text", "text": "Where"},
        "element": {"type": "conversations_select", "action_id": "pick", "response_url_enabled": true}}]);
    open(&world, view).await;
    world.sandbox.submit(Submit::new("alice", json!({"announce": {"pick": "general"}}))).await.unwrap();
    let urls = world.take("/slack/interactions")[0].payload()["response_urls"].clone();
    assert_eq!(
        (urls[0]["block_id"].as_str(), urls[0]["channel_id"].as_str()),
        (Some("announce"), Some(GENERAL))
    );
    let body = json!({"response_type": "in_channel", "text": "here"});
    assert_eq!(world.post_to(urls[0]["response_url"].as_str().unwrap(), body).await.0, 200);
}

#[tokio::test]
async fn an_input_that_dispatches_tells_the_app_while_typing() {
    let world = World::start().await;
    let mut view = modal();
    view["blocks"][0]["dispatch_action"] = true.into();
    open(&world, view).await;
    let id = world.sandbox.state().top_view(ALICE).unwrap()["id"].as_str().unwrap().to_owned();
    world.sandbox.click(Click::view("alice", &id, "value").value("typed")).await.unwrap();
    let sent = world.take("/slack/interactions")[0].payload();
    assert_eq!(sent["container"], json!({"type": "view", "view_id": id}));
    assert_eq!(sent["actions"][0]["value"], "typed");
    assert_eq!(sent["view"]["state"]["values"]["title"]["value"]["value"], "typed");
}
