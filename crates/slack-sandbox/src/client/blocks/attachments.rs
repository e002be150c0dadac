//! Attachments, the older way to add to a message, still used for previews of links and for a coloured bar.

use maud::{Markup, html};
use serde_json::Value;

use super::{Surface, draw, list, picture};
use crate::client::text::{self, links, mrkdwn};

/// Draws the attachments of a message.
pub(crate) fn attachments(surface: &Surface<'_>, attachments: &Value) -> Markup {
    html! { div .attachments { @for one in list(attachments) { (attachment(surface, one)) } } }
}

fn attachment(surface: &Surface<'_>, one: &Value) -> Markup {
    let look = surface.look;
    let word = |key: &str| one[key].as_str().unwrap_or_default();
    html! {
        @if !word("pretext").is_empty() { div .mrkdwn { (mrkdwn(look, word("pretext"))) } }
        div .attachment {
            (bar(word("color")))
            div .attachment-body {
                (titled(surface, "attachment-small", word("service_name"), word("service_url")))
                (titled(surface, "attachment-small", word("author_name"), word("author_link")))
                (titled(surface, "attachment-title", word("title"), word("title_link")))
                @if !word("text").is_empty() { div .mrkdwn { (mrkdwn(look, word("text"))) } }
                (fields(surface, &one["fields"]))
                @if one["image_url"].is_string() { (picture::block(surface, one)) }
                @if one["blocks"].is_array() { (draw(surface, &one["blocks"])) }
                @if is_empty(one) { (word("fallback")) }
                (footer(surface, one))
            }
        }
    }
}

/// Whether nothing but the text for old clients tells what it is about.
fn is_empty(one: &Value) -> bool {
    ["title", "text", "pretext", "fields", "blocks", "author_name", "image_url"]
        .iter()
        .all(|key| one[*key].is_null())
}

/// A line that leads to an address, if there are words for it.
fn titled(surface: &Surface<'_>, class: &str, words: &str, url: &str) -> Markup {
    html! { @if !words.is_empty() { div class=(class) { (links::link(surface.look, url, &text::plain(words, true))) } } }
}

/// The bar at the side, in one of three named colours or in any other as a picture.
fn bar(color: &str) -> Markup {
    let name = match color {
        "good" | "warning" | "danger" => color,
        _ => "plain",
    };
    let digits = color.trim_start_matches('#');
    let is_color = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    html! {
        span class={ "attachment-bar bar-" (name) } aria-hidden="true" {
            @if is_color {
                svg width="100%" height="100%" { rect width="100%" height="100%" fill={ "#" (digits) } {} }
            }
        }
    }
}

fn fields(surface: &Surface<'_>, fields: &Value) -> Markup {
    html! {
        @if fields.is_array() {
            div .section-fields {
                @for field in list(fields) {
                    div .section-field .is-wide[field["short"] != true] {
                        strong { (field["title"].as_str().unwrap_or_default()) }
                        div .mrkdwn { (mrkdwn(surface.look, field["value"].as_str().unwrap_or_default())) }
                    }
                }
            }
        }
    }
}

fn footer(surface: &Surface<'_>, one: &Value) -> Markup {
    let pattern = "{date_short_pretty} {time}";
    html! {
        @if one["footer"].is_string() || one["ts"].is_number() {
            div .attachment-small {
                (one["footer"].as_str().unwrap_or_default())
                @if let Some(seconds) = one["ts"].as_i64() {
                    " " (text::dates::date(surface.look, Some(seconds), pattern, None, ""))
                }
            }
        }
    }
}
