//! Buttons, overflow menus, and the question asked before they act.

use maud::{Markup, html};
use serde_json::Value;

use super::control::Control;
use super::list;
use crate::client::look::Look;
use crate::client::text::{links, plain, text_object, words};
use crate::client::words::word;

/// A button; with an address it is a link as well.
pub(super) fn draw(control: &Control<'_>) -> Markup {
    let element = control.element;
    let class = format!("button {}", style(element));
    let label = text_object(control.surface.look, &element["text"]);
    let spoken = element["accessibility_label"].as_str();
    let value = element["value"].as_str();
    let url = element["url"].as_str().and_then(|url| links::way(control.surface.look, url));
    let (block, action) = (control.block_id(), control.action_id());
    html! {
        @if let Some(url) = url {
            a class=(class) href=(url.address()) target="_blank" rel="noopener noreferrer" data-block=(block)
                data-action=(action) data-kind="button" data-value=[value] aria-label=[spoken] { (label) }
        } @else {
            button type="button" class=(class) data-block=(block) data-action=(action) data-kind="button"
                data-value=[value] aria-label=[spoken] { (label) }
        }
        (confirmation(control))
    }
}

fn style(element: &Value) -> &str {
    match element["style"].as_str() {
        Some("primary") => "primary",
        Some("danger") => "danger",
        _ => "",
    }
}

/// A small menu behind three dots.
pub(super) fn overflow(control: &Control<'_>) -> Markup {
    let look = control.surface.look;
    let id = format!("{}-menu", control.id());
    let menu = html! {
        button type="button" .button.overflow-open aria-haspopup="menu" aria-expanded="false" aria-controls=(id)
            aria-label=(word!(look, "more-actions")) title=(word!(look, "more-actions")) { "⋯" }
        div .popup.overflow-menu id=(id) role="menu" popover="auto" {
            @for option in list(&control.element["options"]) { (overflow_option(look, option)) }
        }
    };
    let menu = html! { (menu) (confirmation(control)) };
    html! {
        div .field.overflow data-block=(control.block_id()) data-action=(control.action_id()) data-kind="overflow"
            data-key="selected_option" data-dispatch="change" { (menu) }
    }
}

fn overflow_option(look: &Look<'_>, option: &Value) -> Markup {
    let value = option["value"].as_str();
    let inside = html! {
        span { (text_of(option, "text")) }
        @if option["description"].is_object() { small { (text_of(option, "description")) } }
    };
    html! {
        @match option["url"].as_str().and_then(|url| links::way(look, url)) {
            Some(url) => a .menu-item role="menuitem" href=(url.address()) target="_blank" rel="noopener noreferrer"
                data-value=[value] tabindex="-1" { (inside) },
            None => button type="button" .menu-item role="menuitem" data-value=[value] tabindex="-1" { (inside) },
        }
    }
}

fn text_of(object: &Value, key: &str) -> Markup {
    plain(object[key]["text"].as_str().unwrap_or_default(), object[key]["emoji"] != false)
}

/// Thumbs up and thumbs down.
pub(super) fn feedback(control: &Control<'_>) -> Markup {
    let look = control.surface.look;
    let sides = [
        ("positive_button", "👍", word!(look, "helpful")),
        ("negative_button", "👎", word!(look, "not-helpful")),
    ];
    html! {
        span .feedback {
            @for (side, sign, name) in sides {
                @let side = &control.element[side];
                @let spoken = side["accessibility_label"].as_str().unwrap_or(&name);
                button type="button" .button.quiet data-block=(control.block_id()) data-action=(control.action_id())
                    data-kind="button" data-value=[side["value"].as_str()] title=(spoken) {
                    span aria-hidden="true" { (sign) " " } (text_of(side, "text"))
                }
            }
        }
    }
}

/// A button that is only a sign; the one Slack has is a bin.
pub(super) fn icon(control: &Control<'_>) -> Markup {
    let element = control.element;
    let shown_to = list(&element["visible_to_user_ids"]);
    let is_hidden = !shown_to.is_empty() && !shown_to.iter().any(|id| *id == *control.surface.look.viewer.id);
    let name = element["accessibility_label"].as_str().map_or_else(|| words(&element["text"]), str::to_owned);
    html! {
        @if !is_hidden {
            button type="button" .button.quiet data-block=(control.block_id()) data-action=(control.action_id())
                data-kind="button" data-value=[element["value"].as_str()] title=(name) {
                @if element["icon"] == "trash" { span aria-hidden="true" { "🗑 " } }
                (text_of(element, "text"))
            }
            (confirmation(control))
        }
    }
}

/// "Are you sure?", opened by the script beside the element before it acts.
pub(super) fn confirmation(control: &Control<'_>) -> Markup {
    let (look, confirm) = (control.surface.look, &control.element["confirm"]);
    let or = |key: &str, default: String| {
        if confirm[key].is_object() {
            text_object(look, &confirm[key])
        } else {
            html! { (default) }
        }
    };
    let id = format!("{}-confirm", control.id());
    let style = if confirm["style"] == "danger" { "danger" } else { "primary" };
    html! {
        @if confirm.is_object() {
            dialog .confirm data-confirm aria-labelledby={ (id) "-title" } aria-describedby={ (id) "-text" } {
                h2 id={ (id) "-title" } { (or("title", word!(look, "are-you-sure"))) }
                div .mrkdwn id={ (id) "-text" } { (or("text", String::new())) }
                div .confirm-answers {
                    button type="button" .button data-answer="deny" { (or("deny", word!(look, "deny"))) }
                    button type="button" class={ "button " (style) } data-answer="confirm" {
                        (or("confirm", word!(look, "confirm")))
                    }
                }
            }
        }
    }
}
