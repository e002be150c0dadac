//! A channel is put away some time after the end. Nothing brings it back but a person in Slack: an incident that goes on gets
//! a new one.

use chrono::{DateTime, Utc};

use super::{Draft, check};
use crate::incident::{
    Address, Archiver, Archiving, ArchivingStep, Asker, Audience, Author, ChannelId, Effect, Fact, Failure,
    Gone, Line, Obstacle, Refusal, Step, TimelineEntry, UserId,
};

impl Draft<'_> {
    pub(super) fn look_after_channel(&mut self) {
        let (now, policy) = (self.now(), self.ctx.policy);
        let due = self.incident.next_archiving(policy).filter(|(_, at)| *at <= now);
        match due.map(|(step, _)| step) {
            None => {}
            Some(ArchivingStep::Tell) => {
                self.incident.archiving.told_at = Some(now);
                if let Some((_, at)) = self.incident.next_archiving(policy) {
                    self.say_in_channel(Line::ToBeArchived { at });
                }
            }
            Some(ArchivingStep::Archive) => {
                self.incident.archiving.asked_at = Some(now);
                self.owe(Effect::ArchiveChannel);
            }
        }
    }

    pub(super) fn channel_archived(
        mut self,
        channel: &ChannelId,
        by: Archiver,
        as_of: Option<DateTime<Utc>>,
    ) -> Step {
        let is_overtaken = self.incident.archiving.has_returned_since(as_of);
        if is_overtaken || self.incident.live_channel() != Some(channel) {
            return self.finish();
        }
        self.incident.archiving.archived_at = Some(self.now());
        let author = match &by {
            Archiver::Person(user) => Author::Person(user.clone()),
            Archiver::Firebell | Archiver::Unknown => Author::Firebell,
        };
        self.record_of(author, Fact::ChannelArchived);
        match by {
            _ if !self.incident.stage.is_open() => {}
            // It was reopened in the very moment.
            Archiver::Firebell => self.move_to_new_channel(),
            _ => {
                let is_private = self.incident.manner.is_private;
                let audience = if is_private { Audience::Declarer } else { Audience::Announcement };
                let line = Line::ArchivedWhileOpen;
                self.owe(Effect::Say { audience, line });
            }
        }
        self.finish()
    }

    /// Somebody wanted it back, so it is not put away once more, unless the incident is still to end.
    pub(super) fn channel_unarchived(
        mut self,
        channel: &ChannelId,
        by: UserId,
        at: Option<DateTime<Utc>>,
    ) -> Step {
        // As long as it was archived, nothing could be taken out of it.
        if self.incident.manner.is_private && self.incident.places.former.contains(channel) {
            self.owe(Effect::LeaveBehind { channel: channel.clone(), panel: None });
        }
        if self.incident.places.channel.as_ref() != Some(channel) {
            return self.finish();
        }
        let archiving = &mut self.incident.archiving;
        archiving.returned_at = archiving.returned_at.max(at);
        if archiving.archived_at.take().is_none() {
            return self.finish();
        }
        if self.incident.stage.is_open() {
            self.incident.archiving.begin_anew();
        } else {
            self.incident.archiving.asked_at = Some(self.now());
        }
        self.record_of(Author::Person(by), Fact::ChannelUnarchived);
        self.say_the_last_update_here();
        self.refresh();
        for whom in self.incident.unnamed.clone() {
            self.owe(Effect::TakeBackName { whom });
        }
        self.finish()
    }

    /// Those in the channel have not read it if it came while nobody could write there.
    fn say_the_last_update_here(&mut self) {
        let Some(mailing) = self.incident.mailings.last_mut() else { return };
        let update = mailing.update.clone();
        let Some(delivery) = mailing.delivery_mut(&Address::Channel) else { return };
        let had_no_place = |failure: &mut Failure| failure.why == Obstacle::NoChannel;
        if let Some(failure) = delivery.failure.take_if(had_no_place) {
            let (to, line) = (Address::Channel, Line::UpdatePosted { update });
            self.owe(Effect::Deliver { to, line, again: failure.earlier });
        }
    }

    /// An incident that goes on wants a place to talk in; where it was, everything stays readable. Answers whether it gets a
    /// new one.
    pub(super) fn go_on_in_channel(&mut self) -> bool {
        let is_moving = self.incident.archiving.archived_at.is_some();
        if is_moving {
            self.move_to_new_channel();
        } else {
            self.incident.archiving.begin_anew();
        }
        is_moving
    }

    /// What goes on in a channel that somebody has archived gets a new one. It was never over, so it is not reopened.
    pub(super) fn move_on(mut self, because: Option<String>, no_members: Vec<Gone>) -> Result<Step, Refusal> {
        if self.incident.archiving.archived_at.is_none() {
            let (number, stage) = (self.incident.number, self.incident.stage.name());
            return Err(Refusal::NotClosed { number, stage });
        }
        if let Some(text) = check::reason(because)? {
            self.record(Fact::Noted { text });
        }
        self.move_to_new_channel();
        let line = Line::MovesOn { by: self.ctx.author() };
        self.owe(Effect::Say { audience: Audience::Announcement, line: line.clone() });
        self.say_in_channel(line);
        self.say_the_last_update_here();
        self.leave_out(&no_members);
        self.miss_no_members(no_members);
        Ok(self.finish())
    }

    /// Nobody is called into a new channel who is no member any more.
    pub(super) fn leave_out(&mut self, no_members: &[Gone]) {
        self.incident.members.retain(|user| !no_members.iter().any(|gone| gone.user == *user));
    }

    fn move_to_new_channel(&mut self) {
        self.incident.archiving = Archiving::default();
        self.incident.attendance.there.clear();
        let places = &mut self.incident.places;
        places.former.extend(places.channel.take());
        (places.channel_name, places.panel) = (None, None);
        if let Asker::Person(user, _) = &self.ctx.asker {
            places.awaited_by = Some(user.clone());
        }
        self.owe(Effect::OpenChannel);
    }

    fn record_of(&mut self, author: Author, fact: Fact) {
        self.timeline.push(TimelineEntry { author, ..TimelineEntry::now(fact, self.ctx) });
    }
}
