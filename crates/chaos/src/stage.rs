//! The local Slack with its people, and the settings of a Firebell beside it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use firebell::config::Config;
use firebell::incident::WorkspaceId;
use slack_sandbox::{App, Options, Sandbox, Seed, SeedUser};

use crate::act::{person, person_id};
use crate::plan::PEOPLE;

/// Where bells ring.
pub const ANNOUNCEMENTS: &str = "C0INCIDENT";
/// The one workspace.
pub const WORKSPACE: &str = "T0SANDBOX1";
/// What people type.
pub const COMMAND: &str = "/incident";

/// The ladder: updates fall due while the play goes on.
const LADDER: &str = r#"
[[severity]]
key = "sev0"
every = "1m"
postmortem = "required"

[[severity]]
key = "sev1"
every = "2m"

[[severity]]
key = "sev2"
cron = "0 * * * * *"

[[severity]]
key = "sev3"
every = "1h"
"#;

/// A Slack with fifty people in it.
///
/// # Errors
/// If no port can be had.
pub async fn slack(seed: u64) -> anyhow::Result<Sandbox> {
    let mut people = Seed::default();
    people.users.extend((0..PEOPLE).map(|index| SeedUser {
        id: Some(person_id(index)),
        name: person(index),
        ..SeedUser::default()
    }));
    let events = firebell::slack::inbound::events::SUBSCRIBED.iter().map(ToString::to_string).collect();
    let app = App { events, ..App::default() }.command(COMMAND);
    let event_retry_waits = [0, 1, 2].map(Duration::from_secs).to_vec();
    let options = Options { app, seed: people, event_retry_waits, random_seed: seed, ..Options::default() };
    Sandbox::start(options).await.context("the local Slack cannot be started")
}

/// Writes the settings of a Firebell that listens at `listen`. Answers where.
///
/// # Errors
/// If the file cannot be written.
pub fn write_settings(
    folder: &Path,
    listen: SocketAddr,
    database: &str,
    slack: &Sandbox,
) -> anyhow::Result<PathBuf> {
    let app = &slack.options().app;
    let text = format!(
        "[server]\nlisten = \"{listen}\"\n\
         [database]\nurl = \"{database}\"\n\
         [slack]\nworkspace = \"{WORKSPACE}\"\nbot_token = \"{}\"\nsigning_secrets = [\"{}\"]\napi_url = \"{}\"\n\
         [incidents]\nannouncement_channel = \"{ANNOUNCEMENTS}\"\nseparation_of_duties = \"off\"\n\
         [outbox]\npace = \"unlimited\"\n{LADDER}",
        app.bot_token,
        app.signing_secret,
        slack.api_url(),
    );
    let path = folder.join(format!("firebell-{}.toml", listen.port()));
    std::fs::write(&path, text)?;
    Ok(path)
}

/// The settings as Firebell reads them.
///
/// # Errors
/// If they cannot be read.
pub fn settings(path: &Path) -> anyhow::Result<Config> {
    let text = std::fs::read_to_string(path)?;
    Config::load(Some((path, text)), []).map_err(|problems| anyhow::anyhow!("{problems}"))
}

/// The workspace's id, as Firebell knows it.
pub fn workspace() -> WorkspaceId {
    WorkspaceId::new(WORKSPACE)
}
