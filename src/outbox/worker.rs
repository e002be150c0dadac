//! Takes work and hands it out: what was just saved at once, what was left over when it is due and when Slack's limits have
//! room for it.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio::time::{Instant, Interval};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument as _;

use super::deliver::{Courier, DeliveryError};
use super::retry::{self, Failure, Next};
use super::slots::{Slot, Slots};
use crate::clock::{Clock, NO_STEP};
use crate::engine::{Engine, EngineError, LEASE_FOR};
use crate::incident::Command;
use crate::slack::SlackError;
use crate::store::{Job, Room, StoreError};

/// How often the store is asked for work that nobody has.
const POLL_EVERY: Duration = Duration::from_millis(500);
/// How much of a lease must be left for a try to begin: a try that outlives its lease might be done twice.
const LEAST_LEASE: TimeDelta = TimeDelta::seconds(45);
/// The longest that one try may take; shorter than what is left of any lease that it begins with.
const LONGEST_TRY: Duration = Duration::from_secs(40);
/// How long a piece of work waits to hear whether Slack's limits have room for it. Then Slack itself is asked.
const LONGEST_PAY: Duration = Duration::from_millis(500);
/// How long what is under way has to finish, when the worker stops.
const LAST_TRIES: Duration = Duration::from_secs(5);
/// How long to wait before the outcome of a try is saved again, where the database was away.
const SAVE_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Carries out what is owed.
pub struct Worker {
    engine: Arc<Engine>,
    courier: Arc<Courier>,
    clock: Clock,
    queue: UnboundedReceiver<Job>,
    slots: Slots,
    patience: Duration,
    news: Arc<Notify>,
}

impl Worker {
    /// A worker that gets started work from `queue` and carries out `most_at_once` pieces side by side, besides bells, each
    /// until it succeeds or `patience` ends.
    pub fn new(
        engine: Arc<Engine>,
        courier: Arc<Courier>,
        clock: Clock,
        queue: UnboundedReceiver<Job>,
        most_at_once: usize,
        patience: Duration,
    ) -> Self {
        let slots = Slots::new(most_at_once);
        Self { engine, courier, clock, queue, slots, patience, news: Arc::default() }
    }

    /// Rung where there may be work that nobody has: then nobody waits for the next look.
    pub fn news(&self) -> Arc<Notify> {
        self.news.clone()
    }

    /// Works until `stop`, then finishes what is under way, if that does not take long. What is left is still leased to
    /// this process.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut under_way = JoinSet::new();
        let mut poll = tokio::time::interval(POLL_EVERY);
        poll.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut look_at: Option<DateTime<Utc>> = None;
        loop {
            while let Some((job, slot)) = self.slots.next() {
                self.begin(job, Some(slot), &mut under_way);
            }
            let room = self.slots.room();
            let wait = look_at.map(|at| (at - self.clock.machine_now()).to_std().unwrap_or_default());
            tokio::select! {
                () = stop.cancelled() => break,
                Some(_) = under_way.join_next() => {}
                Some(job) = self.queue.recv() => self.slots.line_up(job),
                () = time_to_look(&mut poll, &self.news, wait), if !room.is_none() => {
                    look_at = self.look(room).await;
                }
            }
        }
        let finished = async { while under_way.join_next().await.is_some() {} };
        if tokio::time::timeout(LAST_TRIES, finished).await.is_err() {
            tracing::warn!(
                left = under_way.len(),
                "Some deliveries did not finish; nobody waits for them any longer"
            );
        }
        under_way.shutdown().await;
    }

    /// Works until nothing is due, for whoever moves the clock by hand. Answers how much was tried.
    pub async fn drain(&mut self) -> usize {
        let mut tried = 0;
        loop {
            let mut under_way = JoinSet::new();
            while let Ok(job) = self.queue.try_recv() {
                self.begin(job, None, &mut under_way);
            }
            for job in self.left_over(self.slots.room()).await {
                self.begin(job, None, &mut under_way);
            }
            if under_way.is_empty() {
                return tried;
            }
            tried += under_way.len();
            while under_way.join_next().await.is_some() {}
        }
    }

    /// Takes what can be taken. Answers when to look next: at once, where there may be more than was looked at together.
    async fn look(&mut self, room: Room) -> Option<DateTime<Utc>> {
        let now = self.clock.machine_now();
        let jobs = self.left_over(room).await;
        let look_at = if jobs.is_empty() { self.next_look_at(now).await } else { Some(now) };
        for job in jobs {
            self.slots.line_up(job);
        }
        look_at
    }

    /// When there will next be something to take that was not there at `seen_at`.
    pub async fn next_look_at(&self, seen_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.engine.next_look_at(seen_at).await.ok().flatten()
    }

    async fn left_over(&self, room: Room) -> Vec<Job> {
        self.engine.left_over(room).await.unwrap_or_else(|error| {
            tracing::error!(%error, "The outbox cannot be read");
            Vec::new()
        })
    }

    /// Begins a try, which holds its slot until it ends.
    fn begin(&self, job: Job, slot: Option<Slot>, under_way: &mut JoinSet<()>) {
        if !may_begin(&job, &self.clock) {
            return;
        }
        let span = tracing::info_span!(
            "delivery",
            incident.id = job.number.get(),
            errand = job.effect.errand().key(),
            outbox.id = job.id,
            outbox.attempt = job.tries()
        );
        let one = Try {
            engine: self.engine.clone(),
            courier: self.courier.clone(),
            clock: self.clock.clone(),
            patience: self.patience,
            news: self.news.clone(),
        };
        let carried_out = async move {
            one.carry_out(job).await;
            drop(slot);
        };
        under_way.spawn(carried_out.instrument(span));
    }
}

/// Whether enough of the lease is left for a try. If not, it waited too long for its turn, or the clock was set back and nobody
/// knows how long that was; it is claimed again when its lease has run out.
fn may_begin(job: &Job, clock: &Clock) -> bool {
    let left = job.lease_until - clock.machine_now();
    left >= LEAST_LEASE && left <= LEASE_FOR + NO_STEP
}

/// Waits until something may have become due: for so long, for news, or until the next of the looks that never end.
async fn time_to_look(poll: &mut Interval, news: &Notify, wait: Option<Duration>) {
    tokio::select! {
        _ = poll.tick() => {}
        () = news.notified() => {}
        () = tokio::time::sleep(wait.unwrap_or_default()), if wait.is_some() => {}
    }
}

/// How a try ended.
enum Ending {
    /// It did not begin.
    PutBack,
    /// With what it brought back, or why it failed.
    Delivered(Result<Option<Command>, DeliveryError>),
}

/// One try at one piece of work.
struct Try {
    engine: Arc<Engine>,
    courier: Arc<Courier>,
    clock: Clock,
    patience: Duration,
    news: Arc<Notify>,
}

impl Try {
    async fn carry_out(self, job: Job) {
        if !job.has_paid {
            if !self.pays(&job).await {
                return self.put_back(&job).await;
            }
            if !may_begin(&job, &self.clock) {
                return;
            }
        }
        let started_at = self.clock.machine_now();
        let delivered = tokio::time::timeout(LONGEST_TRY, self.delivered(&job)).await;
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

    /// Has work pay that comes fresh from a save. A bell rings whether or not the database can be asked.
    async fn pays(&self, job: &Job) -> bool {
        let now = self.clock.machine_now();
        let toll = job.toll();
        let paid = self.engine.store().pay(&job.workspace, &toll, now);
        let paid = tokio::time::timeout(LONGEST_PAY, paid).await;
        paid.unwrap_or(Err(StoreError::TooSlow)).unwrap_or_else(|error| {
            tracing::warn!(%error, "Nobody can say what was spent of Slack's limits; Slack will");
            true
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
        let toll = job.toll();
        let Some(budget) = toll.spent_by(method) else { return };
        let now = self.clock.machine_now();
        let closed = self.engine.store().close_budget(&job.workspace, budget, now, *retry_after).await;
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
                Err(EngineError::Store(StoreError::Database(_) | StoreError::TooSlow))
                    if Instant::now() + SAVE_AGAIN_AFTER < give_up_at =>
                {
                    tokio::time::sleep(SAVE_AGAIN_AFTER).await;
                }
                ended => return ended,
            }
        }
    }

    /// Delivers in a task of its own, so that a bug in it is one more failure, which ends with the patience for them.
    async fn delivered(&self, job: &Job) -> Result<Option<Command>, DeliveryError> {
        let (courier, job) = (self.courier.clone(), job.clone());
        let delivery = async move { courier.deliver(&job).await }.in_current_span();
        AbortOnDropHandle::new(tokio::spawn(delivery)).await.unwrap_or(Err(DeliveryError::Bug))
    }

    async fn after(&self, job: &Job, error: &DeliveryError) -> Result<(), EngineError> {
        self.close(job, error).await;
        let now = self.clock.machine_now();
        let age = (now - job.created_at).to_std().unwrap_or_default();
        let is_repeated = job.last_error == error.to_string();
        let failure = Failure { verdict: error.verdict(), is_repeated, attempts: job.tries(), age };
        match retry::next(failure, self.patience, rand::random()) {
            Next::RetryAfter(wait) => {
                tracing::warn!(%error, wait_ms = wait.as_millis(), "A delivery failed and will be tried again");
                let run_at = now + TimeDelta::from_std(wait).unwrap_or(TimeDelta::zero());
                Ok(self.engine.store().postpone(job, run_at, &error.to_string()).await?)
            }
            Next::GiveUp => {
                tracing::error!(%error, "A delivery was given up");
                self.engine.give_up(job, error.obstacle(), &error.reason()).await
            }
        }
    }
}
