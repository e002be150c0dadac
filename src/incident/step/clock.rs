//! The update clock: what moves it, and what it does when it strikes.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Draft, check};
use crate::incident::cadence::Cadence;
use crate::incident::{
    Effect, Fact, Field, Flaw, Line, Refusal, Reminder, ReminderAnswer, ReminderOutcome, SeverityKey, Step,
    Update, UpdateClock, UpdateText,
};

/// How far ahead an update can be promised.
const FURTHEST_PROMISE: TimeDelta = TimeDelta::days(30);

impl Draft<'_> {
    pub(super) fn post_update(
        mut self,
        text: UpdateText,
        next_update_at: DateTime<Utc>,
    ) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        let text = UpdateText {
            what_happened: check::tidy(&text.what_happened),
            impact: check::tidy(&text.impact),
            doing: check::tidy(&text.doing),
        };
        check::all([
            check::required(Field::WhatHappened, &text.what_happened),
            check::short_enough(Field::Impact, &text.impact),
            check::short_enough(Field::Doing, &text.doing),
            self.check_promise(next_update_at),
        ])?;
        let update = Update { text, next_update_at, posted_by: self.ctx.author(), posted_at: self.now() };
        self.incident.last_update = Some(update.clone());
        self.answer_reminder(ReminderOutcome::Updated);
        self.wind_clock_to(next_update_at);
        self.record(Fact::UpdatePosted { update: update.clone() });
        self.say_to_all(Line::UpdatePosted { update });
        self.refresh();
        Ok(self.finish())
    }

    fn check_promise(&self, next_update_at: DateTime<Utc>) -> Option<(Field, Flaw)> {
        let ahead = next_update_at - self.now();
        let flaw = match ahead {
            _ if ahead <= TimeDelta::zero() => Flaw::Past,
            _ if ahead > FURTHEST_PROMISE => Flaw::TooFar,
            _ => return None,
        };
        Some((Field::NextUpdateAt, flaw))
    }

    pub(super) fn say_nothing_new(mut self) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        self.refuse_if_nothing_owed()?;
        let next_update_at = self.cadence().next_after(self.now());
        self.answer_reminder(ReminderOutcome::NothingNew);
        self.wind_clock_to(next_update_at);
        self.record(Fact::NothingNew { next_update_at });
        self.say_to_all(Line::NothingNew { by: self.ctx.author(), next_update_at });
        self.refresh();
        Ok(self.finish())
    }

    pub(super) fn snooze(mut self, quiet_for: TimeDelta) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        self.refuse_if_nothing_owed()?;
        let longest = self.ctx.policy.longest_snooze;
        if quiet_for < TimeDelta::minutes(1) || quiet_for > longest {
            return Err(Refusal::SnoozeOutOfRange { longest });
        }
        let until = self.now() + quiet_for;
        if let Some(clock) = &mut self.incident.update_clock {
            clock.snoozed_until = Some(until);
        }
        self.answer_reminder(ReminderOutcome::Snoozed { until });
        self.record(Fact::Snoozed { until });
        self.owe(Effect::RefreshPanel);
        Ok(self.finish())
    }

    pub(super) fn remind(mut self) -> Step {
        let now = self.now();
        let due = self.incident.next_reminder_at(self.ctx.policy).is_some_and(|at| at <= now);
        let Some(clock) = self.incident.update_clock.as_mut().filter(|_| due) else { return self.finish() };
        clock.reminded_at = Some(now);
        let was_snoozed = clock.snoozed_until.take().is_some();
        let due_at = clock.due_at;
        self.incident.last_reminder =
            Some(Reminder { reminded_at: now, due_at, message: None, answer: None });
        self.record(Fact::Reminded { due_at });
        self.owe(Effect::Remind);
        if was_snoozed {
            // The panel said until when.
            self.owe(Effect::RefreshPanel);
        }
        self.finish()
    }

    /// A worse severity never puts an update off; a milder one starts its own cadence. The change itself was word
    /// enough for the moment, so either counts from now.
    pub(super) fn rewind_for_severity(&mut self, from: &SeverityKey) {
        let Some(due_before) = self.incident.update_clock.as_ref().map(|clock| clock.due_at) else { return };
        let due_at = self.cadence().next_after(self.now());
        let worse = self.ctx.policy.ladder.is_worse(&self.incident.severity, from);
        let due_at = if worse && due_before > self.now() { due_at.min(due_before) } else { due_at };
        self.wind_clock_to(due_at);
    }

    /// Winds the clock for one cadence from now.
    pub(super) fn wind_clock(&mut self) {
        let due_at = self.cadence().next_after(self.now());
        self.wind_clock_to(due_at);
    }

    fn wind_clock_to(&mut self, due_at: DateTime<Utc>) {
        if self.incident.stage.owes_updates() {
            self.incident.update_clock = Some(UpdateClock::due(due_at));
        }
    }

    /// Notes on the last reminder what became of it, and lets its message show that.
    pub(super) fn answer_reminder(&mut self, how: ReminderOutcome) {
        let by = self.ctx.author();
        let Some(reminder) = &mut self.incident.last_reminder else { return };
        let settled =
            reminder.answer.as_ref().is_some_and(|a| !matches!(a.how, ReminderOutcome::Snoozed { .. }));
        if settled {
            return;
        }
        reminder.answer = Some(ReminderAnswer { by, how });
        self.owe(Effect::RefreshReminder);
    }

    fn cadence(&self) -> &Cadence {
        &self.ctx.policy.ladder.get(&self.incident.severity).cadence
    }

    fn refuse_if_nothing_owed(&self) -> Result<(), Refusal> {
        match self.incident.update_clock {
            Some(_) => Ok(()),
            None => Err(Refusal::NoUpdateOwed { number: self.incident.number }),
        }
    }
}
