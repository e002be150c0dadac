//! `make chaos SEED=n STEPS=n`: plays a plan on each engine and says whether anything was lost, duplicated, half done or out of
//! order.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use chaos::{Engine, Plan, play};
use clap::{Parser, ValueEnum};

/// How a play is chosen.
#[derive(Debug, Parser)]
#[command(about = "Plays fifty people against real Firebell processes while everything around them fails.")]
struct Arguments {
    /// What the plan is made from: the same seed, the same plan.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many steps the plan has.
    #[arg(long, default_value_t = 300)]
    steps: usize,
    /// On which database.
    #[arg(long, value_enum, default_value_t = Engines::Both)]
    on: Engines,
    /// Print the plan, and play nothing.
    #[arg(long)]
    plan: bool,
    /// Print what each act came to.
    #[arg(long)]
    diary: bool,
    /// The program to play with; the firebell beside this one if it is left out.
    #[arg(long)]
    program: Option<PathBuf>,
}

/// On which engines.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Engines {
    /// One process on a file.
    Sqlite,
    /// Two replicas on a server.
    Postgres,
    /// One after the other.
    Both,
}

impl Engines {
    const fn all(self) -> &'static [Engine] {
        match self {
            Self::Sqlite => &[Engine::Sqlite],
            Self::Postgres => &[Engine::Postgres],
            Self::Both => &[Engine::Sqlite, Engine::Postgres],
        }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let mut is_clean = true;
    for engine in arguments.on.all() {
        let plan = Plan::new(arguments.seed, arguments.steps, *engine);
        if arguments.plan {
            print!("{plan}");
            continue;
        }
        println!("\nseed {}, {} steps, {engine}", arguments.seed, arguments.steps);
        match play(&plan, &program(arguments.program.clone())?).await? {
            Some(report) => {
                if arguments.diary {
                    println!("\n{}", report.diary());
                }
                println!("\n{report}");
                is_clean &= report.is_clean();
            }
            None => println!("skipped: PostgreSQL is not installed; scripts/postgres installs it"),
        }
    }
    Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn program(chosen: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    let beside = || std::env::current_exe().ok().map(|own| own.with_file_name("firebell"));
    let program = chosen.or_else(beside).filter(|program| program.exists());
    program.context("there is no firebell beside this program; build it, or name one with --program")
}
