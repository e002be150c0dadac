//! Which service it is about, once it was declared. Whoever the new one names is added, and nobody is sent away: those who came on
//! account of the old one know something by now.

use super::Draft;
use crate::incident::{ChannelId, Fact, Line, Refusal, Step, UserId};

impl Draft<'_> {
    pub(super) fn change_service(mut self, words: &str) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        let policy = self.ctx.policy;
        let named = policy.services.named(words)?;
        if named.is_of(&self.incident) {
            return Err(Refusal::ServiceAlready { number: self.incident.number, service: named.name });
        }
        let groups = self.incident.groups_to_invite(policy);
        let people = self.incident.people_to_invite(policy);
        // What was called by its name before there was a catalogue is no other service now.
        let is_moved = self.incident.service.is_some()
            && (named.key.is_none()
                || self.incident.listed_service(policy).map(|old| &old.key) != named.key.as_ref());
        let from = self.incident.service.replace(named.name.clone()).filter(|_| is_moved);
        self.incident.service_key = named.key;
        self.incident.moves += u32::from(is_moved);
        self.record(Fact::ServiceChanged { from: from.clone(), to: named.name.clone() });
        self.say_in_channel(Line::ServiceChanged { by: self.ctx.author(), from, to: named.name });
        self.refresh();
        self.invite_others_than(&groups);
        self.invite_people_of_service(people);
        self.tell_whom_it_adds(self.incident.reach(policy).tell_channels.to_vec());
        Ok(self.finish())
    }

    fn invite_people_of_service(&mut self, known: &[UserId]) {
        let wanted = self.incident.people_to_invite(self.ctx.policy);
        let people: Vec<UserId> = wanted.iter().filter(|user| !known.contains(user)).cloned().collect();
        if !people.is_empty() {
            self.call_in(people);
        }
    }

    /// An older version told whom the severity names, and did not keep that.
    pub(super) fn believe_told(&mut self, channels: Vec<ChannelId>) {
        if self.incident.told.is_none() && self.incident.places.channel.is_some() {
            self.incident.told = Some(channels);
        }
    }
}
