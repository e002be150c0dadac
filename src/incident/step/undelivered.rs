//! Copies of updates that did not get to their addresses: how that is noted and said, and how they are tried once more.

use super::Draft;
use crate::incident::{
    Address, Audience, ChannelId, Delivery, Earlier, Effect, Errand, Fact, Failure, Line, Mailing, Obstacle,
    Offer, OfferEnd, Parcel, Refusal, Step,
};

impl Draft<'_> {
    /// Notes what was given up with its way to try again. What has no place to go is only noted.
    pub(super) fn undelivered(
        mut self,
        what: &Parcel,
        errand: Errand,
        earlier: Earlier,
        why: &Obstacle,
    ) -> Step {
        let failure = Failure { why: why.clone(), earlier: Some(earlier) };
        let failed = match what {
            Parcel::Notice { channel } => self.notice_failed(channel, &failure),
            Parcel::Copy { update, to } => {
                self.copies_failed(to, &failure, |one| one.update.number == *update)
            }
            // Where the fates are shown, showing them would fail again.
            Parcel::Corrections { to: Address::Channel } => {
                self.corrections_failed(&Address::Channel, &failure);
                Vec::new()
            }
            Parcel::Corrections { to } => self.corrections_failed(to, &failure),
        };
        for update in failed {
            self.show_fates(update);
        }
        if *why == Obstacle::NoChannel {
            self.tell_that_nobody_reads(what);
            return self.finish();
        }
        self.record(Fact::GaveUp { errand, why: why.clone() });
        // Who cannot be spoken to in the channel is not told there either.
        if errand != Errand::Say {
            self.say_that_it_failed(what, errand, why);
        }
        self.finish()
    }

    /// Others read it below the announcement, unless the incident is private.
    fn tell_that_nobody_reads(&mut self, what: &Parcel) {
        let Parcel::Copy { update, to: Address::Channel } = what else { return };
        let private = self.incident.mailing(*update).filter(|_| self.incident.manner.is_private);
        if let Some(by) = private.map(|mailing| mailing.update.posted_by.clone()) {
            self.owe(Effect::Say { audience: Audience::Declarer, line: Line::ReadByNobody { by } });
        }
    }

    fn say_that_it_failed(&mut self, what: &Parcel, errand: Errand, why: &Obstacle) {
        let to = match what {
            Parcel::Notice { channel } => Address::Stakeholders { channel: channel.clone() },
            Parcel::Copy { to, .. } | Parcel::Corrections { to } => to.clone(),
        };
        let audience = self.who_hears_of_failing(errand);
        let line = Line::Undelivered { errand, why: why.clone(), to };
        self.owe(Effect::Say { audience, line });
    }

    /// What it offers may have got there since the line was owed; and of several, the last one has the button.
    /// A line that was on its way as the incident became private stands outside and is withdrawn as everything there.
    pub(super) fn offer_posted(mut self, offer: Offer) -> Step {
        if self.incident.manner.is_private && !self.is_here(&offer.message) {
            return self.finish();
        }
        let offers = std::mem::take(&mut self.incident.offers);
        let (before, others) = offers.into_iter().partition(|one: &Offer| one.to == offer.to);
        self.incident.offers = others;
        self.retire_offers(before, OfferEnd::Repeated);
        self.incident.offers.push(offer);
        self.finish()
    }

    /// Has the lines that offer to try again what has got there since say so.
    pub(super) fn end_offers(&mut self) {
        let offers = std::mem::take(&mut self.incident.offers);
        let has_got_everything = |offer: &Offer| self.incident.has_got_everything(&offer.to);
        let (ended, open) = offers.into_iter().partition(has_got_everything);
        self.incident.offers = open;
        self.retire_offers(ended, OfferEnd::Delivered);
    }

    fn retire_offers(&mut self, offers: Vec<Offer>, end: OfferEnd) {
        for offer in offers {
            self.owe(Effect::RetireOffer { offer, end });
        }
    }

    /// With the notice, all copies fail that were to stand below it. Answers of which updates.
    fn notice_failed(&mut self, channel: &ChannelId, failure: &Failure) -> Vec<u32> {
        if let Some(notice) = self.notice(channel) {
            notice.failure = Some(failure.clone());
        }
        let to = Address::Stakeholders { channel: channel.clone() };
        let untried = Failure { earlier: None, ..failure.clone() };
        self.copies_failed(&to, &untried, |_| true)
    }

    fn copies_failed(
        &mut self,
        to: &Address,
        failure: &Failure,
        is_meant: impl Fn(&Mailing) -> bool,
    ) -> Vec<u32> {
        self.note_failure(to, failure, |mailing, delivery| is_meant(mailing) && delivery.message.is_none())
    }

    fn corrections_failed(&mut self, to: &Address, failure: &Failure) -> Vec<u32> {
        self.note_failure(to, failure, |_, delivery| delivery.is_stale())
    }

    fn note_failure(
        &mut self,
        to: &Address,
        failure: &Failure,
        is_meant: impl Fn(&Mailing, &Delivery) -> bool,
    ) -> Vec<u32> {
        let mut failed = Vec::new();
        for mailing in &mut self.incident.mailings {
            if mailing.delivery(to).is_none_or(|delivery| !is_meant(mailing, delivery)) {
                continue;
            }
            failed.push(mailing.update.number);
            if let Some(delivery) = mailing.delivery_mut(to) {
                delivery.failure = Some(failure.clone());
            }
        }
        failed
    }

    /// Tries once more, at one address alone, whatever was given up there.
    pub(super) fn redeliver(mut self, to: &Address) -> Result<Step, Refusal> {
        if self.incident.manner.is_private && *to != Address::Channel {
            return Err(Refusal::RetryInPrivate { number: self.incident.number });
        }
        let told_again = match to {
            Address::Stakeholders { channel } => self.tell_again(channel),
            _ => false,
        };
        let mut tried = Vec::new();
        for mailing in &mut self.incident.mailings {
            let update = mailing.update.clone();
            if let Some(delivery) = mailing.delivery_mut(to)
                && let Some(failure) = delivery.failure.take()
            {
                tried.push((update, failure.earlier, delivery.message.is_some()));
            }
        }
        if tried.is_empty() && !told_again {
            return Err(Refusal::NothingToRetry { number: self.incident.number });
        }
        for (update, earlier, is_there) in tried {
            let number = update.number;
            if is_there {
                self.owe(Effect::RefreshCopies { to: to.clone() });
            } else {
                self.owe_copy(update, to.clone(), earlier);
            }
            self.show_fates(number);
        }
        Ok(self.finish())
    }

    fn tell_again(&mut self, channel: &ChannelId) -> bool {
        let Some(failure) = self.notice(channel).and_then(|notice| notice.failure.take()) else {
            return false;
        };
        self.owe(Effect::TellAgain { channel: channel.clone(), again: failure.earlier });
        true
    }
}
