//! The time, from one place, so that tests and the demo can move it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

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
    System { since: Instant },
    Faster { speed: f64, since: DateTime<Utc>, from: Instant },
    Manual(Arc<Mutex<Hands>>),
}

/// What a clock shows that is moved by hand.
#[derive(Debug)]
struct Hands {
    now: DateTime<Utc>,
    passed: Duration,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Inner::System { since: Instant::now() })
    }

    /// A clock that starts now and runs `speed` times as fast.
    pub fn faster(speed: f64) -> Self {
        Self(Inner::Faster { speed, since: machine_now(), from: Instant::now() })
    }

    /// A clock that stands until it is moved.
    pub fn manual(now: DateTime<Utc>) -> Self {
        Self(Inner::Manual(Arc::new(Mutex::new(Hands { now, passed: Duration::ZERO }))))
    }

    /// The time that incidents live in, in whole milliseconds as the store keeps them.
    pub fn now(&self) -> DateTime<Utc> {
        let now = match &self.0 {
            Inner::Faster { speed, since, .. } => {
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "a demo runs for hours, not for 285,000 years"
                )]
                let elapsed = (machine_now() - since).num_milliseconds() as f64;
                #[expect(clippy::cast_possible_truncation, reason = "as above")]
                let faster = (elapsed * speed) as i64;
                *since + TimeDelta::milliseconds(faster)
            }
            Inner::System { .. } | Inner::Manual(_) => self.machine_now(),
        };
        DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
    }

    /// The time that machines live in.
    pub fn machine_now(&self) -> DateTime<Utc> {
        match &self.0 {
            Inner::System { .. } | Inner::Faster { .. } => machine_now(),
            Inner::Manual(hands) => hands.lock().unwrap_or_else(PoisonError::into_inner).now,
        }
    }

    /// How much time has passed since this clock was made, whatever it was set to meanwhile.
    pub fn passed(&self) -> Duration {
        match &self.0 {
            Inner::System { since: from } | Inner::Faster { from, .. } => from.elapsed(),
            Inner::Manual(hands) => hands.lock().unwrap_or_else(PoisonError::into_inner).passed,
        }
    }

    /// How much faster than the machine the incidents' time runs.
    pub fn speed(&self) -> f64 {
        match &self.0 {
            Inner::Faster { speed, .. } => *speed,
            Inner::System { .. } | Inner::Manual(_) => 1.0,
        }
    }

    /// Lets time pass on a manual clock; any other goes its own way.
    pub fn advance(&self, by: TimeDelta) {
        self.set_by(by);
        if let Inner::Manual(hands) = &self.0 {
            hands.lock().unwrap_or_else(PoisonError::into_inner).passed += by.to_std().unwrap_or_default();
        }
    }

    /// Sets a manual clock forward or back, as an administrator would; no time passes.
    pub fn set_by(&self, by: TimeDelta) {
        if let Inner::Manual(hands) = &self.0 {
            hands.lock().unwrap_or_else(PoisonError::into_inner).now += by;
        }
    }
}

/// How far a clock may go from the time that passes before that is taken for a step.
pub(crate) const NO_STEP: TimeDelta = TimeDelta::seconds(5);

/// Which way a clock was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Forward,
    Back,
}

/// Compares what the machine's clock shows with the time that passes.
#[derive(Debug, Default)]
struct Steps {
    last: Option<(DateTime<Utc>, Duration)>,
}

impl Steps {
    /// Which way the clock was set since it was last asked for.
    fn next(&mut self, now: DateTime<Utc>, passed: Duration) -> Option<Step> {
        let (last_now, last_passed) = self.last.replace((now, passed))?;
        let passed = TimeDelta::from_std(passed.saturating_sub(last_passed)).unwrap_or_default();
        match (now - last_now) - passed {
            gained if gained > NO_STEP => Some(Step::Forward),
            gained if gained < -NO_STEP => Some(Step::Back),
            _ => None,
        }
    }
}

/// Notices when the machine's clock was set forward. Then leases seem to have run out of which others, or this process
/// itself, are still making use; so for a while none is believed to have.
#[derive(Debug)]
pub struct StepWatch {
    steps: Steps,
    distrusts_until: Duration,
    distrusts_for: Duration,
}

impl StepWatch {
    /// A watch that does not believe the clock for so long after a step.
    pub fn new(distrusts_for: Duration) -> Self {
        Self { steps: Steps::default(), distrusts_until: Duration::ZERO, distrusts_for }
    }

    /// Whether the clock can be believed that shows `now` when `passed` has passed. To be asked often.
    pub fn trusts(&mut self, now: DateTime<Utc>, passed: Duration) -> bool {
        if self.steps.next(now, passed) == Some(Step::Forward) {
            self.distrusts_until = passed + self.distrusts_for;
        }
        passed >= self.distrusts_until
    }
}

/// Says when to look for what lies further ahead than it can: at the start, when this clock was set back, and now and then,
/// since others who share the database have clocks of their own.
#[derive(Debug)]
pub struct SetBackWatch {
    steps: Steps,
    look_at: Duration,
    look_every: Duration,
}

impl SetBackWatch {
    /// A watch that has one look now, and then at least so often.
    pub fn new(look_every: Duration) -> Self {
        Self { steps: Steps::default(), look_at: Duration::ZERO, look_every }
    }

    /// Whether to look by the clock that shows `now` when `passed` has passed. To be asked often.
    pub fn wants_a_look(&mut self, now: DateTime<Utc>, passed: Duration) -> bool {
        if self.steps.next(now, passed) == Some(Step::Back) {
            self.look_at = passed;
        }
        passed >= self.look_at
    }

    /// At that time it was looked, and nothing is left that lies too far ahead. Until this is said, it wants another look.
    pub fn has_looked(&mut self, passed: Duration) {
        self.look_at = passed + self.look_every;
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn machine_now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_forward_is_not_believed_for_a_while() {
        let clock = Clock::manual(DateTime::UNIX_EPOCH);
        let mut watch = StepWatch::new(Duration::from_mins(1));
        let mut trusts = || watch.trusts(clock.machine_now(), clock.passed());
        assert!(trusts());
        clock.advance(TimeDelta::hours(5));
        assert!(trusts(), "time has passed, however long");
        clock.set_by(TimeDelta::hours(-1));
        assert!(trusts(), "it was set back");
        clock.set_by(TimeDelta::hours(1));
        assert!(!trusts());
        clock.advance(TimeDelta::seconds(59));
        assert!(!trusts());
        clock.advance(TimeDelta::seconds(1));
        assert!(trusts());
        clock.set_by(TimeDelta::seconds(4));
        assert!(trusts(), "clocks drift");
    }

    #[test]
    fn what_lies_too_far_ahead_is_looked_for_at_the_start_after_a_step_back_and_now_and_then() {
        let clock = Clock::manual(DateTime::UNIX_EPOCH);
        let mut watch = SetBackWatch::new(Duration::from_mins(1));
        let mut wants = || watch.wants_a_look(clock.machine_now(), clock.passed());
        assert!(wants() && wants(), "nobody has looked");
        watch.has_looked(clock.passed());
        let mut wants = || watch.wants_a_look(clock.machine_now(), clock.passed());
        for _ in 0..59 {
            clock.advance(TimeDelta::seconds(1));
            assert!(!wants());
        }
        clock.set_by(TimeDelta::seconds(-4));
        assert!(!wants(), "clocks drift");
        clock.set_by(TimeDelta::hours(1));
        assert!(!wants(), "it was set forward");
        clock.advance(TimeDelta::seconds(1));
        assert!(wants(), "a minute is over");
        watch.has_looked(clock.passed());
        clock.set_by(TimeDelta::minutes(-1));
        assert!(watch.wants_a_look(clock.machine_now(), clock.passed()));
        assert!(watch.wants_a_look(clock.machine_now(), clock.passed()), "nobody has looked");
    }
}
