//! Every method with its scopes, its rate tier and whether it reads JSON bodies.

use super::call::Call;
use super::refusal::Answer;
use super::{
    auth, bookmarks, canvases, channel_reads, channel_writes, chat, files, membership, pins, reactions,
    usergroups, users, views,
};
use crate::limits::Tier;

/// One method of the Web API.
pub(crate) struct Method {
    pub(crate) name: &'static str,
    pub(crate) body: Body,
    pub(crate) tier: Tier,
    /// Any one of these admits the caller; methods on conversations then ask for the one of their kind.
    pub(crate) scopes: &'static [&'static str],
    pub(crate) run: fn(&mut Call<'_>) -> Answer,
}

/// What bodies a method reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    JsonOrForm,
    FormOnly,
}

type Run = fn(&mut Call<'_>) -> Answer;

const fn json(name: &'static str, tier: Tier, scopes: &'static [&'static str], run: Run) -> Method {
    Method { name, body: Body::JsonOrForm, tier, scopes, run }
}

const fn form(name: &'static str, tier: Tier, scopes: &'static [&'static str], run: Run) -> Method {
    Method { name, body: Body::FormOnly, tier, scopes, run }
}

const MANAGE: &[&str] = &["channels:manage", "groups:write", "im:write", "mpim:write"];
const INVITE: &[&str] = &[
    "channels:manage",
    "channels:write.invites",
    "groups:write",
    "groups:write.invites",
    "im:write",
    "mpim:write",
];
const TOPIC: &[&str] = &[
    "channels:manage",
    "channels:write.topic",
    "groups:write",
    "groups:write.topic",
    "im:write",
    "mpim:write",
];
const READ: &[&str] = &["channels:read", "groups:read", "im:read", "mpim:read"];
const HISTORY: &[&str] = &["channels:history", "groups:history", "im:history", "mpim:history"];

/// The method of that name.
pub(crate) fn find(name: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.name == name)
}

/// Every method there is.
pub(crate) fn method_names() -> impl Iterator<Item = &'static str> {
    METHODS.iter().map(|method| method.name)
}

/// Whether a method takes its arguments as JSON; an unknown one may.
pub(crate) fn reads_json(name: &str) -> bool {
    find(name).is_none_or(|method| method.body == Body::JsonOrForm)
}

static METHODS: &[Method] = &[
    json("api.test", Tier::Four, &[], auth::api_test),
    json("auth.test", Tier::Special, &[], auth::test),
    json("bookmarks.add", Tier::Two, &["bookmarks:write"], bookmarks::add),
    json("bookmarks.edit", Tier::Two, &["bookmarks:write"], bookmarks::edit),
    json("bookmarks.list", Tier::Three, &["bookmarks:read"], bookmarks::list),
    json("bookmarks.remove", Tier::Two, &["bookmarks:write"], bookmarks::remove),
    form("bots.info", Tier::Three, &["users:read"], users::bot_info),
    json("canvases.create", Tier::Two, &["canvases:write"], canvases::create),
    json("canvases.edit", Tier::Three, &["canvases:write"], canvases::edit),
    json("chat.delete", Tier::Three, &["chat:write"], chat::delete),
    form("chat.getPermalink", Tier::Special, &[], chat::get_permalink),
    json("chat.postEphemeral", Tier::Four, &["chat:write"], chat::post_ephemeral),
    json("chat.postMessage", Tier::Special, &["chat:write"], chat::post_message),
    json("chat.update", Tier::Three, &["chat:write"], chat::update),
    json("conversations.archive", Tier::Two, MANAGE, channel_writes::archive),
    json("conversations.canvases.create", Tier::Two, &["canvases:write"], canvases::create_for_channel),
    json("conversations.create", Tier::Two, MANAGE, channel_writes::create),
    json("conversations.history", Tier::Three, HISTORY, channel_reads::history),
    form("conversations.info", Tier::Three, READ, channel_reads::info),
    json("conversations.invite", Tier::Three, INVITE, membership::invite),
    json("conversations.join", Tier::Three, &["channels:join"], membership::join),
    json("conversations.kick", Tier::Three, MANAGE, membership::kick),
    json("conversations.leave", Tier::Three, MANAGE, membership::leave),
    form("conversations.list", Tier::Two, READ, channel_reads::list),
    form("conversations.members", Tier::Four, READ, channel_reads::members),
    json("conversations.open", Tier::Three, MANAGE, membership::open),
    json("conversations.rename", Tier::Two, MANAGE, channel_writes::rename),
    form("conversations.replies", Tier::Three, HISTORY, channel_reads::replies),
    json("conversations.setPurpose", Tier::Two, TOPIC, channel_writes::set_purpose),
    json("conversations.setTopic", Tier::Two, TOPIC, channel_writes::set_topic),
    json("conversations.unarchive", Tier::Two, MANAGE, channel_writes::unarchive),
    json("files.completeUploadExternal", Tier::Four, &["files:write"], files::complete_upload),
    form("files.getUploadURLExternal", Tier::Four, &["files:write"], files::get_upload_url),
    form("files.info", Tier::Four, &["files:read"], files::info),
    json("pins.add", Tier::Two, &["pins:write"], pins::add),
    form("pins.list", Tier::Two, &["pins:read"], pins::list),
    json("pins.remove", Tier::Two, &["pins:write"], pins::remove),
    json("reactions.add", Tier::Three, &["reactions:write"], reactions::add),
    json("reactions.remove", Tier::Two, &["reactions:write"], reactions::remove),
    json("team.info", Tier::Three, &["team:read"], auth::team_info),
    form("usergroups.list", Tier::Two, &["usergroups:read"], usergroups::list),
    form("usergroups.users.list", Tier::Two, &["usergroups:read"], usergroups::users),
    form("users.conversations", Tier::Three, READ, channel_reads::of_user),
    form("users.info", Tier::Four, &["users:read"], users::info),
    form("users.list", Tier::Two, &["users:read"], users::list),
    form("users.lookupByEmail", Tier::Three, &["users:read.email"], users::lookup_by_email),
    json("views.open", Tier::Four, &[], views::open),
    json("views.publish", Tier::Four, &[], views::publish),
    json("views.push", Tier::Four, &[], views::push),
    json("views.update", Tier::Four, &[], views::update),
];
