//! Delivering events: the envelope, three retries with their headers, and injected disorder.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::json;

use super::{AckOutcome, Parcel, Post, Reply, Target, lost, send as post};
use crate::faults::DeliveryTrouble;
use crate::hub::Hub;
use crate::model::Event;

/// Slack follows this many redirects.
const MOST_REDIRECTS: usize = 2;

/// Sends an event in the background.
pub(crate) fn send(hub: &Arc<Hub>, event: Event) {
    let troubles = hub.trouble(|switches| switches.for_delivery(event.kind(), true));
    let twin = match () {
        () if troubles.contains(&DeliveryTrouble::TwiceWithNewEventId) => {
            Some(Event { id: format!("{}X", event.id), ..event.clone() })
        }
        () if troubles.contains(&DeliveryTrouble::Twice) => Some(event.clone()),
        () => None,
    };
    for event in std::iter::once(event).chain(twin) {
        let (shared, troubles) = (Arc::clone(hub), troubles.clone());
        let place = hub.sent.fetch_add(1, Ordering::Relaxed) + 1;
        hub.spawn(async move {
            hold_back(&shared, place, &troubles).await;
            deliver(&shared, event, &troubles).await;
            shared.delivered.send_modify(|last| *last = place.max(*last));
        });
    }
}

async fn deliver(hub: &Arc<Hub>, event: Event, troubles: &[DeliveryTrouble]) {
    let parcel = envelope(hub, &event);
    let loses_ack = troubles.contains(&DeliveryTrouble::LoseAck);
    let mut reason = None;
    for attempt in 0..=hub.options.event_retry_waits.len() {
        let mut headers = Vec::new();
        if let Some(reason) = reason {
            tokio::time::sleep(hub.options.event_retry_waits[attempt - 1]).await;
            headers.push(("x-slack-retry-num", attempt.to_string()));
            headers.push(("x-slack-retry-reason", str::to_owned(reason)));
        }
        // Only the first answer is lost: the retry is to show what the app does with a repeat.
        let reply = attempt_once(hub, &parcel, &headers, troubles).await;
        let reply = if loses_ack && attempt == 0 { reply.map(|reply| lost(&reply)) } else { reply };
        match failure(&reply) {
            None => return,
            Some(why) => reason = Some(why),
        }
        if reply.is_ok_and(|reply| refuses_retry(&reply)) {
            return;
        }
    }
}

async fn hold_back(hub: &Hub, place: u64, troubles: &[DeliveryTrouble]) {
    for trouble in troubles {
        match trouble {
            DeliveryTrouble::Late { milliseconds } => {
                tokio::time::sleep(Duration::from_millis(*milliseconds)).await;
            }
            DeliveryTrouble::OutOfOrder => {
                // What was sent before it overtakes nothing.
                let mut delivered = hub.delivered.subscribe();
                let overtaken = delivered.wait_for(|last| *last > place);
                let _ = tokio::time::timeout(hub.options.overtaking_patience, overtaken).await;
            }
            _ => {}
        }
    }
}

/// Too many redirects are an error of their own.
struct TooManyRedirects;

async fn attempt_once(
    hub: &Hub,
    parcel: &Parcel,
    headers: &[(&'static str, String)],
    troubles: &[DeliveryTrouble],
) -> Result<Reply, TooManyRedirects> {
    let mut url = None;
    for _ in 0..=MOST_REDIRECTS {
        let (headers, troubles) = (headers.to_vec(), troubles.to_vec());
        let reply = post(hub, parcel, Post { headers, url: url.take(), troubles }).await;
        let location = reply.headers.get("location").and_then(|value| value.to_str().ok());
        match (reply.ack.status, location) {
            (Some(301 | 302), Some(location)) => url = Some(location.to_owned()),
            _ => return Ok(reply),
        }
    }
    Err(TooManyRedirects)
}

/// The retry reason, if the delivery failed.
fn failure(reply: &Result<Reply, TooManyRedirects>) -> Option<&'static str> {
    let Ok(reply) = reply else { return Some("too_many_redirects") };
    match reply.ack.outcome {
        AckOutcome::Answered if reply.ack.is_ok() => None,
        AckOutcome::Answered => Some("http_error"),
        AckOutcome::Timeout => Some("http_timeout"),
        AckOutcome::Unreachable => Some("connection_failed"),
    }
}

fn refuses_retry(reply: &Reply) -> bool {
    reply.headers.get("x-slack-no-retry").is_some_and(|value| value == "1")
}

/// The event as it travels.
fn envelope(hub: &Hub, event: &Event) -> Parcel {
    let app = &hub.options.app;
    let team = &hub.options.seed.team.id;
    let body = json!({
        "token": "deprecated", "team_id": team, "api_app_id": app.app_id, "event": event.body,
        "type": "event_callback", "event_id": event.id, "event_time": event.time,
        "authorizations": [{
            "enterprise_id": null, "team_id": team, "user_id": app.bot_user_id, "is_bot": true,
            "is_enterprise_install": false,
        }],
        "is_ext_shared_channel": false, "context_team_id": team, "context_enterprise_id": null,
        "event_context": format!("4-{}", event.id),
    });
    Parcel {
        kind: event.kind().to_owned(),
        target: Target::Events,
        content_type: "application/json",
        body: body.to_string().into(),
    }
}
