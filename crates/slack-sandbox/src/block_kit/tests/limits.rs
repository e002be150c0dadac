//! Both sides of every limit: the last value that passes and the first that does not.

use serde_json::{Value, json};

use super::{
    action, assert_fine, assert_refused, button, characters, form, input, modal, mrkdwn, option, options,
    plain, with,
};

/// A limit: a payload that uses so much of it, the most that passes, and where the problem is with more.
type Limit = (fn(usize) -> Value, usize, &'static str);

/// Checks both sides of `limits`, whose pointers continue `at`.
fn passes_until(at: &str, limits: &[Limit], words: fn(usize) -> String) {
    for (payload, most, pointer) in limits {
        assert_fine(&payload(*most));
        assert_refused(&payload(most + 1), &words(*most), &format!("{at}{pointer}"));
    }
}

fn too_long(most: usize) -> String {
    format!("must be less than {} characters", most + 1)
}

fn too_many(most: usize) -> String {
    format!("no more than {most} items allowed")
}

fn too_high(most: usize) -> String {
    format!("must be less than {most}")
}

#[test]
fn texts_in_blocks_have_a_longest_length() {
    let limits: &[Limit] = &[
        (|n| json!([{"type": "section", "text": mrkdwn(n)}]), 3000, "/text/text"),
        (|n| json!([{"type": "section", "text": plain(n)}]), 3000, "/text/text"),
        (|n| json!([{"type": "section", "fields": [mrkdwn(n)]}]), 2000, "/fields/0/text"),
        (|n| json!([{"type": "header", "text": plain(n)}]), 150, "/text/text"),
        (|n| json!([{"type": "context", "elements": [mrkdwn(n)]}]), 3000, "/elements/0/text"),
        (|n| json!([{"type": "markdown", "text": characters(n)}]), 12_000, "/text"),
        (|n| json!([{"type": "divider", "block_id": characters(n)}]), 255, "/block_id"),
        (|n| json!([picture(characters(n))]), 2000, "/alt_text"),
        (|n| json!([with(input(date()), "label", plain(n))]), 2000, "/label/text"),
        (|n| json!([with(input(date()), "hint", plain(n))]), 2000, "/hint/text"),
        (|n| json!([with(video(), "title", plain(n))]), 199, "/title/text"),
        (|n| json!([with(video(), "author_name", characters(n))]), 49, "/author_name"),
        (|n| json!([{"type": "card", "title": mrkdwn(n)}]), 150, "/title/text"),
        (|n| json!([{"type": "card", "body": mrkdwn(n)}]), 200, "/body/text"),
    ];
    passes_until("/blocks/0", limits, too_long);
}

#[test]
fn texts_in_elements_have_a_longest_length() {
    let limits: &[Limit] = &[
        (|n| clickable("action_id", characters(n)), 255, "/action_id"),
        (|n| clickable("text", plain(n)), 75, "/text/text"),
        (|n| clickable("value", characters(n)), 2000, "/value"),
        (|n| clickable("url", characters(n)), 3000, "/url"),
        (|n| clickable("accessibility_label", characters(n)), 75, "/accessibility_label"),
        (|n| asking("title", plain(n)), 100, "/confirm/title/text"),
        (|n| asking("text", mrkdwn(n)), 300, "/confirm/text/text"),
        (|n| asking("confirm", plain(n)), 30, "/confirm/confirm/text"),
        (|n| asking("deny", plain(n)), 30, "/confirm/deny/text"),
        (|n| action(with(date(), "placeholder", plain(n))), 150, "/placeholder/text"),
        (|n| offering("text", plain(n)), 75, "/options/0/text/text"),
        (|n| offering("value", characters(n)), 150, "/options/0/value"),
        (|n| offering("description", plain(n)), 75, "/options/0/description/text"),
        (|n| action(grouped(plain(n), 1)), 75, "/option_groups/0/label/text"),
    ];
    passes_until("/blocks/0/elements/0", limits, too_long);
}

#[test]
fn texts_of_views_have_a_longest_length() {
    let limits: &[Limit] = &[
        (|n| with(bare_modal(), "title", plain(n)), 24, "/title/text"),
        (|n| with(bare_modal(), "submit", plain(n)), 24, "/submit/text"),
        (|n| with(bare_modal(), "close", plain(n)), 24, "/close/text"),
        (|n| with(bare_modal(), "private_metadata", characters(n)), 3000, "/private_metadata"),
        (|n| with(bare_modal(), "callback_id", characters(n)), 255, "/callback_id"),
        (|n| with(home(0), "external_id", characters(n)), 255, "/external_id"),
        (|n| modal([json!({"type": "alert", "text": mrkdwn(n)})]), 200, "/blocks/0/text/text"),
    ];
    passes_until("/view", limits, too_long);
}

#[test]
fn lists_have_a_greatest_length() {
    let limits: &[Limit] = &[
        (|n| dividers(n).into(), 50, ""),
        (|n| json!([{"type": "section", "fields": vec![mrkdwn(1); n]}]), 10, "/0/fields"),
        (|n| json!([{"type": "context", "elements": vec![plain(1); n]}]), 10, "/0/elements"),
        (|n| json!([{"type": "actions", "elements": vec![button(); n]}]), 25, "/0/elements"),
        (|n| action(choice("static_select", n)), 100, "/0/elements/0/options"),
        (|n| action(grouped(plain(1), n)), 100, "/0/elements/0/option_groups/0/options"),
        (|n| action(choice("overflow", n)), 5, "/0/elements/0/options"),
        (|n| action(choice("checkboxes", n)), 10, "/0/elements/0/options"),
        (|n| action(choice("radio_buttons", n)), 10, "/0/elements/0/options"),
        (|n| json!([{"type": "table", "rows": vec![cells(1); n]}]), 100, "/0/rows"),
        (|n| json!([{"type": "table", "rows": [cells(n)]}]), 20, "/0/rows/0"),
        (|n| json!([data_table(vec![cells(1); n])]), 101, "/0/rows"),
        (|n| json!([{"type": "carousel", "elements": vec![card(); n]}]), 10, "/0/elements"),
        (|n| json!([container(dividers(n))]), 10, "/0/child_blocks"),
    ];
    passes_until("/blocks", limits, too_many);
    passes_until("/view/blocks", &[(|n| modal(dividers(n)), 100, ""), (home, 100, "")], too_many);
}

#[test]
fn numbers_have_a_highest_value() {
    let limits: &[Limit] = &[
        (
            |n| form(json!({"type": "datetimepicker", "initial_date_time": n})),
            9_999_999_999,
            "/initial_date_time",
        ),
        (|n| form(json!({"type": "plain_text_input", "min_length": n})), 3000, "/min_length"),
        (|n| form(json!({"type": "plain_text_input", "max_length": n})), 3000, "/max_length"),
        (|n| form(json!({"type": "file_input", "max_files": n})), 10, "/max_files"),
        (|n| form(json!({"type": "rich_text_input", "max_lines": n})), 100, "/max_lines"),
    ];
    passes_until("/view/blocks/0/element", limits, too_high);
}

#[test]
fn nothing_that_is_shown_may_be_empty() {
    let empty = "must be more than 0 characters";
    assert_refused(&json!([{"type": "section", "text": mrkdwn(0)}]), empty, "/blocks/0/text/text");
    assert_refused(&json!([{"type": "divider", "block_id": ""}]), empty, "/blocks/0/block_id");
    assert_refused(&offering("value", json!("")), empty, "/blocks/0/elements/0/options/0/value");
    assert_refused(
        &json!([{"type": "actions", "elements": []}]),
        "must provide at least 1 items",
        "/blocks/0/elements",
    );
    assert_refused(
        &action(choice("static_select", 0)),
        "must provide at least 1 items",
        "/blocks/0/elements/0/options",
    );
    let no_choice = form(json!({"type": "multi_users_select", "max_selected_items": 0}));
    assert_refused(&no_choice, "must be greater than 1", "/view/blocks/0/element/max_selected_items");
}

#[test]
fn null_is_not_the_same_as_leaving_out() {
    let payload = action(with(date(), "placeholder", Value::Null));
    assert_refused(&payload, "must provide an object", "/blocks/0/elements/0/placeholder");
    assert_refused(&Value::Array(vec![Value::Null]), "must provide an object", "/blocks/0");
}

#[test]
fn every_problem_is_reported_at_once() {
    let blocks =
        json!([{"type": "header", "text": plain(151)}, {"type": "divider", "colour": "red"}, {"type": "hr"}]);
    let expected = [
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
        "invalid additional property: colour [json-pointer:/blocks/1]",
        "unsupported type: hr [json-pointer:/blocks/2/type]",
    ];
    assert_eq!(super::problems(&blocks), expected);
}

fn picture(alt_text: String) -> Value {
    json!({"type": "image", "image_url": "https://example.com/a.png", "alt_text": alt_text})
}

fn video() -> Value {
    let url = "https://example.com/v";
    json!({"type": "video", "alt_text": "v", "title": plain(1), "video_url": url, "thumbnail_url": url})
}

fn date() -> Value {
    json!({"type": "datepicker"})
}

fn clickable(key: &str, value: impl Into<Value>) -> Value {
    action(with(button(), key, value))
}

fn asking(key: &str, text: Value) -> Value {
    clickable("confirm", with(json!({"text": plain(1)}), key, text))
}

fn offering(key: &str, value: impl Into<Value>) -> Value {
    action(json!({"type": "static_select", "options": [with(option("a"), key, value)]}))
}

fn grouped(label: Value, count: usize) -> Value {
    json!({"type": "static_select", "option_groups": [{"label": label, "options": options(count)}]})
}

fn choice(name: &str, count: usize) -> Value {
    json!({"type": name, "options": options(count)})
}

fn bare_modal() -> Value {
    modal(dividers(0))
}

fn dividers(count: usize) -> Vec<Value> {
    vec![json!({"type": "divider"}); count]
}

fn home(count: usize) -> Value {
    json!({"type": "home", "blocks": dividers(count)})
}

fn cells(count: usize) -> Value {
    vec![json!({"type": "raw_text", "text": "a"}); count].into()
}

fn data_table(rows: Vec<Value>) -> Value {
    json!({"type": "data_table", "caption": "c", "rows": rows})
}

fn card() -> Value {
    json!({"type": "card", "title": plain(1)})
}

fn container(blocks: Vec<Value>) -> Value {
    json!({"type": "container", "title": plain(1), "child_blocks": blocks})
}
