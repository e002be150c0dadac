//! When to try again, and when to give up. Pure.

use std::time::Duration;

use crate::slack::Verdict;

/// The first wait; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// What a try's end leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Try again.
    RetryAfter {
        /// After this long.
        wait: Duration,
        /// How many tries have failed, with this one.
        failures: i64,
        /// How much of the patience for it is used up, with this wait.
        tried_for: Duration,
    },
    /// Never try again.
    GiveUp,
}

/// A try that failed.
#[derive(Debug, Clone, Copy)]
pub struct Failure {
    /// What its end says about a further one.
    pub verdict: Verdict,
    /// Whether the try before it ended in the same words.
    pub is_repeated: bool,
    /// How many tries of the same had failed before it.
    pub failures: i64,
    /// How long it was waited after them, where that was in vain: where they said neither how long to wait nor whom to wait for.
    pub tried_for: Duration,
}

/// Decides what follows a failure. A refusal that ought to be final is believed when it was heard twice in a row:
/// Slack's own parts do not learn of a new channel at the same instant. `jitter` is from 0 to 1 and spreads those that
/// failed together.
///
/// Patience ends when the waits between tries in vain add up to more than that. What a clock shows is no matter, nor is for
/// how long nobody could try. Whoever waits for something that is still to come waits as long as it takes.
pub fn next(failure: Failure, patience: Duration, jitter: f64) -> Next {
    let Failure { verdict, is_repeated, failures, tried_for } = failure;
    let spread = backoff(failures).mul_f64(0.75 + jitter / 2.0);
    let in_vain = |wait: Duration| {
        let tried_for = tried_for + wait;
        let again = Next::RetryAfter { wait, failures: failures + 1, tried_for };
        if tried_for > patience { Next::GiveUp } else { again }
    };
    match verdict {
        Verdict::Final => Next::GiveUp,
        Verdict::GiveUp if is_repeated => Next::GiveUp,
        Verdict::GiveUp => in_vain(backoff(failures)),
        Verdict::Retry => in_vain(spread),
        Verdict::Wait => Next::RetryAfter { wait: spread, failures: failures + 1, tried_for },
        // Slack says whole seconds and means at least that.
        Verdict::RetryAfter(wait) => {
            Next::RetryAfter { wait: wait + FIRST_WAIT.mul_f64(jitter / 2.0), failures, tried_for }
        }
    }
}

fn backoff(failures: i64) -> Duration {
    let doublings = u32::try_from(failures).unwrap_or(0).min(16);
    FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_hours(1);

    fn seconds(verdict: Verdict, failures: i64, tried_for: u64, jitter: f64) -> Option<f64> {
        let tried_for = Duration::from_secs(tried_for);
        seconds_after(Failure { verdict, is_repeated: false, failures, tried_for }, jitter)
    }

    fn seconds_after(failure: Failure, jitter: f64) -> Option<f64> {
        match next(failure, HOUR, jitter) {
            Next::RetryAfter { wait, .. } => Some(wait.as_secs_f64()),
            Next::GiveUp => None,
        }
    }

    #[test]
    fn waits_grow_to_five_minutes_and_are_spread() {
        let middle = [0, 1, 2, 8, 9, 1000].map(|failures| seconds(Verdict::Retry, failures, 0, 0.5));
        assert_eq!(middle, [1.0, 2.0, 4.0, 256.0, 300.0, 300.0].map(Some));
        assert_eq!(seconds(Verdict::Retry, 2, 0, 0.0), Some(3.0));
        assert_eq!(seconds(Verdict::Retry, 2, 0, 1.0), Some(5.0));
    }

    #[test]
    fn slack_is_believed_when_it_says_how_long() {
        let said = Verdict::RetryAfter(Duration::from_secs(30));
        assert_eq!(seconds(said, 7, 0, 0.0), Some(30.0));
        assert_eq!(seconds(said, 7, 0, 1.0), Some(30.5));
    }

    #[test]
    fn a_refusal_is_believed_the_second_time_in_a_row() {
        assert_eq!(seconds(Verdict::GiveUp, 0, 0, 0.0), Some(1.0));
        assert_eq!(seconds(Verdict::GiveUp, 2, 0, 0.0), Some(4.0), "after some other trouble");
        let verdict = Verdict::GiveUp;
        let again = Failure { verdict, is_repeated: true, failures: 3, tried_for: Duration::ZERO };
        assert_eq!(seconds_after(again, 0.0), None);
    }

    #[test]
    fn what_an_operator_can_mend_waits_for_them() {
        assert_eq!(seconds(Verdict::Wait, 10, 1_000_000, 0.5), Some(300.0));
        assert_eq!(seconds(Verdict::Final, 1, 0, 0.0), None);
    }

    #[test]
    fn patience_ends() {
        assert_eq!(seconds(Verdict::Retry, 0, 3598, 0.5), Some(1.0));
        assert_eq!(seconds(Verdict::Retry, 0, 3600, 0.5), None);
        assert_eq!(seconds(Verdict::GiveUp, 0, 3600, 0.5), None);
    }

    #[test]
    fn only_what_is_in_vain_uses_up_patience() {
        let after = |verdict| {
            let tried_for = Duration::from_secs(3500);
            next(Failure { verdict, is_repeated: false, failures: 3, tried_for }, HOUR, 0.5)
        };
        let again = |wait, failures, tried_for| {
            let [wait, tried_for] = [wait, tried_for].map(Duration::from_secs_f64);
            Next::RetryAfter { wait, failures, tried_for }
        };
        assert_eq!(after(Verdict::Retry), again(8.0, 4, 3508.0));
        assert_eq!(after(Verdict::GiveUp), again(8.0, 4, 3508.0));
        assert_eq!(after(Verdict::Wait), again(8.0, 4, 3500.0));
        assert_eq!(after(Verdict::RetryAfter(HOUR * 2)), again(7200.25, 3, 3500.0));
    }
}
