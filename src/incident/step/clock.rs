//! The update clock: what moves it, and what it does when it strikes. What another severity makes of it is in `rewinding`.

use chrono::{DateTime, TimeDelta, Utc};

use super::mail::{flaws, tidied, tidied_external};
use super::{Draft, check};
use crate::incident::update::MINUTE;
use crate::incident::{
    Asked, Effect, Escalated, Escalation, ExternalText, Fact, Field, Flaw, Line, Refusal, Reminder,
    ReminderAnswer, ReminderOutcome, Severity, Step, Update, UpdateClock, UpdateText, Vacancy,
};

/// How long a reminder is near to what is said after it.
const NEAR: TimeDelta = TimeDelta::hours(1);
/// How far ahead an update can be promised.
const FURTHEST_PROMISE: TimeDelta = TimeDelta::days(30);

impl Draft<'_> {
    pub(super) fn post_update(
        mut self,
        (text, external): (UpdateText, Option<Box<ExternalText>>),
        next_update_at: Option<DateTime<Utc>>,
        offered_at: Option<DateTime<Utc>>,
    ) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        let promised_at = self.promised(next_update_at, offered_at);
        let (text, external) = (tidied(&text), external.and_then(|external| tidied_external(&external)));
        let promise = promised_at.and_then(|at| self.check_promise(at));
        check::all(flaws(&text, external.as_deref()).into_iter().chain([promise]))?;
        let next_update_at = promised_at.or_else(|| self.due_where_nobody_says());
        self.incident.updates_posted += 1;
        let update = Update {
            number: self.incident.updates_posted,
            text,
            external,
            next_update_at,
            posted_by: self.ctx.author(),
            posted_at: self.now(),
            corrected: None,
        };
        self.incident.last_update = Some(update.clone());
        self.answer_reminder(ReminderOutcome::Updated);
        self.promise(next_update_at);
        self.record(Fact::UpdatePosted { update: update.clone() });
        self.mail(update);
        self.refresh();
        Ok(self.finish())
    }

    /// When the author of an update promises another one. The time that a form came with, left as it was, is a promise
    /// while updates are owed and it has not passed while they wrote; once it is resolved, whoever opened the form before meant
    /// nothing by it.
    fn promised(
        &self,
        next_update_at: Option<DateTime<Utc>>,
        offered_at: Option<DateTime<Utc>>,
    ) -> Option<DateTime<Utc>> {
        let is_chosen = |at: &DateTime<Utc>| offered_at.is_none_or(|offered| (*at - offered).abs() >= MINUTE);
        let holds = |at: &DateTime<Utc>| self.incident.stage.owes_updates() && *at > self.now();
        next_update_at.filter(|at| is_chosen(at) || holds(at))
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

    pub(super) fn say_nothing_new(mut self, answers: Option<DateTime<Utc>>) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        self.refuse_if_nothing_owed()?;
        self.refuse_if_answered(answers)?;
        let next_update_at = self.due_where_nobody_says();
        let is_the_word = self.is_reminder_near();
        self.answer_reminder(ReminderOutcome::NothingNew { is_the_word, next_update_at });
        self.promise(next_update_at);
        self.record(Fact::NothingNew { next_update_at });
        let line = Line::NothingNew { by: self.ctx.author(), next_update_at };
        if !is_the_word {
            self.say_in_channel(line.clone());
        }
        self.say_to_others(line);
        self.refresh();
        Ok(self.finish())
    }

    /// Whether the reminder stands where people read, and is not so old that it would have to be looked for: then it says by
    /// itself what it is answered with, and nothing rings once more for no news.
    fn is_reminder_near(&self) -> bool {
        let Some(reminder) = self.incident.last_reminder.as_ref() else { return false };
        let place = reminder.message.as_ref().map(|message| &message.channel);
        let stands_here = place.is_some() && place == self.incident.live_channel();
        stands_here && reminder.answer.is_none() && self.now() - reminder.reminded_at <= NEAR
    }

    pub(super) fn snooze(mut self, quiet_for: TimeDelta) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        self.refuse_if_nothing_owed()?;
        self.refuse_if_snoozed_often()?;
        let (severity, longest) =
            (self.incident.severity.clone(), self.incident.longest_snooze(self.ctx.policy));
        if quiet_for < MINUTE || quiet_for > longest {
            return Err(Refusal::SnoozeOutOfRange { severity, longest });
        }
        let until = self.severity().cadence.quiet_until(self.now(), self.now() + quiet_for);
        if !self.incident.update_clock.as_mut().is_some_and(|clock| clock.snooze(until)) {
            return Ok(self.finish());
        }
        self.answer_reminder(ReminderOutcome::Snoozed { until });
        self.record(Fact::Snoozed { until });
        self.owe(Effect::RefreshPanel);
        Ok(self.finish())
    }

    pub(super) fn look_at_the_clock(mut self) -> Step {
        self.remind();
        self.give_a_heads_up();
        self.ask_for_a_commander();
        self.ask_about_the_stage();
        self.look_after_channel();
        self.finish()
    }

    /// A response target that is new counts from now: it must not ring for everything that is older than it. Nor must the
    /// limit of a stage.
    pub(super) fn follow_settings(mut self) -> Step {
        let next = self.incident.next_asked_to_command(self.ctx.policy);
        if next.is_some_and(|(whom, at)| whom == Asked::Channel && at <= self.now()) {
            self.incident.vacancy = Vacancy::since(self.now());
        }
        if self.incident.next_stage_nudge_at(self.ctx.policy).is_some_and(|at| at <= self.now()) {
            self.incident.stage_nudged_at = Some(self.now());
        }
        self.remind();
        self.give_a_heads_up();
        self.finish()
    }

    /// In private, and once for each update that is owed. One that nobody was there to give in time is left out.
    fn give_a_heads_up(&mut self) {
        let (now, policy) = (self.now(), self.ctx.policy);
        let is_due = self.incident.next_heads_up_at(policy).is_some_and(|at| at <= now);
        let Some(due_at) = self.next_update_at().filter(|_| is_due) else { return };
        self.incident.heads_up_for = Some(due_at);
        // Where nobody is left who could be told, the reminder in the channel follows.
        if let Some(person) = self.incident.update_owner().filter(|_| now < due_at).cloned() {
            self.owe(Effect::HeadsUp { person, due_at });
        }
    }

    fn remind(&mut self) {
        let (now, policy) = (self.now(), self.ctx.policy);
        let due = self.incident.next_update_reminder_at(policy).is_some_and(|at| at <= now);
        let escalation = self.incident.next_escalation(policy).filter(|(_, at)| *at <= now);
        let Some(clock) = self.incident.update_clock.as_mut().filter(|_| due) else { return };
        let escalated = escalation.map(|(to, _)| to);
        let becomes_overdue = escalated.is_some() && clock.escalated.is_none();
        clock.reminded_at = Some(now);
        clock.escalated = escalated.map(|to| Escalated { to, at: now }).or(clock.escalated);
        let was_snoozed = clock.snoozed_until.take().is_some();
        let due_at = clock.due_at;
        if let Some(retiring) = self.incident.last_reminder.take().and_then(retiring) {
            self.owe(retiring);
        }
        self.incident.last_reminder = Some(Reminder {
            reminded_at: now,
            due_at,
            escalated,
            message: None,
            answer: None,
            is_shown: false,
        });
        self.record(Fact::Reminded { due_at, escalated });
        if escalated == Some(Escalation::Groups) {
            self.bring_in_escalation_groups();
        }
        self.owe(Effect::Remind);
        if was_snoozed || becomes_overdue {
            // The panel said until when, or that it was to come.
            self.owe(Effect::RefreshPanel);
        }
    }

    fn ask_for_a_commander(&mut self) {
        let (now, policy) = (self.now(), self.ctx.policy);
        let next = self.incident.next_asked_to_command(policy).filter(|(_, at)| *at <= now);
        let Some((whom, _)) = next else { return };
        self.incident.vacancy.asked(whom, now);
        self.record(Fact::AskedToCommand { whom });
        if whom == Asked::Groups {
            self.bring_in_escalation_groups();
        }
        self.say_in_channel(Line::AskedToCommand { whom });
    }

    /// Once in a stay, however long that lasts and however late the clock is looked at.
    fn ask_about_the_stage(&mut self) {
        let (now, policy) = (self.now(), self.ctx.policy);
        let is_due = self.incident.next_stage_nudge_at(policy).is_some_and(|at| at <= now);
        let over = self.incident.over_limit_at(policy).filter(|_| is_due);
        let (Some((_, limit)), Some(since)) = (over, self.incident.stage_since) else { return };
        let (stage, limit_seconds) = (self.incident.stage.name(), limit.num_seconds());
        self.incident.stage_nudged_at = Some(now);
        self.record(Fact::OverStageLimit { stage, limit_seconds });
        self.say_in_channel(Line::OverStageLimit { stage, since, at: now, limit_seconds });
        self.owe(Effect::RefreshPanel);
    }

    /// Those who are about to be mentioned: a mention is heard by whoever is in the channel.
    fn bring_in_escalation_groups(&mut self) {
        let groups = self.incident.reach(self.ctx.policy).escalate_to.to_vec();
        self.owe(Effect::InviteGroups { groups });
    }

    /// Winds the clock for one cadence from now, unless a time before that was promised.
    pub(super) fn wind_clock(&mut self) {
        let owed_at = self.next_owed_at();
        let next_update_at = self.standing_promise().into_iter().chain(owed_at).min();
        self.set_clock(next_update_at);
    }

    /// Sets the clock to the time that the stakeholders are told, or stops it where they are told none.
    fn promise(&mut self, next_update_at: Option<DateTime<Utc>>) {
        self.incident.update_clock = next_update_at.map(UpdateClock::promised);
    }

    /// Sets the clock to when the next update is owed, or stops it where none is.
    pub(super) fn set_clock(&mut self, next_update_at: Option<DateTime<Utc>>) {
        let clock = self.incident.update_clock.take();
        self.incident.update_clock = next_update_at
            .map(|at| clock.as_ref().map_or_else(|| UpdateClock::due(at), |clock| clock.rewound(at)));
    }

    /// When the update after this moment is due where nobody says.
    fn due_where_nobody_says(&self) -> Option<DateTime<Utc>> {
        self.incident.next_update_after(self.ctx.policy, self.now())
    }

    /// When the next update is owed by itself: a cadence from now, and no more once it is resolved.
    pub(super) fn next_owed_at(&self) -> Option<DateTime<Utc>> {
        self.incident.stage.owes_updates().then(|| self.severity().owed_after(self.now()))
    }

    /// The promise that stands and has not come due.
    pub(super) fn standing_promise(&self) -> Option<DateTime<Utc>> {
        self.incident.standing_promise(self.now())
    }

    /// Notes on the last reminder what became of it, and lets its message show that.
    pub(super) fn answer_reminder(&mut self, how: ReminderOutcome) {
        let by = self.ctx.author();
        let Some(reminder) = &mut self.incident.last_reminder else { return };
        if is_settled(reminder) {
            return;
        }
        reminder.answer = Some(ReminderAnswer { by, how });
        reminder.is_shown = false;
        self.owe(Effect::RefreshReminder);
    }

    pub(super) fn severity(&self) -> &Severity {
        self.ctx.policy.ladder.get(&self.incident.severity)
    }

    /// Refuses an answer to a reminder that was answered already, or that is not the last one.
    fn refuse_if_answered(&self, answers: Option<DateTime<Utc>>) -> Result<(), Refusal> {
        let Some(given_at) = answers else { return Ok(()) };
        let last = self.incident.last_reminder.as_ref();
        match last.filter(|reminder| reminder.reminded_at == given_at && !is_settled(reminder)) {
            Some(_) => Ok(()),
            None => Err(Refusal::ReminderAnswered { number: self.incident.number }),
        }
    }

    fn refuse_if_snoozed_often(&self) -> Result<(), Refusal> {
        match self.incident.snoozes_left(self.ctx.policy) {
            Some(0) => Err(Refusal::SnoozedOften {
                number: self.incident.number,
                severity: self.incident.severity.clone(),
                times: self.incident.update_clock.as_ref().map_or(0, |clock| clock.snoozes),
            }),
            _ => Ok(()),
        }
    }

    fn refuse_if_nothing_owed(&self) -> Result<(), Refusal> {
        match self.incident.update_clock {
            Some(_) => Ok(()),
            None => Err(Refusal::NoUpdateOwed { number: self.incident.number }),
        }
    }
}

/// Whether a reminder needs no answer any more; one that was put off still does.
fn is_settled(reminder: &Reminder) -> bool {
    reminder.answer.as_ref().is_some_and(|answer| !matches!(answer.how, ReminderOutcome::Snoozed { .. }))
}

/// What a reminder owes that another one follows. The next one has its buttons, and its answer is shown now or never: what
/// shows answers looks at the last reminder.
fn retiring(reminder: Reminder) -> Option<Effect> {
    let message = reminder.message.filter(|_| !reminder.is_shown)?;
    Some(Effect::RetireReminder { message, answered: reminder.answer })
}
