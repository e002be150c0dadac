//! What is owed to the world: pieces of work with leases, in order within a lane.
//!
//! Work is born leased to whoever saved it, so that it can start without another write; if they vanish, the lease runs
//! out and anybody claims it. The lease condition stands in the outer `WHERE` of each claim as well: after waiting for a
//! lock, PostgreSQL checks only that one again.
//!
//! Whoever adds to lanes or ends what stands in them holds the incident, so lanes change one after another. Only a claim
//! does not: it takes what nobody holds. What an edit folds into is therefore locked while that is decided: either the claim
//! was first, and the edit is owed behind it, or it comes after the save and shows what was saved.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::batch::{Answer, Answers, Batch, Place, Statement, statement};
use super::db::{Tx, reading};
use super::listener::Word;
use super::{Settlement, Store, StoreError, incidents, millis, read_json, write_json};
use crate::incident::{Effect, Errand, Incident, Number, Step, WorkspaceId};

// A waiting one of the same kind makes another superfluous if the effect collapses ($9 = 1).
const OWE: &str = "INSERT INTO outbox (workspace, number, lane, errand, effect, state, created_at, run_at, \
    lease_owner, lease_until, attempts, checkpoint, last_error) \
    SELECT $1, $2, $3, $4, $5, 'owed', $6, $6, \
        CASE WHEN busy.lane THEN '' ELSE $7 END, CASE WHEN busy.lane THEN 0 ELSE $8 END, \
        CASE WHEN busy.lane THEN 0 ELSE 1 END, '', '' \
    FROM (SELECT EXISTS (SELECT 1 FROM outbox WHERE workspace = $1 AND number = $2 AND lane = $3 \
        AND state = 'owed') AS lane) AS busy \
    WHERE NOT ($9 = 1 AND EXISTS (SELECT 1 FROM outbox WHERE workspace = $1 AND number = $2 AND lane = $3 \
        AND errand = $4 AND state = 'owed' AND lease_until <= $6 /*postgres FOR UPDATE*/)) \
    RETURNING id, lease_until";
// What an edit folds into is as young as the edit: it is not given up for the age of an older one.
const FRESHEN: &str = "UPDATE outbox SET created_at = $5 WHERE workspace = $1 AND number = $2 AND lane = $3 \
    AND errand = $4 AND state = 'owed' AND lease_until <= $5";
const DONE: &str =
    "DELETE FROM outbox WHERE id = $1 AND lease_owner = $2 AND attempts = $3 AND state = 'owed'";
const GIVE_UP: &str = "UPDATE outbox SET state = 'given up', last_error = $4 \
    WHERE id = $1 AND lease_owner = $2 AND attempts = $3 AND state = 'owed'";
const SET_ASIDE: &str = "UPDATE outbox SET state = 'set aside', last_error = $2 WHERE id = $1";
const WAS_SET_ASIDE: &str = "SELECT id, workspace, number, errand FROM outbox \
    WHERE state = 'set aside' AND workspace = $1 ORDER BY id LIMIT $2";
const CLEAR_AWAY: &str = "UPDATE outbox SET state = 'given up' WHERE id = $1 AND state = 'set aside'";
const NEXT_IN_LANE: &str = "UPDATE outbox SET lease_owner = $4, lease_until = $5, attempts = attempts + 1 \
    WHERE id = (SELECT MIN(id) FROM outbox WHERE workspace = $1 AND number = $2 AND lane = $3 AND state = 'owed') \
    AND state = 'owed' AND run_at <= $6 AND lease_until <= $6 \
    RETURNING id, workspace, number, effect, created_at, lease_owner, lease_until, attempts, checkpoint, last_error";
const CLAIM: &str = "WITH due AS MATERIALIZED (SELECT id FROM outbox AS head \
        WHERE workspace = $5 AND state = 'owed' AND run_at <= $3 AND lease_until <= $3 \
        AND NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.workspace = head.workspace \
            AND earlier.number = head.number AND earlier.lane = head.lane AND earlier.id < head.id \
            AND earlier.state = 'owed') \
        ORDER BY run_at, id LIMIT $4 /*postgres FOR UPDATE SKIP LOCKED*/) \
    UPDATE outbox SET lease_owner = $1, lease_until = $2, attempts = attempts + 1 \
    WHERE id IN (SELECT id FROM due) AND state = 'owed' AND lease_until <= $3 \
    RETURNING id, workspace, number, effect, created_at, lease_owner, lease_until, attempts, checkpoint, last_error";
const POSTPONE: &str = "UPDATE outbox SET run_at = $4, lease_owner = '', lease_until = 0, last_error = $5 \
    WHERE id = $1 AND lease_owner = $2 AND attempts = $3 AND state = 'owed'";
const CHECKPOINT: &str = "UPDATE outbox SET checkpoint = $4 \
    WHERE id = $1 AND lease_owner = $2 AND attempts = $3 AND state = 'owed'";
const HAND_BACK: &str = "UPDATE outbox SET lease_owner = '', lease_until = 0 \
    WHERE lease_owner = $1 AND state = 'owed'";
const RELEASE: &str =
    "UPDATE outbox SET lease_owner = '', lease_until = 0 WHERE state = 'owed' AND lease_until > 0";
const WAITING: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE state = 'owed'";
const NEXT_AT: &str = "SELECT CAST(COALESCE(MIN(CASE WHEN lease_until > run_at THEN lease_until ELSE run_at END), \
    9223372036854775807) AS BIGINT) FROM outbox WHERE workspace = $1 AND state = 'owed'";
const SUPERSEDED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE workspace = $1 AND number = $2 \
    AND lane = $3 AND errand = $4 AND id > $5 AND state = 'owed'";
const OWES: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE workspace = $1 AND number = $2 \
    AND errand = $3 AND state = 'owed'";
const GIVEN_UP: &str = "SELECT workspace, number, errand, last_error, attempts FROM outbox \
    WHERE state IN ('given up', 'set aside') AND workspace = $1 ORDER BY id DESC LIMIT $2";
const TRIED_OFTEN: &str = "SELECT number, errand, last_error, attempts FROM outbox \
    WHERE state = 'owed' AND workspace = $1 AND attempts >= $2 ORDER BY id LIMIT $3";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    OWE,
    FRESHEN,
    DONE,
    GIVE_UP,
    SET_ASIDE,
    WAS_SET_ASIDE,
    CLEAR_AWAY,
    NEXT_IN_LANE,
    CLAIM,
    POSTPONE,
    CHECKPOINT,
    HAND_BACK,
    RELEASE,
    WAITING,
    NEXT_AT,
    SUPERSEDED,
    OWES,
    GIVEN_UP,
    TRIED_OFTEN,
];

/// Who takes work, when, and until when it is theirs.
#[derive(Debug, Clone)]
pub struct Lease {
    /// The worker; another one for each process and each start.
    pub owner: String,
    /// When it is taken, by the machine's clock.
    pub now: DateTime<Utc>,
    /// Until when it is theirs.
    pub until: DateTime<Utc>,
}

/// A piece of work that is leased to somebody.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its name for good.
    pub id: i64,
    /// Whose incident it is about.
    pub workspace: WorkspaceId,
    /// Which incident it is about.
    pub number: Number,
    /// What is to be done.
    pub effect: Effect,
    /// Since when it is owed, by the machine's clock.
    pub created_at: DateTime<Utc>,
    /// Whose it is now.
    pub lease_owner: String,
    /// Until when it is theirs, by the machine's clock.
    pub lease_until: DateTime<Utc>,
    /// The how-manieth try this is, from 1.
    pub attempts: i64,
    /// What an earlier try already achieved; empty at first.
    pub checkpoint: String,
    /// Why the try before this one failed; empty if none has.
    pub last_error: String,
    /// The incident as it was saved when the work was taken, if it was taken by a save.
    pub incident: Option<Arc<Incident>>,
}

/// A piece of work that will not be tried again.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct GivenUp {
    /// Whose incident it was about.
    pub workspace: String,
    /// Which incident it was about.
    pub number: i64,
    /// What was to be done.
    pub errand: String,
    /// Why it could not be.
    pub last_error: String,
    /// How often it was tried.
    pub attempts: i64,
}

/// A piece of work that is tried again and again.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct TriedOften {
    /// Which incident it is about.
    pub number: i64,
    /// What is to be done.
    pub errand: String,
    /// Why it has not been done so far.
    pub last_error: String,
    /// How often it was tried.
    pub attempts: i64,
}

/// A piece of work of another version, which this one cannot read. It is given up when that has been said.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SetAside {
    /// Its name for good.
    pub id: i64,
    /// Whose incident it is about.
    pub workspace: String,
    /// Which incident it is about.
    pub number: i64,
    /// What is to be done, in the other version's word for it.
    pub errand: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    workspace: String,
    number: i64,
    effect: String,
    created_at: i64,
    lease_owner: String,
    lease_until: i64,
    attempts: i64,
    checkpoint: String,
    last_error: String,
}

impl Row {
    fn read(self) -> Result<Job, StoreError> {
        Ok(Job {
            id: self.id,
            workspace: WorkspaceId::new(self.workspace),
            number: Number::new(self.number),
            effect: read_json("outbox", &self.effect)?,
            created_at: DateTime::from_timestamp_millis(self.created_at).unwrap_or_default(),
            lease_owner: self.lease_owner,
            lease_until: DateTime::from_timestamp_millis(self.lease_until).unwrap_or_default(),
            attempts: self.attempts,
            checkpoint: self.checkpoint,
            last_error: self.last_error,
            incident: None,
        })
    }
}

impl Store {
    /// Takes up to `limit` pieces of a workspace's work that are due and that nobody has.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn claim(
        &self,
        workspace: &WorkspaceId,
        lease: &Lease,
        limit: i64,
    ) -> Result<Vec<Job>, StoreError> {
        let mut tx = self.db.begin().await?;
        let jobs = claim_in(&mut tx, workspace, lease, limit).await;
        tx.end(jobs).await
    }

    /// Notes that a piece of work is done and brought nothing back. Takes the next in its lane, if one is due.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] if somebody else has it by now.
    pub async fn finish(&self, job: &Job, lease: &Lease) -> Result<Vec<Job>, StoreError> {
        let mut tx = self.db.begin().await?;
        let mut batch = Batch::default();
        batch.add(incidents::to_change(&job.workspace, job.number));
        let settling = settle(&mut batch, Settlement::Done(job), lease);
        let next = match tx.run(batch).await {
            Ok(answers) => settling.next(&mut tx, &answers, lease).await,
            Err(error) => Err(error),
        };
        tx.end(next).await
    }

    /// Puts a piece of work back until `run_at`.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] if somebody else has it by now.
    pub async fn postpone(&self, job: &Job, run_at: DateTime<Utc>, error: &str) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let kept = tx.run(of_lease(POSTPONE, job).bind(millis(run_at)).bind(error)).await;
        tx.end(kept.and_then(|answers| fenced(&answers.only()))).await
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

    /// Whether the same is owed once more behind it in its lane.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn is_superseded(&self, job: &Job) -> Result<bool, StoreError> {
        let later: i64 = reading!(&self.db, pool => sqlx::query_scalar(SUPERSEDED)
            .bind(job.workspace.as_str()).bind(job.number.get()).bind(job.effect.lane().key())
            .bind(job.effect.errand().key()).bind(job.id).fetch_one(pool))?;
        Ok(later > 0)
    }

    /// Whether an errand of the same incident is still owed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn owes(&self, job: &Job, errand: Errand) -> Result<bool, StoreError> {
        let owed: i64 = reading!(&self.db, pool => sqlx::query_scalar(OWES)
            .bind(job.workspace.as_str()).bind(job.number.get()).bind(errand.key()).fetch_one(pool))?;
        Ok(owed > 0)
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
    pub(super) async fn release_leases(&self) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let released = tx.run(statement(RELEASE)).await;
        tx.end(released.map(drop)).await
    }

    /// How much is still owed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn owed(&self) -> Result<i64, StoreError> {
        Ok(reading!(&self.db, pool => sqlx::query_scalar(WAITING).fetch_one(pool))?)
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

    /// What was set aside and not given up yet, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_aside(&self, workspace: &WorkspaceId, limit: i64) -> Result<Vec<SetAside>, StoreError> {
        Ok(reading!(&self.db, pool => sqlx::query_as(WAS_SET_ASIDE)
            .bind(workspace.as_str()).bind(limit).fetch_all(pool))?)
    }

    /// Gives up what was set aside where nobody can be told of it.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] if that was done already.
    pub async fn clear_away(&self, work: &SetAside) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let cleared = tx.run(statement(CLEAR_AWAY).bind(work.id)).await;
        tx.end(cleared.and_then(|answers| fenced(&answers.only()))).await
    }

    /// What was given up or set aside, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn given_up(&self, workspace: &WorkspaceId, limit: i64) -> Result<Vec<GivenUp>, StoreError> {
        Ok(reading!(&self.db, pool => sqlx::query_as(GIVEN_UP)
            .bind(workspace.as_str()).bind(limit).fetch_all(pool))?)
    }

    /// What is owed and was tried at least so many times, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tried_often(
        &self,
        workspace: &WorkspaceId,
        times: i64,
        limit: i64,
    ) -> Result<Vec<TriedOften>, StoreError> {
        Ok(reading!(&self.db, pool => sqlx::query_as(TRIED_OFTEN)
            .bind(workspace.as_str()).bind(times).bind(limit).fetch_all(pool))?)
    }
}

pub(super) async fn claim_in(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    lease: &Lease,
    limit: i64,
) -> Result<Vec<Job>, StoreError> {
    let claim = statement(CLAIM)
        .bind(lease.owner.as_str())
        .bind(millis(lease.until))
        .bind(millis(lease.now))
        .bind(limit)
        .bind(workspace.as_str());
    let claimed = tx.run(claim).await?.only();
    readable(tx, &claimed).await
}

/// What a step owes, on its way into the outbox.
pub(super) struct Owing(Vec<Place>);

/// Adds what a step owes.
pub(super) fn owe(batch: &mut Batch, step: &Step, lease: &Lease) -> Result<Owing, StoreError> {
    let mut owing = Vec::new();
    for effect in &step.effects {
        let owe = of_errand(OWE, &step.incident, effect)
            .bind(write_json("outbox", effect)?)
            .bind(millis(lease.now))
            .bind(lease.owner.as_str())
            .bind(millis(lease.until))
            .bind(i64::from(effect.collapses()));
        owing.push(batch.add(owe));
    }
    Ok(Owing(owing))
}

fn of_errand(sql: &'static str, incident: &Incident, effect: &Effect) -> Statement {
    statement(sql)
        .bind(incident.workspace.as_str())
        .bind(incident.number.get())
        .bind(effect.lane().key())
        .bind(effect.errand().key())
}

impl Owing {
    /// What of these effects can start at once. Nothing was added where another of the same kind waits already.
    pub(super) async fn started(
        self,
        tx: &mut Tx,
        answers: &Answers,
        (incident, effects): (&Arc<Incident>, Vec<Effect>),
        lease: &Lease,
    ) -> Result<Vec<Job>, StoreError> {
        let mut started = Vec::new();
        for (effect, place) in effects.into_iter().zip(self.0) {
            match answers[place].first::<(i64, i64)>()? {
                Some((id, lease_until)) if lease_until > 0 => {
                    started.push(born(id, effect, incident, lease));
                }
                None if effect.is_edit() => {
                    tx.run(of_errand(FRESHEN, incident, &effect).bind(millis(lease.now))).await?;
                }
                _ => {}
            }
        }
        Ok(started)
    }
}

/// A piece of work as it was just saved.
fn born(id: i64, effect: Effect, incident: &Arc<Incident>, lease: &Lease) -> Job {
    Job {
        id,
        workspace: incident.workspace.clone(),
        number: incident.number,
        effect,
        created_at: lease.now,
        lease_owner: lease.owner.clone(),
        lease_until: lease.until,
        attempts: 1,
        checkpoint: String::new(),
        last_error: String::new(),
        incident: Some(incident.clone()),
    }
}

/// A piece of work that ends.
pub(super) struct Settling<'a> {
    settled: Place,
    /// The work whose lane goes on, and the answer with the next in it.
    lane: Option<(&'a Job, Place)>,
}

/// Notes how a piece of work ended, and takes the next in its lane.
pub(super) fn settle<'a>(batch: &mut Batch, settlement: Settlement<'a>, lease: &Lease) -> Settling<'a> {
    let (job, end) = match settlement {
        Settlement::Done(job) => (Some(job), of_lease(DONE, job)),
        Settlement::GivenUp(job, why) => (Some(job), of_lease(GIVE_UP, job).bind(why)),
        // What could not be read has held up no lane.
        Settlement::SetAside(work) => (None, statement(CLEAR_AWAY).bind(work.id)),
    };
    let settled = batch.add(end);
    Settling { settled, lane: job.map(|job| (job, batch.add(next_in_lane(job, lease)))) }
}

impl Settling<'_> {
    /// Makes sure that it was still the worker's to end. Answers the next in its lane, if one is due.
    pub(super) async fn next(
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
        .bind(job.effect.lane().key())
        .bind(lease.owner.as_str())
        .bind(millis(lease.until))
        .bind(millis(lease.now))
}

/// A statement that only counts while the job is still this worker's.
fn of_lease(sql: &'static str, job: &Job) -> Statement {
    statement(sql).bind(job.id).bind(job.lease_owner.as_str()).bind(job.attempts)
}

/// Reads what was taken. What cannot be read, since another version owed it, is set aside: it must hold up nothing else.
async fn readable(tx: &mut Tx, taken: &Answer) -> Result<Vec<Job>, StoreError> {
    let mut jobs = Vec::new();
    let mut rows = taken.read::<Row>()?;
    rows.sort_by_key(|row| row.id);
    for row in rows {
        let (id, number) = (row.id, row.number);
        match row.read() {
            Ok(job) => jobs.push(job),
            Err(error) => {
                tracing::error!(%error, incident.id = number, outbox.id = id, "A delivery was set aside");
                tx.run(statement(SET_ASIDE).bind(id).bind(error.to_string())).await?;
            }
        }
    }
    Ok(jobs)
}

fn fenced(answer: &Answer) -> Result<(), StoreError> {
    if answer.written == 1 { Ok(()) } else { Err(StoreError::LeaseLost) }
}
