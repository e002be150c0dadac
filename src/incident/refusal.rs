//! Why a command was refused. The sentence that the asker reads is made from this, in their language.

use chrono::TimeDelta;

use super::duties::Separation;
use super::id::{Number, SeverityKey, UserId};
use super::permission::Action;
use super::policy::Standing;
use super::role::Role;
use super::stage::StageName;
use super::timeline::{Moment, Position};

/// A person asked for the impossible; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Guests read along, they do not steer.
    #[error("guests may not do this")]
    Guest,
    /// The organisation keeps it to user groups, and the asker is in none of them.
    #[error("{action} is kept to {}", groups.join(", "))]
    NotAllowed {
        /// What was asked for.
        action: Action,
        /// What the groups are called.
        groups: Vec<String>,
    },
    /// It is kept to user groups, and Slack has not said who is in them.
    #[error("{action} is kept to {}, of which Slack has not said anything", groups.join(", "))]
    GroupsUnsaid {
        /// What was asked for.
        action: Action,
        /// What the groups are called.
        groups: Vec<String>,
    },
    /// It is kept to user groups that Slack does not have.
    #[error("{action} is kept to {}, which Slack does not have", groups.join(", "))]
    NobodyAllowed {
        /// What was asked for.
        action: Action,
        /// Their ids.
        groups: Vec<String>,
    },
    /// The incident has that severity already.
    #[error("{number} is {severity} already")]
    SeverityAlready {
        /// Which incident.
        number: Number,
        /// The severity.
        severity: SeverityKey,
    },
    /// The ladder has no such severity.
    #[error("there is no severity {asked}")]
    NoSuchSeverity {
        /// What was asked for.
        asked: SeverityKey,
    },
    /// The catalogue has no such service.
    #[error("there is no service {asked}")]
    NoSuchService {
        /// What was asked for.
        asked: String,
    },
    /// The incident is about that service already.
    #[error("{number} is about {service} already")]
    ServiceAlready {
        /// Which incident.
        number: Number,
        /// What the service is called.
        service: String,
    },
    /// The incident is in that stage already.
    #[error("{number} is in {stage} already")]
    StageAlready {
        /// Which incident.
        number: Number,
        /// The stage.
        stage: StageName,
    },
    /// That stage is not reached by moving there.
    #[error("{number} cannot go from {from} to {to} by itself")]
    StageNeedsMore {
        /// Which incident.
        number: Number,
        /// Where it is.
        from: StageName,
        /// Where it should go.
        to: StageName,
    },
    /// There is no such role any more.
    #[error("there is no role {asked}")]
    NoSuchRole {
        /// What was asked for.
        asked: Role,
    },
    /// Only a member of the workspace can answer for anything.
    #[error("{user} is no member of the workspace")]
    NotAMember {
        /// Which incident.
        number: Number,
        /// Who was named.
        user: UserId,
        /// What they are.
        standing: Standing,
        /// In which role; `None` stands for the postmortem.
        role: Option<Role>,
    },
    /// That person has the role already.
    #[error("{user} is {role} already")]
    RoleAlready {
        /// The role.
        role: Role,
        /// Who has it.
        user: UserId,
    },
    /// That person holds duties that are kept apart from the role.
    #[error("{user} is {beside:?}, which is kept apart from {role}")]
    DutiesKeptApart {
        /// Which incident.
        number: Number,
        /// The role.
        role: Role,
        /// Who was to have it.
        user: UserId,
        /// What they hold.
        beside: Vec<Role>,
        /// Whether it can be had all the same.
        separation: Separation,
    },
    /// Whoever would leave the role does not hold it.
    #[error("the asker is not {role} on {number}")]
    RoleNotHeld {
        /// Which incident.
        number: Number,
        /// The role.
        role: Role,
        /// For responders: the area, if one was named.
        area: String,
    },
    /// Somebody else was given the role while the asker was looking.
    #[error("{holder} has become {role} meanwhile")]
    RoleTakenMeanwhile {
        /// Its number.
        number: Number,
        /// The role.
        role: Role,
        /// Who has it now.
        holder: UserId,
    },
    /// The reminder was answered, or another one has come since.
    #[error("the reminder of {number} was answered already")]
    ReminderAnswered {
        /// Which incident.
        number: Number,
    },
    /// The document is on its way already.
    #[error("the postmortem of {number} is on its way already")]
    ExportUnderWay {
        /// Which incident.
        number: Number,
    },
    /// Nothing can be put into a channel that is archived.
    #[error("the channel of {number} is archived")]
    ChannelArchived {
        /// Which incident.
        number: Number,
    },
    /// The incident is closed.
    #[error("{number} is closed")]
    Closed {
        /// Which incident.
        number: Number,
    },
    /// The incident was called off.
    #[error("{number} was cancelled")]
    Cancelled {
        /// Which incident.
        number: Number,
        /// The incident that it is a duplicate of, if that was the reason.
        duplicate_of: Option<Number>,
    },
    /// No incident is a duplicate of itself.
    #[error("{number} cannot be a duplicate of itself")]
    OwnDuplicate {
        /// Which incident.
        number: Number,
    },
    /// The other incident is itself a duplicate.
    #[error("{asked} is itself a duplicate of {original}")]
    DuplicateOfDuplicate {
        /// Which incident.
        number: Number,
        /// The other one.
        asked: Number,
        /// What that is a duplicate of, in the end.
        original: Number,
    },
    /// The other incident is over.
    #[error("{asked} is {stage}, so {number} goes on by itself")]
    DuplicateOfEnded {
        /// Which incident.
        number: Number,
        /// The other one.
        asked: Number,
        /// How it ended.
        stage: StageName,
    },
    /// There is no such other incident.
    #[error("there is no {asked}")]
    NoSuchOther {
        /// What was asked for.
        asked: Number,
    },
    /// The incident was resolved already.
    #[error("{number} is resolved already")]
    ResolvedAlready {
        /// Which incident.
        number: Number,
    },
    /// An incident is resolved before it is closed.
    #[error("{number} is in {from}; resolve it before closing it")]
    ResolveFirst {
        /// Which incident.
        number: Number,
        /// Where it is.
        from: StageName,
    },
    /// The incident is private already.
    #[error("{number} is private already")]
    PrivateAlready {
        /// Which incident.
        number: Number,
    },
    /// Nothing of a private incident is posted outside its channel, so nothing is tried again there.
    #[error("{number} is private: nothing of it is tried again outside its channel")]
    RetryInPrivate {
        /// Which incident.
        number: Number,
    },
    /// A private incident is no duplicate, and has none.
    #[error("{number} and {asked} are not to name each other: one is private")]
    PrivateBeside {
        /// Which incident.
        number: Number,
        /// The other one.
        asked: Number,
    },
    /// What is rehearsed is no duplicate of what happens, nor the other way round.
    #[error("{number} and {asked} are not the same: one is a drill")]
    DrillBeside {
        /// Which incident.
        number: Number,
        /// The other one.
        asked: Number,
    },
    /// Only a closed incident can be reopened.
    #[error("{number} is in {stage}, not closed")]
    NotClosed {
        /// Which incident.
        number: Number,
        /// Where it is.
        stage: StageName,
    },
    /// The timeline has no such entry.
    #[error("{number} has no entry {asked}; the last one is {last}")]
    NoSuchEntry {
        /// Which incident.
        number: Number,
        /// What was asked for.
        asked: Position,
        /// The last one that there is.
        last: Position,
    },
    /// Nobody put that entry into words: it is what happened.
    #[error("{entry} is not in somebody's words")]
    NotWorded {
        /// Which entry.
        entry: Position,
    },
    /// The entry is an update, which is corrected in every copy of it.
    #[error("{entry} is an update, which has copies")]
    IsUpdate {
        /// Which entry.
        entry: Position,
    },
    /// The entry was struck already.
    #[error("{entry} was struck already")]
    StruckAlready {
        /// Which entry.
        entry: Position,
    },
    /// The message is on the timeline already.
    #[error("the message is on the timeline of {number} already")]
    KeptAlready {
        /// Which incident.
        number: Number,
    },
    /// What has not happened has no time.
    #[error("{number} has not come to be {moment}")]
    MomentToCome {
        /// Which incident.
        number: Number,
        /// What has not happened.
        moment: Moment,
    },
    /// The update is too old to be corrected, or there is none.
    #[error("{number} has no such update in hand")]
    UpdateOutOfHand {
        /// Which incident.
        number: Number,
    },
    /// The status page does not wait for the words of that update: they were changed, or others have followed.
    #[error("the status page does not wait for the words of that update on {number}")]
    PageAwaitsNone {
        /// Whose update.
        number: Number,
    },
    /// Nothing was given up there, or it is being tried again already.
    #[error("nothing of {number} waits to be tried again")]
    NothingToRetry {
        /// Which incident.
        number: Number,
    },
    /// No update is owed, so there is nothing to be quiet about.
    #[error("{number} owes no update")]
    NoUpdateOwed {
        /// Which incident.
        number: Number,
    },
    /// The snooze is not between a minute and the longest allowed.
    #[error("a snooze of {severity} lasts from 1 minute to {} minutes", longest.num_minutes())]
    SnoozeOutOfRange {
        /// How bad the incident is.
        severity: SeverityKey,
        /// The longest allowed.
        longest: TimeDelta,
    },
    /// The reminder was put off as often as the severity allows.
    #[error("the reminder of {number} was snoozed {times} times, as often as {severity} allows")]
    SnoozedOften {
        /// Which incident.
        number: Number,
        /// How bad it is.
        severity: SeverityKey,
        /// How often somebody did.
        times: u32,
    },
    /// What was typed into some fields cannot stand.
    #[error("{} fields need another look", .0.len())]
    Fields(Vec<(Field, Flaw)>),
}

impl Refusal {
    /// Whether nothing else is wrong than what somebody called the service.
    pub fn is_about_the_service(&self) -> bool {
        match self {
            Self::NoSuchService { .. } => true,
            Self::Fields(flaws) => flaws.iter().all(|(field, _)| *field == Field::Service),
            _ => false,
        }
    }
}

/// A field that people fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named like the fields of the commands")]
pub enum Field {
    Title,
    Seen,
    Service,
    WhatHappened,
    Impact,
    Doing,
    ExternalState,
    ExpectedFix,
    FollowUp,
    NextUpdateAt,
    HappenedAt,
    Note,
    Reason,
    Because,
    Area,
    Link,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing but blanks.
    Empty,
    /// More characters than fit.
    TooLong {
        /// How many fit.
        longest: usize,
        /// How many there are.
        length: usize,
    },
    /// The time has passed.
    Past,
    /// The time is too far away to be a promise.
    TooFar,
    /// What has happened cannot lie ahead.
    Ahead,
    /// The time is so long ago that it is likelier a slip.
    LongAgo,
}

impl Field {
    /// The longest text that the field takes, in characters.
    pub const fn longest(self) -> usize {
        match self {
            Self::Title => 120,
            Self::Service | Self::Area => 60,
            Self::Because | Self::ExpectedFix => 300,
            Self::Seen
            | Self::ExternalState
            | Self::FollowUp
            | Self::WhatHappened
            | Self::Impact
            | Self::Doing
            | Self::Reason => 1500,
            Self::Link => 1000,
            Self::Note => 2500,
            Self::NextUpdateAt | Self::HappenedAt => 0,
        }
    }
}
