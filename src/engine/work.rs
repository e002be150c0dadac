//! What is owed to the world, between the store that keeps it and the worker that does it: taking it, and how it ended.

use std::sync::PoisonError;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Engine, EngineError, LEASE_FOR, own_request};
use crate::incident::{Command, Earlier, Errand, Number, Obstacle, Source};
use crate::store::{Job, Room, SetAside, Settlement, StoreError};

/// How much of what was set aside is given up at once.
const MOST_SET_ASIDE: i64 = 20;

/// How far the clocks of replicas may be apart.
const CLOCKS_AGREE_WITHIN: TimeDelta = TimeDelta::seconds(10);

/// The longest that anything waits to be tried again, by the machine's clock.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(10);

impl Engine {
    /// Notes that `job` is done, and does what it brought back.
    ///
    /// # Errors
    /// [`EngineError`]; with [`StoreError::LeaseLost`] somebody else has the job by now.
    pub async fn settle(&self, job: &Job, brought: Option<Command>) -> Result<(), EngineError> {
        match brought {
            Some(command) => {
                let request = own_request(&job.workspace, Source::Delivery);
                self.change(job.number, command, &request, Some(Settlement::Done(job))).await.map(drop)
            }
            None => {
                self.hand_over(self.store.finish(job, &self.lease()).await?);
                Ok(())
            }
        }
    }

    /// Notes that `job` will not be tried again, on the timeline too, and has it said. `error` is for the operators.
    ///
    /// # Errors
    /// As [`Engine::settle`].
    pub async fn give_up(&self, job: &Job, why: Obstacle, error: &str) -> Result<(), EngineError> {
        let earlier = Earlier { delivery: job.delivery(), owed_since: job.created_at };
        let command = Command::gave_up(&job.effect, earlier, why);
        let request = own_request(&job.workspace, Source::Delivery);
        let settles = Settlement::GivenUp(job, error);
        self.change(job.number, command, &request, Some(settles)).await.map(drop)
    }

    /// Notes what a try of `job` found: that the incident's channel is archived. The work is still owed.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn found_archived(&self, job: &Job, found: Command) -> Result<(), EngineError> {
        let request = own_request(&job.workspace, Source::Delivery);
        self.change(job.number, found, &request, None).await.map(drop)
    }

    /// Takes work that is due, that nobody has and for which there is room, here and under Slack's limits.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn left_over(&self, room: impl Into<Room>) -> Result<Vec<Job>, StoreError> {
        let lease = self.lease();
        self.store.hand_back_doubtful(lease.now).await?;
        self.give_up_what_was_set_aside().await?;
        match self.store.next_work_at(&self.workspace).await? {
            Some(at) if at <= lease.now => self.store.claim(&self.workspace, &lease, room).await,
            _ => Ok(Vec::new()),
        }
    }

    pub(super) fn trusts_the_clock(&self, now: DateTime<Utc>) -> bool {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).trusts(now, self.clock.passed())
    }

    /// Shortens what lies further ahead than it can: a clock was set back since. No lease is longer than its length, and
    /// nothing that is tried again waits longer than [`LONGEST_WAIT`]. Who is at work on it still has all of their time.
    /// To be called often; the store is asked where that can be needed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_right(&self) -> Result<(), StoreError> {
        let (now, passed) = (self.clock.machine_now(), self.clock.passed());
        let set_back = || self.set_back.lock().unwrap_or_else(PoisonError::into_inner);
        if !set_back().wants_a_look(now, passed) {
            return Ok(());
        }
        let (leases, waits) = (now + LEASE_FOR + CLOCKS_AGREE_WITHIN, now + LONGEST_WAIT);
        if self.store.set_right(&self.workspace, leases, waits).await? {
            set_back().has_looked(passed);
        }
        Ok(())
    }

    /// When there will next be something to take that was not there at `seen_at`; for what is due and waits for Slack's
    /// limits, when these have more room.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_look_at(&self, seen_at: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
        match self.store.next_work_at(&self.workspace).await? {
            Some(at) if at <= seen_at => self.store.budgets_grow_at(&self.workspace, seen_at).await,
            at => Ok(at),
        }
    }

    /// Has it said that what another version owed will not be done.
    async fn give_up_what_was_set_aside(&self) -> Result<(), StoreError> {
        for work in self.store.set_aside(&self.workspace, MOST_SET_ASIDE).await? {
            let errand = Errand::find(&work.errand).unwrap_or(Errand::Unknown);
            let command = Command::GaveUp { errand, why: Obstacle::AnotherVersion };
            let request = own_request(&self.workspace, Source::Delivery);
            let settles = Settlement::SetAside(&work);
            match self.change(Number::new(work.number), command, &request, Some(settles)).await {
                // Another process may have looked at the same time, and was first.
                Ok(_) | Err(EngineError::Store(StoreError::LeaseLost)) => {}
                // With an incident that cannot be read either, there is nobody to tell but the operators.
                Err(EngineError::Store(StoreError::Unreadable { .. })) => self.clear_away(&work).await?,
                // What ails the database ails the others too.
                Err(EngineError::Store(error @ StoreError::Database(_))) => return Err(error),
                Err(error) => {
                    tracing::error!(%error, outbox.id = work.id, "What was set aside could not be given up");
                }
            }
        }
        Ok(())
    }

    async fn clear_away(&self, work: &SetAside) -> Result<(), StoreError> {
        match self.store.clear_away(work).await {
            Ok(()) | Err(StoreError::LeaseLost) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
