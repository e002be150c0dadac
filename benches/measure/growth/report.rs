//! What was measured, beside what it should be, as tables that a document can take over.

use std::time::Duration;

use super::commands::Served;
use super::reminders::Reminded;
use crate::figures::{Figures, mark, mib, millis, spread};
use crate::ground::Kind;

/// The longest time to readiness, in milliseconds.
const READY: f64 = 500.0;
/// The longest that a reminder may come late, in milliseconds, for 99 of 100.
const LATE: f64 = 1000.0;
/// The most memory, in KiB.
const RESIDENT_KIB: u64 = 60 * 1024;

/// The tables, as far as they are known.
#[derive(Default)]
pub(crate) struct Report {
    sizes: Vec<String>,
    idle: Vec<String>,
    reminders: Vec<String>,
    commands: Vec<String>,
}

impl Report {
    pub(crate) fn filled(&mut self, kind: Kind, took: Duration) {
        let seconds = took.as_secs_f64();
        note(&mut self.sizes, format!("| {} | filling it | {seconds:.1} s | |", kind.name()));
    }

    pub(crate) fn ready(&mut self, kind: Kind, starts: &Figures) {
        let (times, reached) = (spread(starts), mark(starts, READY));
        note(
            &mut self.sizes,
            format!("| {} | start to ready | {times} ms {reached} | ≤ {READY} ms |", kind.name()),
        );
    }

    pub(crate) fn memory(&mut self, kind: Kind, when: &str, kib: u64) {
        let reached = if kib <= RESIDENT_KIB { "✓" } else { "✗" };
        let held = mib(kib);
        note(&mut self.sizes, format!("| {} | resident {when} | {held} {reached} | ≤ 60 MiB |", kind.name()));
    }

    pub(crate) fn idle(&mut self, kind: Kind, open: &str, busy: Duration) {
        note(&mut self.idle, format!("| {} | {open} | {:.1} |", kind.name(), millis(busy)));
    }

    pub(crate) fn reminded(&mut self, kind: Kind, due: usize, reminded: &Reminded) {
        let (late, reached) = (spread(&reminded.late), mark(&reminded.late, LATE));
        let busy = millis(reminded.busy);
        note(&mut self.reminders, format!("| {} | {due} | {late} {reached} | {busy:.2} |", kind.name()));
    }

    pub(crate) fn served(&mut self, kind: Kind, what: &str, people: usize, served: &Served) {
        let (per_second, acks) = (served.per_second, spread(&served.acks));
        note(
            &mut self.commands,
            format!("| {} | {what} | {people} | {per_second:.0} | {acks} |", kind.name()),
        );
    }

    /// Prints everything.
    pub(crate) fn end(self) {
        println!("\n100,000 incidents, 10,000 of them open, 1,000,000 timeline entries:\n");
        println!("| database | | measured | target |\n|---|---|--:|--:|\n{}", self.sizes.join("\n"));
        println!("\nProcessor time in a second in which nothing is due:\n");
        println!("| database | open incidents | ms |\n|---|--:|--:|\n{}", self.idle.join("\n"));
        println!("\nReminders that fall due within one minute, best / p50 / p99 in ms:\n");
        println!("| database | due | late (p99 ≤ {LATE}) | processor, each |\n|---|--:|--:|--:|");
        println!("{}", self.reminders.join("\n"));
        println!("\nPeople who type one command after the other, for ten seconds:\n");
        println!("| database | commands | people | served each second | ack |\n|---|---|--:|--:|--:|");
        println!("{}", self.commands.join("\n"));
    }
}

/// Said at once too, since the whole takes a while.
fn note(table: &mut Vec<String>, row: String) {
    eprintln!("{row}");
    table.push(row);
}
