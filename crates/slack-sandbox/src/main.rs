//! The sandbox as a program: `slack-sandbox --app-url http://127.0.0.1:8080 --command /hello`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use slack_sandbox::{App, Options, RateLimits, Sandbox, Seed, ShortcutKind};

/// A small, strict Slack on this machine, for demos and tests.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen.
    #[arg(long, env = "SLACK_SANDBOX_LISTEN", default_value = "127.0.0.1:8300")]
    listen: SocketAddr,
    /// A host name it answers to, besides localhost and numeric addresses. May be repeated.
    #[arg(long = "host")]
    hosts: Vec<String>,
    /// The app's base URL; it can also be told later through /sandbox/app.
    #[arg(long, env = "SLACK_SANDBOX_APP_URL")]
    app_url: Option<String>,
    /// A seed file; see the README for its keys.
    #[arg(long)]
    seed: Option<PathBuf>,
    /// The app's manifest (JSON): its name, commands, shortcuts, scopes and events.
    #[arg(long)]
    manifest: Option<PathBuf>,
    /// A slash command of the app, with its slash. May be repeated.
    #[arg(long = "command")]
    commands: Vec<String>,
    /// The callback id of a global shortcut. May be repeated.
    #[arg(long = "shortcut")]
    shortcuts: Vec<String>,
    /// The callback id of a message shortcut. May be repeated.
    #[arg(long = "message-shortcut")]
    message_shortcuts: Vec<String>,
    /// The bot token the Web API takes.
    #[arg(long, env = "SLACK_SANDBOX_BOT_TOKEN", default_value = "xoxb-sandbox")]
    bot_token: String,
    /// The secret that signs requests to the app.
    #[arg(long, env = "SLACK_SANDBOX_SIGNING_SECRET", default_value = "sandbox-signing-secret")]
    signing_secret: String,
    /// Enforce Slack's rate limits.
    #[arg(long)]
    rate_limits: bool,
    /// Refuse channel names in other alphabets than a to z.
    #[arg(long)]
    ascii_channel_names: bool,
}

impl Arguments {
    fn options(self) -> Result<Options, Box<dyn std::error::Error>> {
        let mut app = match &self.manifest {
            Some(file) => App::from_manifest(&std::fs::read_to_string(file)?)?,
            None => App::default(),
        };
        (app.bot_token, app.signing_secret) = (self.bot_token, self.signing_secret);
        app.url = self.app_url;
        app = self.commands.iter().fold(app, |app, command| app.command(command));
        app = self.shortcuts.iter().fold(app, |app, id| app.shortcut(id, ShortcutKind::Global));
        app = self.message_shortcuts.iter().fold(app, |app, id| app.shortcut(id, ShortcutKind::Message));
        Ok(Options {
            listen: self.listen,
            hosts: self.hosts,
            seed: self.seed.map(Seed::from_file).transpose()?.unwrap_or_default(),
            app,
            rate_limits: self.rate_limits.then(RateLimits::slack),
            unicode_channel_names: !self.ascii_channel_names,
            ..Options::default()
        })
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_env_filter(tracing_subscriber::EnvFilter::from_default_env()).init();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("slack-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start(arguments.options()?).await?;
    println!("In a browser: {}", sandbox.url());
    println!("Web API:      {}", sandbox.api_url());
    println!("Control API:  {}/sandbox", sandbox.url());
    tokio::signal::ctrl_c().await?;
    sandbox.shutdown().await;
    Ok(())
}
