//! Calls to Slack: the library's transport, our own time limits and our own tiny answer types.
//!
//! The library's typed answers are strict where Slack is not: a message that Slack has posted would come back as an
//! error, and be posted again. So each call reads only what Firebell needs. The calls are in `messages`, `channels`,
//! `people` and `files`; here is what they share.

mod channels;
mod files;
mod messages;
mod people;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use slack_morphism::errors::SlackClientError;
use slack_morphism::hyper_tokio::{SlackClientHyperConnector, SlackHyperClient};
use slack_morphism::{SlackApiToken, SlackApiTokenValue, SlackClient, SlackClientApiCallContext};
use tracing::Instrument as _;

use super::error::SlackError;
use super::method::Method;

pub use self::channels::{Channel, Privacy};
pub use self::messages::{OwnMessage, Reply};
pub use self::people::{Identity, User, UserGroup};

/// A page of a list, as large as Slack advises.
const PAGE: &str = "200";

/// A connection to one workspace. Clones share it.
#[derive(Clone)]
pub struct Slack {
    client: Arc<SlackHyperClient>,
    api_url: String,
    token: SlackApiToken,
    call_timeout: Duration,
}

#[derive(Deserialize)]
struct Page<T> {
    #[serde(alias = "channels", alias = "members", alias = "messages")]
    items: Vec<T>,
    #[serde(default)]
    response_metadata: Option<Cursor>,
}

#[derive(Default, Deserialize)]
struct Cursor {
    #[serde(default)]
    next_cursor: Option<String>,
}

impl Slack {
    /// A connection that speaks to `api_url` with `token`. Nothing is sent yet.
    pub fn new(api_url: &str, token: &SecretString, call_timeout: Duration) -> Self {
        let connector = SlackClientHyperConnector::from(connector()).with_slack_api_url(api_url);
        let token = SlackApiToken::new(SlackApiTokenValue::new(token.expose_secret().to_owned()));
        let client = Arc::new(SlackClient::new(connector));
        Self { client, api_url: api_url.to_owned(), token, call_timeout }
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
            match page.response_metadata.and_then(|metadata| metadata.next_cursor) {
                Some(next) if !next.is_empty() => cursor = next,
                _ => return Ok(all),
            }
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
            Ok(answer) => answer.map_err(|error| SlackError::from(error).of(method)),
            Err(_) => Err(SlackError::Unclear { what: format!("no answer to {method} in time") }),
        }
    }
}

fn connector() -> HttpsConnector<HttpConnector> {
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    // A request's head and body may be written apart; held back, the body would wait for the head's receipt.
    http.set_nodelay(true);
    HttpsConnectorBuilder::new()
        .with_webpki_roots()
        .https_or_http()
        .enable_http1()
        .enable_http2()
        .wrap_connector(http)
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
