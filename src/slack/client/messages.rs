//! Messages, forms and homes.

use serde::Deserialize;
use serde_json::{Value, json};
use slack_morphism::SlackClientHttpConnector as _;
use slack_morphism::prelude::{SlackHomeView, SlackModalView};

use super::{PAGE, Slack, without_token};
use crate::incident::{ChannelId, MessageRef, UserId};
use crate::slack::error::SlackError;
use crate::slack::method;
use crate::slack::quote::{OURS, SlackMessage};
use crate::slack::views::Message;

/// As long as a thread's beginning and one reply.
const ONE_MESSAGE: &str = "2";

/// Where the answer to an interaction goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// Beside the message that was used.
    Beside,
    /// In the place of the private message that was used.
    Instead,
}

#[derive(Deserialize)]
struct Posted {
    channel: String,
    ts: String,
}

/// A message of ours, as it stands in a channel.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct OwnMessage {
    pub ts: String,
    pub text: String,
    pub blocks: Vec<Value>,
    metadata: Value,
}

impl OwnMessage {
    /// Whether it offers something to press.
    pub fn has_buttons(&self) -> bool {
        self.blocks.iter().any(|block| block["type"] == "actions")
    }

    /// Whether these words stand somewhere in it.
    pub fn says(&self, words: &str) -> bool {
        self.has_text(|text| text.contains(words))
    }

    /// Whether one of its texts is meant.
    pub fn has_text(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        is_meant(&self.text) || self.blocks.iter().any(|block| has_text(block, &is_meant))
    }
}

fn has_text(value: &Value, is_meant: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => is_meant(text),
        Value::Array(all) => all.iter().any(|one| has_text(one, is_meant)),
        Value::Object(all) => all.values().any(|one| has_text(one, is_meant)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

impl Slack {
    /// Posts a message that can be found again by `delivery`; in the thread below `thread` if that is given.
    pub async fn post_message(
        &self,
        channel: &ChannelId,
        thread: Option<&str>,
        message: &Message,
        delivery: &str,
    ) -> Result<MessageRef, SlackError> {
        let mut request = json!({
            "channel": channel, "text": message.text, "blocks": message.blocks,
            "unfurl_links": false, "unfurl_media": false,
            "metadata": {"event_type": OURS, "event_payload": {"delivery": delivery}},
        });
        if let Some(thread) = thread {
            request["thread_ts"] = json!(thread);
        }
        let posted: Posted = self.post(method::CHAT_POST_MESSAGE, &request).await?;
        Ok(MessageRef { channel: ChannelId::new(posted.channel), ts: posted.ts })
    }

    /// Says something to one person, in the channel that they share with the bot alone. Nothing finds it again.
    pub async fn say_in_private(&self, person: &UserId, message: &Message) -> Result<(), SlackError> {
        let channel = self.open_private(person).await?;
        self.post_message(&channel, None, message, "").await.map(drop)
    }

    /// Finds the message that was posted as `delivery` since `oldest` (epoch seconds), if it was.
    pub async fn find_message(
        &self,
        channel: &ChannelId,
        thread: Option<&str>,
        delivery: &str,
        oldest: i64,
    ) -> Result<Option<MessageRef>, SlackError> {
        let ours = self.own_messages(channel, thread, oldest).await?;
        let found = ours.into_iter().find(|one| one.metadata["event_payload"]["delivery"] == *delivery);
        Ok(found.map(|message| MessageRef { channel: channel.clone(), ts: message.ts }))
    }

    /// What we have posted since `oldest` (epoch seconds); with `thread`, that message and what stands below it.
    pub async fn own_messages(
        &self,
        channel: &ChannelId,
        thread: Option<&str>,
        oldest: i64,
    ) -> Result<Vec<OwnMessage>, SlackError> {
        let oldest = oldest.to_string();
        let mut arguments = vec![
            ("channel", channel.as_str()),
            ("include_all_metadata", "true"),
            ("oldest", &oldest),
            ("limit", PAGE),
        ];
        let method = match thread {
            Some(thread) => {
                arguments.push(("ts", thread));
                method::CONVERSATIONS_REPLIES
            }
            None => method::CONVERSATIONS_HISTORY,
        };
        let mut messages: Vec<OwnMessage> = self.all_pages(method, arguments).await?;
        messages.retain(|message| message.metadata["event_type"] == OURS);
        Ok(messages)
    }

    /// One message, also one in a thread; `None` if it is not there any more.
    pub async fn message(&self, at: &MessageRef) -> Result<Option<SlackMessage>, SlackError> {
        #[derive(Deserialize)]
        struct Thread {
            messages: Vec<SlackMessage>,
        }
        let arguments = [
            ("channel", at.channel.as_str()),
            ("ts", &at.ts),
            ("oldest", &at.ts),
            ("latest", &at.ts),
            ("inclusive", "true"),
            ("include_all_metadata", "true"),
            ("limit", ONE_MESSAGE),
        ];
        match self.get::<Thread>(method::CONVERSATIONS_REPLIES, &arguments).await {
            Ok(thread) => Ok(thread.messages.into_iter().find(|message| message.ts == at.ts)),
            Err(error) if error.is_any_of(&["thread_not_found", "message_not_found"]) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Where a message opens.
    pub async fn permalink(&self, at: &MessageRef) -> Result<String, SlackError> {
        #[derive(Deserialize)]
        struct Link {
            permalink: String,
        }
        let arguments = [("channel", at.channel.as_str()), ("message_ts", &at.ts)];
        Ok(self.get::<Link>(method::CHAT_GET_PERMALINK, &arguments).await?.permalink)
    }

    /// Replaces what a message says.
    pub async fn update_message(&self, at: &MessageRef, message: &Message) -> Result<(), SlackError> {
        let request =
            json!({"channel": at.channel, "ts": at.ts, "text": message.text, "blocks": message.blocks});
        self.post::<Value>(method::CHAT_UPDATE, &request).await.map(drop)
    }

    /// Pins a message in its channel.
    pub async fn pin(&self, at: &MessageRef) -> Result<(), SlackError> {
        let request = json!({"channel": at.channel, "timestamp": at.ts});
        self.post::<Value>(method::PINS_ADD, &request).await.map(drop)
    }

    /// Answers an interaction through the address that came with it: words for the asker alone.
    pub async fn respond(
        &self,
        response_url: &str,
        message: &Message,
        reply: Reply,
    ) -> Result<(), SlackError> {
        let Ok(url) = response_url.parse::<url::Url>() else {
            return Err(SlackError::refused("invalid_response_url"));
        };
        let request = json!({
            "response_type": "ephemeral", "replace_original": reply == Reply::Instead,
            "text": message.text, "blocks": message.blocks,
        });
        let span = tracing::Span::current();
        let connector = &self.client.http_api.connector;
        let answering = connector.http_post_uri(url, &request, without_token(&span));
        self.in_time::<Value>("response_url", answering).await.map(drop)
    }

    /// Opens a modal. The trigger lives three seconds and works once.
    pub async fn open_view(&self, trigger_id: &str, view: &SlackModalView) -> Result<(), SlackError> {
        self.post::<Value>(method::VIEWS_OPEN, &shown(trigger_id, view)).await.map(drop)
    }

    /// Opens a modal above the one in which something was pressed.
    pub async fn push_view(&self, trigger_id: &str, view: &SlackModalView) -> Result<(), SlackError> {
        self.post::<Value>(method::VIEWS_PUSH, &shown(trigger_id, view)).await.map(drop)
    }
    /// Shows somebody their home, in the place of the one before.
    pub async fn publish_home(&self, user: &UserId, view: &SlackHomeView) -> Result<(), SlackError> {
        let mut view = json!(view);
        view["type"] = json!("home");
        let request = json!({"user_id": user, "view": view});
        self.post::<Value>(method::VIEWS_PUBLISH, &request).await.map(drop)
    }
}

fn shown(trigger_id: &str, view: &SlackModalView) -> Value {
    let mut view = json!(view);
    view["type"] = json!("modal");
    json!({"trigger_id": trigger_id, "view": view})
}
