//! The timeline: every recorded fact as a row.

use chrono::{DateTime, Utc};

use super::roles::with_area;
use super::table::table;
use super::{Dossier, escape};
use crate::incident::{Fact, SeverityKey, TimelineEntry, UserId};
use crate::say;

/// The section with the whole timeline.
pub(super) fn timeline(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let header = [say!(l, "postmortem-time"), say!(l, "postmortem-who"), say!(l, "postmortem-what")];
    let mut before = None;
    let rows = dossier.entries().into_iter().map(|entry| {
        let time = dossier.at_beside(entry.happened_at, before.replace(entry.happened_at));
        [time, dossier.author(&entry.author), what(dossier, entry)]
    });
    format!("## {}\n\n{}", say!(l, "postmortem-timeline"), table(header, rows))
}

/// The fact, and when it was recorded if that was later.
fn what(dossier: &Dossier<'_>, entry: &TimelineEntry) -> String {
    let fact = sentence(dossier, &entry.fact, entry.happened_at);
    if entry.recorded_at == entry.happened_at {
        return fact;
    }
    let at = dossier.at_beside(entry.recorded_at, Some(entry.happened_at));
    format!("{fact}<br>{}", say!(dossier.language, "fact-recorded", at = at))
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
        Fact::RoleGiven { role, to, from, area } => {
            say!(l, "fact-role-given", role = l.role(*role), who = handed(dossier, from.as_ref(), to, area))
        }
        Fact::RoleLeft { role, user, area } => {
            say!(l, "fact-role-left", role = l.role(*role), who = with_area(dossier.name(user), area))
        }
        Fact::UpdatePosted { update } => {
            say!(l, "fact-update-posted", text = escape::cell(&update.text.what_happened))
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
        Fact::Resolved { recovery, detection } => {
            say!(l, "fact-resolved", recovery = l.recovery(*recovery), detection = l.detection(*detection))
        }
        Fact::Closed { postmortem_owner } => closed(dossier, postmortem_owner.as_ref()),
        Fact::Reopened { because } => with_reason(dossier, say!(l, "fact-reopened"), because.as_deref()),
        Fact::GaveUp { errand, why } => {
            say!(l, "fact-gave-up", errand = l.errand(*errand), why = escape::cell(&l.obstacle(why)))
        }
    }
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

fn closed(dossier: &Dossier<'_>, postmortem_owner: Option<&UserId>) -> String {
    match postmortem_owner {
        Some(owner) => say!(dossier.language, "fact-closed-with-owner", owner = dossier.name(owner)),
        None => say!(dossier.language, "fact-closed"),
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
