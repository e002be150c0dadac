//! Slack's limits, and when they were spent.
//!
//! An account counts within any span, not from one full minute to the next: that is how Slack is stricter, and how
//! waiting is no longer than it has to be.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A minute of Slack's. Calls arrive later than they are sent, and not all by the same time, so it lasts a little longer.
const MINUTE: TimeDelta = TimeDelta::milliseconds(61_000);
/// A second of Slack's, as above.
const SECOND: TimeDelta = TimeDelta::milliseconds(1_050);

/// How long after a budget has opened whoever stands in line is still waited for.
pub(super) const LINE_IS_CALLED_FOR: TimeDelta = TimeDelta::seconds(1);

/// Slack's tiers, in calls a minute and method. (Slack docs, "Rate limits".)
const TIER_2: usize = 20;
const TIER_3: usize = 50;
const TIER_4: usize = 100;

/// The methods of tier 2.
const OF_TIER_2: &[&str] = &[
    "conversations.archive",
    "conversations.create",
    "conversations.rename",
    "conversations.setTopic",
    "pins.add",
    "usergroups.list",
    "usergroups.users.list",
    "users.list",
];
/// The methods of tier 4.
const OF_TIER_4: &[&str] = &[
    "conversations.members",
    "files.completeUploadExternal",
    "files.getUploadURLExternal",
    "files.info",
    "users.info",
    "views.open",
    "views.publish",
    "views.push",
];

/// Slack speaks of "several hundred" messages a minute for a whole workspace. Ten a second stay below six hundred, and
/// spread evenly: nobody's burst takes a minute away from a bell.
const POSTS_A_SECOND: usize = 10;

/// What names the budget of a channel's messages, before the channel.
const CHANNEL: &str = "post:";
const WORKSPACE: &str = "posts";

/// A budget that calls spend, by its name: a method's own, `posts` for all messages of the workspace, or `post:` and the
/// channel for those of one channel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Budget(Cow<'static, str>);

/// At most so many within any span of this length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub most: usize,
    /// Within what.
    pub within: TimeDelta,
}

impl Budget {
    /// The messages of the whole workspace.
    pub const POSTS: Self = Self(Cow::Borrowed(WORKSPACE));

    /// The calls to one method.
    pub const fn method(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The messages in one channel, whatever that is called here.
    pub fn channel(name: &str) -> Self {
        Self(Cow::Owned(format!("{CHANNEL}{name}")))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether it is that of one channel's messages.
    pub fn is_of_channel(&self) -> bool {
        self.0.starts_with(CHANNEL)
    }

    /// How much of it there is.
    pub fn limit(&self) -> Limit {
        let (most, within) = match self.name() {
            WORKSPACE => (POSTS_A_SECOND, SECOND),
            name if name.starts_with(CHANNEL) => (1, SECOND),
            name if OF_TIER_2.contains(&name) => (TIER_2, MINUTE),
            name if OF_TIER_4.contains(&name) => (TIER_4, MINUTE),
            _ => (TIER_3, MINUTE),
        };
        Limit { most, within }
    }
}

/// When a budget was spent, what Slack said about it, and whether others wait for it. Times are epoch milliseconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// When it was spent, oldest first, as far as that still counts.
    spent: VecDeque<i64>,
    /// Since when Slack wants no more of it, and for how long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closed: Option<(i64, i64)>,
    /// Until when whoever comes new has to stand in line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    in_line_until: Option<i64>,
}

impl Account {
    /// Forgets what does not count any more. Nothing was spent in the future: where a clock says so, it, or that of
    /// whoever wrote this, was moved; then it was now, so that nobody waits an hour for it.
    pub(super) fn look(&mut self, limit: Limit, now: DateTime<Utc>) {
        let (now, within) = (now.timestamp_millis(), limit.within.num_milliseconds());
        for at in &mut self.spent {
            *at = (*at).min(now);
        }
        self.spent.retain(|at| at + within > now);
        self.closed = self.closed.map(|(since, span)| (since.min(now), span));
        self.closed = self.closed.filter(|(since, span)| since + span > now);
        let closed_for = self.closed.map_or(0, |(_, span)| span);
        let longest_line = now + within.max(closed_for) + LINE_IS_CALLED_FOR.num_milliseconds();
        self.in_line_until =
            self.in_line_until.map(|until| until.min(longest_line)).filter(|until| *until > now);
    }

    /// When it can be spent so many times at once. More than the whole of it never can be, so that counts as the whole.
    pub(super) fn opens_at(&self, limit: Limit, times: usize, now: DateTime<Utc>) -> DateTime<Utc> {
        let too_many = (self.spent.len() + times.clamp(1, limit.most)).saturating_sub(limit.most);
        let room_at = too_many.checked_sub(1).map(|last| self.spent[last] + limit.within.num_milliseconds());
        let open_at = self.closed.map(|(since, span)| since + span);
        let at = room_at.max(open_at).and_then(DateTime::from_timestamp_millis);
        at.unwrap_or(now).max(now)
    }

    /// When there will next be more of it than there is.
    pub(super) fn grows_at(&self, limit: Limit) -> Option<DateTime<Utc>> {
        let open_at = self.closed.map(|(since, span)| since + span);
        let room_at = self.spent.front().map(|at| at + limit.within.num_milliseconds());
        open_at.or(room_at).and_then(DateTime::from_timestamp_millis)
    }

    /// Spends it.
    pub(super) fn spend(&mut self, limit: Limit, times: usize, now: DateTime<Utc>) {
        let times = times.clamp(1, limit.most);
        self.spent.extend(std::iter::repeat_n(now.timestamp_millis(), times));
    }

    /// It was not spent at that time after all.
    pub(super) fn give_back(&mut self, limit: Limit, times: usize, at: DateTime<Utc>) {
        let at = at.timestamp_millis();
        for _ in 0..times.clamp(1, limit.most) {
            let Some(place) = self.spent.iter().rposition(|spent| *spent == at) else { return };
            self.spent.remove(place);
        }
    }

    /// Slack wants no more of it for so long.
    pub(super) fn close(&mut self, now: DateTime<Utc>, span: Duration) {
        let span = i64::try_from(span.as_millis()).unwrap_or(i64::MAX / 2);
        let now = now.timestamp_millis();
        if self.closed.is_none_or(|(since, before)| since + before < now + span) {
            self.closed = Some((now, span));
        }
    }

    /// Until when Slack wants no more of it.
    pub(super) fn closed_until(&self) -> Option<DateTime<Utc>> {
        self.closed.and_then(|(since, span)| DateTime::from_timestamp_millis(since + span))
    }

    /// Whoever comes new until then has to stand in line.
    pub(super) fn line_up(&mut self, until: DateTime<Utc>) {
        self.in_line_until = self.in_line_until.max(Some(until.timestamp_millis()));
    }

    /// Whether somebody waits for it who was there first.
    pub(super) fn has_a_line(&self) -> bool {
        self.in_line_until.is_some()
    }

    /// Whether there is nothing to remember.
    pub(super) fn is_idle(&self) -> bool {
        *self == Self::default()
    }
}
