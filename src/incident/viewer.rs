//! Who may know of an incident: the one rule, which every look on somebody's behalf goes through.
//!
//! Whoever may not is answered as if there were no such incident. The store asks the same in its statements, so that
//! nothing is counted, paged or read first; a test compares the two.

use std::collections::BTreeSet;

use super::id::{ChannelId, Number, UserId};
use super::{Address, Asker, Audience, Effect, Fact, Incident, TimelineEntry};

/// On whose behalf somebody looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Viewer {
    /// Firebell's own, or that of whoever runs it; who has the database has everything in it.
    Firebell,
    /// A person's.
    Person {
        /// Who.
        user: UserId,
        /// The channel in which they are acting, where that is known. Into a private one Slack lets its members alone, so
        /// this tells of them what no event has told yet.
        here: Option<ChannelId>,
    },
}

impl Viewer {
    /// That of whoever asks, acting in `here`.
    pub fn of(asker: &Asker, here: Option<ChannelId>) -> Self {
        match asker {
            Asker::Person(user, _) => Self::Person { user: user.clone(), here },
            Asker::Firebell => Self::Firebell,
        }
    }

    /// Whether they may know of the incident.
    pub fn sees(&self, incident: &Incident) -> bool {
        match self {
            Self::Firebell => true,
            Self::Person { .. } if !incident.manner.is_private => true,
            Self::Person { user, here } => {
                let is_there = here.is_some() && *here == incident.places.channel;
                is_there || incident.circle().contains(user)
            }
        }
    }
}

impl Incident {
    /// Who knows of a private incident: those in its channel, and as long as there is something to do those who hold a
    /// role. Of another one, everybody does, and nobody is counted.
    pub fn circle(&self) -> BTreeSet<&UserId> {
        if !self.manner.is_private {
            return BTreeSet::new();
        }
        let is_worked_on = self.stage.is_open() || self.places.channel.is_none();
        let is_there = |user: &&UserId| is_worked_on && !self.attendance.misses(user);
        let holders = self.roles.people().into_iter().filter(is_there);
        self.members.iter().chain(holders).collect()
    }
}

impl Incident {
    /// An entry of its timeline as people may read it: what names an incident that has become private says no more than that, or
    /// nothing.
    pub fn as_told(&self, entry: TimelineEntry) -> TimelineEntry {
        let is_unnamed = |number: &Number| self.unnamed.contains(number);
        let fact = match entry.fact {
            Fact::Cancelled { because, duplicate_of } if duplicate_of.as_ref().is_some_and(is_unnamed) => {
                Fact::CancelledBesidePrivate { because }
            }
            Fact::DuplicateFound { number } | Fact::DuplicateGone { number } if is_unnamed(&number) => {
                Fact::Withheld
            }
            Fact::Brought { origin, .. } if is_unnamed(&origin.incident) => Fact::Withheld,
            fact => fact,
        };
        TimelineEntry { fact, ..entry }
    }
}

impl Effect {
    /// Whether people read it who need not know of a private incident.
    pub const fn is_for_outsiders(&self) -> bool {
        match self {
            Self::Announce
            | Self::Tell { .. }
            | Self::TellAgain { .. }
            | Self::Say { audience: Audience::Announcement, .. }
            | Self::Deliver { to: Address::Announcement | Address::Stakeholders { .. }, .. }
            | Self::Link { .. }
            | Self::Unlink { .. }
            | Self::PointHere { .. } => true,
            Self::RefreshAnnouncement
            | Self::RefreshNotice { .. }
            | Self::RefreshCopies { .. }
            | Self::OpenChannel
            | Self::PostPanel
            | Self::PinPanel
            | Self::RefreshPanel
            | Self::SetTopic
            | Self::InvitePeople { .. }
            | Self::InviteGroups { .. }
            | Self::Say { audience: Audience::Channel | Audience::Declarer, .. }
            | Self::Deliver { to: Address::Channel, .. }
            | Self::Brief { .. }
            | Self::HeadsUp { .. }
            | Self::EntrustPostmortem { .. }
            | Self::Remind
            | Self::RefreshReminder
            | Self::RetireReminder { .. }
            | Self::RetirePlea { .. }
            | Self::RetireOffer { .. }
            | Self::ReadMessage { .. }
            | Self::ArchiveChannel
            | Self::LeaveBehind { .. }
            | Self::TakeBack { .. }
            | Self::Unname { .. }
            | Self::TakeBackName { .. }
            | Self::UploadPostmortem { .. } => false,
        }
    }

    /// Whether it edits what outsiders once read. Of a private incident it leaves nothing there but that it is private, and
    /// once is enough.
    pub const fn withdraws(&self) -> bool {
        matches!(
            self,
            Self::RefreshAnnouncement
                | Self::RefreshNotice { .. }
                | Self::RefreshCopies { to: Address::Announcement | Address::Stakeholders { .. } }
                | Self::TakeBack { .. }
        )
    }

    /// To whom alone it speaks, if it does.
    pub const fn is_for_one(&self) -> Option<&UserId> {
        match self {
            Self::Brief { person, .. }
            | Self::HeadsUp { person, .. }
            | Self::EntrustPostmortem { person } => Some(person),
            _ => None,
        }
    }
}
