//! Calling an incident off, and the link between a duplicate and what it is a duplicate of.
//!
//! The link touches two incidents, and each is saved by itself. The duplicate goes first, and owes the other one the news;
//! whoever is told twice hears it once.

use super::{Draft, check};
use crate::incident::{
    Author, Cancellation, Effect, Fact, Incident, Line, Number, Origin, Other, Position, Refusal,
    ReminderOutcome, Stage, Step, TimelineEntry,
};

impl Draft<'_> {
    pub(super) fn cancel(
        mut self,
        because: Option<String>,
        duplicate_of: Option<Number>,
        merges: bool,
    ) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        let duplicate_of = duplicate_of.map(|asked| self.original(asked)).transpose()?;
        let because = check::reason(because)?;
        let by = self.ctx.author();
        self.answer_reminder(ReminderOutcome::Cancelled);
        self.enter(Stage::Cancelled(Cancellation {
            cancelled_at: self.now(),
            because: because.clone(),
            duplicate_of: duplicate_of.clone(),
        }));
        let number = duplicate_of.as_ref().map(|other| other.number);
        self.record(Fact::Cancelled { because: because.clone(), duplicate_of: number });
        self.say_to_all(Line::Cancelled { by: by.clone(), because, duplicate_of, merges });
        self.retire_pleas();
        self.refresh();
        self.owe(Effect::SetTopic);
        if let Some(to) = number {
            self.link(to, by, merges);
        }
        Ok(self.finish())
    }

    fn link(&mut self, to: Number, by: Author, merges: bool) {
        self.incident.named_in.insert(to);
        if merges {
            self.incident.brought_to.insert(to);
        }
        self.owe(Effect::Link { to, by, merges });
    }

    /// Merged once more, it brings what was recorded since. To one that has become private it is no duplicate any more.
    pub(super) fn merge(mut self, into: Number) -> Result<Step, Refusal> {
        let known = self.incident.stage.duplicate_of().filter(|original| original.number == into);
        if known.is_none_or(|original| original.is_private) {
            return self.cancel(None, Some(into), true);
        }
        if self.incident.manner.is_private {
            return Err(Refusal::PrivateBeside { number: self.incident.number, asked: into });
        }
        self.link(into, self.ctx.author(), true);
        Ok(self.finish())
    }

    /// The incident that this one can be a duplicate of. It has to be open, and is held while that is looked at: so no chain
    /// of duplicates closes to a ring, in which nobody would work on anything.
    fn original(&self, asked: Number) -> Result<Other, Refusal> {
        let number = self.incident.number;
        if asked == number {
            return Err(Refusal::OwnDuplicate { number });
        }
        let found = self.beside.filter(|other| other.number == asked);
        let original = found.ok_or(Refusal::NoSuchOther { asked })?;
        // They would name each other to people who may not know of both.
        if self.incident.manner.is_private || original.manner.is_private {
            return Err(Refusal::PrivateBeside { number, asked });
        }
        if self.incident.manner.is_drill != original.manner.is_drill {
            return Err(Refusal::DrillBeside { number, asked });
        }
        match &original.stage {
            Stage::Cancelled(Cancellation { duplicate_of: Some(other), .. }) => {
                Err(Refusal::DuplicateOfDuplicate { number, asked, original: other.number })
            }
            stage if !stage.is_open() => {
                Err(Refusal::DuplicateOfEnded { number, asked, stage: stage.name() })
            }
            _ => Ok(Other::of(original)),
        }
    }

    /// What calling off did to other things than the stage, before it goes on.
    pub(super) fn take_back_cancelling(&mut self) {
        let Some(cancellation) = self.incident.stage.cancellation() else { return };
        let original = cancellation.duplicate_of.as_ref().map(|other| other.number);
        self.owe(Effect::SetTopic);
        if let Some(from) = original {
            self.owe(Effect::Unlink { from, by: self.ctx.author() });
        }
    }

    /// Told once more, it learns at most which channel the other one has got.
    pub(super) fn duplicate_found(mut self, other: Other, title: String, by: Author, merges: bool) -> Step {
        if self.incident.unnamed.contains(&other.number) {
            return self.finish();
        }
        let known = self.incident.duplicates.iter_mut().find(|known| known.number == other.number);
        match known {
            Some(known) if known.channel == other.channel || other.channel.is_none() => return self.finish(),
            Some(known) => known.channel = other.channel,
            None => {
                self.incident.named_in.insert(other.number);
                self.incident.duplicates.push(other.clone());
                self.record_by(&by, Fact::DuplicateFound { number: other.number });
                self.say_in_channel(Line::DuplicateFound { by, other, title, merges });
            }
        }
        self.owe(Effect::RefreshPanel);
        self.finish()
    }

    pub(super) fn duplicate_gone(mut self, number: Number, by: Author) -> Step {
        let duplicates = &mut self.incident.duplicates;
        let Some(place) = duplicates.iter().position(|known| known.number == number) else {
            return self.finish();
        };
        let other = duplicates.remove(place);
        self.record_by(&by, Fact::DuplicateGone { number });
        self.say_in_channel(Line::DuplicateGone { by, other });
        self.owe(Effect::RefreshPanel);
        self.finish()
    }

    /// The other one may have got its channel only after they were linked.
    pub(super) fn linked(mut self, to: Other) -> Step {
        let Stage::Cancelled(cancellation) = &mut self.incident.stage else { return self.finish() };
        let link = cancellation.duplicate_of.as_mut().filter(|known| known.number == to.number);
        match link {
            // It became private before it heard that this one is its duplicate, and could not tell it so.
            Some(_) if to.is_private => return self.leave_unnamed(to.number),
            Some(known) if *known != to => {
                *known = to;
                self.refresh();
            }
            _ => {}
        }
        self.finish()
    }

    /// Has every incident whose records name this one leave that out.
    pub(super) fn have_it_unnamed(&mut self) {
        for at in self.incident.named_by() {
            self.owe(Effect::Unname { at, whom: self.incident.number });
        }
    }

    /// An incident that is named in the records of this one has become private: from now on it is not, nor wherever this one's
    /// records were brought.
    pub(super) fn leave_unnamed(mut self, whom: Number) -> Step {
        if whom == self.incident.number || !self.incident.unnamed.insert(whom) {
            return self.finish();
        }
        for at in self.incident.brought_to.clone().into_iter().filter(|at| *at != whom) {
            self.owe(Effect::Unname { at, whom });
        }
        self.show_no_link_with(whom);
        self.finish()
    }

    /// What shows the link, shows it no more; where only records name it, that is all. In a channel that is archived, nothing
    /// can be edited.
    fn show_no_link_with(&mut self, whom: Number) {
        let is_duplicate = self.is_no_duplicate_of(whom);
        let duplicates = &mut self.incident.duplicates;
        let had = duplicates.len();
        duplicates.retain(|other| other.number != whom);
        let is_original = duplicates.len() < had;
        if is_duplicate {
            self.owe(Effect::RefreshAnnouncement);
            self.refresh_notices();
        }
        if self.incident.live_channel().is_none() {
            return;
        }
        if is_duplicate {
            self.owe(Effect::SetTopic);
        }
        if is_duplicate || is_original {
            self.owe(Effect::RefreshPanel);
        }
        if is_duplicate || is_original || self.incident.named_in.contains(&whom) {
            self.owe(Effect::TakeBackName { whom });
        }
    }

    /// It stays called off, as a duplicate of a private incident. Answers whether it was one of this.
    fn is_no_duplicate_of(&mut self, whom: Number) -> bool {
        let Stage::Cancelled(cancellation) = &mut self.incident.stage else { return false };
        let original = cancellation.duplicate_of.as_mut().filter(|original| original.number == whom);
        original.map(|original| *original = Other { number: whom, channel: None, is_private: true }).is_some()
    }

    /// Each entry once, whichever way it comes: what another incident had been brought before it was merged keeps its first
    /// origin.
    pub(super) fn bring_in(mut self, from: Number, entries: Vec<(Position, TimelineEntry)>) -> Step {
        for (position, entry) in entries {
            let (origin, fact) = match entry.fact {
                Fact::Brought { origin, fact } => (origin, fact),
                fact => (Origin { incident: from, position }, Box::new(fact)),
            };
            if self.is_new(origin) && !fact.is_about_link() {
                self.timeline.push(TimelineEntry { fact: Fact::Brought { origin, fact }, ..entry });
            }
        }
        self.finish()
    }

    /// Whether that entry has not been seen here; from now on it has.
    fn is_new(&mut self, origin: Origin) -> bool {
        if origin.incident == self.incident.number {
            return false;
        }
        let brought = &mut self.incident.brought;
        match brought.iter_mut().find(|last| last.incident == origin.incident) {
            Some(last) if last.position >= origin.position => false,
            Some(last) => {
                *last = origin;
                true
            }
            None => {
                brought.push(origin);
                true
            }
        }
    }

    fn record_by(&mut self, by: &Author, fact: Fact) {
        let entry = TimelineEntry { author: by.clone(), ..TimelineEntry::now(fact, self.ctx) };
        self.timeline.push(entry);
    }
}

impl Other {
    /// An incident as others see it.
    pub fn of(incident: &Incident) -> Self {
        let is_private = incident.manner.is_private;
        let channel = incident.places.channel.clone().filter(|_| !is_private);
        Self { number: incident.number, channel, is_private }
    }
}
