//! Calls to Slack: the library's transport, our own time limits and our own tiny answer types.
//!
//! The library's typed answers are strict where Slack is not: a message that Slack has posted would come back as an
//! error, and be posted again. So each call reads only what Firebell needs.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use slack_morphism::errors::SlackClientError;
use slack_morphism::hyper_tokio::{SlackClientHyperConnector, SlackHyperClient};
use slack_morphism::prelude::SlackModalView;
use slack_morphism::{
    SlackApiToken, SlackApiTokenValue, SlackClient, SlackClientApiCallContext, SlackClientHttpConnector,
};
use tracing::Instrument as _;

use super::error::SlackError;
use super::method::{self, Method};
use super::views::Message;
use crate::incident::{ChannelId, GroupId, MessageRef, UserId};

/// A page of a list, as large as Slack advises.
const PAGE: &str = "200";

/// A connection to one workspace. Clones share it.
#[derive(Clone)]
pub struct Slack {
    client: Arc<SlackHyperClient>,
    token: SlackApiToken,
    call_timeout: Duration,
}

/// Who the token belongs to.
#[derive(Debug, Clone, Deserialize)]
pub struct Identity {
    /// The workspace.
    pub team_id: String,
    /// The workspace's name.
    #[serde(default)]
    pub team: String,
    /// The bot as a person.
    pub user_id: String,
    /// The workspace's address: `https://acme.slack.com/`.
    #[serde(default)]
    pub url: String,
}

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

/// A channel's topic.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Topic {
    /// Its words.
    #[serde(default)]
    pub value: String,
}

/// A person, as Slack describes them.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, clippy::struct_excessive_bools, reason = "as Slack has it")]
pub struct User {
    pub id: String,
    #[serde(default)]
    pub team_id: Option<String>,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub real_name: Option<String>,
    #[serde(default)]
    pub deleted: bool,
    #[serde(default)]
    pub is_bot: bool,
    #[serde(default)]
    pub is_restricted: bool,
    #[serde(default)]
    pub is_ultra_restricted: bool,
    #[serde(default)]
    pub is_stranger: bool,
    #[serde(default)]
    pub locale: Option<String>,
    #[serde(default)]
    pub profile: Profile,
}

/// What a person says of themselves.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Profile {
    /// What they want to be called; often empty.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Their name.
    #[serde(default)]
    pub real_name: Option<String>,
}

#[derive(Deserialize)]
struct Posted {
    channel: String,
    ts: String,
}

#[derive(Deserialize)]
struct Created {
    channel: Channel,
}

#[derive(Deserialize)]
struct Page<T> {
    #[serde(alias = "channels", alias = "members", alias = "messages")]
    items: Vec<T>,
    #[serde(default)]
    response_metadata: Cursor,
}

#[derive(Default, Deserialize)]
struct Cursor {
    #[serde(default)]
    next_cursor: String,
}

#[derive(Deserialize)]
struct PostedBefore {
    ts: String,
    #[serde(default)]
    metadata: Value,
}

#[derive(Deserialize)]
struct Upload {
    upload_url: url::Url,
    file_id: String,
}

/// Names the metadata by which a message of ours is found again.
const METADATA_EVENT: &str = "firebell_delivery";

impl Slack {
    /// A connection that speaks to `api_url` with `token`. Nothing is sent yet.
    pub fn new(api_url: &str, token: &SecretString, call_timeout: Duration) -> Self {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        // A request's head and body may be written apart; held back, the body would wait for the head's receipt.
        http.set_nodelay(true);
        let https = HttpsConnectorBuilder::new()
            .with_webpki_roots()
            .https_or_http()
            .enable_http1()
            .enable_http2()
            .wrap_connector(http);
        let connector = SlackClientHyperConnector::from(https).with_slack_api_url(api_url);
        let token = SlackApiToken::new(SlackApiTokenValue::new(token.expose_secret().to_owned()));
        Self { client: Arc::new(SlackClient::new(connector)), token, call_timeout }
    }

    /// Asks Slack whose token this is.
    pub async fn who_am_i(&self) -> Result<Identity, SlackError> {
        self.post(method::AUTH_TEST, &json!({})).await
    }

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
            "metadata": {"event_type": METADATA_EVENT, "event_payload": {"delivery": delivery}},
        });
        if let Some(thread) = thread {
            request["thread_ts"] = json!(thread);
        }
        let posted: Posted = self.post(method::CHAT_POST_MESSAGE, &request).await?;
        Ok(MessageRef { channel: ChannelId::new(posted.channel), ts: posted.ts })
    }

    /// Finds the message that was posted as `delivery` since `oldest` (epoch seconds), if it was.
    pub async fn find_message(
        &self,
        channel: &ChannelId,
        thread: Option<&str>,
        delivery: &str,
        oldest: i64,
    ) -> Result<Option<MessageRef>, SlackError> {
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
        let posted: Vec<PostedBefore> = self.all_pages(method, arguments).await?;
        let ours = |message: &&PostedBefore| message.metadata["event_payload"]["delivery"] == *delivery;
        Ok(posted
            .iter()
            .find(ours)
            .map(|message| MessageRef { channel: channel.clone(), ts: message.ts.clone() }))
    }

    /// Replaces what a message says.
    pub async fn update_message(&self, at: &MessageRef, message: &Message) -> Result<(), SlackError> {
        let request =
            json!({"channel": at.channel, "ts": at.ts, "text": message.text, "blocks": message.blocks});
        self.post::<Value>(method::CHAT_UPDATE, &request).await.map(drop)
    }

    /// Makes a public channel.
    pub async fn create_channel(&self, name: &str) -> Result<ChannelId, SlackError> {
        let created: Created = self.post(method::CONVERSATIONS_CREATE, &json!({"name": name})).await?;
        Ok(ChannelId::new(created.channel.id))
    }

    /// The channels that the bot is in.
    pub async fn own_channels(&self) -> Result<Vec<Channel>, SlackError> {
        let arguments =
            vec![("types", "public_channel,private_channel"), ("exclude_archived", "true"), ("limit", PAGE)];
        self.all_pages(method::USERS_CONVERSATIONS, arguments).await
    }

    /// Every public channel of the workspace.
    pub async fn all_channels(&self) -> Result<Vec<Channel>, SlackError> {
        let arguments = vec![("types", "public_channel"), ("exclude_archived", "true"), ("limit", PAGE)];
        self.all_pages(method::CONVERSATIONS_LIST, arguments).await
    }

    /// One channel.
    pub async fn channel(&self, channel: &ChannelId) -> Result<Channel, SlackError> {
        let found: Created = self.get(method::CONVERSATIONS_INFO, &[("channel", channel.as_str())]).await?;
        Ok(found.channel)
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
        let answer: Value = self.post(method::CONVERSATIONS_INVITE, &request).await?;
        let failed = answer["errors"].as_array().into_iter().flatten().filter_map(|error| {
            let code = error["error"].as_str().filter(|code| *code != "already_in_channel")?;
            Some((UserId::new(error["user"].as_str()?), code.to_owned()))
        });
        Ok(failed.collect())
    }

    /// The members of a user group.
    pub async fn group_members(&self, group: &GroupId) -> Result<Vec<UserId>, SlackError> {
        #[derive(Deserialize)]
        struct Members {
            users: Vec<String>,
        }
        let members: Members =
            self.get(method::USERGROUPS_USERS_LIST, &[("usergroup", group.as_str())]).await?;
        Ok(members.users.into_iter().map(UserId::new).collect())
    }

    /// Sets a channel's topic.
    pub async fn set_topic(&self, channel: &ChannelId, topic: &str) -> Result<(), SlackError> {
        let request = json!({"channel": channel, "topic": topic});
        self.post::<Value>(method::CONVERSATIONS_SET_TOPIC, &request).await.map(drop)
    }

    /// Pins a message in its channel.
    pub async fn pin(&self, at: &MessageRef) -> Result<(), SlackError> {
        let request = json!({"channel": at.channel, "timestamp": at.ts});
        self.post::<Value>(method::PINS_ADD, &request).await.map(drop)
    }

    /// Opens a modal. The trigger lives three seconds and works once.
    pub async fn open_view(&self, trigger_id: &str, view: &SlackModalView) -> Result<(), SlackError> {
        let mut view = json!(view);
        view["type"] = json!("modal");
        let request = json!({"trigger_id": trigger_id, "view": view});
        self.post::<Value>(method::VIEWS_OPEN, &request).await.map(drop)
    }

    /// One person, with their locale.
    pub async fn user(&self, user: &UserId) -> Result<User, SlackError> {
        #[derive(Deserialize)]
        struct Found {
            user: User,
        }
        let arguments = [("user", user.as_str()), ("include_locale", "true")];
        Ok(self.get::<Found>(method::USERS_INFO, &arguments).await?.user)
    }

    /// Everybody in the workspace.
    pub async fn all_users(&self) -> Result<Vec<User>, SlackError> {
        self.all_pages(method::USERS_LIST, vec![("include_locale", "true"), ("limit", PAGE)]).await
    }

    /// Hands a file's bytes to Slack. It is nowhere to be seen until [`Slack::share_file`].
    pub async fn upload(&self, name: &str, content: &str) -> Result<String, SlackError> {
        let length = content.len().to_string();
        let arguments = [("filename", name), ("length", &length)];
        let upload: Upload = self.get(method::FILES_GET_UPLOAD_URL, &arguments).await?;
        let span = tracing::Span::current();
        let connector = &self.client.http_api.connector;
        let sending = connector.http_post_uri_binary::<Value>(
            upload.upload_url,
            "text/markdown; charset=utf-8".to_owned(),
            content.as_bytes(),
            without_token(&span),
        );
        self.in_time("upload", sending).await?;
        Ok(upload.file_id)
    }

    /// Shows an uploaded file in a channel, with a comment.
    pub async fn share_file(
        &self,
        file: &str,
        title: &str,
        channel: &ChannelId,
        comment: &str,
    ) -> Result<(), SlackError> {
        let files = json!([{"id": file, "title": title}]);
        let request = json!({"files": files, "channel_id": channel, "initial_comment": comment});
        self.post::<Value>(method::FILES_COMPLETE_UPLOAD, &request).await.map(drop)
    }

    /// Answers an interaction through the address that came with it: words for the asker alone.
    pub async fn respond(&self, response_url: &str, message: &Message) -> Result<(), SlackError> {
        let Ok(url) = response_url.parse::<url::Url>() else {
            return Err(SlackError::refused("invalid_response_url"));
        };
        let request = json!({
            "response_type": "ephemeral", "replace_original": false,
            "text": message.text, "blocks": message.blocks,
        });
        let span = tracing::Span::current();
        let connector = &self.client.http_api.connector;
        let answering = connector.http_post_uri(url, &request, without_token(&span));
        self.in_time::<Value>("response_url", answering).await.map(drop)
    }

    /// Whether an uploaded file is shown somewhere.
    pub async fn is_shared(&self, file: &str) -> Result<bool, SlackError> {
        let answer: Value = self.get(method::FILES_INFO, &[("file", file)]).await?;
        let shown = |kind: &str| answer["file"]["shares"][kind].as_object().is_some_and(|s| !s.is_empty());
        let listed = answer["file"]["channels"].as_array().is_some_and(|channels| !channels.is_empty());
        Ok(shown("public") || shown("private") || listed)
    }

    async fn all_pages<T: DeserializeOwned + Send>(
        &self,
        method: Method,
        arguments: Vec<(&'static str, &str)>,
    ) -> Result<Vec<T>, SlackError> {
        let mut all = Vec::new();
        let mut cursor = String::new();
        loop {
            let mut page_arguments = arguments.clone();
            if !cursor.is_empty() {
                page_arguments.push(("cursor", &cursor));
            }
            let page: Page<T> = self.get(method, &page_arguments).await?;
            all.extend(page.items);
            if page.response_metadata.next_cursor.is_empty() {
                return Ok(all);
            }
            cursor = page.response_metadata.next_cursor;
        }
    }

    async fn post<T: DeserializeOwned + Send>(
        &self,
        method: Method,
        request: &(impl Serialize + Send + Sync),
    ) -> Result<T, SlackError> {
        let session = self.client.open_session(&self.token);
        self.in_time(method.name, session.http_session_api.http_post(method.name, request, None)).await
    }

    async fn get<T: DeserializeOwned + Send>(
        &self,
        method: Method,
        arguments: &[(&str, &str)],
    ) -> Result<T, SlackError> {
        let session = self.client.open_session(&self.token);
        let arguments: Vec<(&str, Option<&str>)> =
            arguments.iter().map(|(name, value)| (*name, Some(*value))).collect();
        self.in_time(method.name, session.http_session_api.http_get(method.name, &arguments, None)).await
    }

    /// The library waits for ever; nothing here does.
    async fn in_time<T>(
        &self,
        method: &'static str,
        call: impl Future<Output = Result<T, SlackClientError>>,
    ) -> Result<T, SlackError> {
        let span = tracing::debug_span!("slack_call", method);
        let answer = tokio::time::timeout(self.call_timeout, call.instrument(span)).await;
        match answer {
            Ok(answer) => answer.map_err(SlackError::from),
            Err(_) => Err(SlackError::Unclear { what: format!("no answer to {method} in time") }),
        }
    }
}

/// For addresses that carry their own authority: the token stays at home, and the address out of the logs.
fn without_token(span: &tracing::Span) -> SlackClientApiCallContext<'_> {
    SlackClientApiCallContext {
        rate_control_params: None,
        token: None,
        tracing_span: span,
        is_sensitive_url: true,
    }
}
