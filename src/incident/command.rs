//! Everything that can be asked of an incident.

use chrono::{DateTime, TimeDelta, Utc};

use super::archive::Archiver;
use super::attendance::Gone;
use super::author::Author;
use super::cancel::Other;
use super::effect::{Effect, Errand};
use super::id::{ChannelId, MessageRef, Number, SeverityKey, UserId};
use super::keep::{Mark, Quote};
use super::mailing::{Address, Earlier, Offer, Parcel};
use super::obstacle::Obstacle;
use super::reach::Manner;
use super::role::{Departure, Role};
use super::stage::{AttemptOutcome, Detection, Recovery, StageName};
use super::timeline::{Fact, Moment, Position, TimelineEntry};
use super::update::{ExternalText, ReminderAnswer, UpdateText};

/// What somebody says when they ring the bell. Only the title is required.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declaration {
    /// What is wrong, in a few words.
    pub title: String,
    /// How bad, if they said.
    pub severity: Option<SeverityKey>,
    /// What is seen, if they said.
    pub seen: Option<String>,
    /// Which service, if they said.
    pub service: Option<String>,
    /// What kind of incident it is.
    pub manner: Manner,
}

/// Whom somebody saw in a role when they asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenHolder {
    /// They did not look; whoever has it hands it over.
    Unsaid,
    /// This person, or nobody: two who press at once are not to take it from each other unawares.
    Was(Option<UserId>),
}

/// An entry of the timeline, as whoever asks has seen it. Entries never change, so it is still like that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// Where it stands.
    pub position: Position,
    /// What stands there.
    pub fact: Fact,
    /// When that happened, as far as is known now.
    pub at: DateTime<Utc>,
    /// Whether it was struck, or let go, when they looked.
    pub is_struck: bool,
}

/// Something asked of an incident: by a person, by the clock, or by what a delivery brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Make it more or less severe.
    ChangeSeverity {
        /// The new one.
        to: SeverityKey,
        /// Why, if they said.
        because: Option<String>,
    },
    /// Move it to another stage.
    ChangeStage {
        /// The new one.
        to: StageName,
    },
    /// Say which service it is about, or that it is about another one.
    ChangeService {
        /// The key or the name of one in the catalogue; where that is empty, whatever people call it.
        to: String,
    },
    /// Give a role to somebody, who may be the asker.
    GiveRole {
        /// Which.
        role: Role,
        /// To whom.
        to: UserId,
        /// For responders: where they work; may be empty.
        area: String,
        /// Whom the asker saw in the role.
        seen: SeenHolder,
        /// Whether they know that this joins duties that are kept apart, and want it all the same.
        anyway: bool,
    },
    /// Give up a role that the asker holds.
    LeaveRole {
        /// Which.
        role: Role,
        /// For responders: of their areas, only this one; empty for all.
        area: String,
    },
    /// Somebody is not there any more.
    LoseHolder {
        /// Who.
        user: UserId,
        /// What happened.
        why: Departure,
        /// When, if that is known: who was brought in since is there, however late the news are.
        at: Option<DateTime<Utc>>,
    },
    /// Tell the stakeholders.
    PostUpdate {
        /// What.
        text: UpdateText,
        /// What those outside are told, if anything.
        external: Option<Box<ExternalText>>,
        /// When they hear more, if the author said; else after a cadence, or, once it is resolved, when that was promised.
        next_update_at: Option<DateTime<Utc>>,
        /// Which time the form came with since an update was owed. Left as it was, it is nobody's promise once none is.
        offered_at: Option<DateTime<Utc>>,
    },
    /// Tell the stakeholders that nothing has changed.
    NothingNew {
        /// The reminder that it answers, by when it was given; `None` where nobody was asked.
        answers: Option<DateTime<Utc>>,
    },
    /// Say what an update should have said, in every copy of it.
    CorrectUpdate {
        /// Which, by its number.
        update: u32,
        /// What it should have said.
        text: UpdateText,
        /// What it should have said to those outside, if it said anything.
        external: Option<Box<ExternalText>>,
    },
    /// Say that the status page says what an update has for it.
    ConfirmPage {
        /// Which update, by its number.
        update: u32,
        /// When it was last corrected, of which the asker has seen the words.
        corrected_at: Option<DateTime<Utc>>,
    },
    /// Try once more whatever was given up at an address.
    Redeliver {
        /// Which.
        to: Address,
    },
    /// Be quiet for a while.
    Snooze {
        /// How long.
        quiet_for: TimeDelta,
    },
    /// Write something down.
    Note {
        /// What.
        text: String,
    },
    /// Write down what was decided.
    Decide {
        /// What.
        decision: String,
        /// Why, if they said.
        because: Option<String>,
    },
    /// Write down what was tried to recover.
    Try {
        /// By which way.
        way: Recovery,
        /// What came of it.
        outcome: AttemptOutcome,
        /// In their words; may be empty.
        details: String,
    },
    /// Write down what was changed shortly before, or meanwhile: a deployment, a setting, a switch.
    NoteChange {
        /// What.
        text: String,
        /// Where that can be looked at.
        link: Option<String>,
        /// When, if that was not just now.
        at: Option<DateTime<Utc>>,
    },
    /// Say what an entry of the timeline should have said; the old words stay readable.
    Correct {
        /// Which.
        entry: Addressed,
        /// In other words, if those were wrong.
        text: Option<String>,
        /// When it happened, if that was wrong.
        at: Option<DateTime<Utc>>,
    },
    /// Say that an entry of the timeline should not count; it stays readable.
    Strike {
        /// Which.
        entry: Addressed,
        /// Why, if they said.
        because: Option<String>,
    },
    /// Say when something happened.
    SetTime {
        /// What.
        moment: Moment,
        /// When.
        at: DateTime<Utc>,
    },
    /// Put a message on the timeline.
    Keep {
        /// Which.
        message: MessageRef,
        /// By what.
        mark: Mark,
        /// What it says, where somebody has gone over it; else it is read.
        quote: Option<Quote>,
        /// When Slack says that the mark was made.
        at: Option<DateTime<Utc>>,
    },
    /// Take back the mark that put a message on the timeline.
    LetGo {
        /// Which.
        message: MessageRef,
        /// What it was.
        mark: Mark,
        /// When Slack says that it was taken back.
        at: Option<DateTime<Utc>>,
    },
    /// Say that it is over for those affected.
    Resolve {
        /// What brought the recovery.
        recovery: Recovery,
        /// Who or what noticed it first.
        detection: Detection,
    },
    /// Say that the work is over.
    Close {
        /// Who writes the postmortem, if they said.
        postmortem_owner: Option<UserId>,
    },
    /// Call it off: it was no incident after all, or a duplicate of another.
    Cancel {
        /// Why, if they said.
        because: Option<String>,
        /// Which other incident is about the same.
        duplicate_of: Option<Number>,
    },
    /// Go on in another incident, and take along what was recorded.
    Merge {
        /// Which.
        into: Number,
    },
    /// Say that it is not over after all.
    Reopen {
        /// Why, if they said.
        because: Option<String>,
        /// Who is no member any more, of those who have a part in it.
        gone: Vec<Gone>,
    },
    /// Keep it from everybody who is not in it, from now on.
    MakePrivate {
        /// Why, if they said.
        because: Option<String>,
        /// Who is no member any more, of those who have a part in it.
        gone: Vec<Gone>,
    },
    /// Put the postmortem document into the channel.
    Export,
    /// The clock: remind if a reminder is due. Early, late or repeated, it does nothing.
    Remind,
    /// The settings are others than when the time to look next was kept: the clock follows those of now.
    FollowSettings,
    /// The announcement was posted.
    Announced {
        /// Where it stands.
        message: MessageRef,
    },
    /// The channel was made.
    ChannelOpened {
        /// Which it is.
        channel: ChannelId,
        /// The name it got.
        name: String,
        /// Whether it is one that only its members find.
        is_private: bool,
    },
    /// A channel was archived.
    ChannelArchived {
        /// Which.
        channel: ChannelId,
        /// By whom.
        by: Archiver,
        /// When, by Slack's clock. Where that was only found: the last return of the channel that was known as it was tried, so
        /// that any later one overtakes this.
        as_of: Option<DateTime<Utc>>,
    },
    /// A channel that was archived is there again.
    ChannelUnarchived {
        /// Which.
        channel: ChannelId,
        /// By whom.
        by: UserId,
        /// When, by Slack's clock.
        at: Option<DateTime<Utc>>,
    },
    /// The panel was posted.
    PanelPosted {
        /// Where it stands.
        message: MessageRef,
    },
    /// A reminder was posted.
    ReminderPosted {
        /// Where it stands.
        message: MessageRef,
        /// Which it is: when people were reminded; `None` where another one has followed it.
        reminded_at: Option<DateTime<Utc>>,
    },
    /// A reminder shows what became of it.
    ReminderShown {
        /// Where it stands.
        message: MessageRef,
        /// What it shows.
        answer: ReminderAnswer,
    },
    /// Another incident was called off as a duplicate of this one.
    DuplicateFound {
        /// Which.
        other: Other,
        /// What it was called.
        title: String,
        /// Who found out.
        by: Author,
        /// Whether it brings its timeline.
        merges: bool,
    },
    /// What was recorded of another incident belongs here too. What is here already is passed over.
    BringIn {
        /// Of which.
        from: Number,
        /// The entries, each with where it stands there; in that order, and none left out before them.
        entries: Vec<(Position, TimelineEntry)>,
    },
    /// Another incident, called off as a duplicate of this one, goes on.
    DuplicateGone {
        /// Which.
        number: Number,
        /// Who reopened it.
        by: Author,
    },
    /// The incident that this one is a duplicate of knows that, and people work on it there.
    Linked {
        /// Where.
        to: Other,
    },
    /// An incident that the records of this one name has become private.
    LeaveUnnamed {
        /// Which.
        whom: Number,
    },
    /// A request for a commander was posted.
    PleaPosted {
        /// Where it stands.
        message: MessageRef,
    },
    /// A line was posted that offers to try a delivery again.
    OfferPosted {
        /// Where the line stands, and to which address the delivery went.
        offer: Offer,
    },
    /// A message was read.
    MessageRead {
        /// Which.
        message: MessageRef,
        /// What it says; `None` if it is gone, or is Firebell's own.
        quote: Option<Quote>,
        /// Where it opens.
        link: Option<String>,
    },
    /// Somebody has come into the channel.
    MemberJoined {
        /// Who.
        user: UserId,
        /// When, by Slack's clock, if that is known.
        at: Option<DateTime<Utc>>,
    },
    /// Somebody has gone out of the channel.
    MemberLeft {
        /// Who.
        user: UserId,
        /// When, by Slack's clock, if that is known.
        at: Option<DateTime<Utc>>,
    },
    /// A channel of stakeholders was told.
    NoticePosted {
        /// Where that stands.
        message: MessageRef,
    },
    /// A copy of an update was posted.
    CopyPosted {
        /// Which update, by its number.
        update: u32,
        /// Where it went.
        to: Address,
        /// Where it stands.
        message: MessageRef,
        /// Which change of what it is to show it shows.
        shows: u32,
    },
    /// The copies at an address show what they should.
    CopiesShown {
        /// Which address.
        to: Address,
        /// Which updates, by their numbers, each with the change that it shows.
        shown: Vec<(u32, u32)>,
    },
    /// A copy, or what carries it, could not be delivered and will not be tried again by itself.
    Undelivered {
        /// What.
        what: Parcel,
        /// The kind of work that it was.
        errand: Errand,
        /// By which a message that was posted unheard is found.
        earlier: Earlier,
        /// Why.
        why: Obstacle,
    },
    /// Something could not be done and will not be tried again.
    GaveUp {
        /// What.
        errand: Errand,
        /// Why.
        why: Obstacle,
    },
}

impl Command {
    /// Who is to answer for something from then on, and in which role; `None` stands for the postmortem.
    pub const fn names(&self) -> Option<(&UserId, Option<Role>)> {
        match self {
            Self::GiveRole { to, role, .. } => Some((to, Some(*role))),
            Self::Close { postmortem_owner: Some(owner) } => Some((owner, None)),
            _ => None,
        }
    }

    /// What follows where an effect was given up; `earlier` is that work.
    pub fn gave_up(effect: &Effect, earlier: Earlier, why: Obstacle) -> Self {
        let errand = effect.errand();
        match effect.parcel() {
            Some(what) => {
                let earlier = effect.again().cloned().unwrap_or(earlier);
                Self::Undelivered { what, errand, earlier, why }
            }
            None => Self::GaveUp { errand, why },
        }
    }

    /// The other incident that it names, and whose state decides whether it can be done.
    pub const fn other(&self) -> Option<Number> {
        match self {
            Self::Cancel { duplicate_of, .. } => *duplicate_of,
            Self::Merge { into } => Some(*into),
            _ => None,
        }
    }
}
