//! The subcommands of the program, one function each. They print for people and answer with an exit code.

mod demo;
mod keeping;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

use crate::clock::Clock;
use crate::config::Config;
use crate::export::{Dossier, postmortem};
use crate::incident::{Number, UserId, Viewer};
use crate::slack::manifest as app_manifest;
use crate::store::Store;
use crate::{app, check, telemetry};

pub use self::demo::{DemoArguments, shop};
pub use self::keeping::{backup, copy, migrate};

/// Serves until it is told to stop.
///
/// # Errors
/// If the settings are wrong, or the database or the address cannot be opened.
pub fn serve(config: Option<&Path>) -> anyhow::Result<ExitCode> {
    let config = settings(config)?;
    config.require_for_serving()?;
    telemetry::start(&config.log)?;
    runtime()?.block_on(async {
        let running = app::start(&config, Clock::system()).await?;
        told_to_stop().await?;
        tokio::select! {
            () = running.leaves() => {}
            again = told_to_stop() => again?,
        }
        running.stop().await;
        Ok(ExitCode::SUCCESS)
    })
}

/// Tries the settings and prints what was found; fails if anything has to be mended.
///
/// # Errors
/// If the settings cannot be read at all.
pub fn check(config: Option<&Path>) -> anyhow::Result<ExitCode> {
    let config = settings(config)?;
    let findings = runtime()?.block_on(check::check(&config));
    for finding in &findings {
        println!("{finding}");
    }
    let sound = findings.iter().all(check::Finding::is_good);
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints the app manifest.
///
/// # Errors
/// If the address is none.
pub fn manifest(url: &str, command: &str) -> anyhow::Result<ExitCode> {
    let parsed: url::Url = url.parse().with_context(|| format!("'{url}' is not an address"))?;
    anyhow::ensure!(parsed.has_host(), "'{url}' is not an address that Slack can reach; write https://…");
    println!("{:#}", app_manifest::manifest(url, command));
    Ok(ExitCode::SUCCESS)
}

/// Prints an incident's postmortem document.
///
/// # Errors
/// If there is no such incident, or the database cannot be read.
pub fn export(incident: &str, config: Option<&Path>) -> anyhow::Result<ExitCode> {
    let config = settings(config)?;
    let number = Number::parse(incident)
        .with_context(|| format!("'{incident}' names no incident; write it as in INC-42"))?;
    print!("{}", runtime()?.block_on(document(&config, number))?);
    Ok(ExitCode::SUCCESS)
}

async fn document(config: &Config, number: Number) -> anyhow::Result<String> {
    let store = Store::open_existing(&config.database).await?;
    let workspace = &config.slack.workspace;
    // Who has the database has everything in it; so this shows private incidents, too.
    let found = store.incident(workspace, number, &Viewer::Firebell).await?;
    let incident = found
        .with_context(|| {
            let database = &config.database.url;
            format!(
                "there is no {number} of workspace '{workspace}' in {database}; --config names the settings"
            )
        })?
        .incident;
    let timeline = store.timeline(&incident).await?;
    let people = store.people(workspace).await?;
    let name = |user: &UserId| {
        let known = people.iter().find(|person| person.id == *user);
        known.map_or_else(|| user.to_string(), |person| person.name.clone())
    };
    Ok(postmortem(&Dossier {
        incident: &incident,
        timeline: &timeline,
        people: &name,
        policy: &config.policy(),
        zone: config.incidents.timezone,
        language: config.incidents.language,
        written_at: Clock::system().now(),
        channel_link: None,
    }))
}

/// Runs the demo.
///
/// # Errors
/// If something cannot be started, or a step of the script fails.
pub fn demo(arguments: &DemoArguments) -> anyhow::Result<ExitCode> {
    runtime()?.block_on(demo::run(arguments))
}

fn settings(path: Option<&Path>) -> anyhow::Result<Config> {
    let file = path
        .map(|path| fs::read_to_string(path).map(|text| (path, text)))
        .transpose()
        .with_context(|| format!("cannot read {}", path.unwrap_or(Path::new("")).display()))?;
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Ok(Config::load(file, environment)?)
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the runtime")
}

/// Waits for Ctrl-C or for a supervisor's SIGTERM.
async fn told_to_stop() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed?,
        _ = terminated.recv() => {}
    }
    Ok(())
}
