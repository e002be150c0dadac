//! What was posted: one line for each fact at each of its addresses, in the order of the timeline; each delivery once; a
//! reminder for at most each time that somebody was reminded, and none after closing.

use std::collections::BTreeMap;

use firebell::incident::{Fact, Incident, Line, PostmortemRule, StageName, TimelineEntry};
use firebell::slack::views::{Message, Voice, lines, reminder};
use serde_json::Value;
use slack_sandbox::{ChannelState, MessageState};

use super::owed::Clock;
use super::standing::{shown, words};
use super::{Accounts, Finding, Kind};
use crate::database::Recorded;
use crate::stage::ANNOUNCEMENTS;

/// How reminders begin, and what became of them reads.
const REMINDERS: [&str; 7] = [
    " An update on INC-",
    "An update on INC-",
    " posted an update on INC-",
    " answered the reminder on INC-",
    ". No more updates are owed.",
    " snoozed the reminder on INC-",
    ", so this update is no longer needed.",
];

/// The button that an update has in the incident's channel, and nowhere else.
const EDIT: &str = "\nEdit…";

/// How updates name the severity.
const SEVERITIES: [&str; 4] = [" · SEV0 · ", " · SEV1 · ", " · SEV2 · ", " · SEV3 · "];

/// A line that has to be there.
struct Owed {
    key: String,
    is_for_all: bool,
    /// Whether it closes or opens the incident.
    closes: Option<bool>,
    /// Whether it may be a reminder that has become this line, and so stand where that was.
    may_stand_above: bool,
}

pub(super) fn check(accounts: &Accounts) -> Vec<Finding> {
    let mut findings = twice(accounts);
    for recorded in &accounts.database.incidents {
        let owed = owed(accounts, recorded);
        let place = recorded.incident.places.channel.as_ref();
        if let Some(channel) = place.and_then(|id| accounts.slack.channel(id.as_str())) {
            let said = said(channel, recorded);
            findings.extend(compare(recorded.number, "channel", owed.iter(), &said));
            findings.extend(reminded(accounts, recorded, &owed, &said));
        }
        let bell = recorded.incident.places.announcement.as_ref();
        let thread = bell.and_then(|bell| accounts.slack.channel(ANNOUNCEMENTS)?.message(&bell.ts));
        if let Some(bell) = thread {
            let said: Vec<&MessageState> = bell.replies.iter().collect();
            findings.extend(compare(
                recorded.number,
                "thread",
                owed.iter().filter(|one| one.is_for_all),
                &said,
            ));
        }
    }
    findings
}

/// Messages that are the same delivery.
fn twice(accounts: &Accounts) -> Vec<Finding> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for channel in &accounts.slack.channels {
        for message in channel.messages.iter().flat_map(|one| std::iter::once(one).chain(&one.replies)) {
            if let Some(delivery) = message.metadata["event_payload"]["delivery"].as_str() {
                *seen.entry(delivery).or_default() += 1;
            }
        }
    }
    let many = seen.into_iter().filter(|(_, count)| *count > 1);
    many.map(|(delivery, count)| {
        let number = delivery.split("INC-").nth(1).and_then(|rest| rest.split('/').next()?.parse().ok());
        let seen = format!("delivery {delivery} was posted {count} times");
        Finding { number, ..Finding::of(Kind::Duplicated, seen) }
    })
    .collect()
}

/// The bot's own lines in the channel: neither Slack's, nor the panel, nor documents.
fn said<'a>(channel: &'a ChannelState, recorded: &Recorded) -> Vec<&'a MessageState> {
    let panel = recorded.incident.places.panel.as_ref().map(|panel| panel.ts.as_str());
    let is_line = |message: &&MessageState| {
        let is_plain = message.subtype.is_none() && message.files.is_empty() && message.bot_id.is_some();
        is_plain && Some(message.ts.as_str()) != panel && !message.text.starts_with("Control panel of ")
    };
    channel.messages.iter().filter(is_line).collect()
}

/// The lines that the timeline asks for.
fn owed(accounts: &Accounts, recorded: &Recorded) -> Vec<Owed> {
    let mut clock = Clock::new(&accounts.policy);
    // Each line shows the severity that was in force.
    let mut incident = recorded.incident.clone();
    let mut owed = Vec::new();
    for entry in &recorded.timeline {
        let due_before = clock.now.as_ref().map(|clock| clock.due_at);
        clock.follow(&entry.fact, entry.happened_at);
        if let Fact::Declared { severity: to, .. } | Fact::SeverityChanged { to, .. } = &entry.fact {
            incident.severity = to.clone();
        }
        let next_update_at = clock.now.as_ref().map(|clock| clock.due_at);
        let due = Due { before: due_before, next: next_update_at };
        let Some((line, is_for_all)) = line(entry, &incident, due, &accounts.voice()) else {
            continue;
        };
        let closes = match &entry.fact {
            Fact::Closed { .. } => Some(true),
            Fact::Reopened { .. } => Some(false),
            _ => None,
        };
        let message = lines::line(&incident, &line, &accounts.voice());
        let may_stand_above = matches!(line, Line::NothingNew { .. });
        owed.push(Owed { key: key_of(&message), is_for_all, closes, may_stand_above });
    }
    owed
}

/// When updates were due as a fact came about.
#[derive(Clone, Copy)]
struct Due {
    /// Before it.
    before: Option<chrono::DateTime<chrono::Utc>>,
    /// From then on.
    next: Option<chrono::DateTime<chrono::Utc>>,
}

/// The line of a fact, and whether the announcement's thread hears it too.
fn line(entry: &TimelineEntry, incident: &Incident, due: Due, voice: &Voice<'_>) -> Option<(Line, bool)> {
    let by = entry.author.clone();
    Some(match entry.fact.clone() {
        Fact::SeverityChanged { from, to, because } => {
            let is_worse = voice.policy.ladder.is_worse(&to, &from);
            let is_for_all = is_worse || !incident.groups_told_by(&from, &to, voice.policy).is_empty();
            let was_due_at = due.before.filter(|at| *at <= entry.happened_at);
            let next_update_at = due.next.filter(|at| *at > entry.happened_at);
            (Line::SeverityChanged { by, from, to, because, next_update_at, was_due_at }, is_for_all)
        }
        Fact::StageChanged { from, to } => {
            (Line::StageChanged { by, from, to, asks: None }, from == StageName::ReadyForClosure)
        }
        Fact::ServiceChanged { from, to } => (Line::ServiceChanged { by, from, to }, false),
        Fact::RoleGiven { role, to, from, area, beside } => {
            (Line::RoleGiven { by, role, to, from, area, beside: beside.unwrap_or_default() }, false)
        }
        Fact::UpdatePosted { update } => (Line::UpdatePosted { update }, true),
        Fact::NothingNew { next_update_at } => (Line::NothingNew { by, next_update_at }, true),
        Fact::Decided { decision, because } => (Line::Decided { by, decision, because }, false),
        Fact::Tried { way, outcome, details } => (Line::Tried { by, way, outcome, details }, false),
        Fact::Resolved { recovery, detection } => {
            (Line::Resolved { by, recovery, detection, asks: None }, true)
        }
        Fact::Closed { postmortem_owner } => {
            let rule = voice.policy.ladder.get(&incident.severity).postmortem;
            let required = rule == PostmortemRule::Required;
            (Line::Closed { by, postmortem_owner, required }, false)
        }
        Fact::Reopened { because } => (Line::Reopened { by, because, next_update_at: due.next }, true),
        _ => return None,
    })
}

fn key_of(message: &Message) -> String {
    let blocks = serde_json::to_value(&message.blocks).unwrap_or_default();
    read(&message.text, &blocks)
}

fn key(message: &MessageState) -> String {
    read(&message.text, &message.blocks)
}

/// Everything that can be read in a message but the severity: an update names the one that was in force when it was posted, and
/// that may have been later than the fact.
fn read(text: &str, blocks: &Value) -> String {
    let all = format!("{text}\n{}", words(blocks).join("\n")).replace(EDIT, "");
    SEVERITIES.iter().fold(all, |all, label| all.replace(label, " · SEV · "))
}

fn is_reminder(message: &MessageState) -> bool {
    REMINDERS.iter().any(|words| message.text.contains(words))
}

/// Every line once, in order, and no others.
fn compare<'a>(
    number: i64,
    place: &str,
    owed: impl Iterator<Item = &'a Owed>,
    said: &[&MessageState],
) -> Vec<Finding> {
    let mut unmatched: Vec<(usize, String)> =
        said.iter().enumerate().filter(|(_, one)| !is_reminder(one)).map(|(i, one)| (i, key(one))).collect();
    let mut findings = Vec::new();
    let mut behind = None;
    for line in owed {
        let first = line.key.lines().next().unwrap_or_default();
        let Some(found) = unmatched.iter().position(|(_, key)| *key == line.key) else {
            findings.push(Finding::about(Kind::Lost, number, format!("its {place} never heard '{first}'")));
            continue;
        };
        let (at, _) = unmatched.remove(found);
        if line.may_stand_above {
            continue;
        }
        if behind.is_some_and(|behind| at < behind) {
            let seen = format!("its {place} heard '{first}' before what it follows");
            findings.push(Finding::about(Kind::OutOfOrder, number, seen));
        }
        behind = behind.max(Some(at));
    }
    findings.extend(unmatched.into_iter().map(|(_, key)| {
        let first = key.lines().next().unwrap_or_default().to_owned();
        Finding::about(Kind::Duplicated, number, format!("its {place} heard '{first}' once too often"))
    }));
    findings
}

fn reminded(accounts: &Accounts, recorded: &Recorded, owed: &[Owed], said: &[&MessageState]) -> Vec<Finding> {
    let number = recorded.number;
    let given = recorded.timeline.iter().filter(|entry| matches!(entry.fact, Fact::Reminded { .. })).count();
    let posted: Vec<&MessageState> = said.iter().copied().filter(|one| is_reminder(one)).collect();
    let mut findings = Vec::new();
    if posted.len() > given {
        let seen = format!("{given} reminders were given and {} are posted", posted.len());
        findings.push(Finding::about(Kind::Duplicated, number, seen));
    }
    let live = posted.iter().filter(|one| one.blocks.to_string().contains("\"nothing-new\"")).count();
    let newest = recorded.incident.last_reminder.as_ref();
    let asks =
        newest.is_some_and(|newest| newest.answer.is_none()) && recorded.incident.update_clock.is_some();
    if live > usize::from(asks) {
        let seen = format!("{live} reminders can be answered, and {} asks", usize::from(asks));
        findings.push(Finding::about(Kind::HalfDone, number, seen));
    }
    findings.extend(after_closing(number, owed, said));
    findings.extend(last(accounts, recorded, said));
    findings
}

fn after_closing(number: i64, owed: &[Owed], said: &[&MessageState]) -> Option<Finding> {
    let mut is_closed = false;
    for message in said {
        let key = key(message);
        let line = owed.iter().find(|line| line.key == key);
        is_closed = line.and_then(|line| line.closes).unwrap_or(is_closed);
        if is_closed && is_reminder(message) {
            return Some(Finding::about(Kind::OutOfOrder, number, "it was closed when a reminder came"));
        }
    }
    None
}

/// The last reminder is there if it asks for anything, and shows what became of it.
fn last(accounts: &Accounts, recorded: &Recorded, said: &[&MessageState]) -> Option<Finding> {
    let (incident, number) = (&recorded.incident, recorded.number);
    let last = incident.last_reminder.as_ref()?;
    match (&last.message, &last.answer) {
        (None, None) if incident.update_clock.is_some() => {
            Some(Finding::about(Kind::Lost, number, "its last reminder was never posted"))
        }
        (Some(_), Some(_)) => {
            let expected = reminder::reminder(incident, last, &accounts.voice());
            shown(number, "last reminder", last.message.as_ref(), said, &expected)
        }
        _ => None,
    }
}
