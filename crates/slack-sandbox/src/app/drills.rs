//! Requests that nothing in the workspace causes: the check of the events address, and events made up by a driver.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Ack, Parcel, Post, Target, send};
use crate::hub::Hub;

/// Sends the address check an app gets when its events URL is saved. Says whether the challenge came back, in any
/// of the three forms Slack takes.
pub(crate) async fn verify_events_url(hub: &Arc<Hub>) -> (bool, Ack) {
    let challenge = hub.change(|workspace| workspace.next_word(52));
    let body = json!({"token": "deprecated", "challenge": challenge, "type": "url_verification"});
    let parcel = Parcel {
        kind: "url_verification".into(),
        target: Target::Events,
        content_type: "application/json",
        body: body.to_string().into(),
    };
    let ack = send(hub, &parcel, Post::default()).await.ack;
    let verified = ack.is_ok() && returns(&ack.body, &challenge);
    (verified, ack)
}

fn returns(body: &str, challenge: &str) -> bool {
    let body = body.trim();
    let as_json = serde_json::from_str::<Value>(body).is_ok_and(|body| body["challenge"] == challenge);
    as_json || body == challenge || body.strip_prefix("challenge=") == Some(challenge)
}

/// Sends an event with this inner object, subscribed or not, in the usual envelope and with the usual retries.
pub(crate) fn send_event(hub: &Arc<Hub>, event: Value) {
    hub.change(|workspace| workspace.announce(event));
}
