//! The document as Markdown: its sections in order, and those that quote what people wrote.

use super::key_times::key_times;
use super::roles::roles;
use super::table::table;
use super::to_fill::to_fill;
use super::updates::updates;
use super::{Dossier, choices, escape, facts, times, to_fill};
use crate::incident::{Fact, Incident, Update};
use crate::say;

/// The postmortem as far as it can be written from what was recorded; the rest stands ready to be filled in. Nothing
/// that a person once typed can act as markup.
pub fn postmortem(dossier: &Dossier<'_>) -> String {
    let sections: [fn(&Dossier<'_>) -> String; 14] = [
        head,
        summary,
        to_fill::impact,
        key_times,
        roles,
        updates,
        choices::decisions,
        choices::attempts,
        facts::timeline,
        to_fill::changes_before,
        to_fill::five_whys,
        to_fill::lessons,
        to_fill::action_items,
        to_fill::people,
    ];
    sections.map(|section| section(dossier)).join("\n")
}

fn head(dossier: &Dossier<'_>) -> String {
    let (l, incident) = (dossier.language, dossier.incident);
    let written = say!(
        l,
        "postmortem-written",
        at = dossier.at(dossier.written_at),
        zone = escape::line(dossier.zone.name())
    );
    let not_over = not_over(dossier).map(|line| format!("**{line}**\n\n")).unwrap_or_default();
    let title = escape::line(&incident.title);
    let header = [say!(l, "postmortem-item"), say!(l, "postmortem-value")];
    let facts = table(header, facts_at_a_glance(dossier));
    let manner = incident.manner;
    let mark = if manner.is_drill { escape::line(&say!(l, "drill-mark")) + " " } else { String::new() };
    let kinds = [(manner.is_private, "postmortem-private"), (manner.is_drill, "postmortem-drill")];
    let kinds = kinds.into_iter().filter(|(is_it, _)| *is_it);
    let kinds: String = kinds.map(|(_, key)| say!(l, key) + "\n\n").collect();
    format!("# {mark}{} · {title}\n\n{kinds}{not_over}{written}\n\n{facts}", incident.number)
}

fn not_over(dossier: &Dossier<'_>) -> Option<String> {
    let (l, stage) = (dossier.language, &dossier.incident.stage);
    if let Some(cancellation) = stage.cancellation() {
        return Some(match &cancellation.duplicate_of {
            Some(other) if other.is_private => say!(l, "postmortem-cancelled-beside-private"),
            Some(other) => {
                say!(l, "postmortem-cancelled-duplicate", original = other.number.to_string())
            }
            None => say!(l, "postmortem-cancelled"),
        });
    }
    match stage.resolution() {
        None => Some(say!(l, "postmortem-not-over", stage = l.stage(stage.name()))),
        Some(_) if stage.is_open() => Some(say!(l, "postmortem-not-closed")),
        Some(_) => None,
    }
}

fn facts_at_a_glance(dossier: &Dossier<'_>) -> Vec<[String; 2]> {
    let (l, incident) = (dossier.language, dossier.incident);
    let service = match &incident.service {
        Some(service) => escape::line(service),
        None => to_fill(l, say!(l, "postmortem-fill-service")),
    };
    let mut rows = vec![
        [say!(l, "postmortem-severity"), severity(dossier)],
        [say!(l, "postmortem-review"), l.review(dossier.policy.ladder.get(&incident.severity).review)],
        [say!(l, "postmortem-stage"), l.stage(incident.stage.name())],
        [say!(l, "postmortem-service"), service],
        [say!(l, "postmortem-declared-by"), dossier.name(&incident.declared_by)],
        [say!(l, "postmortem-channel"), channel(dossier)],
        [say!(l, "postmortem-owner"), owner(dossier)],
        [say!(l, "postmortem-duration"), duration(dossier)],
    ];
    if !incident.duplicates.is_empty() {
        let numbers: Vec<String> = incident.duplicates.iter().map(|other| other.number.to_string()).collect();
        rows.push([say!(l, "postmortem-duplicates"), numbers.join(", ")]);
    }
    if incident.moves > 0 {
        rows.push([say!(l, "postmortem-moved"), say!(l, "postmortem-times", n = incident.moves)]);
    }
    if incident.reopened > 0 {
        rows.push([say!(l, "postmortem-reopened"), say!(l, "postmortem-times", n = incident.reopened)]);
    }
    rows
}

/// The severity, with the one that it was declared with where that was another.
fn severity(dossier: &Dossier<'_>) -> String {
    let now = dossier.severity(&dossier.incident.severity);
    let entries = dossier.entries();
    let first = entries.iter().find_map(|entry| match &entry.fact {
        Fact::Declared { severity, .. } => Some(severity),
        _ => None,
    });
    match first.filter(|first| **first != dossier.incident.severity) {
        Some(first) => {
            let first = dossier.severity(first);
            say!(dossier.language, "postmortem-severity-at-first", now = now, first = first)
        }
        None => now,
    }
}

fn channel(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let name = dossier.incident.places.channel_name.as_deref();
    let name = name.map(|name| format!("#{}", escape::line(name)));
    let address = dossier.channel_link.as_deref();
    let link = address.and_then(|address| escape::link(&say!(l, "postmortem-open-channel"), address));
    let found: Vec<String> = [name, link].into_iter().flatten().collect();
    if found.is_empty() { say!(l, "postmortem-no-channel") } else { found.join(" · ") }
}

fn owner(dossier: &Dossier<'_>) -> String {
    let owner = dossier.incident.stage.closure().and_then(|closure| closure.postmortem_owner.as_ref());
    let l = dossier.language;
    owner.map_or_else(|| to_fill(l, say!(l, "postmortem-fill-owner")), |owner| dossier.name(owner))
}

fn duration(dossier: &Dossier<'_>) -> String {
    let (l, Incident { key_times, stage, .. }) = (dossier.language, dossier.incident);
    let span_to = |end| times::span(l, end - key_times.declared_at);
    if let Some(cancellation) = stage.cancellation() {
        let span = span_to(cancellation.cancelled_at);
        return say!(l, "postmortem-lasted-until-cancelled", span = span);
    }
    match stage.resolution() {
        Some(resolution) => say!(l, "postmortem-lasted", span = span_to(resolution.resolved_at)),
        None => say!(l, "postmortem-lasting", span = span_to(dossier.written_at)),
    }
}

fn summary(dossier: &Dossier<'_>) -> String {
    let (l, incident) = (dossier.language, dossier.incident);
    let seen = match incident.seen.as_deref().map(escape::quote) {
        Some(quote) if !quote.is_empty() => quote,
        _ => to_fill(l, say!(l, "postmortem-fill-seen")) + "\n",
    };
    format!(
        "## {}\n\n{}\n\n**{}**\n\n{seen}\n{}{}",
        say!(l, "postmortem-summary"),
        to_fill(l, say!(l, "postmortem-fill-summary")),
        say!(l, "postmortem-seen"),
        incident.last_update.as_ref().map(|update| last_word(dossier, update)).unwrap_or_default(),
        resolution(dossier)
    )
}

fn last_word(dossier: &Dossier<'_>, update: &Update) -> String {
    let label = say!(dossier.language, "postmortem-last-update", at = dossier.at(update.posted_at));
    format!("**{label}**\n\n{}\n", escape::quote(&update.text.what_happened))
}

fn resolution(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let (recovery, detection) = match dossier.incident.stage.resolution() {
        Some(resolution) => (l.recovery(resolution.recovery), l.detection(resolution.detection)),
        None => (say!(l, "postmortem-not-yet"), say!(l, "postmortem-not-yet")),
    };
    format!(
        "- {}: {detection}\n- {}: {}\n- {}: {recovery}\n",
        say!(l, "postmortem-detection"),
        say!(l, "postmortem-place"),
        to_fill(l, say!(l, "postmortem-fill-place")),
        say!(l, "postmortem-recovery")
    )
}
