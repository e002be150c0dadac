//! What Slack has to know about the app, made from what the code uses.

use serde_json::{Value, json};

use super::inbound::events::SUBSCRIBED;
use super::{ids, method};
use crate::web::{COMMANDS_PATH, EVENTS_PATH, INTERACTIONS_PATH};

/// The app manifest for a Firebell that Slack reaches at `url` and people at `command`.
pub fn manifest(url: &str, command: &str) -> Value {
    let url = url.trim_end_matches('/');
    json!({
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Firebell",
            "description": "Rings the bell and runs incidents",
            "background_color": "#8a1c1c",
        },
        "features": {
            // Its home shows what somebody owes and what is open. Its messages are where the bot tells somebody something in
            // private; it has no ears for what is written there.
            "app_home": {
                "home_tab_enabled": true,
                "messages_tab_enabled": true,
                "messages_tab_read_only_enabled": true,
            },
            "bot_user": {"display_name": "firebell", "always_online": true},
            "shortcuts": [{
                "name": "Declare incident",
                "type": "global",
                "callback_id": ids::DECLARE_SHORTCUT,
                "description": "Rings the bell",
            }, {
                "name": "Declare from message",
                "type": "message",
                "callback_id": ids::DECLARE_FROM_SHORTCUT,
                "description": "Declares an incident; this message becomes the first entry of its timeline",
            }, {
                "name": "Add to timeline",
                "type": "message",
                "callback_id": ids::KEEP_SHORTCUT,
                "description": "Puts this message on an incident's timeline",
            }],
            "slash_commands": [{
                "command": command,
                "url": format!("{url}{COMMANDS_PATH}"),
                "description": "Declare and run incidents",
                "usage_hint": "[declare sev1 what is wrong | list | help]",
                "should_escape": true,
            }],
        },
        "oauth_config": {"scopes": {"bot": method::scopes()}},
        "settings": {
            "event_subscriptions": {
                "request_url": format!("{url}{EVENTS_PATH}"),
                "bot_events": SUBSCRIBED,
            },
            "interactivity": {
                "is_enabled": true,
                "request_url": format!("{url}{INTERACTIONS_PATH}"),
            },
            "org_deploy_enabled": false,
            "socket_mode_enabled": false,
            "token_rotation_enabled": false,
        },
    })
}
