//! What each person has read, and what waits for them.

use super::{Author, Channel, Message, User, Workspace};

/// What a person has not read in a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unread {
    /// Messages by others.
    pub(crate) messages: usize,
    /// Those among them that call this person.
    pub(crate) mentions: usize,
}

impl Workspace {
    /// Up to which message the person has read; `None` before the first look.
    pub(crate) fn read_until(&self, user: &str, channel: &str) -> Option<&str> {
        self.reads.get(&(user.to_owned(), channel.to_owned())).map(String::as_str)
    }

    /// The newest message that the person sees in a channel, if they have not read it.
    pub(crate) fn newest_unread(&self, user: &str, channel: &str) -> Option<&str> {
        let place = self.channel(channel)?;
        let own = place.ephemerals.iter().filter(|one| one.user == user).map(|one| &one.message.ts);
        let newest = place.messages.keys().next_back().max(own.max())?;
        (self.read_until(user, channel) < Some(newest)).then_some(newest)
    }

    /// The person has read everything in the channel.
    pub(crate) fn mark_read(&mut self, user: &str, channel: &str) {
        if let Some(newest) = self.newest_unread(user, channel).map(ToOwned::to_owned) {
            self.reads.insert((user.to_owned(), channel.to_owned()), newest);
        }
    }

    /// What waits for a member. Notes about joining and the like wake nobody, but an invitation does.
    pub(crate) fn unread(&self, user: &User, channel: &Channel) -> Unread {
        let since = self.read_until(&user.id, &channel.id).unwrap_or_default().to_owned();
        let mut unread = Unread::default();
        let bounds = (std::ops::Bound::Excluded(since), std::ops::Bound::Unbounded);
        for message in channel.messages.range::<String, _>(bounds).map(|(_, message)| message) {
            if message.is_by(&user.id) || message.is_quiet_note(&user.id) {
                continue;
            }
            unread.messages += usize::from(message.is_in_channel());
            unread.mentions += usize::from(channel.kind.is_direct() || self.calls(message, user));
        }
        unread
    }

    /// Whether a message calls a person: by name, by group, or everybody.
    pub(crate) fn calls(&self, message: &Message, user: &User) -> bool {
        let is_in = |id: &String| {
            self.usergroups.iter().any(|group| group.id == *id && group.users.contains(&user.id))
        };
        message.mentions.name(user) || message.mentions.groups().iter().any(is_in)
    }
}

impl Message {
    fn is_by(&self, user: &str) -> bool {
        matches!(&self.author, Author::Person(id) if id == user) && self.extra.get("inviter").is_none()
    }

    /// A note that Slack wrote about the channel, unless it says that this person was brought in.
    fn is_quiet_note(&self, user: &str) -> bool {
        let brought =
            self.extra.contains_key("inviter") && matches!(&self.author, Author::Person(id) if id == user);
        self.is_note() && !brought
    }
}
