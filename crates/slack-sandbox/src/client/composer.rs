//! Where people write.

use maud::{Markup, html};

use super::look::Look;
use super::page::nothing;
use super::window::{Place, Window};
use super::words::word;
use crate::model::Channel;

/// The composer of the conversation, or why there is none.
pub(crate) fn draw(look: &Look<'_>, window: &Window) -> Markup {
    match (&window.place, window.channel(look)) {
        (_, Some(channel)) if channel.is_archived => html! {
            p class="no-composer" { (word!(look, "channel-is-archived")) }
        },
        (_, Some(channel)) if !channel.has_member(&look.viewer.id) => join(look, channel),
        (_, Some(channel)) => form(look, &channel.id, None, &look.title_of(channel)),
        (Place::App, None) => form(look, look.workspace.bot(), None, &look.workspace.app.name),
        _ => nothing(),
    }
}

fn join(look: &Look<'_>, channel: &Channel) -> Markup {
    html! {
        div class="no-composer" {
            p { (word!(look, "you-are-looking", channel = channel.name.as_str())) }
            button type="button" class="primary" data-act="join" data-channel=(channel.id) {
                (word!(look, "join"))
            }
        }
    }
}

/// A composer for a channel (by id) or one of its threads.
pub(crate) fn form(look: &Look<'_>, channel: &str, thread: Option<&str>, title: &str) -> Markup {
    let id =
        thread.map_or_else(|| "composer-text".to_owned(), |ts| format!("reply-{}", ts.replace('.', "-")));
    let list = format!("{id}-list");
    let label = match thread {
        Some(_) => word!(look, "reply"),
        None => word!(look, "message-to", place = title),
    };
    html! {
        form class="composer" data-act="send" data-completes {
            input type="hidden" name="channel" value=(channel);
            @if let Some(thread) = thread { input type="hidden" name="thread_ts" value=(thread); }
            ul id=(list) class="completions" role="listbox" aria-label=(word!(look, "suggestions")) hidden {}
            textarea id=(id) name="text" rows="1" required placeholder=(label) aria-label=(label)
                role="combobox" aria-expanded="false" aria-autocomplete="list" aria-controls=(list) {}
            @if thread.is_some() {
                label class="tick" {
                    input type="checkbox" id={ (id) "-too" } name="reply_broadcast" value="true";
                    (word!(look, "also-send-to-channel"))
                }
            }
            button class="primary send" { (word!(look, "send")) }
        }
    }
}
