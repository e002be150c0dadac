//! The list of conversations, with what waits in each.

use maud::{Markup, html};

use super::look::Look;
use super::window::{Place, Window};
use super::words::word;
use crate::model::{Channel, Kind};

pub(crate) fn draw(look: &Look<'_>, window: &Window) -> Markup {
    let mine: Vec<&Channel> =
        conversations(look).filter(|channel| channel.has_member(&look.viewer.id)).collect();
    let others: Vec<&Channel> = conversations(look)
        .filter(|channel| !channel.has_member(&look.viewer.id) && !channel.is_archived)
        .collect();
    let groups = group_conversations(look);
    html! {
        nav class="sidebar" aria-label=(word!(look, "conversations")) data-scroll="sidebar" {
            h2 id="channels-title" { (word!(look, "channels")) }
            ul aria-labelledby="channels-title" { @for channel in &mine { (item(look, window, channel)) } }
            (new_channel(look))
            @if !others.is_empty() {
                details id="other-channels" {
                    summary { (word!(look, "other-channels", count = others.len())) }
                    ul { @for channel in &others { (item(look, window, channel)) } }
                }
            }
            @if !groups.is_empty() {
                h2 id="direct-title" { (word!(look, "direct-messages")) }
                ul aria-labelledby="direct-title" { @for group in &groups { (item(look, window, group)) } }
            }
            h2 id="apps-title" { (word!(look, "apps")) }
            ul aria-labelledby="apps-title" { (app(look, window)) }
        }
    }
}

/// Conversations of several people and the app, by the others' names.
fn group_conversations<'a>(look: &Look<'a>) -> Vec<&'a Channel> {
    let channels = look.workspace.channels.values();
    let mut found: Vec<&Channel> = channels
        .filter(|channel| channel.kind == Kind::GroupDirect && channel.has_member(&look.viewer.id))
        .collect();
    found.sort_by_cached_key(|channel| look.others_in(channel));
    found
}

/// Channels by name; direct conversations stand below them.
fn conversations<'a>(look: &Look<'a>) -> impl Iterator<Item = &'a Channel> {
    let viewer = look.viewer;
    let mut found: Vec<&Channel> = look.workspace.channels.values().collect();
    found.retain(|channel| channel.is_visible_to(viewer) && !channel.kind.is_direct());
    found.retain(|channel| !channel.is_archived || channel.has_member(&viewer.id));
    found.sort_by(|one, other| (one.is_archived, &one.name).cmp(&(other.is_archived, &other.name)));
    found.into_iter()
}

fn item(look: &Look<'_>, window: &Window, channel: &Channel) -> Markup {
    let is_here = window.place == Place::Channel(channel.id.clone());
    let unread = if channel.has_member(&look.viewer.id) {
        look.workspace.unread(look.viewer, channel)
    } else {
        crate::model::Unread::default()
    };
    let name = if channel.kind.is_direct() { look.others_in(channel) } else { channel.name.clone() };
    html! {
        li {
            a href={ (look.base()) "/" (channel.id) } aria-current=[is_here.then_some("page")]
                class=(if unread.messages > 0 { "channel unread" } else { "channel" }) {
                (sign(look, channel))
                span class="name" { (name) }
                @if unread.mentions > 0 {
                    span class="badge" aria-hidden="true" { (unread.mentions) }
                    span class="aside" { (word!(look, "mentions", count = unread.mentions)) }
                } @else if unread.messages > 0 {
                    span class="aside" { (word!(look, "unread")) }
                }
            }
        }
    }
}

/// What sort of channel it is, for the eye and for the ear.
pub(crate) fn sign(look: &Look<'_>, channel: &Channel) -> Markup {
    let (mark, words) = match (&channel.kind, channel.is_archived) {
        (_, true) => ("🗄", word!(look, "sign-archived")),
        (Kind::Private, _) => ("🔒", word!(look, "sign-private")),
        (Kind::GroupDirect, _) => ("👥", word!(look, "sign-group")),
        _ => ("#", word!(look, "sign-public")),
    };
    html! { span class="sign" aria-hidden="true" { (mark) } span class="aside" { (words) " " } }
}

fn app(look: &Look<'_>, window: &Window) -> Markup {
    let direct = look.workspace.channels.values().find(|channel| channel.kind.is_with(&look.viewer.id));
    let unread = direct.map(|channel| look.workspace.unread(look.viewer, channel)).unwrap_or_default();
    let is_here = match &window.place {
        Place::App | Place::Home => true,
        Place::Channel(id) => direct.is_some_and(|channel| channel.id == *id),
        Place::Nowhere => false,
    };
    html! {
        li {
            a href={ (look.base()) "/home" } aria-current=[is_here.then_some("page")]
                class=(if unread.messages > 0 { "channel unread" } else { "channel" }) {
                span class="sign" aria-hidden="true" { "◆" }
                span class="name" { (look.workspace.app.name) }
                @if unread.messages > 0 { span class="badge" { (unread.messages) } }
            }
        }
    }
}

fn new_channel(look: &Look<'_>) -> Markup {
    html! {
        details class="menu" id="new-channel" {
            summary { (word!(look, "new-channel")) }
            form class="menu-body" data-act="create" {
                label for="new-channel-name" { (word!(look, "new-channel-name")) }
                input id="new-channel-name" name="channel" required maxlength="80" autocomplete="off";
                label class="tick" { input type="checkbox" id="new-channel-private" name="private" value="true"; (word!(look, "make-private")) }
                button class="primary" { (word!(look, "create")) }
            }
        }
    }
}
