//! What an update should have said: every copy of it is edited, and so is every copy of the external word that it shares with
//! others.
//!
//! External word that an update repeats is sent to nobody who has read it. So whoever corrects it there means what an earlier
//! update brought outside, and what those outside read, the next form and the record have to say the same.

use super::mail::{below, flaws, tidied, tidied_external};
use super::{Draft, check};
use crate::incident::{
    Address, Corrected, Delivery, Effect, ExternalText, Fact, Field, Flaw, Mailing, Notice, Reader, Refusal,
    Step, Update, UpdateText,
};

impl Draft<'_> {
    /// Makes every copy of an update say something else. Copies that still wait go out with the new words alone.
    pub(super) fn correct_update(
        mut self,
        number: u32,
        text: &UpdateText,
        external: Option<Box<ExternalText>>,
    ) -> Result<Step, Refusal> {
        let was = self.incident.mailing(number).ok_or_else(|| self.out_of_hand())?.update.clone();
        let text = tidied(text);
        // Who heard nothing from us cannot be corrected, and who did hear something is not left with nothing.
        let external = external.filter(|_| was.external.is_some()).and_then(|said| tidied_external(&said));
        let is_left_out = was.external.is_some() && external.is_none();
        let left_out = is_left_out.then_some((Field::ExternalState, Flaw::Empty));
        check::all(flaws(&text, external.as_deref()).into_iter().chain([left_out]))?;
        if (&was.text, &was.external) == (&text, &external) {
            return Ok(self.finish());
        }
        let is_reworded = was.external != external;
        let alike = if is_reworded { self.alike(number) } else { vec![number] };
        let copies = if is_reworded { self.copies_anew(&alike)? } else { Vec::new() };
        self.reword(number, &alike, &text, external.as_deref());
        self.correct_on_page(&alike, was.external.as_deref());
        if is_reworded {
            self.tell_anew(number, &alike, copies);
        }
        self.refresh_notices();
        self.owe(Effect::RefreshPanel);
        Ok(self.finish())
    }

    fn out_of_hand(&self) -> Refusal {
        Refusal::UpdateOutOfHand { number: self.incident.number }
    }

    /// The updates in hand that say to those outside what this one does, with nothing else said to them in between.
    fn alike(&self, number: u32) -> Vec<u32> {
        let updates = self.incident.mailings.iter().map(|mailing| &mailing.update);
        let speaking: Vec<&Update> = updates.filter(|update| update.external.is_some()).collect();
        let mut runs = speaking.chunk_by(|one, next| one.external == next.external);
        let run = runs.find(|run| run.iter().any(|update| update.number == number));
        run.into_iter().flatten().map(|update| update.number).collect()
    }

    /// Whether these updates have the last word to those outside.
    fn are_newest_outside(&self, alike: &[u32]) -> bool {
        let last = self.incident.last_external.as_ref();
        last.is_none_or(|last| alike.iter().any(|number| *number >= last.number))
    }

    /// Copies for those outside who read these words where they can be edited no more. Older words are not told after newer ones.
    fn copies_anew(&self, alike: &[u32]) -> Result<Vec<Delivery>, Refusal> {
        if self.incident.manner.is_private {
            return Ok(Vec::new());
        }
        let has_copy = |notice: &&Notice| {
            let to = Address::Stakeholders { channel: notice.channel.clone() };
            let mut mailings = self.incident.mailings.iter();
            mailings.any(|one| alike.contains(&one.update.number) && one.delivery(&to).is_some())
        };
        let outside = self.incident.notices.iter().filter(|notice| notice.reader == Reader::Outside);
        let (reached, others): (Vec<&Notice>, Vec<&Notice>) = outside.partition(has_copy);
        if self.are_newest_outside(alike) {
            return Ok(others.into_iter().map(below).collect());
        }
        let is_out_of_hand = reached.is_empty() && !others.is_empty();
        if is_out_of_hand { Err(self.out_of_hand()) } else { Ok(Vec::new()) }
    }

    /// Puts the words in the place of those that stand there; in the updates beside it, which say the same outside, only these.
    fn reword(&mut self, number: u32, alike: &[u32], text: &UpdateText, external: Option<&ExternalText>) {
        let corrected = Some(Box::new(Corrected { by: self.ctx.author(), at: self.now() }));
        let (mut reworded, mut addresses) = (Vec::new(), Vec::new());
        let is_meant = |mailing: &&mut Mailing| alike.contains(&mailing.update.number);
        for mailing in self.incident.mailings.iter_mut().filter(is_meant) {
            let was = mailing.update.clone();
            let text = if was.number == number { text.clone() } else { was.text };
            mailing.update = Update {
                text,
                external: external.cloned().map(Box::new),
                corrected: corrected.clone(),
                ..was
            };
            reworded.push(mailing.update.clone());
            addresses.extend(mailing.correct());
        }
        for update in reworded {
            self.keep_as_last(&update);
            self.record(Fact::UpdateCorrected { update });
        }
        for to in addresses {
            let refresh = Effect::RefreshCopies { to };
            if !self.effects.contains(&refresh) {
                self.owe(refresh);
            }
        }
    }

    fn keep_as_last(&mut self, update: &Update) {
        let external = self.incident.last_external.as_deref_mut();
        for last in [self.incident.last_update.as_mut(), external].into_iter().flatten() {
            if last.number == update.number {
                *last = update.clone();
            }
        }
    }

    /// Sends these copies of an update that has been corrected. Where it has the last word outside, it is that from now on.
    fn tell_anew(&mut self, number: u32, alike: &[u32], copies: Vec<Delivery>) {
        let is_newest = self.are_newest_outside(alike);
        let mut mailings = self.incident.mailings.iter_mut();
        let Some(mailing) = mailings.find(|mailing| mailing.update.number == number) else { return };
        let update = mailing.update.clone();
        mailing.deliveries.extend(copies.iter().cloned());
        let known = self.incident.last_external.as_ref().and_then(|last| last.external.as_ref());
        if is_newest && known != update.external.as_ref() {
            self.incident.last_external = Some(Box::new(update.clone()));
        }
        for copy in copies.into_iter().filter(|copy| copy.failure.is_none()) {
            self.owe_copy(update.clone(), copy.to, None);
        }
    }
}
