//! What people write down. It can be written also after the end: whoever writes the postmortem still remembers things.

use super::{Draft, check};
use crate::incident::{AttemptOutcome, Fact, Field, Line, Recovery, Refusal, Step};

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
}
