//! What people did stands on the timeline: what was acknowledged once, what was not at most once, and all in order.

use std::collections::BTreeMap;

use firebell::incident::{Fact, StageName};

use super::{Accounts, Finding, Kind};
use crate::database::Recorded;
use crate::deed::{self, Deed};
use crate::told::{Asked, Heard, Told};

/// Who said what about one deed.
#[derive(Default)]
struct Weighed<'a> {
    acknowledged: Vec<&'a Told>,
    unclear: Vec<&'a Told>,
    recorded: usize,
}

pub(super) fn check(accounts: &Accounts) -> Vec<Finding> {
    let weighed = weigh(&accounts.told, &accounts.database.incidents);
    let mut findings: Vec<Finding> =
        weighed.iter().filter_map(|(deed, weighed)| judge(deed, weighed)).collect();
    for recorded in &accounts.database.incidents {
        findings.extend(order(&accounts.told, recorded));
        findings.extend(whole(recorded));
    }
    findings
}

/// What was acknowledged and is not there.
pub(super) fn lost(told: &[Told], incidents: &[Recorded]) -> Vec<Finding> {
    let weighed = weigh(told, incidents);
    let findings = weighed.iter().filter_map(|(deed, weighed)| judge(deed, weighed));
    findings.filter(|finding| finding.fault == Kind::Lost).collect()
}

fn weigh<'a>(told: &'a [Told], incidents: &[Recorded]) -> BTreeMap<Deed, Weighed<'a>> {
    let mut weighed: BTreeMap<Deed, Weighed<'a>> = BTreeMap::new();
    for recorded in incidents {
        for entry in &recorded.timeline {
            if let Some(deed) = deed::of(recorded.number, entry) {
                weighed.entry(deed).or_default().recorded += 1;
            }
        }
    }
    for one in told {
        let Asked::Deed(deed) = &one.asked else { continue };
        let weighed = weighed.entry(deed.clone()).or_default();
        match one.heard {
            Heard::Yes => weighed.acknowledged.push(one),
            Heard::Unclear => weighed.unclear.push(one),
            Heard::No | Heard::NotSent => {}
        }
    }
    weighed
}

fn judge(deed: &Deed, weighed: &Weighed<'_>) -> Option<Finding> {
    let (least, recorded) = (weighed.acknowledged.len(), weighed.recorded);
    let most = least + weighed.unclear.len();
    let seen = format!(
        "'{}' by {} ({}): acknowledged {least} times, unclear {}, recorded {recorded}",
        deed.what,
        deed.by,
        deed.way,
        weighed.unclear.len()
    );
    let fault = match recorded {
        too_few if too_few < least => Kind::Lost,
        too_many if too_many > most => Kind::Duplicated,
        _ => return None,
    };
    let step = weighed.acknowledged.iter().chain(&weighed.unclear).map(|told| told.step).min();
    Some(Finding { step, ..Finding::about(fault, deed.number, seen) })
}

/// Whoever acted when somebody else had been answered stands behind them.
fn order(told: &[Told], recorded: &Recorded) -> Vec<Finding> {
    let deeds: Vec<Option<Deed>> =
        recorded.timeline.iter().map(|entry| deed::of(recorded.number, entry)).collect();
    let is_own = |one: &&Told| matches!(&one.asked, Asked::Deed(deed) if deed.number == recorded.number);
    let told: Vec<&Told> = told.iter().filter(|one| one.was_sent()).filter(is_own).collect();
    let place = |asked: &Told| {
        let Asked::Deed(deed) = &asked.asked else { return None };
        let mut askers = told.iter().filter(|one| one.asked == asked.asked);
        let mut places = deeds.iter().enumerate().filter(|(_, one)| one.as_ref() == Some(deed));
        // Only what was asked once and is there once can be told from its like.
        let is_alone = askers.nth(1).is_none();
        places.next().filter(|_| is_alone && places.next().is_none()).map(|(place, _)| place)
    };
    let heard_yes = told.iter().filter(|told| told.heard == Heard::Yes);
    let placed: Vec<(&Told, usize)> = heard_yes.filter_map(|told| Some((*told, place(told)?))).collect();
    let mut findings = Vec::new();
    for (later, later_place) in &placed {
        let overtaken =
            placed.iter().find(|(told, place)| told.heard_at < later.sent_at && place > later_place);
        if let Some((earlier, _)) = overtaken {
            let seen =
                format!("what was asked then stands before step {}, which had been answered", earlier.step);
            findings.push(Finding::about(Kind::OutOfOrder, recorded.number, seen).at(later.step));
        }
    }
    findings
}

/// The incident and its columns say the same as its timeline.
fn whole(recorded: &Recorded) -> Vec<Finding> {
    let incident = &recorded.incident;
    let (mut severity, mut stage, mut update) = (None, StageName::Detected, None);
    for entry in &recorded.timeline {
        match &entry.fact {
            Fact::Declared { severity: declared, .. } => severity = Some(declared),
            Fact::SeverityChanged { to, .. } => severity = Some(to),
            Fact::StageChanged { to, .. } => stage = *to,
            Fact::Resolved { .. } => stage = StageName::ReadyForClosure,
            Fact::Closed { .. } => stage = StageName::Closed,
            Fact::Cancelled { .. } => stage = StageName::Cancelled,
            Fact::Reopened { .. } => stage = StageName::Triage,
            Fact::UpdatePosted { update: posted } => update = Some(posted),
            _ => {}
        }
    }
    let positions_follow =
        recorded.positions.iter().zip(1..).all(|(position, expected)| *position == expected);
    let once =
        |wanted: fn(&Fact) -> bool| recorded.timeline.iter().filter(|entry| wanted(&entry.fact)).count() == 1;
    let channel = incident.places.channel.as_ref().map_or("", |channel| channel.as_str());
    [
        (severity == Some(&incident.severity), "severity"),
        (stage == incident.stage.name(), "stage"),
        (update == incident.last_update.as_ref(), "last update"),
        (positions_follow, "positions on the timeline"),
        (once(|fact| matches!(fact, Fact::Declared { .. })), "declaration"),
        (once(|fact| matches!(fact, Fact::Announced)), "announcement"),
        (once(|fact| matches!(fact, Fact::ChannelOpened { .. })), "channel's opening"),
        (recorded.is_open == incident.stage.is_open(), "column is_open"),
        (recorded.channel == channel, "column channel"),
        (recorded.number == incident.number.get(), "number"),
    ]
    .into_iter()
    .filter(|(agrees, _)| !agrees)
    .map(|(_, what)| {
        Finding::about(Kind::HalfDone, recorded.number, format!("its {what} and its timeline differ"))
    })
    .collect()
}
