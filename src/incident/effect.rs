//! What the world is told to do about an incident. Effects are data; the outbox carries them out, and what they bring
//! back re-enters as a [`Command`](super::Command).

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::author::Author;
use super::cancel::Other;
use super::id::{ChannelId, GroupId, MessageRef, Number, SeverityKey, UserId};
use super::keep::Quote;
use super::mailing::{Address, Earlier, Parcel};
use super::obstacle::Obstacle;
use super::role::{Departure, Role};
use super::stage::{AttemptOutcome, Detection, Recovery, StageName};
use super::update::{ReminderAnswer, Update};
use super::vacancy::Asked;

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
    /// Whoever declared it, alone.
    Declarer,
}

/// One line to be said, holding what was true when it was owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are those of the timeline's facts, with who did it")]
pub enum Line {
    SeverityChanged {
        by: Author,
        from: SeverityKey,
        to: SeverityKey,
        because: Option<String>,
        next_update_at: Option<DateTime<Utc>>,
        /// When the update was due that is still owed or, where another one is next, is not asked for any more.
        #[serde(default)]
        was_due_at: Option<DateTime<Utc>>,
    },
    StageChanged {
        by: Author,
        from: StageName,
        to: StageName,
        /// Of whom the severity wants an update at such a change.
        asks: Option<UserId>,
    },
    ServiceChanged {
        by: Author,
        from: Option<String>,
        to: String,
    },
    RoleGiven {
        by: Author,
        role: Role,
        to: UserId,
        from: Option<UserId>,
        area: String,
        /// What they hold besides, although it is kept apart from this.
        #[serde(default)]
        beside: Vec<Role>,
    },
    RoleLeft {
        role: Role,
        user: UserId,
        area: String,
    },
    HolderGone {
        user: UserId,
        why: Departure,
        /// What they held, with the areas in it.
        held: Vec<(Role, String)>,
    },
    AskedToCommand {
        whom: Asked,
    },
    /// To those who find themselves in a private channel.
    OpenedInPrivate,
    UpdatePosted {
        update: Update,
    },
    NothingNew {
        by: Author,
        next_update_at: Option<DateTime<Utc>>,
    },
    Decided {
        by: Author,
        decision: String,
        because: Option<String>,
    },
    Tried {
        by: Author,
        way: Recovery,
        outcome: AttemptOutcome,
        details: String,
    },
    Changed {
        by: Author,
        text: String,
        link: Option<String>,
        at: DateTime<Utc>,
    },
    Resolved {
        by: Author,
        recovery: Recovery,
        detection: Detection,
        /// Of whom the severity wants a last update.
        #[serde(default)]
        asks: Option<UserId>,
    },
    Closed {
        by: Author,
        postmortem_owner: Option<UserId>,
        required: bool,
    },
    Reopened {
        by: Author,
        because: Option<String>,
        next_update_at: Option<DateTime<Utc>>,
    },
    Cancelled {
        by: Author,
        because: Option<String>,
        duplicate_of: Option<Other>,
        #[serde(default)]
        merges: bool,
    },
    ToBeArchived {
        at: DateTime<Utc>,
    },
    ArchivedWhileOpen,
    OverStageLimit {
        stage: StageName,
        since: DateTime<Utc>,
        at: DateTime<Utc>,
        limit_seconds: i64,
    },
    DuplicateFound {
        by: Author,
        other: Other,
        title: String,
        #[serde(default)]
        merges: bool,
    },
    DuplicateGone {
        by: Author,
        other: Other,
    },
    GaveUp {
        errand: Errand,
        why: Obstacle,
    },
    Undelivered {
        errand: Errand,
        why: Obstacle,
        to: Address,
    },
}

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
    Remind,
    RefreshReminder,
    RetireReminder,
    RetirePlea,
    Inform,
    Tell,
    TellMore,
    RefreshNotice,
    RefreshCopies,
    ReadMessage,
    LeaveBehind,
    UploadPostmortem,
    Link,
    Unlink,
    PointHere,
    ArchiveChannel,
    /// What only another version knows.
    Unknown,
}

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

impl Line {
    /// Whether somebody is to do something about it: a line that only tells what happened can be looked up later.
    pub const fn asks_somebody(&self) -> bool {
        matches!(
            self,
            Self::AskedToCommand { .. }
                | Self::OverStageLimit { .. }
                | Self::HolderGone { .. }
                | Self::RoleLeft { role: Role::Commander, .. }
        )
    }

    /// The same for those who only read along.
    pub(super) fn asking_nobody(mut self) -> Self {
        if let Self::StageChanged { asks, .. } | Self::Resolved { asks, .. } = &mut self {
            *asks = None;
        }
        self
    }
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
            Self::Remind => Errand::Remind,
            Self::RefreshReminder => Errand::RefreshReminder,
            Self::RetireReminder { .. } => Errand::RetireReminder,
            Self::RetirePlea { .. } => Errand::RetirePlea,
            Self::ReadMessage { .. } => Errand::ReadMessage,
            Self::LeaveBehind { .. } => Errand::LeaveBehind,
            Self::UploadPostmortem { .. } => Errand::UploadPostmortem,
            Self::ArchiveChannel => Errand::ArchiveChannel,
            Self::Link { .. } => Errand::Link,
            Self::Unlink { .. } => Errand::Unlink,
            Self::PointHere { .. } => Errand::PointHere,
        }
    }

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
            Self::Deliver { to, .. } | Self::RefreshCopies { to } => to.lane(),
            Self::Say { audience: Audience::Announcement, .. } => Lane::Thread,
            Self::Say { audience: Audience::Channel | Audience::Declarer, .. }
            | Self::Remind
            | Self::RefreshReminder
            | Self::RetireReminder { .. }
            | Self::RetirePlea { .. }
            | Self::ArchiveChannel => Lane::Talk,
            Self::Brief { .. } | Self::HeadsUp { .. } => Lane::Private,
            Self::Tell { channel } | Self::TellAgain { channel, .. } | Self::RefreshNotice { channel } => {
                Lane::Stakeholders(channel.clone())
            }
            Self::ReadMessage { .. } => Lane::Record,
            Self::UploadPostmortem { .. } => Lane::Files,
            Self::Link { .. } | Self::Unlink { .. } | Self::PointHere { .. } => Lane::Others,
        }
    }

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
}

impl Effect {
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

impl Address {
    fn lane(&self) -> Lane {
        match self {
            Self::Channel => Lane::Talk,
            Self::Announcement => Lane::Thread,
            Self::Stakeholders { channel } => Lane::Stakeholders(channel.clone()),
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
        Self::Remind,
        Self::RefreshReminder,
        Self::RetireReminder,
        Self::RetirePlea,
        Self::Inform,
        Self::Tell,
        Self::TellMore,
        Self::RefreshNotice,
        Self::RefreshCopies,
        Self::ReadMessage,
        Self::LeaveBehind,
        Self::UploadPostmortem,
        Self::Link,
        Self::Unlink,
        Self::PointHere,
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
            Self::Remind => "remind",
            Self::RefreshReminder => "refresh-reminder",
            Self::RetireReminder => "retire-reminder",
            Self::RetirePlea => "retire-plea",
            Self::Inform => "inform",
            Self::Tell => "tell",
            Self::TellMore => "tell-more",
            Self::RefreshNotice => "refresh-notice",
            Self::RefreshCopies => "refresh-copies",
            Self::ReadMessage => "read-message",
            Self::LeaveBehind => "leave-behind",
            Self::UploadPostmortem => "upload-postmortem",
            Self::ArchiveChannel => "archive-channel",
            Self::Link => "link",
            Self::Unlink => "unlink",
            Self::PointHere => "point-here",
            Self::Unknown => "unknown",
        }
    }
}
