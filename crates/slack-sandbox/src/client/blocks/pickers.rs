//! Dates and times, picked with what the browser has for it.

use chrono::DateTime;
use maud::{Markup, html};

use super::control::Control;
use crate::client::words::word;

pub(super) fn date(control: &Control<'_>) -> Markup {
    control.field("picker", &native(control, "date", &word!(control.surface.look, "choose-date")))
}

/// A time of day; if the app names a zone, it is shown.
pub(super) fn time(control: &Control<'_>) -> Markup {
    let look = control.surface.look;
    let zone = control.element["timezone"].as_str();
    let inside = html! {
        (native(control, "time", &word!(look, "choose-time")))
        @if let Some(zone) = zone { span .zone { (word!(look, "times-in-zone", zone = zone)) } }
    };
    control.field("picker", &inside)
}

fn native(control: &Control<'_>, kind: &str, spoken: &str) -> Markup {
    html! {
        input .control type=(kind) id=(control.id()) name=(control.name()) value=(control.text_value())
            required[control.is_required()] autofocus[control.wants_focus()]
            aria-label=[control.spoken_label(spoken)] aria-describedby=[control.described_by()]
            aria-invalid=[control.invalid()];
    }
}

/// An instant. The visible input shows the viewer's local time; the hidden one holds seconds since 1970, which the
/// script works out with the zone.
pub(super) fn date_time(control: &Control<'_>) -> Markup {
    let look = control.surface.look;
    let seconds = control.value().as_i64();
    let instant = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let local = instant.map(|instant| look.local(instant).format("%Y-%m-%dT%H:%M").to_string());
    let offset = look.local(instant.unwrap_or(look.workspace.now)).offset().local_minus_utc();
    let inside = html! {
        input .control type="datetime-local" id=(control.id()) value=[local] data-zone=(look.viewer.tz)
            data-offset=(offset) required[control.is_required()] autofocus[control.wants_focus()]
            aria-label=[control.spoken_label(&word!(look, "choose-time"))]
            aria-describedby=[control.described_by()] aria-invalid=[control.invalid()];
        input type="hidden" name=(control.name()) value=[seconds];
        span .zone { (word!(look, "times-in-zone", zone = look.viewer.tz.as_str())) }
    };
    control.field("picker", &inside)
}
