//! Menus with search. The server draws the closed menu and its options; `assets/blocks.js` opens, filters and picks.

use maud::{Markup, html};

use super::control::Control;
use super::offers::{self, Offer};
use crate::client::words::word;

pub(super) fn draw(control: &Control<'_>) -> Markup {
    let chosen = offers::chosen(control);
    let offered = offers::offered(control);
    let is_many = control.kind().starts_with("multi_") || control.kind() == "file_input";
    let inside = html! {
        div .select-box {
            (opener(control, &chosen, is_many))
            @if !is_many && control.is_clearable() {
                button type="button" .select-clear aria-label=(word!(control.surface.look, "clear"))
                    hidden[chosen.is_empty()] { "×" }
            }
        }
        @if is_many { div .select-chips { @for offer in &chosen { (chip(control, offer)) } } }
        (hidden_values(control, &chosen, is_many))
        (popup(control, &offered, &chosen, is_many))
    };
    control.field("select", &inside)
}

fn opener(control: &Control<'_>, chosen: &[Offer], is_many: bool) -> Markup {
    let id = control.id();
    let placeholder = control.placeholder().unwrap_or_else(|| offers::placeholder(control));
    let shown = chosen.first().filter(|_| !is_many).map_or(&placeholder, |offer| &offer.label);
    html! {
        button type="button" .control.select-open id=(id) role="combobox" aria-haspopup="listbox"
            aria-expanded="false" aria-controls={ (id) "-list" } aria-labelledby=[control.labelled_by()]
            aria-label=[control.spoken_label(&placeholder)] aria-describedby=[control.described_by()]
            aria-invalid=[control.invalid()] aria-required=[control.is_required().then_some("true")]
            autofocus[control.wants_focus()] {
            span .select-value .is-placeholder[chosen.is_empty() || is_many]
                data-placeholder=(placeholder) { (shown) }
        }
    }
}

/// A chosen one of several, with its way out.
fn chip(control: &Control<'_>, offer: &Offer) -> Markup {
    let remove = word!(control.surface.look, "remove", name = offer.label.as_str());
    html! {
        span .chip data-value=(offer.value) data-label=(offer.label) {
            (offer.label)
            button type="button" .chip-remove aria-label=(remove) { "×" }
        }
    }
}

/// What a form holds: one for each chosen value, and for a menu of one choice an empty one when nothing is chosen.
fn hidden_values(control: &Control<'_>, chosen: &[Offer], is_many: bool) -> Markup {
    let name = control.name();
    html! {
        span .select-values hidden data-name=(name) {
            @for offer in chosen { input type="hidden" name=(name) value=(offer.value); }
            @if chosen.is_empty() && !is_many { input type="hidden" name=(name) value=""; }
        }
    }
}

fn popup(control: &Control<'_>, offered: &[Offer], chosen: &[Offer], is_many: bool) -> Markup {
    let (look, id) = (control.surface.look, control.id());
    let is_external = control.kind().ends_with("external_select");
    let least = control.element["min_query_length"].as_u64().unwrap_or(3);
    let values: Vec<&str> = chosen.iter().map(|offer| offer.value.as_str()).collect();
    html! {
        div .popup.select-popup popover="auto" data-external[is_external] data-least=[is_external.then_some(least)]
            data-most=[control.element["max_selected_items"].as_u64().or(control.element["max_files"].as_u64())]
            data-remove=(word!(look, "remove", name = "%"))
            data-empty=(word!(look, "nothing-found")) data-loading=(word!(look, "loading-options"))
            data-failed=(word!(look, "options-failed")) data-short=(word!(look, "type-more", count = least)) {
            input .select-search type="text" role="searchbox" placeholder=(word!(look, "search"))
                aria-label=(word!(look, "search")) aria-controls={ (id) "-list" } autocomplete="off"
                spellcheck="false";
            ul .select-list role="listbox" id={ (id) "-list" } aria-multiselectable=[is_many.then_some("true")]
                aria-labelledby=[control.labelled_by()] aria-label=[control.spoken_label(&word!(look, "choose"))] {
                (offers::rows(offered, &values))
            }
            p .select-note role="status" {}
        }
    }
}
