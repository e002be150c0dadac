//! How fast a declaration is: a benchmark, not a timed test. It prints what it measured beside what it should be, and
//! ends well either way. `docs/BENCHMARKS.md` explains the columns.
//!
//! The service runs as a process of its own (`service`) against a local Slack in this one (`stage`), where people send
//! the form (`rounds`). A bare client that makes the same calls says what could be reached at all (`floor`).

mod figures;
mod floor;
mod machine;
mod report;
mod rounds;
mod service;
mod stage;

use std::time::Duration;

use report::Report;
use service::Service;
use stage::Stage;

/// How long Slack takes to answer, in milliseconds, unless the command line says otherwise.
const LATENCIES: [u64; 3] = [0, 100, 250];
/// How many people declare at the same time, and in how many rounds.
const CASES: [(usize, usize); 2] = [(1, 50), (20, 10)];
/// How many starts are timed, of either kind.
const STARTS: usize = 10;
/// How long the service is left alone before its memory is read.
const SETTLE_FOR: Duration = Duration::from_secs(5);

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let chosen: Vec<u64> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    // Whoever runs or lists every test target gets no benchmark.
    if arguments.iter().any(|argument| argument == "--bench") {
        let latencies = if chosen.is_empty() { LATENCIES.to_vec() } else { chosen };
        tokio::runtime::Runtime::new()?.block_on(measure(latencies))?;
    }
    Ok(())
}

async fn measure(latencies: Vec<u64>) -> anyhow::Result<()> {
    let mut report = Report::begin()?;
    for latency in latencies {
        let stage = Stage::start(latency).await?;
        let service = Service::start(stage.folder(), &stage.sandbox).await?;
        let mut template = None;
        for (at_once, rounds) in CASES {
            let mut first = rounds::declare(&stage, at_once).await?;
            report.first(latency, at_once, &first);
            template.get_or_insert(std::mem::take(&mut first.calls));
            let mut measured = Vec::new();
            let before = service.busy()?;
            for _ in 0..rounds {
                measured.push(rounds::declare(&stage, at_once).await?);
            }
            report.case(latency, at_once, &measured, service.busy()?.saturating_sub(before));
        }
        let bare = floor::Bare::new(&stage.sandbox, &template.unwrap_or_default())?;
        for (at_once, rounds) in CASES {
            report.floor(latency, at_once, &bare.rounds(&stage, at_once, rounds).await?);
        }
        tokio::time::sleep(SETTLE_FOR).await;
        report.memory_after_work(latency, service.resident_kib()?);
        service.stop()?;
    }
    starts(&mut report).await?;
    report.end();
    Ok(())
}

/// Starts on a new database, then on the one that was left.
async fn starts(report: &mut Report) -> anyhow::Result<()> {
    for _ in 0..STARTS {
        let stage = Stage::start(0).await?;
        let first = Service::start(stage.folder(), &stage.sandbox).await?;
        report.new_database_ready(first.ready_after);
        first.stop()?;
        let second = Service::start(stage.folder(), &stage.sandbox).await?;
        report.old_database_ready(second.ready_after);
        second.stop()?;
    }
    let stage = Stage::start(0).await?;
    let service = Service::start(stage.folder(), &stage.sandbox).await?;
    tokio::time::sleep(SETTLE_FOR).await;
    report.memory_idle(service.resident_kib()?);
    service.stop()
}
