//! Which element is drawn where.

use maud::Markup;
use serde_json::Value;

use super::control::Control;
use super::{Surface, button, choices, pickers, picture, select, typed, unknown};
use crate::client::words::word;

pub(super) fn draw(surface: &Surface<'_>, block: &Value, element: &Value) -> Markup {
    let control = Control { surface, block, element };
    match control.kind() {
        "button" | "workflow_button" => button::draw(&control),
        "overflow" => button::overflow(&control),
        "feedback_buttons" => button::feedback(&control),
        "icon_button" => button::icon(&control),
        "image" => picture::small(surface, element),
        "plain_text_input" => typed::plain_text(&control),
        "email_text_input" => typed::short(&control, "email"),
        "url_text_input" => typed::short(&control, "url"),
        "number_input" => typed::number(&control),
        "rich_text_input" => typed::rich_text(&control),
        "datepicker" => pickers::date(&control),
        "timepicker" => pickers::time(&control),
        "datetimepicker" => pickers::date_time(&control),
        "checkboxes" | "radio_buttons" => choices::draw(&control),
        "file_input" => select::draw(&control),
        kind if kind.ends_with("_select") => select::draw(&control),
        other => unknown(&word!(surface.look, "unknown-element"), other),
    }
}
