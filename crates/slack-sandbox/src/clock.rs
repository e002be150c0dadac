//! The sandbox's idea of "now".
//!
//! Everything that gets a time stamp (message `ts`, trigger and `response_url` ages, signatures, event times, rate
//! limits) reads it here, so a test that owns a [manual](Clock::manual) clock decides how old things are. Waits that
//! happen on the network (the acknowledgement deadline, injected latency, event retries) pass in real time and do
//! not look here.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// A shared clock: clones of one manual clock all show the same time.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Manual(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until [`set`](Self::set) or [`advance`](Self::advance) moves it.
    pub fn manual(start: DateTime<Utc>) -> Self {
        Self(Source::Manual(Arc::new(Mutex::new(start))))
    }

    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::System => system_now(),
            Source::Manual(instant) => *instant.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Moves a manual clock to `instant`; the system clock ignores it.
    pub fn set(&self, instant: DateTime<Utc>) {
        if let Source::Manual(shared) = &self.0 {
            *shared.lock().unwrap_or_else(PoisonError::into_inner) = instant;
        }
    }

    /// Moves a manual clock forward by `span`; the system clock ignores it.
    pub fn advance(&self, span: TimeDelta) {
        if let Source::Manual(shared) = &self.0 {
            *shared.lock().unwrap_or_else(PoisonError::into_inner) += span;
        }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}
