//! The Web API on the wire: reading requests, injecting trouble, logging, answering.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::Value;

use super::args::Args;
use super::dispatch::{Incoming, check_scope, run};
use super::refusal::Refusal;
use super::table::{self, Method};
use crate::calls::{Answered, LoggedCall};
use crate::faults::{CallTrouble, When};
use crate::hub::{Hub, lock};
use crate::server::DropConnection;

/// Answers `/api/METHOD`.
pub(crate) async fn handle(
    State(hub): State<Arc<Hub>>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let started = Instant::now();
    let received_at = hub.clock().now();
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let query = query.unwrap_or_default();
    let incoming = Incoming {
        authorization: text(header::AUTHORIZATION),
        content_type: text(header::CONTENT_TYPE).unwrap_or_default(),
        query: query.as_bytes(),
        body: &body,
    };
    let method = table::find(&name);
    let args = incoming.args(method).map(Arc::new);
    let logged = args.as_ref().map(Arc::clone).unwrap_or_default();
    let id = hub.door.next_request_id();
    let troubles = hub.trouble(|switches| switches.for_call(&name));
    hub.calls.arrived(LoggedCall {
        id,
        method: name.clone(),
        arguments: logged,
        received_at,
        troubles: troubles.clone(),
        answered: None,
    });
    hub.tell_wire_watchers();

    let sent = answer(&hub, &name, method, &incoming, args, &troubles).await;
    let status = sent.status.map(|status| status.as_u16());
    let answered = Answered::new(hub.clock().now(), started.elapsed(), status, sent.body.clone());
    hub.calls.answered(id, answered);
    hub.tell_wire_watchers();
    sent.into_response(&hub, method, id)
}

/// What goes back over the connection; no status means that it is dropped.
struct Sent {
    status: Option<StatusCode>,
    retry_after: Option<u64>,
    body: Bytes,
    is_json: bool,
}

impl Sent {
    fn json(value: &Value) -> Self {
        let body = Bytes::from(value.to_string());
        Self { status: Some(StatusCode::OK), retry_after: None, body, is_json: true }
    }

    fn refusal(refusal: Refusal) -> Self {
        Self::json(&refusal.into_json())
    }

    fn rate_limited(seconds: u64) -> Self {
        let sent = Self::refusal(Refusal::new("ratelimited"));
        Self { status: Some(StatusCode::TOO_MANY_REQUESTS), retry_after: Some(seconds), ..sent }
    }

    fn server_error(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = Bytes::from_static(b"<html><body>Server Error</body></html>");
        Self { status: Some(status), retry_after: None, body, is_json: false }
    }

    fn nothing() -> Self {
        Self { status: None, retry_after: None, body: Bytes::new(), is_json: false }
    }

    fn into_response(self, hub: &Hub, method: Option<&Method>, id: u64) -> Response {
        let Some(status) = self.status else { return DropConnection::response() };
        let kind = if self.is_json { "application/json; charset=utf-8" } else { "text/html; charset=utf-8" };
        let mut response = Response::builder().status(status).header(header::CONTENT_TYPE, kind);
        if let Some(seconds) = self.retry_after {
            response = response.header(header::RETRY_AFTER, seconds);
        }
        let accepted = method.map(|method| method.scopes.join(",")).unwrap_or_default();
        let scopes = hub.options.app.scopes.join(",");
        for (name, value) in [("x-oauth-scopes", scopes), ("x-accepted-oauth-scopes", accepted)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response = response.header(name, value);
            }
        }
        let response = response.header("x-slack-req-id", id);
        response.body(Body::from(self.body)).expect("every header was checked")
    }
}

/// Takes the call through injected trouble, and through the gates to its method.
async fn answer(
    hub: &Arc<Hub>,
    name: &str,
    method: Option<&'static Method>,
    incoming: &Incoming<'_>,
    args: Result<Arc<Args>, Refusal>,
    troubles: &[CallTrouble],
) -> Sent {
    wait(troubles, When::BeforeWork).await;
    if let Some(sent) = troubles.iter().find_map(instead_of_work) {
        wait(troubles, When::AfterWork).await;
        return sent;
    }
    let sent = admitted(hub, name, method, incoming, args).unwrap_or_else(|sent| *sent);
    wait(troubles, When::AfterWork).await;
    troubles.iter().find_map(after_work).unwrap_or(sent)
}

async fn wait(troubles: &[CallTrouble], side: When) {
    let milliseconds = troubles
        .iter()
        .filter_map(|trouble| match trouble {
            CallTrouble::Latency { milliseconds, when } if *when == side => Some(*milliseconds),
            _ => None,
        })
        .sum();
    if milliseconds > 0 {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
}

fn instead_of_work(trouble: &CallTrouble) -> Option<Sent> {
    match trouble {
        CallTrouble::RateLimited { retry_after_seconds } => Some(Sent::rate_limited(*retry_after_seconds)),
        CallTrouble::ServerError { status, when: When::BeforeWork } => Some(Sent::server_error(*status)),
        CallTrouble::DropConnection { when: When::BeforeWork } => Some(Sent::nothing()),
        CallTrouble::Refuse { error } => Some(Sent::refusal(Refusal::new(error.clone()))),
        _ => None,
    }
}

fn after_work(trouble: &CallTrouble) -> Option<Sent> {
    match trouble {
        CallTrouble::ServerError { status, when: When::AfterWork } => Some(Sent::server_error(*status)),
        CallTrouble::DropConnection { when: When::AfterWork } => Some(Sent::nothing()),
        _ => None,
    }
}

/// The gates in Slack's order: method, token, scope, rate, body. Then the work.
fn admitted(
    hub: &Arc<Hub>,
    name: &str,
    method: Option<&'static Method>,
    incoming: &Incoming<'_>,
    args: Result<Arc<Args>, Refusal>,
) -> Result<Sent, Box<Sent>> {
    let refuse = |refusal: Refusal| Box::new(Sent::refusal(refusal));
    let method = method.ok_or_else(|| refuse(Refusal::new("unknown_method").with("req_method", name)))?;
    if method.name != "api.test" {
        incoming.check_token(&hub.options.app.bot_token).map_err(refuse)?;
    }
    check_scope(hub, method).map_err(refuse)?;
    let posts_to = args.as_ref().ok().filter(|_| method.name == "chat.postMessage");
    let posts_to = posts_to.and_then(|args| args.0.get("channel")).and_then(Value::as_str);
    if let Some(limits) = &hub.options.rate_limits {
        let now = hub.clock().now();
        lock(&hub.limiter)
            .admit(limits, method.name, method.tier, posts_to, now)
            .map_err(|seconds| Box::new(Sent::rate_limited(seconds)))?;
    }
    let args = args.map_err(refuse)?;
    Ok(Sent::json(&run(hub, method, incoming, &args)))
}

/// Answers a POST of bytes to an upload URL.
pub(crate) async fn upload(
    State(hub): State<Arc<Hub>>,
    Path(upload): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let content = super::multipart::file_in(kind, &body);
    match hub.change(|workspace| super::files::receive(workspace, &upload, content)) {
        Ok(count) => (StatusCode::OK, format!("OK - {count}")),
        Err(problem) => (StatusCode::BAD_REQUEST, problem.to_owned()),
    }
}
