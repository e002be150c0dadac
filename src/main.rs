//! The command line.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use firebell::cli;

/// Firebell, a Slack incident manager.
#[derive(Debug, Parser)]
#[command(version, about, long_about = None)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a workspace.
    Serve {
        /// The settings; what is not in there stands at its default, and FIREBELL_… variables win over both.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Try the settings against the real workspace and say how to mend what is wrong.
    Check {
        /// The settings.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Bring the database's tables up to date without serving; a start does the same by itself.
    Migrate {
        /// The settings.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Copy a SQLite database into a file, also while Firebell serves it.
    Backup {
        /// The file to write, which must not be there yet.
        file: PathBuf,
        /// The settings.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Move a whole history into another, empty database: from SQLite to PostgreSQL, or any other way.
    Copy {
        /// Where it is, as in `sqlite://firebell.db`
        #[arg(long, value_name = "URL")]
        from: String,
        /// Where it goes, as in `postgres://firebell@db.example.com/firebell`; a password can come as PGPASSWORD
        #[arg(long, value_name = "URL")]
        to: String,
    },
    /// Print the manifest that the Slack app is made from.
    Manifest {
        /// Where Slack reaches this Firebell, such as `https://firebell.example.com`
        #[arg(long)]
        url: String,
        /// The slash command.
        #[arg(long, default_value = "/incident")]
        command: String,
    },
    /// Print an incident's postmortem document as Markdown.
    Export {
        /// Which incident, as in INC-42.
        incident: String,
        /// The settings.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Run Firebell with a local Slack beside it: no account, nothing kept.
    Demo(cli::DemoArguments),
}

fn main() -> ExitCode {
    // Exactly one cryptography provider is compiled in; rustls wants to be told which.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let ended = match Arguments::parse().command {
        Command::Serve { config } => cli::serve(config.as_deref()),
        Command::Check { config } => cli::check(config.as_deref()),
        Command::Migrate { config } => cli::migrate(config.as_deref()),
        Command::Backup { file, config } => cli::backup(&file, config.as_deref()),
        Command::Copy { from, to } => cli::copy(from, to),
        Command::Manifest { url, command } => cli::manifest(&url, &command),
        Command::Export { incident, config } => cli::export(&incident, config.as_deref()),
        Command::Demo(arguments) => cli::demo(&arguments),
    };
    match ended {
        Ok(code) => code,
        Err(error) => {
            eprintln!("firebell: {error:#}");
            ExitCode::FAILURE
        }
    }
}
