//! One message, as it stands in a channel or a thread.

use chrono::{DateTime, FixedOffset, Utc};
use maud::{Markup, html};

use super::blocks::{self, Surface};
use super::history::{Entry, item_id};
use super::look::Look;
use super::page::{avatar, nothing, version};
use super::window::Pane;
use super::words::word;
use super::{files, text};
use crate::ShortcutKind;
use crate::model::{Author, Channel, Message};

/// Messages by one author within the same five minutes share a head; so no page is without one.
const BREATH_SECONDS: i64 = 300;

/// The emoji that are one press away.
const QUICK_REACTIONS: [(&str, &str); 6] = [
    ("eyes", "👀"),
    ("white_check_mark", "✅"),
    ("thumbsup", "👍"),
    ("pray", "🙏"),
    ("tada", "🎉"),
    ("pushpin", "📌"),
];

/// A message and what stands around it.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) channel: &'a Channel,
    pub(crate) entry: Entry<'a>,
    /// The message above it.
    pub(crate) before: Option<Entry<'a>>,
    /// Up to where the viewer had read when the page was drawn; `None` for what arrives while they look.
    pub(crate) read_until: Option<&'a str>,
}

impl Shown<'_> {
    fn message(&self) -> &Message {
        self.entry.message
    }
}

/// An item of the channel's list.
pub(crate) fn in_channel(look: &Look<'_>, shown: &Shown<'_>) -> Markup {
    let message = shown.message();
    let content = html! {
        (day_divider(look, shown))
        (new_divider(look, shown))
        @if is_note(message) { (note(look, message)) } @else { (whole(look, shown, "m")) }
    };
    list_item(look, shown, &item_id(&message.ts), "messages", &content)
}

/// An item of a thread.
pub(crate) fn in_thread(look: &Look<'_>, shown: &Shown<'_>) -> Markup {
    let id = format!("t-{}", shown.message().ts.replace('.', "-"));
    let message = shown.message();
    let content = if is_note(message) { note(look, message) } else { whole(look, shown, "t") };
    list_item(look, shown, &id, "thread", &content)
}

fn list_item(look: &Look<'_>, shown: &Shown<'_>, id: &str, list: &str, content: &Markup) -> Markup {
    let message = shown.message();
    let mut class = String::from(if is_note(message) { "item note" } else { "item message" });
    if shown.entry.is_ephemeral {
        class.push_str(" ephemeral");
    } else if look.workspace.calls(message, look.viewer) {
        class.push_str(" calls-me");
    }
    if is_continued(look, shown) {
        class.push_str(" continued");
    }
    let look_of_it = html! { (class) (content) };
    html! {
        li id=(id) class=(class) data-list=(list) data-ts=(message.ts) data-channel=(shown.channel.id)
            data-v=(version(&look_of_it)) { (content) }
    }
}

/// Lines that Slack writes about the channel.
fn is_note(message: &Message) -> bool {
    message.is_tombstone
        || message.subtype.as_deref().is_some_and(|subtype| {
            subtype.starts_with("channel_") || subtype.starts_with("group_") || subtype == "pinned_item"
        })
}

fn note(look: &Look<'_>, message: &Message) -> Markup {
    html! {
        p class="note-line" {
            @if message.is_tombstone { (word!(look, "message-deleted")) (thread_link(look, message)) }
            @else { (note_words(look, message)) }
            " " (time(look, &message.ts))
        }
    }
}

/// What a note says, in the viewer's language; Slack's own words for the rest.
fn note_words(look: &Look<'_>, message: &Message) -> Markup {
    let name = author(look, message).1;
    let extra = |key: &str| message.extra.get(key).and_then(|value| value.as_str()).unwrap_or_default();
    let subtype = message.subtype.as_deref().unwrap_or_default();
    match subtype.split_once('_').map_or("", |(_, what)| what) {
        "join" => html! { (word!(look, "note-joined", name = name)) },
        "leave" => html! { (word!(look, "note-left", name = name)) },
        "topic" => {
            html! { (word!(look, "note-topic", name = name)) " " (text::mrkdwn(look, extra("topic"))) }
        }
        "purpose" => {
            html! { (word!(look, "note-purpose", name = name)) " " (text::mrkdwn(look, extra("purpose"))) }
        }
        "name" => html! {
            (word!(look, "note-renamed", name = name, old = extra("old_name"), new = extra("name")))
        },
        "archive" => html! { (word!(look, "note-archived", name = name)) },
        "unarchive" => html! { (word!(look, "note-unarchived", name = name)) },
        _ => html! { (name) " " (text::mrkdwn(look, &message.text)) },
    }
}

/// Whether it goes on from the message above, by the same author in the same breath.
fn is_continued(look: &Look<'_>, shown: &Shown<'_>) -> bool {
    let message = shown.message();
    shown.before.is_some_and(|before| {
        let apart = Look::instant(&message.ts).zip(Look::instant(&before.message.ts));
        before.message.author == message.author
            && before.is_ephemeral == shown.entry.is_ephemeral
            && !is_note(before.message)
            && !begins_a_day(look, shown)
            && !is_first_unread(shown)
            && apart.is_some_and(|(now, then)| is_same_breath(now, then))
    })
}

fn is_same_breath(now: DateTime<Utc>, then: DateTime<Utc>) -> bool {
    now.timestamp() / BREATH_SECONDS == then.timestamp() / BREATH_SECONDS
}

fn begins_a_day(look: &Look<'_>, shown: &Shown<'_>) -> bool {
    let day = |ts: &str| Look::instant(ts).map(|instant| look.local(instant).date_naive());
    shown.before.is_none_or(|before| day(&before.message.ts) != day(&shown.message().ts))
}

fn day_divider(look: &Look<'_>, shown: &Shown<'_>) -> Markup {
    let Some(instant) = Look::instant(&shown.message().ts) else { return nothing() };
    let [day, today] = [instant, look.workspace.now].map(|instant| look.local(instant).date_naive());
    html! {
        @if begins_a_day(look, shown) {
            div class="day" role="separator" { span { (text::dates::day_divider(look, day, today)) } }
        }
    }
}

/// Stands above the first message that was not read when the page was drawn.
fn new_divider(look: &Look<'_>, shown: &Shown<'_>) -> Markup {
    html! { @if is_first_unread(shown) { div class="day new" role="separator" { span { (word!(look, "new-messages")) } } } }
}

fn is_first_unread(shown: &Shown<'_>) -> bool {
    shown.read_until.is_some_and(|read| {
        shown.message().ts.as_str() > read
            && shown.before.is_some_and(|before| before.message.ts.as_str() <= read)
    })
}

fn whole(look: &Look<'_>, shown: &Shown<'_>, prefix: &str) -> Markup {
    let message = shown.message();
    let (id, name) = author(look, message);
    html! {
        article class="body" aria-label=(word!(look, "message-by", name = name.as_str())) {
            (avatar(&id, &name))
            div class="words" {
                @if shown.entry.is_ephemeral { p class="only-you" { "👁 " (word!(look, "only-you")) } }
                p class="by" {
                    @if matches!(message.author, Author::Person(_)) {
                        a class="author" href=(Pane::Person(id.clone()).query()) data-pane { (name) }
                    } @else {
                        span class="author" { (name) }
                        " " span class="app-tag" { (word!(look, "app-tag")) }
                    }
                    " " (time(look, &message.ts))
                    @if shown.channel.is_pinned(&message.ts) {
                        " " span class="pinned" { "📌 " (word!(look, "pinned")) }
                    }
                }
                (content(look, shown, prefix))
                (reactions(look, shown))
                @if prefix == "m" { (thread_link(look, message)) }
            }
            (toolbar(look, shown, prefix))
        }
    }
}

/// Who wrote it: an id for the colour, and the name.
fn author(look: &Look<'_>, message: &Message) -> (String, String) {
    let app = &look.workspace.app;
    match &message.author {
        Author::Person(id) => (id.clone(), look.name_of(id)),
        Author::Bot => (app.bot_user_id.clone(), app.name.clone()),
        Author::Masked { username, .. } => {
            (app.bot_id.clone(), username.clone().unwrap_or_else(|| app.name.clone()))
        }
    }
}

/// The hour, with the whole instant as its title.
fn time(look: &Look<'_>, ts: &str) -> Markup {
    let Some(instant) = Look::instant(ts) else { return nothing() };
    let local = look.local(instant);
    html! {
        a class="time" href={ "#" (item_id(ts)) } {
            time datetime=(local.to_rfc3339()) title=(exact(local)) { (text::dates::time_of(look, local)) }
        }
    }
}

/// `2026-11-22 14:05:09 +09:00`
fn exact(local: DateTime<FixedOffset>) -> String {
    local.format("%Y-%m-%d %H:%M:%S %:z").to_string()
}

fn content(look: &Look<'_>, shown: &Shown<'_>, prefix: &str) -> Markup {
    let message = shown.message();
    let prefix = format!("{prefix}{}", message.ts.replace('.', "-"));
    let surface = Surface { look, held: None, errors: None, prefix: &prefix };
    html! {
        div class="content" {
            @match &message.blocks {
                Some(content) => (blocks::draw(&surface, content)),
                None => div class="text mrkdwn" { (text::mrkdwn(look, &message.text)) (edited(look, message)) },
            }
            @if message.blocks.is_some() { (edited(look, message)) }
            @if let Some(attachments) = &message.attachments { (blocks::attachments(&surface, attachments)) }
            @for file in message.files.iter().filter_map(|id| look.workspace.files.get(id)) {
                (files::card(look, file))
            }
        }
    }
}

fn edited(look: &Look<'_>, message: &Message) -> Markup {
    html! { @if message.edited.is_some() { " " span class="edited" { (word!(look, "edited")) } } }
}

fn reactions(look: &Look<'_>, shown: &Shown<'_>) -> Markup {
    let message = shown.message();
    html! {
        @if !message.reactions.is_empty() {
            ul class="reactions" aria-label=(word!(look, "reactions")) {
                @for reaction in &message.reactions {
                    @let mine = reaction.users.contains(&look.viewer.id);
                    @let names: Vec<String> = reaction.users.iter().map(|id| look.name_of(id)).collect();
                    li {
                        button type="button" class="reaction" data-act="react" data-name=(reaction.name)
                            data-remove=(mine) aria-pressed=(mine)
                            title={ ":" (reaction.name) ": " (names.join(", ")) } {
                            (text::emoji::emoji(&reaction.name)) " " (reaction.users.len())
                        }
                    }
                }
            }
        }
    }
}

fn thread_link(look: &Look<'_>, message: &Message) -> Markup {
    let Some(last) = message.replies.last() else { return nothing() };
    let when = Look::instant(last)
        .map(|instant| text::dates::time_of(look, look.local(instant)))
        .unwrap_or_default();
    html! {
        a class="thread-link" href=(Pane::Thread(message.ts.clone()).query()) data-pane {
            "💬 " (word!(look, "replies", count = message.replies.len())) " "
            span class="quiet" { (word!(look, "last-reply", time = when)) }
        }
    }
}

fn toolbar(look: &Look<'_>, shown: &Shown<'_>, prefix: &str) -> Markup {
    let message = shown.message();
    let id = |name: &str| format!("{name}-{prefix}-{}", message.ts);
    if shown.entry.is_ephemeral {
        return html! {
            div class="tools" {
                button type="button" class="small" data-act="dismiss" { (word!(look, "dismiss")) }
            }
        };
    }
    html! {
        div class="tools" role="group" aria-label=(word!(look, "message-actions")) {
            details class="menu" id=(id("react")) {
                summary title=(word!(look, "add-reaction")) { "☺" span class="aside" { (word!(look, "add-reaction")) } }
                (reaction_picker(look, &id("emoji")))
            }
            @if prefix == "m" {
                @let thread = message.thread_ts.clone().unwrap_or_else(|| message.ts.clone());
                a class="tool" href=(Pane::Thread(thread).query()) data-pane title=(word!(look, "reply-in-thread")) {
                    "💬" span class="aside" { (word!(look, "reply-in-thread")) }
                }
            }
            details class="menu" id=(id("more")) {
                summary title=(word!(look, "message-more")) { "⋯" span class="aside" { (word!(look, "message-more")) } }
                (more_menu(look, shown))
            }
        }
    }
}

fn reaction_picker(look: &Look<'_>, id: &str) -> Markup {
    html! {
        div class="menu-body" {
            div class="quick" {
                @for (name, emoji) in QUICK_REACTIONS {
                    button type="button" data-act="react" data-name=(name) title={ ":" (name) ":" } {
                        span aria-hidden="true" { (emoji) } span class="aside" { (name) }
                    }
                }
            }
            form data-act="react" {
                label for=(id) { (word!(look, "emoji-name")) }
                input id=(id) name="name" required autocomplete="off" placeholder="rocket";
                button { (word!(look, "add")) }
            }
        }
    }
}

fn more_menu(look: &Look<'_>, shown: &Shown<'_>) -> Markup {
    let message = shown.message();
    let pinned = shown.channel.is_pinned(&message.ts);
    let shortcuts = look.workspace.app.shortcuts.iter().filter(|one| one.kind == ShortcutKind::Message);
    let is_own = message.author == Author::Person(look.viewer.id.clone());
    html! {
        ul class="menu-body" {
            li {
                button type="button" data-act="pin" data-remove=(pinned) {
                    @if pinned { (word!(look, "unpin")) } @else { (word!(look, "pin")) }
                }
            }
            li {
                button type="button" data-copy=(link(&shown.channel.id, &message.ts)) {
                    (word!(look, "copy-link"))
                }
            }
            @for shortcut in shortcuts {
                li {
                    button type="button" data-act="shortcut" data-callback_id=(shortcut.callback_id) {
                        (shortcut.label()) " " span class="quiet" { (look.workspace.app.name) }
                    }
                }
            }
            @if is_own {
                li { (edit_form(look, message)) }
                li { button type="button" class="danger" data-act="delete" { (word!(look, "delete-message")) } }
            }
        }
    }
}

/// The path of a message's permalink.
fn link(channel: &str, ts: &str) -> String {
    format!("/archives/{channel}/p{}", ts.replace('.', ""))
}

fn edit_form(look: &Look<'_>, message: &Message) -> Markup {
    let id = format!("edit-{}", message.ts);
    html! {
        form data-act="edit" {
            label for=(id) { (word!(look, "edit-message")) }
            textarea id=(id) name="text" rows="2" required { (look.as_typed(&message.text)) }
            button { (word!(look, "save")) }
        }
    }
}
