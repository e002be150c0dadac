//! The sections that people write themselves. What is left to write can be found by searching for one phrase.

use chrono::TimeDelta;

use super::Dossier;
use super::choices::changes;
use super::table::table;
use crate::incident::{Author, UserId};
use crate::language::Language;
use crate::say;

/// How long before the declaration a change is worth a look.
const SUSPECT_CHANGES: TimeDelta = TimeDelta::hours(24);

/// A place that somebody has to fill in with `what`.
pub(super) fn to_fill(language: Language, what: String) -> String {
    format!("_{}_", say!(language, "postmortem-to-fill", what = what))
}

/// What it meant for those affected, in numbers.
pub(super) fn impact(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let asked = [
        (say!(l, "postmortem-impact-who"), say!(l, "postmortem-fill-impact-who")),
        (say!(l, "postmortem-impact-what"), say!(l, "postmortem-fill-impact-what")),
        (say!(l, "postmortem-impact-long"), say!(l, "postmortem-fill-impact-long")),
        (say!(l, "postmortem-impact-cost"), say!(l, "postmortem-fill-impact-cost")),
    ];
    let lines = asked.map(|(question, what)| format!("- {question}: {}\n", to_fill(l, what)));
    format!("## {}\n\n{}", say!(l, "postmortem-impact"), lines.concat())
}

/// What was changed shortly before.
pub(super) fn changes_before(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let declared_at = dossier.incident.key_times.declared_at;
    let (from, to) = (dossier.at(declared_at - SUSPECT_CHANGES), dossier.at(declared_at));
    let header = [
        say!(l, "postmortem-time"),
        say!(l, "postmortem-change"),
        say!(l, "postmortem-who"),
        say!(l, "postmortem-link"),
    ];
    let row = [String::new(), to_fill(l, say!(l, "postmortem-fill-change")), String::new(), String::new()];
    let known = changes(dossier);
    let rows = if known.is_empty() { vec![row.clone(), row] } else { known };
    format!(
        "## {}\n\n{}\n\n{}",
        say!(l, "postmortem-changes"),
        say!(l, "postmortem-changes-between", from = from, to = to),
        table(header, rows)
    )
}

/// From what the customer felt down to the cause.
pub(super) fn five_whys(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let (answer, evidence) = (say!(l, "postmortem-answer"), say!(l, "postmortem-evidence"));
    let fill_answer = to_fill(l, say!(l, "postmortem-fill-answer"));
    let fill_evidence = to_fill(l, say!(l, "postmortem-fill-evidence"));
    let steps = [1, 2, 3, 4, 5].map(|n| {
        let question = match n {
            1 => say!(l, "postmortem-why-customer"),
            _ => say!(l, "postmortem-why-next", before = n - 1),
        };
        format!("{n}. {question}\n   - {answer}: {fill_answer}\n   - {evidence}: {fill_evidence}\n")
    });
    let (heading, hint) = (say!(l, "postmortem-whys"), say!(l, "postmortem-whys-hint"));
    format!("## {heading}\n\n{hint}\n\n{}", steps.concat())
}

/// What is worth keeping, what is not, and what was luck.
pub(super) fn lessons(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let asked = [
        (say!(l, "postmortem-went-well"), say!(l, "postmortem-fill-went-well")),
        (say!(l, "postmortem-went-wrong"), say!(l, "postmortem-fill-went-wrong")),
        (say!(l, "postmortem-lucky"), say!(l, "postmortem-fill-lucky")),
    ];
    let parts = asked.map(|(name, what)| format!("\n### {name}\n\n- {}\n", to_fill(l, what)));
    format!("## {}\n{}", say!(l, "postmortem-lessons"), parts.concat())
}

/// What will be done so that it does not come again.
pub(super) fn action_items(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let header = [
        say!(l, "postmortem-action"),
        say!(l, "postmortem-kind"),
        say!(l, "postmortem-horizon"),
        say!(l, "postmortem-action-owner"),
        say!(l, "postmortem-due"),
        say!(l, "postmortem-ticket"),
    ];
    let blank = String::new;
    let row = [to_fill(l, say!(l, "postmortem-fill-action")), blank(), blank(), blank(), blank(), blank()];
    format!(
        "## {}\n\n{}\n\n{}",
        say!(l, "postmortem-action-items"),
        say!(l, "postmortem-action-items-hint"),
        table(header, [row.clone(), row.clone(), row])
    )
}

/// Who took part, and who reads it over.
pub(super) fn people(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let names: Vec<String> = participants(dossier).into_iter().map(|user| dossier.name(user)).collect();
    format!(
        "## {}\n\n- {}: {}\n- {}: {}\n",
        say!(l, "postmortem-people"),
        say!(l, "postmortem-participants"),
        names.join(", "),
        say!(l, "postmortem-reviewers"),
        to_fill(l, say!(l, "postmortem-fill-reviewers"))
    )
}

/// Whoever declared it, held a role or did something, each once, in the order in which they came.
fn participants<'a>(dossier: &Dossier<'a>) -> Vec<&'a UserId> {
    let mut people = vec![&dossier.incident.declared_by];
    let authors = dossier.entries().into_iter().filter_map(|entry| match &entry.author {
        Author::Person(user) => Some(user),
        Author::App(_) | Author::Firebell => None,
    });
    for user in authors.chain(dossier.incident.roles.people()) {
        if !people.contains(&user) {
            people.push(user);
        }
    }
    people
}
