//! What was decided and why, and what was tried, failed attempts included.

use super::facts::opened;
use super::table::table;
use super::{Dossier, escape};
use crate::incident::{Fact, TimelineEntry};
use crate::say;

const NONE: &str = "—";

/// The section on decisions.
pub(super) fn decisions(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let header = [
        say!(l, "postmortem-time"),
        say!(l, "postmortem-decision"),
        say!(l, "postmortem-reason"),
        say!(l, "postmortem-who"),
    ];
    let rows = rows(dossier, |fact| match fact {
        Fact::Decided { decision, because } => {
            Some([escape::cell(decision), because.as_deref().map_or_else(|| NONE.to_owned(), escape::cell)])
        }
        _ => None,
    });
    let rows = rows.into_iter().map(|(at, [what, because], who)| [at, what, because, who]);
    section(&say!(l, "postmortem-decisions"), &say!(l, "postmortem-no-decisions"), header, rows.collect())
}

/// The section on attempts to recover.
pub(super) fn attempts(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let header = [
        say!(l, "postmortem-time"),
        say!(l, "postmortem-attempt"),
        say!(l, "postmortem-outcome"),
        say!(l, "postmortem-details"),
        say!(l, "postmortem-who"),
    ];
    let rows = rows(dossier, |fact| match fact {
        Fact::Tried { way, outcome, details } => {
            let details = if details.is_empty() { NONE.to_owned() } else { escape::cell(details) };
            Some([l.recovery(*way), l.outcome(*outcome), details])
        }
        _ => None,
    });
    let rows = rows.into_iter().map(|(at, [way, outcome, details], who)| [at, way, outcome, details, who]);
    section(&say!(l, "postmortem-attempts"), &say!(l, "postmortem-no-attempts"), header, rows.collect())
}

/// What was changed in the day before, or meanwhile: when, what, who, and where that can be looked at.
pub(super) fn changes(dossier: &Dossier<'_>) -> Vec<[String; 4]> {
    let rows = rows(dossier, |fact| match fact {
        Fact::Changed { text, link } => {
            let text = if text.is_empty() { NONE.to_owned() } else { escape::cell(text) };
            Some([text, link.as_deref().map_or_else(|| NONE.to_owned(), opened)])
        }
        _ => None,
    });
    rows.into_iter().map(|(at, [what, link], who)| [at, what, who, link]).collect()
}

/// What stands of the facts that `cells` wants: when, the cells, who.
fn rows<const CELLS: usize>(
    dossier: &Dossier<'_>,
    cells: impl Fn(&Fact) -> Option<[String; CELLS]>,
) -> Vec<(String, [String; CELLS], String)> {
    let mut before = None;
    let told = dossier.told();
    let standing = told.iter().filter_map(|one| Some((one, cells(one.fact()?.itself())?)));
    let row = standing.map(|(one, cells)| {
        let at = dossier.at_beside(one.happened_at(), before.replace(one.happened_at()));
        (at, cells, who(dossier, one.entry))
    });
    row.collect()
}

/// Who, and in which incident if that was another.
fn who(dossier: &Dossier<'_>, entry: &TimelineEntry) -> String {
    let author = dossier.author(&entry.author);
    match entry.fact.home() {
        Some(number) => format!("{author} ({number})"),
        None => author,
    }
}

fn section<const COLUMNS: usize>(
    heading: &str,
    nothing: &str,
    header: [String; COLUMNS],
    rows: Vec<[String; COLUMNS]>,
) -> String {
    let body = if rows.is_empty() { format!("{nothing}\n") } else { table(header, rows) };
    format!("## {heading}\n\n{body}")
}
