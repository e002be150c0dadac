//! Compares the fields of one element with each other.

use serde_json::Value;

use super::{Findings, Path, items};

/// Checks what is preset against what is offered, and lower bounds against upper ones.
pub(super) fn check(element: &Value, path: &Path<'_>, found: &mut Findings) {
    check_initial_options(element, path, found);
    check_bounds(element, ["min_length", "max_length"], path, found);
    check_bounds(element, ["min_value", "max_value"], path, found);
}

/// Files cannot be reported while the form is still being filled in.
pub(super) fn check_dispatch(input: &Value, path: &Path<'_>, found: &mut Findings) {
    if input["dispatch_action"] == true && input["element"]["type"] == "file_input" {
        found.add(&path.key("dispatch_action"), "must not be set for a `file_input` element");
    }
}

/// What is chosen at first must be among the options, equal in every field. Menus that fetch their options
/// have nothing to compare with.
fn check_initial_options(element: &Value, path: &Path<'_>, found: &mut Findings) {
    if element.get("options").is_none() && element.get("option_groups").is_none() {
        return;
    }
    if let Some(initial) = element.get("initial_option") {
        check_offered(element, initial, &path.key("initial_option"), found);
    }
    let path = path.key("initial_options");
    for (index, initial) in items(&element["initial_options"]).iter().enumerate() {
        check_offered(element, initial, &path.index(index), found);
    }
}

fn check_offered(element: &Value, initial: &Value, path: &Path<'_>, found: &mut Findings) {
    let in_groups = items(&element["option_groups"]).iter().flat_map(|group| items(&group["options"]));
    if !items(&element["options"]).iter().chain(in_groups).any(|option| option == initial) {
        found.add(path, "must match one of the provided options");
    }
}

fn check_bounds(element: &Value, [low, high]: [&'static str; 2], path: &Path<'_>, found: &mut Findings) {
    if let (Some(least), Some(most)) = (number(&element[low]), number(&element[high]))
        && least > most
    {
        found.add(&path.key(low), format!("must not be greater than `{high}`"));
    }
}

/// A number, also when spelled as a string, as number inputs have it.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}
