//! The bar across the page, and the head of the conversation.

use maud::{Markup, html};

use super::look::{Look, base, shown_name};
use super::page::{avatar, entrance, nothing};
use super::sidebar::sign;
use super::text::{self, links};
use super::window::{Pane, Place, Theme, Window};
use super::words::{Language, word};
use crate::hub::Hub;
use crate::model::{Channel, Kind};
use crate::{FastClock, ShortcutKind};

pub(crate) fn draw(hub: &Hub, look: &Look<'_>, window: &Window) -> Markup {
    html! {
        header class="top" {
            a class="to-channels" href=(look.base()) { "☰" span class="aside" { (word!(look, "channels")) } }
            a class="team" href="/" { (look.workspace.team.name) }
            @if let Some(clock) = &hub.options.app_clock { (app_clock(look, clock)) }
            span class="space" {}
            (shortcuts(look))
            (inspector_switch(look, window))
            (settings(look, window))
            (people(look, window))
        }
    }
}

/// The script moves it on.
fn app_clock(look: &Look<'_>, clock: &FastClock) -> Markup {
    html! {
        span class="app-clock" {
            (word!(look, "app-clock", app = look.workspace.app.name.as_str())) " "
            time data-start=(clock.start.timestamp_millis()) data-speed=(clock.speed)
                data-zone=(look.viewer.tz) data-language=(look.language.code()) {}
            " ×" (clock.speed)
        }
    }
}

fn shortcuts(look: &Look<'_>) -> Markup {
    let offered = || look.workspace.app.shortcuts.iter().filter(|one| one.kind == ShortcutKind::Global);
    if offered().next().is_none() {
        return nothing();
    }
    html! {
        details class="menu" id="shortcuts" {
            summary { "⚡ " span class="wide" { (word!(look, "shortcuts")) } }
            ul class="menu-body" {
                @for shortcut in offered() {
                    li {
                        button type="button" data-act="shortcut" data-callback_id=(shortcut.callback_id) {
                            (shortcut.label()) " " span class="quiet" { (look.workspace.app.name) }
                        }
                    }
                }
            }
        }
    }
}

fn inspector_switch(look: &Look<'_>, window: &Window) -> Markup {
    let is_open = window.pane == Some(Pane::Inspector);
    let address = window.address(look);
    let target = if is_open { address } else { format!("{address}{}", Pane::Inspector.query()) };
    html! {
        a class="pill" href=(target) data-pane aria-current=[is_open.then_some("true")] {
            "⚙ " span class="wide" { (word!(look, "inspector")) }
        }
    }
}

fn settings(look: &Look<'_>, window: &Window) -> Markup {
    let languages = [(Language::English, "English"), (Language::Korean, "한국어")];
    let themes = [
        (Theme::System, word!(look, "theme-system")),
        (Theme::Light, word!(look, "theme-light")),
        (Theme::Dark, word!(look, "theme-dark")),
    ];
    html! {
        details class="menu" id="settings" {
            summary { "Aa" span class="aside" { (word!(look, "settings")) } }
            form class="menu-body" method="post" action="/settings" {
                fieldset {
                    legend { (word!(look, "language")) }
                    @for (language, name) in languages {
                        button name="language" value=(language.code()) lang=(language.code())
                            aria-pressed=(language == look.language) { (name) }
                    }
                }
                fieldset {
                    legend { (word!(look, "theme")) }
                    @for (theme, name) in &themes {
                        button name="theme" value=(theme.name()) aria-pressed=(*theme == window.theme) { (name) }
                    }
                }
            }
        }
    }
}

fn people(look: &Look<'_>, window: &Window) -> Markup {
    let others = look.workspace.users.values().filter(|user| !user.is_bot && !user.deleted);
    let place = match &window.place {
        Place::Nowhere => String::new(),
        Place::Channel(id) => format!("/{id}"),
        Place::App | Place::Home => "/home".to_owned(),
    };
    html! {
        details class="menu people-menu" id="people-menu" {
            summary {
                (avatar(&look.viewer.id, shown_name(look.viewer)))
                span class="wide" { (shown_name(look.viewer)) }
                span class="aside" { (word!(look, "switch-person")) }
            }
            ul class="menu-body" {
                @for user in others {
                    @let there = window.channel(look).is_none_or(|channel| channel.is_visible_to(user));
                    @let address = if there { format!("{}{place}", base(user)) } else { entrance(look.workspace, user) };
                    li class="person" {
                        a href=(address) aria-current=[(user.id == look.viewer.id).then_some("true")] {
                            (avatar(&user.id, shown_name(user)))
                            span { (user.real_name) span class="quiet" { " " (user.title) } }
                        }
                        a class="beside" href=(address) target="_blank"
                            title=(word!(look, "in-new-window", name = user.real_name.as_str())) {
                            "⧉" span class="aside" { (word!(look, "in-new-window", name = user.real_name.as_str())) }
                        }
                    }
                }
            }
        }
    }
}

/// The head of the conversation: name, topic, members, pins, bookmarks.
pub(crate) fn head(look: &Look<'_>, window: &Window) -> Markup {
    match (&window.place, window.channel(look)) {
        (_, Some(channel)) => channel_head(look, window, channel),
        (Place::App | Place::Home, None) => app_head(look, window),
        _ => nothing(),
    }
}

fn channel_head(look: &Look<'_>, window: &Window, channel: &Channel) -> Markup {
    if matches!(channel.kind, Kind::Direct { .. }) {
        return app_head(look, window);
    }
    let name = if channel.kind.is_direct() { look.others_in(channel) } else { channel.name.clone() };
    html! {
        div class="head" {
            h1 { (sign(look, channel)) (name) }
            @if !channel.topic.value.is_empty() {
                div class="topic" { (text::mrkdwn(look, &channel.topic.value)) }
            }
            div class="head-links" {
                (head_link(look, window, &Pane::Members, &word!(look, "members", count = channel.members.len())))
                @if !channel.pins.is_empty() {
                    (head_link(look, window, &Pane::Pins, &word!(look, "pins", count = channel.pins.len())))
                }
                @if let Some(canvas) = &channel.canvas {
                    (head_link(look, window, &Pane::Canvas(canvas.clone()), &word!(look, "canvas")))
                }
                (membership(look, channel))
            }
            (bookmarks(look, channel))
        }
    }
}

fn head_link(look: &Look<'_>, window: &Window, pane: &Pane, label: &str) -> Markup {
    let is_open = window.pane.as_ref() == Some(pane);
    html! {
        a class="pill small" href={ (window.address(look)) (pane.query()) } data-pane
            aria-current=[is_open.then_some("true")] { (label) }
    }
}

fn membership(look: &Look<'_>, channel: &Channel) -> Markup {
    let is_member = channel.has_member(&look.viewer.id);
    html! {
        @if is_member && !channel.is_general && !channel.is_archived && !channel.kind.is_direct() {
            button type="button" class="small" data-act="leave" data-channel=(channel.id) {
                (word!(look, "leave"))
            }
        }
    }
}

fn bookmarks(look: &Look<'_>, channel: &Channel) -> Markup {
    if channel.bookmarks.is_empty() {
        return nothing();
    }
    html! {
        ul class="bookmarks" aria-label=(word!(look, "bookmarks")) {
            @for bookmark in &channel.bookmarks {
                li {
                    @if let Some(link) = &bookmark.link {
                        (links::link(look, link, &html! { "🔖 " (bookmark.title) }))
                    } @else {
                        span { "🔖 " (bookmark.title) }
                    }
                }
            }
        }
    }
}

/// The app's name with its two tabs.
fn app_head(look: &Look<'_>, window: &Window) -> Markup {
    let is_home = window.place == Place::Home;
    html! {
        div class="head" {
            h1 { (look.workspace.app.name) " " span class="app-tag" { (word!(look, "app-tag")) } }
            nav class="tabs" aria-label=(look.workspace.app.name) {
                a href={ (look.base()) "/home" } aria-current=[is_home.then_some("page")] {
                    (word!(look, "home-tab"))
                }
                a href={ (look.base()) "/app" } aria-current=[(!is_home).then_some("page")] {
                    (word!(look, "messages-tab"))
                }
            }
        }
    }
}
