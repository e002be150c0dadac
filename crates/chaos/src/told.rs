//! The first account: what people were told.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use slack_sandbox::State;

use crate::deed::Deed;
use crate::site::Ended;

/// How long words behind a press may take to arrive.
const WHISPERS_WITHIN: TimeDelta = TimeDelta::seconds(30);
/// How long before an outage a press may have been answered whose words the outage then swallowed.
const SWALLOWED_WITHIN: TimeDelta = TimeDelta::seconds(5);

/// One act, and what came of it for whoever acted.
#[derive(Debug, Clone)]
pub struct Told {
    /// The step of the plan.
    pub step: usize,
    /// Who, by id.
    pub who: String,
    /// What was asked for.
    pub asked: Asked,
    /// When it was first sent.
    pub sent_at: DateTime<Utc>,
    /// When the last answer came, or was given up.
    pub heard_at: DateTime<Utc>,
    /// What they heard.
    pub heard: Heard,
    /// In what words.
    pub words: String,
    /// For a press: the channel, in which words may follow.
    pub pressed_in: Option<String>,
    /// The number of the delivery, if it went out.
    pub delivery: Option<u64>,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// An incident with this title.
    Declaration {
        /// The title.
        title: String,
        /// The severity's key.
        severity: String,
    },
    /// Something that stands on a timeline.
    Deed(Deed),
    /// The document of the incident with this number.
    Export(i64),
    /// Something that leaves no trace.
    Nothing,
}

/// What somebody heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It is done. For a press: nothing to the contrary.
    Yes,
    /// It is not done, and why.
    No,
    /// Nothing, or that nobody can say: it may be done or not.
    Unclear,
    /// It was never sent: the button was gone, or the form did not open.
    NotSent,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sent_at, took) = (self.sent_at.format("%H:%M:%S%.3f"), self.heard_at - self.sent_at);
        let took = took.num_milliseconds();
        write!(
            f,
            "{sent_at} step {:6} {} {:?}: {:?} after {took} ms",
            self.step, self.who, self.asked, self.heard
        )?;
        if self.words.is_empty() { Ok(()) } else { write!(f, ": {}", self.words) }
    }
}

impl Told {
    /// Whether it was sent at all.
    pub fn was_sent(&self) -> bool {
        self.heard != Heard::NotSent
    }
}

/// Takes a second look at what was heard, when everything has been said.
///
/// Slack shows no words in the answer to a press, so a refusal comes as a private message behind it. A press that may have
/// such words, or had them swallowed by an outage, is unclear. So is a refusal of what arrived twice: the other one of the
/// two may have come at a better moment.
pub fn settle(told: &mut [Told], slack: &State, twice: &BTreeSet<u64>, outages: &[Ended]) {
    for one in told.iter_mut() {
        let arrived_twice = one.delivery.is_some_and(|delivery| twice.contains(&delivery));
        if one.heard == Heard::No && arrived_twice {
            one.heard = Heard::Unclear;
        }
        if one.heard == Heard::Yes && one.pressed_in.is_some() {
            look_at_press(one, slack, outages);
        }
    }
}

fn look_at_press(press: &mut Told, slack: &State, outages: &[Ended]) {
    let channel = press.pressed_in.as_deref().and_then(|channel| slack.channel(channel));
    let whispers = channel.and_then(|channel| channel.ephemerals.get(&press.who));
    let span = press.sent_at..press.heard_at + WHISPERS_WITHIN;
    let whisper = whispers.into_iter().flatten().find(|message| span.contains(&instant(&message.ts)));
    let swallows =
        |outage: &Ended| press.heard_at + SWALLOWED_WITHIN > outage.from && press.sent_at < outage.ready_at;
    let is_swallowed = outages.iter().any(swallows);
    if let Some(whisper) = whisper {
        press.words.clone_from(&whisper.text);
    }
    if whisper.is_some() || is_swallowed {
        press.heard = Heard::Unclear;
    }
}

/// When a message was posted.
pub fn instant(ts: &str) -> DateTime<Utc> {
    let (seconds, micros) = ts.split_once('.').unwrap_or((ts, "0"));
    let (seconds, micros) = (seconds.parse().unwrap_or_default(), micros.parse().unwrap_or(0));
    DateTime::from_timestamp(seconds, micros * 1_000).unwrap_or_default()
}
