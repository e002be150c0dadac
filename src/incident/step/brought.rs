//! What deliveries bring back: where things stand, and what could not be done.

use chrono::{DateTime, Utc};

use super::Draft;
use crate::incident::{
    Audience, ChannelId, Effect, Errand, Fact, Gone, GroupId, Line, MessageRef, Obstacle, ReminderAnswer,
    Step, UserId,
};

impl Draft<'_> {
    pub(super) fn announced(mut self, message: MessageRef) -> Step {
        if self.incident.places.announcement.is_some() {
            return self.finish();
        }
        self.incident.places.announcement = Some(message);
        self.incident.key_times.announced_at = Some(self.now());
        self.record(Fact::Announced);
        self.finish()
    }

    /// One that was on its way as the incident became private is no channel for it; its own is still to come.
    pub(super) fn channel_opened(mut self, channel: ChannelId, name: String, is_private: bool) -> Step {
        if is_private != self.incident.manner.is_private {
            self.leave_behind(channel, None);
            if self.incident.places.channel.is_none() {
                self.owe(Effect::OpenChannel);
            }
            return self.finish();
        }
        if self.incident.places.channel.is_some() {
            return self.finish();
        }
        self.incident.places.channel = Some(channel);
        self.incident.places.channel_name = Some(name.clone());
        self.record(Fact::ChannelOpened { name });
        self.call_in(self.first_people());
        self.owe(Effect::PostPanel);
        self.owe(Effect::SetTopic);
        self.owe(Effect::RefreshAnnouncement);
        self.reach_everybody();
        self.point_duplicates_here();
        if self.incident.manner.is_private {
            self.say_in_channel(Line::OpenedInPrivate);
        }
        self.finish()
    }

    /// Calls in the groups and tells the stakeholders, who were pointed to the first channel if this is another one. What is
    /// over concerns none of them, until it goes on.
    fn reach_everybody(&mut self) {
        if !self.incident.stage.is_open() {
            self.incident.attendance.is_held_back = true;
            return;
        }
        let is_news = std::mem::take(&mut self.incident.attendance.is_held_back);
        let groups = self.first_groups();
        if self.incident.places.channel.is_some() && !groups.is_empty() {
            self.owe(Effect::InviteGroups { groups });
        }
        if is_news || self.incident.places.former.is_empty() {
            self.tell_stakeholders();
        } else {
            self.refresh_notices();
        }
    }

    /// Those that were linked when it had another channel.
    fn point_duplicates_here(&mut self) {
        if self.incident.places.former.is_empty() {
            return;
        }
        for duplicate in self.incident.duplicates.iter().map(|other| other.number).collect::<Vec<_>>() {
            self.owe(Effect::PointHere { duplicate });
        }
    }

    /// Each of their channels hears of it once, whatever becomes of the severity: when there is a channel to point to, or when
    /// there will be none.
    pub(super) fn tell_stakeholders(&mut self) {
        self.tell(self.incident.channels_to_tell(self.ctx.policy));
    }

    /// Tells those of these channels that were not told yet.
    pub(super) fn tell(&mut self, channels: Vec<ChannelId>) {
        let told = self.incident.told.get_or_insert_default();
        let added: Vec<ChannelId> = channels.into_iter().filter(|channel| !told.contains(channel)).collect();
        told.extend(added.iter().cloned());
        for channel in added {
            self.owe(Effect::Tell { channel });
        }
    }

    /// Those of the severity and the service, and those who were called before there was a channel to come into.
    fn first_groups(&self) -> Vec<GroupId> {
        let policy = self.ctx.policy;
        let mut groups = self.incident.groups_to_invite(policy);
        if self.incident.has_called_groups() {
            let called = self.incident.reach(policy).escalate_to;
            let added: Vec<GroupId> =
                called.iter().filter(|group| !groups.contains(group)).cloned().collect();
            groups.extend(added);
        }
        groups
    }

    /// Whoever declared it first, then those who have taken roles meanwhile or know of it, whoever is waiting for it, who owes its
    /// postmortem, and those of the service while it goes on. Who is gone stays out, and who has left a private one.
    fn first_people(&self) -> Vec<UserId> {
        let circle = self.incident.circle();
        let mut people = vec![&self.incident.declared_by];
        people.retain(|user| !self.incident.manner.is_private || circle.contains(*user));
        let others = self.incident.roles.people().into_iter().chain(&self.incident.members);
        let of_service = self.incident.people_to_invite(self.ctx.policy);
        let of_service = of_service.iter().filter(|_| self.incident.stage.is_open());
        let of_postmortem =
            self.incident.stage.closure().and_then(|closure| closure.postmortem_owner.as_ref());
        let others = others.chain(of_postmortem).chain(&self.incident.places.awaited_by);
        for user in others.chain(of_service) {
            if !people.contains(&user) {
                people.push(user);
            }
        }
        people.retain(|user| !self.incident.holds_for_gone(user));
        people.into_iter().cloned().collect()
    }

    /// Who has a part in it may have left the channel while it was over; and who did not hear of it since it was, does now.
    pub(super) fn call_in_again(&mut self, no_members: &[Gone]) {
        let mut people = self.first_people();
        people.retain(|user| !no_members.iter().any(|gone| gone.user == *user));
        if self.incident.places.channel.is_some() && !people.is_empty() {
            self.call_in(people);
        }
        if self.incident.attendance.is_held_back {
            self.reach_everybody();
        }
    }

    /// Whatever Slack tells late of them, they are there from now on.
    pub(super) fn call_in(&mut self, people: Vec<UserId>) {
        let now = self.now();
        self.incident.attendance.came(&people, now);
        self.owe(Effect::InvitePeople { people });
    }

    /// One that was on its way to a channel which the incident has left is none of it any more.
    pub(super) fn panel_posted(mut self, message: MessageRef) -> Step {
        if self.incident.places.panel.is_none() && self.is_here(&message) {
            self.incident.places.panel = Some(message);
            self.owe(Effect::PinPanel);
        }
        self.finish()
    }

    /// Another one may be due since it was on its way; then that has the buttons.
    pub(super) fn reminder_posted(mut self, message: MessageRef, reminded_at: Option<DateTime<Utc>>) -> Step {
        match self.incident.last_reminder.as_mut().filter(|last| reminded_at == Some(last.reminded_at)) {
            None => self.owe(Effect::RetireReminder { message, answered: None }),
            Some(last) if last.message.is_none() => {
                last.message = Some(message);
                if last.answer.is_some() {
                    self.owe(Effect::RefreshReminder);
                }
            }
            Some(_) => {}
        }
        self.finish()
    }

    pub(super) fn reminder_shown(mut self, message: &MessageRef, answer: &ReminderAnswer) -> Step {
        if let Some(last) = &mut self.incident.last_reminder {
            last.is_shown |= last.message.as_ref() == Some(message) && last.answer.as_ref() == Some(answer);
        }
        self.finish()
    }

    /// Somebody may have come forward since it was on its way.
    pub(super) fn plea_posted(mut self, message: MessageRef) -> Step {
        if self.incident.manner.is_private && self.is_left_behind(&message) {
            self.owe(Effect::RetirePlea { message, commander: None });
            return self.finish();
        }
        self.incident.pleas.push(message);
        if !self.incident.wants_a_commander() {
            self.retire_pleas();
        }
        self.finish()
    }

    pub(super) fn is_here(&self, message: &MessageRef) -> bool {
        self.incident.places.channel.as_ref() == Some(&message.channel)
    }

    /// Whether it was said elsewhere before the incident became private, or before it had its channel.
    fn is_left_behind(&self, message: &MessageRef) -> bool {
        let places = &self.incident.places;
        let is_below_bell = places.announcement.as_ref().is_some_and(|bell| bell.channel == message.channel);
        is_below_bell || places.former.contains(&message.channel) || {
            let here = self.incident.live_channel();
            here.is_some_and(|here| *here != message.channel)
        }
    }

    /// Lets the requests for a commander show that nobody is asked any more.
    pub(super) fn retire_pleas(&mut self) {
        let commander = self.incident.roles.commander.clone();
        for message in std::mem::take(&mut self.incident.pleas) {
            self.owe(Effect::RetirePlea { message, commander: commander.clone() });
        }
    }

    pub(super) fn gave_up(mut self, errand: Errand, why: Obstacle) -> Step {
        self.record(Fact::GaveUp { errand, why: why.clone() });
        if errand == Errand::OpenChannel {
            self.incident.told.get_or_insert_default();
            self.reach_everybody();
            self.owe(Effect::RefreshAnnouncement);
        }
        // A line that could not be said is not answered with another line; and whoever cannot be told in private is
        // reminded in the channel in any case.
        if !matches!(errand, Errand::Say | Errand::HeadsUp) {
            let audience = self.who_hears_of_failing(errand);
            self.owe(Effect::Say { audience, line: Line::GaveUp { errand, why } });
        }
        self.finish()
    }

    /// Those in the channel, also if it is yet to come where the bell or its thread failed: there is no other place then.
    pub(super) fn who_hears_of_failing(&self, errand: Errand) -> Audience {
        match self.incident.live_channel() {
            // Nobody else may hear of it.
            None if self.incident.manner.is_private => Audience::Declarer,
            None if !matches!(errand, Errand::Announce | Errand::Inform) => Audience::Announcement,
            _ => Audience::Channel,
        }
    }
}
