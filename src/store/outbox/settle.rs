//! How a try ends: done, given up, or put off; and what comes next in its lane.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::claim::over_by;
use super::{Job, Lease, aside, fenced, of_lease, readable};
use crate::incident::Viewer;
use crate::store::batch::{Answers, Batch, Place, Statement, statement};
use crate::store::db::Tx;
use crate::store::{Settlement, Store, StoreError, incidents, millis};

const DONE: &str =
    "DELETE FROM outbox WHERE id = $1 AND lease_owner = $2 AND attempts = $3 AND state = 'owed'";
// From then on it is kept for a while, for whoever wants to know.
const GIVE_UP: &str = "UPDATE outbox SET state = 'given up', last_error = $4, run_at = $5 \
    WHERE id = $1 AND lease_owner = $2 AND attempts = $3 AND state = 'owed'";
// What was never tried waits for nothing but its turn. When it was owed is no matter: who ends what stood before it may have
// looked at the clock earlier, and then have waited for the save that owed it.
const NEXT_IN_LANE: &str = "UPDATE outbox SET lease_owner = $4, lease_until = $5, attempts = attempts + 1 \
    WHERE id = (SELECT MIN(id) FROM outbox WHERE workspace = $1 AND number = $2 AND lane = $3 AND state = 'owed') \
    AND state = 'owed' AND (run_at <= $6 OR attempts = put_back) AND lease_until <= $7 \
    RETURNING id, workspace, number, effect, created_at, lease_owner, lease_until, attempts, put_back, failures, tried_for, \
    checkpoint, last_error";
const POSTPONE: &str = "UPDATE outbox SET run_at = $4, lease_owner = '', lease_until = 0, last_error = $5, failures = $6, \
    tried_for = $7 WHERE id = $1 AND lease_owner = $2 AND attempts = $3 AND state = 'owed'";
const PUT_BACK: &str = "UPDATE outbox SET lease_owner = '', lease_until = 0, put_back = put_back + 1 \
    WHERE id = $1 AND lease_owner = $2 AND attempts = $3 AND state = 'owed'";
const CHECKPOINT: &str = "UPDATE outbox SET checkpoint = $4 \
    WHERE id = $1 AND lease_owner = $2 AND attempts = $3 AND state = 'owed'";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[DONE, GIVE_UP, NEXT_IN_LANE, POSTPONE, PUT_BACK, CHECKPOINT];

/// How a piece of work stands that is tried again later.
#[derive(Debug, Clone, Copy)]
pub struct Postponed<'a> {
    /// Not before.
    pub run_at: DateTime<Utc>,
    /// Why it was not done.
    pub error: &'a str,
    /// As in [`Job`], with this try.
    pub failures: i64,
    /// As in [`Job`], with the wait that now follows.
    pub tried_for: Duration,
}

impl Store {
    /// Notes that a piece of work is done and brought nothing back. Takes the next in its lane, if one is due.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] if somebody else has it by now.
    pub async fn finish(&self, job: &Job, lease: &Lease) -> Result<Vec<Job>, StoreError> {
        let mut tx = self.db.begin().await?;
        let mut batch = Batch::default();
        batch.add(incidents::to_change(&job.workspace, job.number, &Viewer::Firebell));
        let settling = settle(&mut batch, Settlement::Done(job), lease);
        let next = match tx.run(batch).await {
            Ok(answers) => settling.next(&mut tx, &answers, lease).await,
            Err(error) => Err(error),
        };
        self.end_taking(tx, next).await
    }

    /// Puts a piece of work off, because of an error.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] if somebody else has it by now.
    pub async fn postpone(&self, job: &Job, postponed: Postponed<'_>) -> Result<(), StoreError> {
        let Postponed { run_at, error, failures, tried_for } = postponed;
        let tried_for = i64::try_from(tried_for.as_millis()).unwrap_or(i64::MAX);
        let postpone =
            of_lease(POSTPONE, job).bind(millis(run_at)).bind(error).bind(failures).bind(tried_for);
        let mut tx = self.db.begin().await?;
        let kept = tx.run(postpone).await;
        tx.end(kept.and_then(|answers| fenced(&answers.only()))).await
    }

    /// Puts a piece of work back that did not begin, since it was not its turn. It is due as before, and anybody may take it.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] if somebody else has it by now.
    pub async fn put_back(&self, job: &Job) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let kept = match tx.run(of_lease(PUT_BACK, job)).await {
            Ok(answers) => fenced(&answers.only()),
            Err(error) => Err(error),
        };
        tx.end(kept).await
    }

    /// Notes what a try has achieved, before the next part of it.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] if somebody else has it by now.
    pub async fn checkpoint(&self, job: &Job, achieved: &str) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let kept = tx.run(of_lease(CHECKPOINT, job).bind(achieved)).await;
        tx.end(kept.and_then(|answers| fenced(&answers.only()))).await
    }
}

/// A piece of work that ends.
pub(in crate::store) struct Settling<'a> {
    settled: Place,
    /// The work whose lane goes on, and the answer with the next in it.
    lane: Option<(&'a Job, Place)>,
}

/// Notes how a piece of work ended, and takes the next in its lane.
pub(in crate::store) fn settle<'a>(
    batch: &mut Batch,
    settlement: Settlement<'a>,
    lease: &Lease,
) -> Settling<'a> {
    let (job, end) = match settlement {
        Settlement::Done(job) => (Some(job), of_lease(DONE, job)),
        Settlement::GivenUp(job, why) => {
            (Some(job), of_lease(GIVE_UP, job).bind(why).bind(millis(lease.now)))
        }
        // What could not be read has held up no lane.
        Settlement::SetAside(work) => (None, aside::clear_away(work)),
    };
    let settled = batch.add(end);
    Settling { settled, lane: job.map(|job| (job, batch.add(next_in_lane(job, lease)))) }
}

impl Settling<'_> {
    /// Makes sure that it was still the worker's to end. Answers the next in its lane, if one is due.
    pub(in crate::store) async fn next(
        self,
        tx: &mut Tx,
        answers: &Answers,
        lease: &Lease,
    ) -> Result<Vec<Job>, StoreError> {
        fenced(&answers[self.settled])?;
        let Some((job, next)) = self.lane else { return Ok(Vec::new()) };
        let mut jobs = readable(tx, &answers[next]).await?;
        let mut was_taken = answers[next].written > 0;
        while jobs.is_empty() && was_taken {
            let next = tx.run(next_in_lane(job, lease)).await?.only();
            was_taken = next.written > 0;
            jobs = readable(tx, &next).await?;
        }
        Ok(jobs)
    }
}

fn next_in_lane(job: &Job, lease: &Lease) -> Statement {
    statement(NEXT_IN_LANE)
        .bind(job.workspace.as_str())
        .bind(job.number.get())
        .bind(job.effect.lane().key().into_owned())
        .bind(lease.owner.as_str())
        .bind(millis(lease.until))
        .bind(millis(lease.now))
        .bind(over_by(lease))
}
