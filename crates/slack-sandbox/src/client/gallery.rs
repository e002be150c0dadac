//! Every block and element once, for those who work on how they look.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value;

use super::blocks::{self, Surface};
use super::look::Look;
use super::text;

/// One thing to look at.
#[derive(Deserialize)]
struct Exhibit {
    /// The JSON types in it.
    kind: String,
    #[serde(default)]
    blocks: Value,
    #[serde(default)]
    attachments: Value,
    #[serde(default)]
    mrkdwn: Option<String>,
    /// The app's words under inputs, by block id.
    #[serde(default)]
    errors: BTreeMap<String, String>,
}

/// What is shown in messages, and what is shown in a form.
#[derive(Deserialize)]
struct Gallery {
    messages: Vec<Exhibit>,
    form: Vec<Exhibit>,
}

/// The gallery's page, without the page's frame.
pub(crate) fn draw(look: &Look<'_>) -> Markup {
    let gallery: Gallery =
        serde_json::from_str(include_str!("gallery.json")).expect("a test reads the gallery");
    html! {
        div .gallery {
            section data-channel="C0GALLERY1" data-ts="1790000000.000001" {
                @for (index, exhibit) in gallery.messages.iter().enumerate() {
                    (shown(look, exhibit, &format!("g{index}"), None))
                }
            }
            section data-view="V0GALLERY1" {
                form {
                    @for (index, exhibit) in gallery.form.iter().enumerate() {
                        (shown(look, exhibit, &format!("f{index}"), Some(&BTreeMap::new())))
                    }
                }
            }
        }
    }
}

fn shown(
    look: &Look<'_>,
    exhibit: &Exhibit,
    prefix: &str,
    held: Option<&BTreeMap<(String, String), Value>>,
) -> Markup {
    let surface = Surface { look, held, errors: Some(&exhibit.errors), prefix };
    html! {
        article .exhibit {
            h2 .exhibit-kind { (exhibit.kind) }
            @if let Some(words) = &exhibit.mrkdwn { div .mrkdwn { (text::mrkdwn(look, words)) } }
            (blocks::draw(&surface, &exhibit.blocks))
            @if exhibit.attachments.is_array() { (blocks::attachments(&surface, &exhibit.attachments)) }
        }
    }
}
