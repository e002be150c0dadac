//! Posting to the app: address, signature, deadline and the log of deliveries.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, RwLock};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Request, header};
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::{Deserialize, Serialize};

use super::sign;
use crate::faults::DeliveryTrouble;
use crate::hub::{Hub, lock};
use crate::{Options, Paths};

/// How the app answered a delivery.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ack {
    /// Whether it answered at all.
    pub outcome: AckOutcome,
    /// The HTTP status, if it answered.
    pub status: Option<u16>,
    /// The body as text.
    pub body: String,
    /// How long it took.
    pub milliseconds: u64,
    /// The same, finer.
    pub microseconds: u64,
}

/// Whether there was an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AckOutcome {
    /// There was, with whatever status.
    Answered,
    /// Not within the deadline.
    Timeout,
    /// The connection could not be made or broke.
    Unreachable,
}

impl Ack {
    /// Whether the app answered 2xx in time.
    pub fn is_ok(&self) -> bool {
        self.outcome == AckOutcome::Answered && self.status.is_some_and(|status| (200..300).contains(&status))
    }
}

/// One request that was sent to the app.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Delivery {
    /// Its number, for [`redeliver`](crate::Sandbox::redeliver). Deliveries and calls are counted together.
    pub id: u64,
    /// When it left, on the sandbox's clock.
    #[serde(default)]
    pub sent_at: DateTime<Utc>,
    /// `command`, `block_actions`, …, or the type of the event.
    pub kind: String,
    /// Where it went.
    pub url: String,
    /// Headers besides the usual ones: timestamp, signature, retry number and reason.
    pub headers: Vec<(String, String)>,
    /// The body as sent.
    pub body: String,
    /// The answer, once there is one.
    pub ack: Option<Ack>,
    /// The injected trouble, if any struck.
    #[serde(default)]
    pub trouble: Option<String>,
}

/// Which of the app's addresses a request goes to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    Commands,
    Interactions,
    Events,
    Options,
}

/// A request before it is signed.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    pub(crate) kind: String,
    pub(crate) target: Target,
    pub(crate) content_type: &'static str,
    pub(crate) body: Bytes,
}

/// A parcel on its way: extra headers, another address after a redirect, and what strikes it on purpose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Post {
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) url: Option<String>,
    pub(crate) troubles: Vec<DeliveryTrouble>,
}

/// A delivery in the log.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) delivery: Delivery,
    pub(crate) parcel: Parcel,
    pub(crate) troubles: Vec<DeliveryTrouble>,
}

/// The app's answer with the headers that matter.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) ack: Ack,
    pub(crate) delivery: u64,
    pub(crate) headers: HeaderMap,
}

/// The way to the app.
pub(crate) struct Door {
    client: Client<HttpConnector, Full<Bytes>>,
    base: RwLock<Option<String>>,
    paths: Paths,
    sent: Mutex<Vec<Sent>>,
    requests: AtomicU64,
}

impl Door {
    pub(crate) fn new(options: &Options) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            base: RwLock::new(options.app.url.clone()),
            paths: options.app.paths.clone(),
            sent: Mutex::default(),
            requests: AtomicU64::new(0),
        }
    }

    pub(crate) fn set_base(&self, base: &str) {
        let base = base.trim_end_matches('/').to_owned();
        *self.base.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(base);
    }

    fn url(&self, target: Target) -> Option<String> {
        let path = match target {
            Target::Commands => &self.paths.commands,
            Target::Interactions => &self.paths.interactions,
            Target::Events => &self.paths.events,
            Target::Options => &self.paths.options,
        };
        let base = self.base.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        base.as_ref().map(|base| format!("{base}{path}"))
    }

    pub(crate) fn next_request_id(&self) -> u64 {
        self.requests.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        lock(&self.sent).iter().map(|sent| sent.delivery.clone()).collect()
    }

    /// The parcel of an earlier delivery, or of the last one.
    pub(crate) fn parcel(&self, id: Option<u64>) -> Option<Parcel> {
        let sent = lock(&self.sent);
        let found = match id {
            None => sent.last(),
            Some(id) => sent.iter().find(|sent| sent.delivery.id == id),
        };
        found.map(|sent| sent.parcel.clone())
    }

    /// The newest deliveries that are wanted, newest first.
    pub(crate) fn newest(&self, most: usize, is_wanted: impl Fn(&Sent) -> bool) -> Vec<Sent> {
        lock(&self.sent).iter().rev().filter(|sent| is_wanted(sent)).take(most).cloned().collect()
    }

    pub(crate) fn find(&self, id: u64) -> Option<Sent> {
        lock(&self.sent).iter().rev().find(|sent| sent.delivery.id == id).cloned()
    }

    /// The kinds of deliveries so far.
    pub(crate) fn kinds(&self) -> BTreeSet<String> {
        lock(&self.sent).iter().map(|sent| sent.delivery.kind.clone()).collect()
    }

    pub(crate) fn forget(&self) {
        lock(&self.sent).clear();
    }

    fn note(&self, sent: Sent) {
        lock(&self.sent).push(sent);
    }

    fn note_ack(&self, id: u64, ack: &Ack) {
        let mut sent = lock(&self.sent);
        if let Some(sent) = sent.iter_mut().rev().find(|sent| sent.delivery.id == id) {
            sent.delivery.ack = Some(ack.clone());
        }
    }
}

/// Signs and posts a parcel, and waits for the answer until the deadline.
pub(crate) async fn send(hub: &Hub, parcel: &Parcel, post: Post) -> Reply {
    let door = &hub.door;
    let id = door.next_request_id();
    let sent_at = hub.clock().now();
    let timestamp = sent_at.timestamp();
    let signature = sign(&hub.options.app.signing_secret, timestamp, &parcel.body);
    let mut headers =
        vec![("x-slack-request-timestamp", timestamp.to_string()), ("x-slack-signature", signature)];
    headers.extend(post.headers);
    let url = post.url.or_else(|| door.url(parcel.target));
    let delivery = Delivery {
        id,
        sent_at,
        kind: parcel.kind.clone(),
        url: url.clone().unwrap_or_default(),
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        body: String::from_utf8_lossy(&parcel.body).into_owned(),
        ack: None,
        trouble: (!post.troubles.is_empty()).then(|| format!("{:?}", post.troubles)),
    };
    door.note(Sent { delivery, parcel: parcel.clone(), troubles: post.troubles });
    hub.tell_wire_watchers();
    let started = Instant::now();
    let request = url.and_then(|url| request(&url, parcel, &headers));
    let answered = match request {
        None => Err(AckOutcome::Unreachable),
        Some(request) => exchange(door, request, hub.options.ack_deadline).await,
    };
    let (ack, headers) = acked(answered, started.elapsed());
    door.note_ack(id, &ack);
    hub.tell_wire_watchers();
    Reply { ack, delivery: id, headers }
}

fn request(url: &str, parcel: &Parcel, headers: &[(&'static str, String)]) -> Option<Request<Full<Bytes>>> {
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(url)
        .header(header::CONTENT_TYPE, parcel.content_type)
        .header(header::USER_AGENT, "Slackbot 1.0 (+https://api.slack.com/robots)");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    request.body(Full::new(parcel.body.clone())).ok()
}

type Answer = (u16, HeaderMap, Bytes);

async fn exchange(
    door: &Door,
    request: Request<Full<Bytes>>,
    deadline: Duration,
) -> Result<Answer, AckOutcome> {
    let whole = async {
        let response = door.client.request(request).await.map_err(|_| AckOutcome::Unreachable)?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.map_err(|_| AckOutcome::Unreachable)?.to_bytes();
        Ok((parts.status.as_u16(), parts.headers, body))
    };
    tokio::time::timeout(deadline, whole).await.unwrap_or(Err(AckOutcome::Timeout))
}

fn acked(answered: Result<Answer, AckOutcome>, took: Duration) -> (Ack, HeaderMap) {
    let (outcome, status, headers, body) = match answered {
        Ok((status, headers, body)) => {
            (AckOutcome::Answered, Some(status), headers, String::from_utf8_lossy(&body).into_owned())
        }
        Err(outcome) => (outcome, None, HeaderMap::new(), String::new()),
    };
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    (Ack { outcome, status, body, milliseconds, microseconds }, headers)
}

/// An acknowledgement that never came back, though the app may have sent one.
pub(crate) fn lost(reply: &Reply) -> Reply {
    let ack = Ack { outcome: AckOutcome::Timeout, status: None, body: String::new(), ..reply.ack.clone() };
    Reply { ack, headers: HeaderMap::new(), delivery: reply.delivery }
}
