//! Writing, editing, reacting and pinning.

use std::sync::Arc;

use super::place::{channel, message, person, writable};
use super::typing::{Typed, rewritten};
use super::{Edit, Misuse, PinMessage, React, Said, Say};
use crate::api::is_emoji_name;
use crate::hub::Hub;
use crate::model::{Author, Change, Draft, User, Workspace};

pub(crate) fn say(hub: &Arc<Hub>, say: &Say) -> Result<Said, Misuse> {
    hub.change(|workspace| {
        let user = person(workspace, &say.user)?.clone();
        open_own_conversation(workspace, &user, &say.channel);
        let place = writable(workspace, &user, &say.channel)?;
        if let Some(parent) = &say.thread_ts {
            message(place, parent)?;
        }
        if say.text.is_empty() && say.files.is_empty() {
            return Err(Misuse::new("text_missing", "a message needs a text or a file"));
        }
        if say.files.iter().any(String::is_empty) {
            return Err(Misuse::new("file_name_missing", "a file needs a name"));
        }
        let id = place.id.clone();
        // A reply to a reply goes to the thread both are in.
        let parent = say
            .thread_ts
            .as_ref()
            .map(|ts| place.messages[ts].thread_ts.clone().unwrap_or_else(|| ts.clone()));
        let text = rewritten(workspace, &user, &say.text, Typed::Message);
        let files: Vec<String> = say.files.iter().map(|name| workspace.attach(&user.id, name)).collect();
        let broadcast = (say.reply_broadcast && parent.is_some()).then_some("thread_broadcast");
        let draft = Draft {
            subtype: broadcast.or((!files.is_empty()).then_some("file_share")),
            thread_ts: parent,
            files,
            unfurls: true,
            ..Draft::new(&id, Author::Person(user.id.clone()), text)
        };
        let ts = workspace.share(draft, &user.id);
        Ok(Said { channel: id, ts })
    })
}

/// People may write to the app before it ever wrote to them.
fn open_own_conversation(workspace: &mut Workspace, user: &User, name: &str) {
    let with_bot = workspace.find_user(name).is_some_and(|with| with.is_bot || with.id == user.id);
    if with_bot && workspace.find_channel(name).is_none() {
        workspace.open_direct(&user.id);
    }
}

pub(crate) fn edit(hub: &Arc<Hub>, edit: &Edit) -> Result<(), Misuse> {
    hub.change(|workspace| {
        let user = person(workspace, &edit.user)?.clone();
        let place = writable(workspace, &user, &edit.channel)?;
        let found = message(place, &edit.message_ts)?;
        if found.author != Author::Person(user.id.clone()) || found.is_note() {
            return Err(Misuse::new("not_your_message", "people change only what they wrote themselves"));
        }
        let id = place.id.clone();
        match &edit.text {
            None => workspace.delete(&id, &edit.message_ts),
            Some(text) => {
                let text = Some(rewritten(workspace, &user, text, Typed::Message));
                let change = Change { text, ..Change::default() };
                workspace.rewrite(&id, &edit.message_ts, change, &user.id);
            }
        }
        Ok(())
    })
}

pub(crate) fn react(hub: &Arc<Hub>, react: &React) -> Result<(), Misuse> {
    hub.change(|workspace| {
        let user = person(workspace, &react.user)?.clone();
        let place = writable(workspace, &user, &react.channel)?;
        message(place, &react.message_ts)?;
        if !is_emoji_name(&react.name) {
            return Err(Misuse::new(
                "no_such_emoji",
                format!("{:?} is no emoji name; leave out colons", react.name),
            ));
        }
        let id = place.id.clone();
        let done = if react.remove {
            workspace.unreact(&user.id, &react.name, &id, &react.message_ts)
        } else {
            workspace.react(&user.id, &react.name, &id, &react.message_ts)
        };
        let already = if react.remove { "no_reaction" } else { "already_reacted" };
        if done { Ok(()) } else { Err(Misuse::new(already, "the message is like that already")) }
    })
}

pub(crate) fn pin(hub: &Arc<Hub>, pin: &PinMessage) -> Result<(), Misuse> {
    hub.change(|workspace| {
        let user = person(workspace, &pin.user)?.clone();
        let place = channel(workspace, &user, &pin.channel)?;
        message(place, &pin.message_ts)?;
        let id = writable(workspace, &user, &pin.channel)?.id.clone();
        let done = if pin.remove {
            workspace.unpin(&user.id, &id, &pin.message_ts)
        } else {
            workspace.pin(&user.id, &id, &pin.message_ts)
        };
        let already = if pin.remove { "not_pinned" } else { "already_pinned" };
        if done { Ok(()) } else { Err(Misuse::new(already, "the message is like that already")) }
    })
}
