//! Requests as somebody puts them together who is not the local Slack.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::{SECRET, World, noon};

pub(crate) const COMMANDS: &str = "/slack/commands";
pub(crate) const INTERACTIONS: &str = "/slack/interactions";
pub(crate) const EVENTS: &str = "/slack/events";

/// How long one answer may be worked on: as long as Slack waits for it.
const PATIENCE: Duration = Duration::from_secs(3);

/// A request as somebody puts it together, with the headers that they chose.
pub(crate) struct Knock<'a> {
    pub(crate) path: &'a str,
    pub(crate) body: &'a str,
    pub(crate) timestamp: Option<String>,
    pub(crate) signature: Option<String>,
}

impl<'a> Knock<'a> {
    /// As Slack would send it at noon.
    pub(crate) fn signed(path: &'a str, body: &'a str) -> Self {
        Self::signed_at(path, body, noon().timestamp())
    }

    pub(crate) fn signed_at(path: &'a str, body: &'a str, timestamp: i64) -> Self {
        let signature = slack_sandbox::sign(SECRET, timestamp, body.as_bytes());
        Self { path, body, timestamp: Some(timestamp.to_string()), signature: Some(signature) }
    }

    pub(crate) fn with_signature(self, signature: impl Into<String>) -> Self {
        Self { signature: Some(signature.into()), ..self }
    }

    /// Sends it and reads the answer: its status and its body, if it has one.
    pub(crate) async fn at(self, world: &World) -> String {
        let address = world.address().trim_start_matches("http://").to_owned();
        let request = self.request(&address);
        let answering = tokio::task::spawn_blocking(move || send(&address, &request));
        let answer = answering.await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
        let status = head.split_whitespace().nth(1).expect("an answer has a status");
        format!("{status} {body}").trim_end().to_owned()
    }

    /// The request as it travels.
    pub(crate) fn request(&self, address: &str) -> String {
        let mut head = format!("POST {} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n", self.path);
        let headers =
            [("x-slack-request-timestamp", &self.timestamp), ("x-slack-signature", &self.signature)];
        for (name, value) in headers {
            if let Some(value) = value {
                head.extend([name, ": ", value, "\r\n"]);
            }
        }
        format!("{head}content-length: {}\r\n\r\n{}", self.body.len(), self.body)
    }
}

fn send(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// How long this thread, which does all the work, has been at work; on a busy machine that is less than what has passed.
/// (Linux tells it; elsewhere it is nothing, and the test runner's own patience is the bound.)
fn at_work() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

/// Sends bytes that Slack has signed. Answers the status and the body, and wants the work done while Slack waits.
pub(crate) async fn sends(world: &World, path: &str, body: &[u8]) -> (StatusCode, String) {
    let now = noon().timestamp();
    let request = Request::post(path)
        .header("x-slack-request-timestamp", now)
        .header("x-slack-signature", slack_sandbox::sign(SECRET, now, body))
        .body(Body::from(body.to_vec()))
        .unwrap();
    let before = at_work();
    let answer = world.parts().router.clone().oneshot(request).await.unwrap();
    let worked_for = at_work().saturating_sub(before);
    assert!(worked_for < PATIENCE, "Slack has given up waiting: {worked_for:?}");
    let status = answer.status();
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

/// A form body, as browsers and Slack write it.
pub(crate) fn form(values: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(values).finish()
}

pub(crate) fn declaration(team: &str, user: &str, text: &str) -> String {
    form(&[
        ("team_id", team),
        ("channel_id", "C0GENERAL1"),
        ("user_id", user),
        ("command", "/incident"),
        ("text", text),
        ("trigger_id", "1.2.3"),
    ])
}

pub(crate) fn interaction(payload: &Value) -> String {
    form(&[("payload", &payload.to_string())])
}

/// A form as Alice sends it, filled in so.
pub(crate) fn filled_in(callback: &str, values: &Value) -> Value {
    let values: serde_json::Map<String, Value> = values
        .as_object()
        .unwrap()
        .iter()
        .map(|(block, value)| (block.clone(), json!({"input": value})))
        .collect();
    json!({
        "type": "view_submission", "team": {"id": "T0SANDBOX1"}, "user": {"id": "U0ALICE001"},
        "view": {"id": "V1", "hash": "1.a", "callback_id": callback, "private_metadata": "1",
            "state": {"values": values}},
    })
}

/// The payload of the last press that Slack sent.
pub(crate) fn last_press(world: &World) -> Value {
    let deliveries = world.sandbox.deliveries();
    let last = deliveries.iter().rev().find(|delivery| delivery.kind == "block_actions");
    let body = &last.expect("something was pressed").body;
    let (_, json) = url::form_urlencoded::parse(body.as_bytes()).next().unwrap();
    serde_json::from_str(&json).unwrap()
}
