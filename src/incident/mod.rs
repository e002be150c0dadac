//! The core: what an incident is and how it changes. Pure and synchronous: no clock, no database, no Slack.
//!
//! Read in this order: [`Incident`] below is everything true of one incident now; [`command`] is what can be asked of
//! it; [`step()`] is the one function that changes it ([`declare()`] is its sibling for an incident that does not exist
//! yet); [`effect`] is what the world is told to do about it; [`timeline`] is what is remembered. The rules come in as a
//! [`Policy`], who asks and when as a [`Context`]. [`cadence`] and [`update`] say when the next update is owed,
//! [`escalation`] what follows if it stays away, `due` when the clock has to look at an incident for any of it; [`mailing`]
//! is an update on its way to all its addresses, [`overview`] an incident among many.

pub mod archive;
pub mod attendance;
mod author;
pub mod cadence;
pub mod cancel;
pub mod channel_name;
pub mod command;
mod declare;
mod due;
pub mod duties;
mod early;
pub mod effect;
pub mod escalation;
pub mod id;
pub mod keep;
pub mod mailing;
pub mod obstacle;
pub mod outside;
pub mod overview;
mod owner;
pub mod permission;
pub mod policy;
pub mod quiet;
pub mod reach;
pub mod refusal;
pub mod role;
pub mod service;
pub mod severity;
pub mod stage;
pub mod stage_limit;
pub mod status_page;
mod step;
pub mod timeline;
pub mod update;
pub mod vacancy;
pub mod viewer;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use self::archive::{Archiver, Archiving, ArchivingStep};
pub use self::attendance::{Arrival, Attendance, Gone, Left};
pub use self::author::{Author, Source};
pub use self::cancel::{Cancellation, Other};
pub use self::command::{Addressed, Command, Declaration, SeenHolder};
pub use self::declare::{declare, declare_from};
pub use self::duties::{Holders, RoleDescription, RoleRules, Separation, Words};
pub use self::effect::{Audience, Effect, Errand, Lane, Line};
pub use self::escalation::{Escalated, Escalation, Overdue};
pub use self::id::{ChannelId, GroupId, MessageRef, Number, ServiceKey, SeverityKey, UserId, WorkspaceId};
pub use self::keep::{FileLink, Kept, Mark, MarkNews, Quote, Reaction};
pub use self::mailing::{
    Address, Delivery, Earlier, Failure, Fate, Mailing, Notice, Offer, OfferEnd, Parcel, Reader,
};
pub use self::obstacle::Obstacle;
pub use self::outside::{external_news, wordings};
pub use self::overview::{Part, Punctuality};
pub use self::permission::{Action, GroupStanding, Membership, Memberships, Permissions};
pub use self::policy::{Asker, Context, Policy, Standing};
pub use self::reach::{Drills, Manner, Reach};
pub use self::refusal::{Field, Flaw, Refusal};
pub use self::role::{Departure, Holding, Responder, Role, Roles};
pub use self::service::{Catalogue, Runbook, Service};
pub use self::severity::{AtStageChange, Colour, HEADS_UP_WITHIN, Ladder, PostmortemRule, Review, Severity};
pub use self::stage::{AttemptOutcome, Closure, Detection, Recovery, Resolution, Stage, StageName};
pub use self::stage_limit::StageLimits;
pub use self::status_page::OnPage;
pub use self::step::{step, step_beside, tidy};
pub use self::timeline::{Fact, Moment, Origin, Position, TimelineEntry, Told, told};
pub use self::update::{
    Corrected, ExternalText, Reminder, ReminderAnswer, ReminderOutcome, Update, UpdateClock, UpdateText,
};
pub use self::vacancy::{Asked, Vacancy};
pub use self::viewer::Viewer;

/// Everything true of one incident now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Whose it is.
    pub workspace: WorkspaceId,
    /// Its number there.
    pub number: Number,
    /// What is wrong, in a few words.
    pub title: String,
    /// What was seen when it was declared.
    pub seen: Option<String>,
    /// Which service: what it was called in the catalogue when it was chosen, or in somebody's own words where there is none.
    pub service: Option<String>,
    /// Which service of the catalogue.
    #[serde(default)]
    pub service_key: Option<ServiceKey>,
    /// How often it was moved from one service to another: so often it had come to the wrong people.
    #[serde(default)]
    pub moves: u32,
    /// What kind of incident it is.
    #[serde(default)]
    pub manner: Manner,
    /// How bad it is.
    pub severity: SeverityKey,
    /// Where it is in its life.
    pub stage: Stage,
    /// Who rang the bell.
    pub declared_by: UserId,
    /// Whether they have left its channel, or Slack, and have done nothing for it since.
    #[serde(default)]
    pub declarer_gone: bool,
    /// The instants that figures are made from.
    pub key_times: KeyTimes,
    /// Who wears which hat.
    pub roles: Roles,
    /// Who is in its channel, while it is private; until there is one, who declared it.
    #[serde(default)]
    pub members: BTreeSet<UserId>,
    /// Who came and went.
    #[serde(default)]
    pub attendance: Box<Attendance>,
    /// What was done to find a commander, while nobody commands.
    #[serde(default)]
    pub vacancy: Vacancy,
    /// The requests for a commander that stand with their buttons.
    #[serde(default)]
    pub pleas: Vec<MessageRef>,
    /// The lines that stand with a button to try a delivery again, in the order of posting.
    #[serde(default)]
    pub offers: Vec<Offer>,
    /// The last word to stakeholders.
    pub last_update: Option<Update>,
    /// The last word to those outside.
    #[serde(default)]
    pub last_external: Option<Box<Update>>,
    /// What the status page says of it, as far as somebody said so.
    #[serde(default)]
    pub page_says: Option<Box<ExternalText>>,
    /// How many updates there were.
    #[serde(default)]
    pub updates_posted: u32,
    /// The last updates with what became of their copies, in the order of posting.
    #[serde(default)]
    pub mailings: Vec<Mailing>,
    /// What the channels of stakeholders were told.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// When the stakeholders last heard something, if only that nothing is new.
    #[serde(default)]
    pub last_word_at: Option<DateTime<Utc>>,
    /// When the next word is owed; `None` while none is.
    pub update_clock: Option<UpdateClock>,
    /// The last reminder.
    pub last_reminder: Option<Reminder>,
    /// For which update, by the time at which it is owed, somebody was last given a heads-up.
    #[serde(default)]
    pub heads_up_for: Option<DateTime<Utc>>,
    /// When its postmortem document was last asked for.
    #[serde(default)]
    pub exported_at: Option<DateTime<Utc>>,
    /// Where it can be found.
    pub places: Places,
    /// How often it was reopened.
    pub reopened: u32,
    /// Which entries of its timeline were struck.
    #[serde(default)]
    pub struck: Vec<Position>,
    /// The messages that people put on its timeline.
    #[serde(default)]
    pub kept: Vec<Kept>,
    /// The incidents that were called off as duplicates of this one.
    #[serde(default)]
    pub duplicates: Vec<Other>,
    /// The incidents whose records name this one.
    #[serde(default)]
    pub named_in: BTreeSet<Number>,
    /// The incidents that were brought the records of this one.
    #[serde(default)]
    pub brought_to: BTreeSet<Number>,
    /// The incidents that the records of this one name and that have become private since: they are told to nobody.
    #[serde(default)]
    pub unnamed: BTreeSet<Number>,
    /// The last entry of each timeline that entries were brought from.
    #[serde(default)]
    pub brought: Vec<Origin>,
    /// How far the archiving of its channel has come.
    #[serde(default)]
    pub archiving: Archiving,
    /// Since when it is in its stage, if that was kept.
    #[serde(default)]
    pub stage_since: Option<DateTime<Utc>>,
    /// When somebody was asked why it is still there.
    #[serde(default)]
    pub stage_nudged_at: Option<DateTime<Utc>>,
    /// What was last heard of their marks, within a day.
    #[serde(default)]
    pub mark_news: Vec<MarkNews>,
    /// The channels of stakeholders that were told of it; `None` while telling waits for its own channel, and where an older
    /// version told.
    #[serde(default)]
    pub told: Option<Vec<ChannelId>>,
}

/// The instants that figures are made from. When it was resolved and closed is in its [`Stage`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyTimes {
    /// The bell was asked for.
    pub declared_at: DateTime<Utc>,
    /// The announcement was up.
    pub announced_at: Option<DateTime<Utc>>,
    /// A commander was on it.
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// It got better: it last went to Monitoring, and nobody has moved it to an earlier stage since. That it is reopened
    /// does not take that back by itself: it may have been closed too early, and whoever works on it again moves it. `None` where it was resolved
    /// without ever being there: nobody said when it got better.
    pub mitigated_at: Option<DateTime<Utc>>,
    /// It began, as far as somebody found out.
    #[serde(default)]
    pub occurred_at: Option<DateTime<Utc>>,
    /// It was first noticed.
    #[serde(default)]
    pub detected_at: Option<DateTime<Utc>>,
    /// Those outside first heard of it.
    #[serde(default)]
    pub told_outside_at: Option<DateTime<Utc>>,
}

impl KeyTimes {
    /// Those of an incident that begins.
    const fn declared(declared_at: DateTime<Utc>) -> Self {
        Self {
            declared_at,
            announced_at: None,
            acknowledged_at: None,
            mitigated_at: None,
            occurred_at: None,
            detected_at: None,
            told_outside_at: None,
        }
    }
}

/// Where an incident can be found. Empty until the deliveries report back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// The announcement.
    pub announcement: Option<MessageRef>,
    /// The incident's own channel.
    pub channel: Option<ChannelId>,
    /// The name that the channel was made with.
    pub channel_name: Option<String>,
    /// The control panel in that channel.
    pub panel: Option<MessageRef>,
    /// The channels that it had before; they are archived.
    #[serde(default)]
    pub former: Vec<ChannelId>,
    /// Who is waiting for the next one.
    #[serde(default)]
    pub awaited_by: Option<UserId>,
}

/// What a command did: the incident afterwards, what is remembered, and what the world is told to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The incident afterwards.
    pub incident: Incident,
    /// What is remembered.
    pub timeline: Vec<TimelineEntry>,
    /// What the world is told to do.
    pub effects: Vec<Effect>,
}

impl Incident {
    /// Why whoever works on it is refused: it is over, or was called off.
    pub fn refuses_changes(&self) -> Option<Refusal> {
        let number = self.number;
        match &self.stage {
            Stage::Closed(_) => Some(Refusal::Closed { number }),
            Stage::Cancelled(_) => {
                let original = self.stage.duplicate_of().filter(|other| !other.is_private);
                let duplicate_of = original.map(|other| other.number);
                Some(Refusal::Cancelled { number, duplicate_of })
            }
            _ => None,
        }
    }

    /// When that was, as far as is known.
    pub fn moment(&self, moment: Moment) -> Option<DateTime<Utc>> {
        let times = &self.key_times;
        match moment {
            Moment::Occurred => times.occurred_at,
            Moment::Detected => times.detected_at,
            Moment::Declared => Some(times.declared_at),
            Moment::Announced => times.announced_at,
            Moment::Acknowledged => times.acknowledged_at,
            Moment::ToldOutside => times.told_outside_at,
            Moment::Mitigated => times.mitigated_at,
            Moment::Resolved => self.stage.resolution().map(|resolution| resolution.resolved_at),
            Moment::Closed => self.stage.closure().map(|closure| closure.closed_at),
        }
    }

    /// Whether the escalation groups were called, for an update or for a commander.
    pub fn has_called_groups(&self) -> bool {
        let for_update = self.update_clock.as_ref().and_then(|clock| clock.escalated);
        for_update.is_some_and(|last| last.to == Escalation::Groups) || self.vacancy.groups_asked_at.is_some()
    }

    /// Whether nobody commands while it is not over for those affected.
    pub const fn wants_a_commander(&self) -> bool {
        self.roles.commander.is_none() && self.stage.owes_updates()
    }
}
