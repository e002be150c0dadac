//! Clicks, shortcuts and external selects: payloads, and what the client refuses.

use std::time::Duration;

use serde_json::{Value, json};
use slack_sandbox::{Click, Command, Options, Say, Shortcut, Suggest};

use crate::world::{ALICE, Answer, GENERAL, World, button, modal, options};

fn blocks() -> Value {
    let text = |text: &str| json!({"type": "plain_text", "text": text});
    json!([
        {"type": "section", "block_id": "pick", "text": text("pick"), "accessory": {
            "type": "static_select", "action_id": "severity", "options": [
                {"text": text("SEV1"), "value": "sev1"}, {"text": text("SEV2"), "value": "sev2"}]}},
        {"type": "actions", "block_id": "row", "elements": [
            {"type": "button", "action_id": "go", "value": "1", "text": text("One"), "style": "primary"},
            {"type": "overflow", "action_id": "more", "options": [{"text": text("Close"), "value": "close"}]},
            {"type": "users_select", "action_id": "lead"},
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-09-01"}]},
        {"type": "actions", "block_id": "row2", "elements": [
            {"type": "button", "action_id": "go", "value": "2", "text": text("Two")}]},
    ])
}

async fn payload(world: &World, click: Click) -> Value {
    world.sandbox.click(click).await.unwrap();
    world.take("/slack/interactions")[0].payload()
}

#[tokio::test]
async fn a_click_on_a_message_carries_message_channel_and_state() {
    let world = World::start().await;
    let ts = world.post_message(GENERAL, json!({"text": "x", "blocks": blocks()})).await;
    let on = |action: &str| Click::message("alice", "general", &ts, action);
    let sent = payload(&world, on("severity").option("sev2")).await;
    assert_eq!(sent["type"], "block_actions");
    assert_eq!(
        sent["container"],
        json!({"type": "message", "message_ts": ts, "channel_id": GENERAL, "is_ephemeral": false})
    );
    assert_eq!(sent["channel"], json!({"id": GENERAL, "name": "general"}));
    assert_eq!(
        sent["user"],
        json!({"id": ALICE, "username": "alice", "name": "alice", "team_id": "T0SANDBOX1"})
    );
    assert_eq!(sent["message"]["ts"], ts.as_str());
    assert_eq!(sent["actions"][0]["selected_option"]["value"], "sev2");
    assert_eq!(sent["state"]["values"]["pick"]["severity"]["selected_option"]["value"], "sev2");
    assert_eq!(
        sent["state"]["values"]["row"]["lead"],
        json!({"type": "users_select", "selected_user": null})
    );
    assert!(sent["state"]["values"]["row"].get("go").is_none());
    let sent = payload(&world, on("go").value("2")).await;
    assert_eq!(
        (sent["actions"][0]["block_id"].as_str(), sent["actions"][0]["value"].as_str()),
        (Some("row2"), Some("2"))
    );
    let sent = payload(&world, on("go").block("row")).await;
    assert_eq!(sent["actions"][0]["style"], "primary");
    let sent = payload(&world, on("more").option("close")).await;
    assert_eq!(sent["actions"][0]["selected_option"]["value"], "close");
    let sent = payload(&world, on("lead").picking("bob")).await;
    assert_eq!(sent["actions"][0]["selected_user"], "U0BOB00001");
    let sent = payload(&world, on("day").choosing("selected_date", "2026-10-01")).await;
    assert_eq!(sent["actions"][0]["selected_date"], "2026-10-01");
    assert_eq!(sent["actions"][0]["initial_date"], "2026-09-01");
}

#[tokio::test]
async fn a_click_on_an_ephemeral_message_has_no_message() {
    let world = World::start().await;
    let body = json!({"channel": GENERAL, "user": ALICE, "text": "x", "blocks": button("join", "1")});
    let ts = world.ok("chat.postEphemeral", body).await["message_ts"].as_str().unwrap().to_owned();
    let sent = payload(&world, Click::message("alice", "general", &ts, "join")).await;
    assert_eq!(sent["container"]["is_ephemeral"], true);
    assert!(sent.get("message").is_none());
    let other = world.sandbox.click(Click::message("bob", "general", &ts, "join")).await.unwrap_err();
    assert_eq!(other.error, "unknown_message");
}

#[tokio::test]
async fn a_client_offers_only_what_is_there() {
    let world = World::start().await;
    let ts = world.post_message(GENERAL, json!({"text": "x", "blocks": blocks()})).await;
    let on = |action: &str| Click::message("alice", "general", &ts, action);
    let cases = [
        (on("nothing"), "no_such_action"),
        (on("go"), "ambiguous_action"),
        (on("go").value("3"), "no_such_action"),
        (on("severity").option("sev9"), "option_not_offered"),
        (on("severity"), "nothing_chosen"),
        (on("severity").choosing("selected_opton", "sev1"), "unexpected_key"),
        (on("severity").picking("bob"), "unexpected_key"),
        (on("more").option("open"), "option_not_offered"),
        (on("lead").picking("nobody"), "unknown_user"),
        (on("lead").picking("frank"), "user_deactivated"),
        (on("day").choosing("selected_date", "tomorrow"), "not_a_date"),
        (Click::message("gina", "general", &ts, "severity"), "channel_not_visible"),
        (Click::message("alice", "general", "1.1", "go"), "unknown_message"),
        (Click::view("alice", "V0NOWHERE1", "go"), "unknown_view"),
        (Click { user: "alice".into(), action_id: "go".into(), ..Click::default() }, "nothing_to_click"),
    ];
    for (click, error) in cases {
        assert_eq!(world.sandbox.click(click.clone()).await.unwrap_err().error, error, "{click:?}");
    }
    assert!(world.received().iter().all(|received| received.path == "/slack/events"));
}

#[tokio::test]
async fn a_failed_click_is_not_repeated() {
    let world = World::with(Options { ack_deadline: Duration::from_secs(3), ..options() }).await;
    let ts = world.post_message(GENERAL, json!({"text": "x", "blocks": button("go", "1")})).await;
    world.sandbox.idle().await;
    world.answers([Answer::Silence, Answer::Status(500)]);
    for _ in 0..2 {
        let outcome = world.sandbox.click(Click::message("alice", "general", &ts, "go")).await.unwrap();
        assert!(outcome.error.is_some());
    }
    assert_eq!(world.take("/slack/interactions").len(), 2);
}

#[tokio::test]
async fn shortcuts_carry_a_trigger_and_their_message() {
    let world = World::start().await;
    world.answers([Answer::Open("views.open", modal())]);
    let outcome = world.sandbox.shortcut(Shortcut::global("alice", "declare")).await.unwrap();
    assert_eq!(outcome.view.unwrap()["callback_id"], "declare");
    let sent = world.take("/slack/interactions")[0].payload();
    assert_eq!((sent["type"].as_str(), sent["callback_id"].as_str()), (Some("shortcut"), Some("declare")));
    assert!(sent.get("response_url").is_none() && sent.get("channel").is_none());
    let said = world.sandbox.message(Say::new("bob", "general", "rolled back & fine")).await.unwrap();
    world.sandbox.shortcut(Shortcut::message("alice", "note", "general", &said.ts)).await.unwrap();
    let sent = world.take("/slack/interactions")[0].payload();
    assert_eq!(
        (sent["type"].as_str(), sent["message_ts"].as_str()),
        (Some("message_action"), Some(said.ts.as_str()))
    );
    assert_eq!(sent["message"]["text"], "rolled back &amp; fine");
    assert!(sent["response_url"].is_string());
    let wrong = world.sandbox.shortcut(Shortcut::global("alice", "note")).await.unwrap_err();
    assert_eq!(wrong.error, "no_such_shortcut");
}

#[tokio::test]
async fn an_external_select_asks_the_app_for_options() {
    let world = World::start().await;
    let mut view = modal();
    view["blocks"] = json!([{"type": "input", "block_id": "service", "label": {"type": "plain_text", "text": "S"},
        "element": {"type": "external_select", "action_id": "pick", "min_query_length": 2}}]);
    world.answers([Answer::Open("views.open", view)]);
    let outcome = world.sandbox.command(Command::new("alice", "general", "/inc", "")).await.unwrap();
    let id = outcome.view.unwrap()["id"].as_str().unwrap().to_owned();
    let ask = |query: &str| Suggest {
        user: "alice".into(),
        view_id: Some(id.clone()),
        action_id: "pick".into(),
        query: query.into(),
        ..Suggest::default()
    };
    assert_eq!(world.sandbox.suggest(ask("c")).await.unwrap_err().error, "query_too_short");
    let option = json!({"text": {"type": "plain_text", "text": "checkout"}, "value": "svc"});
    world.answers([
        Answer::Json(json!({"options": [option]})),
        Answer::Json(json!({"options": [], "option_groups": []})),
    ]);
    assert_eq!(world.sandbox.suggest(ask("chec")).await.unwrap().options, std::slice::from_ref(&option));
    let sent = world.take("/slack/options")[0].payload();
    assert_eq!((sent["type"].as_str(), sent["value"].as_str()), (Some("block_suggestion"), Some("chec")));
    assert!(sent.get("trigger_id").is_none());
    let chosen = Click::view("alice", &id, "pick").option("svc");
    world.sandbox.click(chosen).await.unwrap();
    let state = world.sandbox.state();
    assert_eq!(
        state.top_view(ALICE).unwrap()["state"]["values"]["service"]["pick"]["selected_option"],
        option
    );
    assert!(world.sandbox.suggest(ask("xx")).await.unwrap().error.is_some(), "both keys are never right");
    let wrong = world.sandbox.click(Click::view("alice", &id, "pick").option("other")).await.unwrap_err();
    assert_eq!(wrong.error, "option_not_offered");
}

#[tokio::test]
async fn what_an_earlier_search_found_may_still_be_chosen() {
    let world = World::start().await;
    let select = json!([{"type": "actions", "block_id": "services", "elements": [
        {"type": "multi_external_select", "action_id": "pick", "min_query_length": 1,
         "placeholder": {"type": "plain_text", "text": "Services"}}]}]);
    let posted =
        world.ok("chat.postMessage", json!({"channel": GENERAL, "text": "x", "blocks": select})).await;
    let ts = posted["ts"].as_str().unwrap();
    world.sandbox.idle().await;
    let option = |value: &str| json!({"text": {"type": "plain_text", "text": value}, "value": value});
    for value in ["checkout", "ledger"] {
        world.answers([Answer::Json(json!({"options": [option(value)]}))]);
        let suggest = Suggest {
            user: "alice".into(),
            channel: Some("general".into()),
            message_ts: Some(ts.into()),
            action_id: "pick".into(),
            query: value.into(),
            ..Suggest::default()
        };
        world.sandbox.suggest(suggest).await.unwrap();
    }
    let both = Click::message("alice", "general", ts, "pick").options(&["checkout", "ledger"]);
    world.sandbox.click(both).await.unwrap();
    let sent = world.take("/slack/interactions").pop().unwrap().payload();
    assert_eq!(sent["actions"][0]["selected_options"], json!([option("checkout"), option("ledger")]));
}
