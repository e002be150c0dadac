//! What the app posts to a `response_url`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::Value;

use super::reply::{Shown, delete_original};
use crate::hub::Hub;
use crate::model::{ResponseUrl, Workspace};

/// Answers a POST to `/hooks/{kind}/{team}/{id}/{secret}`. The statuses of refusals are not documented by Slack; any
/// that is not 2xx means the URL is of no further use.
pub(crate) async fn handle(
    State(hub): State<Arc<Hub>>,
    Path((_kind, _team, id, secret)): Path<(String, String, String, String)>,
    body: Bytes,
) -> (StatusCode, String) {
    let Ok(body) = serde_json::from_slice::<Value>(&body) else {
        return (StatusCode::BAD_REQUEST, "invalid_payload".into());
    };
    let shown = match Shown::read(&body) {
        Ok(shown) => shown,
        Err(refusal) => return (StatusCode::BAD_REQUEST, refusal.error),
    };
    hub.change(|workspace| match workspace.use_response_url(&format!("{id}/{secret}")) {
        Err(error) => (StatusCode::NOT_FOUND, error.to_owned()),
        Ok(ticket) => match answer(workspace, &ticket, shown) {
            Ok(()) => (StatusCode::OK, "ok".to_owned()),
            Err(error) => (StatusCode::BAD_REQUEST, error.to_owned()),
        },
    })
}

fn answer(workspace: &mut Workspace, ticket: &ResponseUrl, shown: Shown) -> Result<(), &'static str> {
    if workspace.channel(&ticket.channel).is_some_and(|channel| channel.is_archived) {
        return Err("is_archived");
    }
    if shown.deletes {
        if let Some(origin) = &ticket.origin {
            delete_original(workspace, &ticket.channel, origin);
        }
        if !shown.has_content() {
            return Ok(());
        }
    } else if shown.replaces {
        // The answer to a slash command has nothing to replace, so it becomes a message of its own.
        if let Some(origin) = &ticket.origin {
            let replaced = shown.replace(workspace, &ticket.channel, origin);
            return if replaced { Ok(()) } else { Err("message_not_found") };
        }
    }
    if !shown.has_content() {
        return Err("no_text");
    }
    shown.post(workspace, &ticket.user, &ticket.channel);
    Ok(())
}
