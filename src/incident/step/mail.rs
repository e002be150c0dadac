//! Updates to all their addresses: what is owed to each, and where it stands. What they should have said is in `correction`, what
//! did not get there in `undelivered`.

use super::{Draft, check};
use crate::incident::{
    Address, ChannelId, Delivery, Earlier, Effect, ExternalText, Failure, Field, Flaw, Line, Mailing,
    MessageRef, Notice, Reader, Step, Update, UpdateText,
};

impl Draft<'_> {
    /// Sends an update to all its addresses.
    pub(super) fn mail(&mut self, update: Update) {
        self.incident.last_word_at = Some(self.now());
        let outside = self.tell_outside(&update);
        let on_page = self.hand_to_page(update.external.as_deref());
        let deliveries: Vec<Delivery> = self.addresses(&outside);
        for delivery in deliveries.iter().filter(|delivery| delivery.failure.is_none()) {
            self.owe_copy(update.clone(), delivery.to.clone(), None);
        }
        self.incident.mailings.push(Mailing { update, deliveries, on_page });
        self.keep_in_hand();
        self.refresh_notices();
    }

    /// Where an update goes. A channel that could not even be told of the incident is not tried each time; it stands among
    /// the fates, for whoever mends that.
    fn addresses(&self, outside: &[ChannelId]) -> Vec<Delivery> {
        if self.incident.manner.is_private {
            return vec![Delivery::waiting(Address::Channel)];
        }
        let mut deliveries =
            vec![Delivery::waiting(Address::Channel), Delivery::waiting(Address::Announcement)];
        let hears = |notice: &&Notice| notice.reader == Reader::Inside || outside.contains(&notice.channel);
        deliveries.extend(self.incident.notices.iter().filter(hears).map(below));
        deliveries
    }

    /// Notes external word. Answers which channels of those outside it is news to: what they have read already is none, since the
    /// form comes with the last word in it.
    fn tell_outside(&mut self, update: &Update) -> Vec<ChannelId> {
        let Some(words) = &update.external else { return Vec::new() };
        let known = self.incident.last_external.as_ref().and_then(|last| last.external.as_ref());
        if known == Some(words) {
            return self.tell_more_outside();
        }
        self.incident.last_external = Some(Box::new(update.clone()));
        self.tell_more_outside();
        let outside = self.incident.notices.iter().filter(|notice| notice.reader == Reader::Outside);
        outside.map(|notice| notice.channel.clone()).collect()
    }

    /// Tells those outside of the incident whom its severity or its service names and nobody has told. Answers in which channels.
    fn tell_more_outside(&mut self) -> Vec<ChannelId> {
        let mut added = self.incident.external_channels(self.ctx.policy);
        added.retain(|channel| self.incident.notice(channel).is_none());
        for channel in &added {
            self.expect_notice(channel, Reader::Outside);
            self.owe(Effect::Tell { channel: channel.clone() });
        }
        added
    }

    pub(super) fn owe_copy(&mut self, update: Update, to: Address, again: Option<Earlier>) {
        self.owe(Effect::Deliver { to, line: Line::UpdatePosted { update }, again });
    }

    /// Says a line below each notice, and has the notices show what is true now.
    pub(super) fn tell_stakeholders_more(&mut self, line: &Line) {
        for notice in self.incident.notices.clone() {
            if notice.failure.is_none() && is_news_to(notice.reader, line) {
                let to = Address::Stakeholders { channel: notice.channel };
                self.owe(Effect::Deliver { to, line: line.clone(), again: None });
            }
        }
        self.refresh_notices();
    }

    /// Makes the notices in the channels of stakeholders show what is true now.
    pub(super) fn refresh_notices(&mut self) {
        for notice in self.incident.notices.clone() {
            if notice.failure.is_none() {
                self.owe(Effect::RefreshNotice { channel: notice.channel });
            }
        }
    }

    /// A channel that is about to be told.
    pub(super) fn expect_notice(&mut self, channel: &ChannelId, reader: Reader) {
        if self.incident.notice(channel).is_none() {
            let channel = channel.clone();
            self.incident.notices.push(Notice { channel, reader, message: None, failure: None });
        }
    }

    pub(super) fn notice_posted(mut self, message: MessageRef) -> Step {
        // What an older version owed was not expected.
        self.expect_notice(&message.channel, Reader::Inside);
        let to = Address::Stakeholders { channel: message.channel.clone() };
        if let Some(notice) = self.notice(&message.channel.clone()) {
            notice.message = Some(message);
            notice.failure = None;
            self.note_if_outside(&to);
        }
        self.finish()
    }

    pub(super) fn copy_posted(mut self, update: u32, to: &Address, message: MessageRef, shows: u32) -> Step {
        if let Some(delivery) = self.delivery(update, to).filter(|delivery| delivery.message.is_none()) {
            delivery.message = Some(message);
            delivery.shows = shows;
            delivery.failure = None;
            let was_corrected = delivery.is_stale();
            self.show_fates(update);
            self.note_if_outside(to);
            let refresh = Effect::RefreshCopies { to: to.clone() };
            if was_corrected && !self.effects.contains(&refresh) {
                self.owe(refresh);
            }
        }
        self.finish()
    }

    /// Those outside have heard of it once the first word has reached some of them, not while it is on its way.
    fn note_if_outside(&mut self, to: &Address) {
        if self.incident.reader(to) == Reader::Outside {
            let now = self.now();
            self.incident.key_times.told_outside_at.get_or_insert(now);
        }
    }

    pub(super) fn copies_shown(mut self, to: &Address, shown: &[(u32, u32)]) -> Step {
        for (update, revision) in shown {
            if let Some(delivery) = self.delivery(*update, to) {
                delivery.shows = delivery.shows.max(*revision);
                if !delivery.is_stale() && delivery.failure.take().is_some() {
                    self.show_fates(*update);
                }
            }
        }
        self.finish()
    }

    /// Has the copy in the incident's channel show what became of the others.
    pub(super) fn show_fates(&mut self, update: u32) {
        if self.incident.mailing(update).is_some_and(Mailing::has_fates_to_show) {
            self.edit_in_channel(update);
        }
    }

    /// Has the copy in the incident's channel show what is true now.
    pub(super) fn edit_in_channel(&mut self, update: u32) {
        if let Some(delivery) = self.delivery(update, &Address::Channel) {
            delivery.wanted += 1;
            if delivery.message.is_some() {
                self.owe(Effect::RefreshCopies { to: Address::Channel });
            }
        }
    }

    pub(super) fn notice(&mut self, channel: &ChannelId) -> Option<&mut Notice> {
        self.incident.notices.iter_mut().find(|notice| notice.channel == *channel)
    }

    fn delivery(&mut self, update: u32, to: &Address) -> Option<&mut Delivery> {
        let mut mailings = self.incident.mailings.iter_mut();
        mailings.find(|mailing| mailing.update.number == update)?.delivery_mut(to)
    }
}

/// The copy of an update that is to stand below a notice.
pub(super) fn below(notice: &Notice) -> Delivery {
    let failure = notice.failure.as_ref().map(|known| Failure { why: known.why.clone(), earlier: None });
    let to = Address::Stakeholders { channel: notice.channel.clone() };
    Delivery { failure, ..Delivery::waiting(to) }
}

/// Those outside hear what they were told of and how it ends, not how the work goes on.
const fn is_news_to(reader: Reader, line: &Line) -> bool {
    match reader {
        Reader::Inside => true,
        Reader::Outside => !matches!(line, Line::NothingNew { .. } | Line::Closed { .. }),
    }
}

pub(super) fn tidied(text: &UpdateText) -> UpdateText {
    UpdateText {
        what_happened: check::tidy(&text.what_happened),
        impact: check::tidy(&text.impact),
        doing: check::tidy(&text.doing),
    }
}

/// External word as it will be kept; `None` where nothing was said.
pub(super) fn tidied_external(text: &ExternalText) -> Option<Box<ExternalText>> {
    let text = ExternalText {
        state: check::tidy(&text.state),
        expected_fix: check::tidy(&text.expected_fix),
        follow_up: check::tidy(&text.follow_up),
    };
    let is_said = [&text.state, &text.expected_fix, &text.follow_up].iter().any(|words| !words.is_empty());
    is_said.then(|| Box::new(text))
}

/// What is wrong with the words of an update.
pub(super) fn flaws(text: &UpdateText, external: Option<&ExternalText>) -> Vec<Option<(Field, Flaw)>> {
    let mut flaws = vec![
        check::required(Field::WhatHappened, &text.what_happened),
        check::short_enough(Field::Impact, &text.impact),
        check::short_enough(Field::Doing, &text.doing),
    ];
    if let Some(external) = external {
        flaws.push(check::required(Field::ExternalState, &external.state));
        flaws.push(check::short_enough(Field::ExpectedFix, &external.expected_fix));
        flaws.push(check::short_enough(Field::FollowUp, &external.follow_up));
    }
    flaws
}
