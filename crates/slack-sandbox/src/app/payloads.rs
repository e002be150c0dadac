//! The bodies of slash commands and interactions.

use serde_json::{Value, json};

use super::{Parcel, Target};
use crate::model::{Channel, User, Workspace};

/// What a slash command carries besides who and where.
pub(crate) struct Typed<'a> {
    pub(crate) command: &'a str,
    pub(crate) text: &'a str,
    pub(crate) response_url: &'a str,
    pub(crate) trigger_id: &'a str,
}

/// A slash command as a flat form.
pub(crate) fn slash_command(
    workspace: &Workspace,
    user: &User,
    channel: &Channel,
    typed: &Typed<'_>,
) -> Parcel {
    let fields = [
        ("token", "deprecated"),
        ("team_id", &workspace.team.id),
        ("team_domain", &workspace.team.domain),
        ("channel_id", &channel.id),
        ("channel_name", channel.payload_name()),
        ("user_id", &user.id),
        ("user_name", &user.name),
        ("command", typed.command),
        ("text", typed.text),
        ("api_app_id", &workspace.app.app_id),
        ("is_enterprise_install", "false"),
        ("response_url", typed.response_url),
        ("trigger_id", typed.trigger_id),
    ];
    Parcel { kind: "command".into(), target: Target::Commands, content_type: FORM, body: form(&fields) }
}

const FORM: &str = "application/x-www-form-urlencoded";

fn form(fields: &[(&str, &str)]) -> axum::body::Bytes {
    serde_urlencoded::to_string(fields).expect("pairs of strings always encode").into()
}

/// The keys every interaction begins with.
pub(crate) fn interaction(workspace: &Workspace, kind: &str, user: &User) -> Value {
    json!({
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": workspace.team.id},
        "api_app_id": workspace.app.app_id, "token": "deprecated",
        "team": {"id": workspace.team.id, "domain": workspace.team.domain},
        "enterprise": null, "is_enterprise_install": false,
    })
}

/// An interaction as its one form field.
pub(crate) fn wrapped(payload: &Value) -> Parcel {
    let kind = payload["type"].as_str().unwrap_or_default().to_owned();
    let target = if kind == "block_suggestion" { Target::Options } else { Target::Interactions };
    let body = form(&[("payload", &payload.to_string())]);
    Parcel { kind, target, content_type: FORM, body }
}

pub(crate) fn channel(channel: &Channel) -> Value {
    json!({"id": channel.id, "name": channel.payload_name()})
}
