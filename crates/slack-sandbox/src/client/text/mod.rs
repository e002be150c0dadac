//! Slack's texts as HTML: everything people and apps write goes through here, and only from here comes markup.
//!
//! Three notations exist: `mrkdwn` (Slack's own), `rich_text` (a tree of JSON) and `markdown` (the standard one, in
//! markdown blocks, files and canvases). They share the small pieces: `mention`, `dates`, `emoji`, `links`.
//!
//! All markup is built by `maud`, which escapes; an address becomes a link only if [`links::href`] allows it.

pub(crate) mod dates;
pub(crate) mod emoji;
pub(crate) mod links;
mod markdown;
pub(crate) mod mention;
mod mrkdwn;
pub(crate) mod rich_text;
#[cfg(test)]
pub(super) mod tests;

use maud::{Markup, html};
use serde_json::Value;

pub(crate) use markdown::markdown;
pub(crate) use mrkdwn::{mrkdwn, verbatim};

use super::look::Look;

/// A text object of Block Kit, of either type.
pub(crate) fn text_object(look: &Look<'_>, text: &Value) -> Markup {
    let words = text["text"].as_str().unwrap_or_default();
    match text["type"].as_str() {
        Some("mrkdwn") if text["verbatim"] == true => verbatim(look, words),
        Some("mrkdwn") => mrkdwn(look, words),
        _ => plain(words, text["emoji"] != false),
    }
}

/// Literal text, but for the names of emoji.
pub(crate) fn plain(text: &str, with_emoji: bool) -> Markup {
    let text = unescaped(text);
    html! {
        @for (index, line) in text.split('\n').enumerate() {
            @if index > 0 { br; }
            @if with_emoji { (emoji::in_text(line)) } @else { (line) }
        }
    }
}

/// The words of a text object alone, for attributes and for typing against.
pub(crate) fn words(text: &Value) -> String {
    emoji::spelled(&unescaped(text["text"].as_str().unwrap_or_default()))
}

/// Undoes the three escapes Slack knows, once.
pub(super) fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
