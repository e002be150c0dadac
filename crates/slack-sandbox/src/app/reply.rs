//! Messages the app sends without a token: in the answer to a slash command, or through a `response_url`.

use serde_json::Value;

use crate::api::{Args, Length, Refusal, content_of};
use crate::model::{Author, Change, Draft, Origin, Part, Workspace};

/// A message the app wants shown somewhere.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) in_channel: bool,
    pub(crate) replaces: bool,
    pub(crate) deletes: bool,
    text: Option<String>,
    blocks: Option<Value>,
    attachments: Option<Value>,
    thread_ts: Option<String>,
}

impl Shown {
    /// Reads a JSON message, by the rules of `chat.postMessage` for its content.
    pub(crate) fn read(body: &Value) -> Result<Self, Refusal> {
        let keys = body.as_object().ok_or("invalid_payload")?;
        let content = content_of(&Args(keys.clone()), Length::Lenient)?;
        let flag = |name: &str| match &body[name] {
            Value::Bool(flag) => *flag,
            Value::String(text) => text == "true",
            _ => false,
        };
        Ok(Self {
            in_channel: body["response_type"] == "in_channel",
            replaces: flag("replace_original"),
            deletes: flag("delete_original"),
            text: content.text,
            blocks: content.blocks,
            attachments: content.attachments,
            thread_ts: body["thread_ts"].as_str().map(ToOwned::to_owned),
        })
    }

    /// An ephemeral message of plain text.
    pub(crate) fn text(text: &str) -> Self {
        Self {
            in_channel: false,
            replaces: false,
            deletes: false,
            text: Some(text.to_owned()),
            blocks: None,
            attachments: None,
            thread_ts: None,
        }
    }

    pub(crate) fn has_content(&self) -> bool {
        let is_list = |list: &Option<Value>| {
            list.as_ref().and_then(Value::as_array).is_some_and(|list| !list.is_empty())
        };
        self.text.as_deref().is_some_and(|text| !text.is_empty())
            || is_list(&self.blocks)
            || is_list(&self.attachments)
    }

    /// Shows it as a new message; gives its time stamp.
    pub(crate) fn post(self, workspace: &mut Workspace, user: &str, channel: &str) -> String {
        let blocks = self.blocks.filter(|blocks| blocks != &Value::Array(Vec::new()));
        // A thread that does not exist is no thread: the message then stands in the channel.
        let parent = self.thread_ts.filter(|_| self.in_channel).and_then(|ts| {
            let parent = workspace.channel(channel)?.messages.get(&ts)?;
            Some(parent.thread_ts.clone().unwrap_or(ts))
        });
        let draft = Draft {
            blocks,
            attachments: self.attachments,
            thread_ts: parent,
            ..Draft::new(channel, Author::Bot, self.text.unwrap_or_default())
        };
        if self.in_channel { workspace.post(draft) } else { workspace.post_ephemeral(user, draft) }
    }

    /// Puts its content in the place of the original, which stays as public or as private as it was.
    pub(crate) fn replace(self, workspace: &mut Workspace, channel: &str, origin: &Origin) -> bool {
        let blocks =
            self.blocks.filter(|blocks| blocks != &Value::Array(Vec::new())).map_or(Part::Remove, Part::Set);
        let text = Some(self.text.unwrap_or_default());
        let change = Change { text, blocks, attachments: self.attachments, metadata: Part::Keep };
        match origin {
            Origin::Ephemeral(ts) => workspace.rewrite_ephemeral(channel, ts, change),
            Origin::Message(ts) => {
                let bot = workspace.app.bot_user_id.clone();
                let is_there =
                    workspace.channel(channel).is_some_and(|channel| channel.messages.contains_key(ts));
                workspace.rewrite(channel, ts, change, &bot);
                is_there
            }
        }
    }
}

/// Takes the original away.
pub(crate) fn delete_original(workspace: &mut Workspace, channel: &str, origin: &Origin) {
    match origin {
        Origin::Message(ts) => workspace.delete(channel, ts),
        Origin::Ephemeral(ts) => {
            workspace.forget_ephemeral(channel, ts);
        }
    }
}
