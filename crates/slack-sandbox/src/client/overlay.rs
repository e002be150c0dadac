//! What an app puts before a person: a modal over the page, or its home tab.

use maud::{Markup, html};

use super::blocks::{self, Surface};
use super::look::Look;
use super::page::nothing;
use super::text;
use super::window::{Place, Window};
use super::words::word;
use crate::model::View;

/// The viewer's open modal, if there is one. The script shows it as such.
pub(crate) fn modal(look: &Look<'_>) -> Markup {
    let Some(view) = look.workspace.top_view(&look.viewer.id) else { return nothing() };
    let depth = look.workspace.stacks.get(&look.viewer.id).map_or(0, Vec::len);
    html! {
        dialog id="modal" class="modal" data-view=(view.id) data-hash=(view.hash) aria-labelledby="modal-title" {
            form data-act="submit" novalidate aria-busy=[view.is_under_way.then_some("true")] {
                header class="modal-head" {
                    span class="app-mark" aria-hidden="true" { "◆" }
                    h2 id="modal-title" { @if let Some(title) = view.label("title") { (text::text_object(look, title)) } }
                    button type="button" class="small close" data-act="close" data-all="true" {
                        "✕" span class="aside" { (word!(look, "close")) }
                    }
                }
                @if let Some(trouble) = &view.trouble { p class="trouble" role="alert" { (trouble) } }
                div class="modal-body" data-scroll="modal" tabindex="0" { (content(look, view)) }
                (foot(look, view, depth))
            }
        }
    }
}

fn foot(look: &Look<'_>, view: &View, depth: usize) -> Markup {
    html! {
        footer class="modal-foot" {
            button type="button" data-act="close" {
                @match view.label("close") {
                    Some(label) => (text::text_object(look, label)),
                    None if depth > 1 => (word!(look, "back")),
                    None => (word!(look, "cancel")),
                }
            }
            @if let Some(label) = view.label("submit") {
                button class="primary" disabled[view.is_under_way] { (text::text_object(look, label)) }
            }
        }
    }
}

fn content(look: &Look<'_>, view: &View) -> Markup {
    let prefix = format!("v{}", view.id);
    let surface = Surface { look, held: Some(&view.held), errors: Some(&view.errors), prefix: &prefix };
    blocks::draw(&surface, &view.blocks)
}

/// The app's home tab, when the window shows it.
pub(crate) fn home(look: &Look<'_>, window: &Window) -> Markup {
    if window.place != Place::Home {
        return nothing();
    }
    let view = look.workspace.homes.get(&look.viewer.id).and_then(|id| look.workspace.views.get(id));
    html! {
        section class="home" data-opens="home" data-view=[view.map(|view| view.id.as_str())] tabindex="0"
            data-scroll="home" aria-label=(word!(look, "home-tab")) {
            @match view {
                Some(view) => (content(look, view)),
                None => p class="quiet" { (word!(look, "no-home", app = look.workspace.app.name.as_str())) },
            }
        }
    }
}
