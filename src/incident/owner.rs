//! Who answers for an incident, and who is asked in their stead once they are not there any more.

use super::Incident;
use super::id::UserId;

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

    /// Whether it makes a difference that `user` is not there any more.
    pub fn would_miss(&self, user: &UserId) -> bool {
        let declared_it = *user == self.declared_by && !self.declarer_gone;
        declared_it || self.roles.people().contains(&user)
    }
}
