//! All budgets of a workspace, and who may spend them.
//!
//! Work can start as soon as it is born, if there is room and nobody stands in line. Once somebody had to wait, everybody
//! does, for as long as it takes: then the line decides, which knows all who wait and lets the most important go first.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::budget::{Account, Budget, LINE_IS_CALLED_FOR};
use super::toll::Toll;

/// What was spent of every budget of a workspace, as far as it still counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ledger(BTreeMap<Budget, Account>);

impl Ledger {
    /// Has work pay that comes new. Answers whether it may go; if not, it has to stand in line.
    pub fn pay(&mut self, toll: &Toll, now: DateTime<Utc>) -> bool {
        self.look(now);
        let has_to_wait = |(budget, times): &(&Budget, usize)| {
            self.has_a_line(budget) || self.opens_at(budget, *times, now) > now
        };
        let lacking: Vec<(Budget, usize)> =
            toll.parts().filter(has_to_wait).map(|(budget, times)| (budget.clone(), times)).collect();
        for (budget, times) in &lacking {
            self.line_up(budget, *times, now);
        }
        if lacking.is_empty() {
            self.spend(toll, now);
        }
        lacking.is_empty()
    }

    /// Gives back what was spent at `at` for something that will not be done now.
    pub fn give_back(&mut self, toll: &Toll, at: DateTime<Utc>) {
        for (budget, times) in toll.parts() {
            self.account(budget).give_back(budget.limit(), times, at);
        }
    }

    /// Slack wants no more of a budget for so long.
    pub fn close(&mut self, budget: &Budget, now: DateTime<Utc>, span: Duration) {
        self.look(now);
        self.account(budget).close(now, span);
    }

    /// For how long Slack still wants no more of a budget, as it said; `None` where it does.
    pub fn closed_for(&mut self, budget: &Budget, now: DateTime<Utc>) -> Option<Duration> {
        self.look(now);
        let opens_at = self.0.get(budget)?.closed_until()?;
        (opens_at - now).to_std().ok()
    }

    /// The budgets of which there is nothing now.
    pub fn closed(&mut self, now: DateTime<Utc>) -> Vec<Budget> {
        self.look(now);
        let is_closed = |budget: &&Budget| self.opens_at(budget, 1, now) > now;
        self.0.keys().filter(is_closed).cloned().collect()
    }

    /// When there is next more of a budget that somebody may wait for.
    pub fn grows_at(&mut self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.look(now);
        let is_tight = |budget: &Budget| self.has_a_line(budget) || self.opens_at(budget, 1, now) > now;
        let tight = self.0.iter().filter(|(budget, _)| is_tight(budget));
        tight.filter_map(|(budget, account)| account.grows_at(budget.limit())).min()
    }

    fn look(&mut self, now: DateTime<Utc>) {
        self.0.retain(|budget, account| {
            account.look(budget.limit(), now);
            !account.is_idle()
        });
    }

    fn account(&mut self, budget: &Budget) -> &mut Account {
        self.0.entry(budget.clone()).or_default()
    }

    fn opens_at(&self, budget: &Budget, times: usize, now: DateTime<Utc>) -> DateTime<Utc> {
        self.0.get(budget).map_or(now, |account| account.opens_at(budget.limit(), times, now))
    }

    fn has_a_line(&self, budget: &Budget) -> bool {
        self.0.get(budget).is_some_and(Account::has_a_line)
    }

    fn line_up(&mut self, budget: &Budget, times: usize, now: DateTime<Utc>) {
        let until = self.opens_at(budget, times, now) + LINE_IS_CALLED_FOR;
        self.account(budget).line_up(until);
    }

    fn spend(&mut self, toll: &Toll, now: DateTime<Utc>) {
        for (budget, times) in toll.parts() {
            self.account(budget).spend(budget.limit(), times, now);
        }
    }
}

/// One look at all who stand in line: they are asked in their order, the most important first.
pub struct Round<'a> {
    ledger: &'a mut Ledger,
    now: DateTime<Utc>,
    kept: BTreeSet<Budget>,
}

impl<'a> Round<'a> {
    /// Begins a look.
    pub fn new(ledger: &'a mut Ledger, now: DateTime<Utc>) -> Self {
        ledger.look(now);
        Self { ledger, now, kept: BTreeSet::new() }
    }

    /// Has the next in line pay. Answers whether it may go. What it lacks is kept for it: nobody behind it gets any.
    pub fn pay(&mut self, toll: &Toll) -> bool {
        let lacking: Vec<(Budget, usize)> = toll
            .parts()
            .filter(|(budget, times)| self.lacks(budget, *times))
            .map(|(budget, times)| (budget.clone(), times))
            .collect();
        if lacking.is_empty() {
            self.ledger.spend(toll, self.now);
        }
        for (budget, times) in &lacking {
            self.ledger.line_up(budget, *times, self.now);
            self.kept.insert(budget.clone());
        }
        lacking.is_empty()
    }

    fn lacks(&self, budget: &Budget, times: usize) -> bool {
        self.kept.contains(budget) || self.ledger.opens_at(budget, times, self.now) > self.now
    }

    /// Somebody in line cannot go, though not for want of a budget. Where there is nothing left of what they will need, they
    /// go before whoever comes new. To be said of all of them at the end, when it is seen what is left.
    pub fn leave_behind(&mut self, toll: &Toll) {
        for (budget, times) in toll.parts() {
            if self.ledger.opens_at(budget, times, self.now) > self.now {
                self.ledger.line_up(budget, times, self.now);
            }
        }
    }
}
