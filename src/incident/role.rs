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

named_choices! {
    /// Why somebody is not there any more.
    Departure {
        /// They left the incident's channel, or were removed from it.
        LeftChannel = "left-channel",
        /// Their account was deactivated.
        Deactivated = "deactivated",
    }
}

/// A person doing the recovery in one area; whoever works in several stands here once for each.
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
        let mut own = self.responders.iter_mut().filter(|known| known.user == responder.user);
        if own.any(|known| responder.area.is_empty() || is_same_area(&known.area, &responder.area)) {
            return Handover::Unchanged;
        }
        let mut own = self.responders.iter_mut().filter(|known| known.user == responder.user);
        match own.find(|known| known.area.is_empty()) {
            Some(unsaid) => unsaid.area = responder.area,
            None => self.responders.push(responder),
        }
        Handover::From(None)
    }

    /// Takes `role` from `user`, for responders in one area or, where it is empty, in all. Answers the areas that they had in
    /// it, for other roles an empty one; none at all if they do not hold it.
    pub(super) fn leave(&mut self, role: Role, user: &UserId, area: &str) -> Vec<String> {
        let place = match role {
            Role::Commander => &mut self.commander,
            Role::Triage => &mut self.triage,
            Role::Communications => &mut self.communications,
            Role::Responder => {
                let leaves = |one: &mut Responder| {
                    one.user == *user && (area.is_empty() || is_same_area(&one.area, area))
                };
                return self.responders.extract_if(.., leaves).map(|one| one.area).collect();
            }
        };
        place.take_if(|holder| holder == user).map(|_| String::new()).into_iter().collect()
    }

    /// The responders, each once with all of their areas, in the order in which they joined.
    pub fn responders_with_areas(&self) -> Vec<(&UserId, Vec<&str>)> {
        let mut people: Vec<(&UserId, Vec<&str>)> = Vec::new();
        for Responder { user, area } in &self.responders {
            let area = Some(area.as_str()).filter(|area| !area.is_empty());
            match people.iter_mut().find(|(known, _)| *known == user) {
                Some((_, areas)) => areas.extend(area),
                None => people.push((user, area.into_iter().collect())),
            }
        }
        people
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

fn is_same_area(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// What giving a role did.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Handover {
    /// The person held it already.
    Unchanged,
    /// The role moved, from this person if anybody had it.
    From(Option<UserId>),
}
