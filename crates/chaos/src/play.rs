//! Plays a plan from beginning to end, and has the accounts compared.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use chrono::{DateTime, Utc};
use slack_sandbox::{CallFault, DeliveryFault, Sandbox};
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep};

use crate::compare::{Accounts, Finding, Kind, compare, copied};
use crate::database::{Look, read_only};
use crate::fault::{Fault, Outage};
use crate::people::People;
use crate::plan::{Plan, Step};
use crate::report::{Measured, Report};
use crate::site::{Copied, Site};
use crate::stage;
use crate::told::{self, Told};

/// How many people act at the same time.
const AT_ONCE: usize = 8;
/// How long it may take at the end until nothing is owed: the leases of the dead last a minute.
const SETTLES_WITHIN: Duration = Duration::from_mins(4);
/// How often it is looked whether something is still owed.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// How often what was stopped with work left is started again, before that counts as found.
const ENDINGS: usize = 20;

/// What is going on.
struct Play {
    slack: Sandbox,
    people: Arc<People>,
    site: Arc<tokio::sync::Mutex<Site>>,
    url: String,
    caught_up: Arc<Mutex<Vec<Duration>>>,
    watching: JoinSet<()>,
    suffering: Option<JoinHandle<anyhow::Result<()>>>,
}

/// Plays `plan` with `program`, which is a `firebell`. `None` where PostgreSQL is not installed.
///
/// # Errors
/// If the play itself cannot go on: a program that cannot be started, a database that cannot be read.
pub async fn play(plan: &Plan, program: &Path) -> anyhow::Result<Option<Report>> {
    let started = Instant::now();
    let slack = stage::slack(plan.seed).await?;
    let Some(site) = Site::start(plan.engine, program, &slack).await? else { return Ok(None) };
    let mut all = Play {
        people: Arc::new(People::new(slack.clone())),
        slack,
        url: read_only(&site.url),
        site: Arc::new(tokio::sync::Mutex::new(site)),
        caught_up: Arc::default(),
        watching: JoinSet::new(),
        suffering: None,
    };
    all.steps(&plan.steps).await?;
    let settling = Instant::now();
    all.settles().await?;
    let settled = settling.elapsed();
    let accounts = all.accounts().await?;
    let mut findings = compare(&accounts);
    let copies = all.site.lock().await.copies.clone();
    for copy in &copies {
        findings.extend(reopen(copy, &accounts.told).await?);
    }
    let caught_up = all.caught_up.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let measured = Measured { caught_up, copies: copies.len(), took: started.elapsed(), settled };
    let (calls, deliveries) = (all.slack.calls(), all.slack.deliveries());
    all.slack.shutdown().await;
    let report = Report::new(plan, &accounts, &calls, &deliveries, &measured, findings);
    if !report.is_clean() {
        let folder = all.site.lock().await.keep();
        std::fs::write(folder.join("calls.json"), serde_json::to_vec(&calls)?)?;
        std::fs::write(folder.join("deliveries.json"), serde_json::to_vec(&deliveries)?)?;
        std::fs::write(folder.join("workspace.json"), serde_json::to_vec(&accounts.slack)?)?;
        std::fs::write(folder.join("diary.txt"), report.diary())?;
        println!("What was found can be looked into in {}", folder.display());
    }
    Ok(Some(report))
}

impl Play {
    async fn steps(&mut self, steps: &[Step]) -> anyhow::Result<()> {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        let mut acting = JoinSet::new();
        for step in steps {
            let place = Arc::clone(&places).acquire_owned().await?;
            for fault in &step.faults {
                self.inject(step.number, fault).await?;
            }
            let (people, step) = (Arc::clone(&self.people), step.clone());
            acting.spawn(async move {
                people.act(&step).await;
                drop(place);
            });
        }
        acting.join_all().await;
        self.is_over().await
    }

    async fn inject(&mut self, step: usize, fault: &Fault) -> anyhow::Result<()> {
        match fault.clone() {
            Fault::Calls { method, trouble, times } => {
                self.slack.add_call_fault(CallFault::on(method, trouble).times(times));
            }
            Fault::Deliveries { kind, trouble, times } => {
                self.slack.add_delivery_fault(DeliveryFault::on(kind, trouble).times(times));
            }
            Fault::Outage(outage) => {
                self.is_over().await?;
                self.suffering = Some(tokio::spawn(self.suffers(step, outage)));
            }
        }
        Ok(())
    }

    /// One outage; what follows it is watched beside.
    fn suffers(&mut self, step: usize, outage: Outage) -> impl Future<Output = anyhow::Result<()>> + use<> {
        let site = Arc::clone(&self.site);
        let (url, caught_up, clock) =
            (self.url.clone(), Arc::clone(&self.caught_up), self.slack.clock().clone());
        let (over, is_over) = tokio::sync::oneshot::channel::<DateTime<Utc>>();
        self.watching.spawn(async move {
            let Ok(until) = is_over.await else { return };
            catches_up(&url, until).await;
            let span = (clock.now() - until).to_std().unwrap_or_default();
            caught_up.lock().unwrap_or_else(PoisonError::into_inner).push(span);
        });
        async move {
            let mut site = site.lock().await;
            site.suffer(step, outage).await?;
            let until = site.outages.last().map(|outage| outage.until);
            let _ = over.send(until.context("an outage that is over is noted")?);
            Ok(())
        }
    }

    /// Waits until the outage that is under way is over.
    async fn is_over(&mut self) -> anyhow::Result<()> {
        match self.suffering.take() {
            Some(suffering) => suffering.await?,
            None => Ok(()),
        }
    }

    /// Ends all trouble and waits until nothing is owed, with all processes at rest.
    async fn settles(&mut self) -> anyhow::Result<()> {
        self.slack.clear_faults();
        let give_up_at = Instant::now() + SETTLES_WITHIN;
        for _ in 0..ENDINGS {
            self.site.lock().await.start_all().await?;
            while Look::at(&self.url).await?.owed().await? > 0 && Instant::now() < give_up_at {
                sleep(LOOK_EVERY).await;
            }
            self.site.lock().await.stop_all().await?;
            if Look::at(&self.url).await?.owed().await? == 0 || Instant::now() >= give_up_at {
                break;
            }
        }
        // Nothing is owed any more, so those who watch for what was overdue see it with their next look.
        let watching = std::mem::take(&mut self.watching);
        let seen = tokio::time::timeout(SETTLES_WITHIN, watching.join_all()).await;
        ensure!(seen.is_ok(), "it cannot be seen whether anything is overdue");
        Ok(())
    }

    async fn accounts(&self) -> anyhow::Result<Accounts> {
        let slack = self.slack.state();
        let site = self.site.lock().await;
        let twice: BTreeSet<u64> = self
            .slack
            .deliveries()
            .iter()
            .filter(|one| one.trouble.as_ref().is_some_and(|trouble| trouble.contains("Twice")))
            .map(|one| one.id)
            .collect();
        let mut told = self.people.told();
        told::settle(&mut told, &slack, &twice, &site.outages);
        Ok(Accounts {
            told,
            database: Look::at(&self.url).await?.whole().await?,
            slack,
            outages: site.outages.clone(),
            policy: stage::settings(&site.settings)?.policy(),
            taken_at: self.slack.clock().now(),
        })
    }
}

/// Waits until nothing is left of what was overdue.
async fn catches_up(url: &str, until: DateTime<Utc>) {
    loop {
        let overdue = match Look::at(url).await {
            Ok(look) => look.overdue(until).await,
            Err(error) => Err(error),
        };
        if matches!(overdue, Ok(0)) {
            return;
        }
        sleep(LOOK_EVERY).await;
    }
}

/// Opens a copy as the next start would, and looks what is in it.
async fn reopen(copy: &Copied, told: &[Told]) -> anyhow::Result<Vec<Finding>> {
    let url = format!("sqlite://{}", copy.file.display());
    let integrity = Look::at(&url).await?.integrity().await?;
    if integrity != "ok" {
        let seen = format!("the copy does not hold together: {integrity}");
        return Ok(vec![Finding::of(Kind::Lost, seen).at(copy.step)]);
    }
    Ok(copied::missing(told, copy.at, &Look::at(&url).await?.whole().await?))
}
