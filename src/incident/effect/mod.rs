//! What the world is told to do about an incident. Effects are data; the outbox carries them out, and what they bring
//! back re-enters as a [`Command`](super::Command).
//!
//! `line` is what can be said, `errand` what kinds of effects there are, `lane` which of them follow one another.

mod errand;
mod lane;
mod line;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::author::Author;
use super::id::{ChannelId, GroupId, MessageRef, Number, UserId};
use super::keep::Quote;
use super::mailing::{Address, Earlier, Offer, OfferEnd, Parcel};
use super::role::Role;
use super::update::ReminderAnswer;

pub use self::errand::Errand;
pub use self::lane::Lane;
pub use self::line::Line;

/// Something owed to the world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Effect {
    /// Ring the bell: post the announcement.
    Announce,
    /// Make the announcement show what is true now.
    RefreshAnnouncement,
    /// Make the incident's channel.
    OpenChannel,
    /// Post the control panel into the channel.
    PostPanel,
    /// Pin the control panel.
    PinPanel,
    /// Make the control panel show what is true now.
    RefreshPanel,
    /// Make the channel's topic show what is true now.
    SetTopic,
    /// Bring these people into the channel.
    InvitePeople {
        /// Who.
        people: Vec<UserId>,
    },
    /// Bring the members of these groups into the channel.
    InviteGroups {
        /// Which groups.
        groups: Vec<GroupId>,
    },
    /// Say one line.
    Say {
        /// To whom.
        audience: Audience,
        /// What.
        line: Line,
    },
    /// Tell a channel of stakeholders that the incident is there, as it is now.
    Tell {
        /// Which.
        channel: ChannelId,
    },
    /// Tell it to a channel of stakeholders once more, since that was given up.
    TellAgain {
        /// Which.
        channel: ChannelId,
        /// The work that was given up, if any was done.
        again: Option<Earlier>,
    },
    /// Make what a channel of stakeholders was told show what is true now.
    RefreshNotice {
        /// Which.
        channel: ChannelId,
    },
    /// Say a line at one address: an update as it reads when its turn has come, or what stakeholders hear beside that.
    Deliver {
        /// Where.
        to: Address,
        /// What.
        line: Line,
        /// The work that was given up before, if any was done.
        again: Option<Earlier>,
    },
    /// Make the copies of updates at an address show what is true now.
    RefreshCopies {
        /// Which.
        to: Address,
    },
    /// Tell somebody in private what their new role asks of them.
    Brief {
        /// Whom.
        person: UserId,
        /// The role.
        role: Role,
    },
    /// Tell somebody in private that an update will soon be due.
    HeadsUp {
        /// Whom.
        person: UserId,
        /// When it will be.
        due_at: DateTime<Utc>,
    },
    /// Tell somebody in private that they own the postmortem.
    EntrustPostmortem {
        /// Whom.
        person: UserId,
    },
    /// Remind people in the channel that an update is owed.
    Remind,
    /// Make the last reminder show what became of it.
    RefreshReminder,
    /// Take the buttons off a reminder that another one has followed.
    RetireReminder {
        /// Where it stands.
        message: MessageRef,
        /// What became of it before the other one came, where its message does not show that yet.
        #[serde(default)]
        answered: Option<ReminderAnswer>,
    },
    /// Make a request for a commander show who came forward, without its button.
    RetirePlea {
        /// Where it stands.
        message: MessageRef,
        /// Who did; `None` where nobody had to.
        commander: Option<UserId>,
    },
    /// Make a line that offered to try a delivery again show what became of that, without its button.
    RetireOffer {
        /// Which.
        offer: Offer,
        /// What became of it.
        end: OfferEnd,
    },
    /// Read a message that is to be on the timeline.
    ReadMessage {
        /// Which.
        message: MessageRef,
        /// What it says, where that is known; then only its link is wanted.
        quote: Option<Quote>,
    },
    /// Close the channel that an incident had before it became private, where everybody reads.
    LeaveBehind {
        /// Which.
        channel: ChannelId,
        /// The panel that stands there.
        panel: Option<MessageRef>,
    },
    /// Withdraw what outsiders can read below the announcement or a notice, whether or not anybody heard that it was posted.
    TakeBack {
        /// Below which.
        from: Address,
    },
    /// Let the incident that this one is a duplicate of know.
    Link {
        /// Which.
        to: Number,
        /// Who found out.
        by: Author,
        /// Whether it gets what was recorded of this one.
        #[serde(default)]
        merges: bool,
    },
    /// Let the incident that this one was taken for a duplicate of know that it goes on.
    Unlink {
        /// Which.
        from: Number,
        /// Who reopened it.
        by: Author,
    },
    /// Let a duplicate of this one know in which channel people work on this one by now.
    PointHere {
        /// Which.
        duplicate: Number,
    },
    /// Have another incident, in whose records one is named that has become private, leave that out.
    Unname {
        /// Whose records.
        at: Number,
        /// Which one has become private.
        whom: Number,
    },
    /// Withdraw what was said in the channel of another incident, which has become private since.
    TakeBackName {
        /// Of which.
        whom: Number,
    },
    /// Archive the channel, unless the incident goes on.
    ArchiveChannel,
    /// Put the postmortem document into the channel.
    UploadPostmortem {
        /// Who asked for it.
        asked_by: Author,
    },
}

/// Who hears a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Those in the incident's channel.
    Channel,
    /// Those who read the announcement, in its thread.
    Announcement,
    /// Whoever declared it, or whom the line is for, alone.
    Declarer,
}

impl Effect {
    /// Whether it is done in the incident's channel, and so not where that is archived.
    pub const fn is_in_channel(&self) -> bool {
        matches!(
            self,
            Self::PostPanel
                | Self::PinPanel
                | Self::SetTopic
                | Self::InvitePeople { .. }
                | Self::InviteGroups { .. }
                | Self::Say { audience: Audience::Channel, .. }
                | Self::Deliver { to: Address::Channel, .. }
                | Self::Remind
                | Self::UploadPostmortem { .. }
        )
    }

    /// Whether one that comes later makes it superfluous: that shows what is true then. What still waits takes in those that
    /// come later; only a reminder that was tried does not, since it may stand in the channel without anybody having heard.
    pub const fn collapses(&self) -> bool {
        matches!(
            self,
            Self::RefreshAnnouncement
                | Self::RefreshPanel
                | Self::RefreshReminder
                | Self::RefreshNotice { .. }
                | Self::RefreshCopies { .. }
                | Self::SetTopic
                | Self::Remind
        )
    }

    /// Whether it only makes something show what is true now.
    pub const fn is_edit(&self) -> bool {
        self.collapses() && !matches!(self, Self::Remind)
    }

    /// What of it can be given up and tried again by itself.
    pub fn parcel(&self) -> Option<Parcel> {
        match self {
            Self::Tell { channel } | Self::TellAgain { channel, .. } => {
                Some(Parcel::Notice { channel: channel.clone() })
            }
            Self::Deliver { to, line: Line::UpdatePosted { update }, .. } => {
                Some(Parcel::Copy { update: update.number, to: to.clone() })
            }
            Self::RefreshCopies { to } => Some(Parcel::Corrections { to: to.clone() }),
            _ => None,
        }
    }

    /// The work that was given up before it, which may have been done unheard.
    pub const fn again(&self) -> Option<&Earlier> {
        match self {
            Self::TellAgain { again, .. } | Self::Deliver { again, .. } => again.as_ref(),
            _ => None,
        }
    }
}
