//! Numbers without gaps, and for each declaration that was acknowledged exactly one incident.

use super::{Accounts, Finding, Kind};
use crate::database::{Database, Recorded};
use crate::told::{Asked, Heard, Told};

pub(super) fn check(accounts: &Accounts) -> Vec<Finding> {
    let mut findings = numbers(&accounts.database);
    findings.extend(accounts.told.iter().filter_map(|told| declaration(told, &accounts.database)));
    let is_known = |recorded: &&Recorded| !accounts.told.iter().any(|told| declares(told, recorded));
    let unknown = accounts.database.incidents.iter().filter(is_known);
    findings.extend(unknown.map(|one| {
        Finding::about(Kind::Duplicated, one.number, format!("nobody declared '{}'", one.incident.title))
    }));
    findings
}

/// From 1 to the highest that was given, each once.
fn numbers(database: &Database) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut expected = 1;
    for recorded in &database.incidents {
        for missing in expected..recorded.number {
            findings.push(Finding::about(Kind::Lost, missing, "the number is left out"));
        }
        if recorded.number < expected {
            findings.push(Finding::about(Kind::Duplicated, recorded.number, "the number was given twice"));
        }
        expected = recorded.number + 1;
    }
    if database.last_number + 1 != expected {
        let seen = format!("{} numbers were given, {} are there", database.last_number, expected - 1);
        findings.push(Finding::of(Kind::Lost, seen));
    }
    findings
}

fn declaration(told: &Told, database: &Database) -> Option<Finding> {
    let Asked::Declaration { title, .. } = &told.asked else { return None };
    let made: Vec<&Recorded> =
        database.incidents.iter().filter(|recorded| recorded.incident.title == *title).collect();
    let finding = match (told.heard, made.as_slice()) {
        (Heard::Yes, []) => Finding::of(Kind::Lost, format!("'{title}' was acknowledged and is not there")),
        (Heard::No | Heard::NotSent, [one]) => Finding::about(
            Kind::HalfDone,
            one.number,
            format!("it is there, though it was refused: {}", told.words),
        ),
        (_, [one]) => return half_declared(told, one),
        (_, []) => return None,
        (_, many) => Finding::about(
            Kind::Duplicated,
            many[1].number,
            format!("'{title}' is there {} times", many.len()),
        ),
    };
    Some(finding.at(told.step))
}

/// Whether the incident is the one that was asked for and answered.
fn half_declared(told: &Told, made: &Recorded) -> Option<Finding> {
    let named = told.words.split("INC-").nth(1).and_then(|rest| rest.split(' ').next()?.parse::<i64>().ok());
    let is_named = told.heard != Heard::Yes || named.is_none_or(|named| named == made.number);
    if is_named && made.incident.declared_by.as_str() == told.who {
        return None;
    }
    let seen = format!("it is by {}, and the answer was '{}'", made.incident.declared_by, told.words);
    Some(Finding::about(Kind::HalfDone, made.number, seen).at(told.step))
}

fn declares(told: &Told, recorded: &Recorded) -> bool {
    matches!(&told.asked, Asked::Declaration { title, .. } if *title == recorded.incident.title)
}
