//! Finding the interactive elements in blocks, and the state each of them keeps.

use serde_json::{Map, Value, json};

/// An element with its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed<'a> {
    pub(crate) block_id: &'a str,
    pub(crate) action_id: &'a str,
    pub(crate) element: &'a Value,
    /// The `input` block around it, if it is in one.
    pub(crate) input: Option<&'a Value>,
}

impl Placed<'_> {
    pub(crate) fn kind(&self) -> &str {
        self.element["type"].as_str().unwrap_or_default()
    }

    /// Whether using it sends `block_actions` at once.
    pub(crate) fn dispatches(&self) -> bool {
        self.input.is_none_or(|block| block["dispatch_action"].as_bool() == Some(true))
    }

    pub(crate) fn is_optional(&self) -> bool {
        self.input.is_none_or(|block| block["optional"].as_bool() == Some(true))
    }
}

/// Every element with an `action_id`, in reading order.
pub(crate) fn elements(blocks: &Value) -> Vec<Placed<'_>> {
    let mut found = Vec::new();
    for block in blocks.as_array().into_iter().flatten() {
        let block_id = block["block_id"].as_str().unwrap_or_default();
        let input = (block["type"] == "input").then_some(block);
        let inside = [&block["element"], &block["accessory"]];
        let listed = block["elements"].as_array().into_iter().flatten();
        for element in inside.into_iter().chain(listed) {
            if let Some(action_id) = element["action_id"].as_str() {
                found.push(Placed { block_id, action_id, element, input });
            }
        }
    }
    found
}

/// Where an element's state lives in `state.values` and what it is when nothing was chosen.
struct Keeping {
    key: &'static str,
    initial: &'static str,
    many: bool,
}

fn keeping(kind: &str) -> Option<Keeping> {
    let (key, initial, many) = match kind {
        "plain_text_input" | "email_text_input" | "url_text_input" | "number_input" => {
            ("value", "initial_value", false)
        }
        "static_select" | "external_select" | "radio_buttons" => ("selected_option", "initial_option", false),
        "multi_static_select" | "multi_external_select" | "checkboxes" => {
            ("selected_options", "initial_options", true)
        }
        "users_select" => ("selected_user", "initial_user", false),
        "multi_users_select" => ("selected_users", "initial_users", true),
        "conversations_select" => ("selected_conversation", "initial_conversation", false),
        "multi_conversations_select" => ("selected_conversations", "initial_conversations", true),
        "channels_select" => ("selected_channel", "initial_channel", false),
        "multi_channels_select" => ("selected_channels", "initial_channels", true),
        "datepicker" => ("selected_date", "initial_date", false),
        "timepicker" => ("selected_time", "initial_time", false),
        "datetimepicker" => ("selected_date_time", "initial_date_time", false),
        "rich_text_input" => ("rich_text_value", "initial_value", false),
        "file_input" => ("files", "initial_files", true),
        _ => return None,
    };
    Some(Keeping { key, initial, many })
}

/// The key that holds a stateful element's value, and whether it is a list.
pub(crate) fn state_key(kind: &str) -> Option<(&'static str, bool)> {
    keeping(kind).map(|keeping| (keeping.key, keeping.many))
}

/// The state object of an element holding `value`; `None` for elements without state. An empty rich text input has no
/// value key at all.
pub(crate) fn state_with(element: &Value, value: Value) -> Option<Value> {
    let kind = element["type"].as_str().unwrap_or_default();
    let keeping = keeping(kind)?;
    let mut state = Map::new();
    state.insert("type".into(), kind.into());
    if !(kind == "rich_text_input" && value.is_null()) {
        state.insert(keeping.key.into(), value);
    }
    if let Some(zone) = element.get("timezone").filter(|_| kind == "timepicker") {
        state.insert("timezone".into(), zone.clone());
    }
    Some(Value::Object(state))
}

/// The state of an element nobody has touched.
pub(crate) fn initial_state(element: &Value) -> Option<Value> {
    let keeping = keeping(element["type"].as_str().unwrap_or_default())?;
    let empty = if keeping.many { json!([]) } else { Value::Null };
    let value = element.get(keeping.initial).cloned().unwrap_or(empty);
    state_with(element, value)
}

/// Fills in what Slack adds to blocks on receipt: missing ids, and the defaults of text objects.
pub(crate) fn fill_ids(blocks: &mut Value, next_id: &mut dyn FnMut() -> String) {
    for block in blocks.as_array_mut().into_iter().flatten() {
        let Some(keys) = block.as_object_mut() else { continue };
        let dropped = keys.get("type").is_some_and(|kind| kind == "markdown");
        if dropped || keys.get("block_id").and_then(Value::as_str).is_none_or(str::is_empty) {
            keys.insert("block_id".into(), next_id().into());
        }
        if keys.get("type").is_some_and(|kind| kind == "input") {
            keys.entry("optional").or_insert(Value::Bool(false));
            keys.entry("dispatch_action").or_insert(Value::Bool(false));
        }
        for key in ["element", "accessory"] {
            if let Some(element) = keys.get_mut(key) {
                fill_action_id(element, next_id);
            }
        }
        for element in keys.get_mut("elements").and_then(Value::as_array_mut).into_iter().flatten() {
            fill_action_id(element, next_id);
        }
        fill_texts(block);
    }
}

fn fill_action_id(element: &mut Value, next_id: &mut dyn FnMut() -> String) {
    const PASSIVE: [&str; 3] = ["image", "plain_text", "mrkdwn"];
    let Some(keys) = element.as_object_mut() else { return };
    let kind = keys.get("type").and_then(Value::as_str).unwrap_or_default();
    if !PASSIVE.contains(&kind) && !kind.starts_with("rich_text_") || kind == "rich_text_input" {
        keys.entry("action_id").or_insert_with(|| next_id().into());
    }
}

fn fill_texts(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(fill_texts),
        Value::Object(keys) => match keys.get("type").and_then(Value::as_str) {
            Some("plain_text") => {
                keys.entry("emoji").or_insert(Value::Bool(true));
            }
            Some("mrkdwn") => {
                keys.entry("verbatim").or_insert(Value::Bool(false));
            }
            _ => keys.values_mut().for_each(fill_texts),
        },
        _ => {}
    }
}
