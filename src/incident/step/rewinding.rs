//! The update clock under another severity: what stays due, what is taken off, and what was promised.

use chrono::{DateTime, Utc};

use super::Draft;
use crate::incident::{ReminderOutcome, SeverityKey};

impl Draft<'_> {
    /// A worse severity puts nothing off: what is due stays due, and is overdue as soon as the worse one says so. A milder
    /// one starts its own cadence, unless it would have asked by now as well, or the stakeholders were told a time: they do not
    /// hear of the change, and expect word then. Of what is not due yet, the change itself was word enough for the moment, so
    /// either counts from now. What was promised once it was resolved has no cadence.
    pub(super) fn rewind_for_severity(&mut self, from: &SeverityKey) {
        let Some(owed_at) = self.next_owed_at() else { return };
        let worse = self.ctx.policy.ladder.is_worse(&self.incident.severity, from);
        let (now, promised_at) = (self.now(), self.promised_at());
        let is_promise_due = promised_at.is_some_and(|at| at <= now);
        let would_ask = worse || is_promise_due || self.asks_by_now();
        if let Some(clock) =
            self.incident.update_clock.as_mut().filter(|clock| clock.due_at <= now && would_ask)
        {
            // Quiet was asked for by what the incident was before.
            clock.snoozed_until =
                clock.snoozed_until.map(|until| if worse { until.min(owed_at) } else { until });
            return;
        }
        if !worse {
            self.answer_reminder(ReminderOutcome::Lowered { to: self.incident.severity.clone() });
        }
        let sooner = self.standing_promise().map_or(owed_at, |at| at.min(owed_at));
        self.set_clock(Some(if worse { sooner } else { promised_at.unwrap_or(owed_at) }));
    }

    /// When the stakeholders expect word, where somebody told them a time that has not passed while another one was due.
    fn promised_at(&self) -> Option<DateTime<Utc>> {
        let clock = self.incident.update_clock.as_ref()?;
        clock.promised_at.filter(|at| *at > self.now() || clock.due_at <= self.now())
    }

    /// Whether an update would be due where this had been the severity since the last word.
    fn asks_by_now(&self) -> bool {
        let last_word_at = self.incident.last_word_at.unwrap_or(self.incident.key_times.declared_at);
        self.severity().owed_after(last_word_at) <= self.now()
    }
}
