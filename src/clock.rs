//! The time, from one place, so that tests and the demo can move it.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// Where the time comes from. Clones share it.
///
/// There are two readings. [`now`](Clock::now) is the time that incidents live in. [`machine_now`](Clock::machine_now)
/// measures the machinery: leases, retries, the age of a signature. They differ only on a clock that was sped up, where
/// a cadence of fifteen minutes passes in seconds but Slack still takes as long as it takes.
#[derive(Debug, Clone)]
pub struct Clock(Inner);

#[derive(Debug, Clone)]
enum Inner {
    System,
    Faster { speed: f64, since: DateTime<Utc> },
    Manual(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Self {
        Self(Inner::System)
    }

    /// A clock that starts now and runs `speed` times as fast.
    pub fn faster(speed: f64) -> Self {
        Self(Inner::Faster { speed, since: machine_now() })
    }

    /// A clock that stands until it is moved.
    pub fn manual(now: DateTime<Utc>) -> Self {
        Self(Inner::Manual(Arc::new(Mutex::new(now))))
    }

    /// The time that incidents live in, in whole milliseconds as the store keeps them.
    pub fn now(&self) -> DateTime<Utc> {
        let now = match &self.0 {
            Inner::Faster { speed, since } => {
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "a demo runs for hours, not for 285,000 years"
                )]
                let elapsed = (machine_now() - since).num_milliseconds() as f64;
                #[expect(clippy::cast_possible_truncation, reason = "as above")]
                let faster = (elapsed * speed) as i64;
                *since + TimeDelta::milliseconds(faster)
            }
            Inner::System | Inner::Manual(_) => self.machine_now(),
        };
        DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
    }

    /// The time that machines live in.
    pub fn machine_now(&self) -> DateTime<Utc> {
        match &self.0 {
            Inner::System | Inner::Faster { .. } => machine_now(),
            Inner::Manual(time) => *time.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// How much faster than the machine the incidents' time runs.
    pub fn speed(&self) -> f64 {
        match &self.0 {
            Inner::Faster { speed, .. } => *speed,
            Inner::System | Inner::Manual(_) => 1.0,
        }
    }

    /// Moves a manual clock; any other goes its own way.
    pub fn advance(&self, by: TimeDelta) {
        if let Inner::Manual(time) = &self.0 {
            *time.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn machine_now() -> DateTime<Utc> {
    Utc::now()
}
