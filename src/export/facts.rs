//! The timeline: every recorded fact as a row.

use chrono::{DateTime, TimeDelta, Utc};

use super::roles::with_area;
use super::table::table;
use super::{Dossier, escape, times};
use crate::incident::{Departure, Fact, FileLink, Number, Role, SeverityKey, TimelineEntry, Told, UserId};
use crate::say;

/// The section with the whole timeline.
pub(super) fn timeline(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let header = [say!(l, "postmortem-time"), say!(l, "postmortem-who"), say!(l, "postmortem-what")];
    let mut before = None;
    let rows = dossier.told().into_iter().map(|one| {
        let time = dossier.at_beside(one.happened_at(), before.replace(one.happened_at()));
        [time, dossier.author(&one.entry.author), what(dossier, &one)]
    });
    format!("## {}\n\n{}", say!(l, "postmortem-timeline"), table(header, rows))
}

/// The fact, when it was recorded if that was later, and what became of it.
fn what(dossier: &Dossier<'_>, one: &Told<'_>) -> String {
    let (entry, at) = (one.entry, one.happened_at());
    let versions: Vec<String> =
        one.versions().iter().map(|version| sentence(dossier, version, entry.happened_at)).collect();
    let (last, earlier) = versions.split_last().expect("there is always the first one");
    let mut lines: Vec<String> = earlier.iter().map(|version| struck(version)).collect();
    lines.push(if one.struck.is_some() { struck(last) } else { last.clone() });
    if entry.recorded_at != entry.happened_at {
        let at = dossier.at_beside(entry.recorded_at, Some(at));
        lines.push(say!(dossier.language, "fact-recorded", at = at));
    }
    lines.extend(one.corrections.iter().map(|correction| corrected_by(dossier, correction, one)));
    lines.extend(one.struck.map(|entry| struck_by(dossier, entry, at)));
    lines.join("<br>")
}

/// Struck out, whatever stands at the edges of the words: tildes would want a letter there.
fn struck(fact: &str) -> String {
    format!("<del>{fact}</del>")
}

fn corrected_by(dossier: &Dossier<'_>, correction: &TimelineEntry, one: &Told<'_>) -> String {
    let (l, who) = (dossier.language, dossier.author(&correction.author));
    let at = dossier.at_beside(correction.recorded_at, Some(one.happened_at()));
    match one.time_before(correction) {
        Some(was) => say!(l, "fact-corrected-time", who = who, at = at, was = dossier.at(was)),
        None => say!(l, "fact-corrected-by", who = who, at = at),
    }
}

fn struck_by(dossier: &Dossier<'_>, entry: &TimelineEntry, beside: DateTime<Utc>) -> String {
    let (l, who) = (dossier.language, dossier.author(&entry.author));
    let at = dossier.at_beside(entry.recorded_at, Some(beside));
    match entry.fact.itself() {
        Fact::LetGo { .. } => say!(l, "fact-struck-by", who = who, at = at),
        Fact::Struck { because, .. } => {
            with_reason(dossier, say!(l, "fact-struck-by", who = who, at = at), because.as_deref())
        }
        // A key time that was set again.
        _ => say!(l, "fact-corrected-by", who = who, at = at),
    }
}

fn sentence(dossier: &Dossier<'_>, fact: &Fact, happened_at: DateTime<Utc>) -> String {
    let l = dossier.language;
    let at = |instant| dossier.at_beside(instant, Some(happened_at));
    match fact {
        Fact::Declared { title, severity, seen, service } => {
            declared(dossier, title, severity, seen.as_deref(), service.as_deref())
        }
        Fact::Announced => say!(l, "fact-announced"),
        Fact::ChannelOpened { name } => say!(l, "fact-channel-opened", name = escape::line(name)),
        Fact::SeverityChanged { from, to, because } => {
            let (from, to) = (dossier.severity(from), dossier.severity(to));
            with_reason(dossier, say!(l, "fact-severity-changed", from = from, to = to), because.as_deref())
        }
        Fact::StageChanged { from, to } => {
            say!(l, "fact-stage-changed", from = l.stage(*from), to = l.stage(*to))
        }
        Fact::ServiceChanged { from: None, to } => say!(l, "fact-service-chosen", to = escape::line(to)),
        Fact::ServiceChanged { from: Some(from), to } => {
            say!(l, "fact-service-changed", from = escape::line(from), to = escape::line(to))
        }
        Fact::RoleGiven { role, to, from, area, beside } => {
            let who = handed(dossier, from.as_ref(), to, area);
            let given = say!(l, "fact-role-given", role = dossier.role(*role), who = who);
            with_duties(dossier, given, beside.as_deref().unwrap_or_default())
        }
        Fact::RoleLeft { role, user, area, why } => {
            let key = format!("fact-role-{}", why.map_or("left", Departure::key));
            say!(l, &key, role = dossier.role(*role), who = with_area(dossier.name(user), area))
        }
        Fact::OwnerGone { user, why } => {
            let key = format!("fact-owner-{}", why.map_or("gone", Departure::key));
            say!(l, &key, who = dossier.name(user))
        }
        Fact::UpdatePosted { update } => {
            say!(l, "fact-update-posted", text = escape::cell(&update.text.what_happened))
        }
        Fact::UpdateCorrected { update } => {
            say!(l, "fact-update-corrected", text = escape::cell(&update.text.what_happened))
        }
        Fact::StatusPageUpdated { text } => {
            say!(l, "fact-status-page-updated", text = escape::cell(text))
        }
        Fact::NothingNew { next_update_at: Some(next) } => say!(l, "fact-nothing-new", at = at(*next)),
        Fact::NothingNew { next_update_at: None } => say!(l, "fact-nothing-new-at-the-end"),
        Fact::Reminded { due_at, escalated: None } => say!(l, "fact-reminded", at = at(*due_at)),
        Fact::Reminded { due_at, escalated: Some(to) } => {
            say!(l, "fact-escalated", at = at(*due_at), whom = l.escalation(*to))
        }
        Fact::AskedToCommand { whom } => say!(l, &format!("fact-asked-to-command-{}", whom.key())),
        Fact::Snoozed { until } => say!(l, "fact-snoozed", at = at(*until)),
        Fact::Noted { text } => say!(l, "fact-noted", text = escape::cell(text)),
        Fact::Decided { decision, because } => {
            with_reason(dossier, say!(l, "fact-decided", what = escape::cell(decision)), because.as_deref())
        }
        Fact::Tried { way, outcome, details } => {
            let (way, outcome) = (l.recovery(*way), l.outcome(*outcome));
            below(say!(l, "fact-tried", way = way, outcome = outcome), details)
        }
        Fact::Changed { text, link } => changed(dossier, text, link.as_deref()),
        Fact::Corrected { entry, text, .. } => {
            let fact = say!(l, "fact-corrected", entry = entry.to_string());
            below(fact, text.as_deref().unwrap_or_default())
        }
        Fact::Struck { entry, because } => {
            with_reason(dossier, say!(l, "fact-struck", entry = entry.to_string()), because.as_deref())
        }
        Fact::Quoted { text, files, link, kept_by, .. } => {
            quoted(dossier, text, files, link.as_deref(), kept_by)
        }
        Fact::LetGo { .. } => say!(l, "fact-let-go"),
        Fact::TimeSet { moment, was: None, .. } => say!(l, "fact-time-set", moment = l.moment(*moment)),
        Fact::TimeSet { moment, was: Some(was), .. } => {
            say!(l, "fact-time-set-again", moment = l.moment(*moment), was = dossier.at(*was))
        }
        Fact::Resolved { recovery, detection } => {
            say!(l, "fact-resolved", recovery = l.recovery(*recovery), detection = l.detection(*detection))
        }
        Fact::Closed { postmortem_owner } => closed(dossier, postmortem_owner.as_ref()),
        Fact::Reopened { because } => with_reason(dossier, say!(l, "fact-reopened"), because.as_deref()),
        Fact::MadePrivate { because } => {
            with_reason(dossier, say!(l, "fact-made-private"), because.as_deref())
        }
        Fact::ChannelArchived => say!(l, "fact-channel-archived"),
        Fact::ChannelUnarchived => say!(l, "fact-channel-unarchived"),
        Fact::OverStageLimit { stage, limit_seconds } => {
            let limit = times::span(l, TimeDelta::seconds(*limit_seconds));
            say!(l, "fact-over-limit", stage = l.stage(*stage), limit = limit)
        }
        Fact::Cancelled { because, duplicate_of } => cancelled(dossier, because.as_deref(), *duplicate_of),
        Fact::CancelledBesidePrivate { because } => beside_private(dossier, because.as_deref()),
        Fact::Withheld => say!(l, "fact-withheld"),
        Fact::Brought { origin, fact } => {
            let fact = sentence(dossier, fact, happened_at);
            say!(l, "fact-brought", number = origin.incident.to_string(), fact = fact)
        }
        Fact::DuplicateFound { number } => say!(l, "fact-duplicate-found", number = number.to_string()),
        Fact::DuplicateGone { number } => say!(l, "fact-duplicate-gone", number = number.to_string()),
        Fact::GaveUp { errand, why } => {
            say!(l, "fact-gave-up", errand = l.errand(*errand), why = escape::cell(&l.obstacle(why)))
        }
    }
}

fn changed(dossier: &Dossier<'_>, what: &str, link: Option<&str>) -> String {
    let fact = say!(dossier.language, "fact-changed", what = escape::cell(what));
    [Some(fact), link.map(opened)].into_iter().flatten().collect::<Vec<_>>().join("<br>")
}

fn beside_private(dossier: &Dossier<'_>, because: Option<&str>) -> String {
    with_reason(dossier, say!(dossier.language, "fact-cancelled-beside-private"), because)
}

fn cancelled(dossier: &Dossier<'_>, because: Option<&str>, duplicate_of: Option<Number>) -> String {
    let fact = match duplicate_of {
        Some(original) => {
            say!(dossier.language, "fact-cancelled-duplicate", original = original.to_string())
        }
        None => say!(dossier.language, "fact-cancelled"),
    };
    with_reason(dossier, fact, because)
}

/// An address that opens, or its letters where it could be anything.
pub(super) fn opened(address: &str) -> String {
    escape::link(address, address).unwrap_or_else(|| escape::line(address))
}

fn declared(
    dossier: &Dossier<'_>,
    title: &str,
    severity: &SeverityKey,
    seen: Option<&str>,
    service: Option<&str>,
) -> String {
    let l = dossier.language;
    let what = say!(l, "fact-declared", severity = dossier.severity(severity), title = escape::line(title));
    let service = service.map(|name| say!(l, "fact-service", service = escape::line(name)));
    let seen = seen.map(|text| say!(l, "fact-seen", text = escape::cell(text)));
    [Some(what), service, seen].into_iter().flatten().collect::<Vec<_>>().join("<br>")
}

fn handed(dossier: &Dossier<'_>, from: Option<&UserId>, to: &UserId, area: &str) -> String {
    let to = with_area(dossier.name(to), area);
    match from {
        Some(from) => format!("{} → {to}", dossier.name(from)),
        None => to,
    }
}

/// With what is held besides, although it is kept apart.
fn with_duties(dossier: &Dossier<'_>, fact: String, beside: &[Role]) -> String {
    let l = dossier.language;
    let beside: Vec<String> = beside.iter().map(|role| dossier.role(*role)).collect();
    match beside.as_slice() {
        [] => fact,
        beside => format!("{fact} ({})", say!(l, "fact-role-beside", beside = beside.join(", "))),
    }
}

fn closed(dossier: &Dossier<'_>, postmortem_owner: Option<&UserId>) -> String {
    match postmortem_owner {
        Some(owner) => say!(dossier.language, "fact-closed-with-owner", owner = dossier.name(owner)),
        None => say!(dossier.language, "fact-closed"),
    }
}

/// A message with what came with it, where it opens, and who put it here.
fn quoted(
    dossier: &Dossier<'_>,
    text: &str,
    files: &[FileLink],
    link: Option<&str>,
    kept_by: &UserId,
) -> String {
    let l = dossier.language;
    let open =
        |words: &str, address: &str| escape::link(words, address).unwrap_or_else(|| escape::line(words));
    let mut lines = vec![say!(l, "fact-quoted", text = escape::cell(text))];
    lines.extend(files.iter().map(|file| open(&file.name, &file.link)));
    lines.extend(link.map(|address| open(&say!(l, "fact-message"), address)));
    lines.push(say!(l, "fact-kept-by", who = dossier.name(kept_by)));
    lines.join("<br>")
}

/// With what was said about it on a line of its own.
fn below(fact: String, words: &str) -> String {
    match escape::cell(words) {
        words if words.is_empty() => fact,
        words => format!("{fact}<br>{words}"),
    }
}

fn with_reason(dossier: &Dossier<'_>, fact: String, because: Option<&str>) -> String {
    match because {
        Some(reason) => {
            format!("{fact}<br>{}", say!(dossier.language, "fact-reason", reason = escape::cell(reason)))
        }
        None => fact,
    }
}
