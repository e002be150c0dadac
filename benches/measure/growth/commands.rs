//! Commands, one after the other by each of many people, until no more are served.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use slack_sandbox::{Command, Sandbox};
use tokio::task::JoinSet;

use crate::figures::Figures;
use crate::stage::{Stage, person};

/// For how long they type.
const TYPE_FOR: Duration = Duration::from_secs(10);

/// What was served.
pub(crate) struct Served {
    /// How many commands each second.
    pub(crate) per_second: f64,
    /// From the sending of a command to its answer.
    pub(crate) acks: Figures,
}

/// Has so many people note something, each on the timeline of another incident.
pub(crate) async fn notes(stage: &Stage, people: usize) -> anyhow::Result<Served> {
    typed(stage, people, |i| format!("note INC-{} The error rate is falling again", i + 1)).await
}

/// Has so many people declare incidents; answered once the last call of the last of them was made.
pub(crate) async fn declarations(stage: &Stage, people: usize) -> anyhow::Result<Served> {
    let served = typed(stage, people, |i| format!("declare sev1 Checkout of person {i} is down")).await?;
    stage.quiet(0).await?;
    Ok(served)
}

#[expect(clippy::cast_precision_loss, reason = "there are far fewer commands than that")]
async fn typed(stage: &Stage, people: usize, words: impl Fn(usize) -> String) -> anyhow::Result<Served> {
    let mut typing = JoinSet::new();
    let started = Instant::now();
    for i in 0..people {
        typing.spawn(types(stage.sandbox.clone(), person(i), words(i)));
    }
    let acks = typing.join_all().await.into_iter().collect::<anyhow::Result<Vec<_>>>()?.concat();
    let per_second = acks.len() as f64 / started.elapsed().as_secs_f64();
    Ok(Served { per_second, acks: Figures::of(acks) })
}

async fn types(sandbox: Sandbox, person: String, words: String) -> anyhow::Result<Vec<Duration>> {
    let until = Instant::now() + TYPE_FOR;
    let mut acks = Vec::new();
    while Instant::now() < until {
        let typed = sandbox.command(Command::new(&person, "general", "/incident", &words)).await?;
        let ack = typed.ack.filter(slack_sandbox::Ack::is_ok).context("a command was not answered")?;
        acks.push(Duration::from_micros(ack.microseconds));
    }
    Ok(acks)
}
