//! The gates before every method: token, scope, body, content type.

use axum::body::Bytes;
use axum::http::Request;
use http_body_util::Full;
use serde_json::{Value, json};
use slack_sandbox::{App, Options};

use crate::world::{GENERAL, TOKEN, Wire, World, options, send};

async fn post(world: &World, method: &str, token: Option<&str>, kind: &str, body: &str) -> (Wire, Value) {
    let mut request =
        Request::post(format!("{}/{method}", world.sandbox.api_url())).header("content-type", kind);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let wire = send(request.body(Full::new(Bytes::from(body.to_owned()))).unwrap()).await.unwrap();
    let answer = serde_json::from_slice(&wire.body).unwrap();
    (wire, answer)
}

const JSON: &str = "application/json; charset=utf-8";
const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn every_gate_answers_with_its_own_code() {
    let world = World::start().await;
    let cases = [
        ("auth.test", None, JSON, "{}", "not_authed"),
        ("auth.test", Some(""), JSON, "{}", "not_authed"),
        ("auth.test", Some("xoxb-wrong"), JSON, "{}", "invalid_auth"),
        ("chat.sing", Some(TOKEN), JSON, "{}", "unknown_method"),
        ("auth.test", Some(TOKEN), JSON, "{", "invalid_json"),
        ("auth.test", Some(TOKEN), JSON, "[1]", "json_not_object"),
        ("conversations.info", Some(TOKEN), JSON, r#"{"channel":"C0GENERAL1"}"#, "invalid_arguments"),
        (
            "chat.postMessage",
            Some(TOKEN),
            JSON,
            r#"{"channel":["C0GENERAL1"],"text":"x"}"#,
            "invalid_array_arg",
        ),
        ("chat.postMessage", Some(TOKEN), JSON, r#"{"channel":{"id":1},"text":"x"}"#, "invalid_arguments"),
        (
            "chat.postMessage",
            Some(TOKEN),
            FORM,
            "channel=C0GENERAL1&blocks=nonsense",
            "invalid_blocks_format",
        ),
    ];
    for (method, token, kind, body, error) in cases {
        let (wire, answer) = post(&world, method, token, kind, body).await;
        assert_eq!((wire.status, answer["error"].as_str()), (200, Some(error)), "{method} {body}");
    }
}

#[tokio::test]
async fn missing_arguments_are_named() {
    let world = World::start().await;
    let answer = world.api("conversations.archive", json!({})).await;
    assert_eq!(answer["error"], "invalid_arguments");
    assert_eq!(answer["response_metadata"]["messages"], json!(["[ERROR] missing required field: channel"]));
}

#[tokio::test]
async fn forms_and_queries_carry_the_same_arguments_as_json() {
    let world = World::start().await;
    let body = "channel=C0GENERAL1&text=hello&blocks=%5B%5D&unfurl_links=0";
    let (_, answer) = post(&world, "chat.postMessage", Some(TOKEN), FORM, body).await;
    assert_eq!(answer["message"]["text"], "hello", "{answer}");
    let (_, answer) = post(&world, "conversations.info", Some(TOKEN), FORM, "channel=C0GENERAL1").await;
    assert_eq!(answer["channel"]["name"], "general");
    let answer =
        world.ok("conversations.info", json!({"channel": GENERAL, "include_num_members": true})).await;
    assert_eq!(answer["channel"]["num_members"], 7 - 1);
}

#[tokio::test]
async fn a_missing_charset_is_remarked_on() {
    let world = World::start().await;
    let (_, answer) = post(&world, "auth.test", Some(TOKEN), "application/json", "{}").await;
    assert_eq!(answer["warning"], "missing_charset");
    assert_eq!(answer["response_metadata"]["warnings"], json!(["missing_charset"]));
    let kind = "application/x-www-form-urlencoded; charset=utf-8";
    let (_, answer) = post(&world, "auth.test", Some(TOKEN), kind, "").await;
    assert_eq!(answer["warning"], "superfluous_charset");
}

#[tokio::test]
async fn scopes_are_checked_and_named() {
    let app = App::default()
        .without_scope("pins:write")
        .without_scope("groups:write")
        .without_scope("users:read.email");
    let world = World::with(Options { app, ..options() }).await;
    let answer = world.api("pins.add", json!({"channel": GENERAL, "timestamp": "1.1"})).await;
    assert_eq!(
        (answer["error"].as_str(), answer["needed"].as_str()),
        (Some("missing_scope"), Some("pins:write"))
    );
    assert!(answer["provided"].as_str().unwrap().contains("chat:write"));
    let private = json!({"name": "secret", "is_private": true});
    assert_eq!(world.api("conversations.create", private).await["needed"], "groups:write");
    world.ok("conversations.create", json!({"name": "open"})).await;
    let user = world.ok("users.info", json!({"user": "U0ALICE001"})).await;
    assert!(user["user"]["profile"].get("email").is_none());
    assert_eq!(
        world.error("users.lookupByEmail", json!({"email": "alice@example.com"})).await,
        "missing_scope"
    );
}

#[tokio::test]
async fn answers_carry_slacks_headers() {
    let world = World::start().await;
    let (wire, answer) = post(&world, "pins.add", Some(TOKEN), JSON, "{}").await;
    assert_eq!(answer["ok"], false);
    assert_eq!(wire.headers["x-accepted-oauth-scopes"], "pins:write");
    assert!(wire.headers["x-oauth-scopes"].to_str().unwrap().contains("chat:write"));
    assert!(wire.headers.contains_key("x-slack-req-id"));
}

#[tokio::test]
async fn the_token_belongs_to_the_bot_of_the_workspace() {
    let world = World::start().await;
    let answer = world.ok("auth.test", json!({})).await;
    assert_eq!(answer["user_id"], "U0SANDBOT1");
    assert_eq!(answer["bot_id"], "B0SANDBOT1");
    assert_eq!(answer["team_id"], "T0SANDBOX1");
    assert_eq!(answer["url"], "https://sandbox.slack.com/");
    let team = world.ok("team.info", json!({})).await;
    assert_eq!(team["team"]["domain"], "sandbox");
    assert_eq!(world.error("api.test", json!({"error": "odd"})).await, "odd");
}
