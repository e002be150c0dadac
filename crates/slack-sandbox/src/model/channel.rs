//! Channels and direct messages, with what hangs on them: topic, members, pins, bookmarks, messages.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Ephemeral, Message, User};
use crate::seed::Guest;

/// How many removals a channel remembers for windows that ask what changed; one that asks later is drawn anew.
const MOST_GONE: usize = 500;

/// What sort of conversation it is, which also decides the scope that opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Public,
    Private,
    /// Between the app and one person.
    Direct {
        with: String,
    },
    /// Between the app and several people.
    GroupDirect,
}

impl Kind {
    pub(crate) fn is_direct(&self) -> bool {
        matches!(self, Self::Direct { .. } | Self::GroupDirect)
    }

    pub(crate) fn is_with(&self, user: &str) -> bool {
        matches!(self, Self::Direct { with } if with == user)
    }

    /// The first part of the scopes for this kind (`channels:read`, `groups:read`, …).
    pub(crate) fn scope_family(&self) -> &'static str {
        match self {
            Self::Public => "channels",
            Self::Private => "groups",
            Self::Direct { .. } => "im",
            Self::GroupDirect => "mpim",
        }
    }

    /// The word for it in `types` of listings.
    pub(crate) fn listing_type(&self) -> &'static str {
        match self {
            Self::Public => "public_channel",
            Self::Private => "private_channel",
            Self::Direct { .. } => "im",
            Self::GroupDirect => "mpim",
        }
    }

    /// The word for it in `channel_type` of message events.
    pub(crate) fn event_type(&self) -> &'static str {
        match self {
            Self::Public => "channel",
            Self::Private => "group",
            Self::Direct { .. } => "im",
            Self::GroupDirect => "mpim",
        }
    }

    /// Its message events as an app manifest names them.
    pub(crate) fn message_event(&self) -> &'static str {
        match self {
            Self::Public => "message.channels",
            Self::Private => "message.groups",
            Self::Direct { .. } => "message.im",
            Self::GroupDirect => "message.mpim",
        }
    }
}

/// A topic or a purpose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) value: String,
    pub(crate) creator: String,
    pub(crate) last_set: i64,
}

impl Line {
    pub(super) fn planted(value: &str) -> Self {
        Self { value: value.to_owned(), ..Self::default() }
    }

    fn to_json(&self) -> Value {
        json!({"value": self.value, "creator": self.creator, "last_set": self.last_set})
    }
}

/// A message kept in the channel's pin list.
#[derive(Clone, Debug)]
pub(crate) struct Pin {
    pub(crate) ts: String,
    pub(crate) by: String,
    pub(crate) created: i64,
}

/// A link kept in the channel's header.
#[derive(Clone, Debug)]
pub(crate) struct Bookmark {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) link: Option<String>,
    pub(crate) emoji: Option<String>,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    pub(crate) by: String,
}

impl Bookmark {
    pub(crate) fn to_json(&self, channel: &str, team: &str) -> Value {
        json!({
            "id": self.id, "channel_id": channel, "title": self.title, "link": self.link, "emoji": self.emoji,
            "icon_url": null, "type": "link", "entity_id": null, "date_created": self.created,
            "date_updated": self.updated, "rank": "g", "last_updated_by_user_id": self.by,
            "last_updated_by_team_id": team, "shortcut_id": null, "app_id": null,
        })
    }
}

/// A conversation.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) creator: String,
    pub(crate) created: i64,
    pub(crate) is_archived: bool,
    pub(crate) is_general: bool,
    pub(crate) topic: Line,
    pub(crate) purpose: Line,
    /// In the order they came.
    pub(crate) members: Vec<String>,
    pub(crate) previous_names: Vec<String>,
    /// By `ts`, replies among the others.
    pub(crate) messages: BTreeMap<String, Message>,
    pub(crate) ephemerals: Vec<Ephemeral>,
    /// What was taken away lately: the revision in which, and the time stamp.
    gone: VecDeque<(u64, String)>,
    /// The last revision of which [`gone`](Self::gone) is incomplete.
    gone_forgotten: u64,
    pub(crate) pins: Vec<Pin>,
    pub(crate) bookmarks: Vec<Bookmark>,
    pub(crate) canvas: Option<String>,
}

impl Channel {
    pub(crate) fn new(
        id: String,
        name: String,
        kind: Kind,
        members: Vec<String>,
        creator: String,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            name,
            kind,
            creator,
            created: now.timestamp(),
            is_archived: false,
            is_general: false,
            topic: Line::default(),
            purpose: Line::default(),
            members,
            previous_names: Vec::new(),
            messages: BTreeMap::new(),
            ephemerals: Vec::new(),
            gone: VecDeque::new(),
            gone_forgotten: 0,
            pins: Vec::new(),
            bookmarks: Vec::new(),
            canvas: None,
        }
    }

    pub(crate) fn has_member(&self, user: &str) -> bool {
        self.members.iter().any(|member| member == user)
    }

    /// Whether a person may read it: members always, and full members every public channel.
    pub(crate) fn is_visible_to(&self, user: &User) -> bool {
        self.has_member(&user.id) || (self.kind == Kind::Public && user.guest == Guest::No)
    }

    /// Notes that a message looks different now.
    pub(super) fn touch(&mut self, revision: u64, ts: &str) {
        if let Some(message) = self.messages.get_mut(ts) {
            message.revision = revision;
        }
    }

    /// Removes a message. The one after it looks different too: it may now begin a day or an author's run.
    pub(super) fn take_away(&mut self, revision: u64, ts: &str) {
        self.messages.remove(ts);
        self.note_gone(revision, ts);
        let mut after = self.messages.range(ts.to_owned()..).map(|(_, message)| message);
        let next = after.find(|message| message.is_in_channel()).map(|message| message.ts.clone());
        if let Some(next) = next {
            self.touch(revision, &next);
        }
    }

    /// Notes what is no longer on anybody's screen.
    pub(super) fn note_gone(&mut self, revision: u64, ts: &str) {
        self.gone.push_back((revision, ts.to_owned()));
        if self.gone.len() > MOST_GONE {
            self.gone_forgotten = self.gone.pop_front().map_or(0, |(revision, _)| revision);
        }
    }

    /// What was taken away after a revision; `None` if that is no longer known in full.
    pub(crate) fn gone_since(&self, revision: u64) -> Option<impl Iterator<Item = &str>> {
        let after = self.gone.iter().filter(move |(gone, _)| *gone > revision);
        (revision >= self.gone_forgotten).then(|| after.map(|(_, ts)| ts.as_str()))
    }

    pub(crate) fn is_pinned(&self, ts: &str) -> bool {
        self.pins.iter().any(|pin| pin.ts == ts)
    }

    /// What interaction payloads and slash commands call it.
    pub(crate) fn payload_name(&self) -> &str {
        match self.kind {
            Kind::Public => &self.name,
            Kind::Private => "privategroup",
            Kind::Direct { .. } | Kind::GroupDirect => "directmessage",
        }
    }

    /// The channel object of the Web API, as the bot gets it.
    pub(crate) fn to_json(&self, team: &str, bot: &str) -> Value {
        if let Kind::Direct { with } = &self.kind {
            return json!({
                "id": self.id, "created": self.created, "is_archived": self.is_archived, "is_im": true,
                "is_org_shared": false, "context_team_id": team, "user": with, "is_user_deleted": false,
                "priority": 0,
            });
        }
        let mut channel = json!({
            "id": self.id, "name": self.name, "is_channel": self.kind == Kind::Public,
            "is_group": self.kind == Kind::Private, "is_im": false, "is_mpim": self.kind == Kind::GroupDirect,
            "is_private": self.kind != Kind::Public, "created": self.created, "is_archived": self.is_archived,
            "is_general": self.is_general, "unlinked": 0, "name_normalized": self.name, "is_shared": false,
            "is_org_shared": false, "is_pending_ext_shared": false, "pending_shared": [], "context_team_id": team,
            "updated": self.created * 1000, "parent_conversation": null, "creator": self.creator,
            "is_ext_shared": false, "shared_team_ids": [team], "pending_connected_team_ids": [],
            "is_member": self.has_member(bot), "topic": self.topic.to_json(), "purpose": self.purpose.to_json(),
            "previous_names": self.previous_names,
        });
        if let Some(canvas) = &self.canvas {
            channel["properties"] =
                json!({"canvas": {"file_id": canvas, "is_empty": false, "quip_thread_id": ""}});
        }
        channel
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_remembers_the_last_removals_and_knows_what_it_forgot() {
        let now = DateTime::from_timestamp(1_790_000_000, 0).expect("an instant");
        let kind = Kind::Public;
        let mut channel = Channel::new("C1".into(), "one".into(), kind, Vec::new(), String::new(), now);
        let count = |channel: &Channel, revision| channel.gone_since(revision).map(Iterator::count);
        assert_eq!(count(&channel, 0), Some(0));
        for revision in 1..=510 {
            channel.note_gone(revision, "1790000000.000001");
        }
        assert_eq!((count(&channel, 9), count(&channel, 10)), (None, Some(500)));
        assert_eq!((count(&channel, 509), count(&channel, 510)), (Some(1), Some(0)));
    }
}
