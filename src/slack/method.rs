//! The Web API methods that Firebell calls, with what each needs. The app manifest asks for these scopes and no others.

use super::inbound::events::SCOPES;

/// A Web API method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// Its name: `chat.postMessage`.
    pub name: &'static str,
    /// The scopes that Firebell's use of it needs.
    pub scopes: &'static [&'static str],
}

macro_rules! methods {
    ($($constant:ident = $name:literal needs [$($scope:literal),*];)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub const $constant: Method = Method { name: $name, scopes: &[$($scope),*] };
        )*

        /// All of them.
        pub const ALL: &[Method] = &[$($constant),*];
    };
}

methods! {
    AUTH_TEST = "auth.test" needs [];
    // Announcements go into public channels that the bot was never invited to.
    CHAT_POST_MESSAGE = "chat.postMessage" needs ["chat:write", "chat:write.public"];
    CHAT_GET_PERMALINK = "chat.getPermalink" needs [];
    CHAT_UPDATE = "chat.update" needs ["chat:write"];
    // The channels of private incidents are private.
    CONVERSATIONS_CREATE = "conversations.create" needs ["channels:manage", "groups:write"];
    CONVERSATIONS_ARCHIVE = "conversations.archive" needs ["channels:manage", "groups:write"];
    CONVERSATIONS_INVITE = "conversations.invite" needs ["channels:manage", "groups:write"];
    CONVERSATIONS_SET_TOPIC = "conversations.setTopic" needs ["channels:manage", "groups:write"];
    // An event that tells of somebody's leaving can be lost.
    CONVERSATIONS_MEMBERS = "conversations.members" needs ["groups:read"];
    // What an incident leaves behind when it becomes private.
    CONVERSATIONS_RENAME = "conversations.rename" needs ["channels:manage"];
    CONVERSATIONS_OPEN = "conversations.open" needs ["im:write"];
    CONVERSATIONS_INFO = "conversations.info" needs ["channels:read", "groups:read"];
    // Bells may ring in a private channel that the bot was invited to, and one person may be told something.
    CONVERSATIONS_HISTORY = "conversations.history" needs ["channels:history", "groups:history", "im:history"];
    CONVERSATIONS_REPLIES = "conversations.replies" needs ["channels:history", "groups:history"];
    // To look for a message of ours in a public channel, the bot has to be in it.
    CONVERSATIONS_JOIN = "conversations.join" needs ["channels:join"];
    USERS_CONVERSATIONS = "users.conversations" needs ["channels:read", "groups:read"];
    PINS_ADD = "pins.add" needs ["pins:write"];
    USERGROUPS_LIST = "usergroups.list" needs ["usergroups:read"];
    USERGROUPS_USERS_LIST = "usergroups.users.list" needs ["usergroups:read"];
    USERS_INFO = "users.info" needs ["users:read"];
    USERS_LIST = "users.list" needs ["users:read"];
    VIEWS_OPEN = "views.open" needs [];
    VIEWS_PUSH = "views.push" needs [];
    VIEWS_PUBLISH = "views.publish" needs [];
    FILES_GET_UPLOAD_URL = "files.getUploadURLExternal" needs ["files:write"];
    FILES_COMPLETE_UPLOAD = "files.completeUploadExternal" needs ["files:write"];
    FILES_INFO = "files.info" needs ["files:read"];
}

/// Every scope that some method or event needs, and `commands` for the slash command; sorted, each once.
pub fn scopes() -> Vec<&'static str> {
    let mut scopes: Vec<_> = ALL.iter().flat_map(|method| method.scopes).copied().collect();
    scopes.push("commands");
    scopes.extend(SCOPES);
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}
