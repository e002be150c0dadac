//! Looks at the clock: asks the store which incidents are due, and has each reminded. It holds nothing itself, so it can
//! stop and start at any moment. After a start it also sees to it that every clock follows the settings as they are now: in
//! bites between its looks, since there may be thousands.

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
/// Above every incident's number.
const ABOVE_ALL: i64 = i64::MAX;
/// How often some old receipts are forgotten; few at once, since reminders wait meanwhile.
const FORGET_EVERY: Duration = Duration::from_mins(1);
/// How many of them at once.
const FORGET_AT_ONCE: i64 = 500;
/// For how long receipts are kept; Slack repeats nothing after a day.
const KEEP_RECEIPTS_FOR: TimeDelta = TimeDelta::days(7);

/// Looks at the clock.
pub struct Scheduler {
    engine: Arc<Engine>,
    clock: Clock,
    /// The clocks of open incidents below this number have not been looked at since the start.
    rewound_down_to: AtomicI64,
}

impl Scheduler {
    /// A scheduler for the engine's incidents.
    pub fn new(engine: Arc<Engine>, clock: Clock) -> Self {
        Self { engine, clock, rewound_down_to: AtomicI64::new(ABOVE_ALL) }
    }

    /// Looks until `stop`.
    pub async fn run(self, stop: CancellationToken) {
        let mut forget = tokio::time::interval(FORGET_EVERY);
        loop {
            let wait = self.look().await;
            tokio::select! {
                () = stop.cancelled() => return,
                _ = forget.tick() => self.forget_old_receipts().await,
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

    /// Takes another bite of the clocks that may follow former settings.
    async fn rewind(&self) -> Result<(), EngineError> {
        let below = self.rewound_down_to.load(Ordering::Relaxed);
        if below > 0 {
            let lowest = self.engine.rewind_clocks(Number::new(below), BATCH).await?;
            self.rewound_down_to.store(lowest.map_or(0, Number::get), Ordering::Relaxed);
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
        if self.rewound_down_to.load(Ordering::Relaxed) > 0 {
            return LOOK_AT_MOST_EVERY;
        }
        let Ok(Some(at)) = self.engine.next_due_at().await else { return LOOK_EVERY };
        let ahead = (at - self.clock.now()).to_std().unwrap_or_default();
        ahead.div_f64(self.clock.speed()).clamp(LOOK_AT_MOST_EVERY, LOOK_EVERY)
    }
}
