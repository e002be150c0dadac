//! What happens to a channel as a whole: members come and go, topic and name change, it is archived. Slack writes a
//! note about each into the channel.

use serde_json::json;

use super::{Author, Channel, Draft, Kind, Line, Workspace};

impl Draft {
    /// A note Slack writes into the channel when something happens to it. Private channels call the same things
    /// `group_…`.
    pub(crate) fn note(channel: &Channel, subtype: &'static str, user: &str, text: String) -> Self {
        let subtype = match (&channel.kind, subtype) {
            (Kind::Private, "channel_join") => "group_join",
            (Kind::Private, "channel_leave") => "group_leave",
            (Kind::Private, "channel_topic") => "group_topic",
            (Kind::Private, "channel_purpose") => "group_purpose",
            (Kind::Private, "channel_name") => "group_name",
            (Kind::Private, "channel_archive") => "group_archive",
            (Kind::Private, "channel_unarchive") => "group_unarchive",
            _ => subtype,
        };
        let author = Author::Person(user.to_owned());
        Self { subtype: Some(subtype), ..Self::new(&channel.id, author, text) }
    }
}

impl Workspace {
    /// Makes `user` a member, alone or invited; Slack writes a note about it.
    pub(crate) fn join(&mut self, channel_id: &str, user: &str, inviter: Option<&str>) {
        let Some(channel) = self.channels.get_mut(channel_id) else { return };
        channel.members.push(user.to_owned());
        let mut draft =
            Draft::note(channel, "channel_join", user, format!("<@{user}> has joined the channel"));
        if let Some(inviter) = inviter {
            draft.extra.insert("inviter".into(), inviter.into());
        }
        self.post(draft);
        if self.channel(channel_id).is_some_and(|channel| self.is_bot_in(channel)) {
            self.emit_membership(true, user, channel_id, inviter);
        }
    }

    /// Ends a membership. The app hears of its own removal as `channel_left`.
    pub(crate) fn leave(&mut self, channel_id: &str, user: &str, actor: &str) {
        let Some(channel) = self.channels.get_mut(channel_id) else { return };
        channel.members.retain(|member| member != user);
        let draft = Draft::note(channel, "channel_leave", user, format!("<@{user}> has left the channel"));
        let left = if channel.kind == Kind::Private { "group_left" } else { "channel_left" };
        self.post(draft);
        if user == self.app.bot_user_id {
            self.emit(left, |_| json!({"type": left, "channel": channel_id, "actor_id": actor}));
        } else if self.channel(channel_id).is_some_and(|channel| self.is_bot_in(channel)) {
            self.emit_membership(false, user, channel_id, None);
        }
    }

    /// Sets the topic; a note appears every time, the same text included.
    pub(crate) fn set_topic(&mut self, channel_id: &str, user: &str, value: &str) {
        let line = Line { value: value.to_owned(), creator: user.to_owned(), last_set: self.seconds() };
        let Some(channel) = self.channels.get_mut(channel_id) else { return };
        channel.topic = line;
        let text = format!("set the channel topic: {value}");
        let mut draft = Draft::note(channel, "channel_topic", user, text);
        draft.extra.insert("topic".into(), value.into());
        self.post(draft);
    }

    /// Sets the purpose, which people read as the description.
    pub(crate) fn set_purpose(&mut self, channel_id: &str, user: &str, value: &str) {
        let line = Line { value: value.to_owned(), creator: user.to_owned(), last_set: self.seconds() };
        let Some(channel) = self.channels.get_mut(channel_id) else { return };
        channel.purpose = line;
        let text = format!("set the channel description: {value}");
        let mut draft = Draft::note(channel, "channel_purpose", user, text);
        draft.extra.insert("purpose".into(), value.into());
        self.post(draft);
    }

    /// Gives the channel another name.
    pub(crate) fn rename(&mut self, channel_id: &str, user: &str, name: &str) {
        let Some(channel) = self.channels.get_mut(channel_id) else { return };
        let old = std::mem::replace(&mut channel.name, name.to_owned());
        let text = format!("has renamed the channel from \"{old}\" to \"{name}\"");
        let mut draft = Draft::note(channel, "channel_name", user, text);
        draft.extra.insert("name".into(), name.into());
        draft.extra.insert("old_name".into(), old.clone().into());
        channel.previous_names.push(old);
        let event = if channel.kind == Kind::Private { "group_rename" } else { "channel_rename" };
        self.touch_messages();
        self.post(draft);
        self.emit(event, |workspace| {
            let channel = &workspace.channels[channel_id];
            json!({"type": event, "channel": {
                "id": channel_id, "is_channel": channel.kind == Kind::Public, "is_mpim": false,
                "name": channel.name, "name_normalized": channel.name, "created": channel.created,
            }})
        });
    }

    /// Archives the channel or brings it back.
    pub(crate) fn set_archived(&mut self, channel_id: &str, user: &str, archived: bool) {
        let Some(channel) = self.channels.get_mut(channel_id) else { return };
        channel.is_archived = archived;
        let (word, note) =
            if archived { ("archive", "channel_archive") } else { ("unarchive", "channel_unarchive") };
        let draft = Draft::note(channel, note, user, format!("<@{user}> {word}d the channel"));
        let family = if channel.kind == Kind::Private { "group" } else { "channel" };
        let event = format!("{family}_{word}");
        self.post(draft);
        let kind = event.clone();
        self.emit(&event, |_| json!({"type": kind, "channel": channel_id, "user": user, "is_moved": 0}));
    }
}
