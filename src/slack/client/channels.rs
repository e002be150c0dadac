//! Channels and who is in them.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{PAGE, Slack};
use crate::incident::{ChannelId, Incident, UserId};
use crate::slack::error::SlackError;
use crate::slack::method;

/// A channel, as far as Firebell looks.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct Channel {
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub creator: String,
    /// Epoch seconds.
    #[serde(default)]
    pub created: i64,
    #[serde(default)]
    pub is_archived: bool,
    #[serde(default)]
    pub is_private: bool,
    #[serde(default)]
    pub is_member: bool,
    #[serde(default)]
    pub topic: Topic,
}

/// Who may find a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Everybody in the workspace.
    Public,
    /// Its members.
    Private,
}

impl Privacy {
    /// That of an incident's channel.
    pub const fn of(incident: &Incident) -> Self {
        if incident.manner.is_private { Self::Private } else { Self::Public }
    }
}

/// A channel's topic.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Topic {
    /// Its words.
    #[serde(default)]
    pub value: String,
}

#[derive(Deserialize)]
struct Created {
    channel: Channel,
}

impl Slack {
    /// Makes a channel. Whoever wanted a private one has to look whether it is.
    pub async fn create_channel(&self, name: &str, privacy: Privacy) -> Result<Channel, SlackError> {
        let request = json!({"name": name, "is_private": privacy == Privacy::Private});
        let created: Created = self.post(method::CONVERSATIONS_CREATE, &request).await?;
        Ok(created.channel)
    }

    /// The channels that the bot is in.
    pub async fn own_channels(&self) -> Result<Vec<Channel>, SlackError> {
        let types = "public_channel,private_channel";
        let arguments = vec![("types", types), ("exclude_archived", "true"), ("limit", PAGE)];
        self.all_pages(method::USERS_CONVERSATIONS, arguments).await
    }

    /// Who is in a channel, apps too.
    pub async fn members(&self, channel: &ChannelId) -> Result<Vec<UserId>, SlackError> {
        let arguments = vec![("channel", channel.as_str()), ("limit", PAGE)];
        self.all_pages(method::CONVERSATIONS_MEMBERS, arguments).await
    }

    /// One channel.
    pub async fn channel(&self, channel: &ChannelId) -> Result<Channel, SlackError> {
        let found: Created = self.get(method::CONVERSATIONS_INFO, &[("channel", channel.as_str())]).await?;
        Ok(found.channel)
    }

    /// The channel in which the bot speaks to one person alone.
    pub async fn open_private(&self, person: &UserId) -> Result<ChannelId, SlackError> {
        let opened: Created = self.post(method::CONVERSATIONS_OPEN, &json!({"users": person})).await?;
        Ok(ChannelId::new(opened.channel.id))
    }

    /// Joins a public channel; being in it already is fine.
    pub async fn join(&self, channel: &ChannelId) -> Result<(), SlackError> {
        self.post::<Value>(method::CONVERSATIONS_JOIN, &json!({"channel": channel})).await.map(drop)
    }

    /// Brings people into a channel. Those who can be brought are, whoever else cannot; the others come back with
    /// Slack's reason.
    pub async fn invite(
        &self,
        channel: &ChannelId,
        people: &[UserId],
    ) -> Result<Vec<(UserId, String)>, SlackError> {
        let users: Vec<&str> = people.iter().map(UserId::as_str).collect();
        let request = json!({"channel": channel, "users": users.join(","), "force": true});
        match self.post::<Value>(method::CONVERSATIONS_INVITE, &request).await {
            Ok(answer) => Ok(failed(answer["errors"].as_array().into_iter().flatten().cloned())),
            // Nobody could be added; if Slack says of each of them why, there is nobody left to try.
            Err(SlackError::Refused { details, .. }) if details.len() >= people.len() => {
                Ok(failed(details.iter().filter_map(|detail| serde_json::from_str(detail).ok())))
            }
            Err(error) => Err(error),
        }
    }

    /// Gives a channel another name.
    pub async fn rename_channel(&self, channel: &ChannelId, name: &str) -> Result<(), SlackError> {
        let request = json!({"channel": channel, "name": name});
        self.post::<Value>(method::CONVERSATIONS_RENAME, &request).await.map(drop)
    }

    /// Archives a channel that the bot is in.
    pub async fn archive(&self, channel: &ChannelId) -> Result<(), SlackError> {
        self.post::<Value>(method::CONVERSATIONS_ARCHIVE, &json!({"channel": channel})).await.map(drop)
    }

    /// Sets a channel's topic.
    pub async fn set_topic(&self, channel: &ChannelId, topic: &str) -> Result<(), SlackError> {
        let request = json!({"channel": channel, "topic": topic});
        self.post::<Value>(method::CONVERSATIONS_SET_TOPIC, &request).await.map(drop)
    }
}

/// Those who could not be brought in, each with Slack's reason; being in already is none.
fn failed(errors: impl Iterator<Item = Value>) -> Vec<(UserId, String)> {
    let failed = errors.filter_map(|error| {
        let code = error["error"].as_str().filter(|code| *code != "already_in_channel")?;
        Some((UserId::new(error["user"].as_str()?), code.to_owned()))
    });
    failed.collect()
}
