//! Canvases, alone or as a channel's tab. Of a canvas only its Markdown is kept; sections are its top-level lines.

use serde_json::{Value, json};

use super::call::Call;
use super::refusal::{Answer, Refusal};
use crate::model::Canvas;

const LARGEST_CANVAS: usize = 1024 * 1024;

pub(super) fn create(call: &mut Call<'_>) -> Answer {
    let markdown = content(
        call.args.nested("document_content", "invalid_arguments")?.as_ref(),
        "canvas_creation_failed",
    )?;
    let channel = call.args.text("channel_id")?.filter(|id| !id.is_empty());
    if channel.is_some() {
        call.joined_channel("channel_id")?;
    }
    add(call, markdown, channel)
}

pub(super) fn create_for_channel(call: &mut Call<'_>) -> Answer {
    let markdown = content(
        call.args.nested("document_content", "invalid_arguments")?.as_ref(),
        "canvas_creation_failed",
    )?;
    let channel = call.writable_channel("channel_id")?.id.clone();
    add(call, markdown, Some(channel))
}

fn add(call: &mut Call<'_>, markdown: String, channel: Option<String>) -> Answer {
    let title = call.args.text("title")?.unwrap_or_default();
    let holder = channel.as_ref().and_then(|id| call.workspace.channel(id));
    if holder.is_some_and(|channel| channel.canvas.is_some()) {
        return Err("channel_canvas_already_exists".into());
    }
    let id = call.workspace.next_id("F");
    if let Some(channel) = channel.as_ref().and_then(|channel| call.workspace.channels.get_mut(channel)) {
        channel.canvas = Some(id.clone());
    }
    call.workspace.canvases.insert(id.clone(), Canvas { id: id.clone(), title, markdown, channel });
    Ok(json!({"canvas_id": id}))
}

/// Exactly one change per call.
pub(super) fn edit(call: &mut Call<'_>) -> Answer {
    let id = call.args.required("canvas_id")?;
    let changes =
        call.args.nested("changes", "invalid_arguments")?.ok_or_else(|| Refusal::missing("changes"))?;
    let changes =
        changes.as_array().ok_or_else(|| Refusal::argument("must be an array [json-pointer:/changes]"))?;
    let [change] = changes.as_slice() else {
        return Err(Refusal::argument("must contain exactly 1 item [json-pointer:/changes]"));
    };
    let canvas = call.workspace.canvases.get_mut(&id).ok_or("canvas_not_found")?;
    let edited = applied(&canvas.markdown, change)?;
    if edited.len() > LARGEST_CANVAS {
        return Err("canvas_too_large".into());
    }
    canvas.markdown = edited;
    Ok(json!({}))
}

fn applied(markdown: &str, change: &Value) -> Result<String, Refusal> {
    let operation = change["operation"].as_str().unwrap_or_default();
    let section = change["section_id"].as_str();
    let new = || content(change.get("document_content"), "canvas_editing_failed");
    match (operation, section) {
        ("insert_at_start", _) => Ok(joined(&new()?, markdown)),
        ("insert_at_end", _) => Ok(joined(markdown, &new()?)),
        ("replace", None) => new(),
        // Sections have no ids here, so none can be found.
        ("insert_after" | "insert_before" | "replace" | "delete", Some(_)) => {
            Err(failed("section not found"))
        }
        ("insert_after" | "insert_before" | "delete", None) => Err(Refusal::missing("changes/0/section_id")),
        _ => Err(Refusal::argument("unsupported operation [json-pointer:/changes/0/operation]")),
    }
}

fn joined(first: &str, second: &str) -> String {
    match (first.is_empty(), second.is_empty()) {
        (true, _) => second.to_owned(),
        (_, true) => first.to_owned(),
        _ => format!("{}\n{second}", first.trim_end_matches('\n')),
    }
}

/// The Markdown of a `document_content`; absent means empty only for a new canvas.
fn content(document: Option<&Value>, error: &'static str) -> Result<String, Refusal> {
    let Some(document) = document else {
        return if error == "canvas_creation_failed" {
            Ok(String::new())
        } else {
            Err(failed("content missing"))
        };
    };
    if document["type"] != "markdown" {
        return Err(Refusal::new(error).with("detail", "content type must be markdown"));
    }
    let markdown = document["markdown"].as_str();
    let markdown = markdown.ok_or_else(|| Refusal::new(error).with("detail", "content error"))?;
    if markdown.len() > LARGEST_CANVAS {
        return Err(if error == "canvas_editing_failed" { "canvas_too_large" } else { error }.into());
    }
    Ok(markdown.to_owned())
}

fn failed(detail: &str) -> Refusal {
    Refusal::new("canvas_editing_failed").with("detail", detail)
}
