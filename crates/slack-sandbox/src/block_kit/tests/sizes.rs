//! The payload as a whole.

use serde_json::{Value, json};

use super::{
    super::{message_too_long, view_too_large},
    modal,
};

/// One more character of `text` is one more character of JSON; this much is there without any.
fn overhead(payload: &Value) -> usize {
    payload.to_string().chars().count()
}

#[test]
fn a_message_is_measured_in_characters_of_json() {
    let blocks = |text: String| json!([{"type": "markdown", "text": text}]);
    let room = 13_200 - overhead(&blocks(String::new()));
    assert!(!message_too_long(&blocks("é".repeat(room))));
    assert!(message_too_long(&blocks("é".repeat(room + 1))));
    assert!(
        message_too_long(&blocks("\n".repeat(room / 2 + 1))),
        "escaped in JSON, a newline is two characters"
    );
}

#[test]
fn a_view_is_measured_in_bytes_of_json() {
    let view = |text: String| modal([json!({"type": "section", "text": {"type": "mrkdwn", "text": text}})]);
    let room = 250_000 - view(String::new()).to_string().len();
    assert!(!view_too_large(&view("x".repeat(room))));
    assert!(view_too_large(&view("x".repeat(room + 1))));
    assert!(view_too_large(&view("é".repeat(room / 2 + 1))));
}
