//! A sandbox with a small scripted app beside it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use slack_sandbox::{App, Clock, Options, Sandbox, ShortcutKind};

pub(crate) const TOKEN: &str = "xoxb-sandbox";
pub(crate) const SECRET: &str = "sandbox-signing-secret";
pub(crate) const BOT: &str = "U0SANDBOT1";
pub(crate) const ALICE: &str = "U0ALICE001";
pub(crate) const BOB: &str = "U0BOB00001";
pub(crate) const GENERAL: &str = "C0GENERAL1";

/// A request the app received.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn form(&self) -> std::collections::BTreeMap<String, String> {
        serde_urlencoded::from_bytes(&self.body).unwrap()
    }

    /// The interaction in the `payload` field, or the JSON body of an event.
    pub(crate) fn payload(&self) -> Value {
        match self.form().get("payload") {
            Some(payload) => serde_json::from_str(payload).unwrap(),
            None => serde_json::from_slice(&self.body).unwrap(),
        }
    }

    pub(crate) fn event(&self) -> Value {
        serde_json::from_slice::<Value>(&self.body).unwrap()["event"].clone()
    }
}

/// What the app does with its next request.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Status(u16),
    Text(&'static str),
    Json(Value),
    WithHeader(u16, &'static str, String),
    /// The challenge of an address check.
    Challenge,
    /// Never.
    Silence,
    /// Calls a method with the payload's trigger first, then acknowledges with nothing.
    Open(&'static str, Value),
}

#[derive(Default)]
struct Script {
    received: Mutex<Vec<Received>>,
    answers: Mutex<VecDeque<Answer>>,
    api: Mutex<String>,
}

/// The sandbox, the app and an HTTP client.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: Clock,
    script: Arc<Script>,
    app: tokio::task::JoinHandle<()>,
}

impl Drop for World {
    fn drop(&mut self) {
        self.app.abort();
    }
}

pub(crate) fn start_of_time() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

pub(crate) fn options() -> Options {
    let app = App::default()
        .command("/inc")
        .shortcut("declare", ShortcutKind::Global)
        .shortcut("note", ShortcutKind::Message);
    Options {
        app,
        clock: Clock::manual(start_of_time()),
        event_retry_waits: Vec::new(),
        ..Options::default()
    }
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(options()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let clock = options.clock.clone();
        let sandbox = Sandbox::start(options).await.unwrap();
        let script = Arc::new(Script::default());
        *script.api.lock().unwrap() = sandbox.api_url();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        sandbox.set_app_url(&format!("http://{}", listener.local_addr().unwrap()));
        let router = axum::Router::new().fallback(receive).with_state(Arc::clone(&script));
        let app = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { sandbox, clock, script, app }
    }

    /// The app's next answers, in order; after them it acknowledges with nothing.
    pub(crate) fn answers(&self, answers: impl IntoIterator<Item = Answer>) {
        self.script.answers.lock().unwrap().extend(answers);
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.script.received.lock().unwrap().clone()
    }

    /// What the app received on this path, forgotten afterwards.
    pub(crate) fn take(&self, path: &str) -> Vec<Received> {
        let mut received = self.script.received.lock().unwrap();
        let (taken, kept) = received.drain(..).partition(|one| one.path == path);
        *received = kept;
        taken
    }

    /// The events received so far, forgotten afterwards.
    pub(crate) async fn events(&self) -> Vec<Value> {
        self.sandbox.idle().await;
        self.take("/slack/events").iter().map(Received::event).collect()
    }

    pub(crate) async fn api(&self, method: &str, body: Value) -> Value {
        self.api_raw(method, body).await.1
    }

    /// Calls a method with a JSON body, or a read with a query; status and answer.
    pub(crate) async fn api_raw(&self, method: &str, body: Value) -> (u16, Value) {
        let reply = call(&self.sandbox.api_url(), method, &body).await.unwrap();
        (reply.status, serde_json::from_slice(&reply.body).unwrap_or_default())
    }

    /// Calls a method that must succeed.
    pub(crate) async fn ok(&self, method: &str, body: Value) -> Value {
        let answer = self.api(method, body).await;
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer
    }

    /// Calls a method that must refuse; gives the error code.
    pub(crate) async fn error(&self, method: &str, body: Value) -> String {
        let answer = self.api(method, body).await;
        assert_eq!(answer["ok"], false, "{method}: {answer}");
        answer["error"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn post_message(&self, channel: &str, body: Value) -> String {
        let mut body = body;
        body["channel"] = channel.into();
        self.ok("chat.postMessage", body).await["ts"].as_str().unwrap().to_owned()
    }

    /// A request to the control API; status and answer.
    pub(crate) async fn control(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let request = axum::http::Request::builder()
            .method(method)
            .uri(format!("{}/sandbox/{path}", self.sandbox.url()))
            .header("content-type", "application/json");
        let reply = send(request.body(Full::new(Bytes::from(body.to_string()))).unwrap()).await.unwrap();
        (reply.status, serde_json::from_slice(&reply.body).unwrap())
    }

    /// A page, or whatever else is at this path.
    pub(crate) async fn fetch(&self, path: &str) -> Wire {
        self.fetch_with(path, &[]).await
    }

    pub(crate) async fn fetch_with(&self, path: &str, headers: &[(&str, &str)]) -> Wire {
        let mut request = axum::http::Request::get(format!("{}{path}", self.sandbox.url()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        send(request.body(Full::default()).unwrap()).await.unwrap()
    }

    /// A page that must be there.
    pub(crate) async fn page(&self, path: &str) -> String {
        let wire = self.fetch(path).await;
        assert_eq!(wire.status, 200, "{path}");
        wire.text()
    }

    /// Where a path leads on to.
    pub(crate) async fn leads(&self, path: &str) -> String {
        let wire = self.fetch(path).await;
        assert_eq!(wire.status, 303, "{path}");
        wire.headers["location"].to_str().unwrap().to_owned()
    }

    /// What a person's browser sends when something is pressed in a window, given by its path.
    pub(crate) async fn act(&self, window: &str, name: &str, fields: &[(&str, &str)]) -> Wire {
        let uri = format!("{}{window}/act/{name}", self.sandbox.url());
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request =
            axum::http::Request::post(uri).header("content-type", "application/x-www-form-urlencoded");
        send(request.body(Full::new(Bytes::from(body))).unwrap()).await.unwrap()
    }

    /// The live updates of a window whose page was just fetched; `query` continues its address.
    pub(crate) async fn follow(&self, window: &str, page: &str, query: &str) -> Updates {
        let since = page.split("data-since=\"").nth(1).unwrap().split('"').next().unwrap();
        let uri = format!("{}{window}/live?since={since}{query}", self.sandbox.url());
        let client: Client<HttpConnector, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
        let body = client.get(uri.parse().unwrap()).await.unwrap().into_body();
        Updates { body, seen: String::new() }
    }

    pub(crate) async fn post_to(&self, url: &str, body: Value) -> (u16, String) {
        let request = axum::http::Request::post(url).header("content-type", "application/json");
        let reply = send(request.body(Full::new(Bytes::from(body.to_string()))).unwrap()).await.unwrap();
        (reply.status, String::from_utf8(reply.body.to_vec()).unwrap())
    }
}

/// What a window's browser is told.
pub(crate) struct Updates {
    body: hyper::body::Incoming,
    seen: String,
}

impl Updates {
    /// Reads on until `text` has come; gives all that came.
    pub(crate) async fn until(&mut self, text: &str) -> &str {
        let patience = Duration::from_secs(30);
        while !self.seen.contains(text) {
            let frame = tokio::time::timeout(patience, self.body.frame()).await;
            let frame = frame.unwrap_or_else(|_| panic!("no {text:?} in {}", self.seen)).unwrap().unwrap();
            self.seen.push_str(&String::from_utf8_lossy(frame.data_ref().unwrap()));
        }
        &self.seen
    }
}

/// An answer as it came over the wire.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Wire {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }
}

pub(crate) async fn send(request: axum::http::Request<Full<Bytes>>) -> Result<Wire, String> {
    let client: Client<HttpConnector, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
    let response = client.request(request).await.map_err(|error| error.to_string())?;
    let (parts, body) = response.into_parts();
    let body = body.collect().await.map_err(|error| error.to_string())?.to_bytes();
    Ok(Wire { status: parts.status.as_u16(), headers: parts.headers, body })
}

/// Calls a method as the app's client does: reads with a query, the rest as JSON.
pub(crate) async fn call(api: &str, method: &str, body: &Value) -> Result<Wire, String> {
    let form_only = [
        "bots.info",
        "chat.getPermalink",
        "conversations.info",
        "conversations.list",
        "conversations.members",
        "conversations.replies",
        "files.getUploadURLExternal",
        "files.info",
        "pins.list",
        "usergroups.list",
        "usergroups.users.list",
        "users.conversations",
        "users.info",
        "users.list",
        "users.lookupByEmail",
    ];
    let url = format!("{api}/{method}");
    let request = axum::http::Request::builder().header("authorization", format!("Bearer {TOKEN}"));
    let request = if form_only.contains(&method) {
        let pairs: Vec<(String, String)> = body
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.as_str().map_or(value.to_string(), ToOwned::to_owned)))
            .collect();
        let query = serde_urlencoded::to_string(pairs).unwrap();
        request.method("GET").uri(format!("{url}?{query}")).body(Full::default())
    } else {
        request
            .method("POST")
            .uri(url)
            .header("content-type", "application/json; charset=utf-8")
            .body(Full::new(Bytes::from(body.to_string())))
    };
    send(request.unwrap()).await
}

async fn receive(Shared(script): Shared<Arc<Script>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let received = Received { path: uri.path().to_owned(), headers, body };
    script.received.lock().unwrap().push(received.clone());
    let is_event = received.path == "/slack/events";
    let scripted = script.answers.lock().unwrap().pop_front();
    match scripted.unwrap_or(Answer::Status(200)) {
        Answer::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Answer::Text(text) => text.into_response(),
        Answer::Json(body) => axum::Json(body).into_response(),
        Answer::WithHeader(status, name, value) => {
            (StatusCode::from_u16(status).unwrap(), [(name, value)]).into_response()
        }
        Answer::Challenge => received.payload()["challenge"].as_str().unwrap().to_owned().into_response(),
        Answer::Silence => {
            tokio::time::sleep(Duration::from_mins(1)).await;
            StatusCode::OK.into_response()
        }
        Answer::Open(method, view) => {
            assert!(!is_event, "events carry no trigger");
            let trigger = received.form().get("trigger_id").cloned();
            let trigger =
                trigger.unwrap_or_else(|| received.payload()["trigger_id"].as_str().unwrap().to_owned());
            let api = script.api.lock().unwrap().clone();
            let body = json!({"trigger_id": trigger, "view": view});
            let answer = call(&api, method, &body).await.unwrap();
            let answer: Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(answer["ok"], true, "{method}: {answer}");
            StatusCode::OK.into_response()
        }
    }
}

/// A small modal with one required text input.
pub(crate) fn modal() -> Value {
    json!({
        "type": "modal", "callback_id": "declare", "title": {"type": "plain_text", "text": "Declare"},
        "submit": {"type": "plain_text", "text": "Go"}, "private_metadata": "kept",
        "blocks": [{
            "type": "input", "block_id": "title", "label": {"type": "plain_text", "text": "Title"},
            "element": {"type": "plain_text_input", "action_id": "value", "max_length": 20},
        }],
    })
}

/// A message with a button.
pub(crate) fn button(action_id: &str, value: &str) -> Value {
    json!([{"type": "actions", "block_id": "controls", "elements": [{
        "type": "button", "action_id": action_id, "value": value, "text": {"type": "plain_text", "text": "Press"},
    }]}])
}
