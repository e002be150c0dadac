//! One exchange's line in the list. What it holds is fetched when it is opened.

use maud::{Markup, html};

use super::super::look::Look;
use super::super::window::Window;
use super::super::words::word;
use super::exchange::{Exchange, Fate};
use super::troubles;

pub(super) fn draw(look: &Look<'_>, window: &Window, exchange: &Exchange) -> Markup {
    let id = exchange.id();
    let local = look.local(exchange.at());
    html! {
        details id={ "wire-" (id) "-opened" } data-fetch={ (window.address(look)) "/wire/" (id) } {
            summary {
                (direction(look, exchange))
                span class="name" { (exchange.name()) }
                (fate(look, &exchange.fate()))
                @if let Some(milliseconds) = exchange.milliseconds() {
                    span class="took" { (word!(look, "wire-took", milliseconds = milliseconds)) }
                }
                time datetime=(local.to_rfc3339()) title=(local.format("%Y-%m-%d %H:%M:%S%.3f")) {
                    (local.format("%H:%M:%S%.3f"))
                }
                @for words in injected(look, exchange) {
                    span class="injected" { "⚡ " (word!(look, "trouble-injected", what = words)) }
                }
            }
            div class="exchange-body" { p class="quiet" { "…" } }
        }
    }
}

/// `App → Slack`, or `Slack → app`.
pub(super) fn direction(look: &Look<'_>, exchange: &Exchange) -> Markup {
    match exchange {
        Exchange::Call(_) => html! { span class="direction is-call" { (word!(look, "wire-to-slack")) } },
        Exchange::Delivery(_) => html! { span class="direction" { (word!(look, "wire-to-app")) } },
    }
}

/// How it ended, with a sign besides the colour.
pub(super) fn fate(look: &Look<'_>, fate: &Fate) -> Markup {
    let words = match fate {
        Fate::Waiting => word!(look, "wire-waiting"),
        Fate::Answered(status) => status.to_string(),
        Fate::Refused(code) => code.clone(),
        Fate::Dropped => word!(look, "wire-dropped"),
        Fate::TimedOut => word!(look, "wire-timed-out"),
        Fate::Unreachable => word!(look, "wire-unreachable"),
    };
    let (class, sign) = match fate {
        Fate::Waiting => ("fate", "…"),
        fate if fate.is_failure() => ("fate failed", "✗"),
        _ => ("fate fine", "✓"),
    };
    html! { span class=(class) { (sign) " " (words) } }
}

/// What struck it on purpose.
pub(super) fn injected(look: &Look<'_>, exchange: &Exchange) -> Vec<String> {
    match exchange {
        Exchange::Call(call) => call.troubles.iter().map(|one| troubles::of_call(look, one)).collect(),
        Exchange::Delivery(sent) => {
            sent.troubles.iter().map(|one| troubles::of_delivery(look, one)).collect()
        }
    }
}
