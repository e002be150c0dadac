//! Uploaded files and canvases.

use serde_json::{Map, Value, json};

use super::Workspace;
use super::posting::Draft;

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
        let name = name_in_address(&self.name);
        json!({
            "id": self.id, "created": self.created, "timestamp": self.created, "name": self.name,
            "title": self.title, "mimetype": self.mimetype(), "filetype": self.extension(),
            "pretty_type": self.extension(), "user": self.user, "user_team": workspace.team.id, "size": self.length,
            "mode": "hosted", "is_external": false, "is_public": !self.shares.is_empty(), "editable": false,
            "permalink": format!("{host}/files/{}/{}/{name}", self.user, self.id),
            "url_private": format!("{private}/{name}"),
            "url_private_download": format!("{private}/download/{name}"),
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

impl Workspace {
    /// Stores a message with the files that its draft names, and tells of it and of each of them.
    pub(crate) fn share(&mut self, draft: Draft, by: &str) -> String {
        let (channel, ids) = (draft.channel.clone(), draft.files.clone());
        let ts = self.post(draft);
        for id in ids {
            if let Some(file) = self.files.get_mut(&id) {
                file.shares.push(Share { channel: channel.clone(), ts: ts.clone() });
            }
            self.emit("file_shared", |_| {
                json!({"type": "file_shared", "file_id": id, "user_id": by, "file": {"id": id}, "channel_id": channel})
            });
        }
        ts
    }

    /// A file that a person attaches to what they write; nothing is in it.
    pub(crate) fn attach(&mut self, user: &str, name: &str) -> String {
        let id = self.next_id("F");
        let file = File {
            id: id.clone(),
            title: name.to_owned(),
            name: name.to_owned(),
            user: user.to_owned(),
            created: self.seconds(),
            length: 0,
            upload: self.next_word(32),
            secret: self.next_word(24),
            content: Some(Vec::new()),
            is_complete: true,
            shares: Vec::new(),
        };
        self.files.insert(id.clone(), file);
        id
    }
}

/// What is left of a file's name in its addresses: small letters, digits and a few marks, `_` for all else (unverified).
fn name_in_address(name: &str) -> String {
    let kept = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    name.chars().map(|letter| if kept(letter) { letter.to_ascii_lowercase() } else { '_' }).collect()
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
