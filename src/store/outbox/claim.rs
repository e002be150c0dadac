//! Work that nobody has, or whose holder has vanished, and who gets it.
//!
//! The lease condition stands in the outer `WHERE` of a claim as well: after waiting for a lock, PostgreSQL checks only
//! that one again.

use chrono::{DateTime, Utc};

use super::{Job, Lease, Room, Row, readable};
use crate::incident::WorkspaceId;
use crate::pace::{Budget, Importance};
use crate::store::batch::{Statement, statement};
use crate::store::db::{Tx, reading};
use crate::store::listener::Word;
use crate::store::pace::{Books, Purse};
use crate::store::{Store, StoreError, millis};

/// How many pieces of work with the same toll are looked at together, and how many in all: the most important of each.
const MOST_OF_A_TOLL: i64 = 128;
const MOST_IN_LINE: i64 = 1024;
/// How many pieces one statement takes.
const AT_ONCE: usize = 8;

// What waits for a budget of which there is nothing ($3, names between blanks) is passed over.
const LINE: &str = "SELECT id, workspace, number, effect, created_at, lease_owner, lease_until, attempts, put_back, \
    checkpoint, last_error FROM outbox WHERE id IN (SELECT id FROM (SELECT head.id, \
        ROW_NUMBER() OVER (PARTITION BY head.toll ORDER BY head.importance, head.id) AS place \
        FROM outbox AS head WHERE head.workspace = $1 AND head.state = 'owed' AND head.run_at <= $2 \
        AND head.lease_until <= $6 AND NOT ($3 LIKE '% ' || head.toll || ' %') \
        AND NOT ($3 LIKE '% posts %' AND head.toll LIKE 'post:%') \
        AND NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.workspace = head.workspace \
            AND earlier.number = head.number AND earlier.lane = head.lane AND earlier.id < head.id \
            AND earlier.state = 'owed')) AS heads WHERE place <= $4) \
    AND state = 'owed' AND run_at <= $2 AND lease_until <= $6 \
    ORDER BY importance, id LIMIT $5 /*postgres FOR UPDATE SKIP LOCKED*/";
// Who only waited its turn so far does not grow old by that.
const TAKE: &str = "UPDATE outbox SET lease_owner = $1, lease_until = $2, attempts = attempts + 1, \
    created_at = CASE WHEN put_back > 0 AND attempts = put_back THEN $3 ELSE created_at END \
    WHERE id IN ($4, $5, $6, $7, $8, $9, $10, $11) AND state = 'owed' AND run_at <= $3 AND lease_until <= $12 \
    RETURNING id, workspace, number, effect, created_at, lease_owner, lease_until, attempts, put_back, checkpoint, \
    last_error";
const HAND_BACK: &str = "UPDATE outbox SET lease_owner = '', lease_until = 0 \
    WHERE lease_owner = $1 AND state = 'owed'";
const RELEASE: &str =
    "UPDATE outbox SET lease_owner = '', lease_until = 0 WHERE state = 'owed' AND lease_until > 0";
const NEXT_AT: &str = "SELECT CAST(COALESCE(MIN(CASE WHEN lease_until > run_at THEN lease_until ELSE run_at END), \
    9223372036854775807) AS BIGINT) FROM outbox WHERE workspace = $1 AND state = 'owed'";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[LINE, TAKE, HAND_BACK, RELEASE, NEXT_AT];

impl Store {
    /// Takes work of a workspace that is due, that nobody has and for which Slack's limits have room; the most important
    /// first, then the oldest. What is taken has paid.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn claim(
        &self,
        workspace: &WorkspaceId,
        lease: &Lease,
        room: impl Into<Room>,
    ) -> Result<Vec<Job>, StoreError> {
        let mut tx = self.db.begin().await?;
        let jobs = claim_in(&mut tx, &self.books, workspace, lease, room.into()).await;
        tx.end(jobs).await
    }

    /// When there is next something to claim, by the machine's clock.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_work_at(&self, workspace: &WorkspaceId) -> Result<Option<DateTime<Utc>>, StoreError> {
        let at: i64 = reading!(&self.db, pool => sqlx::query_scalar(NEXT_AT)
            .bind(workspace.as_str()).fetch_one(pool))?;
        Ok(Some(at).filter(|at| *at != i64::MAX).and_then(DateTime::from_timestamp_millis))
    }

    /// Gives back everything that `owner` has, so that nobody waits for its leases to run out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn hand_back(&self, owner: &str) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let handed_back = match tx.run(statement(HAND_BACK).bind(owner)).await {
            Ok(_) => tx.tell(Word::Work).await,
            Err(error) => Err(error),
        };
        tx.end(handed_back).await
    }

    /// Ends every lease. Only for whoever knows that nobody else is at work.
    pub(in crate::store) async fn release_leases(&self) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let released = tx.run(statement(RELEASE)).await;
        tx.end(released.map(drop)).await
    }
}

pub(in crate::store) async fn claim_in(
    tx: &mut Tx,
    books: &Books,
    workspace: &WorkspaceId,
    lease: &Lease,
    room: Room,
) -> Result<Vec<Job>, StoreError> {
    let mut purse = books.open(tx, workspace).await?;
    let closed = purse.with(|ledger| ledger.closed(lease.now)).unwrap_or_default();
    let line = tx.run(line(workspace, lease, &closed)).await?.only();
    let line = line.read::<Row>()?;
    let chosen = choose(&mut purse, line, lease.now, room);
    let mut jobs = Vec::new();
    for some in chosen.chunks(AT_ONCE) {
        let taken = tx.run(take(some, lease)).await?.only();
        jobs.extend(readable(tx, &taken).await?);
    }
    if !chosen.is_empty() || purse.was_set_right() {
        purse.keep(tx).await?;
    }
    jobs.sort_by_key(|job| (Importance::of(&job.effect), job.id));
    Ok(jobs.into_iter().map(|job| Job { has_paid: true, ..job }).collect())
}

/// Those who wait, in their order.
fn line(workspace: &WorkspaceId, lease: &Lease, closed: &[Budget]) -> Statement {
    let mut names = " ".to_owned();
    for budget in closed {
        names.extend([budget.name(), " "]);
    }
    statement(LINE)
        .bind(workspace.as_str())
        .bind(millis(lease.now))
        .bind(names)
        .bind(MOST_OF_A_TOLL)
        .bind(MOST_IN_LINE)
        .bind(over_by(lease))
}

/// Leases that end by then are over; 0 where only what nobody has is taken.
fn over_by(lease: &Lease) -> i64 {
    if lease.takes_over { millis(lease.now) } else { 0 }
}

/// Chooses who may go, and has them pay. What cannot be read costs nothing: it will be set aside.
fn choose(purse: &mut Purse<'_>, line: Vec<Row>, now: DateTime<Utc>, mut room: Room) -> Vec<i64> {
    purse.line(now, |pays| {
        let mut may_go = |row: Row| {
            let job = Row { attempts: row.attempts + 1, ..row }.read().ok();
            let importance = job.as_ref().map_or(Importance::Cosmetic, |job| Importance::of(&job.effect));
            let place = room.of(importance);
            let goes = *place > 0 && job.is_none_or(|job| pays(&job.toll()));
            *place -= usize::from(goes);
            goes
        };
        line.into_iter().map(|row| (row.id, row)).filter_map(|(id, row)| may_go(row).then_some(id)).collect()
    })
}

/// Takes these pieces of work, if nobody has by now.
fn take(some: &[i64], lease: &Lease) -> Statement {
    let take = statement(TAKE).bind(lease.owner.as_str()).bind(millis(lease.until)).bind(millis(lease.now));
    let ids = some.iter().copied().chain(std::iter::repeat(some[0])).take(AT_ONCE);
    ids.fold(take, Statement::bind).bind(over_by(lease))
}
