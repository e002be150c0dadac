//! The kinds of effects, by name.

use serde::{Deserialize, Serialize};

use super::{Audience, Effect};
use crate::incident::mailing::Address;

/// The kind of an effect, for records and for sentences about it. To say something in the channel and to inform those who
/// read the announcement are two errands: only for one of them is somebody left who can be told that it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "named like the effects")]
pub enum Errand {
    Announce,
    RefreshAnnouncement,
    OpenChannel,
    PostPanel,
    PinPanel,
    RefreshPanel,
    SetTopic,
    InvitePeople,
    InviteGroups,
    Say,
    Brief,
    HeadsUp,
    EntrustPostmortem,
    Remind,
    RefreshReminder,
    RetireReminder,
    RetirePlea,
    RetireOffer,
    Inform,
    Tell,
    TellMore,
    RefreshNotice,
    RefreshCopies,
    ReadMessage,
    LeaveBehind,
    TakeBack,
    UploadPostmortem,
    Link,
    Unlink,
    PointHere,
    Unname,
    TakeBackName,
    ArchiveChannel,
    /// What only another version knows.
    Unknown,
}

impl Effect {
    /// Which kind it is.
    pub const fn errand(&self) -> Errand {
        match self {
            Self::Announce => Errand::Announce,
            Self::RefreshAnnouncement => Errand::RefreshAnnouncement,
            Self::OpenChannel => Errand::OpenChannel,
            Self::PostPanel => Errand::PostPanel,
            Self::PinPanel => Errand::PinPanel,
            Self::RefreshPanel => Errand::RefreshPanel,
            Self::SetTopic => Errand::SetTopic,
            Self::InvitePeople { .. } => Errand::InvitePeople,
            Self::InviteGroups { .. } => Errand::InviteGroups,
            Self::Say { audience: Audience::Channel | Audience::Declarer, .. }
            | Self::Deliver { to: Address::Channel, .. } => Errand::Say,
            Self::Say { audience: Audience::Announcement, .. }
            | Self::Deliver { to: Address::Announcement, .. } => Errand::Inform,
            Self::Tell { .. } | Self::TellAgain { .. } => Errand::Tell,
            Self::RefreshNotice { .. } => Errand::RefreshNotice,
            Self::Deliver { to: Address::Stakeholders { .. }, .. } => Errand::TellMore,
            Self::RefreshCopies { .. } => Errand::RefreshCopies,
            Self::Brief { .. } => Errand::Brief,
            Self::HeadsUp { .. } => Errand::HeadsUp,
            Self::EntrustPostmortem { .. } => Errand::EntrustPostmortem,
            Self::Remind => Errand::Remind,
            Self::RefreshReminder => Errand::RefreshReminder,
            Self::RetireReminder { .. } => Errand::RetireReminder,
            Self::RetirePlea { .. } => Errand::RetirePlea,
            Self::RetireOffer { .. } => Errand::RetireOffer,
            Self::ReadMessage { .. } => Errand::ReadMessage,
            Self::LeaveBehind { .. } => Errand::LeaveBehind,
            Self::TakeBack { .. } => Errand::TakeBack,
            Self::UploadPostmortem { .. } => Errand::UploadPostmortem,
            Self::ArchiveChannel => Errand::ArchiveChannel,
            Self::Link { .. } => Errand::Link,
            Self::Unlink { .. } => Errand::Unlink,
            Self::PointHere { .. } => Errand::PointHere,
            Self::Unname { .. } => Errand::Unname,
            Self::TakeBackName { .. } => Errand::TakeBackName,
        }
    }
}

impl Errand {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Announce,
        Self::RefreshAnnouncement,
        Self::OpenChannel,
        Self::PostPanel,
        Self::PinPanel,
        Self::RefreshPanel,
        Self::SetTopic,
        Self::InvitePeople,
        Self::InviteGroups,
        Self::Say,
        Self::Brief,
        Self::HeadsUp,
        Self::EntrustPostmortem,
        Self::Remind,
        Self::RefreshReminder,
        Self::RetireReminder,
        Self::RetirePlea,
        Self::RetireOffer,
        Self::Inform,
        Self::Tell,
        Self::TellMore,
        Self::RefreshNotice,
        Self::RefreshCopies,
        Self::ReadMessage,
        Self::LeaveBehind,
        Self::TakeBack,
        Self::UploadPostmortem,
        Self::Link,
        Self::Unlink,
        Self::PointHere,
        Self::Unname,
        Self::TakeBackName,
        Self::ArchiveChannel,
        Self::Unknown,
    ];

    /// The errand with this name.
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|errand| errand.key() == key)
    }

    /// The name in stored rows and catalogues.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Announce => "announce",
            Self::RefreshAnnouncement => "refresh-announcement",
            Self::OpenChannel => "open-channel",
            Self::PostPanel => "post-panel",
            Self::PinPanel => "pin-panel",
            Self::RefreshPanel => "refresh-panel",
            Self::SetTopic => "set-topic",
            Self::InvitePeople => "invite-people",
            Self::InviteGroups => "invite-groups",
            Self::Say => "say",
            Self::Brief => "brief",
            Self::HeadsUp => "heads-up",
            Self::EntrustPostmortem => "entrust-postmortem",
            Self::Remind => "remind",
            Self::RefreshReminder => "refresh-reminder",
            Self::RetireReminder => "retire-reminder",
            Self::RetirePlea => "retire-plea",
            Self::RetireOffer => "retire-offer",
            Self::Inform => "inform",
            Self::Tell => "tell",
            Self::TellMore => "tell-more",
            Self::RefreshNotice => "refresh-notice",
            Self::RefreshCopies => "refresh-copies",
            Self::ReadMessage => "read-message",
            Self::LeaveBehind => "leave-behind",
            Self::TakeBack => "take-back",
            Self::UploadPostmortem => "upload-postmortem",
            Self::ArchiveChannel => "archive-channel",
            Self::Link => "link",
            Self::Unlink => "unlink",
            Self::PointHere => "point-here",
            Self::Unname => "unname",
            Self::TakeBackName => "take-back-name",
            Self::Unknown => "unknown",
        }
    }
}
