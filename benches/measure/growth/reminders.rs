//! Reminders that fall due within one minute, and how late they are with Slack.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use slack_sandbox::CallRecord;

use super::fill;
use crate::figures::Figures;
use crate::ground::Ground;
use crate::service::Service;
use crate::stage::Stage;

/// How long after they were set the first falls due.
const AHEAD: TimeDelta = TimeDelta::seconds(15);
/// Within which all fall due, in milliseconds.
const MINUTE: i64 = 60_000;
/// After how long without the last of them the benchmark is given up.
const PATIENCE: Duration = Duration::from_mins(2);

/// What was seen of them.
pub(crate) struct Reminded {
    /// From the moment that an update was owed to the arrival of its reminder.
    pub(crate) late: Figures,
    /// The processor time that the service spent per reminder.
    pub(crate) busy: Duration,
}

/// Lets updates of the first `count` incidents fall due, evenly spread over a minute.
pub(crate) async fn fall_due(
    stage: &Stage,
    ground: &Ground,
    service: &Service,
    count: usize,
) -> anyhow::Result<Reminded> {
    stage.sandbox.forget_calls();
    let now = || stage.sandbox.clock().now();
    let first = now() + AHEAD;
    let count = i64::try_from(count)?;
    let due: Vec<_> = (1..=count).map(|n| (n, first + TimeDelta::milliseconds(n * MINUTE / count))).collect();
    fill::let_fall_due(ground, &due).await?;
    let busy_before = service.busy()?;
    // Looking at the calls takes the machine's time, so nobody looks while reminders are expected.
    let last = due.last().context("nothing falls due")?.1;
    tokio::time::sleep((last - now()).to_std().unwrap_or_default()).await;
    let calls = tokio::time::timeout(PATIENCE, stage.quiet(due.len())).await??;
    let busy = service.busy()?.saturating_sub(busy_before) / u32::try_from(count)?;
    Ok(Reminded { late: lateness(&due.into_iter().collect(), &calls)?, busy })
}

fn lateness(due: &HashMap<i64, DateTime<Utc>>, calls: &[CallRecord]) -> anyhow::Result<Figures> {
    let reminders: Vec<_> = calls.iter().filter(|call| call.method == "chat.postMessage").collect();
    anyhow::ensure!(reminders.len() == due.len(), "{} reminders, {} due", reminders.len(), due.len());
    let late = reminders.iter().map(|call| {
        let number = named(call).context("a message names no incident")?;
        let due_at = due.get(&number).context("nothing of this incident was due")?;
        Ok((call.received_at - *due_at).to_std().unwrap_or_default())
    });
    Ok(Figures::of(late.collect::<anyhow::Result<Vec<_>>>()?))
}

/// The number of the incident that a message is about.
fn named(call: &CallRecord) -> Option<i64> {
    let text = call.arguments["text"].as_str()?;
    let (_, number) = text.split_once("INC-")?;
    number.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
}
