//! Takes work and hands it out: what was just saved at once, what was left over when it is due and when Slack's limits have
//! room for it.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio::time::Interval;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::attempt::{Try, may_begin};
use super::begun::Begun;
use super::deliver::Courier;
use super::slots::{Slot, Slots};
use crate::clock::Clock;
use crate::engine::Engine;
use crate::store::{Job, Room};

/// How often the store is asked for work that nobody has.
const POLL_EVERY: Duration = Duration::from_millis(500);
/// How long what is under way has to finish, when the worker stops.
const LAST_TRIES: Duration = Duration::from_secs(5);

/// Carries out what is owed.
pub struct Worker {
    engine: Arc<Engine>,
    courier: Arc<Courier>,
    clock: Clock,
    queue: UnboundedReceiver<Job>,
    slots: Slots,
    patience: Duration,
    news: Arc<Notify>,
    begun: Begun,
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
        let (news, begun) = (Arc::default(), Begun::default());
        Self { engine, courier, clock, queue, slots, patience, news, begun }
    }

    /// Rung where there may be work that nobody has: then nobody waits for the next look.
    pub fn news(&self) -> Arc<Notify> {
        self.news.clone()
    }

    /// Works until `stop`, then finishes what is under way, if that does not take long. What is left is still leased to
    /// this process. Nobody waits for a look at the store: what comes fresh meanwhile begins at once. Answers which work Slack
    /// may still be doing, by its name.
    pub async fn run(mut self, stop: CancellationToken) -> Vec<i64> {
        let (mut under_way, mut looks) = (JoinSet::new(), JoinSet::new());
        let mut poll = tokio::time::interval(POLL_EVERY);
        poll.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut look_at: Option<DateTime<Utc>> = None;
        loop {
            while let Some((job, slot)) = self.slots.next() {
                self.begin(job, Some(slot), &mut under_way);
            }
            let room = self.slots.room();
            let wait = look_at.map(|at| (at - self.clock.machine_now()).to_std().unwrap_or_default());
            let may_look = looks.is_empty() && !room.is_none();
            tokio::select! {
                () = stop.cancelled() => break,
                Some(_) = under_way.join_next() => {}
                Some(job) = self.queue.recv() => self.slots.line_up(job),
                Some(seen) = looks.join_next() => look_at = self.line_up(seen.unwrap_or_default()),
                () = time_to_look(&mut poll, &self.news, wait), if may_look => {
                    looks.spawn(look(self.engine.clone(), self.clock.clone(), room));
                }
            }
        }
        let finished = async {
            while looks.join_next().await.is_some() {}
            while under_way.join_next().await.is_some() {}
        };
        if tokio::time::timeout(LAST_TRIES, finished).await.is_err() {
            tracing::warn!(
                left = under_way.len(),
                "Some deliveries did not finish; nobody waits for them any longer"
            );
        }
        looks.shutdown().await;
        under_way.shutdown().await;
        self.begun.all()
    }

    /// Works until nothing is due, for whoever moves the clock by hand. Answers how much was tried.
    pub async fn drain(&mut self) -> usize {
        let mut tried = 0;
        loop {
            let mut under_way = JoinSet::new();
            while let Ok(job) = self.queue.try_recv() {
                self.begin(job, None, &mut under_way);
            }
            for job in left_over(&self.engine, self.slots.room()).await {
                self.begin(job, None, &mut under_way);
            }
            if under_way.is_empty() {
                return tried;
            }
            tried += under_way.len();
            while under_way.join_next().await.is_some() {}
        }
    }

    /// Lines up what a look has taken. Answers when to look next.
    fn line_up(&mut self, seen: Seen) -> Option<DateTime<Utc>> {
        for job in seen.jobs {
            self.slots.line_up(job);
        }
        seen.look_at
    }

    /// When there will next be something to take that was not there at `seen_at`.
    pub async fn next_look_at(&self, seen_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        next_look_at(&self.engine, seen_at).await
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
            begun: self.begun.clone(),
        };
        let carried_out = async move {
            one.carry_out(job).await;
            drop(slot);
        };
        under_way.spawn(carried_out.instrument(span));
    }
}

/// What a look at the store came to.
#[derive(Default)]
struct Seen {
    /// What was taken.
    jobs: Vec<Job>,
    /// When to look next: at once, where there may be more than was looked at together.
    look_at: Option<DateTime<Utc>>,
}

/// Takes what can be taken.
async fn look(engine: Arc<Engine>, clock: Clock, room: Room) -> Seen {
    let now = clock.machine_now();
    let jobs = left_over(&engine, room).await;
    let look_at = if jobs.is_empty() { next_look_at(&engine, now).await } else { Some(now) };
    Seen { jobs, look_at }
}

async fn left_over(engine: &Engine, room: Room) -> Vec<Job> {
    engine.left_over(room).await.unwrap_or_else(|error| {
        tracing::error!(%error, "The outbox cannot be read");
        Vec::new()
    })
}

async fn next_look_at(engine: &Engine, seen_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    engine.next_look_at(seen_at).await.ok().flatten()
}

/// Waits until something may have become due: for so long, for news, or until the next of the looks that never end.
async fn time_to_look(poll: &mut Interval, news: &Notify, wait: Option<Duration>) {
    tokio::select! {
        _ = poll.tick() => {}
        () = news.notified() => {}
        () = tokio::time::sleep(wait.unwrap_or_default()), if wait.is_some() => {}
    }
}
