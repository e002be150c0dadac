//! The switches for trouble: what is in force, and the forms for more.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::super::look::Look;
use super::super::words::word;
use super::set::{Preset, name_of};
use super::troubles;
use crate::api::method_names;
use crate::faults::Faults;
use crate::hub::Hub;

/// Kinds of deliveries besides the types of events.
const KINDS: &[&str] = &[
    "command",
    "block_actions",
    "view_submission",
    "view_closed",
    "shortcut",
    "message_action",
    "block_suggestion",
];

/// The presets, and what is in force.
pub(super) fn in_force(hub: &Hub, look: &Look<'_>) -> Markup {
    let faults = hub.faults();
    html! {
        section class="trouble-switches" aria-labelledby="trouble-title" {
            h3 id="trouble-title" { (word!(look, "trouble-title")) }
            div class="presets" {
                @for preset in Preset::ALL {
                    button type="button" class="small" id={ "trouble-preset-" (preset.name()) }
                        data-act="preset" data-preset=(preset.name())
                        aria-pressed=(preset.is_on(&faults)) { (word!(look, preset_key(preset))) }
                }
            }
            (list(look, &faults))
        }
    }
}

fn preset_key(preset: Preset) -> &'static str {
    match preset {
        Preset::Slow => "trouble-preset-slow",
        Preset::Limited => "trouble-preset-limited",
        Preset::Lost => "trouble-preset-lost",
        Preset::Twice => "trouble-preset-twice",
    }
}

fn list(look: &Look<'_>, faults: &Faults) -> Markup {
    let lines = lines(look, faults);
    if lines.is_empty() {
        return html! { p class="quiet" { (word!(look, "trouble-none")) } };
    }
    html! {
        ul class="in-force" aria-label=(word!(look, "trouble-in-force")) {
            @for line in &lines { (item(look, line)) }
        }
        button type="button" class="small danger" data-act="stop-trouble" { (word!(look, "trouble-stop-all")) }
    }
}

/// A fault in words.
struct Line {
    target: String,
    what: String,
    times: Option<u32>,
    probability: Option<f64>,
    /// What the button calls it by.
    name: String,
}

fn lines(look: &Look<'_>, faults: &Faults) -> Vec<Line> {
    let calls = faults.calls.iter().map(|fault| Line {
        target: if fault.method == "*" { word!(look, "trouble-every-method") } else { fault.method.clone() },
        what: troubles::of_call(look, &fault.trouble),
        times: fault.times,
        probability: fault.probability,
        name: name_of(fault),
    });
    let deliveries = faults.deliveries.iter().map(|fault| Line {
        target: if fault.kind == "*" { word!(look, "trouble-every-delivery") } else { fault.kind.clone() },
        what: troubles::of_delivery(look, &fault.trouble),
        times: fault.times,
        probability: fault.probability,
        name: name_of(fault),
    });
    calls.chain(deliveries).collect()
}

fn item(look: &Look<'_>, line: &Line) -> Markup {
    let words = format!("{}: {}", line.target, line.what);
    html! {
        li {
            span class="what" {
                (words)
                @if let Some(times) = line.times {
                    span class="left" { (word!(look, "trouble-left", count = times)) }
                }
                @if let Some(probability) = line.probability {
                    span class="left" { (word!(look, "trouble-likely", percent = (probability * 100.0).round())) }
                }
            }
            button type="button" class="small" data-act="stop-trouble" data-fault=(line.name)
                aria-label=(word!(look, "trouble-stop-this", what = words.as_str())) {
                (word!(look, "trouble-stop"))
            }
        }
    }
}

/// The forms for more.
pub(super) fn forms(hub: &Hub, look: &Look<'_>) -> Markup {
    html! {
        div class="trouble-forms" {
            details id="trouble-calls" {
                summary { (word!(look, "trouble-for-calls")) }
                form class="trouble-form" data-act="trouble" { (call_fields(hub, look)) (limit_fields(look, "call")) }
            }
            details id="trouble-deliveries" {
                summary { (word!(look, "trouble-for-deliveries")) }
                form class="trouble-form" data-act="trouble" {
                    (delivery_fields(hub, look)) (limit_fields(look, "delivery"))
                }
            }
        }
    }
}

fn call_fields(hub: &Hub, look: &Look<'_>) -> Markup {
    let kinds = [
        ("latency", "trouble-kind-latency"),
        ("rate_limited", "trouble-kind-rate-limited"),
        ("server_error", "trouble-kind-server-error"),
        ("drop_before", "trouble-kind-drop-before"),
        ("drop_after", "trouble-kind-drop-after"),
        ("refuse", "trouble-kind-refuse"),
    ];
    html! {
        input type="hidden" name="side" value="call";
        (field("trouble-method", &word!(look, "trouble-method"), "", &methods(hub, look)))
        (field("trouble-call-kind", &word!(look, "trouble-what"), "", &choice("trouble-call-kind", look, &kinds)))
        (number(look, "trouble-latency-for", "milliseconds", "trouble-milliseconds", "2000", "for-latency"))
        (number(look, "trouble-retry-after", "seconds", "trouble-seconds", "5", "for-rate-limited"))
        (number(look, "trouble-status", "status", "trouble-status", "503", "for-server-error"))
        label class="tick for-server-error" {
            input type="checkbox" id="trouble-after" name="after" value="true"; (word!(look, "trouble-after"))
        }
        (field("trouble-error", &word!(look, "trouble-error"), "for-refuse", &html! {
            input id="trouble-error" name="error" value="internal_error" autocomplete="off" spellcheck="false";
        }))
    }
}

fn delivery_fields(hub: &Hub, look: &Look<'_>) -> Markup {
    let kinds = [
        ("twice", "trouble-kind-twice"),
        ("twice_with_new_event_id", "trouble-kind-twice-new-id"),
        ("late", "trouble-kind-late"),
        ("out_of_order", "trouble-kind-out-of-order"),
        ("lose_ack", "trouble-kind-lose-ack"),
    ];
    html! {
        input type="hidden" name="side" value="delivery";
        (field("trouble-target", &word!(look, "trouble-delivery-kind"), "", &targets(hub, look)))
        (field("trouble-delivery-what", &word!(look, "trouble-what"), "", &choice("trouble-delivery-what", look, &kinds)))
        (number(look, "trouble-late-for", "milliseconds", "trouble-milliseconds", "2000", "for-late"))
    }
}

/// For how many matches, how likely, and the button.
fn limit_fields(look: &Look<'_>, side: &str) -> Markup {
    let (times, percent) = (format!("trouble-{side}-times"), format!("trouble-{side}-percent"));
    html! {
        (field(&times, &word!(look, "trouble-times"), "", &html! {
            input type="number" id=(times) name="times" min="1" placeholder=(word!(look, "trouble-endless"));
        }))
        (field(&percent, &word!(look, "trouble-percent"), "", &html! {
            input type="number" id=(percent) name="percent" min="1" max="100" placeholder="100";
        }))
        button class="primary" { (word!(look, "trouble-begin")) }
    }
}

fn field(id: &str, label: &str, class: &str, input: &Markup) -> Markup {
    html! { div class={ "trouble-field " (class) } { label for=(id) { (label) } (input) } }
}

fn number(look: &Look<'_>, id: &str, name: &str, label: &str, value: &str, class: &str) -> Markup {
    let input = html! { input type="number" id=(id) name=(name) min="0" value=(value); };
    field(id, &word!(look, label), class, &input)
}

fn choice(id: &str, look: &Look<'_>, options: &[(&str, &str)]) -> Markup {
    html! {
        select id=(id) name="trouble" {
            @for (value, key) in options { option value=(value) { (word!(look, key)) } }
        }
    }
}

fn methods(hub: &Hub, look: &Look<'_>) -> Markup {
    let seen = hub.calls.methods();
    let known = || method_names().map(ToOwned::to_owned);
    let all: BTreeSet<String> = known().chain(seen.iter().cloned()).collect();
    let families: BTreeSet<String> =
        all.iter().filter_map(|name| Some(name.split_once('.')?.0.to_owned())).collect();
    html! {
        select id="trouble-method" name="method" {
            option value="*" { "* – " (word!(look, "trouble-every-method")) }
            (group(&word!(look, "trouble-seen"), &seen))
            (group(&word!(look, "trouble-families"), &families))
            (group(&word!(look, "trouble-unseen"), &all.difference(&seen).cloned().collect()))
        }
    }
}

fn targets(hub: &Hub, look: &Look<'_>) -> Markup {
    let kinds: BTreeSet<String> = KINDS.iter().map(ToString::to_string).collect();
    // An event's type is what its name in a manifest begins with (`message.channels`).
    let subscribed =
        look.workspace.app.events.iter().map(|event| event.split('.').next().unwrap_or(event).to_owned());
    let seen = hub.door.kinds().into_iter().filter(|kind| !kinds.contains(kind));
    html! {
        select id="trouble-target" name="kind" {
            option value="*" { "* – " (word!(look, "trouble-every-delivery")) }
            option value="event" { "event – " (word!(look, "trouble-every-event")) }
            (group(&word!(look, "trouble-acts"), &kinds))
            (group(&word!(look, "trouble-events"), &subscribed.chain(seen).collect()))
        }
    }
}

fn group(label: &str, values: &BTreeSet<String>) -> Markup {
    html! {
        @if !values.is_empty() {
            optgroup label=(label) { @for value in values { option value=(value) { (value) } } }
        }
    }
}
