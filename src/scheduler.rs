//! Looks at the clock: asks the store which incidents are due, and has each reminded. It holds nothing itself, so it can
//! stop and start at any moment. After a start it also sees to it that the clocks follow the settings as they are now: in bites
//! between its looks, since there may be thousands; those of open incidents first, then those of the newest that are over.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::engine::{Engine, EngineError};
use crate::incident::Number;

/// The longest time between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The shortest time between two looks, where something is due at once and again.
const LOOK_AT_MOST_EVERY: Duration = Duration::from_millis(20);
/// How many incidents are reminded between two looks at the store.
const BATCH: i64 = 200;
/// How many of the newest incidents that are over are looked at after a start: their channels may have to be archived.
const NEWEST_ENDED: i64 = 1000;
/// For how long it is kept what was given up; the timeline has it for good.
const KEEP_GIVEN_UP_FOR: TimeDelta = TimeDelta::days(90);
/// How often some of what is old is forgotten; little at once, since reminders wait meanwhile.
const FORGET_EVERY: Duration = Duration::from_mins(1);
/// How much of it at once.
const FORGET_AT_ONCE: i64 = 500;
/// For how long receipts are kept; Slack repeats nothing after a day.
const KEEP_RECEIPTS_FOR: TimeDelta = TimeDelta::days(7);

/// Looks at the clock.
pub struct Scheduler {
    engine: Arc<Engine>,
    clock: Clock,
    open: Round,
    ended: Round,
}

/// How far it has come since the start with clocks that may follow former settings, newest first.
struct Round {
    /// Those below this number are still to be looked at.
    below: AtomicI64,
    /// So many of them at most.
    left: AtomicI64,
}

impl Round {
    const fn of(at_most: i64) -> Self {
        Self { below: AtomicI64::new(i64::MAX), left: AtomicI64::new(at_most) }
    }

    fn is_over(&self) -> bool {
        self.left.load(Ordering::Relaxed) <= 0
    }

    fn below(&self) -> Number {
        Number::new(self.below.load(Ordering::Relaxed))
    }

    /// Notes that so many were looked at, down to `lowest`; `None` where there were none left.
    fn came_to(&self, lowest: Option<Number>, looked_at: i64) {
        match lowest {
            Some(lowest) => {
                self.below.store(lowest.get(), Ordering::Relaxed);
                self.left.fetch_sub(looked_at, Ordering::Relaxed);
            }
            None => self.left.store(0, Ordering::Relaxed),
        }
    }
}

impl Scheduler {
    /// A scheduler for the engine's incidents.
    pub fn new(engine: Arc<Engine>, clock: Clock) -> Self {
        Self { engine, clock, open: Round::of(i64::MAX), ended: Round::of(NEWEST_ENDED) }
    }

    /// Looks until `stop`.
    pub async fn run(self, stop: CancellationToken) {
        let mut forget = tokio::time::interval(FORGET_EVERY);
        loop {
            let wait = self.look().await;
            tokio::select! {
                () = stop.cancelled() => return,
                _ = forget.tick() => {
                    self.forget_old_receipts().await;
                    self.forget_what_was_given_up().await;
                }
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Reminds whoever is due now. Answers how long it may be until the next look.
    pub async fn look(&self) -> Duration {
        if let Err(error) = self.engine.set_right().await {
            tracing::error!(%error, "What lies too far ahead could not be looked for");
        }
        let ended = match self.remind_due().await {
            Ok(()) => self.rewind().await,
            failed => failed,
        };
        match ended {
            Ok(()) => self.until_next().await,
            Err(error) => {
                tracing::error!(%error, "The clock could not be looked after; another look follows");
                LOOK_EVERY
            }
        }
    }

    /// Forgets some of the receipts that nobody will ask for any more.
    pub async fn forget_old_receipts(&self) {
        let before = self.clock.machine_now() - KEEP_RECEIPTS_FOR;
        match self.engine.store().forget_receipts_before(before, FORGET_AT_ONCE).await {
            Ok(forgotten) if forgotten > 0 => tracing::debug!(forgotten, "Old receipts were forgotten"),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "Old receipts could not be forgotten"),
        }
    }

    /// Forgets some of what was given up so long ago that nobody will do anything about it.
    pub async fn forget_what_was_given_up(&self) {
        let before = self.clock.machine_now() - KEEP_GIVEN_UP_FOR;
        match self.engine.store().forget_given_up_before(before, FORGET_AT_ONCE).await {
            Ok(forgotten) if forgotten > 0 => tracing::debug!(forgotten, "What was given up was forgotten"),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "What was given up could not be forgotten"),
        }
    }

    /// Takes another bite of the clocks that may follow former settings.
    async fn rewind(&self) -> Result<(), EngineError> {
        if !self.open.is_over() {
            let lowest = self.engine.rewind_open(self.open.below(), BATCH).await?;
            self.open.came_to(lowest, BATCH);
        } else if !self.ended.is_over() {
            let lowest = self.engine.rewind_ended(self.ended.below(), BATCH).await?;
            self.ended.came_to(lowest, BATCH);
        }
        Ok(())
    }

    /// Reminds all who are due, also after one that could not be; the last failure is answered.
    async fn remind_due(&self) -> Result<(), EngineError> {
        let due = self.engine.due(BATCH).await?;
        let mut ended = Ok(());
        for number in due {
            if let Err(error) = self.engine.remind(number).await {
                tracing::error!(%error, incident.id = number.get(), "A reminder could not be given");
                ended = Err(error);
            }
        }
        ended
    }

    async fn until_next(&self) -> Duration {
        if !(self.open.is_over() && self.ended.is_over()) {
            return LOOK_AT_MOST_EVERY;
        }
        let Ok(Some(at)) = self.engine.next_due_at().await else { return LOOK_EVERY };
        let ahead = (at - self.clock.now()).to_std().unwrap_or_default();
        ahead.div_f64(self.clock.speed()).clamp(LOOK_AT_MOST_EVERY, LOOK_EVERY)
    }
}
