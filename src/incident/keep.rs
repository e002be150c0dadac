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
    Reaction(Reaction),
    /// The channel's pin.
    Pin,
    /// A form; nothing takes it away but striking the entry.
    Form,
}

/// One emoji that somebody has put on a message. Stored as `U012 pushpin`; versions before this one kept who alone, and read this
/// as somebody whom they do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct Reaction {
    /// Who.
    pub user: UserId,
    /// Which emoji, by its name with its skin tone; `None` where an older version kept it.
    pub emoji: Option<String>,
}

impl From<Reaction> for String {
    fn from(Reaction { user, emoji }: Reaction) -> Self {
        emoji.map_or_else(|| user.to_string(), |emoji| format!("{user} {emoji}"))
    }
}

impl From<String> for Reaction {
    fn from(stored: String) -> Self {
        match stored.split_once(' ') {
            Some((user, emoji)) => Self { user: UserId::new(user), emoji: Some(emoji.to_owned()) },
            None => Self { user: UserId::new(stored), emoji: None },
        }
    }
}

impl Kept {
    /// Takes a mark away. One of which it is not known which emoji it was goes with whichever that person takes away, unless it is
    /// another that they have there.
    pub(super) fn unmark(&mut self, mark: &Mark) {
        let known = self.marks.iter().position(|known| known == mark);
        let taken = known.or_else(|| self.marks.iter().position(|known| known.may_be(mark)));
        if let Some(place) = taken {
            self.marks.remove(place);
        }
    }
}

impl Mark {
    /// Whether it is that mark as an older version would have kept it.
    fn may_be(&self, mark: &Self) -> bool {
        match (self, mark) {
            (Self::Reaction(known), Self::Reaction(other)) => {
                known.emoji.is_none() && known.user == other.user
            }
            _ => false,
        }
    }
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

    fn reaction(user: &str, emoji: Option<&str>) -> Mark {
        Mark::Reaction(Reaction { user: UserId::new(user), emoji: emoji.map(str::to_owned) })
    }

    #[test]
    fn a_mark_is_kept_with_its_emoji_and_one_from_before_without() {
        for (mark, stored) in [
            (reaction("U1", Some("pushpin::skin-tone-2")), r#"{"reaction":"U1 pushpin::skin-tone-2"}"#),
            (reaction("U1", None), r#"{"reaction":"U1"}"#),
            (Mark::Pin, r#""pin""#),
        ] {
            assert_eq!(serde_json::to_string(&mark).unwrap(), stored);
            assert_eq!(serde_json::from_str::<Mark>(stored).unwrap(), mark);
        }
    }

    #[test]
    fn a_mark_goes_when_it_is_taken_away_and_one_from_before_with_whichever_that_person_takes_away() {
        let (old, pushpin, round) =
            (reaction("U1", None), reaction("U1", Some("pushpin")), reaction("U1", Some("round_pushpin")));
        let other = reaction("U2", Some("pushpin"));
        for (marks, taken, left) in [
            (vec![pushpin.clone(), round.clone()], &pushpin, vec![round.clone()]),
            (vec![other.clone()], &pushpin, vec![other.clone()]),
            (vec![old.clone()], &pushpin, vec![]),
            (vec![old.clone(), round.clone()], &round, vec![old.clone()]),
            (vec![old.clone(), other.clone()], &pushpin, vec![other.clone()]),
            (vec![Mark::Pin], &pushpin, vec![Mark::Pin]),
            (vec![old.clone()], &other, vec![old.clone()]),
        ] {
            let message = MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
            let by = UserId::new("U1");
            let (is_recorded, is_doubtful, words) = (true, false, None);
            let mut kept = Kept { message, marks, by, is_recorded, is_doubtful, words };
            kept.unmark(taken);
            assert_eq!(kept.marks, left, "{taken:?}");
        }
    }

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
