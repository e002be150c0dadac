//! Turning Block Kit problems into Slack's refusals.

use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::block_kit::{Problem, check_message, check_view, view_too_large};

/// `invalid_blocks` when a message's blocks break a rule. An empty list means no blocks.
pub(crate) fn message_problems(blocks: &Value) -> Result<(), Refusal> {
    let list = blocks.as_array().ok_or("invalid_blocks_format")?;
    if list.is_empty() {
        return Ok(());
    }
    let problems = check_message(blocks);
    if problems.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = problems.iter().map(line).collect();
    Err(Refusal::new("invalid_blocks").with("errors", lines).with("response_metadata", metadata(&problems)))
}

/// `invalid_arguments` when a view breaks a rule, `view_too_large` when it is too big as a whole.
pub(crate) fn view_problems(view: &Value) -> Result<(), Refusal> {
    if !view.is_object() {
        return Err(Refusal::argument("must provide an object [json-pointer:/view]"));
    }
    let problems = check_view(view);
    if !problems.is_empty() {
        return Err(Refusal::new("invalid_arguments").with("response_metadata", metadata(&problems)));
    }
    if view_too_large(view) {
        return Err("view_too_large".into());
    }
    Ok(())
}

fn line(problem: &Problem) -> String {
    format!("{} [json-pointer:{}]", problem.message, problem.pointer)
}

fn metadata(problems: &[Problem]) -> Value {
    let messages: Vec<String> = problems.iter().map(|problem| format!("[ERROR] {}", line(problem))).collect();
    json!({"messages": messages})
}
