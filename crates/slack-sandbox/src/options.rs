//! What a sandbox is started with: the address, the workspace's seed, the installed app and the strictness switches.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Clock, RateLimits, Seed};

/// Everything [`Sandbox::start`](crate::Sandbox::start) needs; the default is a workspace a test can use at once.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen. Port 0, the default, picks a free one.
    pub listen: SocketAddr,
    /// Host names it answers to besides `localhost` and numeric addresses.
    pub hosts: Vec<String>,
    /// People, channels and user groups at the start and after a reset.
    pub seed: Seed,
    /// The one app installed in the workspace.
    pub app: App,
    /// The source of every time stamp.
    pub clock: Clock,
    /// How long the app may take to acknowledge; Slack gives 3 seconds.
    pub ack_deadline: Duration,
    /// How long an event that is to come out of order waits for another to overtake it.
    pub overtaking_patience: Duration,
    /// The waits before each repeated delivery of an event; Slack repeats three times.
    pub event_retry_waits: Vec<Duration>,
    /// The app's own idea of the time, when it runs faster than the machine's; shown to people.
    pub app_clock: Option<FastClock>,
    /// Slack's rate limits, when they are to be enforced.
    pub rate_limits: Option<RateLimits>,
    /// Whether channel names may hold letters of other alphabets. Slack's own answer is not documented.
    pub unicode_channel_names: bool,
    /// Seeds the dice behind faults with a probability, so that a run can be repeated.
    pub random_seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            hosts: Vec::new(),
            seed: Seed::default(),
            app: App::default(),
            clock: Clock::system(),
            ack_deadline: Duration::from_secs(3),
            overtaking_patience: Duration::from_secs(1),
            event_retry_waits: vec![Duration::ZERO, Duration::from_mins(1), Duration::from_mins(5)],
            app_clock: None,
            rate_limits: None,
            unicode_channel_names: true,
            random_seed: 1,
        }
    }
}

/// The installed app: who it is, what it may do and where it listens.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct App {
    /// The app's id (`A…`).
    pub app_id: String,
    /// The user id of its bot user (`U…`).
    pub bot_user_id: String,
    /// The id of its bot (`B…`).
    pub bot_id: String,
    /// The bot user's login name and display name.
    pub name: String,
    /// The only token the Web API accepts.
    pub bot_token: String,
    /// The key that signs every request to the app.
    pub signing_secret: String,
    /// Scopes granted to the token.
    pub scopes: Vec<String>,
    /// Subscribed events, spelled as in an app manifest (`message.channels`).
    pub events: Vec<String>,
    /// Registered slash commands.
    pub commands: Vec<SlashCommand>,
    /// Registered shortcuts.
    pub shortcuts: Vec<AppShortcut>,
    /// The app's base URL. While there is none every delivery counts as unreachable.
    pub url: Option<String>,
    /// The paths below [`url`](Self::url).
    pub paths: Paths,
}

impl Default for App {
    fn default() -> Self {
        Self {
            app_id: "A0SANDBOX1".into(),
            bot_user_id: "U0SANDBOT1".into(),
            bot_id: "B0SANDBOT1".into(),
            name: "bot".into(),
            bot_token: "xoxb-sandbox".into(),
            signing_secret: "sandbox-signing-secret".into(),
            scopes: EVERY_SCOPE.iter().map(ToString::to_string).collect(),
            events: USUAL_EVENTS.iter().map(ToString::to_string).collect(),
            commands: Vec::new(),
            shortcuts: Vec::new(),
            url: None,
            paths: Paths::default(),
        }
    }
}

impl App {
    /// Registers a slash command (`/name`) with escaping on.
    #[must_use]
    pub fn command(mut self, command: &str) -> Self {
        self.commands.push(SlashCommand { command: command.into(), ..SlashCommand::default() });
        self
    }

    /// Registers a shortcut.
    #[must_use]
    pub fn shortcut(mut self, callback_id: &str, kind: ShortcutKind) -> Self {
        self.shortcuts.push(AppShortcut { callback_id: callback_id.into(), kind, name: String::new() });
        self
    }

    /// Takes a scope away from the token.
    #[must_use]
    pub fn without_scope(mut self, scope: &str) -> Self {
        self.scopes.retain(|granted| granted != scope);
        self
    }

    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|granted| granted == scope)
    }
}

/// A clock that ran level with the sandbox's at `start` and has been faster since.
#[derive(Clone, Copy, Debug)]
pub struct FastClock {
    /// When both showed the same.
    pub start: DateTime<Utc>,
    /// How many times as fast it runs.
    pub speed: f64,
}

/// A slash command of the app.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlashCommand {
    /// The command with its slash.
    pub command: String,
    /// What it is for, as people read it while they type.
    #[serde(default)]
    pub description: String,
    /// What may follow it (`[list | help]`).
    #[serde(default)]
    pub usage_hint: String,
    /// Whether people, channels and links in the text arrive as `<@U…>`, `<#C…>` and `<https://…>`.
    #[serde(default = "yes")]
    pub should_escape: bool,
}

impl Default for SlashCommand {
    fn default() -> Self {
        Self {
            command: String::new(),
            description: String::new(),
            usage_hint: String::new(),
            should_escape: true,
        }
    }
}

fn yes() -> bool {
    true
}

/// A shortcut of the app.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppShortcut {
    /// The id the app registered it under.
    pub callback_id: String,
    /// Where people find it.
    pub kind: ShortcutKind,
    /// What people read; its callback id when empty.
    #[serde(default)]
    pub name: String,
}

impl AppShortcut {
    /// What people read.
    pub(crate) fn label(&self) -> &str {
        if self.name.is_empty() { &self.callback_id } else { &self.name }
    }
}

/// Where a shortcut is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShortcutKind {
    /// In the search and the composer, with no message attached.
    Global,
    /// In the menu of a message.
    Message,
}

/// Where the app listens, below its base URL.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Paths {
    /// Slash commands.
    pub commands: String,
    /// Shortcuts, block actions and modals.
    pub interactions: String,
    /// Events.
    pub events: String,
    /// Options of external selects.
    pub options: String,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            commands: "/slack/commands".into(),
            interactions: "/slack/interactions".into(),
            events: "/slack/events".into(),
            options: "/slack/options".into(),
        }
    }
}

/// Every scope a method of the sandbox can ask for.
const EVERY_SCOPE: &[&str] = &[
    "app_mentions:read",
    "bookmarks:read",
    "bookmarks:write",
    "canvases:read",
    "canvases:write",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "chat:write.customize",
    "chat:write.public",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "groups:write",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "pins:read",
    "pins:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "usergroups:read",
    "users:read",
    "users:read.email",
];

/// What an app that follows conversations usually subscribes to.
const USUAL_EVENTS: &[&str] = &[
    "app_home_opened",
    "app_mention",
    "channel_archive",
    "channel_rename",
    "channel_unarchive",
    "group_archive",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "pin_added",
    "pin_removed",
    "reaction_added",
    "reaction_removed",
    "subteam_members_changed",
    "team_join",
    "user_change",
];
