//! What people write down. It can be written also after the end: whoever writes the postmortem still remembers things.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Draft, check};
use crate::incident::{
    Addressed, AttemptOutcome, Effect, Fact, Field, Flaw, Line, Moment, Recovery, Refusal, Stage, StageName,
    Step,
};

/// How long before its declaration something of an incident can have happened.
const LONGEST_BEFORE: TimeDelta = TimeDelta::days(366);

impl Draft<'_> {
    pub(super) fn note(mut self, text: &str) -> Result<Step, Refusal> {
        let text = check::tidy(text);
        check::all([check::required(Field::Note, &text)])?;
        self.record(Fact::Noted { text });
        Ok(self.finish())
    }

    /// Whoever works on it has to know what was decided, so the channel is told.
    pub(super) fn decide(mut self, decision: &str, because: Option<String>) -> Result<Step, Refusal> {
        let decision = check::tidy(decision);
        let because = because.map(|text| check::tidy(&text)).filter(|text| !text.is_empty());
        check::all([
            check::required(Field::Note, &decision),
            because.as_deref().and_then(|text| check::short_enough(Field::Reason, text)),
        ])?;
        self.record(Fact::Decided { decision: decision.clone(), because: because.clone() });
        self.say_in_channel(Line::Decided { by: self.ctx.author(), decision, because });
        Ok(self.finish())
    }

    /// The channel is told, so that nobody tries again what did not help.
    pub(super) fn attempt(
        mut self,
        way: Recovery,
        outcome: AttemptOutcome,
        details: &str,
    ) -> Result<Step, Refusal> {
        let details = check::tidy(details);
        check::all([check::short_enough(Field::Note, &details)])?;
        self.record(Fact::Tried { way, outcome, details: details.clone() });
        self.say_in_channel(Line::Tried { by: self.ctx.author(), way, outcome, details });
        Ok(self.finish())
    }

    /// What was changed is what broke it, more often than not; so the channel is told.
    pub(super) fn note_change(
        mut self,
        text: &str,
        link: Option<String>,
        at: Option<DateTime<Utc>>,
    ) -> Result<Step, Refusal> {
        let text = check::tidy(text);
        let text_flaw = match &link {
            Some(_) => check::short_enough(Field::Note, &text),
            None => check::required(Field::Note, &text),
        };
        let link_flaw = link.as_deref().and_then(|link| check::short_enough(Field::Link, link));
        check::all([text_flaw, link_flaw, at.and_then(|at| self.check_past(at))])?;
        let (by, at) = (self.ctx.author(), at.unwrap_or(self.now()));
        self.record_at(at, Fact::Changed { text: text.clone(), link: link.clone() });
        self.say_in_channel(Line::Changed { by, text, link, at });
        Ok(self.finish())
    }

    pub(super) fn correct(
        mut self,
        entry: &Addressed,
        text: Option<String>,
        at: Option<DateTime<Utc>>,
    ) -> Result<Step, Refusal> {
        if text.is_some() || !is_timed_by_hand(entry.fact.itself()) {
            self.refuse_if_not_open_to_change(entry)?;
        }
        let text = text.map(|text| check::tidy(&text));
        let text_flaw = match (&text, at) {
            (Some(text), _) => check::required(Field::Note, text),
            (None, None) => Some((Field::Note, Flaw::Empty)),
            (None, Some(_)) => None,
        };
        check::all([text_flaw, at.and_then(|at| self.check_past(at))])?;
        match (&entry.fact, at) {
            (Fact::StageChanged { to, .. }, Some(at)) => self.move_entry_into(*to, entry.at, at),
            (Fact::StatusPageUpdated { .. }, Some(at)) => self.move_word_outside(entry.at, at),
            _ => {}
        }
        self.record(Fact::Corrected { entry: entry.position, text, at });
        Ok(self.finish())
    }

    /// What is kept of when it came into its stage follows, as far as it is that change which it is kept of.
    fn move_entry_into(&mut self, stage: StageName, was: DateTime<Utc>, at: DateTime<Utc>) {
        if stage == StageName::Monitoring && is_it(self.incident.key_times.mitigated_at, was) {
            self.incident.key_times.mitigated_at = Some(at);
        }
        if self.incident.stage.name() == stage && is_it(self.incident.stage_since, was) {
            self.incident.stage_since = Some(at);
            self.owe(Effect::RefreshPanel);
        }
    }

    /// That page may be where those outside first heard of it.
    fn move_word_outside(&mut self, was: DateTime<Utc>, at: DateTime<Utc>) {
        let first = &mut self.incident.key_times.told_outside_at;
        if is_it(*first, was) {
            *first = Some(at);
        }
    }

    pub(super) fn strike(mut self, entry: &Addressed, because: Option<String>) -> Result<Step, Refusal> {
        self.refuse_if_not_open_to_change(entry)?;
        let because = check::reason(because)?;
        self.incident.struck.push(entry.position);
        if let Fact::Quoted { message, .. } = &entry.fact {
            // Marked once more, it comes back. Only one entry of a message stands at a time, so the mark is that one's.
            self.incident.kept.retain(|kept| kept.message != *message);
        }
        self.record(Fact::Struck { entry: entry.position, because });
        Ok(self.finish())
    }

    /// The old time stays in the record.
    pub(super) fn set_time(mut self, moment: Moment, at: DateTime<Utc>) -> Result<Step, Refusal> {
        check::all([self.check_past(at)])?;
        let was = self.incident.moment(moment);
        if was == Some(at) {
            return Ok(self.finish());
        }
        self.put_time(moment, at)?;
        self.record_at(at, Fact::TimeSet { moment, at, was });
        if matches!(moment, Moment::Declared | Moment::Resolved | Moment::Closed) {
            self.refresh();
        }
        Ok(self.finish())
    }

    fn put_time(&mut self, moment: Moment, at: DateTime<Utc>) -> Result<(), Refusal> {
        let to_come = Refusal::MomentToCome { number: self.incident.number, moment };
        let times = &mut self.incident.key_times;
        match moment {
            Moment::Occurred => times.occurred_at = Some(at),
            Moment::Detected => times.detected_at = Some(at),
            Moment::Declared => {
                // How long nobody has commanded counts from when people could know of it.
                self.incident.vacancy.since.get_or_insert(times.declared_at);
                times.declared_at = at;
            }
            Moment::Announced => times.announced_at = Some(at),
            Moment::Acknowledged => times.acknowledged_at = Some(at),
            Moment::ToldOutside => times.told_outside_at = Some(at),
            Moment::Mitigated => times.mitigated_at = Some(at),
            Moment::Resolved => self.incident.stage.resolution_mut().ok_or(to_come)?.resolved_at = at,
            Moment::Closed => match &mut self.incident.stage {
                Stage::Closed(closure) => closure.closed_at = at,
                _ => return Err(to_come),
            },
        }
        Ok(())
    }

    pub(super) fn check_past(&self, at: DateTime<Utc>) -> Option<(Field, Flaw)> {
        let earliest = self.incident.key_times.declared_at - LONGEST_BEFORE;
        match at {
            _ if at > self.now() => Some((Field::HappenedAt, Flaw::Ahead)),
            _ if at < earliest => Some((Field::HappenedAt, Flaw::LongAgo)),
            _ => None,
        }
    }

    /// What Firebell recorded by itself happened like that; what was struck is out of the way.
    fn refuse_if_not_open_to_change(&self, entry: &Addressed) -> Result<(), Refusal> {
        let position = entry.position;
        if let Fact::UpdatePosted { .. } | Fact::UpdateCorrected { .. } = &entry.fact {
            return Err(Refusal::IsUpdate { entry: position });
        }
        if !entry.fact.is_worded() {
            return Err(Refusal::NotWorded { entry: position });
        }
        let is_let_go = match &entry.fact {
            Fact::Quoted { message, .. } => {
                !self.incident.kept.iter().any(|kept| kept.is_recorded && kept.message == *message)
            }
            _ => false,
        };
        if entry.is_struck || is_let_go || self.incident.struck.contains(&position) {
            return Err(Refusal::StruckAlready { entry: position });
        }
        Ok(())
    }
}

/// Whether it is of the moment at which somebody said so, and may have happened before.
const fn is_timed_by_hand(fact: &Fact) -> bool {
    matches!(fact, Fact::StageChanged { .. } | Fact::StatusPageUpdated { .. })
}

/// The timeline keeps milliseconds.
fn is_it(known: Option<DateTime<Utc>>, was: DateTime<Utc>) -> bool {
    known.is_some_and(|known| known.timestamp_millis() == was.timestamp_millis())
}
