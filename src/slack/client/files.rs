//! Documents.

use serde::Deserialize;
use serde_json::{Value, json};
use slack_morphism::SlackClientHttpConnector as _;

use super::{Slack, without_token};
use crate::incident::ChannelId;
use crate::slack::error::SlackError;
use crate::slack::method;

#[derive(Deserialize)]
struct Upload {
    upload_url: url::Url,
    file_id: String,
}

impl Slack {
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

    /// Whether an uploaded file is shown somewhere. Slack does not know one that was never shared.
    pub async fn is_shared(&self, file: &str) -> Result<bool, SlackError> {
        let answer: Value = match self.get(method::FILES_INFO, &[("file", file)]).await {
            Err(error) if error.is_any_of(&["file_not_found"]) => return Ok(false),
            answer => answer?,
        };
        let shown = |kind: &str| answer["file"]["shares"][kind].as_object().is_some_and(|s| !s.is_empty());
        let listed = answer["file"]["channels"].as_array().is_some_and(|channels| !channels.is_empty());
        Ok(shown("public") || shown("private") || listed)
    }
}
