//! HTTP: the doors that Slack knocks at, and in `health` the two questions that a supervisor asks.
//!
//! A door takes the raw bytes, bounded; checks the signature before it reads anything; and hands what it read to the
//! [`Reception`]. Nothing behind it knows that it was HTTP. Whoever is about to leave says so in `health`, and with each answer.

mod health;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument as _, Span};

use crate::clock::Clock;
use crate::slack::inbound::{Answer, EventEnvelope, Interaction, Payload, Reception, SlashCommand, verify};
use crate::store::Store;

/// Where slash commands arrive.
pub const COMMANDS_PATH: &str = "/slack/commands";
/// Where presses, choices and forms arrive.
pub const INTERACTIONS_PATH: &str = "/slack/interactions";
/// Where events arrive.
pub const EVENTS_PATH: &str = "/slack/events";

/// How long a body may take to arrive. Slack itself waits three seconds for the whole answer.
const LONGEST_READ: Duration = Duration::from_secs(10);

/// What the doors need.
pub struct Doors {
    /// Where payloads go.
    pub reception: Arc<Reception>,
    /// What is kept; asked whether it is there.
    pub store: Store,
    /// The time, for the age of signatures.
    pub clock: Clock,
    /// The secrets that Slack may sign with.
    pub signing_secrets: Vec<SecretString>,
    /// The longest body, in bytes.
    pub body_limit: usize,
    /// Cancelled once this Firebell is about to leave, and requests should go elsewhere.
    pub leaving: CancellationToken,
}

/// The routes.
pub fn router(doors: Doors) -> Router {
    let limit = DefaultBodyLimit::max(doors.body_limit);
    let leaving = doors.leaving.clone();
    Router::new()
        .route(COMMANDS_PATH, post(command))
        .route(INTERACTIONS_PATH, post(interaction))
        .route(EVENTS_PATH, post(event))
        .route("/readyz", get(health::ready))
        .route("/healthz", get(health::healthy))
        .layer(limit)
        .layer(map_response(move |answer| std::future::ready(sends_elsewhere(&leaving, answer))))
        .with_state(Arc::new(doors))
}

/// Nobody should keep a connection to whoever is about to leave: what comes on it just as it closes gets lost.
fn sends_elsewhere(leaving: &CancellationToken, mut answer: Response) -> Response {
    if leaving.is_cancelled() {
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

/// A request, read but not yet believed.
struct Knock {
    headers: HeaderMap,
    body: Bytes,
}

impl FromRequest<Arc<Doors>> for Knock {
    type Rejection = StatusCode;

    async fn from_request(request: Request, doors: &Arc<Doors>) -> Result<Self, StatusCode> {
        let headers = request.headers().clone();
        let body = tokio::time::timeout(LONGEST_READ, Bytes::from_request(request, doors))
            .await
            .map_err(|_| StatusCode::REQUEST_TIMEOUT)?
            .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        Ok(Self { headers, body })
    }
}

/// A body that Slack has signed.
struct Signed(Bytes);

impl FromRequest<Arc<Doors>> for Signed {
    type Rejection = StatusCode;

    async fn from_request(request: Request, doors: &Arc<Doors>) -> Result<Self, StatusCode> {
        let knock = Knock::from_request(request, doors).await?;
        if doors.is_from_slack(&knock) { Ok(Self(knock.body)) } else { Err(StatusCode::UNAUTHORIZED) }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

async fn command(State(doors): State<Arc<Doors>>, knock: Knock) -> Response {
    if is_tls_check(&knock.body) {
        return StatusCode::OK.into_response();
    }
    if !doors.is_from_slack(&knock) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let typed = SlashCommand::from_form(&knock.body);
    let span = tracing::info_span!("slash_command", slack.trigger_id = typed.trigger_id);
    doors.answer(Payload::SlashCommand(typed), span).await
}

/// Slack tries the certificate now and then, perhaps without signing. Such a body is never read as anything else, whatever
/// stands beside.
fn is_tls_check(body: &[u8]) -> bool {
    url::form_urlencoded::parse(body).any(|(name, _)| name == "ssl_check")
}

async fn interaction(State(doors): State<Arc<Doors>>, Signed(body): Signed) -> Response {
    let Some(interaction) = Interaction::from_form(&body) else {
        tracing::warn!("An interaction could not be read");
        return StatusCode::BAD_REQUEST.into_response();
    };
    let span = tracing::info_span!("interaction", slack.kind = interaction.r#type);
    doors.answer(Payload::Interaction(Box::new(interaction)), span).await
}

async fn event(State(doors): State<Arc<Doors>>, Signed(body): Signed) -> Response {
    let Some(envelope) = EventEnvelope::from_json(&body) else {
        tracing::warn!("An event could not be read");
        return StatusCode::BAD_REQUEST.into_response();
    };
    if let Some(challenge) = envelope.challenge {
        return challenge.into_response();
    }
    let span = tracing::info_span!("event", slack.event_id = envelope.event_id);
    doors.answer(Payload::Event(Box::new(envelope)), span).await
}

impl Doors {
    fn is_from_slack(&self, knock: &Knock) -> bool {
        let timestamp = text(&knock.headers, "x-slack-request-timestamp");
        let signature = text(&knock.headers, "x-slack-signature");
        let now = self.clock.machine_now();
        let signed = verify::is_from_slack(&self.signing_secrets, timestamp, signature, &knock.body, now);
        if !signed {
            tracing::warn!("A request without a valid signature was refused");
        }
        signed
    }

    /// Lets the reception answer, and notes how long it took.
    async fn answer(&self, payload: Payload, span: Span) -> Response {
        let started_at = self.clock.machine_now();
        let answered = self.reception.answer(payload).instrument(span.clone()).await;
        let duration_ms = (self.clock.machine_now() - started_at).num_milliseconds();
        span.in_scope(|| tracing::debug!(duration_ms, "Answered"));
        match answered {
            Ok(answer) => respond(answer),
            Err(error) => {
                tracing::error!(%error, "A request was not answered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

fn respond(answer: Answer) -> Response {
    if matches!(answer, Answer::NotKept) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    match answer.body() {
        Some(body) => Json(body).into_response(),
        // Really empty: Slack takes any word in an answer to a form for a failure.
        None => (StatusCode::OK, [(header::CONTENT_LENGTH, "0")]).into_response(),
    }
}
