//! Which duties are kept apart. Whoever speaks to the stakeholders neither commands nor does the recovery: under pressure,
//! each of these leaves no time for the other.

use std::fmt;

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

/// What the organisation decided about roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRules {
    /// Whether duties are kept apart.
    pub separation: Separation,
}

impl Default for RoleRules {
    fn default() -> Self {
        Self { separation: Separation::Warn }
    }
}

impl Roles {
    /// The duties of `user` from which `role` is to be kept apart; none if they hold it already.
    pub fn kept_apart_from(&self, role: Role, user: &UserId) -> Vec<Role> {
        let apart: &[Role] = match role {
            Role::Communications => &[Role::Commander, Role::Responder],
            Role::Commander | Role::Responder => &[Role::Communications],
            Role::Triage => &[],
        };
        let held = apart.iter().copied().filter(|other| self.holds(*other, user));
        if self.holds(role, user) { Vec::new() } else { held.collect() }
    }
}
