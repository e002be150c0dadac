//! Slack's rate limits: calls per method and minute by tier, and messages per channel and second.
//!
//! Limits are counted on the sandbox's [`Clock`](crate::Clock), so a test can let a minute pass.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

/// How many calls a method takes per minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tier {
    Two,
    Three,
    Four,
    /// Has a rule of its own, or none that matters here.
    Special,
}

/// The limits to enforce when [`Options::rate_limits`](crate::Options::rate_limits) is set.
#[derive(Clone, Debug)]
pub struct RateLimits {
    /// Calls a minute to one method of tier 2.
    pub tier2_per_minute: usize,
    /// Calls a minute to one method of tier 3.
    pub tier3_per_minute: usize,
    /// Calls a minute to one method of tier 4.
    pub tier4_per_minute: usize,
    /// Messages that one channel takes within any second.
    pub posts_per_channel_and_second: usize,
    /// Messages that the workspace takes within any minute.
    pub posts_per_minute: usize,
    /// Calls a minute to a particular method, instead of its tier's number.
    pub per_method: HashMap<String, usize>,
}

impl RateLimits {
    /// The published numbers.
    pub fn slack() -> Self {
        Self {
            tier2_per_minute: 20,
            tier3_per_minute: 50,
            tier4_per_minute: 100,
            posts_per_channel_and_second: 1,
            posts_per_minute: 600,
            per_method: HashMap::new(),
        }
    }

    fn per_minute(&self, method: &str, tier: Tier) -> Option<usize> {
        self.per_method.get(method).copied().or(match tier {
            Tier::Two => Some(self.tier2_per_minute),
            Tier::Three => Some(self.tier3_per_minute),
            Tier::Four => Some(self.tier4_per_minute),
            Tier::Special => None,
        })
    }
}

/// Remembers recent calls; one window per method, and one per channel for posts.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    windows: HashMap<String, VecDeque<DateTime<Utc>>>,
}

impl Limiter {
    /// Counts a call, or says after how many seconds it may be tried again.
    pub(crate) fn admit(
        &mut self,
        limits: &RateLimits,
        method: &str,
        tier: Tier,
        posts_to: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<(), u64> {
        let mut rules = Vec::with_capacity(3);
        if let Some(count) = limits.per_minute(method, tier) {
            rules.push((method.to_owned(), count, TimeDelta::minutes(1)));
        }
        if let Some(channel) = posts_to {
            let second = TimeDelta::seconds(1);
            rules.push((format!("posts to {channel}"), limits.posts_per_channel_and_second, second));
            rules.push(("posts".to_owned(), limits.posts_per_minute, TimeDelta::minutes(1)));
        }
        let wait = rules.iter().filter_map(|(name, count, span)| self.wait(name, *count, *span, now)).max();
        if let Some(seconds) = wait {
            return Err(seconds);
        }
        for (name, ..) in rules {
            self.windows.entry(name).or_default().push_back(now);
        }
        Ok(())
    }

    fn wait(&mut self, name: &str, count: usize, span: TimeDelta, now: DateTime<Utc>) -> Option<u64> {
        let window = self.windows.entry(name.to_owned()).or_default();
        while window.front().is_some_and(|at| now - *at >= span) {
            window.pop_front();
        }
        if window.len() < count {
            return None;
        }
        let free_in = window.front().map_or(span, |oldest| *oldest + span - now);
        let seconds = free_in.num_milliseconds().max(1).unsigned_abs().div_ceil(1000);
        Some(seconds)
    }
}
