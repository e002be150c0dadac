//! Which roles there are, and which duties are kept apart. Whoever speaks to the stakeholders neither commands nor does the recovery: under pressure,
//! each of these leaves no time for the other.

use serde::{Deserialize, Serialize};

use super::id::UserId;
use super::role::{Role, Roles};
use super::stage::named_choices;

named_choices! {
    /// What happens when one person would hold duties that are kept apart.
    Separation {
        /// It is refused.
        Enforce = "enforce",
        /// It is asked about once, and recorded.
        Warn = "warn",
        /// Nothing.
        Off = "off",
    }
}

named_choices! {
    /// How many hold a role at a time.
    Holders {
        /// One; whoever takes it takes it over.
        One = "one",
        /// As many as like to.
        Several = "several",
    }
}

/// What the organisation decided about roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRules {
    /// Whether duties are kept apart.
    pub separation: Separation,
    /// The roles that it has added, and those of the four that it has words of its own for.
    pub described: Vec<RoleDescription>,
}

/// What an organisation says of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleDescription {
    /// Which.
    pub role: Role,
    /// How many hold it.
    pub holders: Holders,
    /// What it is called.
    pub name: Words,
    /// What it asks of its new holder, in lines.
    pub instructions: Words,
}

/// Words in both languages; where one is missing, the other serves for both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// In English.
    pub english: Option<String>,
    /// In Korean.
    pub korean: Option<String>,
}

impl Default for RoleRules {
    fn default() -> Self {
        Self { separation: Separation::Warn, described: Vec::new() }
    }
}

impl RoleRules {
    /// Every role there is, the four first.
    pub fn all(&self) -> impl Iterator<Item = Role> {
        let own = self.described.iter().map(|described| described.role);
        Role::FOUR.iter().copied().chain(own.filter(|role| matches!(role, Role::Own(_))))
    }

    /// What the organisation says of a role, if it says anything.
    pub fn describe(&self, role: Role) -> Option<&RoleDescription> {
        self.described.iter().find(|described| described.role == role)
    }

    /// How many hold a role.
    pub fn holders(&self, role: Role) -> Holders {
        match role {
            Role::Responder => Holders::Several,
            Role::Own(_) => self.describe(role).map_or(Holders::One, |described| described.holders),
            _ => Holders::One,
        }
    }
}

impl Roles {
    /// The duties of `user` from which `role` is to be kept apart; none if they hold it already.
    pub fn kept_apart_from(&self, role: Role, user: &UserId) -> Vec<Role> {
        let apart: &[Role] = match role {
            Role::Communications => &[Role::Commander, Role::Responder],
            Role::Commander | Role::Responder => &[Role::Communications],
            Role::Triage | Role::Own(_) => &[],
        };
        let held = apart.iter().copied().filter(|other| self.holds(*other, user));
        if self.holds(role, user) { Vec::new() } else { held.collect() }
    }
}
