//! How fast a declaration is: people send the form (`rounds`). A bare client that makes the same calls says what could be
//! reached at all (`floor`).

mod floor;
mod report;
pub(crate) mod rounds;

use report::Report;

use crate::SETTLE_FOR;
use crate::ground::{Ground, Kind};
use crate::service::Service;
use crate::stage::Stage;

/// How many people declare at the same time, and in how many rounds.
const CASES: [(usize, usize); 2] = [(1, 50), (20, 10)];
/// How many starts are timed, of either kind.
const STARTS: usize = 10;

/// Measures declarations on each database, and the start on a file.
pub(crate) async fn measure(kinds: &[Kind], latencies: &[u64]) -> anyhow::Result<()> {
    let mut report = Report::default();
    for kind in kinds {
        for latency in latencies {
            on(*kind, *latency, &mut report).await?;
        }
    }
    starts(&mut report).await?;
    report.end();
    Ok(())
}

async fn on(kind: Kind, latency: u64, report: &mut Report) -> anyhow::Result<()> {
    let Some(ground) = Ground::lay(kind)? else { return Ok(()) };
    let scene = (kind, latency);
    let stage = Stage::start(latency).await?;
    let service = Service::start(&ground, &stage.sandbox).await?;
    let mut template = None;
    for (at_once, rounds) in CASES {
        let mut first = rounds::declare(&stage, at_once).await?;
        report.first(scene, at_once, &first);
        template.get_or_insert(std::mem::take(&mut first.calls));
        let mut measured = Vec::new();
        let before = service.busy()?;
        for _ in 0..rounds {
            measured.push(rounds::declare(&stage, at_once).await?);
        }
        report.case(scene, at_once, &measured, service.busy()?.saturating_sub(before));
    }
    if kind == Kind::Sqlite {
        let bare = floor::Bare::new(&stage.sandbox, &template.unwrap_or_default())?;
        for (at_once, rounds) in CASES {
            report.floor(latency, at_once, &bare.rounds(&stage, at_once, rounds).await?);
        }
    }
    tokio::time::sleep(SETTLE_FOR).await;
    report.memory_after_work(scene, service.resident_kib()?);
    service.stop()
}

/// Starts on a new file, then on the one that was left.
async fn starts(report: &mut Report) -> anyhow::Result<()> {
    let stage = Stage::start(0).await?;
    for _ in 0..STARTS {
        let Some(ground) = Ground::lay(Kind::Sqlite)? else { return Ok(()) };
        let first = Service::start(&ground, &stage.sandbox).await?;
        report.new_database_ready(first.ready_after());
        first.stop()?;
        let second = Service::start(&ground, &stage.sandbox).await?;
        report.old_database_ready(second.ready_after());
        second.stop()?;
    }
    let Some(ground) = Ground::lay(Kind::Sqlite)? else { return Ok(()) };
    let service = Service::start(&ground, &stage.sandbox).await?;
    tokio::time::sleep(SETTLE_FOR).await;
    report.memory_idle(service.resident_kib()?);
    service.stop()
}
