//! Word to stakeholders, and the clock that says when the next one is owed.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::author::Author;
use super::cadence::Cadence;
use super::escalation::{Escalated, Escalation};
use super::id::{MessageRef, SeverityKey};

/// As finely as people choose a time.
pub(super) const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// What people write into the update form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateText {
    /// What happened, in words of the service.
    pub what_happened: String,
    /// Who or what is impacted; empty where nothing was said.
    pub impact: String,
    /// What is being done now; empty where nothing was said.
    pub doing: String,
}

/// What those outside the organisation read: nothing of how the work is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExternalText {
    /// How it is now, for those who use the service.
    pub state: String,
    /// When it is expected to be mended; empty where nothing was said.
    pub expected_fix: String,
    /// What follows, and where to ask; empty where nothing was said.
    pub follow_up: String,
}

/// Who corrected an update, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// Who.
    pub by: Author,
    /// When.
    pub at: DateTime<Utc>,
}

/// An update as it was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// The how-manieth it is, from 1; 0 for one from before they were counted.
    #[serde(default)]
    pub number: u32,
    /// What it says.
    pub text: UpdateText,
    /// What it says to those outside, if anything.
    #[serde(default)]
    pub external: Option<Box<ExternalText>>,
    /// When the next one was promised, which is also when the next reminder comes; `None` where none was.
    pub next_update_at: Option<DateTime<Utc>>,
    /// Who posted it.
    pub posted_by: Author,
    /// When.
    pub posted_at: DateTime<Utc>,
    /// The last correction, if there was one.
    #[serde(default)]
    pub corrected: Option<Box<Corrected>>,
}

/// When the next update is owed, and what was done to be reminded of it. While nothing is owed there is no clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateClock {
    /// When the update is owed.
    pub due_at: DateTime<Utc>,
    /// When people were last reminded of this one.
    pub reminded_at: Option<DateTime<Utc>>,
    /// Until when somebody asked for quiet.
    pub snoozed_until: Option<DateTime<Utc>>,
    /// How often somebody put a reminder off by that.
    #[serde(default)]
    pub snoozes: u32,
    /// When the stakeholders expect it: the time that the last update or *Nothing new* named to them.
    #[serde(default)]
    pub promised_at: Option<DateTime<Utc>>,
    /// Who was last called because it is overdue.
    #[serde(default)]
    pub escalated: Option<Escalated>,
}

impl UpdateClock {
    /// A clock that has just been wound.
    pub const fn due(due_at: DateTime<Utc>) -> Self {
        Self {
            due_at,
            reminded_at: None,
            snoozed_until: None,
            snoozes: 0,
            promised_at: None,
            escalated: None,
        }
    }

    /// A clock that was wound for the time that the stakeholders were just told.
    pub const fn promised(due_at: DateTime<Utc>) -> Self {
        Self { promised_at: Some(due_at), ..Self::due(due_at) }
    }

    /// The same, wound for another time. What was promised stays so.
    #[must_use]
    pub const fn rewound(&self, due_at: DateTime<Utc>) -> Self {
        Self { promised_at: self.promised_at, ..Self::due(due_at) }
    }

    /// Notes that somebody asked for quiet. Answers whether that moves the next reminder; quiet that ends before that comes
    /// uses nothing up. Two who ask for the same at once have asked once.
    pub fn snooze(&mut self, until: DateTime<Utc>) -> bool {
        let before = self.put_off_until();
        self.snoozed_until = Some(until);
        let puts_off = self.put_off_until().is_some();
        let is_another = before.is_none_or(|standing| (until - standing).abs() >= MINUTE);
        self.snoozes += u32::from(puts_off && is_another);
        puts_off || before.is_some()
    }

    /// Until when the quiet that somebody asked for puts the next reminder off; `None` where that comes later anyway.
    pub fn put_off_until(&self) -> Option<DateTime<Utc>> {
        self.snoozed_until.filter(|until| self.reminded_at.is_some() || *until > self.due_at)
    }

    /// When the next reminder is due: when the update is owed, then a cadence after each reminder; a snooze puts off
    /// whichever comes next, and what would disturb people waits. It counts from what was done, not from what was missed,
    /// so downtime gives one reminder.
    pub fn next_reminder_at(&self, cadence: &Cadence) -> DateTime<Utc> {
        cadence.when_loud(match (self.snoozed_until, self.reminded_at) {
            (Some(until), Some(_)) => until,
            (Some(until), None) => until.max(self.due_at),
            (None, Some(reminded_at)) => cadence.next_after(reminded_at),
            (None, None) => self.due_at,
        })
    }
}

/// The last reminder, which shows in its own message what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// When people were reminded.
    pub reminded_at: DateTime<Utc>,
    /// When the update had been owed.
    pub due_at: DateTime<Utc>,
    /// Whom it calls, if the update was overdue.
    #[serde(default)]
    pub escalated: Option<Escalation>,
    /// Where the reminder stands, once it does.
    pub message: Option<MessageRef>,
    /// What became of it, once something did.
    pub answer: Option<ReminderAnswer>,
    /// Whether its message shows that.
    #[serde(default)]
    pub is_shown: bool,
}

/// What became of a reminder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderAnswer {
    /// Who answered it.
    pub by: Author,
    /// How.
    pub how: ReminderOutcome,
}

/// How a reminder was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "was", rename_all = "snake_case")]
pub enum ReminderOutcome {
    /// By an update.
    Updated,
    /// By saying that nothing is new.
    NothingNew {
        /// Whether the reminder has become that word, and it was said nowhere else in the channel.
        #[serde(default)]
        is_the_word: bool,
        /// When the next one is due.
        #[serde(default)]
        next_update_at: Option<DateTime<Utc>>,
    },
    /// By asking for quiet until then.
    Snoozed {
        /// When the next reminder comes.
        until: DateTime<Utc>,
    },
    /// The incident was resolved, so no update is owed any more.
    Resolved,
    /// The incident was closed, which ends whatever was still promised.
    Closed,
    /// The incident was called off.
    Cancelled,
    /// A severity that does not ask for it yet took the place of the one that did.
    Lowered {
        /// Which one.
        to: SeverityKey,
    },
}
