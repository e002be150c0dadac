//! What happened, as the app will hear of it.
//!
//! Only subscribed events whose scope is granted are built at all; the envelope around `event` is added when it is
//! sent.

use serde_json::{Value, json};

use super::{Channel, Message, Workspace};

/// One happening the app is told about.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// Unique, and constant over repeated deliveries.
    pub(crate) id: String,
    /// The inner `event` object.
    pub(crate) body: Value,
    /// Seconds since the epoch.
    pub(crate) time: i64,
}

impl Event {
    pub(crate) fn kind(&self) -> &str {
        self.body["type"].as_str().unwrap_or_default()
    }
}

impl Workspace {
    /// Whether the app hears of events of this name.
    pub(crate) fn hears(&self, name: &str) -> bool {
        let scope = scope_of(name);
        self.app.events.iter().any(|event| event == name)
            && scope.is_none_or(|scope| self.app.has_scope(scope))
    }

    /// Notes an event under its manifest name, if the app hears of it.
    pub(crate) fn emit(&mut self, name: &str, build: impl FnOnce(&Self) -> Value) {
        if !self.hears(name) {
            return;
        }
        let body = build(self);
        self.announce(body);
    }

    /// Notes an event without asking whether the app wants it.
    pub(crate) fn announce(&mut self, mut body: Value) {
        if body.get("event_ts").is_none() {
            body["event_ts"] = self.next_ts().into();
        }
        let id = self.next_id("Ev");
        self.events.push(Event { id, body, time: self.seconds() });
    }

    /// Tells of a message that has just been stored.
    pub(super) fn emit_message(&mut self, channel_id: &str, ts: &str) {
        let Some(channel) = self.channels.get(channel_id).filter(|channel| self.is_bot_in(channel)) else {
            return;
        };
        let Some(message) = channel.messages.get(ts) else { return };
        // The notes Slack writes name people, the bot among them, without mentioning them.
        let is_written = matches!(
            message.subtype.as_deref(),
            None | Some("thread_broadcast" | "bot_message" | "file_share")
        );
        let is_mention = is_written
            && !channel.kind.is_direct()
            && message.text.contains(&format!("<@{}", self.app.bot_user_id));
        let name = channel.kind.message_event();
        self.emit(name, |workspace| workspace.message_event(channel_id, ts));
        if is_mention {
            self.emit("app_mention", |workspace| {
                let mut event = workspace.message_event(channel_id, ts);
                event["type"] = "app_mention".into();
                if let Some(keys) = event.as_object_mut() {
                    keys.remove("channel_type");
                }
                event
            });
        }
    }

    fn message_event(&self, channel_id: &str, ts: &str) -> Value {
        let Some(channel) = self.channels.get(channel_id) else { return Value::Null };
        let Some(message) = channel.messages.get(ts) else { return Value::Null };
        let mut event = message.to_json_in(self, channel);
        event["channel"] = channel.id.clone().into();
        event["channel_type"] = channel.kind.event_type().into();
        event["event_ts"] = message.ts.clone().into();
        if event.get("bot_id").is_some() {
            event["bot_profile"] = self.bot_profile();
        }
        if message.subtype.as_deref() == Some("thread_broadcast") {
            let root = message.thread_ts.as_ref().and_then(|parent| channel.messages.get(parent));
            event["root"] = root.map_or(Value::Null, |root| root.to_json_in(self, channel));
        }
        event
    }

    /// Tells that a message is not what it was: an edit, an unfurl, a first reply.
    pub(super) fn emit_changed(&mut self, channel_id: &str, before: &Value, ts: &str) {
        let Some(name) = self.message_event_name(channel_id) else { return };
        let change_ts = self.next_ts();
        self.emit(name, |workspace| {
            let channel = &workspace.channels[channel_id];
            let after = channel.messages.get(ts).map(|message| message.to_json_in(workspace, channel));
            json!({
                "type": "message", "subtype": "message_changed", "hidden": true, "channel": channel_id,
                "channel_type": channel.kind.event_type(), "ts": change_ts, "event_ts": change_ts,
                "message": after, "previous_message": before,
            })
        });
    }

    pub(super) fn emit_deleted(&mut self, channel_id: &str, before: &Value) {
        let Some(name) = self.message_event_name(channel_id) else { return };
        let change_ts = self.next_ts();
        self.emit(name, |workspace| {
            json!({
                "type": "message", "subtype": "message_deleted", "hidden": true, "channel": channel_id,
                "channel_type": workspace.channels[channel_id].kind.event_type(), "ts": change_ts,
                "event_ts": change_ts, "deleted_ts": before["ts"], "previous_message": before,
            })
        });
    }

    /// The message event of a channel the bot is in.
    fn message_event_name(&self, channel_id: &str) -> Option<&'static str> {
        let channel = self.channels.get(channel_id).filter(|channel| self.is_bot_in(channel))?;
        Some(channel.kind.message_event())
    }

    pub(super) fn emit_reaction(&mut self, added: bool, user: &str, name: &str, channel_id: &str, ts: &str) {
        let Some(channel) = self.channels.get(channel_id).filter(|channel| self.is_bot_in(channel)) else {
            return;
        };
        let item_user = channel.messages.get(ts).and_then(|message| message.user(self));
        let kind = if added { "reaction_added" } else { "reaction_removed" };
        self.emit(kind, |_| {
            let mut event = json!({
                "type": kind, "user": user, "reaction": name,
                "item": {"type": "message", "channel": channel_id, "ts": ts},
            });
            if let Some(item_user) = item_user {
                event["item_user"] = item_user.into();
            }
            event
        });
    }

    pub(super) fn emit_pin(&mut self, added: bool, user: &str, channel_id: &str, ts: &str) {
        let kind = if added { "pin_added" } else { "pin_removed" };
        self.emit(kind, |workspace| {
            let Some(channel) = workspace.channels.get(channel_id) else { return Value::Null };
            let message = channel.messages.get(ts);
            let created = workspace.seconds();
            let mut event = json!({
                "type": kind, "user": user, "channel_id": channel_id,
                "item": {
                    "type": "message", "channel": channel_id, "created": created, "created_by": user,
                    "message": message.map(|message| workspace.pinned_message(channel, message)),
                },
                "item_user": message.and_then(|message| message.user(workspace)),
                "pin_count": channel.pins.len(),
                "pinned_info": {"channel": channel_id, "pinned_by": user, "pinned_ts": created},
            });
            if !added {
                event["has_pins"] = (!channel.pins.is_empty()).into();
            }
            event
        });
    }

    /// A message as pin lists and pin events show it.
    pub(crate) fn pinned_message(&self, channel: &Channel, message: &Message) -> Value {
        let mut wire = message.to_json_in(self, channel);
        wire["permalink"] = self.permalink(&channel.id, &message.ts, message.thread_ts.as_deref()).into();
        wire["pinned_to"] = json!([channel.id]);
        wire
    }

    pub(super) fn emit_membership(
        &mut self,
        joined: bool,
        user: &str,
        channel_id: &str,
        inviter: Option<&str>,
    ) {
        let kind = if joined { "member_joined_channel" } else { "member_left_channel" };
        self.emit(kind, |workspace| {
            let is_public = workspace.channels[channel_id].kind == super::Kind::Public;
            let mut event = json!({
                "type": kind, "user": user, "channel": channel_id,
                "channel_type": if is_public { "C" } else { "G" }, "team": workspace.team.id,
            });
            if let Some(inviter) = inviter {
                event["inviter"] = inviter.into();
            }
            event
        });
    }
}

/// The scope an app needs besides its subscription.
fn scope_of(event: &str) -> Option<&'static str> {
    Some(match event {
        "app_mention" => "app_mentions:read",
        "message.channels" => "channels:history",
        "message.groups" => "groups:history",
        "message.im" => "im:history",
        "message.mpim" => "mpim:history",
        "reaction_added" | "reaction_removed" => "reactions:read",
        "pin_added" | "pin_removed" => "pins:read",
        "channel_archive"
        | "channel_unarchive"
        | "channel_rename"
        | "channel_created"
        | "channel_left"
        | "member_joined_channel"
        | "member_left_channel" => "channels:read",
        "group_archive" | "group_unarchive" | "group_rename" | "group_left" => "groups:read",
        "subteam_members_changed" => "usergroups:read",
        "team_join" | "user_change" => "users:read",
        "file_shared" => "files:read",
        _ => return None,
    })
}
