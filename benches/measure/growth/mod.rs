//! What a long history and many open incidents cost: a database of the size of `fill`, the service started on it, the clock
//! with nothing due (`clock`) and with much due (`reminders`), and commands until no more are served (`commands`).

mod clock;
mod commands;
mod fill;
mod reminders;
mod report;

use report::Report;

use crate::SETTLE_FOR;
use crate::figures::Figures;
use crate::ground::{Ground, Kind};
use crate::service::Service;
use crate::stage::Stage;

/// How many reminders fall due within one minute.
const DUE: [usize; 3] = [100, 1_000, 10_000];
/// How many people type at the same time.
const PEOPLE: [usize; 4] = [1, 4, 16, 64];
/// How many starts are timed.
const STARTS: usize = 5;

/// Measures on each database.
pub(crate) async fn measure(kinds: &[Kind]) -> anyhow::Result<()> {
    let mut report = Report::default();
    for kind in kinds {
        if let Some(ground) = Ground::lay(*kind)? {
            on(&ground, &mut report).await?;
        }
    }
    report.end();
    Ok(())
}

async fn on(ground: &Ground, report: &mut Report) -> anyhow::Result<()> {
    let kind = ground.kind;
    let stage = Stage::start(0).await?;
    let service = Service::start(ground, &stage.sandbox).await?;
    report.idle(kind, "0", clock::busy_while_nothing_is_due(&service).await?);
    fill::declare_model(&stage).await?;
    service.stop()?;
    report.filled(kind, fill::fill(&stage, ground).await?);

    let service = started(&stage, ground, report).await?;
    report.memory(kind, "after a start", service.resident_kib()?);
    report.idle(kind, "10,000", clock::busy_while_nothing_is_due(&service).await?);
    for due in DUE {
        report.reminded(kind, due, &reminders::fall_due(&stage, ground, &service, due).await?);
    }
    report.memory(kind, "after the reminders", service.resident_kib()?);
    stage.sandbox.forget_calls();
    for people in PEOPLE {
        report.served(kind, "notes", people, &commands::notes(&stage, people).await?);
    }
    for people in PEOPLE {
        report.served(kind, "declarations", people, &commands::declarations(&stage, people).await?);
    }
    tokio::time::sleep(SETTLE_FOR).await;
    report.memory(kind, "after the commands", service.resident_kib()?);
    service.stop()
}

/// Starts several times; answers the last of them, which has come to rest.
async fn started(stage: &Stage, ground: &Ground, report: &mut Report) -> anyhow::Result<Service> {
    let mut ready = Vec::new();
    for _ in 1..STARTS {
        let service = Service::start(ground, &stage.sandbox).await?;
        ready.push(service.ready_after());
        service.stop()?;
    }
    let service = Service::start(ground, &stage.sandbox).await?;
    ready.push(service.ready_after());
    report.ready(ground.kind, &Figures::of(ready));
    tokio::time::sleep(SETTLE_FOR).await;
    Ok(service)
}
