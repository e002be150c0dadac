//! The core: what an incident is and how it changes. Pure and synchronous: no clock, no database, no Slack.
//!
//! Read in this order: [`Incident`] below is everything true of one incident now; [`command`] is what can be asked of
//! it; [`step()`] is the one function that changes it ([`declare()`] is its sibling for an incident that does not exist
//! yet); [`effect`] is what the world is told to do about it; [`timeline`] is what is remembered. The rules come in as a
//! [`Policy`], who asks and when as a [`Context`]. [`cadence`] and [`update`] say when the next update is owed,
//! [`escalation`] what follows if it stays away.

mod author;
pub mod cadence;
pub mod channel_name;
pub mod command;
mod declare;
pub mod duties;
pub mod effect;
pub mod escalation;
pub mod id;
pub mod keep;
pub mod obstacle;
pub mod policy;
pub mod refusal;
pub mod role;
pub mod severity;
pub mod stage;
mod step;
pub mod timeline;
pub mod update;
pub mod vacancy;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use self::author::{Author, Source};
pub use self::command::{Addressed, Command, Declaration, SeenHolder};
pub use self::declare::{declare, declare_from};
pub use self::duties::{Holders, RoleDescription, RoleRules, Separation, Words};
pub use self::effect::{Audience, Effect, Errand, Lane, Line};
pub use self::escalation::{Escalated, Escalation, Overdue};
pub use self::id::{ChannelId, GroupId, MessageRef, Number, SeverityKey, UserId, WorkspaceId};
pub use self::keep::{FileLink, Kept, Mark, Quote};
pub use self::obstacle::Obstacle;
pub use self::policy::{Asker, Context, Policy, Standing};
pub use self::refusal::{Field, Flaw, Refusal};
pub use self::role::{Departure, Holding, Responder, Role, Roles};
pub use self::severity::{AtStageChange, Colour, Ladder, PostmortemRule, Review, Severity};
pub use self::stage::{AttemptOutcome, Closure, Detection, Recovery, Resolution, Stage, StageName};
pub use self::step::{step, tidy};
pub use self::timeline::{Fact, Moment, Position, TimelineEntry, Told, told};
pub use self::update::{Reminder, ReminderAnswer, ReminderOutcome, Update, UpdateClock, UpdateText};
pub use self::vacancy::{Asked, Vacancy};

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
    /// Which service, as named by whoever declared it.
    pub service: Option<String>,
    /// How bad it is.
    pub severity: SeverityKey,
    /// Where it is in its life.
    pub stage: Stage,
    /// Who rang the bell.
    pub declared_by: UserId,
    /// The instants that figures are made from.
    pub key_times: KeyTimes,
    /// Who wears which hat.
    pub roles: Roles,
    /// What was done to find a commander, while nobody commands.
    #[serde(default)]
    pub vacancy: Vacancy,
    /// The last word to stakeholders.
    pub last_update: Option<Update>,
    /// When the stakeholders last heard something, if only that nothing is new.
    #[serde(default)]
    pub last_word_at: Option<DateTime<Utc>>,
    /// When the next word is owed; `None` while none is.
    pub update_clock: Option<UpdateClock>,
    /// The last reminder.
    pub last_reminder: Option<Reminder>,
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
    /// It got better: it last went to Monitoring.
    pub mitigated_at: Option<DateTime<Utc>>,
    /// It began, as far as somebody found out.
    #[serde(default)]
    pub occurred_at: Option<DateTime<Utc>>,
    /// It was first noticed.
    #[serde(default)]
    pub detected_at: Option<DateTime<Utc>>,
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
    /// Who answers for it: the commander, until then whoever declared it. There is always somebody.
    pub fn owner(&self) -> &UserId {
        self.roles.commander.as_ref().unwrap_or(&self.declared_by)
    }

    /// Who is asked for updates: the communications lead, else the owner.
    pub fn update_owner(&self) -> &UserId {
        self.roles.communications.as_ref().unwrap_or_else(|| self.owner())
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
            Moment::Mitigated => times.mitigated_at,
            Moment::Resolved => self.stage.resolution().map(|resolution| resolution.resolved_at),
            Moment::Closed => self.stage.closure().map(|closure| closure.closed_at),
        }
    }

    /// When the clock has to look next: somebody is to be reminded of an update or asked to command. `None` while
    /// nothing is owed by the clock.
    pub fn next_reminder_at(&self, policy: &Policy) -> Option<DateTime<Utc>> {
        let asking = self.next_asked_to_command(policy).map(|(_, at)| at);
        self.next_update_reminder_at(policy).into_iter().chain(asking).min()
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

    /// Who is asked next to command, and when; `None` while somebody does, and when it is over for those affected.
    pub fn next_asked_to_command(&self, policy: &Policy) -> Option<(Asked, DateTime<Utc>)> {
        if !self.wants_a_commander() {
            return None;
        }
        let severity = policy.ladder.get(&self.severity);
        let target = severity.response_target?;
        let since = self.vacancy.since.unwrap_or(self.key_times.declared_at);
        match (self.vacancy.channel_asked_at, self.vacancy.groups_asked_at) {
            (None, _) => Some((Asked::Channel, since + target)),
            (Some(at), None) if !severity.escalate_to.is_empty() => {
                Some((Asked::Groups, at.max(since) + target))
            }
            _ => None,
        }
    }

    /// When the next reminder is due, by the cadence or because the update has become overdue; `None` while no update
    /// is owed. Whoever asked for quiet has it from both.
    pub fn next_update_reminder_at(&self, policy: &Policy) -> Option<DateTime<Utc>> {
        let clock = self.update_clock.as_ref()?;
        let repeats_at = clock.next_reminder_at(&policy.ladder.get(&self.severity).cadence);
        let escalation = self.next_escalation(policy).filter(|_| clock.snoozed_until.is_none());
        Some(escalation.map_or(repeats_at, |(_, at)| at.min(repeats_at)))
    }

    /// Who is called next if the update stays away, and when; `None` once all were called, and when it is over for those
    /// affected.
    pub fn next_escalation(&self, policy: &Policy) -> Option<(Escalation, DateTime<Utc>)> {
        let clock = self.update_clock.as_ref().filter(|_| self.stage.owes_updates())?;
        let severity = policy.ladder.get(&self.severity);
        let overdue = severity.overdue.as_ref()?;
        let is_next = |to: &Escalation| clock.escalated.is_none_or(|last| last.to < *to);
        let to = self.escalations(severity).into_iter().find(is_next)?;
        let since = clock.escalated.map_or(clock.due_at, |last| last.at);
        Some((to, overdue.after(since)))
    }

    /// The steps that each call somebody whom the one before did not.
    fn escalations(&self, severity: &Severity) -> Vec<Escalation> {
        let communications = self.roles.communications.as_ref();
        let steps = [
            (Escalation::Communications, communications.is_some()),
            (Escalation::Owner, communications != Some(self.owner())),
            (Escalation::Groups, !severity.escalate_to.is_empty()),
        ];
        steps.into_iter().filter_map(|(step, calls_somebody)| calls_somebody.then_some(step)).collect()
    }

    /// When the update after one at `now` is due, where its author does not say: a cadence later; once it is resolved, when
    /// one was promised, if that is still to come.
    pub fn next_update_after(&self, policy: &Policy, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.stage.owes_updates() {
            Some(policy.ladder.get(&self.severity).cadence.next_after(now))
        } else {
            self.standing_promise(now)
        }
    }

    /// The promise of an update that stands and has not come due.
    fn standing_promise(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.update_clock.as_ref().map(|clock| clock.due_at).filter(|at| *at > now)
    }
}
