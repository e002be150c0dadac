//! One call in progress: the workspace, the arguments and the checks that many methods share.

use super::args::Args;
use super::refusal::Refusal;
use super::table::Method;
use crate::model::{Channel, Kind, Message, Workspace};

/// What a method works with.
pub(crate) struct Call<'a> {
    pub(crate) workspace: &'a mut Workspace,
    pub(crate) args: &'a Args,
    pub(crate) method: &'static Method,
    /// The sandbox's own address, for URLs it hands out.
    pub(crate) base_url: &'a str,
    pub(crate) unicode_channel_names: bool,
    /// Set by methods that succeed with a remark.
    pub(crate) warning: Option<&'static str>,
}

impl Call<'_> {
    pub(crate) fn bot(&self) -> String {
        self.workspace.app.bot_user_id.clone()
    }

    /// The channel object as the bot gets it.
    pub(crate) fn channel_json(&self, channel: &Channel) -> serde_json::Value {
        channel.to_json(&self.workspace.team.id, self.workspace.bot())
    }

    /// The scopes of the present method that open this kind of conversation.
    pub(crate) fn require_kind(&self, kind: &Kind) -> Result<(), Refusal> {
        let family = format!("{}:", kind.scope_family());
        let fitting: Vec<&str> =
            self.method.scopes.iter().copied().filter(|scope| scope.starts_with(&family)).collect();
        if fitting.is_empty() || fitting.iter().any(|scope| self.workspace.app.has_scope(scope)) {
            return Ok(());
        }
        Err(self.missing_scope(&fitting))
    }

    pub(crate) fn require_scope(&self, scope: &str) -> Result<(), Refusal> {
        if self.workspace.app.has_scope(scope) { Ok(()) } else { Err(self.missing_scope(&[scope])) }
    }

    fn missing_scope(&self, needed: &[&str]) -> Refusal {
        let provided = self.workspace.app.scopes.join(",");
        Refusal::new("missing_scope").with("needed", needed.join(",")).with("provided", provided)
    }

    /// The channel named by an argument, if the bot may know of it. Private channels it is not in do not exist.
    pub(crate) fn channel(&self, argument: &str) -> Result<&Channel, Refusal> {
        let id = self.args.required(argument)?;
        let channel = self.visible(&id).ok_or("channel_not_found")?;
        self.require_kind(&channel.kind)?;
        Ok(channel)
    }

    pub(crate) fn visible(&self, id: &str) -> Option<&Channel> {
        let channel = self.workspace.channel(id)?;
        (channel.kind == Kind::Public || self.workspace.is_bot_in(channel)).then_some(channel)
    }

    /// The channel named by `channel`, the bot being a member.
    pub(crate) fn joined_channel(&self, argument: &str) -> Result<&Channel, Refusal> {
        let channel = self.channel(argument)?;
        if self.workspace.is_bot_in(channel) { Ok(channel) } else { Err("not_in_channel".into()) }
    }

    /// A channel the bot may change: a member, and not archived.
    pub(crate) fn writable_channel(&self, argument: &str) -> Result<&Channel, Refusal> {
        let channel = self.joined_channel(argument)?;
        if channel.is_archived { Err("is_archived".into()) } else { Ok(channel) }
    }
}

/// A stored message, unless it is only the stump of a deleted one.
pub(crate) fn message_in<'a>(channel: &'a Channel, ts: &str) -> Result<&'a Message, Refusal> {
    channel.messages.get(ts).filter(|message| !message.is_tombstone).ok_or_else(|| "message_not_found".into())
}

/// Whether a text has the shape of a message time stamp.
pub(crate) fn is_ts(text: &str) -> bool {
    text.split_once('.').is_some_and(|(seconds, micros)| {
        seconds.len() == 10
            && micros.len() == 6
            && seconds.bytes().chain(micros.bytes()).all(|byte| byte.is_ascii_digit())
    })
}
