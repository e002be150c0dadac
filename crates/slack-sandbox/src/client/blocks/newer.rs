//! Blocks that came later, drawn simply: alerts, cards, containers, plans.

use maud::{Markup, html};
use serde_json::Value;

use super::{Surface, draw_one, element, list, picture, text};
use crate::client::words::word;
use text::{links, text_object};

pub(super) fn alert(surface: &Surface<'_>, block: &Value) -> Markup {
    let (class, name) = match block["level"].as_str() {
        Some("warning") => ("warning", "alert-warning"),
        Some("error") => ("error", "alert-error"),
        Some("success") => ("success", "alert-success"),
        _ => ("info", "alert-info"),
    };
    html! {
        div class={ "block alert alert-" (class) } role="note" {
            strong { (word!(surface.look, name)) }
            div .mrkdwn { (text_object(surface.look, &block["text"])) }
        }
    }
}

/// A text object below the given key, if it is there.
fn part(surface: &Surface<'_>, block: &Value, key: &str, class: &str) -> Markup {
    html! {
        @if block[key].is_object() {
            div class={ (class) " mrkdwn" } { (text_object(surface.look, &block[key])) }
        }
    }
}

pub(super) fn card(surface: &Surface<'_>, block: &Value) -> Markup {
    html! {
        div .block.card {
            @if block["hero_image"].is_object() { (picture::block(surface, &block["hero_image"])) }
            @if block["icon"].is_object() { (picture::small(surface, &block["icon"])) }
            (part(surface, block, "title", "card-title"))
            (part(surface, block, "subtitle", "card-subtitle"))
            (part(surface, block, "body", "card-body"))
            (part(surface, block, "subtext", "card-subtitle"))
            @if block["actions"].is_array() {
                div .actions { @for one in list(&block["actions"]) { (element::draw(surface, block, one)) } }
            }
        }
    }
}

pub(super) fn carousel(surface: &Surface<'_>, block: &Value) -> Markup {
    html! { div .block.carousel tabindex="0" { @for one in list(&block["elements"]) { (card(surface, one)) } } }
}

pub(super) fn container(surface: &Surface<'_>, block: &Value) -> Markup {
    let heading = html! {
        @if block["rich_text_title"].is_object() {
            (text::rich_text::rich_text(surface.look, &block["rich_text_title"]))
        } @else {
            (text_object(surface.look, &block["title"]))
        }
        @if block["subtitle"].is_object() { small { (text_object(surface.look, &block["subtitle"])) } }
    };
    let inside = html! { @for child in list(&block["child_blocks"]) { (draw_one(surface, child)) } };
    html! {
        @if block["is_collapsible"] == true {
            details .block.container open[block["default_collapsed"] != true] {
                summary { (heading) }
                (inside)
            }
        } @else {
            div .block.container { div .container-title { (heading) } (inside) }
        }
    }
}

pub(super) fn plan(surface: &Surface<'_>, block: &Value) -> Markup {
    html! {
        div .block.plan {
            div .container-title { (block["title"].as_str().unwrap_or_default()) }
            @for task in list(&block["tasks"]) { (task_card(surface, task)) }
        }
    }
}

pub(super) fn task_card(surface: &Surface<'_>, task: &Value) -> Markup {
    let look = surface.look;
    let known = ["pending", "in_progress", "complete", "error"];
    let status = task["status"].as_str().filter(|status| known.contains(status)).unwrap_or("pending");
    html! {
        div .block.task {
            span class={ "task-status task-" (status) } { (word!(look, &format!("status-{status}"))) }
            span .task-title { (task["title"].as_str().unwrap_or_default()) }
            @for key in ["details", "output"] {
                @if task[key].is_object() { (text::rich_text::rich_text(look, &task[key])) }
            }
            @if task["sources"].is_array() { (sources(surface, &task["sources"])) }
        }
    }
}

fn sources(surface: &Surface<'_>, sources: &Value) -> Markup {
    html! {
        div .task-sources {
            (word!(surface.look, "sources")) ": "
            @for (index, source) in list(sources).iter().enumerate() {
                @if index > 0 { ", " }
                (links::link(surface.look, source["url"].as_str().unwrap_or_default(),
                    &html! { (source["text"].as_str().unwrap_or_default()) }))
            }
        }
    }
}
