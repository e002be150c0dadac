//! Pictures. Those of the workspace are shown; those from elsewhere are not loaded, a frame tells what they are.

use maud::{Markup, html};
use serde_json::Value;

use super::{Surface, text};
use crate::client::files;
use crate::client::words::word;
use text::{links, text_object};

/// The address of a picture and whether this workspace holds it.
enum Source {
    Here(String),
    Elsewhere(String),
    Missing,
}

fn source(surface: &Surface<'_>, picture: &Value) -> Source {
    let file = &picture["slack_file"];
    let named = |id: &str| file["id"] == *id || file["url"].as_str().is_some_and(|url| url.contains(id));
    let mut files =
        surface.look.workspace.files.values().filter(|file| file.is_complete && file.is_picture());
    if let Some(file) = files.find(|file| named(&file.id)) {
        return Source::Here(files::address(file));
    }
    match picture["image_url"].as_str().or(file["url"].as_str()) {
        Some(url) if url.starts_with("/files/") => Source::Here(url.to_owned()),
        Some(url) => Source::Elsewhere(url.to_owned()),
        None => Source::Missing,
    }
}

/// A picture of its own.
pub(super) fn block(surface: &Surface<'_>, block: &Value) -> Markup {
    let alt = block["alt_text"].as_str().unwrap_or_default();
    html! {
        figure .block.picture {
            @if block["title"].is_object() {
                figcaption .picture-title { (text_object(surface.look, &block["title"])) }
            }
            @match source(surface, block) {
                Source::Here(url) => img src=(url) alt=(alt);,
                Source::Elsewhere(url) => (frame(surface, &url, alt)),
                Source::Missing => div .frame {
                    div .frame-kind { (word!(surface.look, "picture-in-workspace")) }
                    (alt)
                },
            }
        }
    }
}

fn frame(surface: &Surface<'_>, url: &str, alt: &str) -> Markup {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next().unwrap_or_default();
    html! {
        div .frame {
            div .frame-kind { (word!(surface.look, "picture-elsewhere", host = host)) }
            @if !alt.is_empty() { div .frame-alt { (alt) } }
            (links::link(surface.look, url, &html! { (word!(surface.look, "open-picture")) }))
        }
    }
}

/// A small picture beside or between texts.
pub(super) fn small(surface: &Surface<'_>, picture: &Value) -> Markup {
    let alt = picture["alt_text"].as_str().unwrap_or_default();
    let chip = html! { span .picture-chip title=(alt) { span aria-hidden="true" { "🖼" } " " (alt) } };
    html! {
        @match source(surface, picture) {
            Source::Here(url) => img .picture-small src=(url) alt=(alt);,
            Source::Elsewhere(url) => (links::link(surface.look, &url, &chip)),
            Source::Missing => (chip),
        }
    }
}
