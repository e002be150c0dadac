//! The input block: a label, the element, a hint and, when the app refused what was typed, its words.

use maud::{Markup, html};
use serde_json::Value;

use super::control::{Control, block_html_id};
use super::{Surface, element};
use crate::client::text::text_object;
use crate::client::words::word;

pub(super) fn draw(surface: &Surface<'_>, block: &Value) -> Markup {
    let control = Control { surface, block, element: &block["element"] };
    let id = block_html_id(surface, block);
    let error = control.error();
    html! {
        div .block.input .has-error[error.is_some()] {
            (label(&control, &id))
            (element::draw(surface, block, &block["element"]))
            @if let Some(error) = error { p .field-error id={ (id) "-error" } { (error) } }
            @if block["hint"].is_object() {
                p .field-hint id={ (id) "-hint" } { (text_object(surface.look, &block["hint"])) }
            }
        }
    }
}

/// Groups of boxes are labelled as a whole, from their side; a `label` would belong to the first box.
fn label(control: &Control<'_>, id: &str) -> Markup {
    let look = control.surface.look;
    let words = html! {
        (text_object(look, &control.block["label"]))
        @if !control.is_required() { " " span .optional { (word!(look, "optional")) } }
    };
    let is_group = matches!(control.kind(), "checkboxes" | "radio_buttons");
    html! {
        @if is_group { div .input-label id={ (id) "-label" } { (words) } }
        @else { label .input-label id={ (id) "-label" } for=(control.id()) { (words) } }
    }
}
