//! What is printed at the end.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use firebell::incident::Fact;
use slack_sandbox::{CallRecord, Delivery};

use crate::compare::owed::{Reminders, reminders};
use crate::compare::{Accounts, Finding, Kind};
use crate::plan::Plan;
use crate::told::Heard;

/// How one play ended.
#[derive(Debug, Clone)]
pub struct Report {
    title: String,
    rows: Vec<(String, String)>,
    /// Everything that is not as it was promised.
    pub findings: Vec<Finding>,
    diary: Vec<String>,
}

/// What was measured and counted besides the accounts.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// From the end of each outage until what was overdue then had been taken up.
    pub caught_up: Vec<Duration>,
    /// How many copies of the file were opened again.
    pub copies: usize,
    /// How long it all took.
    pub took: Duration,
    /// How long it took at the end until nothing was owed.
    pub settled: Duration,
}

impl Report {
    /// What a play came to.
    pub fn new(
        plan: &Plan,
        accounts: &Accounts,
        calls: &[CallRecord],
        deliveries: &[Delivery],
        measured: &Measured,
        findings: Vec<Finding>,
    ) -> Self {
        let title = format!("seed {}, {} steps, {}", plan.seed, plan.steps.len(), plan.engine);
        let mut rows = people(accounts);
        rows.extend(world(accounts));
        rows.extend(trouble(accounts, calls, deliveries, measured));
        rows.extend(recovery(accounts, measured));
        let diary = accounts.told.iter().map(ToString::to_string).collect();
        Self { title, rows, findings, diary }
    }

    /// What each act came to for whoever acted, one line each.
    pub fn diary(&self) -> String {
        self.diary.join("\n")
    }

    /// Whether everything is as it was promised.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// The last line: how many findings there are of each kind.
    pub fn verdict(&self) -> String {
        let count = |kind: Kind| self.findings.iter().filter(|finding| finding.fault == kind).count();
        let [lost, duplicated, half_done, out_of_order] =
            [Kind::Lost, Kind::Duplicated, Kind::HalfDone, Kind::OutOfOrder].map(count);
        format!("lost {lost}, duplicated {duplicated}, half-done {half_done}, out of order {out_of_order}")
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| {} | |\n|---|--:|", self.title)?;
        for (what, value) in &self.rows {
            writeln!(f, "| {what} | {value} |")?;
        }
        writeln!(f)?;
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        write!(f, "{}", self.verdict())
    }
}

fn row(what: &str, value: impl fmt::Display) -> (String, String) {
    (what.to_owned(), value.to_string())
}

fn people(accounts: &Accounts) -> Vec<(String, String)> {
    let heard = |wanted: Heard| accounts.told.iter().filter(|told| told.heard == wanted).count();
    let sent = accounts.told.iter().filter(|told| told.was_sent()).count();
    vec![
        row("commands sent", sent),
        row("… acknowledged", heard(Heard::Yes)),
        row("… refused", heard(Heard::No)),
        row("… unanswered or unclear", heard(Heard::Unclear)),
        row("not sent: no form, no button, no incident", heard(Heard::NotSent)),
    ]
}

fn world(accounts: &Accounts) -> Vec<(String, String)> {
    let Reminders { owed, fired, late } = reminders(accounts);
    let messages = accounts.slack.channels.iter().flat_map(|channel| &channel.messages);
    let all = messages.flat_map(|message| std::iter::once(message).chain(&message.replies));
    let posts = all.filter(|message| message.bot_id.is_some() && message.subtype.is_none()).count();
    let channels = accounts.slack.channels.iter().filter(|channel| channel.name.starts_with("inc-")).count();
    let entries: usize = accounts.database.incidents.iter().map(|one| one.timeline.len()).sum();
    let closed = |fact: &Fact| matches!(fact, Fact::Closed { .. });
    let facts = accounts.database.incidents.iter().flat_map(|one| &one.timeline);
    let closings = facts.filter(|entry| closed(&entry.fact)).count();
    vec![
        row("incidents", accounts.database.incidents.len()),
        row("channels", channels),
        row("timeline entries", entries),
        row("posts", posts),
        row("closings", closings),
        row("reminders owed / fired", format!("{owed} / {fired}")),
        row("reminders late, outages included, p50 / p99", spread(late)),
    ]
}

fn trouble(
    accounts: &Accounts,
    calls: &[CallRecord],
    deliveries: &[Delivery],
    measured: &Measured,
) -> Vec<(String, String)> {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for outage in &accounts.outages {
        *kinds.entry(outage.outage.kind().to_owned()).or_default() += 1;
    }
    let struck = calls.iter().filter_map(|call| call.trouble.as_deref()).flat_map(struck);
    let undelivered = deliveries.iter().filter_map(|one| one.trouble.as_deref()).flat_map(struck_delivery);
    for kind in struck.chain(undelivered) {
        *kinds.entry(kind.to_owned()).or_default() += 1;
    }
    let lost_answers = ["call: dropped after the work", "call: 5xx after the work", "delivery: answer lost"];
    let lost: usize = lost_answers.iter().filter_map(|kind| kinds.get(*kind)).sum();
    let all: usize = kinds.values().sum();
    let mut rows =
        vec![row("calls to Slack", calls.len()), row("faults injected", all), row("… answers lost", lost)];
    rows.extend(kinds.iter().map(|(kind, count)| row(&format!("… {kind}"), count)));
    rows.push(row("copies opened and compared", measured.copies));
    rows
}

/// The kinds of trouble that struck a call.
fn struck(trouble: &str) -> Vec<&'static str> {
    let after = trouble.contains("AfterWork");
    let kinds = [
        ("Latency", "call: slow", "call: slow after the work"),
        ("RateLimited", "call: 429", "call: 429"),
        ("ServerError", "call: 5xx", "call: 5xx after the work"),
        ("DropConnection", "call: dropped", "call: dropped after the work"),
    ];
    let kinds = kinds.into_iter().filter(|(name, ..)| trouble.contains(name));
    kinds.map(|(_, before, behind)| if after { behind } else { before }).collect()
}

/// The kinds of trouble that struck a delivery.
fn struck_delivery(trouble: &str) -> Vec<&'static str> {
    let kinds = [
        ("TwiceWithNewEventId", "delivery: twice under two names"),
        ("Twice", "delivery: twice"),
        ("Late", "delivery: late"),
        ("OutOfOrder", "delivery: out of order"),
        ("LoseAck", "delivery: answer lost"),
    ];
    kinds.into_iter().find(|(name, _)| trouble.contains(name)).map(|(_, kind)| kind).into_iter().collect()
}

fn recovery(accounts: &Accounts, measured: &Measured) -> Vec<(String, String)> {
    let first = |until| {
        let yes = accounts.told.iter().filter(|told| told.heard == Heard::Yes && told.heard_at >= until);
        let waits = yes.map(|told| (told.heard_at - until).to_std().unwrap_or_default());
        waits.min()
    };
    let answered: Vec<Duration> = accounts.outages.iter().filter_map(|outage| first(outage.until)).collect();
    vec![
        row("from the end of an outage to the first acknowledged command, p50 / p99", spread(answered)),
        row("… to an outbox without overdue work, p50 / p99", spread(measured.caught_up.clone())),
        row("at the end, until nothing was owed", seconds(measured.settled)),
        row("all of it", seconds(measured.took)),
    ]
}

fn spread(mut spans: Vec<Duration>) -> String {
    spans.sort();
    let at =
        |hundredths: usize| spans.get((spans.len() * hundredths).div_ceil(100).saturating_sub(1)).copied();
    match (at(50), at(99)) {
        (Some(half), Some(most)) => format!("{} / {} (of {})", seconds(half), seconds(most), spans.len()),
        _ => "–".to_owned(),
    }
}

fn seconds(span: Duration) -> String {
    format!("{:.2} s", span.as_secs_f64())
}
