//! What stands beside the conversation: a thread, the members, the pins, a file, a canvas, a person, the inspector.

use maud::{Markup, html};

use super::history::{Entry, way_to};
use super::look::{Look, shown_name};
use super::message::{self, Shown};
use super::page::{avatar, nothing};
use super::window::{Pane, Window};
use super::words::word;
use super::{composer, files, inspector, text};
use crate::hub::Hub;
use crate::model::{Channel, Message};

pub(crate) fn draw(hub: &Hub, look: &Look<'_>, window: &Window) -> Markup {
    let Some(pane) = &window.pane else { return nothing() };
    let channel = window.channel(look);
    let drawn = match pane {
        Pane::Thread(ts) => channel.and_then(|channel| thread(look, channel, ts)),
        Pane::Members => channel.map(|channel| members(look, window, channel)),
        Pane::Pins => channel.map(|channel| pins(look, channel)),
        Pane::File(id) => files::preview(look, id),
        Pane::Canvas(id) => canvas(look, id),
        Pane::Person(id) => person(look, id),
        Pane::Inspector => Some(inspector::draw(hub, look, window)),
    };
    let (title, content) = drawn.unwrap_or_else(|| (word!(look, "gone"), nothing()));
    let scroll = if matches!(pane, Pane::Thread(_)) { "thread" } else { "pane" };
    let class = if *pane == Pane::Inspector { "pane wide-pane" } else { "pane" };
    html! {
        aside class=(class) aria-label=(title) data-scroll=(scroll) tabindex="0" {
            div class="pane-head" {
                h2 { (title) }
                a class="pill small close" href=(window.address(look)) data-pane {
                    "✕" span class="aside" { (word!(look, "close")) }
                }
            }
            (content)
        }
    }
}

type Drawn = (String, Markup);

fn thread(look: &Look<'_>, channel: &Channel, ts: &str) -> Option<Drawn> {
    let head = channel.messages.get(ts)?;
    let own = channel.ephemerals.iter().filter(|one| one.user == look.viewer.id).map(|one| &one.message);
    let own = own.filter(|message| message.thread_ts.as_deref() == Some(ts));
    let mut replies: Vec<(&Message, bool)> =
        head.replies.iter().filter_map(|ts| channel.messages.get(ts)).map(|reply| (reply, false)).collect();
    replies.extend(own.map(|message| (message, true)));
    replies.sort_by(|one, other| one.0.ts.cmp(&other.0.ts));
    let shown = |message, is_ephemeral| Shown {
        channel,
        entry: Entry { message, is_ephemeral },
        before: None,
        read_until: None,
    };
    let content = html! {
        ol class="messages" id="thread" {
            (message::in_thread(look, &shown(head, false)))
            @for (reply, is_ephemeral) in &replies { (message::in_thread(look, &shown(reply, *is_ephemeral))) }
        }
        @if channel.has_member(&look.viewer.id) && !channel.is_archived {
            (composer::form(look, &channel.id, Some(ts), &channel.name))
        }
    };
    Some((word!(look, "thread"), content))
}

fn members(look: &Look<'_>, window: &Window, channel: &Channel) -> Drawn {
    let is_member = channel.has_member(&look.viewer.id);
    let outside = || {
        let users = look.workspace.users.values();
        users.filter(|user| !user.deleted && !channel.has_member(&user.id))
    };
    let content = html! {
        ul class="rows" {
            @for user in channel.members.iter().filter_map(|id| look.workspace.user(id)) {
                li {
                    (avatar(&user.id, shown_name(user)))
                    a href={ (window.address(look)) (Pane::Person(user.id.clone()).query()) } data-pane {
                        (user.real_name)
                    }
                    span class="quiet" { (user.title) }
                    @if user.is_bot { span class="app-tag" { (word!(look, "app-tag")) } }
                }
            }
        }
        @if is_member && !channel.is_archived && !channel.kind.is_direct() && outside().next().is_some() {
            form class="pane-form" data-act="invite" {
                input type="hidden" name="channel" value=(channel.id);
                label for="invite-target" { (word!(look, "add-people")) }
                select id="invite-target" name="target" {
                    @for user in outside() { option value=(user.id) { (user.real_name) } }
                }
                button { (word!(look, "add")) }
            }
        }
    };
    (word!(look, "members", count = channel.members.len()), content)
}

fn pins(look: &Look<'_>, channel: &Channel) -> Drawn {
    let content = html! {
        ul class="rows pins" {
            @for (pin, message) in channel.pins.iter().filter_map(|pin| Some((pin, channel.messages.get(&pin.ts)?))) {
                li {
                    div class="text mrkdwn" { (text::mrkdwn(look, &message.text)) }
                    p class="quiet" {
                        (word!(look, "pinned-by", name = look.name_of(&pin.by))) " "
                        a href=(way_to(&look.base(), channel, &pin.ts)) { (word!(look, "show-message")) }
                    }
                }
            }
        }
    };
    (word!(look, "pins", count = channel.pins.len()), content)
}

fn canvas(look: &Look<'_>, id: &str) -> Option<Drawn> {
    let canvas = look.workspace.canvases.get(id)?;
    let may_read = canvas.channel.as_deref().is_none_or(|channel| look.channel(channel).is_some());
    let title = if canvas.title.is_empty() { word!(look, "canvas") } else { canvas.title.clone() };
    may_read.then(|| (title, html! { div class="document" { (text::markdown(look, &canvas.markdown)) } }))
}

fn person(look: &Look<'_>, id: &str) -> Option<Drawn> {
    let user = look.workspace.user(id)?;
    let local = look.workspace.now.with_timezone(&look.zone_of(user));
    let content = html! {
        dl class="facts" {
            dt { (word!(look, "handle")) } dd { "@" (user.name) }
            @if !user.title.is_empty() { dt { (word!(look, "title")) } dd { (user.title) } }
            dt { (word!(look, "local-time")) } dd { (local.format("%H:%M")) " (" (user.tz) ")" }
            dt { (word!(look, "user-id")) } dd { code { (user.id) } }
        }
    };
    Some((user.real_name.clone(), content))
}
