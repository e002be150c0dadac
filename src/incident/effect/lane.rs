//! Which effects follow one another.

use std::borrow::Cow;

use super::{Audience, Effect};
use crate::incident::id::ChannelId;
use crate::incident::mailing::Address;

/// What must happen in order. Errands of one incident in one lane follow one another; lanes go side by side.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Lane {
    /// The announcement and its edits.
    Announcement,
    /// The thread below the announcement.
    Thread,
    /// The channel itself.
    Channel,
    /// The channel that it had before.
    Former,
    /// The control panel and its edits.
    Panel,
    /// Its pin.
    Pin,
    /// The channel's topic.
    Topic,
    /// Invitations.
    People,
    /// What is said in the channel.
    Talk,
    /// What is said to one person.
    Private,
    /// What stakeholders are told in a channel of their own: one that fails holds up no other.
    Stakeholders(ChannelId),
    /// What is read for the timeline.
    Record,
    /// Documents.
    Files,
    /// What other incidents are to know.
    Others,
}

impl Lane {
    /// The lane's name in stored rows.
    pub fn key(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Stakeholders(channel) => return format!("stakeholders:{channel}").into(),
            Self::Announcement => "announcement",
            Self::Thread => "thread",
            Self::Channel => "channel",
            Self::Former => "former",
            Self::Panel => "panel",
            Self::Pin => "pin",
            Self::Topic => "topic",
            Self::People => "people",
            Self::Talk => "talk",
            Self::Private => "private",
            Self::Record => "record",
            Self::Files => "files",
            Self::Others => "others",
        })
    }
}

impl Effect {
    /// Which lane it belongs to.
    pub fn lane(&self) -> Lane {
        match self {
            Self::Announce | Self::RefreshAnnouncement => Lane::Announcement,
            Self::OpenChannel => Lane::Channel,
            Self::LeaveBehind { .. } => Lane::Former,
            Self::PostPanel | Self::RefreshPanel => Lane::Panel,
            Self::PinPanel => Lane::Pin,
            Self::SetTopic => Lane::Topic,
            Self::InvitePeople { .. } | Self::InviteGroups { .. } => Lane::People,
            Self::Deliver { to, .. } | Self::RefreshCopies { to } | Self::TakeBack { from: to } => to.lane(),
            Self::Say { audience: Audience::Announcement, .. } => Lane::Thread,
            Self::Say { audience: Audience::Channel | Audience::Declarer, .. }
            | Self::Remind
            | Self::RefreshReminder
            | Self::RetireReminder { .. }
            | Self::RetirePlea { .. }
            | Self::RetireOffer { .. }
            | Self::TakeBackName { .. }
            | Self::ArchiveChannel => Lane::Talk,
            Self::Brief { .. } | Self::HeadsUp { .. } | Self::EntrustPostmortem { .. } => Lane::Private,
            Self::Tell { channel } | Self::TellAgain { channel, .. } | Self::RefreshNotice { channel } => {
                Lane::Stakeholders(channel.clone())
            }
            Self::ReadMessage { .. } => Lane::Record,
            Self::UploadPostmortem { .. } => Lane::Files,
            Self::Link { .. } | Self::Unlink { .. } | Self::PointHere { .. } | Self::Unname { .. } => {
                Lane::Others
            }
        }
    }
}

impl Address {
    fn lane(&self) -> Lane {
        match self {
            Self::Channel => Lane::Talk,
            Self::Announcement => Lane::Thread,
            Self::Stakeholders { channel } => Lane::Stakeholders(channel.clone()),
        }
    }
}
