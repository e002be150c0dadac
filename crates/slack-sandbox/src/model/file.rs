//! Uploaded files and canvases.

use serde_json::{Map, Value, json};

use super::Workspace;

/// Where a file was shared.
#[derive(Clone, Debug)]
pub(crate) struct Share {
    pub(crate) channel: String,
    pub(crate) ts: String,
}

/// A file on its way or arrived.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) user: String,
    pub(crate) created: i64,
    /// The length announced when the upload URL was asked for.
    pub(crate) length: usize,
    /// The secret part of the upload URL.
    pub(crate) upload: String,
    /// The secret part of the address at which browsers find the bytes.
    pub(crate) secret: String,
    pub(crate) content: Option<Vec<u8>>,
    pub(crate) is_complete: bool,
    pub(crate) shares: Vec<Share>,
}

impl File {
    pub(crate) fn extension(&self) -> &str {
        self.name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// What sort of content it has, by its name.
    pub(crate) fn mimetype(&self) -> &'static str {
        mimetype_of(self.extension())
    }

    /// Whether browsers show it as a picture.
    pub(crate) fn is_picture(&self) -> bool {
        self.mimetype().starts_with("image/")
    }

    /// The file object of the Web API.
    pub(crate) fn to_json(&self, workspace: &Workspace) -> Value {
        let host = format!("https://{}.slack.com", workspace.team.domain);
        let private = format!("https://files.slack.com/files-pri/{}-{}", workspace.team.id, self.id);
        json!({
            "id": self.id, "created": self.created, "timestamp": self.created, "name": self.name,
            "title": self.title, "mimetype": self.mimetype(), "filetype": self.extension(),
            "pretty_type": self.extension(), "user": self.user, "user_team": workspace.team.id, "size": self.length,
            "mode": "hosted", "is_external": false, "is_public": !self.shares.is_empty(), "editable": false,
            "permalink": format!("{host}/files/{}/{}/{}", self.user, self.id, self.name),
            "url_private": format!("{private}/{}", self.name),
            "url_private_download": format!("{private}/download/{}", self.name),
            "channels": self.shares.iter().map(|share| share.channel.clone()).collect::<Vec<_>>(),
            "shares": self.shares_json(workspace),
        })
    }

    fn shares_json(&self, workspace: &Workspace) -> Value {
        let (mut public, mut private) = (Map::new(), Map::new());
        for share in &self.shares {
            let is_public =
                workspace.channel(&share.channel).is_some_and(|channel| channel.kind == super::Kind::Public);
            let side = if is_public { &mut public } else { &mut private };
            side.insert(share.channel.clone(), json!([{"ts": share.ts, "reply_count": 0}]));
        }
        json!({"public": public, "private": private})
    }
}

fn mimetype_of(extension: &str) -> &'static str {
    match extension {
        "md" | "txt" | "csv" => "text/plain",
        "json" => "application/json",
        "html" => "text/html",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// A document edited in place; only its Markdown is kept.
#[derive(Clone, Debug)]
pub(crate) struct Canvas {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) markdown: String,
    /// The channel whose tab it is, if it is one.
    pub(crate) channel: Option<String>,
}
