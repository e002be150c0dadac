//! Inputs that people type into.

use maud::{Markup, html};

use super::control::Control;
use crate::client::text::rich_text::plain_text as plain_rich_text;
use crate::client::words::word;

pub(super) fn plain_text(control: &Control<'_>) -> Markup {
    let (least, most) = (control.element["min_length"].as_u64(), control.element["max_length"].as_u64());
    let input = if control.element["multiline"] == true {
        area(control, &control.text_value(), 4)
    } else {
        line(control, "text", least, most)
    };
    control.field("typed", &html! { (input) (counter(control, least, most)) })
}

/// One line of text of a kind browsers know (`email`, `url`).
pub(super) fn short(control: &Control<'_>, kind: &str) -> Markup {
    control.field("typed", &line(control, kind, None, None))
}

fn line(control: &Control<'_>, kind: &str, least: Option<u64>, most: Option<u64>) -> Markup {
    html! {
        input .control type=(kind) id=(control.id()) name=(control.name()) value=(control.text_value())
            placeholder=[control.placeholder()] minlength=[least.filter(|least| *least > 0)]
            maxlength=(most.unwrap_or(3000)) autocomplete="off" required[control.is_required()]
            autofocus[control.wants_focus()] aria-label=[control.spoken_label(kind)]
            aria-describedby=[control.described_by()] aria-invalid=[control.invalid()];
    }
}

fn area(control: &Control<'_>, value: &str, rows: u64) -> Markup {
    let (least, most) = (control.element["min_length"].as_u64(), control.element["max_length"].as_u64());
    html! {
        // A text area swallows its first line break.
        textarea .control id=(control.id()) name=(control.name()) rows=(rows) placeholder=[control.placeholder()]
            minlength=[least.filter(|least| *least > 0)] maxlength=[most] required[control.is_required()]
            autofocus[control.wants_focus()] aria-label=[control.spoken_label("")]
            aria-describedby=[control.described_by()] aria-invalid=[control.invalid()] { "\n" (value) }
    }
}

/// How much is typed of what fits, shown where the app set a measure.
fn counter(control: &Control<'_>, least: Option<u64>, most: Option<u64>) -> Markup {
    let look = control.surface.look;
    let typed = control.text_value().chars().count();
    html! {
        @if let Some(most) = most {
            span .counter aria-hidden="true" data-most=(most) { (typed) "/" (most) }
        }
        @if let Some(least) = least.filter(|least| *least > 1) {
            span .counter { (word!(look, "at-least", least = least)) }
        }
    }
}

/// Numbers travel as text. The range is the app's own text too.
pub(super) fn number(control: &Control<'_>) -> Markup {
    let element = control.element;
    let step = if element["is_decimal_allowed"] == true { "any" } else { "1" };
    let input = html! {
        input .control.number type="number" id=(control.id()) name=(control.name()) value=(control.text_value())
            step=(step) min=[element["min_value"].as_str()] max=[element["max_value"].as_str()]
            placeholder=[control.placeholder()] required[control.is_required()] autofocus[control.wants_focus()]
            aria-label=[control.spoken_label("")] aria-describedby=[control.described_by()]
            aria-invalid=[control.invalid()];
    };
    control.field("typed", &input)
}

/// Rich text is typed as plain text here.
pub(super) fn rich_text(control: &Control<'_>) -> Markup {
    let rows = control.element["min_lines"].as_u64().unwrap_or(4).clamp(2, 20);
    control.field("typed", &area(control, &plain_rich_text(&control.value()), rows))
}
