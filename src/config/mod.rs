//! What the organisation decided: the settings, typed and checked.
//!
//! The defaults are `config.example.toml` itself. [`settings`] holds every setting by its dotted path, [`file`] and
//! [`environment`] lay themselves over it, [`reader`], [`check`], [`ladder`], [`roles`], [`services`] and [`sections`] make it the [`Config`] below. Problems
//! never stop the reading: they gather as [`Problems`] and are reported all at once. Opening the file, and the
//! environment of the process, are the caller's business.

mod check;
mod environment;
mod file;
mod ladder;
mod problem;
mod reader;
mod roles;
mod sections;
mod services;
mod settings;
mod suggest;
#[cfg(test)]
mod tests;

use std::fmt;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use chrono::TimeDelta;
use chrono_tz::Tz;
use secrecy::{ExposeSecret as _, SecretString};

pub use self::problem::Problems;
use self::problem::{DOTS, Place};
use self::settings::{Settings, Shape};
use crate::incident::{
    Catalogue, Drills, GroupId, Ladder, Permissions, Policy, RoleRules, StageLimits, WorkspaceId,
};
use crate::language::Language;
use crate::pace::Pace;
use crate::store::Database;

// Where people find what the service cannot do without.
const WORKSPACE_SOURCE: &str = "open Slack in a browser: the part of the address after /client/";
const BOT_TOKEN_SOURCE: &str = "your Slack app: OAuth & Permissions > Bot User OAuth Token";
const SIGNING_SECRETS_SOURCE: &str = "your Slack app: Basic Information > App Credentials > Signing Secret";
const CHANNEL_SOURCE: &str = "the channel's id, at the end of its details in Slack";

/// Every setting. Its `Debug` shows secrets as dots.
#[derive(Debug, Clone)]
pub struct Config {
    /// What answers Slack and the browser.
    pub server: Server,
    /// Where incidents are kept.
    pub database: Database,
    /// The workspace and the way to it.
    pub slack: Slack,
    /// How incidents are run.
    pub incidents: Incidents,
    /// How messages are delivered.
    pub outbox: Outbox,
    /// The severities.
    pub ladder: Ladder,
    /// The services that incidents can be about.
    pub services: Catalogue,
    /// Who may do what.
    pub permissions: Permissions,
    /// How long an incident may stay in a stage.
    pub stage_limits: StageLimits,
    /// Which roles there are, and who may hold them.
    pub roles: RoleRules,
    /// The address of the organisation's status page, if it has one.
    pub status_page: Option<String>,
    /// What is logged.
    pub log: Log,
}

/// What answers Slack and the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The largest request that is read.
    pub body_limit_bytes: usize,
    /// How long Slack is let wait for an answer.
    pub answer_within: Duration,
    /// How long requests are still served once Firebell is told to stop, where another one may serve the same database.
    pub leave_after: Duration,
}

/// The workspace and the way to it.
#[derive(Clone)]
pub struct Slack {
    /// The workspace; empty until it is set.
    pub workspace: WorkspaceId,
    /// The bot token; empty until it is set.
    pub bot_token: SecretString,
    /// Whoever signs with one of these is Slack; empty until they are set.
    pub signing_secrets: Vec<SecretString>,
    /// Where the Web API is reached, without a slash at the end.
    pub api_url: String,
    /// How long one call may take.
    pub call_timeout: Duration,
}

/// How incidents are run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incidents {
    /// Where every bell rings, as a channel's id; empty until it is set.
    pub announcement_channel: String,
    /// The slash command, with its slash.
    pub command: String,
    /// What an incident's channel is called, with `{number}` and perhaps `{slug}` to be filled.
    pub channel_name: String,
    /// The language of what everybody reads.
    pub language: Language,
    /// The time zone of the organisation.
    pub timezone: Tz,
    /// The reactions that put a message on the timeline, without colons.
    pub timeline_emoji: Vec<String>,
    /// The longest that a reminder can be put off.
    pub longest_snooze: TimeDelta,
    /// Whom drills reach.
    pub drills: Drills,
    /// The groups that are brought into private incidents.
    pub private_groups: Vec<GroupId>,
    /// How long after the end of an incident its channel is archived; `None` for never.
    pub archive_after: Option<TimeDelta>,
}

/// How messages are delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbox {
    /// How many are delivered at the same time; at least one.
    pub workers: usize,
    /// How long a delivery is tried again.
    pub give_up_after: TimeDelta,
    /// Whether Slack's limits are kept to.
    pub pace: Pace,
}

/// What is logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// For whom.
    pub format: LogFormat,
    /// Which lines, as directives of `tracing_subscriber`; they are known to parse.
    pub filter: String,
}

/// For whom log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// For machines.
    Json,
}

impl Config {
    /// The defaults, overlaid by the file (its path is only named in problems), overlaid by those variables that start
    /// with `FIREBELL_`.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn load(
        file: Option<(&Path, String)>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Problems> {
        let mut settings = Settings::example();
        let shape = Shape::of(&settings);
        if let Some((path, text)) = file {
            file::overlay(&mut settings, &shape, &path.display().to_string(), &text);
        }
        environment::overlay(&mut settings, &shape, environment);
        let config = Self::read(&mut settings);
        settings.problems.or_ok()?;
        Ok(config.expect("what cannot be read is among the problems"))
    }

    /// Whether everything is set that the service cannot do without.
    ///
    /// # Errors
    /// Everything that is missing, each with where to find it.
    pub fn require_for_serving(&self) -> Result<(), Problems> {
        let slack = &self.slack;
        let mut problems = Problems::default();
        for (is_missing, path, source) in [
            (slack.workspace.as_str().is_empty(), "slack.workspace", WORKSPACE_SOURCE),
            (slack.bot_token.expose_secret().is_empty(), "slack.bot_token", BOT_TOKEN_SOURCE),
            (slack.signing_secrets.is_empty(), "slack.signing_secrets", SIGNING_SECRETS_SOURCE),
            (
                self.incidents.announcement_channel.is_empty(),
                "incidents.announcement_channel",
                CHANNEL_SOURCE,
            ),
        ] {
            if is_missing {
                let variable = environment::variable(path);
                let says = format!("is missing; set it in the file or as {variable} ({source})");
                problems.add(Place::Default, path, says);
            }
        }
        problems.or_ok()
    }

    /// The rules that the core follows.
    pub fn policy(&self) -> Policy {
        Policy {
            ladder: self.ladder.clone(),
            longest_snooze: self.incidents.longest_snooze,
            permissions: self.permissions.clone(),
            drills: self.incidents.drills,
            private_groups: self.incidents.private_groups.clone(),
            services: self.services.clone(),
            archive_after: self.incidents.archive_after,
            stage_limits: self.stage_limits.clone(),
            roles: self.roles.clone(),
            status_page: self.status_page.clone(),
        }
    }
}

/// A secret, as it is shown.
struct Dots;

impl fmt::Debug for Dots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(DOTS)
    }
}

impl fmt::Debug for Slack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { workspace, bot_token: _, signing_secrets: _, api_url, call_timeout } = self;
        f.debug_struct("Slack")
            .field("workspace", workspace)
            .field("bot_token", &Dots)
            .field("signing_secrets", &Dots)
            .field("api_url", api_url)
            .field("call_timeout", call_timeout)
            .finish()
    }
}
