//! Who wears which hat.

use std::fmt;

use arrayvec::ArrayString;
use serde::{Deserialize, Serialize};

use super::duties::Holders;
use super::id::UserId;
use super::stage::named_choices;

/// The longest key of a role that an organisation has added, in bytes.
pub const LONGEST_KEY: usize = 20;

/// The hats that people can wear in an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Role {
    /// Coordinates, decides, keeps the picture. Exactly one.
    Commander,
    /// Verifies the impact and routes to the right people.
    Triage,
    /// Keeps the stakeholders informed.
    Communications,
    /// Does the recovery; many, each with an area.
    Responder,
    /// One that the organisation has added, by its key.
    Own(ArrayString<LONGEST_KEY>),
}

impl Role {
    /// Those that are always there, in the order in which people are asked.
    pub const FOUR: &[Self] = &[Self::Commander, Self::Triage, Self::Communications, Self::Responder];

    /// The name in stored rows, forms, commands and catalogues.
    pub fn key(&self) -> &str {
        match self {
            Self::Commander => "commander",
            Self::Triage => "triage",
            Self::Communications => "communications",
            Self::Responder => "responder",
            Self::Own(key) => key,
        }
    }

    /// The role with this key, in whatever case: one of the four, else one that an organisation may have added. `None` if no
    /// role can have it: a key is made of `a` to `z`, digits and `-`.
    pub fn find(key: &str) -> Option<Self> {
        let key = key.to_ascii_lowercase();
        let is_key = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        if let Some(role) = Self::FOUR.iter().find(|role| role.key() == key) {
            return Some(*role);
        }
        let is_word = !key.is_empty() && key.bytes().all(is_key);
        is_word.then(|| ArrayString::from(&key).ok()).flatten().map(Self::Own)
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.key().to_owned()
    }
}

impl TryFrom<String> for Role {
    type Error = String;

    fn try_from(key: String) -> Result<Self, String> {
        Self::find(&key).ok_or_else(|| format!("no role is called '{key}'"))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// Somebody in a role that the organisation has added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// Which.
    pub role: Role,
    /// Who.
    pub user: UserId,
}

named_choices! {
    /// Why somebody is not there any more.
    Departure {
        /// They left the incident's channel, or were removed from it.
        LeftChannel = "left-channel",
        /// Their account was deactivated.
        Deactivated = "deactivated",
        /// They were a full member and are a guest now; guests answer for nothing.
        BecameGuest = "became-guest",
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
    /// Who holds roles that the organisation has added, in the order in which they took them.
    #[serde(default)]
    pub others: Vec<Holding>,
}

impl Roles {
    /// Who holds `role`; where several do, the first of them.
    pub fn holder(&self, role: Role) -> Option<&UserId> {
        match role {
            Role::Commander => self.commander.as_ref(),
            Role::Triage => self.triage.as_ref(),
            Role::Communications => self.communications.as_ref(),
            Role::Responder => self.responders.first().map(|r| &r.user),
            Role::Own(_) => self.holders(role).next(),
        }
    }

    /// Who holds a role that the organisation has added.
    pub fn holders(&self, role: Role) -> impl Iterator<Item = &UserId> {
        self.others.iter().filter(move |holding| holding.role == role).map(|holding| &holding.user)
    }

    /// What `user` holds.
    pub fn held_by(&self, user: &UserId) -> Vec<Role> {
        let four = Role::FOUR.iter().copied().filter(|role| self.holds(*role, user));
        four.chain(self.others.iter().filter(|one| one.user == *user).map(|one| one.role)).collect()
    }

    /// Whether `user` holds `role`.
    pub fn holds(&self, role: Role, user: &UserId) -> bool {
        match role {
            Role::Responder => self.responders.iter().any(|responder| responder.user == *user),
            Role::Own(_) => self.holders(role).any(|holder| holder == user),
            _ => self.holder(role) == Some(user),
        }
    }

    /// Gives `role` to `user`, beside or instead of others. Answers who held it before, or `Unchanged` if nothing changes.
    pub(super) fn give(&mut self, role: Role, user: UserId, area: String, holders: Holders) -> Handover {
        let place = match role {
            Role::Commander => &mut self.commander,
            Role::Triage => &mut self.triage,
            Role::Communications => &mut self.communications,
            Role::Responder => return self.join(Responder { user, area }),
            Role::Own(_) => return self.hold(role, user, holders),
        };
        if place.as_ref() == Some(&user) {
            return Handover::Unchanged;
        }
        Handover::From(place.replace(user))
    }

    fn hold(&mut self, role: Role, user: UserId, holders: Holders) -> Handover {
        if self.holds(role, &user) {
            return Handover::Unchanged;
        }
        match self.others.iter_mut().find(|one| one.role == role && holders == Holders::One) {
            Some(one) => Handover::From(Some(std::mem::replace(&mut one.user, user))),
            None => {
                self.others.push(Holding { role, user });
                Handover::From(None)
            }
        }
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
            Role::Own(_) => {
                let leaves = |one: &mut Holding| one.role == role && one.user == *user;
                return self.others.extract_if(.., leaves).map(|_| String::new()).collect();
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
        let many = self.responders.iter().map(|r| &r.user).chain(self.others.iter().map(|one| &one.user));
        for user in single.chain(many) {
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
