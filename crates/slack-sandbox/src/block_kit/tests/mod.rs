//! What is refused, with which words, and what just passes.
//!
//! [`samples`] runs the recorded cases in `tests/fixtures/block_kit`, [`limits`] stands on both sides of each
//! limit, [`together`] covers the rules about several parts at once, [`sizes`] the payload as a whole.

#![expect(
    clippy::needless_pass_by_value,
    reason = "payloads are built inside out, each part used up by the next"
)]

mod limits;
mod samples;
mod sizes;
mod together;

use serde_json::{Value, json};

use super::{check_message, check_view};

/// `count` characters of two bytes each, so that counting bytes would show.
fn characters(count: usize) -> String {
    "é".repeat(count)
}

fn plain(count: usize) -> Value {
    json!({"type": "plain_text", "text": characters(count)})
}

fn mrkdwn(count: usize) -> Value {
    json!({"type": "mrkdwn", "text": characters(count)})
}

fn option(name: &str) -> Value {
    json!({"text": {"type": "plain_text", "text": name}, "value": name})
}

/// `count` different options.
fn options(count: usize) -> Vec<Value> {
    (0..count).map(|index| option(&index.to_string())).collect()
}

fn button() -> Value {
    json!({"type": "button", "text": plain(1)})
}

/// `value` with one more key.
fn with(mut value: Value, key: &str, addition: impl Into<Value>) -> Value {
    value[key] = addition.into();
    value
}

/// A message of one actions block with one element.
fn action(element: Value) -> Value {
    json!([{"type": "actions", "elements": [element]}])
}

fn input(element: Value) -> Value {
    json!({"type": "input", "label": plain(1), "element": element})
}

fn modal(blocks: impl Into<Value>) -> Value {
    json!({"type": "modal", "title": plain(1), "submit": plain(1), "blocks": blocks.into()})
}

/// A modal of one input block.
fn form(element: Value) -> Value {
    modal([input(element)])
}

/// The problems of a message (an array) or a view (an object), as Slack would print them.
fn problems(payload: &Value) -> Vec<String> {
    let problems = if payload.is_array() { check_message(payload) } else { check_view(payload) };
    problems.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn assert_fine(payload: &Value) {
    assert_eq!(problems(payload), [""; 0], "{payload}");
}

#[track_caller]
fn assert_refused(payload: &Value, message: &str, pointer: &str) {
    assert_eq!(problems(payload), [format!("{message} [json-pointer:{pointer}]")], "{payload}");
}
