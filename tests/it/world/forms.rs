//! Forms and answers, as people fill them in and read them.

use chrono::TimeDelta;
use serde_json::{Value, json};
use slack_sandbox::Outcome;

use super::noon;

/// What an ack showed to the person alone.
pub(crate) fn told(outcome: &Outcome) -> String {
    let texts: Vec<&str> = outcome.shown.iter().filter_map(|message| message["text"].as_str()).collect();
    texts.join("\n")
}

/// How an answer under the fields of a form reads.
pub(crate) fn flaws(outcome: &Outcome) -> String {
    let lines: Vec<String> =
        outcome.field_errors.iter().map(|(field, flaw)| format!("{field}: {flaw}")).collect();
    lines.join("\n")
}

/// What a field of a form held when it opened: its text, the value of its choice, or its time.
pub(crate) fn prefilled(outcome: &Outcome, block: &str) -> Value {
    let view = outcome.view.as_ref().expect("a form opened");
    let blocks = view["blocks"].as_array().unwrap();
    let field = blocks.iter().find(|field| field["block_id"] == block).expect("the form has this field");
    let element = &field["element"];
    let keys = ["/initial_value", "/initial_option/value", "/initial_date_time"];
    keys.iter().find_map(|key| element.pointer(key)).cloned().unwrap_or_default()
}

/// What the resolve form is answered with.
pub(crate) fn rolled_back() -> Value {
    fields(&[("recovery", json!("rollback")), ("detection", json!("customer-centre"))])
}

/// What the update form is answered with: the next one is promised so many minutes after noon.
pub(crate) fn update(happened: &str, next_minutes: i64) -> Value {
    let next = (noon() + TimeDelta::minutes(next_minutes)).timestamp();
    fields(&[("what-happened", json!(happened)), ("next-update-at", json!(next))])
}

/// Values for a form, with our one action per block.
pub(crate) fn fields(values: &[(&str, Value)]) -> Value {
    let blocks = values.iter().map(|(block, value)| ((*block).to_owned(), json!({"input": value})));
    Value::Object(blocks.collect())
}
