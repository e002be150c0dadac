//! Who wears which hat.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::id::UserId;
use super::stage::named_choices;

named_choices! {
    /// The hats that people can wear in an incident.
    Role {
        /// Coordinates, decides, keeps the picture. Exactly one.
        Commander = "commander",
        /// Verifies the impact and routes to the right people.
        Triage = "triage",
        /// Keeps the stakeholders informed.
        Communications = "communications",
        /// Does the recovery; many, each with an area.
        Responder = "responder",
    }
}

/// A person doing the recovery in one area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responder {
    /// Who.
    pub user: UserId,
    /// Where: database, frontend, or any words; empty where nobody said.
    pub area: String,
}

/// Who holds which role now. There cannot be two commanders: there is one place for one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles {
    /// The commander, once somebody is.
    pub commander: Option<UserId>,
    /// The triage engineer.
    pub triage: Option<UserId>,
    /// The communications lead.
    pub communications: Option<UserId>,
    /// The responders, in the order in which they joined.
    pub responders: Vec<Responder>,
}

impl Roles {
    /// Who holds `role`; for responders, the first of them.
    pub fn holder(&self, role: Role) -> Option<&UserId> {
        match role {
            Role::Commander => self.commander.as_ref(),
            Role::Triage => self.triage.as_ref(),
            Role::Communications => self.communications.as_ref(),
            Role::Responder => self.responders.first().map(|r| &r.user),
        }
    }

    /// Whether `user` holds `role`.
    pub fn holds(&self, role: Role, user: &UserId) -> bool {
        match role {
            Role::Responder => self.responders.iter().any(|responder| responder.user == *user),
            _ => self.holder(role) == Some(user),
        }
    }

    /// Gives `role` to `user`. Answers who held it before, or `Unchanged` if nothing changes.
    pub(super) fn give(&mut self, role: Role, user: UserId, area: String) -> Handover {
        let place = match role {
            Role::Commander => &mut self.commander,
            Role::Triage => &mut self.triage,
            Role::Communications => &mut self.communications,
            Role::Responder => return self.join(Responder { user, area }),
        };
        if place.as_ref() == Some(&user) {
            return Handover::Unchanged;
        }
        Handover::From(place.replace(user))
    }

    fn join(&mut self, responder: Responder) -> Handover {
        match self.responders.iter_mut().find(|r| r.user == responder.user) {
            Some(known) if known.area == responder.area || responder.area.is_empty() => Handover::Unchanged,
            Some(known) => {
                known.area = responder.area;
                Handover::From(None)
            }
            None => {
                self.responders.push(responder);
                Handover::From(None)
            }
        }
    }

    /// Takes `role` from `user`. Answers the area that they had in it; `None` if they do not hold it.
    pub(super) fn leave(&mut self, role: Role, user: &UserId) -> Option<String> {
        let place = match role {
            Role::Commander => &mut self.commander,
            Role::Triage => &mut self.triage,
            Role::Communications => &mut self.communications,
            Role::Responder => {
                let at = self.responders.iter().position(|responder| responder.user == *user)?;
                return Some(self.responders.remove(at).area);
            }
        };
        place.take_if(|holder| holder == user).map(|_| String::new())
    }

    /// Everybody who wears a hat, each once, commander first.
    pub fn people(&self) -> Vec<&UserId> {
        let single = [&self.commander, &self.triage, &self.communications].into_iter().flatten();
        let mut people: Vec<&UserId> = Vec::new();
        for user in single.chain(self.responders.iter().map(|r| &r.user)) {
            if !people.contains(&user) {
                people.push(user);
            }
        }
        people
    }
}

/// What giving a role did.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Handover {
    /// The person held it already.
    Unchanged,
    /// The role moved, from this person if anybody had it.
    From(Option<UserId>),
}
