//! The control API: `/sandbox/…`, JSON in and out. The README documents every route.
//!
//! Routes only translate: each calls the function behind the method of [`Sandbox`](crate::Sandbox) of the same name.
//! A driver that asks for something no client offers gets status 400 (or 404 for things that do not exist) and
//! `{"ok":false,"error":…,"message":…}`.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::Faults;
use crate::app::drills;
use crate::hub::Hub;
use crate::people::{self, Misuse};

type Shared = State<Arc<Hub>>;

pub(crate) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/state", get(state))
        .route("/calls", get(calls))
        .route("/deliveries", get(deliveries))
        .route("/faults", get(faults).post(set_faults))
        .route("/reset", post(reset))
        .route("/idle", post(idle))
        .route("/app", post(set_app))
        .route("/verify_events_url", post(verify_events_url))
        .route("/event", post(send_event))
        .merge(people_routes())
}

/// The route of an act that waits for the app, and answers what the person then sees.
macro_rules! waiting {
    ($act:path) => {
        post(async |State(hub): Shared, body: Bytes| answer(async { $act(&hub, read(&body)?).await }.await))
    };
}

/// The route of an act that is done at once; `$shown` makes the answer of what it gives.
macro_rules! at_once {
    ($act:path, $shown:expr) => {
        post(async |State(hub): Shared, body: Bytes| {
            answer(read(&body).and_then(|act| $act(&hub, &act)).map($shown))
        })
    };
}

fn people_routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/command", waiting!(people::command))
        .route("/click", waiting!(people::click))
        .route("/submit", waiting!(people::submit))
        .route("/suggest", waiting!(people::suggest))
        .route("/close_view", waiting!(people::close_view))
        .route("/shortcut", waiting!(people::shortcut))
        .route("/home", waiting!(people::open_home))
        .route("/redeliver", post(redeliver))
        .route("/message", at_once!(people::say, |said| said))
        .route("/edit", at_once!(people::edit, done))
        .route("/reaction", at_once!(people::react, done))
        .route("/pin", at_once!(people::pin, done))
        .route("/channel", at_once!(people::channel_act, |id| json!({"channel": id})))
        .route("/user", at_once!(people::user_act, |id| json!({"user": id})))
}

async fn redeliver(State(hub): Shared, body: Bytes) -> Response {
    let ack = async { people::redeliver(&hub, read(&body)?).await }.await;
    answer(ack.map(|ack| json!({"ack": ack})))
}

async fn state(State(hub): Shared) -> Response {
    answer(Ok(hub.read(crate::model::Workspace::state)))
}

async fn calls(State(hub): Shared) -> Response {
    answer(Ok(json!({"calls": hub.calls.records()})))
}

async fn deliveries(State(hub): Shared) -> Response {
    answer(Ok(json!({"deliveries": hub.door.deliveries()})))
}

async fn faults(State(hub): Shared) -> Response {
    answer(Ok(hub.faults()))
}

async fn set_faults(State(hub): Shared, body: Bytes) -> Response {
    let faults = read::<Faults>(&body);
    answer(faults.inspect(|faults| hub.trouble(|switches| switches.faults = faults.clone())))
}

async fn reset(State(hub): Shared) -> Response {
    hub.reset();
    answer(Ok(json!({})))
}

async fn idle(State(hub): Shared) -> Response {
    hub.idle().await;
    answer(Ok(json!({})))
}

/// The app tells where it listens.
#[derive(serde::Deserialize)]
struct AppAddress {
    url: String,
}

async fn set_app(State(hub): Shared, body: Bytes) -> Response {
    answer(read::<AppAddress>(&body).map(|app| {
        hub.door.set_base(&app.url);
        json!({})
    }))
}

async fn verify_events_url(State(hub): Shared) -> Response {
    let (verified, ack) = drills::verify_events_url(&hub).await;
    answer(Ok(json!({"verified": verified, "ack": ack})))
}

/// A made-up event.
#[derive(serde::Deserialize)]
struct MadeUp {
    event: serde_json::Map<String, Value>,
}

async fn send_event(State(hub): Shared, body: Bytes) -> Response {
    answer(read::<MadeUp>(&body).map(|made_up| {
        drills::send_event(&hub, made_up.event.into());
        json!({})
    }))
}

/// Reads a request; an empty body counts as an empty object.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Misuse> {
    let body = if body.is_empty() { b"{}".as_slice() } else { body };
    serde_json::from_slice(body).map_err(|error| Misuse::new("invalid_request", error.to_string()))
}

fn done((): ()) -> Value {
    json!({})
}

/// `ok` and the result's keys, or what the driver did wrong.
fn answer<T: Serialize>(result: Result<T, Misuse>) -> Response {
    let result = result.and_then(|value| {
        serde_json::to_value(value).map_err(|error| Misuse::new("unreadable_result", error.to_string()))
    });
    let (status, body) = match result {
        Ok(mut value) => {
            value["ok"] = true.into();
            (StatusCode::OK, value)
        }
        Err(misuse) => {
            let status =
                if is_about_absence(&misuse.error) { StatusCode::NOT_FOUND } else { StatusCode::BAD_REQUEST };
            (status, json!({"ok": false, "error": misuse.error, "message": misuse.message}))
        }
    };
    (status, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], body.to_string()).into_response()
}

fn is_about_absence(error: &str) -> bool {
    error.starts_with("unknown_") || error.starts_with("no_such_") || error == "no_open_view"
}
