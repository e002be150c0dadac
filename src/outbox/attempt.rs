//! One try: it pays, it is delivered, and its outcome is kept. Every part of that has a time limit, so that the try is over
//! before its lease is.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument as _;

use super::begun::Begun;
use super::deliver::{Courier, DeliveryError};
use super::link::link;
use super::retry::{self, Failure, Next};
use crate::clock::{Clock, NO_STEP};
use crate::engine::{Engine, EngineError, LEASE_FOR};
use crate::incident::{Command, Effect};
use crate::pace::Importance;
use crate::slack::SlackError;
use crate::store::{Job, Postponed, StoreError};

/// How much of a lease must be left for a try to begin: a try that outlives its lease might be done twice, and another
/// replica's clock may be ten seconds ahead of ours.
const LEAST_LEASE: TimeDelta = TimeDelta::seconds(50);
/// The longest that one try may take; shorter than what is left of any lease that it begins with.
const LONGEST_TRY: Duration = Duration::from_secs(40);
/// How long a bell waits to hear whether Slack's limits have room for it. Then Slack itself is asked.
const LONGEST_PAY_OF_A_BELL: Duration = Duration::from_millis(500);
/// How long everything else does.
const LONGEST_PAY: Duration = Duration::from_secs(5);
/// How long to wait before the outcome of a try is saved again, where the database was away.
const SAVE_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Whether enough of the lease is left for a try. If not, it waited too long for its turn, or the clock was set back and nobody
/// knows how long that was; it is claimed again when its lease has run out.
pub(super) fn may_begin(job: &Job, clock: &Clock) -> bool {
    let left = job.lease_until - clock.machine_now();
    left >= LEAST_LEASE && left <= LEASE_FOR + NO_STEP
}

/// How a try ended.
#[expect(clippy::large_enum_variant, reason = "there is one at a time, and most are the large one")]
enum Ending {
    /// It did not begin.
    PutBack,
    /// With what it brought back, or why it failed.
    Delivered(Result<Option<Command>, DeliveryError>),
}

/// One try at one piece of work.
pub(super) struct Try {
    pub(super) engine: Arc<Engine>,
    pub(super) courier: Arc<Courier>,
    pub(super) clock: Clock,
    pub(super) patience: Duration,
    pub(super) news: Arc<Notify>,
    pub(super) begun: Begun,
}

impl Try {
    /// Carries it out, if it still may be and Slack's limits have room.
    pub(super) async fn carry_out(self, job: Job) {
        if !job.has_paid {
            if !self.pays(&job).await {
                return self.put_back(&job).await;
            }
            if !may_begin(&job, &self.clock) {
                return;
            }
        }
        let started_at = self.clock.machine_now();
        let delivered = tokio::time::timeout(LONGEST_TRY, self.delivered(&job));
        let delivered = self.begun.noting(job.id, delivered).await;
        let duration_ms = (self.clock.machine_now() - started_at).num_milliseconds();
        let delivered = delivered.unwrap_or_else(|_| Err(DeliveryError::took_too_long()));
        match self.kept(&job, Ending::Delivered(delivered)).await {
            Ok(()) => tracing::debug!(duration_ms, "A try has ended"),
            Err(EngineError::Store(StoreError::LeaseLost)) => {
                tracing::info!("The lease ran out during the try; another worker has it now");
            }
            Err(error) => tracing::error!(%error, "The outcome of a delivery could not be saved"),
        }
    }

    /// Has work pay that comes fresh from a save. A bell rings whether or not the database can be asked; all else together
    /// would be more than Slack takes.
    async fn pays(&self, job: &Job) -> bool {
        let now = self.clock.machine_now();
        let toll = job.toll();
        let is_a_bell = Importance::of(&job.effect) == Importance::Bell;
        let longest = if is_a_bell { LONGEST_PAY_OF_A_BELL } else { LONGEST_PAY };
        let paid = self.engine.store().pay(&job.workspace, &toll, now);
        let paid = tokio::time::timeout(longest, paid).await;
        paid.unwrap_or(Err(StoreError::TooSlow)).unwrap_or_else(|error| {
            tracing::warn!(%error, is_a_bell, "Nobody can say what was spent of Slack's limits; only bells go on");
            is_a_bell
        })
    }

    /// It has to stand in line. If the same is owed once more behind it, that is enough.
    async fn put_back(&self, job: &Job) {
        let store = self.engine.store();
        // What may stand in the channel unheard is looked for first.
        let leaves_no_trace = job.effect.is_edit() || job.is_first_try();
        let is_superfluous =
            job.effect.collapses() && leaves_no_trace && store.is_superseded(job).await.unwrap_or(false);
        let ending = if is_superfluous { Ending::Delivered(Ok(None)) } else { Ending::PutBack };
        match self.kept(job, ending).await {
            Ok(()) => tracing::debug!("It is not its turn yet"),
            Err(error) => tracing::warn!(%error, "What could not begin waits for its lease to run out"),
        }
        self.news.notify_one();
    }

    /// Lets everybody know that Slack wants no more calls of that kind for a while.
    async fn close(&self, job: &Job, error: &DeliveryError) {
        let DeliveryError::Slack(SlackError::RateLimited { method, retry_after }) = error else { return };
        let Some(budget) = job.toll().spent_by(method) else { return };
        let now = self.clock.machine_now();
        let closed = self.engine.store().close_budget(&job.workspace, &budget, now, *retry_after).await;
        if let Err(error) = closed {
            tracing::warn!(%error, "The others could not be told that Slack wants no more of this");
        }
    }

    /// Keeps the outcome. Where the database is away, it is waited for as long as the work is ours: what was done need
    /// not be done again then, and goes on as soon as the database is back.
    async fn kept(&self, job: &Job, ending: Ending) -> Result<(), EngineError> {
        let is_ours_for = (job.lease_until - self.clock.machine_now()).to_std().unwrap_or_default();
        let give_up_at = Instant::now() + is_ours_for;
        loop {
            let ended = match &ending {
                Ending::PutBack => self.engine.store().put_back(job).await.map_err(EngineError::from),
                Ending::Delivered(Ok(brought)) => self.engine.settle(job, brought.clone()).await,
                Ending::Delivered(Err(error)) => self.after(job, error).await,
            };
            let ended = match ended {
                // Of an incident that cannot be read, no end of any work can be saved.
                Err(EngineError::Store(error @ StoreError::Unreadable { .. })) => {
                    self.after(job, &error.into()).await
                }
                ended => ended,
            };
            match ended {
                Err(EngineError::Store(error))
                    if error.is_away() && Instant::now() + SAVE_AGAIN_AFTER < give_up_at =>
                {
                    tokio::time::sleep(SAVE_AGAIN_AFTER).await;
                }
                ended => return ended,
            }
        }
    }

    /// Delivers in a task of its own, so that a bug in it is one more failure, which ends with the patience for them.
    async fn delivered(&self, job: &Job) -> Result<Option<Command>, DeliveryError> {
        let (engine, courier, job) = (self.engine.clone(), self.courier.clone(), job.clone());
        let delivery = async move {
            match &job.effect {
                Effect::Link { .. }
                | Effect::Unlink { .. }
                | Effect::Unname { .. }
                | Effect::PointHere { .. } => link(&engine, &job).await,
                _ => courier.deliver(&job).await,
            }
        };
        let delivery = delivery.in_current_span();
        AbortOnDropHandle::new(tokio::spawn(delivery)).await.unwrap_or(Err(DeliveryError::Bug))
    }

    async fn after(&self, job: &Job, error: &DeliveryError) -> Result<(), EngineError> {
        self.close(job, error).await;
        if let DeliveryError::Archived(found) = error {
            self.engine.found_archived(job, *found.clone()).await?;
        }
        let said = error.to_string();
        let is_repeated = job.last_error == said;
        let Job { failures, tried_for, .. } = *job;
        let failure = Failure { verdict: error.verdict(), is_repeated, failures, tried_for };
        match retry::next(failure, self.patience, rand::random()) {
            Next::RetryAfter { wait, failures, tried_for } => {
                tracing::warn!(%error, wait_ms = wait.as_millis(), "A delivery failed and will be tried again");
                let run_at =
                    self.clock.machine_now() + TimeDelta::from_std(wait).unwrap_or(TimeDelta::zero());
                let postponed = Postponed { run_at, error: &said, failures, tried_for };
                Ok(self.engine.store().postpone(job, postponed).await?)
            }
            Next::GiveUp => {
                tracing::error!(%error, "A delivery was given up");
                self.engine.give_up(job, error.obstacle(), &error.reason()).await
            }
        }
    }
}
