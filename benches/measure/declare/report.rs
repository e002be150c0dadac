//! What was measured, beside what it should be, as tables that a document can take over.

use std::time::Duration;

use super::floor::Floor;
use super::rounds::{CALLS, Round};
use crate::figures::{Figures, mark, mib, millis, spread};
use crate::ground::Kind;

/// The longest time to an answer, in milliseconds, for 99 of 100.
const ACK: f64 = 20.0;
/// The longest time to the announcement, in milliseconds.
const ANNOUNCED: f64 = 15.0;
/// The longest time to readiness, in milliseconds.
const READY: f64 = 200.0;
/// The most memory while nothing happens, in KiB.
const RESIDENT_KIB: u64 = 30 * 1024;

/// The longest time until everything is done, in milliseconds.
#[expect(clippy::cast_precision_loss, reason = "latencies are small")]
fn longest(latency: u64, at_once: usize) -> f64 {
    let latency = latency as f64;
    if at_once == 1 { 2.2 * latency + 20.0 } else { 2.5 * latency + 60.0 }
}

/// On which database, and how long Slack takes to answer, in milliseconds.
pub(crate) type Scene = (Kind, u64);

/// The tables, as far as they are known.
#[derive(Default)]
pub(crate) struct Report {
    cases: Vec<String>,
    firsts: Vec<String>,
    memory: Vec<String>,
    new_database: Vec<Duration>,
    old_database: Vec<Duration>,
}

impl Report {
    /// Rounds on connections that are there already.
    pub(crate) fn case(&mut self, (kind, latency): Scene, at_once: usize, rounds: &[Round], busy: Duration) {
        let acks = Figures::of(rounds.iter().flat_map(|round| round.acks.clone()));
        let announced = Figures::of(rounds.iter().flat_map(|round| round.announced.clone()));
        let done = Figures::of(rounds.iter().map(|round| round.done));
        let longest = longest(latency, at_once);
        let most_calls = rounds.iter().map(|round| round.calls.len().div_ceil(at_once)).max().unwrap_or(0);
        let busy = busy / u32::try_from(rounds.len() * at_once).unwrap_or(u32::MAX);
        self.cases.push(format!(
            "| {} | {latency} | {at_once} | {} {} | {} {} | {} {} (≤ {longest:.0}) | {most_calls} {} | {:.1} |",
            kind.name(),
            spread(&acks),
            if acks.p99() <= ACK { "✓" } else { "✗" },
            spread(&announced),
            mark(&announced, ANNOUNCED),
            spread(&done),
            mark(&done, longest),
            if most_calls <= CALLS { "✓" } else { "✗" },
            millis(busy),
        ));
        eprintln!("{}", self.cases.last().map_or("", String::as_str));
    }

    /// What could be reached at all.
    pub(crate) fn floor(&mut self, latency: u64, at_once: usize, floor: &Floor) {
        let (announced, done) = (spread(&floor.announced), spread(&floor.done));
        self.cases.push(format!("| floor | {latency} | {at_once} | – | {announced} | {done} | {CALLS} | |"));
        eprintln!("{}", self.cases.last().map_or("", String::as_str));
    }

    /// The first round of a service that has just started: connections are made, caches are empty.
    pub(crate) fn first(&mut self, (kind, latency): Scene, at_once: usize, round: &Round) {
        let worst = |spans: &[Duration]| millis(spans.iter().copied().max().unwrap_or_default());
        self.firsts.push(format!(
            "| {} | {latency} | {at_once} | {:.1} | {:.1} | {:.1} | {} |",
            kind.name(),
            worst(&round.acks),
            worst(&round.announced),
            millis(round.done),
            round.calls.len().div_ceil(at_once),
        ));
    }

    pub(crate) fn new_database_ready(&mut self, after: Duration) {
        self.new_database.push(after);
    }

    pub(crate) fn old_database_ready(&mut self, after: Duration) {
        self.old_database.push(after);
    }

    pub(crate) fn memory_idle(&mut self, kib: u64) {
        let mark = if kib <= RESIDENT_KIB { "✓" } else { "✗" };
        self.memory.push(format!("| resident idle, after a start | {} {mark} | ≤ 30 MiB |", mib(kib)));
    }

    pub(crate) fn memory_after_work(&mut self, (kind, latency): Scene, kib: u64) {
        let name = kind.name();
        self.memory
            .push(format!("| resident idle, {name}, after the rounds at L = {latency} | {} | |", mib(kib)));
    }

    /// Prints everything.
    pub(crate) fn end(self) {
        println!("\nTimes in milliseconds: best / p50 / p99. ✓ all reach it, ~ half of them do, ✗ fewer.\n");
        println!(
            "| database | L | at once | ack (p99 ≤ {ACK}) | announcement (≤ {ANNOUNCED}) | all done | calls (≤ {CALLS}) \
             | processor |"
        );
        println!("|---|--:|--:|--:|--:|--:|--:|--:|\n{}", self.cases.join("\n"));
        println!("\nThe first round after a start (worst of the round):\n");
        println!("| database | L | at once | ack | announcement | all done | calls |");
        println!("|---|--:|--:|--:|--:|--:|--:|\n{}", self.firsts.join("\n"));
        println!("\n| | measured | target |\n|---|--:|--:|");
        for (what, starts) in [("a new", self.new_database), ("an existing", self.old_database)] {
            let starts = Figures::of(starts);
            println!(
                "| start to ready, {what} database | {} {} | ≤ {READY} ms |",
                spread(&starts),
                mark(&starts, READY)
            );
        }
        println!("{}", self.memory.join("\n"));
    }
}
