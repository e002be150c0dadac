//! What was spent of Slack's limits.
//!
//! SQLite has one process that spends, so it keeps the ledger in memory: a bell waits for no write before it rings. Where
//! work is taken or put back anyway, the ledger is written along, so that a start finds what was there when it was tight.
//! On PostgreSQL every replica spends from one row, which it locks; what one of them learned the others read there. `purse` is
//! a ledger in the hand of whoever spends from it.

mod purse;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::batch::statement;
use super::db::{Db, Tx, reading};
use super::{Store, StoreError};
use crate::incident::WorkspaceId;
use crate::pace::{Budget, Ledger, Pace, Toll};

pub(super) use self::purse::{Deposit, Purse};

const READ: &str = "SELECT ledger FROM pace WHERE workspace = $1";
const HOLD: &str = "SELECT ledger FROM pace WHERE workspace = $1 /*postgres FOR UPDATE*/";
const BEGIN: &str =
    "INSERT INTO pace (workspace, ledger) VALUES ($1, '{}') ON CONFLICT (workspace) DO NOTHING";
const KEEP: &str = "INSERT INTO pace (workspace, ledger) VALUES ($1, $2) \
    ON CONFLICT (workspace) DO UPDATE SET ledger = excluded.ledger";
const ALL: &str = "SELECT workspace, ledger FROM pace";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[READ, HOLD, BEGIN, KEEP, ALL];

/// Ledgers by workspace. Clones share them.
type Ledgers = Arc<Mutex<BTreeMap<WorkspaceId, Ledger>>>;

/// Where ledgers are kept.
#[derive(Debug, Clone)]
pub(super) enum Books {
    /// Nowhere: there are no limits.
    Unlimited,
    /// In memory, since nobody else spends.
    Mine(Ledgers),
    /// In a table, which several spend from; and as they were last seen there.
    Shared(Arc<Seen>),
}

/// Ledgers that others spend from, too.
#[derive(Debug, Default)]
pub(super) struct Seen {
    ledgers: Mutex<BTreeMap<WorkspaceId, Ledger>>,
    /// One asks at a time, so that whoever waits for the row keeps no connection from anybody else.
    asking: tokio::sync::Mutex<()>,
    /// What is said where bells ring does not wait behind everything else.
    asking_for_bells: tokio::sync::Mutex<()>,
}

impl Books {
    /// The ledger of a workspace. Whoever else wants to spend from it waits until `tx` has ended.
    pub(super) async fn open<'a>(
        &'a self,
        tx: &mut Tx,
        workspace: &'a WorkspaceId,
    ) -> Result<Purse<'a>, StoreError> {
        Ok(match self {
            Self::Unlimited => Purse::Unlimited,
            Self::Mine(ledgers) => Purse::Mine(ledgers, workspace),
            Self::Shared(_) => Purse::held(held(tx, workspace).await?, workspace),
        })
    }
}

impl Seen {
    /// Whether there was too little when it was seen last. What was spent stays spent: then there is too little now.
    fn is_too_little(&self, workspace: &WorkspaceId, toll: &Toll, now: DateTime<Utc>) -> bool {
        let mut ledgers = locked(&self.ledgers);
        let seen = ledgers.entry(workspace.clone()).or_default();
        let mut looked_at = seen.clone();
        let is_too_little = !looked_at.pay(toll, now);
        if is_too_little {
            *seen = looked_at;
        }
        is_too_little
    }

    /// This is how it stands. Of two who asked at once, either may be later; what is missing here is found when it is asked
    /// for.
    fn keep(&self, workspace: &WorkspaceId, ledger: Ledger) {
        locked(&self.ledgers).insert(workspace.clone(), ledger);
    }
}

fn locked(ledgers: &Mutex<BTreeMap<WorkspaceId, Ledger>>) -> MutexGuard<'_, BTreeMap<WorkspaceId, Ledger>> {
    ledgers.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn held(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Ledger, StoreError> {
    let hold = || statement(HOLD).bind(workspace.as_str());
    let mut found = tx.run(hold()).await?.only().first::<(String,)>()?;
    if found.is_none() {
        tx.run(statement(BEGIN).bind(workspace.as_str())).await?;
        found = tx.run(hold()).await?.only().first()?;
    }
    Ok(found.map(|(text,)| read(&text)).unwrap_or_default())
}

/// What another version wrote counts as nothing: Slack then says what was spent.
fn read(text: &str) -> Ledger {
    serde_json::from_str(text).unwrap_or_default()
}

impl Store {
    /// The same store, which keeps to this pace.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn at(self, pace: Pace) -> Result<Self, StoreError> {
        let books = match (pace, &self.db) {
            (Pace::Unlimited, _) => Books::Unlimited,
            (Pace::Slack, Db::Postgres(_)) => Books::Shared(Arc::default()),
            (Pace::Slack, Db::Sqlite { .. }) => {
                let kept: Vec<(String, String)> =
                    reading!(&self.db, pool => sqlx::query_as(ALL).fetch_all(pool))?;
                let kept =
                    kept.iter().map(|(workspace, text)| (WorkspaceId::new(workspace.as_str()), read(text)));
                Books::Mine(Arc::new(Mutex::new(kept.collect())))
            }
        };
        Ok(Self { books, ..self })
    }

    /// Has work pay that comes new. Answers whether it may go; if not, it has to be put back.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn pay(
        &self,
        workspace: &WorkspaceId,
        toll: &Toll,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        match &self.books {
            Books::Unlimited => Ok(true),
            Books::Mine(ledgers) => {
                Ok(Purse::Mine(ledgers, workspace).with(|ledger| ledger.pay(toll, now)).unwrap_or(true))
            }
            Books::Shared(seen) => {
                let asking = if toll.is_where_bells_ring() { &seen.asking_for_bells } else { &seen.asking };
                let _turn = asking.lock().await;
                if seen.is_too_little(workspace, toll, now) {
                    return Ok(false);
                }
                let (paid, ledger) = self.spend(workspace, |ledger| ledger.pay(toll, now)).await?;
                seen.keep(workspace, ledger);
                Ok(paid)
            }
        }
    }

    /// Slack wants no more of a budget for so long.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn close_budget(
        &self,
        workspace: &WorkspaceId,
        budget: &Budget,
        now: DateTime<Utc>,
        span: Duration,
    ) -> Result<(), StoreError> {
        match &self.books {
            Books::Unlimited => {}
            Books::Mine(ledgers) => {
                Purse::Mine(ledgers, workspace).with(|ledger| ledger.close(budget, now, span));
            }
            Books::Shared(seen) => {
                let _turn = seen.asking.lock().await;
                let ((), ledger) = self.spend(workspace, |ledger| ledger.close(budget, now, span)).await?;
                seen.keep(workspace, ledger);
            }
        }
        Ok(())
    }

    /// When there is next more of some budget than there is now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn budgets_grow_at(
        &self,
        workspace: &WorkspaceId,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        Ok(self.ledger(workspace).await?.grows_at(now))
    }

    /// For how long Slack wants no more of a budget, whoever heard that; `None` where it does, or where that is not kept to. For
    /// calls that no toll pays for.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn budget_is_closed_for(
        &self,
        workspace: &WorkspaceId,
        budget: &Budget,
        now: DateTime<Utc>,
    ) -> Result<Option<Duration>, StoreError> {
        Ok(self.ledger(workspace).await?.closed_for(budget, now))
    }

    /// A workspace's ledger as it is, to look at.
    async fn ledger(&self, workspace: &WorkspaceId) -> Result<Ledger, StoreError> {
        Ok(match &self.books {
            Books::Unlimited => Ledger::default(),
            Books::Mine(ledgers) => locked(ledgers).get(workspace).cloned().unwrap_or_default(),
            Books::Shared(_) => {
                let text: Option<String> = reading!(&self.db, pool => sqlx::query_scalar(READ)
                    .bind(workspace.as_str()).fetch_optional(pool))?;
                text.map(|text| read(&text)).unwrap_or_default()
            }
        })
    }

    /// Does something with a shared ledger. Answers what it came to, and the ledger as it is then.
    async fn spend<T>(
        &self,
        workspace: &WorkspaceId,
        act: impl FnOnce(&mut Ledger) -> T,
    ) -> Result<(T, Ledger), StoreError> {
        let mut tx = self.db.begin().await?;
        let spent = spend_in(&mut tx, workspace, act).await;
        tx.end(spent).await
    }
}

async fn spend_in<T>(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    act: impl FnOnce(&mut Ledger) -> T,
) -> Result<(T, Ledger), StoreError> {
    let mut ledger = held(tx, workspace).await?;
    let done = act(&mut ledger);
    Purse::held(ledger.clone(), workspace).keep(tx).await?;
    Ok((done, ledger))
}
