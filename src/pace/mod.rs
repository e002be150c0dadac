//! How fast Slack may be called, and what comes first when that is not fast enough. Pure: no clock, no database.
//!
//! `toll` says how important each effect is and what its calls spend; `budget` holds Slack's limits and, for each, when it
//! was spent; `ledger` puts them together and decides who may go. The store keeps the ledger, so that whoever shares the
//! database shares what is spent and what was learned.

mod budget;
mod ledger;
#[cfg(test)]
mod tests;
mod toll;

pub use self::budget::{Account, Budget, Limit};
pub use self::ledger::{Ledger, Round};
pub use self::toll::{INVITED_AT_ONCE, Importance, Toll};

/// Whether to keep to Slack's limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// As Slack publishes them.
    Slack,
    /// As fast as can be, for a Slack that has none.
    Unlimited,
}
