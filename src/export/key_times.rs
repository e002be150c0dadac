//! The instants that matter, with the gaps between them.

use chrono::{DateTime, Utc};

use super::table::table;
use super::to_fill::to_fill;
use super::{Dossier, times};
use crate::incident::Moment::ToldOutside;
use crate::incident::{Fact, StageName, Told};
use crate::say;

const NONE: &str = "—";

/// One row: its name, and when it was, else what to show instead.
struct Moment {
    name: String,
    at: Result<DateTime<Utc>, String>,
}

/// The table of key times.
pub(super) fn key_times(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let header = [
        say!(l, "postmortem-moment"),
        say!(l, "postmortem-time"),
        say!(l, "postmortem-since-declared"),
        say!(l, "postmortem-since-before"),
    ];
    let mut before = None;
    let rows: Vec<_> = in_order(moments(dossier))
        .into_iter()
        .map(|moment| {
            let row = row(dossier, &moment, before);
            before = moment.at.ok().or(before);
            row
        })
        .collect();
    format!("## {}\n\n{}", say!(l, "postmortem-key-times"), table(header, rows))
}

fn row(dossier: &Dossier<'_>, moment: &Moment, before: Option<DateTime<Utc>>) -> [String; 4] {
    let name = moment.name.clone();
    let at = match &moment.at {
        Ok(at) => *at,
        Err(instead) => return [name, instead.clone(), NONE.to_owned(), NONE.to_owned()],
    };
    let gap = |from| times::span(dossier.language, at - from);
    let declared_at = dossier.incident.key_times.declared_at;
    let since_declared = if at == declared_at { NONE.to_owned() } else { gap(declared_at) };
    [name, dossier.at_beside(at, before), since_declared, before.map_or_else(|| NONE.to_owned(), gap)]
}

/// By their times; one that is not known stays behind the one that it usually follows.
fn in_order(moments: Vec<Moment>) -> Vec<Moment> {
    let mut latest = DateTime::<Utc>::MIN_UTC;
    let mut placed = Vec::new();
    for moment in moments {
        latest = *moment.at.as_ref().unwrap_or(&latest);
        placed.push((latest, moment));
    }
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, moment)| moment).collect()
}

/// The moments in the order in which they usually come.
fn moments(dossier: &Dossier<'_>) -> Vec<Moment> {
    let (l, incident) = (dossier.language, dossier.incident);
    let times = &incident.key_times;
    let resolution = incident.stage.resolution();
    let is_over = resolution.is_some() || incident.stage.cancellation().is_some();
    let missing = if is_over { say!(l, "postmortem-not-recorded") } else { say!(l, "postmortem-not-yet") };
    let moment =
        |name: String, at: Option<DateTime<Utc>>| Moment { name, at: at.ok_or_else(|| missing.clone()) };
    let mut moments = vec![
        Moment {
            name: say!(l, "postmortem-occurred"),
            at: times.occurred_at.ok_or_else(|| to_fill(l, say!(l, "postmortem-fill-occurred"))),
        },
        Moment {
            name: say!(l, "postmortem-detected"),
            at: times.detected_at.ok_or_else(|| to_fill(l, say!(l, "postmortem-fill-detected"))),
        },
        moment(say!(l, "postmortem-declared"), Some(times.declared_at)),
        moment(say!(l, "postmortem-announced"), times.announced_at),
        moment(say!(l, "postmortem-acknowledged"), times.acknowledged_at),
        moment(say!(l, "postmortem-first-update"), first_update_at(dossier)),
    ];
    // Where nobody outside is told, that is no gap.
    let told_outside_at = times.told_outside_at;
    moments.extend(told_outside_at.map(|at| Moment { name: l.moment(ToldOutside), at: Ok(at) }));
    moments.extend(stages(dossier));
    moments.extend(status_page(dossier));
    moments.extend(attempts(dossier));
    moments.extend([
        moment(say!(l, "postmortem-mitigated"), times.mitigated_at),
        moment(say!(l, "postmortem-resolved"), resolution.map(|resolution| resolution.resolved_at)),
        moment(say!(l, "postmortem-closed"), incident.stage.closure().map(|closure| closure.closed_at)),
    ]);
    moments
}

/// When it first came into each stage on the way; Monitoring has a row of its own unless it went back from there.
fn stages(dossier: &Dossier<'_>) -> Vec<Moment> {
    use StageName::{Escalated, Mitigating, Monitoring, Triage};

    let (l, told) = (dossier.language, dossier.told());
    let first = |stage: StageName| {
        let into = |one: &&Told<'_>| matches!(one.entry.fact, Fact::StageChanged { to, .. } if to == stage);
        told.iter().find(into).map(Told::happened_at)
    };
    let moment = |stage: StageName| {
        let at = first(stage)?;
        let mitigated_at = dossier.incident.key_times.mitigated_at.map(|at| at.timestamp_millis());
        let is_shown = stage == Monitoring && mitigated_at == Some(at.timestamp_millis());
        (!is_shown)
            .then(|| Moment { name: say!(l, "postmortem-entered", stage = l.stage(stage)), at: Ok(at) })
    };
    [Triage, Escalated, Mitigating, Monitoring].into_iter().filter_map(moment).collect()
}

/// Each time that somebody changed the status page.
fn status_page(dossier: &Dossier<'_>) -> Vec<Moment> {
    let told = dossier.told();
    let updates = told.iter().filter(|one| matches!(one.fact(), Some(Fact::StatusPageUpdated { .. })));
    let moment = |one: &Told<'_>| {
        let name = say!(dossier.language, "postmortem-status-page-updated");
        Moment { name, at: Ok(one.happened_at()) }
    };
    updates.map(moment).collect()
}

fn attempts(dossier: &Dossier<'_>) -> Vec<Moment> {
    let l = dossier.language;
    let attempt = |one: &Told<'_>| match one.fact()? {
        Fact::Tried { way, outcome, .. } => {
            let (way, outcome) = (l.recovery(way), l.outcome(outcome));
            let name = say!(l, "postmortem-attempted", way = way, outcome = outcome);
            Some(Moment { name, at: Ok(one.happened_at()) })
        }
        _ => None,
    };
    dossier.told().iter().filter_map(attempt).collect()
}

fn first_update_at(dossier: &Dossier<'_>) -> Option<DateTime<Utc>> {
    let entries = dossier.entries();
    let first = entries.iter().find(|entry| matches!(entry.fact, Fact::UpdatePosted { .. }));
    first.map(|entry| entry.happened_at)
}
