//! `state.values`: the shape of every input element, filled and empty.

use serde_json::{Value, json};
use slack_sandbox::{Command, Submit};

use crate::world::{Answer, World, modal};

/// Kind, further keys, what a driver chooses, the state when filled, the state when empty.
fn elements() -> Vec<Value> {
    serde_json::from_str(include_str!("fixtures/input_elements.json")).unwrap()
}

fn view() -> Value {
    let mut view = modal();
    view["blocks"] = elements()
        .into_iter()
        .map(|case| {
            let mut element = case["keys"].clone();
            element["type"] = case["kind"].clone();
            element["action_id"] = "pick".into();
            json!({"type": "input", "block_id": case["kind"], "optional": true,
                "label": {"type": "plain_text", "text": "Label"}, "element": element})
        })
        .collect();
    view
}

/// Checks each element's state against one column of the table.
fn check(values: &Value, column: &str) {
    for case in elements() {
        let mut expected = case[column].clone();
        expected["type"] = case["kind"].clone();
        let kind = case["kind"].as_str().unwrap();
        assert_eq!(values[kind]["pick"], expected, "{kind}");
    }
}

async fn submitted(values: Value) -> Value {
    let world = World::start().await;
    world.answers([Answer::Open("views.open", view())]);
    world.sandbox.command(Command::new("alice", "general", "/inc", "")).await.unwrap();
    world.sandbox.submit(Submit::new("alice", values)).await.unwrap();
    world.take("/slack/interactions")[0].payload()["view"]["state"]["values"].clone()
}

#[tokio::test]
async fn untouched_inputs_are_present_with_nulls_and_empty_lists() {
    check(&submitted(json!({})).await, "empty");
}

#[tokio::test]
async fn filled_inputs_hold_what_was_chosen() {
    let mut values = json!({});
    for case in elements() {
        values[case["kind"].as_str().unwrap()] = json!({"pick": case["chosen"]});
    }
    check(&submitted(values).await, "filled");
}

#[tokio::test]
async fn the_client_checks_what_each_element_takes() {
    let world = World::start().await;
    world.answers([Answer::Open("views.open", view())]);
    world.sandbox.command(Command::new("alice", "general", "/inc", "")).await.unwrap();
    let cases = [
        ("email_text_input", json!("nope"), "not_an_email"),
        ("url_text_input", json!("nope"), "not_a_url"),
        ("number_input", json!("many"), "not_a_number"),
        ("number_input", json!("1.5"), "not_a_whole_number"),
        ("static_select", json!("z"), "option_not_offered"),
        ("users_select", json!("frank"), "user_deactivated"),
        ("channels_select", json!("security"), "option_not_offered"),
        ("channels_select", json!("old-news"), "option_not_offered"),
        ("datepicker", json!("31.8.2026"), "not_a_date"),
        ("timepicker", json!("25:00"), "not_a_time"),
        ("datetimepicker", json!("soon"), "not_a_date_time"),
        ("file_input", json!("F0NOWHERE1"), "unknown_file"),
        ("plain_text_input", json!([]), "not_a_text"),
    ];
    for (kind, chosen, error) in cases {
        let mut values = json!({});
        values[kind] = json!({"pick": chosen});
        assert_eq!(
            world.sandbox.submit(Submit::new("alice", values)).await.unwrap_err().error,
            error,
            "{kind}"
        );
    }
}
