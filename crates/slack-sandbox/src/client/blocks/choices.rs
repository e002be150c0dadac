//! Checkboxes and radio buttons.

use maud::{Markup, html};
use serde_json::Value;

use super::control::Control;
use super::list;
use crate::client::text::text_object;
use crate::client::words::word;

pub(super) fn draw(control: &Control<'_>) -> Markup {
    let (role, kind) = match control.kind() {
        "checkboxes" => ("group", "checkbox"),
        _ => ("radiogroup", "radio"),
    };
    let chosen = chosen(&control.value());
    let spoken = word!(control.surface.look, if kind == "radio" { "choose" } else { "choose-many" });
    let boxes = html! {
        div .choices role=(role) id=(control.id()) aria-labelledby=[control.labelled_by()]
            aria-label=[control.spoken_label(&spoken)] aria-describedby=[control.described_by()]
            aria-invalid=[control.invalid()]
            aria-required=[(kind == "radio" && control.is_required()).then_some("true")] {
            @for option in list(&control.element["options"]) {
                (choice(control, kind, option, chosen.contains(&option["value"])))
            }
        }
    };
    control.field("choice-field", &boxes)
}

/// The values of chosen options, of one or of many.
fn chosen(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(options) => options.iter().map(|option| option["value"].clone()).collect(),
        Value::Null => Vec::new(),
        option => vec![option["value"].clone()],
    }
}

fn choice(control: &Control<'_>, kind: &str, option: &Value, is_chosen: bool) -> Markup {
    let look = control.surface.look;
    html! {
        label .choice {
            input type=(kind) name=(control.name()) value=(option["value"].as_str().unwrap_or_default())
                checked[is_chosen];
            span .choice-text {
                span { (text_object(look, &option["text"])) }
                @if option["description"].is_object() { small { (text_object(look, &option["description"])) } }
            }
        }
    }
}
