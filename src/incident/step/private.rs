//! Who knows of a private incident.

use std::mem;

use chrono::{DateTime, Utc};

use super::{Draft, check};
use crate::incident::{
    Address, Asker, ChannelId, Effect, Fact, Gone, Line, MessageRef, Places, Refusal, Step, UserId, Vacancy,
};

impl Draft<'_> {
    /// It gets a private channel, into which come those who work on it and are there; the one that it had is closed. What was
    /// read there was read.
    pub(super) fn make_private(
        mut self,
        because: Option<String>,
        no_members: Vec<Gone>,
    ) -> Result<Step, Refusal> {
        if self.incident.manner.is_private {
            return Err(Refusal::PrivateAlready { number: self.incident.number });
        }
        let because = check::reason(because)?;
        self.incident.manner.is_private = true;
        self.let_in_who_is_there(&no_members);
        let archived = self.incident.archived_channels();
        self.record(Fact::MadePrivate { because });
        self.owe(Effect::OpenChannel);
        self.leave_places_behind();
        self.ask_anew();
        self.withdraw();
        self.have_it_unnamed();
        self.miss_no_members(no_members);
        if !archived.is_empty() {
            self.say_in_channel(Line::StaysArchived { channels: archived });
        }
        Ok(self.finish())
    }

    /// Whoever declared it, unless they are gone; whoever owes its postmortem; and whoever asks for it.
    fn let_in_who_is_there(&mut self, no_members: &[Gone]) {
        let incident = &self.incident;
        let declarer = Some(&incident.declared_by).filter(|_| !incident.declarer_gone);
        let of_postmortem = incident.stage.closure().and_then(|closure| closure.postmortem_owner.as_ref());
        let is_there = |user: &&UserId| !no_members.iter().any(|gone| gone.user == **user);
        let mut members: Vec<UserId> =
            declarer.into_iter().chain(of_postmortem).filter(is_there).cloned().collect();
        if let Asker::Person(asker, _) = &self.ctx.asker {
            members.push(asker.clone());
        }
        self.incident.members.extend(members);
    }

    /// What stands in the channel that it had, nobody presses any more.
    fn leave_places_behind(&mut self) {
        let places = mem::take(&mut self.incident.places);
        self.incident.last_reminder = None;
        self.incident.pleas.clear();
        self.incident.offers.clear();
        let archived_at = mem::take(&mut self.incident.archiving).archived_at;
        self.incident.places =
            Places { announcement: places.announcement, former: places.former, ..Places::default() };
        let Some(channel) = places.channel else { return };
        if archived_at.is_none() {
            self.leave_behind(channel, places.panel);
        } else {
            self.incident.places.former.push(channel);
        }
    }

    /// Has a channel that everybody can find closed, and what it tells of the incident taken out of it; each once.
    pub(super) fn leave_behind(&mut self, channel: ChannelId, panel: Option<MessageRef>) {
        if !self.incident.places.former.contains(&channel) {
            self.incident.places.former.push(channel.clone());
            self.owe(Effect::LeaveBehind { channel, panel });
        }
    }

    /// Whoever comes into its own channel has not read what was asked in the one before.
    fn ask_anew(&mut self) {
        self.incident.vacancy = Vacancy::since(self.now());
        self.incident.stage_nudged_at = None;
        if let Some(clock) = &mut self.incident.update_clock {
            clock.reminded_at = None;
        }
    }

    /// What the bot said of it outside its channel says no more then than that it is private: what is known at once, and then
    /// whatever else is found there.
    fn withdraw(&mut self) {
        self.owe(Effect::RefreshAnnouncement);
        self.refresh_notices();
        let mut addresses: Vec<Address> = Vec::new();
        for mailing in &mut self.incident.mailings {
            mailing.deliveries.retain(|delivery| delivery.to != Address::Channel);
            let corrected = mailing.correct();
            addresses.extend(corrected.into_iter().filter(|to| !addresses.contains(to)).collect::<Vec<_>>());
        }
        for to in addresses {
            self.owe(Effect::RefreshCopies { to });
        }
        let notices = self.incident.notices.iter().map(|notice| notice.channel.clone());
        let told = notices.map(|channel| Address::Stakeholders { channel });
        for from in [Address::Announcement].into_iter().chain(told).collect::<Vec<_>>() {
            self.owe(Effect::TakeBack { from });
        }
    }

    /// Whoever is there again is not missed. Slack's word may come late, when they have left since.
    pub(super) fn member_joined(mut self, user: UserId, at: Option<DateTime<Utc>>) -> Step {
        let attendance = &self.incident.attendance;
        if at.is_some_and(|at| attendance.left_after(&user, at)) {
            return self.finish();
        }
        if let Some(at) = at.filter(|at| !attendance.came_after(&user, *at)) {
            self.incident.attendance.came(std::slice::from_ref(&user), at);
        }
        self.incident.attendance.is_back(&user);
        self.see_again(&user);
        if self.incident.manner.is_private {
            self.incident.attendance.there.insert(user.clone());
            self.incident.members.insert(user);
        }
        self.finish()
    }

    /// Whoever holds a role knows of it as long as they do. Slack's word may come late, when they are there again.
    pub(super) fn member_left(mut self, user: &UserId, at: Option<DateTime<Utc>>) -> Step {
        if !at.is_some_and(|at| self.incident.attendance.came_after(user, at)) {
            self.incident.members.remove(user);
            self.incident.attendance.there.remove(user);
            if let Some(at) = at {
                self.incident.attendance.left(user, at);
            }
        }
        self.finish()
    }
}
