//! People who declare at the same time, by the form, and what Slack saw of it.

use std::time::Duration;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use slack_sandbox::{CallRecord, Command, Sandbox, Submit};
use tokio::task::JoinSet;

use crate::stage::{ANNOUNCEMENTS, Stage, person};

/// What one round showed.
pub(crate) struct Round {
    /// From each form's sending to its answer.
    pub(crate) acks: Vec<Duration>,
    /// From each form's sending to the arrival of its announcement.
    pub(crate) announced: Vec<Duration>,
    /// From the first form's sending to the arrival of the last call of all: nothing is done after it.
    pub(crate) done: Duration,
    /// What Slack was asked meanwhile.
    pub(crate) calls: Vec<CallRecord>,
}

/// Calls to Slack for one declaration.
pub(crate) const CALLS: usize = 7;

struct Sent {
    at: DateTime<Utc>,
    ack: Duration,
    title: String,
}

/// Has `at_once` people open the form; then, when all is quiet, send it together.
pub(crate) async fn declare(stage: &Stage, at_once: usize) -> anyhow::Result<Round> {
    stage.clear().await;
    let views = open_forms(&stage.sandbox, at_once).await?;
    let before = stage.quiet(at_once).await?.len();
    let sent = send_forms(&stage.sandbox, views).await?;
    // Looking at the calls takes the machine's time, so nobody looks while work is expected.
    tokio::time::sleep(stage.latency.mul_f64(2.2)).await;
    let mut calls = stage.quiet(before + CALLS * at_once).await?;
    let calls = calls.split_off(before);
    let first = sent.iter().map(|form| form.at).min().context("nobody declared")?;
    let last = calls.iter().map(|call| call.received_at).max().context("Slack was not asked")?;
    Ok(Round {
        acks: sent.iter().map(|form| form.ack).collect(),
        announced: sent.iter().map(|form| announced(form, &calls)).collect::<anyhow::Result<_>>()?,
        done: since(first, last),
        calls,
    })
}

async fn open_forms(sandbox: &Sandbox, at_once: usize) -> anyhow::Result<Vec<(String, String)>> {
    let mut opening = JoinSet::new();
    for i in 0..at_once {
        let sandbox = sandbox.clone();
        opening.spawn(async move {
            let person = person(i);
            let opened = sandbox.command(Command::new(&person, "general", "/incident", "")).await?;
            let view = opened.view.context("no form opened")?;
            anyhow::Ok((person, view["id"].as_str().unwrap_or_default().to_owned()))
        });
    }
    opening.join_all().await.into_iter().collect()
}

async fn send_forms(sandbox: &Sandbox, views: Vec<(String, String)>) -> anyhow::Result<Vec<Sent>> {
    let mut sending = JoinSet::new();
    for (person, view) in views {
        let sandbox = sandbox.clone();
        sending.spawn(async move {
            let title = format!("Checkout of {person} is down");
            let submit = Submit::new(&person, form(&title)).view(&view);
            let at = sandbox.clock().now();
            let ack = sandbox.submit(submit).await?.ack.context("nothing was sent")?;
            anyhow::ensure!(ack.is_ok() && ack.body.is_empty(), "the form was refused: {ack:?}");
            Ok(Sent { at, ack: Duration::from_micros(ack.microseconds), title })
        });
    }
    sending.join_all().await.into_iter().collect()
}

fn form(title: &str) -> Value {
    json!({
        "title": {"input": title},
        "severity": {"input": "sev1"},
        "seen": {"input": "Every third payment by card fails since the last deployment"},
        "service": {"input": "checkout"},
    })
}

fn announced(form: &Sent, calls: &[CallRecord]) -> anyhow::Result<Duration> {
    let is_it = |call: &&CallRecord| {
        is_announcement(call) && call.arguments["blocks"].to_string().contains(&form.title)
    };
    let call = calls.iter().find(is_it).context("an announcement is missing")?;
    Ok(since(form.at, call.received_at))
}

/// Whether a call rang the bell.
pub(crate) fn is_announcement(call: &CallRecord) -> bool {
    call.method == "chat.postMessage" && call.arguments["channel"] == ANNOUNCEMENTS
}

/// The time between two moments.
pub(crate) fn since(start: DateTime<Utc>, end: DateTime<Utc>) -> Duration {
    (end - start).to_std().unwrap_or_default()
}
