//! The messages of a conversation: a window onto the newest, and more above on request.

use maud::{Markup, html};

use super::look::Look;
use super::message::{self, Shown};
use super::page::nothing;
use super::window::{Place, Window};
use super::words::word;
use crate::model::{Channel, Message};

/// How many messages are loaded at a time.
const PAGE: usize = 50;

/// The HTML id of a message in the channel.
pub(crate) fn item_id(ts: &str) -> String {
    format!("m-{}", ts.replace('.', "-"))
}

/// A message as one person sees it in a channel.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    pub(crate) message: &'a Message,
    /// Whether nobody else sees it.
    pub(crate) is_ephemeral: bool,
}

/// Everything the viewer sees in the channel itself, oldest first.
pub(crate) fn entries<'a>(look: &Look<'a>, channel: &'a Channel) -> Vec<Entry<'a>> {
    let public = channel.messages.values().map(|message| Entry { message, is_ephemeral: false });
    let own = channel.ephemerals.iter().filter(|one| one.user == look.viewer.id);
    let own = own.map(|one| Entry { message: &one.message, is_ephemeral: true });
    let mut entries: Vec<Entry<'a>> =
        public.chain(own).filter(|entry| entry.message.is_in_channel()).collect();
    entries.sort_by(|one, other| one.message.ts.cmp(&other.message.ts));
    entries
}

/// Where the loaded part begins.
pub(crate) fn beginning(entries: &[Entry<'_>], from: Option<&str>) -> usize {
    match from {
        Some(from) => entries.partition_point(|entry| entry.message.ts.as_str() < from),
        None => entries.len().saturating_sub(PAGE),
    }
}

/// The list of messages, newest at the bottom.
pub(crate) fn draw(look: &Look<'_>, window: &Window) -> Markup {
    let Some(channel) = window.channel(look) else { return empty(look, window) };
    let entries = entries(look, channel);
    let start = beginning(&entries, window.from.as_deref());
    html! {
        div class="history" data-scroll="history" tabindex="0" role="log" aria-live="off" aria-label=(word!(look, "messages")) {
            (more(look, window, &entries, start))
            ol id="messages" class="messages" data-channel=(channel.id) {
                (items(look, channel, &entries, start..entries.len()))
            }
        }
    }
}

fn empty(look: &Look<'_>, window: &Window) -> Markup {
    match window.place {
        Place::Nowhere => welcome(look),
        Place::App => html! {
            div class="history" { ol id="messages" class="messages" { li class="note" {
                (word!(look, "app-conversation", app = look.workspace.app.name.as_str()))
            } } }
        },
        Place::Home | Place::Channel(_) => nothing(),
    }
}

/// What stands in the middle while no conversation is chosen: what the app can do.
fn welcome(look: &Look<'_>) -> Markup {
    html! {
        section class="welcome" {
            h1 { (word!(look, "welcome")) }
            p { (word!(look, "welcome-lead")) }
            dl {
                @for command in &look.workspace.app.commands {
                    dt { code { (command.command) } " " span class="quiet" { (command.usage_hint) } }
                    dd { (command.description) }
                }
            }
        }
    }
}

/// The messages in a range, each drawn beside its predecessor.
fn items(look: &Look<'_>, channel: &Channel, entries: &[Entry<'_>], range: std::ops::Range<usize>) -> Markup {
    let read_until = look.workspace.read_until(&look.viewer.id, &channel.id);
    html! { @for index in range { (item(look, channel, entries, index, read_until)) } }
}

/// One message of the channel.
pub(crate) fn item(
    look: &Look<'_>,
    channel: &Channel,
    entries: &[Entry<'_>],
    index: usize,
    read_until: Option<&str>,
) -> Markup {
    let before = index.checked_sub(1).map(|before| entries[before]);
    message::in_channel(look, &Shown { channel, entry: entries[index], before, read_until })
}

/// The way to older messages, or the word that there are none.
fn more(look: &Look<'_>, window: &Window, entries: &[Entry<'_>], start: usize) -> Markup {
    let oldest = entries.get(start).map(|entry| entry.message.ts.as_str()).unwrap_or_default();
    html! {
        @if start > 0 {
            a id="older" class="older" href={ (window.address(look)) "/older?from=" (oldest) } {
                (word!(look, "load-older"))
            }
        } @else {
            p id="older" class="older quiet" { (word!(look, "beginning")) }
        }
    }
}

/// What goes above the loaded messages: the next page, with the way to the one after it.
pub(crate) fn older(look: &Look<'_>, window: &Window) -> Option<Markup> {
    let channel = window.channel(look)?;
    let entries = entries(look, channel);
    let end = beginning(&entries, window.from.as_deref());
    let start = end.saturating_sub(PAGE);
    Some(html! { (more(look, window, &entries, start)) (items(look, channel, &entries, start..end)) })
}
