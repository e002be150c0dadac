//! A ledger in the hand of whoever spends from it, inside one transaction.

use chrono::{DateTime, Utc};

use super::{KEEP, Ledgers, locked};
use crate::incident::WorkspaceId;
use crate::pace::{Ledger, Round, Toll};
use crate::store::batch::statement;
use crate::store::db::Tx;
use crate::store::{StoreError, write_json};

/// A workspace's ledger, to be spent from.
pub(in crate::store) enum Purse<'a> {
    Unlimited,
    Mine(&'a Ledgers, &'a WorkspaceId),
    /// Its row is locked until the transaction ends.
    Held {
        ledger: Ledger,
        read: Ledger,
        of: &'a WorkspaceId,
    },
}

/// Asks those who stand in line whether they can pay, one after the other.
pub(in crate::store) struct Turns<'a> {
    /// Absent where there are no limits.
    round: Option<Round<'a>>,
    paid: Vec<Toll>,
    left_behind: Vec<Toll>,
}

/// What those have spent who were let go. Where the ledger is in memory, it is given back if this is dropped before they are
/// theirs who asked; a table forgets by itself what was not kept.
#[must_use]
pub(in crate::store) struct Deposit {
    of: Option<(Ledgers, WorkspaceId)>,
    tolls: Vec<Toll>,
    at: DateTime<Utc>,
}

impl<'a> Purse<'a> {
    pub(super) fn held(ledger: Ledger, of: &'a WorkspaceId) -> Self {
        Self::Held { read: ledger.clone(), ledger, of }
    }

    /// Whether a ledger that others share is not what it was when it was read, though nobody may have spent: what it had in
    /// the future, by a clock that was moved, counts from now on, and not from each look anew.
    pub(in crate::store) fn was_set_right(&self) -> bool {
        matches!(self, Self::Held { ledger, read, .. } if ledger != read)
    }

    /// Does something with the ledger; answers `None` where there are no limits.
    pub(in crate::store) fn with<T>(&mut self, act: impl FnOnce(&mut Ledger) -> T) -> Option<T> {
        match self {
            Self::Unlimited => None,
            Self::Mine(ledgers, workspace) => {
                Some(act(locked(ledgers).entry((*workspace).clone()).or_default()))
            }
            Self::Held { ledger, .. } => Some(act(ledger)),
        }
    }

    /// Lets those pay who stand in line. Answers what came of it, and what they paid.
    pub(in crate::store) fn line<T>(
        &mut self,
        now: DateTime<Utc>,
        act: impl FnOnce(&mut Turns<'_>) -> T,
    ) -> (T, Deposit) {
        match self {
            Self::Unlimited => Turns::taken(None, act, |tolls| Deposit { of: None, tolls, at: now }),
            Self::Mine(ledgers, workspace) => {
                let of = Some(((*ledgers).clone(), (*workspace).clone()));
                let mut all = locked(ledgers);
                let round = Round::new(all.entry((*workspace).clone()).or_default(), now);
                Turns::taken(Some(round), act, |tolls| Deposit { of, tolls, at: now })
            }
            Self::Held { ledger, .. } => {
                let round = Round::new(ledger, now);
                Turns::taken(Some(round), act, |tolls| Deposit { of: None, tolls, at: now })
            }
        }
    }

    /// Whether there are no limits.
    pub(in crate::store) const fn is_bottomless(&self) -> bool {
        matches!(self, Self::Unlimited)
    }

    /// Writes the ledger down.
    pub(in crate::store) async fn keep(mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let workspace = match &self {
            Self::Unlimited => return Ok(()),
            Self::Mine(_, workspace) | Self::Held { of: workspace, .. } => workspace.as_str(),
        };
        let Some(text) = self.with(|ledger| write_json("pace", ledger)) else { return Ok(()) };
        tx.run(statement(KEEP).bind(workspace).bind(text?)).await.map(drop)
    }
}

impl<'a> Turns<'a> {
    fn taken<T>(
        round: Option<Round<'a>>,
        act: impl FnOnce(&mut Self) -> T,
        deposit: impl FnOnce(Vec<Toll>) -> Deposit,
    ) -> (T, Deposit) {
        let mut turns = Self { round, paid: Vec::new(), left_behind: Vec::new() };
        let acted = act(&mut turns);
        if let Some(round) = &mut turns.round {
            turns.left_behind.iter().for_each(|toll| round.leave_behind(toll));
        }
        (acted, deposit(turns.paid))
    }

    /// Has the next in line pay. Answers whether it may go.
    pub(in crate::store) fn pays(&mut self, toll: Toll) -> bool {
        let goes = self.round.as_mut().is_none_or(|round| round.pay(&toll));
        if goes {
            self.paid.push(toll);
        }
        goes
    }

    /// The next in line cannot go, whatever there is to be spent.
    pub(in crate::store) fn leaves_behind(&mut self, toll: Toll) {
        self.left_behind.push(toll);
    }
}

impl Deposit {
    /// Those who paid are theirs who asked: what they spent stays spent.
    pub(in crate::store) fn spend(mut self) {
        self.tolls.clear();
    }
}

impl Drop for Deposit {
    fn drop(&mut self) {
        let Some((ledgers, workspace)) = &self.of else { return };
        if let Some(ledger) = locked(ledgers).get_mut(workspace) {
            self.tolls.iter().for_each(|toll| ledger.give_back(toll, self.at));
        }
    }
}
