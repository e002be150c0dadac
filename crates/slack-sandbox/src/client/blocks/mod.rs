//! Block Kit as HTML.
//!
//! [`draw`] draws blocks on a [`Surface`]; one file per family of blocks and elements. Drawing reads the same JSON the
//! Web API checked, and shows a labelled box for what it does not know: it never fails.
//!
//! What a person operates carries its address in data attributes (`data-block`, `data-action`, `data-kind`, `data-key`),
//! which `assets/blocks.js` reads; the page around says in which message or view it stands. In views, controls also
//! have a `name` ([`field_name`]), so a form holds them as well.
//!
//! Reading order: `layout` (the classic blocks), `input` (labels, hints, errors), `control` (an element where it
//! stands), then the elements: `button`, `typed`, `pickers`, `choices`, `select` with `offers`; then `tables`, `newer`
//! and `attachments`.

mod attachments;
mod button;
mod choices;
mod control;
mod element;
mod input;
mod layout;
mod newer;
mod offers;
mod pickers;
mod picture;
mod select;
mod tables;
#[cfg(test)]
mod tests;
mod typed;

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde_json::Value;

pub(crate) use attachments::attachments;
pub(crate) use {control::field_name, offers::options_list};

use super::look::Look;
use super::text;
use super::words::word;

/// Where blocks stand: it decides what operating them addresses.
#[derive(Clone, Copy)]
pub(crate) struct Surface<'a> {
    pub(crate) look: &'a Look<'a>,
    /// What stateful elements hold, in a view.
    pub(crate) held: Option<&'a BTreeMap<(String, String), Value>>,
    /// The app's words under inputs, by block id.
    pub(crate) errors: Option<&'a BTreeMap<String, String>>,
    /// Makes HTML ids unique in the page: `m1790000000-000001`.
    pub(crate) prefix: &'a str,
}

/// Draws a list of blocks.
pub(crate) fn draw(surface: &Surface<'_>, blocks: &Value) -> Markup {
    html! { div .blocks { @for block in list(blocks) { (draw_one(surface, block)) } } }
}

fn draw_one(surface: &Surface<'_>, block: &Value) -> Markup {
    match block["type"].as_str().unwrap_or_default() {
        "section" => layout::section(surface, block),
        "header" => layout::header(surface, block),
        "divider" => html! { hr .block-divider; },
        "context" => layout::context(surface, block),
        "actions" | "context_actions" => layout::actions(surface, block),
        "input" => input::draw(surface, block),
        "image" => picture::block(surface, block),
        "video" => layout::video(surface, block),
        "file" => layout::file(surface, block),
        "rich_text" => html! { div .block { (text::rich_text::rich_text(surface.look, block)) } },
        "markdown" => {
            html! { div .block { (text::markdown(surface.look, block["text"].as_str().unwrap_or_default())) } }
        }
        "table" => tables::table(surface, block),
        "data_table" => tables::data_table(surface, block),
        "data_visualization" => tables::chart(block),
        "alert" => newer::alert(surface, block),
        "card" => newer::card(surface, block),
        "carousel" => newer::carousel(surface, block),
        "container" => newer::container(surface, block),
        "plan" => newer::plan(surface, block),
        "task_card" => newer::task_card(surface, block),
        other => unknown(&word!(surface.look, "unknown-block"), other),
    }
}

/// A box in place of what this client does not know.
fn unknown(what: &str, kind: &str) -> Markup {
    html! { div .unknown { (what) " " code .code { (kind) } } }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
