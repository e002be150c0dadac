//! Holds the three accounts against each other. Pure: what it reads is all there.
//!
//! `declared` looks at numbers and declarations, `recorded` at what people did, `standing` at each incident's places in Slack,
//! `said` and `shared` at what was posted there, `owed` at the update clock, `copied` at what a power cut would have left.

pub mod copied;
mod declared;
pub mod owed;
mod recorded;
mod said;
mod shared;
mod standing;
#[cfg(test)]
mod tests;

use std::fmt;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use firebell::incident::Policy;
use firebell::language::Language;
use firebell::slack::views::Voice;
use slack_sandbox::State;

use crate::database::Database;
use crate::site::Ended;
use crate::stage::COMMAND;
use crate::told::Told;

/// The three accounts of what happened, and what has to be known to judge them.
#[derive(Debug)]
pub struct Accounts {
    /// What people were told, after a second look.
    pub told: Vec<Told>,
    /// What the database holds.
    pub database: Database,
    /// What stands in the workspace.
    pub slack: State,
    /// When what was down.
    pub outages: Vec<Ended>,
    /// The rules that were in force.
    pub policy: Policy,
    /// When the accounts were taken.
    pub taken_at: DateTime<Utc>,
}

/// Something that is not as it was promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Of which kind.
    pub fault: Kind,
    /// About which incident, if it is about one.
    pub number: Option<i64>,
    /// From which step, if it is known.
    pub step: Option<usize>,
    /// What was seen.
    pub seen: String,
}

/// The kinds of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something that was promised is not there.
    Lost,
    /// Something is there more often than once.
    Duplicated,
    /// Two accounts of one thing differ, or something was begun and not ended.
    HalfDone,
    /// Something came before what it follows, or shows what is not true any more.
    OutOfOrder,
}

impl Finding {
    /// About an incident.
    pub fn about(fault: Kind, number: i64, seen: impl Into<String>) -> Self {
        Self { fault, number: Some(number), step: None, seen: seen.into() }
    }

    /// About no incident in particular.
    pub fn of(fault: Kind, seen: impl Into<String>) -> Self {
        Self { fault, number: None, step: None, seen: seen.into() }
    }

    /// From this step.
    #[must_use]
    pub fn at(mut self, step: usize) -> Self {
        self.step = Some(step);
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.fault)?;
        if let Some(number) = self.number {
            write!(f, ", INC-{number}")?;
        }
        if let Some(step) = self.step {
            write!(f, ", step {step}")?;
        }
        write!(f, ": {}", self.seen)
    }
}

/// Everything in which the accounts differ from each other or from what was promised.
pub fn compare(accounts: &Accounts) -> Vec<Finding> {
    let mut findings = declared::check(accounts);
    findings.extend(recorded::check(accounts));
    findings.extend(standing::check(accounts));
    findings.extend(said::check(accounts));
    findings.extend(shared::check(accounts));
    findings.extend(owed::check(accounts));
    findings.extend(left_over(&accounts.database));
    findings
}

/// What was given up is lost, and what is still owed is half done.
fn left_over(database: &Database) -> Vec<Finding> {
    let finding = |work: &crate::database::Work| {
        let fault = if work.state == "owed" { Kind::HalfDone } else { Kind::Lost };
        let seen =
            format!("{} is {} after {} tries: {}", work.errand, work.state, work.attempts, work.last_error);
        Finding::about(fault, work.number, seen)
    };
    database.outbox.iter().map(finding).collect()
}

impl Accounts {
    /// How Firebell speaks here.
    pub fn voice(&self) -> Voice<'_> {
        Voice { language: Language::English, zone: Tz::UTC, policy: &self.policy, command: COMMAND }
    }
}

/// As many of a kind as too many or too few are there.
fn counted(number: i64, what: &str, seen: usize) -> Option<Finding> {
    match seen {
        0 => Some(Finding::about(Kind::Lost, number, format!("it has no {what}"))),
        1 => None,
        many => Some(Finding::about(Kind::Duplicated, number, format!("it has {many} × {what}"))),
    }
}
