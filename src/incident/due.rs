//! What the clock has to do for an incident, and when: reminders, their escalation, the heads-up before, the search for a
//! commander. All of it is derived from the incident and the rules, so nothing is queued and nothing has to be called off.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Asked, Escalation, HEADS_UP_WITHIN, Incident, Policy};

impl Incident {
    /// When the clock has to look next: somebody is to be reminded of an update, asked to command or asked about a stage, or its
    /// channel is to be archived. `None` while
    /// nothing is owed by the clock.
    pub fn next_reminder_at(&self, policy: &Policy) -> Option<DateTime<Utc>> {
        let asking = self.next_asked_to_command(policy).map(|(_, at)| at);
        let nudge = self.next_stage_nudge_at(policy);
        let archiving = self.next_archiving(policy).map(|(_, at)| at);
        let others = [self.next_heads_up_at(policy), asking, nudge, archiving];
        self.next_update_reminder_at(policy).into_iter().chain(others.into_iter().flatten()).min()
    }

    /// Who is asked next to command, and when; `None` while somebody does, and when it is over for those affected. What is
    /// owed by the day disturbs nobody at night.
    pub fn next_asked_to_command(&self, policy: &Policy) -> Option<(Asked, DateTime<Utc>)> {
        if !self.wants_a_commander() {
            return None;
        }
        let severity = policy.ladder.get(&self.severity);
        let target = severity.response_target?;
        let since = self.vacancy.since.unwrap_or(self.key_times.declared_at);
        let (whom, at) = match (self.vacancy.channel_asked_at, self.vacancy.groups_asked_at) {
            (None, _) => (Asked::Channel, since + target),
            (Some(at), None) if !self.groups_to_call(policy).is_empty() => {
                (Asked::Groups, at.max(since) + target)
            }
            _ => return None,
        };
        Some((whom, severity.cadence.when_loud(at)))
    }

    /// When the next reminder is due, by the cadence or because the update has become overdue; `None` while no update
    /// is owed. Whoever asked for quiet has it from both.
    pub fn next_update_reminder_at(&self, policy: &Policy) -> Option<DateTime<Utc>> {
        let clock = self.update_clock.as_ref()?;
        let repeats_at = clock.next_reminder_at(&policy.ladder.get(&self.severity).cadence);
        let escalation = self.next_escalation(policy).filter(|_| clock.snoozed_until.is_none());
        Some(escalation.map_or(repeats_at, |(_, at)| at.min(repeats_at)))
    }

    /// The longest that a reminder can be put off at once.
    pub fn longest_snooze(&self, policy: &Policy) -> TimeDelta {
        policy.ladder.get(&self.severity).longest_snooze.unwrap_or(policy.longest_snooze)
    }

    /// How often it still can, before somebody has to say something; `None` if there is no limit.
    pub fn snoozes_left(&self, policy: &Policy) -> Option<u32> {
        let limit = policy.ladder.get(&self.severity).snoozes?;
        Some(limit.saturating_sub(self.update_clock.as_ref().map_or(0, |clock| clock.snoozes)))
    }

    /// When whoever owes the next update is told in private that it will soon be due. `None` where the severity does not
    /// want it, where it was done, where somebody asked for quiet, and where the last word is too fresh for it.
    pub fn next_heads_up_at(&self, policy: &Policy) -> Option<DateTime<Utc>> {
        let severity = policy.ladder.get(&self.severity);
        let ahead = severity.heads_up?;
        let clock = self.update_clock.as_ref().filter(|clock| clock.reminded_at.is_none())?;
        let at = clock.due_at - ahead;
        let is_given = self.heads_up_for == Some(clock.due_at);
        let is_snoozed = clock.snoozed_until.is_some_and(|until| until > at);
        let is_quiet = [at, clock.due_at].iter().any(|time| severity.cadence.when_loud(*time) != *time);
        let last_word_at = self.last_word_at.unwrap_or(self.key_times.declared_at);
        let is_fresh = clock.due_at - last_word_at < ahead * HEADS_UP_WITHIN;
        (!is_given && !is_snoozed && !is_quiet && !is_fresh).then_some(at)
    }

    /// Who is called next if the update stays away, and when; `None` once all were called, and when it is over for those
    /// affected.
    pub fn next_escalation(&self, policy: &Policy) -> Option<(Escalation, DateTime<Utc>)> {
        let clock = self.update_clock.as_ref().filter(|_| self.stage.owes_updates())?;
        let severity = policy.ladder.get(&self.severity);
        let overdue = severity.overdue.as_ref()?;
        let is_next = |to: &Escalation| clock.escalated.is_none_or(|last| last.to < *to);
        let to = self.escalations(policy).into_iter().find(is_next)?;
        let since = clock.escalated.map_or(clock.due_at, |last| last.at);
        Some((to, severity.cadence.when_loud(overdue.after(since))))
    }

    /// The steps that each call somebody whom the one before did not.
    fn escalations(&self, policy: &Policy) -> Vec<Escalation> {
        let communications = self.roles.communications.as_ref();
        let steps = [
            (Escalation::Communications, communications.is_some()),
            (Escalation::Owner, self.present_owner().is_some_and(|owner| communications != Some(owner))),
            (Escalation::Groups, !self.groups_to_call(policy).is_empty()),
        ];
        steps.into_iter().filter_map(|(step, calls_somebody)| calls_somebody.then_some(step)).collect()
    }

    /// When the update after one at `now` is due, where its author does not say: [`super::Severity::owed_after`] it; once it is
    /// resolved, when one was promised, if that is still to come.
    pub fn next_update_after(&self, policy: &Policy, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.stage.owes_updates() {
            Some(policy.ladder.get(&self.severity).owed_after(now))
        } else {
            self.standing_promise(now)
        }
    }

    /// The promise of an update that stands and has not come due.
    pub(super) fn standing_promise(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.update_clock.as_ref().map(|clock| clock.due_at).filter(|at| *at > now)
    }
}
