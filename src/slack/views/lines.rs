//! One line for each thing that happened, for those in the channel or in the announcement's thread.

use chrono::{DateTime, TimeDelta, Utc};

use super::announcement::mentioned;
use super::answers::change;
use super::blocks::{Stress, actions, button, section};
use super::duties::{one_after_the_other, roles};
use super::owner::addressed;
use super::panel::take;
use super::text::{self, ahead, author, foreign, label, person, quote, span};
use super::{Message, Voice, cancel, service, updates};
use crate::incident::{
    Asked, AtStageChange, Author, ChannelId, Departure, Errand, GroupId, Incident, Line, Role, StageName,
    UserId,
};
use crate::say;
use crate::slack::ids;

/// The message that says `line`.
pub fn line(incident: &Incident, line: &Line, voice: &Voice<'_>) -> Message {
    let message = match line {
        Line::UpdatePosted { update } => return updates::update(incident, update, voice),
        Line::Undelivered { errand, why, to } => {
            return updates::undelivered(incident, (*errand, why), to, voice);
        }
        Line::AskedToCommand { whom } => {
            with_take(plea(incident, *whom, voice), &[Role::Commander], incident, voice)
        }
        Line::RoleLeft { role: Role::Responder, .. } => Message::plain(sentence(incident, line, voice)),
        Line::RoleLeft { role, .. } => with_take(sentence(incident, line, voice), &[*role], incident, voice),
        Line::HolderGone { held, .. } => {
            let mut roles: Vec<Role> = held.iter().map(|(role, _)| *role).collect();
            if incident.present_owner().is_none() && !roles.contains(&Role::Commander) {
                roles.insert(0, Role::Commander);
            }
            with_take(sentence(incident, line, voice), &roles, incident, voice)
        }
        Line::ArchivedWhileOpen => with_new_channel_button(&sentence(incident, line, voice), incident, voice),
        Line::StageChanged { asks: Some(person), .. } | Line::Resolved { asks: Some(person), .. } => {
            let wish = wish(incident, line, person, voice);
            with_update_button(&sentence(incident, line, voice), &wish, incident, voice)
        }
        other => Message::plain(sentence(incident, other, voice)),
    };
    message.marked(incident, voice)
}

fn sentence(incident: &Incident, line: &Line, voice: &Voice<'_>) -> String {
    let l = voice.language;
    let number = incident.number.to_string();
    match line {
        Line::UpdatePosted { update } => updates::update(incident, update, voice).text,
        Line::Undelivered { errand, why, to } => {
            updates::undelivered(incident, (*errand, why), to, voice).text
        }
        Line::RoleLeft { role, user, area } => role_left(incident, *role, user, area, voice),
        Line::HolderGone { user, why, held } => holder_gone(incident, user, *why, held, voice),
        Line::AskedToCommand { whom } => plea(incident, *whom, voice),
        Line::OpenedInPrivate => opened_in_private(incident, voice),
        Line::StaysArchived { channels } => stays_archived(channels, voice),
        Line::SeverityChanged { by, from, to, because, next_update_at, was_due_at } => {
            let ladder = &voice.policy.ladder;
            let key = match (ladder.is_worse(to, from), ladder.is_worse(from, to)) {
                (true, _) => "line-severity-raised",
                (_, true) => "line-severity-lowered",
                _ => "line-severity",
            };
            let told = incident.groups_told_by(from, to, voice.policy);
            let (from, to) = (label(from), label(to));
            let text = say!(l, key, number = number, by = author(by), from = from, to = to);
            let text = with_next_update(with_reason(text, because.as_deref()), *next_update_at, voice);
            with_told(with_what_was_due(text, *was_due_at, *next_update_at, voice), &told, voice)
        }
        Line::StageChanged { by, from, to, .. } => {
            let (from, to) = (l.stage(*from), l.stage(*to));
            say!(l, "line-stage", number = number, by = author(by), from = from, to = to)
        }
        Line::ServiceChanged { by, from, to } => service::changed(incident, by, from.as_deref(), to, voice),
        Line::RoleGiven { by, role, to, from, area, beside } => {
            let text = role_given(by, &text::role(*role, area, voice), to, from.as_ref(), voice);
            match beside.as_slice() {
                [] => text,
                beside => format!(
                    "{text} {}",
                    say!(l, "line-role-beside", person = person(to), beside = roles(beside, voice))
                ),
            }
        }
        Line::ReadByNobody { .. } => say!(l, "line-read-by-nobody", number = number),
        Line::NothingNew { by, next_update_at } => nothing_new(incident, by, *next_update_at, voice),
        Line::Decided { by, decision, because } => {
            let text = say!(l, "line-decided", by = author(by), what = foreign(decision, 1000));
            with_reason(text, because.as_deref())
        }
        Line::Tried { by, way, outcome, details } => {
            let (way, outcome) = (l.recovery(*way), l.outcome(*outcome));
            let text = say!(l, "line-tried", by = author(by), way = way, outcome = outcome);
            with_reason(text, Some(details.as_str()).filter(|details| !details.is_empty()))
        }
        Line::Changed { by, text, link, at } => changed(by, text, link.as_deref(), *at, voice),
        Line::Resolved { by, recovery, detection, .. } => {
            let (by, recovery, detection) = (author(by), l.recovery(*recovery), l.detection(*detection));
            say!(l, "line-resolved", number = number, by = by, recovery = recovery, detection = detection)
        }
        Line::Closed { by, postmortem_owner, required } => {
            let text = say!(l, "line-closed", number = number, by = author(by));
            with_postmortem(text, postmortem_owner.as_ref(), *required, voice)
        }
        Line::Reopened { by, because, next_update_at } => {
            let text = say!(l, "line-reopened", number = number, by = author(by));
            with_next_update(with_reason(text, because.as_deref()), *next_update_at, voice)
        }
        Line::ToBeArchived { at } => to_be_archived(incident, *at, voice),
        Line::ArchivedWhileOpen => archived_while_open(incident, voice),
        Line::MovesOn { by } => say!(l, "line-moves-on", number = number, by = author(by)),
        Line::OverStageLimit { stage, since, at, limit_seconds } => {
            over_limit(incident, *stage, *at - *since, *limit_seconds, voice)
        }
        Line::Cancelled { by, because, duplicate_of, merges } => {
            let text = cancel::cancelled(incident.number, by, duplicate_of.as_ref(), *merges, voice);
            with_reason(text, because.as_deref())
        }
        Line::DuplicateFound { by, other, title, merges } => {
            cancel::duplicate_found(incident.number, by, other, title, *merges, voice)
        }
        Line::DuplicateGone { by, other } => cancel::duplicate_gone(incident.number, by, other, voice),
        Line::GaveUp { errand: Errand::Unknown, .. } => say!(l, "line-gave-up-unknown", number = number),
        Line::GaveUp { errand: Errand::OpenChannel, why } if incident.manner.is_private => {
            let was_told = incident.places.announcement.is_some();
            let key = if was_told { "line-no-new-private-channel" } else { "line-no-private-channel" };
            say!(l, key, number = number, why = text::why(why, l))
        }
        Line::GaveUp { errand, why } => {
            let why = text::why(why, l);
            say!(l, "line-gave-up", number = number, errand = l.errand(*errand), why = why)
        }
    }
}

/// That nothing has changed, and when more is heard.
pub(super) fn nothing_new(
    incident: &Incident,
    by: &Author,
    next_update_at: Option<DateTime<Utc>>,
    voice: &Voice<'_>,
) -> String {
    let (number, by) = (incident.number.to_string(), author(by));
    with_next_update(
        say!(voice.language, "line-nothing-new", number = number, by = by),
        next_update_at,
        voice,
    )
}

/// That an update is wanted, and why.
fn wish(incident: &Incident, line: &Line, asked: &UserId, voice: &Voice<'_>) -> String {
    let (l, person) = (voice.language, person(asked));
    let wanted = voice.policy.ladder.get(&incident.severity).at_stage_change;
    match line {
        Line::Resolved { .. } => say!(l, "line-resolved-update", person = person),
        Line::StageChanged { .. } if wanted == AtStageChange::Milestones => {
            say!(l, "line-mitigated-update", person = person)
        }
        _ => say!(l, "line-stage-update", person = person, severity = label(&incident.severity)),
    }
}

fn changed(by: &Author, text: &str, link: Option<&str>, at: DateTime<Utc>, voice: &Voice<'_>) -> String {
    let (by, at) = (author(by), ahead(at, voice.zone));
    say!(voice.language, "line-changed", by = by, at = at, what = change(text, link, voice))
}

fn to_be_archived(incident: &Incident, at: DateTime<Utc>, voice: &Voice<'_>) -> String {
    let (at, number) = (ahead(at, voice.zone), incident.number.to_string());
    say!(voice.language, "line-to-be-archived", at = at, number = number, command = voice.command)
}

fn archived_while_open(incident: &Incident, voice: &Voice<'_>) -> String {
    let number = incident.number.to_string();
    say!(voice.language, "line-archived-while-open", number = number, command = voice.command)
}

fn over_limit(
    incident: &Incident,
    stage: StageName,
    stay: TimeDelta,
    limit_seconds: i64,
    voice: &Voice<'_>,
) -> String {
    let (l, number) = (voice.language, incident.number.to_string());
    let asked = incident.present_owner().or_else(|| incident.update_owner());
    let (owner, stage) = (addressed(asked, voice), l.stage(stage));
    let (stay, limit) = (span(l, stay.num_seconds()), span(l, limit_seconds));
    say!(l, "line-over-limit", owner = owner, number = number, stage = stage, stay = stay, limit = limit)
}

fn with_update_button(text: &str, wish: &str, incident: &Incident, voice: &Voice<'_>) -> Message {
    let (l, number) = (voice.language, incident.number);
    let text = format!("{text}\n{wish}");
    let update =
        button(ids::UPDATE.to_owned(), &say!(l, "panel-update"), &number.to_string(), Stress::Primary);
    let buttons = actions(ids::with(ids::CONTROLS, number.get()), vec![update.into()]);
    Message::new(&text, vec![section(&text), buttons])
}

/// With the button for whoever wants the incident to go on in a new channel.
fn with_new_channel_button(text: &str, incident: &Incident, voice: &Voice<'_>) -> Message {
    let number = incident.number;
    let words = say!(voice.language, "line-new-channel");
    let reopen = button(ids::REOPEN.to_owned(), &words, &number.to_string(), Stress::Primary);
    let buttons = actions(ids::with(ids::CONTROLS, number.get()), vec![reopen.into()]);
    Message::new(text, vec![section(text), buttons])
}

/// With the buttons for whoever takes the roles that nobody holds.
fn with_take(text: String, roles: &[Role], incident: &Incident, voice: &Voice<'_>) -> Message {
    if roles.is_empty() {
        return Message::plain(text);
    }
    let button_for = |role: &Role| {
        button(ids::with(ids::TAKE, role.key()), &take(*role, voice), "", Stress::Primary).into()
    };
    let takes = roles.iter().map(button_for).collect();
    let buttons = actions(ids::with(ids::TAKE, incident.number.get()), takes);
    Message::new(&text, vec![section(&text), buttons])
}

fn role_left(incident: &Incident, role: Role, user: &UserId, area: &str, voice: &Voice<'_>) -> String {
    let (l, number) = (voice.language, incident.number.to_string());
    let (by, held) = (person(user), text::role(role, area, voice));
    if role != Role::Commander || incident.roles.commander.is_some() {
        return say!(l, "line-role-left", by = by, role = held);
    }
    let Some(owner) = incident.present_owner().map(person) else {
        let (asks, owner) =
            (say!(l, "line-owner-gone", number = number.as_str()), person(&incident.declared_by));
        let left =
            say!(l, "line-command-left-to-nobody", by = by, role = held, number = number, owner = owner);
        return format!("{left} {asks}");
    };
    let key = if owner == by { "line-command-left-still-owner" } else { "line-command-left" };
    say!(l, key, by = by, role = held, number = number, owner = owner)
}

/// What somebody held who is not there any more, and who owns the incident now. If they are all that is left as its owner,
/// it needs a commander.
fn holder_gone(
    incident: &Incident,
    user: &UserId,
    why: Departure,
    held: &[(Role, String)],
    voice: &Voice<'_>,
) -> String {
    let l = voice.language;
    let gone = gone(user, why, held, voice);
    let held_command = held.iter().any(|(role, _)| *role == Role::Commander);
    let was_theirs = held_command || *user == incident.declared_by;
    if !was_theirs || incident.roles.commander.is_some() {
        return gone;
    }
    let number = incident.number.to_string();
    let owner = match incident.present_owner() {
        None => say!(l, "line-owner-gone", number = number),
        Some(owner) => say!(l, "line-owner-falls-back", number = number, owner = person(owner)),
    };
    format!("{gone} {owner}")
}

fn gone(user: &UserId, why: Departure, held: &[(Role, String)], voice: &Voice<'_>) -> String {
    let (l, person) = (voice.language, person(user));
    if held.is_empty() {
        return say!(l, &format!("line-gone-{}", why.key()), person = person);
    }
    let names = held.iter().map(|(role, area)| format!("*{}*", text::role(*role, area, voice)));
    let roles = one_after_the_other(names, voice);
    say!(l, &format!("line-holder-{}", why.key()), person = person, roles = roles)
}

fn plea(incident: &Incident, whom: Asked, voice: &Voice<'_>) -> String {
    let (l, number, severity) = (voice.language, incident.number.to_string(), label(&incident.severity));
    let asks = match whom {
        _ if incident.is_private_without_channel() => {
            say!(l, "line-no-commander-alone", number = number, severity = severity, command = voice.command)
        }
        Asked::Channel => say!(l, "line-no-commander", number = number, severity = severity),
        Asked::Groups => {
            let groups = mentioned(incident.groups_to_call(voice.policy));
            say!(l, "line-still-no-commander", groups = groups, number = number, severity = severity)
        }
    };
    let until_then = match incident.present_owner() {
        Some(owner) => say!(l, "line-until-then", owner = person(owner)),
        None => say!(l, "line-until-then-nobody"),
    };
    format!("{asks} {until_then}")
}

/// Whoever finds themselves in a private channel is told what that means; the invitation alone rings no bell.
fn opened_in_private(incident: &Incident, voice: &Voice<'_>) -> String {
    let (l, number) = (voice.language, incident.number.to_string());
    let was_told = incident.places.announcement.is_some();
    let key = if was_told { "line-goes-on-in-private" } else { "line-opened-in-private" };
    let text = say!(l, key, number = number);
    match incident.reach(voice.policy).invite {
        [] => text,
        groups => format!("{text}\n{}", say!(l, "announcement-told", groups = mentioned(groups))),
    }
}

/// Which of its channels keep what they say of an incident that becomes private, and what helps against it.
pub fn stays_archived(channels: &[ChannelId], voice: &Voice<'_>) -> String {
    let channels = channels.iter().map(|channel| format!("<#{channel}>")).collect::<Vec<_>>().join(", ");
    say!(voice.language, "make-private-archived", channels = channels)
}

/// A request for a commander that nobody has to answer any more: who came forward, if somebody had to.
pub fn retired_plea(incident: &Incident, commander: Option<&UserId>, voice: &Voice<'_>) -> Message {
    let number = incident.number.to_string();
    let text = match commander {
        Some(commander) => {
            say!(voice.language, "line-commander-came", by = person(commander), number = number)
        }
        None => say!(voice.language, "line-commander-not-needed", number = number),
    };
    Message::plain(text).marked(incident, voice)
}

fn with_postmortem(text: String, owner: Option<&UserId>, required: bool, voice: &Voice<'_>) -> String {
    match owner.map(person) {
        None => text,
        Some(owner) if required => {
            format!("{text}\n{}", say!(voice.language, "line-postmortem-required", person = owner))
        }
        Some(owner) => {
            format!("{text}\n{}", say!(voice.language, "line-postmortem-optional", person = owner))
        }
    }
}

/// Whoever takes a role is named once; whoever passes on what they had, too.
fn role_given(by: &Author, role: &str, to: &UserId, from: Option<&UserId>, voice: &Voice<'_>) -> String {
    let l = voice.language;
    let is_giver = |user: &UserId| matches!(by, Author::Person(giver) if giver == user);
    let (taken, passed_on) = (is_giver(to), from.is_some_and(is_giver));
    let (to, by) = (person(to), author(by));
    match from.map(person) {
        None if taken => say!(l, "line-role-taken", to = to, role = role),
        None => say!(l, "line-role-given", to = to, role = role, by = by),
        Some(from) if taken => say!(l, "line-role-taken-over", to = to, role = role, from = from),
        Some(_) if passed_on => say!(l, "line-role-passed-on", to = to, role = role, by = by),
        Some(from) => say!(l, "line-role-handed-over", to = to, role = role, by = by, from = from),
    }
}

pub(super) fn with_told(text: String, told: &[GroupId], voice: &Voice<'_>) -> String {
    match told {
        [] => text,
        told => format!(
            "{text}
{}",
            say!(voice.language, "announcement-told", groups = mentioned(told))
        ),
    }
}

/// What becomes of an update that was due: it is still owed, unless another one is instead of it.
fn with_what_was_due(
    text: String,
    was_due_at: Option<DateTime<Utc>>,
    next_update_at: Option<DateTime<Utc>>,
    voice: &Voice<'_>,
) -> String {
    let Some(at) = was_due_at.map(|at| ahead(at, voice.zone)) else { return text };
    match next_update_at {
        None => format!("{text}\n{}", say!(voice.language, "line-still-due", at = at)),
        Some(_) => format!("{text}\n{}", say!(voice.language, "line-not-due-any-more", at = at)),
    }
}

pub(super) fn with_reason(text: String, because: Option<&str>) -> String {
    match because {
        Some(because) => format!("{text}\n{}", quote(because, 300)),
        None => text,
    }
}

pub(super) fn with_next_update(
    text: String,
    next_update_at: Option<DateTime<Utc>>,
    voice: &Voice<'_>,
) -> String {
    match next_update_at {
        Some(at) => format!("{text}\n{}", next_update(at, voice)),
        None => text,
    }
}

pub(super) fn next_update(at: DateTime<Utc>, voice: &Voice<'_>) -> String {
    say!(voice.language, "line-next-update", at = ahead(at, voice.zone))
}
