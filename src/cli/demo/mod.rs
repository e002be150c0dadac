//! Firebell with a local Slack beside it, in one process: no account, and nothing that is kept.

mod script;
pub mod shop;
mod stage;

use std::io::IsTerminal as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use secrecy::SecretString;
use slack_sandbox::{App, FastClock, Options, Sandbox};

use self::stage::Stage;
use super::told_to_stop;
use crate::app::{self, Running};
use crate::clock::Clock;
use crate::config::Config;
use crate::incident::WorkspaceId;
use crate::language::Language;
use crate::pace::Pace;
use crate::slack::manifest::manifest;
use crate::telemetry;

/// What people type.
const COMMAND: &str = "/incident";
/// How fast the bot's clock runs while the script plays, unless somebody says otherwise.
const SCRIPT_SPEED: f64 = 300.0;

/// How the demo is run.
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// How many times as fast the bot's clock runs: with 60, fifteen minutes pass in fifteen seconds.
    #[arg(long, value_parser = speed)]
    speed: Option<f64>,
    /// Play one whole incident, print what everybody saw, and end.
    #[arg(long)]
    script: bool,
    /// Leave opening the page to me.
    #[arg(long)]
    no_browser: bool,
    /// The language of what everybody reads: en or ko.
    #[arg(long, default_value = "en", value_parser = language)]
    language: Language,
    /// The local Slack's port; the bot takes the next one. 0 takes any two.
    #[arg(long, default_value_t = 4100)]
    port: u16,
}

fn speed(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(speed) if (1.0..=10_000.0).contains(&speed) => Ok(speed),
        _ => Err("a number from 1 to 10000".to_owned()),
    }
}

fn language(text: &str) -> Result<Language, String> {
    Language::of_locale(text).ok_or_else(|| "en or ko".to_owned())
}

/// Runs the demo until it is told to stop, or until the script has ended.
pub(super) async fn run(arguments: &DemoArguments) -> anyhow::Result<ExitCode> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let port = if arguments.script { 0 } else { arguments.port };
    let speed = arguments.speed.unwrap_or(if arguments.script { SCRIPT_SPEED } else { 1.0 });
    let clock = if speed > 1.0 { Clock::faster(speed) } else { Clock::system() };
    let sandbox = start_sandbox(port, speed, &clock).await?;
    let config = settings(arguments, port, &sandbox, folder.path());
    telemetry::start(&config.log)?;
    let running = app::start(&config, clock).await?;
    sandbox.set_app_url(&format!("http://{}", running.address));
    let ended = if arguments.script {
        script::play(&mut Stage::new(sandbox.url()), arguments.language).await
    } else {
        print_welcome(&sandbox, &running, speed);
        if !arguments.no_browser {
            open_page(&sandbox.url());
        }
        told_to_stop().await
    };
    running.stop().await;
    sandbox.shutdown().await;
    ended.map(|()| ExitCode::SUCCESS)
}

async fn start_sandbox(port: u16, speed: f64, clock: &Clock) -> anyhow::Result<Sandbox> {
    let manifest = manifest("http://127.0.0.1", COMMAND).to_string();
    let app = App::from_manifest(&manifest).expect("the sandbox reads what Slack reads");
    let listen = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    let app_clock = (speed > 1.0).then(|| FastClock { start: clock.machine_now(), speed });
    let options = Options { listen, app, app_clock, seed: shop::workspace(), ..Options::default() };
    Sandbox::start(options)
        .await
        .with_context(|| format!("cannot start the local Slack on {listen}; --port takes another one"))
}

fn settings(arguments: &DemoArguments, port: u16, sandbox: &Sandbox, folder: &std::path::Path) -> Config {
    let app = App::default();
    // People type the times of their own clocks: 민지's, and Alice's, whom one meets first.
    let zone = match arguments.language {
        Language::Korean => "Asia/Seoul",
        Language::English => "Europe/Berlin",
    };
    let zone = ("FIREBELL_INCIDENTS__TIMEZONE".to_owned(), zone.to_owned());
    let mut config = Config::load(None, [zone]).expect("a test holds the defaults to be sound");
    config.server.listen =
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port.saturating_add(u16::from(port > 0)));
    config.database.url = format!("sqlite://{}/firebell.db", folder.display()).into();
    config.slack.workspace = WorkspaceId::new("T0SANDBOX1");
    config.slack.bot_token = SecretString::from(app.bot_token);
    config.slack.signing_secrets = vec![SecretString::from(app.signing_secret)];
    config.slack.api_url = sandbox.api_url();
    "C0INCIDENT".clone_into(&mut config.incidents.announcement_channel);
    config.incidents.language = arguments.language;
    config.services = shop::services(arguments.language);
    // The local Slack has no limits unless it is told to.
    config.outbox.pace = Pace::Unlimited;
    "warn".clone_into(&mut config.log.filter);
    config
}

/// Opens the page for whoever sits before this terminal. Where that fails, the printed address is enough.
fn open_page(url: &str) {
    let has_screen = cfg!(not(target_os = "linux"))
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if std::io::stdout().is_terminal()
        && has_screen
        && let Err(error) = open::that_detached(url)
    {
        tracing::debug!(%error, "No browser could be opened");
    }
}

fn print_welcome(sandbox: &Sandbox, running: &Running, speed: f64) {
    let url = sandbox.url();
    println!("Firebell's demo is running: a local Slack at {url}, the bot at http://{}.", running.address);
    if speed > 1.0 {
        println!("The bot's clock runs {speed} times as fast as yours.");
    }
    println!(
        "
Open {url} in a browser and choose a person. Three things to try:

1. Ring the bell: type /incident in a channel, or /incident declare sev0 Nobody can pay. Its people run a small shop; say which of
   its services fails, and whoever answers for that is called.
2. Be two people: open 민지 in a second window, take a role there, and watch the first.
3. Watch it survive: open the inspector (⚙), make Slack slow or deaf, and go on working.

Programs can play people, too: {url}/sandbox/state is what everybody sees.
`firebell demo --script` plays a whole incident by itself. Ctrl-C ends the demo; nothing is kept."
    );
}
