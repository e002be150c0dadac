//! The messages of a conversation: a window onto the newest, or onto those around one of them, and more above on
//! request.

use std::ops::{Bound, RangeBounds};

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

/// The time stamp in the last part of a permalink, `p1790000000000001`.
pub(crate) fn ts_in_permalink(part: &str) -> Option<String> {
    let digits = part.strip_prefix('p').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let (seconds, micros) = digits.split_at_checked(digits.len().checked_sub(6)?)?;
    Some(format!("{seconds}.{micros}"))
}

/// Where a message is in sight: in the conversation around it, with the thread of a reply beside it. `base` is the
/// beginning of the viewer's addresses.
pub(crate) fn way_to(base: &str, channel: &Channel, ts: &str) -> String {
    let thread = channel.messages.get(ts).filter(|message| message.is_reply());
    let head = thread.and_then(|reply| reply.thread_ts.as_deref());
    let stands_in_thread = thread.is_some_and(|reply| !reply.is_in_channel());
    let (at, anchor) = match head.filter(|_| stands_in_thread) {
        Some(head) => (head, item_id(ts).replacen('m', "t", 1)),
        None => (ts, item_id(ts)),
    };
    let pane = head.map(|head| format!("&pane=thread:{head}")).unwrap_or_default();
    format!("{base}/{}?at={at}{pane}#{anchor}", channel.id)
}

/// A message as one person sees it in a channel.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    pub(crate) message: &'a Message,
    /// Whether nobody else sees it.
    pub(crate) is_ephemeral: bool,
}

/// A stretch of time, from one time stamp to another.
type Bounds<'a> = (Bound<&'a str>, Bound<&'a str>);

const ALL: Bounds<'static> = (Bound::Unbounded, Bound::Unbounded);

fn until(ts: &str) -> Bounds<'_> {
    (Bound::Unbounded, Bound::Excluded(ts))
}

/// What everybody sees in the channel itself, oldest first.
fn public<'a>(
    channel: &'a Channel,
    bounds: Bounds<'_>,
) -> impl DoubleEndedIterator<Item = Entry<'a>> + use<'a> {
    let messages = channel.messages.range::<str, _>(bounds).map(|(_, message)| message);
    messages.filter(|message| message.is_in_channel()).map(|message| Entry { message, is_ephemeral: false })
}

/// What only the viewer sees there, oldest first.
fn own<'a>(
    look: &Look<'a>,
    channel: &'a Channel,
    bounds: Bounds<'_>,
) -> impl DoubleEndedIterator<Item = Entry<'a>> {
    let own = channel.ephemerals.iter().filter(|one| one.user == look.viewer.id).map(|one| &one.message);
    own.filter(move |message| message.is_in_channel() && RangeBounds::<str>::contains(&bounds, &*message.ts))
        .map(|message| Entry { message, is_ephemeral: true })
}

fn by_time<'a>(entries: impl Iterator<Item = Entry<'a>>) -> Vec<Entry<'a>> {
    let mut entries: Vec<_> = entries.collect();
    entries.sort_by(|one, other| one.message.ts.cmp(&other.message.ts));
    entries
}

/// The last entries within the bounds, oldest first. However long the channel is, only these are walked over.
fn newest<'a>(look: &Look<'a>, channel: &'a Channel, bounds: Bounds<'_>, most: usize) -> Vec<Entry<'a>> {
    let both = public(channel, bounds).rev().take(most).chain(own(look, channel, bounds).rev().take(most));
    let mut entries = by_time(both);
    entries.split_off(entries.len().saturating_sub(most))
}

/// The first entries within the bounds.
fn oldest<'a>(look: &Look<'a>, channel: &'a Channel, bounds: Bounds<'_>, most: usize) -> Vec<Entry<'a>> {
    let both = public(channel, bounds).take(most).chain(own(look, channel, bounds).take(most));
    let mut entries = by_time(both);
    entries.truncate(most);
    entries
}

/// A page's worth of entries, about half of them from `at` on.
fn around<'a>(look: &Look<'a>, channel: &'a Channel, at: &str) -> Vec<Entry<'a>> {
    let below = oldest(look, channel, (Bound::Included(at), Bound::Unbounded), PAGE / 2);
    let mut entries = newest(look, channel, until(at), PAGE - below.len());
    entries.extend(below);
    entries
}

/// The entry above one in the channel.
fn above<'a>(look: &Look<'a>, channel: &'a Channel, ts: &str) -> Option<Entry<'a>> {
    newest(look, channel, until(ts), 1).pop()
}

/// The loaded entries that came to look different after `revision`, each drawn.
pub(crate) fn changed(look: &Look<'_>, channel: &Channel, window: &Window, revision: u64) -> Markup {
    let (from, to) = (window.from.as_deref(), window.to.as_deref());
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return nothing();
    }
    let bounds =
        (from.map_or(Bound::Unbounded, Bound::Included), to.map_or(Bound::Unbounded, Bound::Included));
    let changed = public(channel, bounds).chain(own(look, channel, bounds));
    let changed = by_time(changed.filter(|entry| entry.message.revision > revision));
    html! {
        @for entry in changed {
            (item(look, channel, entry, above(look, channel, &entry.message.ts), None))
        }
    }
}

/// The list of messages, newest at the bottom.
pub(crate) fn draw(look: &Look<'_>, window: &Window) -> Markup {
    let Some(channel) = window.channel(look) else { return empty(look, window) };
    let entries = match &window.at {
        Some(at) => around(look, channel, at),
        None => newest(look, channel, ALL, PAGE),
    };
    html! {
        div class="history" data-scroll="history" tabindex="0" role="log" aria-live="off" aria-label=(word!(look, "messages")) {
            (more(look, window, channel, &entries))
            ol id="messages" class="messages" data-channel=(channel.id) {
                (items(look, channel, &entries))
            }
            (present(look, window, channel, &entries))
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

/// Messages that follow each other, each drawn beside its predecessor.
fn items(look: &Look<'_>, channel: &Channel, entries: &[Entry<'_>]) -> Markup {
    let read_until = look.workspace.read_until(&look.viewer.id, &channel.id);
    let mut before = entries.first().and_then(|first| above(look, channel, &first.message.ts));
    html! {
        @for entry in entries {
            (item(look, channel, *entry, before.replace(*entry), read_until))
        }
    }
}

/// One message of the channel.
fn item<'a>(
    look: &Look<'_>,
    channel: &'a Channel,
    entry: Entry<'a>,
    before: Option<Entry<'a>>,
    read_until: Option<&'a str>,
) -> Markup {
    message::in_channel(look, &Shown { channel, entry, before, read_until })
}

/// The way to what is older than the loaded entries, or the word that there is nothing.
fn more(look: &Look<'_>, window: &Window, channel: &Channel, entries: &[Entry<'_>]) -> Markup {
    let oldest = entries.first().map(|entry| entry.message.ts.as_str());
    let oldest = oldest.filter(|oldest| above(look, channel, oldest).is_some());
    html! {
        @if let Some(oldest) = oldest {
            a id="older" class="older" href={ (window.address(look)) "/older?from=" (oldest) } {
                (word!(look, "load-older"))
            }
        } @else {
            p id="older" class="older quiet" { (word!(look, "beginning")) }
        }
    }
}

/// The way to the present from entries that do not reach it. While it is there, live updates leave out what is newer.
fn present(look: &Look<'_>, window: &Window, channel: &Channel, entries: &[Entry<'_>]) -> Markup {
    let is_below = |entry: &Entry<'_>| {
        let after = (Bound::Excluded(entry.message.ts.as_str()), Bound::Unbounded);
        !oldest(look, channel, after, 1).is_empty()
    };
    html! {
        @if entries.last().is_some_and(is_below) {
            a id="newer" class="older" href=(window.address(look)) { (word!(look, "to-newest")) }
        }
    }
}

/// What goes above the loaded messages: the next page, with the way to the one after it.
pub(crate) fn older(look: &Look<'_>, window: &Window) -> Option<Markup> {
    let channel = window.channel(look)?;
    let entries = newest(look, channel, window.from.as_deref().map_or(ALL, until), PAGE);
    Some(html! { (more(look, window, channel, &entries)) (items(look, channel, &entries)) })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::client::text::tests::Desk;
    use crate::client::window::Query;
    use crate::model::{Author, Draft};

    const GENERAL: &str = "C0GENERAL1";

    /// Alice's desk after `count` messages by the app, each with blocks.
    fn desk(count: usize) -> Desk {
        let mut desk = Desk::of("alice");
        for number in 0..count {
            let words = format!("message {number} <@U0BOB00001>");
            let blocks =
                json!([{"type": "section", "block_id": "b", "text": {"type": "mrkdwn", "text": words}}]);
            let draft = Draft { blocks: Some(blocks), ..Draft::new(GENERAL, Author::Bot, "x") };
            desk.workspace.post_quietly(draft);
        }
        desk
    }

    fn window(desk: &Desk) -> Window {
        let query = Query::default();
        let headers = axum::http::HeaderMap::new();
        Window::find(&desk.workspace, "alice", Some("general"), &query, &headers).expect("a window")
    }

    #[test]
    fn the_newest_are_shown_with_the_way_to_older_ones() {
        let desk = desk(PAGE + 1);
        let page = desk.sees(|look| draw(look, &window(&desk)));
        assert_eq!(page.matches("<li id=\"m-").count(), PAGE, "{page}");
        assert!(page.contains("message 1 ") && !page.contains("message 0 "), "the oldest waits above");
        assert!(page.contains("<a id=\"older\""));
        let mut above = window(&desk);
        let first = desk.workspace.channels[GENERAL].messages.keys().nth(1).cloned();
        above.from = first;
        let page = desk.sees(|look| older(look, &above).expect("a page"));
        assert!(page.contains("message 0 ") && !page.contains("message 1 "), "{page}");
        assert!(page.contains("<p id=\"older\""), "nothing is above it");
    }
}
