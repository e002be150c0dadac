//! The inspector: what went over the wire, and the switches for trouble.
//!
//! Reading order: `wanted` (which exchanges somebody asks for), `exchange` (calls and deliveries as one list, and how
//! each ended), `row` (its line in the list), `opened` (everything about one, fetched when it is opened), `json` and
//! `curl` (how its content is written), `switches` (what is in force and the forms for more), `set` (what those forms
//! do), `troubles` (trouble in words).
//!
//! The content is a list of parts with ids and versions. The script leaves parts alone that look the same, so what is
//! opened, selected or typed survives the traffic.

mod curl;
mod exchange;
mod json;
mod opened;
mod row;
mod set;
mod switches;
mod troubles;
mod wanted;

use maud::{Markup, html};

pub(super) use opened::opened;
pub(super) use set::act;
pub(super) use wanted::Wanted;

use super::look::Look;
use super::page::{nothing, version};
use super::window::{Pane, Window};
use super::words::word;
use crate::hub::Hub;
use exchange::Exchange;

/// The inspector's title and content.
pub(crate) fn draw(hub: &Hub, look: &Look<'_>, window: &Window) -> (String, Markup) {
    let wanted = &window.wanted;
    let mut found = exchange::newest(hub, wanted);
    let has_more = found.len() > wanted.most;
    found.truncate(wanted.most);
    let content = html! {
        div id="inspector" data-parts {
            (part("trouble", &switches::in_force(hub, look)))
            (part("trouble-new", &switches::forms(hub, look)))
            // It is the browser's alone once it is there, so that nothing disturbs the typing.
            div id="wire-head" data-v="0" { (filter(look, window)) }
            (part("wire-count", &count(look, found.len(), has_more)))
            ol id="wire" class="wire" data-parts aria-label=(word!(look, "wire-title")) {
                @for exchange in &found { (line(look, window, exchange)) }
            }
            (part("wire-more", &more(look, window, has_more)))
        }
    };
    (word!(look, "inspector"), content)
}

fn part(id: &str, content: &Markup) -> Markup {
    html! { div id=(id) data-v=(version(content)) { (content) } }
}

fn line(look: &Look<'_>, window: &Window, exchange: &Exchange) -> Markup {
    let row = row::draw(look, window, exchange);
    let class = if exchange.is_trouble() { "exchange is-trouble" } else { "exchange" };
    html! { li id={ "wire-" (exchange.id()) } class=(class) data-v=(version(&row)) { (row) } }
}

fn filter(look: &Look<'_>, window: &Window) -> Markup {
    let wanted = &window.wanted;
    let directions = [("", "wire-both"), ("calls", "wire-calls"), ("deliveries", "wire-deliveries")];
    html! {
        h3 { (word!(look, "wire-title")) }
        form id="wire-filter" class="wire-filter" role="search" action=(window.address(look)) {
            input type="hidden" name="pane" value="inspector";
            label for="wire-text" class="aside" { (word!(look, "wire-filter")) }
            input type="search" id="wire-text" name="filter" value=(wanted.text) autocomplete="off" spellcheck="false"
                placeholder=(word!(look, "wire-find"));
            fieldset class="toggles" {
                legend class="aside" { (word!(look, "wire-direction")) }
                @for (value, key) in directions {
                    label class="toggle" {
                        input type="radio" id={ "wire-show-" (value) } name="wire" value=(value)
                            checked[wanted.direction_name() == value];
                        span { (word!(look, key)) }
                    }
                }
            }
            label class="toggle" {
                input type="checkbox" id="wire-trouble" name="trouble" value="only" checked[wanted.only_trouble];
                span { (word!(look, "wire-only-trouble")) }
            }
        }
    }
}

fn count(look: &Look<'_>, count: usize, has_more: bool) -> Markup {
    html! {
        p class="wire-count quiet" {
            @if count == 0 { (word!(look, "wire-nothing")) }
            @else if has_more { (word!(look, "wire-newest", count = count)) }
            @else { (word!(look, "wire-count", count = count)) }
        }
    }
}

fn more(look: &Look<'_>, window: &Window, has_more: bool) -> Markup {
    if !has_more {
        return nothing();
    }
    let query = window.wanted.further().query();
    let address = format!("{}{}{query}", window.address(look), Pane::Inspector.query());
    html! { a class="button older" href=(address) data-pane { (word!(look, "wire-more")) } }
}
