//! Everything about one exchange.

use std::sync::Arc;

use axum::extract::{Path, Query as Queried, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use super::super::look::Look;
use super::super::page::html_page;
use super::super::window::{Query, Window};
use super::super::words::word;
use super::exchange::Exchange;
use super::{curl, json};
use crate::app::{Ack, Sent};
use crate::calls::LoggedCall;
use crate::hub::Hub;

/// `GET …/wire/{id}`: what an entry of the list shows when it is opened.
pub(in crate::client) async fn opened(
    State(hub): State<Arc<Hub>>,
    Path((user, place, id)): Path<(String, String, u64)>,
    Queried(query): Queried<Query>,
    headers: HeaderMap,
) -> Response {
    let drawn = hub.read(|workspace| {
        let window = Window::find(workspace, &user, Some(&place), &query, &headers)?;
        let look = window.look(&hub, workspace)?;
        Some(draw(&hub, &look, &Exchange::find(&hub, id)?))
    });
    drawn.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |drawn| html_page(&drawn))
}

fn draw(hub: &Hub, look: &Look<'_>, exchange: &Exchange) -> Markup {
    let drawn = match exchange {
        Exchange::Call(logged) => call(hub, look, logged),
        Exchange::Delivery(sent) => delivery(look, sent),
    };
    without_secrets(hub, drawn)
}

/// The app's secrets give way to the names they usually have in an environment.
fn without_secrets(hub: &Hub, drawn: Markup) -> Markup {
    let app = &hub.options.app;
    let secrets = [(&app.bot_token, "$SLACK_BOT_TOKEN"), (&app.signing_secret, "$SLACK_SIGNING_SECRET")];
    let text = secrets
        .into_iter()
        .filter(|(secret, _)| !secret.is_empty())
        .fold(drawn.0, |text, (secret, name)| text.replace(secret.as_str(), name));
    PreEscaped(text)
}

fn call(hub: &Hub, look: &Look<'_>, call: &LoggedCall) -> Markup {
    let arguments = json::unfolded(call.arguments.0.clone());
    let answer = call.answered.as_ref().filter(|answered| answered.status.is_some());
    html! {
        h4 { (word!(look, "wire-arguments")) }
        (json::draw(&arguments))
        h4 { (word!(look, "wire-answer")) }
        @match answer {
            Some(answered) => (json::draw(&answered.value())),
            None => p class="quiet" { (word!(look, "wire-no-answer")) },
        }
        (command(look, call.id, &curl::call(&format!("{}/api", hub.url), call)))
    }
}

fn delivery(look: &Look<'_>, sent: &Sent) -> Markup {
    let delivery = &sent.delivery;
    html! {
        p class="address" { code { "POST " (delivery.url) } }
        dl class="headers" {
            dt { "content-type" } dd { (sent.parcel.content_type) }
            @for (name, value) in &delivery.headers { dt { (name) } dd { (value) } }
        }
        h4 { (word!(look, "wire-body")) }
        (json::draw(&body(sent)))
        h4 { (word!(look, "wire-answer")) }
        (ack(look, delivery.ack.as_ref()))
        button type="button" data-act="redeliver" data-delivery=(delivery.id) { (word!(look, "wire-send-again")) }
        p class="quiet" { (word!(look, "wire-send-again-hint")) }
        (command(look, delivery.id, &curl::delivery(sent)))
        p class="quiet" { (word!(look, "wire-curl-hint")) }
    }
}

/// A form as its fields, JSON as it is.
fn body(sent: &Sent) -> Value {
    let text = &sent.delivery.body;
    if sent.parcel.content_type.starts_with("application/json") {
        return serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into());
    }
    let pairs: Vec<(String, Value)> = serde_urlencoded::from_str(text).unwrap_or_default();
    json::unfolded(pairs)
}

fn ack(look: &Look<'_>, ack: Option<&Ack>) -> Markup {
    let Some(ack) = ack.filter(|ack| ack.status.is_some()) else {
        return html! { p class="quiet" { (word!(look, "wire-no-answer")) } };
    };
    html! {
        @if ack.body.is_empty() { p class="quiet" { (word!(look, "wire-empty-answer")) } }
        @else if let Ok(value) = serde_json::from_str(&ack.body) { (json::draw(&value)) }
        @else { pre class="json" tabindex="0" { (ack.body) } }
    }
}

fn command(look: &Look<'_>, id: u64, command: &str) -> Markup {
    let source = format!("wire-{id}-curl");
    html! {
        div class="command-head" {
            h4 { "curl" }
            button type="button" class="small" data-copies=(source) data-copied=(word!(look, "wire-copied")) {
                (word!(look, "wire-copy"))
            }
        }
        pre class="command" id=(source) tabindex="0" { (command) }
    }
}
