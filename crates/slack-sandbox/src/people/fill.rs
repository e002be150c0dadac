//! Turning what a driver says was chosen into the state an element holds, refusing what a client would not allow.

use serde_json::{Value, json};

use super::Misuse;
use crate::model::Workspace;
use crate::model::elements::{Placed, state_key, state_with};

/// The state of the element after `chosen` was typed or picked; `null` clears it. `offered` are the options an
/// external select showed.
pub(super) fn filled(
    workspace: &Workspace,
    placed: &Placed<'_>,
    chosen: &Value,
    offered: &[Value],
) -> Result<Value, Misuse> {
    let kind = placed.kind();
    let (key, many) = state_key(kind).ok_or_else(|| {
        Misuse::new("holds_no_value", format!("{} is a {kind}, which holds no value", placed.action_id))
    })?;
    let chosen = chosen.get(key).unwrap_or(chosen);
    let value = match (chosen, many) {
        (Value::Null, true) => json!([]),
        (Value::Null, false) => Value::Null,
        (Value::Array(items), true) => {
            check_count(placed, items.len())?;
            items.iter().map(|item| one(workspace, placed, item, offered)).collect::<Result<_, _>>()?
        }
        (item, true) => Value::Array(vec![one(workspace, placed, item, offered)?]),
        (item, false) => one(workspace, placed, item, offered)?,
    };
    state_with(placed.element, value)
        .ok_or_else(|| Misuse::new("holds_no_value", "the element holds no value"))
}

fn check_count(placed: &Placed<'_>, count: usize) -> Result<(), Misuse> {
    match placed.element["max_selected_items"].as_u64().or_else(|| placed.element["max_files"].as_u64()) {
        Some(most) if count as u64 > most => {
            Err(refused(placed, "too_many_selected", &format!("takes at most {most} items")))
        }
        _ => Ok(()),
    }
}

/// One chosen thing, as the state holds it.
fn one(workspace: &Workspace, placed: &Placed<'_>, item: &Value, offered: &[Value]) -> Result<Value, Misuse> {
    match placed.kind() {
        "static_select" | "multi_static_select" | "radio_buttons" | "checkboxes" => {
            option_among(placed, item, &static_options(placed.element))
        }
        "external_select" | "multi_external_select" => option_among(placed, item, offered),
        "users_select" | "multi_users_select" => user(workspace, placed, item),
        "conversations_select" | "multi_conversations_select" => channel(workspace, placed, item, false),
        "channels_select" | "multi_channels_select" => channel(workspace, placed, item, true),
        "datetimepicker" => item
            .as_i64()
            .filter(|seconds| (1_000_000_000..=9_999_999_999).contains(seconds))
            .map(Into::into)
            .ok_or_else(|| refused(placed, "not_a_date_time", "takes a ten-digit number of seconds")),
        "rich_text_input" => Ok(rich_text(item)),
        "file_input" => file(workspace, placed, item),
        _ => text(placed, item),
    }
}

/// Every option of a select with fixed options, groups flattened.
pub(super) fn static_options(element: &Value) -> Vec<Value> {
    let plain = element["options"].as_array().into_iter().flatten();
    let groups = element["option_groups"].as_array().into_iter().flatten();
    let grouped = groups.flat_map(|group| group["options"].as_array().into_iter().flatten());
    plain.chain(grouped).cloned().collect()
}

/// The offered option with this value (a text, or an option object).
pub(super) fn option_among(placed: &Placed<'_>, item: &Value, options: &[Value]) -> Result<Value, Misuse> {
    let value = item.get("value").unwrap_or(item);
    options.iter().find(|option| option["value"] == *value).cloned().ok_or_else(|| {
        let values: Vec<&str> = options.iter().filter_map(|option| option["value"].as_str()).collect();
        refused(placed, "option_not_offered", &format!("does not offer {value}; it offers {values:?}"))
    })
}

fn user(workspace: &Workspace, placed: &Placed<'_>, item: &Value) -> Result<Value, Misuse> {
    let found = item.as_str().and_then(|name| workspace.find_user(name));
    let user = found.ok_or_else(|| refused(placed, "unknown_user", &format!("cannot offer {item}")))?;
    if user.deleted {
        return Err(refused(placed, "user_deactivated", "does not offer people who have left"));
    }
    Ok(user.id.clone().into())
}

fn channel(workspace: &Workspace, placed: &Placed<'_>, item: &Value, public: bool) -> Result<Value, Misuse> {
    let found = item.as_str().and_then(|name| workspace.find_channel(name));
    let channel = found.ok_or_else(|| refused(placed, "unknown_channel", &format!("cannot offer {item}")))?;
    if channel.is_archived || public && channel.kind != crate::model::Kind::Public {
        return Err(refused(placed, "option_not_offered", "does not offer that channel"));
    }
    Ok(channel.id.clone().into())
}

fn file(workspace: &Workspace, placed: &Placed<'_>, item: &Value) -> Result<Value, Misuse> {
    let found = item.as_str().and_then(|id| workspace.files.get(id));
    let file = found.ok_or_else(|| refused(placed, "unknown_file", "takes ids of files of the workspace"))?;
    Ok(file.to_json(workspace))
}

/// Plain text becomes one paragraph; a `rich_text` object stays as it is.
fn rich_text(item: &Value) -> Value {
    match item.as_str() {
        None => item.clone(),
        Some(text) => json!({"type": "rich_text", "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]},
        ]}),
    }
}

/// Text inputs, numbers, dates and times: what their client checks while typing.
fn text(placed: &Placed<'_>, item: &Value) -> Result<Value, Misuse> {
    let text = match item {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return Err(refused(placed, "not_a_text", "takes a text")),
    };
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let problem = match placed.kind() {
        "plain_text_input" => length_problem(placed.element, &text),
        "email_text_input" => (!looks_like_email(&text)).then_some("not_an_email"),
        "url_text_input" => (!text.contains("://")).then_some("not_a_url"),
        "number_input" => number_problem(placed.element, &text),
        "datepicker" => chrono::NaiveDate::parse_from_str(&text, "%Y-%m-%d").is_err().then_some("not_a_date"),
        "timepicker" => chrono::NaiveTime::parse_from_str(&text, "%H:%M").is_err().then_some("not_a_time"),
        _ => None,
    };
    match problem {
        Some(problem) => Err(refused(placed, problem, &format!("does not take {text:?}"))),
        None => Ok(text.into()),
    }
}

fn length_problem(element: &Value, text: &str) -> Option<&'static str> {
    let length = text.chars().count() as u64;
    if length > element["max_length"].as_u64().unwrap_or(3000) {
        return Some("too_long");
    }
    (length < element["min_length"].as_u64().unwrap_or(0)).then_some("too_short")
}

fn number_problem(element: &Value, text: &str) -> Option<&'static str> {
    let Ok(number) = text.parse::<f64>() else { return Some("not_a_number") };
    if element["is_decimal_allowed"] != true && text.contains('.') {
        return Some("not_a_whole_number");
    }
    let bound = |key: &str| element[key].as_str().and_then(|bound| bound.parse::<f64>().ok());
    if bound("min_value").is_some_and(|least| number < least) {
        return Some("too_small");
    }
    bound("max_value").is_some_and(|most| number > most).then_some("too_large")
}

fn looks_like_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

pub(super) fn refused(placed: &Placed<'_>, error: &str, why: &str) -> Misuse {
    Misuse::new(error, format!("{}/{} {why}", placed.block_id, placed.action_id))
}

/// Whether an input may be left as it is when the modal is submitted. Blanks count as text.
pub(super) fn is_answered(state: Option<&Value>, placed: &Placed<'_>) -> bool {
    let Some((key, _)) = state_key(placed.kind()) else { return true };
    let value = state.and_then(|state| state.get(key));
    match value {
        None | Some(Value::Null) => false,
        Some(Value::Array(items)) => !items.is_empty(),
        Some(Value::String(text)) => !text.is_empty(),
        Some(_) => true,
    }
}
