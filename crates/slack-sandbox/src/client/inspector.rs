//! What went over the wire, and the switches for trouble.

use maud::{Markup, html};

use super::look::Look;
use super::window::Window;
use super::words::word;
use crate::hub::Hub;

/// The inspector's title and content.
pub(crate) fn draw(hub: &Hub, look: &Look<'_>, window: &Window) -> (String, Markup) {
    let content = html! {
        ol class="wire" { @for call in hub.calls.records().iter().filter(|call| call.method.contains(&window.filter)).rev().take(50) { li { (call.method) } } }
    };
    (word!(look, "inspector"), content)
}
