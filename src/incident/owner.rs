//! Who answers for an incident, and who is asked in their stead once they are not there any more.

use super::id::UserId;
use super::{Escalation, Incident};

impl Incident {
    /// Whether somebody is held to be there no more, since they went while it was over or declared it and went.
    pub fn holds_for_gone(&self, user: &UserId) -> bool {
        self.attendance.misses(user) || (self.declarer_gone && *user == self.declared_by)
    }

    /// Who answers for it: the commander, until then whoever declared it. There is always somebody, on record; whether
    /// they are there to be asked says [`Incident::present_owner`].
    pub fn owner(&self) -> &UserId {
        self.roles.commander.as_ref().unwrap_or(&self.declared_by)
    }

    /// The owner, unless they have left the channel or Slack. A commander who does is no commander any more.
    pub fn present_owner(&self) -> Option<&UserId> {
        self.roles.commander.as_ref().or_else(|| (!self.declarer_gone).then_some(&self.declared_by))
    }

    /// Who is asked for updates: the communications lead, else the owner, else somebody who holds another role. `None`
    /// where nobody of them is left.
    pub fn update_owner(&self) -> Option<&UserId> {
        let lead = self.roles.communications.as_ref();
        lead.or_else(|| self.present_owner()).or_else(|| self.roles.people().into_iter().next())
    }

    /// Whom the last reminder asks first for the update: who is asked for updates, and the owner once those were called in vain.
    pub fn reminded(&self) -> Option<&UserId> {
        let last = self.last_reminder.as_ref().and_then(|reminder| reminder.escalated);
        let owner = self.present_owner().filter(|_| last >= Some(Escalation::Owner));
        owner.or_else(|| self.update_owner())
    }

    /// Who is asked alone where a private incident has no place to ask in: whoever is meant, else the owner, else somebody else,
    /// of those who know of it. `None` where nobody does any more.
    pub fn asked_alone<'a>(&'a self, meant: Option<&'a UserId>) -> Option<&'a UserId> {
        let circle = self.circle();
        let others =
            self.present_owner().into_iter().chain(self.update_owner()).chain(circle.iter().copied());
        meant.into_iter().chain(others).find(|user| circle.contains(user))
    }

    /// Whether it makes a difference that `user` is not there any more.
    pub fn would_miss(&self, user: &UserId) -> bool {
        let declared_it = *user == self.declared_by && !self.declarer_gone;
        declared_it || self.roles.people().contains(&user)
    }
}
