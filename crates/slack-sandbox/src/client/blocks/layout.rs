//! The classic blocks: text, small print, rows of elements, links to elsewhere.

use maud::{Markup, html};
use serde_json::Value;

use super::{Surface, element, list, picture, text};
use crate::client::words::word;
use text::{links, text_object};

pub(super) fn section(surface: &Surface<'_>, block: &Value) -> Markup {
    let accessory = &block["accessory"];
    html! {
        div .block.section {
            div .section-body {
                @if block["text"].is_object() { div .mrkdwn { (text_object(surface.look, &block["text"])) } }
                @if block["fields"].is_array() { (fields(surface, &block["fields"])) }
            }
            @if accessory.is_object() {
                div .section-accessory { (element::draw(surface, block, accessory)) }
            }
        }
    }
}

fn fields(surface: &Surface<'_>, fields: &Value) -> Markup {
    html! {
        div .section-fields {
            @for field in list(fields) { div .section-field.mrkdwn { (text_object(surface.look, field)) } }
        }
    }
}

pub(super) fn header(surface: &Surface<'_>, block: &Value) -> Markup {
    html! { h3 .block.block-header { (text_object(surface.look, &block["text"])) } }
}

pub(super) fn context(surface: &Surface<'_>, block: &Value) -> Markup {
    html! {
        div .block.context {
            @for part in list(&block["elements"]) {
                @if part["type"] == "image" {
                    (picture::small(surface, part))
                } @else {
                    div .context-text.mrkdwn { (text_object(surface.look, part)) }
                }
            }
        }
    }
}

pub(super) fn actions(surface: &Surface<'_>, block: &Value) -> Markup {
    html! {
        div .block.actions { @for part in list(&block["elements"]) { (element::draw(surface, block, part)) } }
    }
}

/// A video is not played here; its title leads to it.
pub(super) fn video(surface: &Surface<'_>, block: &Value) -> Markup {
    let word = |key: &str| block[key].as_str().unwrap_or_default();
    let url = block["title_url"].as_str().unwrap_or_else(|| word("video_url"));
    let source: Vec<&str> =
        [word("provider_name"), word("author_name")].into_iter().filter(|name| !name.is_empty()).collect();
    html! {
        div .block.frame {
            div .frame-kind { (word!(surface.look, "video")) @if !source.is_empty() { " · " (source.join(" · ")) } }
            div .frame-title { (links::link(surface.look, url, &text_object(surface.look, &block["title"]))) }
            @if block["description"].is_object() { div { (text_object(surface.look, &block["description"])) } }
            div .frame-alt { (word("alt_text")) }
        }
    }
}

pub(super) fn file(surface: &Surface<'_>, block: &Value) -> Markup {
    html! {
        div .block.frame {
            div .frame-kind { (word!(surface.look, "remote-file")) }
            div .frame-title { (block["external_id"].as_str().unwrap_or_default()) }
        }
    }
}
