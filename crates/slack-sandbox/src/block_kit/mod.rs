//! Block Kit's rules: what Slack refuses in a message or a view, and where.

use serde_json::Value;

/// One thing wrong with a message's blocks or a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, in Slack's words.
    pub message: String,
    /// Where, as a JSON pointer from the message (`/blocks/0/text/text`) or the view (`/view/blocks/0`).
    pub pointer: String,
}

/// Checks the `blocks` of a message.
pub fn check_message(_blocks: &Value) -> Vec<Problem> {
    Vec::new()
}

/// Checks a whole view.
pub fn check_view(_view: &Value) -> Vec<Problem> {
    Vec::new()
}
