//! Work that nobody has, or whose holder has vanished, and who gets it.
//!
//! The lease condition stands in the outer `WHERE` of a claim as well: after waiting for a lock, PostgreSQL checks only
//! that one again.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Job, Lease, Room, Row, readable};
use crate::incident::WorkspaceId;
use crate::pace::{Budget, Importance};
use crate::store::batch::{Batch, Statement, statement};
use crate::store::db::{Tx, reading};
use crate::store::listener::Word;
use crate::store::pace::{Books, Deposit, Purse};
use crate::store::{Alone, Store, StoreError, millis};

/// How many pieces of work of a kind are looked at together, the most important first. More of a kind than that cannot go at
/// once: its narrowest budget has no more, and what else it needs, all of a kind need.
const MOST_OF_A_KIND: i64 = 128;
/// How many of a kind for the same channel: one that may go, and one behind it who shows that somebody waits.
const MOST_OF_A_CHANNEL: i64 = 2;
/// How long Slack may go on with a call whose caller is gone. What it does is not seen before, so nobody tries the same.
const SLACK_IS_DONE_AFTER: TimeDelta = TimeDelta::seconds(15);
/// How many pieces one statement takes.
const AT_ONCE: usize = 8;

// What waits for a budget of which there is nothing ($3, names between blanks) is passed over. Who looks first for what an
// earlier try has done needs more than who does not, and is of another kind: neither is in the way of the other.
// Nobody waits for words behind something cosmetic that has failed and is tried again ($7); what else is cosmetic does.
const LINE: &str = "SELECT id, workspace, number, effect, created_at, lease_owner, lease_until, attempts, put_back, \
    failures, tried_for, checkpoint, last_error FROM outbox WHERE id IN (SELECT id FROM (SELECT id, \
        ROW_NUMBER() OVER (PARTITION BY lane, errand, is_further ORDER BY importance, id) AS place \
        FROM (SELECT id, lane, errand, importance, toll, is_further, ROW_NUMBER() OVER \
            (PARTITION BY head.toll, head.lane, head.errand, head.is_further ORDER BY head.importance, head.id) \
            AS place_in_channel FROM (SELECT owed.id, owed.lane, owed.errand, owed.importance, owed.toll, \
            CASE WHEN owed.attempts > owed.put_back THEN 1 ELSE 0 END AS is_further \
            FROM outbox AS owed WHERE owed.workspace = $1 AND owed.state = 'owed' AND owed.run_at <= $2 \
            AND owed.lease_until <= $6 AND NOT ($3 LIKE '% ' || owed.toll || ' %') \
            AND NOT ($3 LIKE '% posts %' AND owed.toll LIKE 'post:%') \
            AND NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.workspace = owed.workspace \
                AND earlier.number = owed.number AND earlier.lane = owed.lane AND earlier.id < owed.id \
                AND earlier.state = 'owed' AND NOT (earlier.last_error <> '' AND earlier.importance = $7 \
                    AND owed.importance < $7))) AS head) AS heads \
        WHERE place_in_channel <= $4 OR toll NOT LIKE 'post:%') AS kinds WHERE place <= $5) \
    AND state = 'owed' AND run_at <= $2 AND lease_until <= $6 \
    ORDER BY importance, id /*postgres FOR UPDATE SKIP LOCKED*/";
// Who only waited its turn so far does not grow old by that.
const TAKE: &str = "UPDATE outbox SET lease_owner = $1, lease_until = $2, attempts = attempts + 1, \
    created_at = CASE WHEN put_back > 0 AND attempts = put_back THEN $3 ELSE created_at END \
    WHERE id IN ($4, $5, $6, $7, $8, $9, $10, $11) AND state = 'owed' AND run_at <= $3 AND lease_until <= $12 \
    RETURNING id, workspace, number, effect, created_at, lease_owner, lease_until, attempts, put_back, failures, \
    tried_for, checkpoint, last_error";
const HAND_BACK: &str = "UPDATE outbox SET lease_owner = '', lease_until = 0 \
    WHERE lease_owner = $1 AND state = 'owed'";
const LEAVE_TO_SLACK: &str = "UPDATE outbox SET lease_owner = '', lease_until = $3 \
    WHERE id = $1 AND lease_owner = $2 AND state = 'owed'";
const TAKE_OVER: &str = "UPDATE outbox SET lease_owner = '', lease_until = CASE WHEN lease_until > $2 THEN $2 \
    WHEN lease_until > $1 THEN lease_until ELSE 0 END WHERE state = 'owed' AND lease_until > 0";
const NEXT_AT: &str = "SELECT CAST(COALESCE(MIN(CASE WHEN lease_until > run_at THEN lease_until ELSE run_at END), \
    9223372036854775807) AS BIGINT) FROM outbox WHERE workspace = $1 AND state = 'owed'";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[LINE, TAKE, HAND_BACK, LEAVE_TO_SLACK, TAKE_OVER, NEXT_AT];

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
        let claimed = claim_in(&mut tx, &self.books, workspace, lease, room.into()).await;
        let (jobs, deposit) =
            claimed.map_or_else(|error| (Err(error), None), |(jobs, spent)| (Ok(jobs), Some(spent)));
        let jobs = self.end_taking(tx, jobs).await?;
        if let Some(deposit) = deposit {
            deposit.spend();
        }
        Ok(jobs)
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

    /// Gives back everything that `lease`'s owner has, so that nobody waits for its leases to run out. Only what Slack may still
    /// be doing (`begun`, by name) is left alone until it must be done with that.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn hand_back(&self, lease: &Lease, begun: &[i64]) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        let until = millis(lease.now + SLACK_IS_DONE_AFTER);
        for id in begun {
            batch.add(statement(LEAVE_TO_SLACK).bind(*id).bind(lease.owner.as_str()).bind(until));
        }
        batch.add(hand_back(&lease.owner));
        let mut tx = self.db.begin().await?;
        let handed_back = match tx.run(batch).await {
            Ok(_) => tx.tell(Word::Work).await,
            Err(error) => Err(error),
        };
        tx.end(handed_back).await
    }

    /// Lets go of the database for good. What was saved until then and is leased to `owner` is given back as the last thing.
    ///
    /// # Errors
    /// [`StoreError`] where that could not be given back; the database is let go of all the same.
    pub async fn leave(&self, owner: &str) -> Result<(), StoreError> {
        self.db.close_after(hand_back(owner), Word::Work).await
    }

    /// Takes over what an earlier process had: nobody else is at work. It may have been killed in the middle of a call an
    /// instant ago, which Slack may still be doing; so that no lease is waited for, but that.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn take_over(&self, _alone: &Alone, now: DateTime<Utc>) -> Result<(), StoreError> {
        let until = millis(now + SLACK_IS_DONE_AFTER);
        let mut tx = self.db.begin().await?;
        let done = tx.run(statement(TAKE_OVER).bind(millis(now)).bind(until)).await;
        tx.end(done.map(drop)).await
    }
}

fn hand_back(owner: &str) -> Statement {
    statement(HAND_BACK).bind(owner)
}

/// Claims in a transaction. What was spent is given back unless the transaction is kept, and the deposit with it.
pub(in crate::store) async fn claim_in(
    tx: &mut Tx,
    books: &Books,
    workspace: &WorkspaceId,
    lease: &Lease,
    room: Room,
) -> Result<(Vec<Job>, Deposit), StoreError> {
    let mut purse = books.open(tx, workspace).await?;
    let closed = purse.with(|ledger| ledger.closed(lease.now)).unwrap_or_default();
    let most_of_a_channel = if purse.is_bottomless() { MOST_OF_A_KIND } else { MOST_OF_A_CHANNEL };
    let line = tx.run(line(workspace, lease, &closed, most_of_a_channel)).await?.only();
    let line = line.read::<Row>()?;
    let (chosen, deposit) = choose(&mut purse, line, lease.now, room);
    let mut jobs = Vec::new();
    for some in chosen.chunks(AT_ONCE) {
        let taken = tx.run(take(some, lease)).await?.only();
        jobs.extend(readable(tx, &taken).await?);
    }
    if !chosen.is_empty() || purse.was_set_right() {
        purse.keep(tx).await?;
    }
    jobs.sort_by_key(|job| (Importance::of(&job.effect), job.id));
    Ok((jobs.into_iter().map(|job| Job { has_paid: true, ..job }).collect(), deposit))
}

/// Those who wait, in their order.
fn line(workspace: &WorkspaceId, lease: &Lease, closed: &[Budget], most_of_a_channel: i64) -> Statement {
    let mut names = " ".to_owned();
    for budget in closed {
        names.extend([budget.name(), " "]);
    }
    statement(LINE)
        .bind(workspace.as_str())
        .bind(millis(lease.now))
        .bind(names)
        .bind(most_of_a_channel)
        .bind(MOST_OF_A_KIND)
        .bind(over_by(lease))
        .bind(Importance::Cosmetic.rank())
}

/// Leases that end by then are over; 0 where only what nobody has is taken.
pub(super) fn over_by(lease: &Lease) -> i64 {
    if lease.takes_over { millis(lease.now) } else { 0 }
}

/// Chooses who may go, and has them pay. What cannot be read costs nothing: it will be set aside.
fn choose(purse: &mut Purse<'_>, line: Vec<Row>, now: DateTime<Utc>, mut room: Room) -> (Vec<i64>, Deposit) {
    purse.line(now, |turns| {
        let mut may_go = |row: Row| {
            let job = Row { attempts: row.attempts + 1, ..row }.read().ok();
            let importance = job.as_ref().map_or(Importance::Cosmetic, |job| Importance::of(&job.effect));
            let place = room.of(importance);
            let goes = match job.map(|job| job.toll()) {
                Some(toll) if *place > 0 => turns.pays(toll),
                Some(toll) => {
                    turns.leaves_behind(toll);
                    false
                }
                None => *place > 0,
            };
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
