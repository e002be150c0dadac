//! Requests as somebody puts them together who is not the local Slack.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::Value;

use crate::world::{SECRET, World, noon};

pub(crate) const COMMANDS: &str = "/slack/commands";
pub(crate) const INTERACTIONS: &str = "/slack/interactions";
pub(crate) const EVENTS: &str = "/slack/events";

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

/// The payload of the last press that Slack sent.
pub(crate) fn last_press(world: &World) -> Value {
    let deliveries = world.sandbox.deliveries();
    let last = deliveries.iter().rev().find(|delivery| delivery.kind == "block_actions");
    let body = &last.expect("something was pressed").body;
    let (_, json) = url::form_urlencoded::parse(body.as_bytes()).next().unwrap();
    serde_json::from_str(&json).unwrap()
}
