//! Reactions and pins: who marks a message in an incident's channel wants it on the timeline.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Answer, EventEnvelope, Reception};
use crate::engine::EngineError;
use crate::incident::{
    ChannelId, Command, Mark, MessageRef, Number, Reaction, Refusal, Source, UserId, Viewer,
};
use crate::slack::ids;

/// A mark that somebody made or took away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marking {
    /// Who.
    pub user: UserId,
    /// On which message.
    pub message: MessageRef,
    /// Which.
    pub mark: Mark,
    /// Whether it is there now.
    pub is_made: bool,
    /// When that was, if Slack says so.
    pub at: Option<DateTime<Utc>>,
}

impl Marking {
    /// Whoever marks a message is in its channel.
    fn viewer(&self) -> Viewer {
        Viewer::Person { user: self.user.clone(), here: Some(self.message.channel.clone()) }
    }
}

impl Reception {
    /// What is no mark of ours is answered before anything is looked up.
    pub(super) async fn marked(self: &Arc<Self>, envelope: &EventEnvelope) -> Answer {
        let Some(marking) = read(envelope, &self.timeline_emoji) else { return Answer::Empty };
        let viewer = marking.viewer();
        match self.engine.store().incident_in(&self.workspace, &marking.message.channel, &viewer).await {
            Ok(Some(found)) => {
                if !self.know_who_marks(&marking.user).await {
                    return Answer::NotKept;
                }
                self.keep(found.incident.number, marking, envelope.event_id.as_deref()).await
            }
            Ok(None) => Answer::Empty,
            Err(error) => {
                tracing::error!(%error, "A mark could not be looked at; Slack will tell of it again");
                Answer::NotKept
            }
        }
    }

    async fn keep(&self, number: Number, marking: Marking, event_id: Option<&str>) -> Answer {
        let receipt = event_id.map(|id| format!("event:{id}"));
        let here = Some(marking.message.channel.clone());
        let request = self.request(&marking.user, Source::Message, receipt).made_in(here);
        let Marking { message, mark, is_made, at, .. } = marking;
        let command = if is_made {
            Command::Keep { message, mark, quote: None, at }
        } else {
            Command::LetGo { message, mark, at }
        };
        match self.put(number, command, request).await {
            Ok(_) => Answer::Empty,
            Err(EngineError::Store(error)) => {
                tracing::error!(%error, "A mark could not be kept; Slack will tell of it again");
                Answer::NotKept
            }
            // Once Slack says who is in the groups, it tells of the mark again.
            Err(EngineError::Refused(Refusal::GroupsUnsaid { .. })) => Answer::NotKept,
            Err(refused) => {
                tracing::debug!(%refused, "A mark was passed over");
                Answer::Empty
            }
        }
    }
}

/// The mark that an event tells of; `None` for other reactions, other things than messages, and whatever the bot does or
/// said itself.
pub fn read(envelope: &EventEnvelope, emoji: &[String]) -> Option<Marking> {
    let event = &envelope.event;
    let (kind, is_made) = match event["type"].as_str()? {
        "reaction_added" => ("reaction", true),
        "reaction_removed" => ("reaction", false),
        "pin_added" => ("pin", true),
        "pin_removed" => ("pin", false),
        _ => return None,
    };
    let item = &event["item"];
    let user = event["user"].as_str()?;
    let bot = envelope.bot();
    let is_by_bot = bot.is_some_and(|bot| user == bot || event["item_user"] == *bot);
    if item["type"] != "message" || is_by_bot {
        return None;
    }
    let user = ids::person(user)?;
    let mark = match kind {
        "reaction" => {
            let name = event["reaction"].as_str().filter(|name| is_ours(name, emoji))?;
            Mark::Reaction(Reaction { user: user.clone(), emoji: Some(name.to_owned()) })
        }
        "pin" => Mark::Pin,
        _ => return None,
    };
    let at = event["event_ts"].as_str().and_then(instant);
    Some(Marking { user, message: message(event, item)?, mark, is_made, at })
}

/// The instant that Slack writes as seconds with a fraction of six digits.
pub(super) fn instant(ts: &str) -> Option<DateTime<Utc>> {
    let (seconds, micros) = ts.split_once('.').filter(|(_, micros)| micros.len() == 6)?;
    let (seconds, micros): (i64, u32) = (seconds.parse().ok()?, micros.parse().ok()?);
    DateTime::from_timestamp(seconds, micros * 1_000)
}

fn message(event: &Value, item: &Value) -> Option<MessageRef> {
    let channel = item["channel"].as_str().or_else(|| event["channel_id"].as_str())?;
    let ts = item["ts"].as_str().or_else(|| item["message"]["ts"].as_str())?;
    Some(MessageRef { channel: ChannelId::new(channel), ts: ts.to_owned() })
}

/// Whichever skin it has.
fn is_ours(reaction: &str, emoji: &[String]) -> bool {
    let name = reaction.split("::").next().unwrap_or_default();
    emoji.iter().any(|ours| ours == name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn marking(event: Value) -> Option<Marking> {
        let envelope = json!({"authorizations": [{"user_id": "UBOT", "is_bot": true}], "event": event});
        read(&serde_json::from_value(envelope).unwrap(), &["pushpin".to_owned()])
    }

    fn reaction(user: &str, name: &str, item_user: &str) -> Value {
        json!({
            "type": "reaction_added", "user": user, "reaction": name, "item_user": item_user,
            "item": {"type": "message", "channel": "C1", "ts": "1.2"},
        })
    }

    #[test]
    fn a_mark_names_its_message() {
        let message = MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
        let user = UserId::new("U1");
        let emoji = Some("pushpin::skin-tone-2".to_owned());
        let mark = Mark::Reaction(Reaction { user: user.clone(), emoji });
        let expected =
            Marking { user: user.clone(), message: message.clone(), mark, is_made: true, at: None };
        assert_eq!(marking(reaction("U1", "pushpin::skin-tone-2", "U2")), Some(expected));
        let unpinned = json!({
            "type": "pin_removed", "user": "U1", "channel_id": "C1", "event_ts": "1790000000.123456",
            "item": {"type": "message", "message": {"ts": "1.2"}},
        });
        let at = DateTime::from_timestamp_micros(1_790_000_000_123_456);
        assert_eq!(marking(unpinned), Some(Marking { user, message, mark: Mark::Pin, is_made: false, at }));
    }

    #[test]
    fn nothing_else_is_a_mark() {
        for event in [
            reaction("U1", "thumbsup", "U2"),
            reaction("UBOT", "pushpin", "U2"),
            reaction("U1", "pushpin", "UBOT"),
            json!({"type": "pin_added", "user": "UBOT", "item": {"type": "message", "channel": "C1", "ts": "1.2"}}),
            json!({"type": "pin_added", "user": "U1", "item": {"type": "file", "file": {}}}),
            json!({"type": "reaction_added", "user": "U1", "reaction": "pushpin", "item": {"type": "message"}}),
            json!({"type": "message", "user": "U1"}),
            Value::Null,
        ] {
            assert_eq!(marking(event.clone()), None, "{event}");
        }
    }
}
