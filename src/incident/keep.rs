//! Messages that people put on the timeline, by a mark on them or by a form.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::author::Author;
use super::id::{MessageRef, UserId};

/// A message that is on the timeline, or will be once it was read; and what put it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Which message.
    pub message: MessageRef,
    /// The marks that are on it. When the last one is taken away, its entry is struck.
    pub marks: Vec<Mark>,
    /// Who was the first to want it.
    pub by: UserId,
    /// Whether the timeline has it yet.
    pub is_recorded: bool,
    /// Whether reading a message was given up while this one was waiting: perhaps nothing comes of it any more.
    #[serde(default)]
    pub is_doubtful: bool,
    /// The words that somebody has gone over, until the timeline has them: they count before what would be read.
    #[serde(default)]
    pub words: Option<Quote>,
}

/// What was last heard of a mark. Slack tells in any order, so what comes later may be older.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkNews {
    /// The message.
    pub message: MessageRef,
    /// The mark that was made or taken away.
    pub mark: Mark,
    /// When, as Slack has it.
    pub at: DateTime<Utc>,
}

/// What puts a message on the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Somebody's reaction.
    Reaction(UserId),
    /// The channel's pin.
    Pin,
    /// A form; nothing takes it away but striking the entry.
    Form,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Who wrote it.
    pub author: Author,
    /// Its words.
    pub text: String,
    /// What came with it.
    pub files: Vec<FileLink>,
    /// When it happened, if somebody has said so; else when it was written.
    pub happened_at: Option<DateTime<Utc>>,
}

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLink {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub link: String,
}

impl MessageRef {
    /// When it was written, to the millisecond: its name begins with that.
    pub fn written_at(&self) -> Option<DateTime<Utc>> {
        let (seconds, fraction) = self.ts.split_once('.')?;
        let millis: i64 = fraction.get(..3)?.parse().ok()?;
        DateTime::from_timestamp_millis(seconds.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(millis)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incident::ChannelId;

    #[test]
    fn a_message_knows_when_it_was_written() {
        let written_at =
            |ts: &str| MessageRef { channel: ChannelId::new("C1"), ts: ts.to_owned() }.written_at();
        assert_eq!(written_at("1790000000.123456"), DateTime::from_timestamp_millis(1_790_000_000_123));
        for ts in
            ["", "1790000000", "x.123456", "1.2", "99999999999999999999.000000", "9223372036854775807.999999"]
        {
            assert_eq!(written_at(ts), None, "{ts}");
        }
    }
}
