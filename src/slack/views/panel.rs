//! The control panel: where an incident stands, and everything that can be done about it with one press.

use slack_morphism::prelude::{SlackActionBlockElement, SlackBlock};

use super::announcement::headline;
use super::blocks::{Choice, Stress, actions, button, context, facts, people_select, row, section, select};
use super::owner::owner;
use super::text::{ahead, escape, foreign, instant, label, person, quote, span};
use super::{Message, Voice, cancel, service};
use crate::incident::{Holders, Incident, Role, Stage, StageName, UpdateClock, UserId, Words};
use crate::say;
use crate::slack::ids;

/// The control panel as it should read now.
pub fn panel(incident: &Incident, voice: &Voice<'_>) -> Message {
    let mut blocks = vec![facts(&headline(incident, voice), short_facts(incident, voice))];
    blocks.extend(last_word(incident, voice));
    if incident.stage.is_open() {
        blocks.extend(service::row(incident, voice));
        blocks.extend(roles(incident, voice).into_iter().map(|role| role_row(incident, role, voice)));
        blocks.push(take_buttons(incident, voice));
        blocks.push(severity_buttons(incident, voice));
        blocks.push(controls(incident, voice));
        blocks.push(context(&say!(voice.language, "panel-hint", command = voice.command)));
    } else {
        blocks.push(section(&people(incident, voice)));
        blocks.push(ending_controls(incident, voice));
    }
    let text = say!(
        voice.language,
        "panel-fallback",
        number = incident.number.to_string(),
        severity = label(&incident.severity),
        stage = voice.language.stage(incident.stage.name()),
        title = foreign(&incident.title, 120)
    );
    Message::new(&text, blocks).marked(incident, voice)
}

fn short_facts(incident: &Incident, voice: &Voice<'_>) -> Vec<String> {
    let language = voice.language;
    let fact = |name: String, value: String| format!("*{name}*\n{value}");
    let mut facts = vec![fact(say!(language, "panel-stage"), stage(incident, voice))];
    let declared = say!(
        language,
        "panel-declared-value",
        at = instant(incident.key_times.declared_at, voice.zone),
        by = person(&incident.declared_by)
    );
    facts.push(fact(say!(language, "panel-declared"), declared));
    facts.push(fact(say!(language, "panel-owner"), owner(incident, voice)));
    if let Some(clock) = &incident.update_clock {
        let name = match clock.escalated {
            Some(_) => say!(language, "panel-overdue"),
            None => say!(language, "panel-next-update"),
        };
        facts.push(fact(name, ahead(clock.due_at, voice.zone)));
    }
    if let Some(until) = incident.update_clock.as_ref().and_then(UpdateClock::put_off_until) {
        facts.push(fact(say!(language, "panel-snoozed"), ahead(until, voice.zone)));
    }
    if let Some(service) = service::fact(incident, voice) {
        facts.push(fact(say!(language, "panel-service"), service));
    }
    if !incident.places.former.is_empty() {
        let former: Vec<String> =
            incident.places.former.iter().rev().take(5).map(|channel| format!("<#{channel}>")).collect();
        facts.push(fact(say!(language, "panel-former"), former.join(", ")));
    }
    let ending = ending(&incident.stage, voice).into_iter().chain(cancel::facts(incident, voice));
    facts.extend(ending.map(|(name, value)| fact(name, value)));
    facts
}

/// The stage, and since when it has been there for longer than it should, once somebody was asked about that.
fn stage(incident: &Incident, voice: &Voice<'_>) -> String {
    let language = voice.language;
    let stage = language.stage(incident.stage.name());
    let over = incident.over_limit_at(voice.policy).filter(|_| incident.stage_nudged_at.is_some());
    match over {
        Some((at, limit)) => {
            let (limit, since) = (span(language, limit.num_seconds()), ahead(at, voice.zone));
            say!(language, "panel-over-limit", stage = stage, limit = limit, since = since)
        }
        None => stage,
    }
}

/// When it ended and how, and who writes about it.
fn ending(stage: &Stage, voice: &Voice<'_>) -> Vec<(String, String)> {
    let language = voice.language;
    let mut facts = Vec::new();
    if let Some(resolution) = stage.resolution() {
        let at = instant(resolution.resolved_at, voice.zone);
        let value = format!("{at} ({})", language.recovery(resolution.recovery));
        facts.push((say!(language, "panel-resolved"), value));
    }
    if let Stage::Closed(closure) = stage {
        facts.push((say!(language, "panel-closed"), instant(closure.closed_at, voice.zone)));
        let owner = closure.postmortem_owner.as_ref();
        facts.extend(owner.map(|owner| (say!(language, "panel-postmortem"), person(owner))));
    }
    facts
}

/// The last update; until there is one, what was seen when it was declared.
fn last_word(incident: &Incident, voice: &Voice<'_>) -> Option<SlackBlock> {
    let Some(update) = &incident.last_update else {
        return incident.seen.as_deref().map(|seen| section(&quote(seen, 1000)));
    };
    let heading = say!(voice.language, "panel-last-update", at = instant(update.posted_at, voice.zone));
    Some(section(&format!("*{heading}*\n{}", quote(&update.text.what_happened, 400))))
}

fn role_row(incident: &Incident, role: Role, voice: &Voice<'_>) -> SlackBlock {
    let block_id = ids::with(ids::with(ids::ASSIGN, incident.number.get()).as_str(), role.key());
    let words = format!("*{}* · {}", voice.role(role), holders(incident, role, voice));
    let placeholder = say!(voice.language, "panel-assign");
    row(block_id, &words, people_select(ids::with(ids::ASSIGN, role.key()), &placeholder))
}

fn holders(incident: &Incident, role: Role, voice: &Voice<'_>) -> String {
    let with_areas = |(user, areas): (&UserId, Vec<&str>)| match areas.join(", ").as_str() {
        "" => person(user),
        areas => format!("{} ({})", person(user), escape(areas)),
    };
    let holders: Vec<String> = match role {
        Role::Responder => incident.roles.responders_with_areas().into_iter().map(with_areas).collect(),
        Role::Own(_) => incident.roles.holders(role).map(person).collect(),
        _ => incident.roles.holder(role).into_iter().map(person).collect(),
    };
    let nobody = if incident.stage.is_open() { "panel-nobody" } else { "panel-nobody-had-it" };
    if holders.is_empty() { say!(voice.language, nobody) } else { holders.join(", ") }
}

fn people(incident: &Incident, voice: &Voice<'_>) -> String {
    let line = |role: &Role| format!("*{}* · {}", voice.role(*role), holders(incident, *role, voice));
    roles(incident, voice).iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Every role there is, and those that somebody still holds although the organisation has done away with them.
fn roles(incident: &Incident, voice: &Voice<'_>) -> Vec<Role> {
    let mut roles: Vec<Role> = voice.policy.roles.all().collect();
    for holding in &incident.roles.others {
        if !roles.contains(&holding.role) {
            roles.push(holding.role);
        }
    }
    roles
}

/// What the button says by which somebody takes a role.
pub fn take(role: Role, voice: &Voice<'_>) -> String {
    let l = voice.language;
    let rules = &voice.policy.roles;
    let is_named = rules.describe(role).is_some_and(|described| described.name != Words::default());
    match rules.holders(role) {
        _ if !is_named && !matches!(role, Role::Own(_)) => say!(l, &format!("panel-take-{}", role.key())),
        Holders::One => say!(l, "panel-take-own", role = voice.role(role)),
        Holders::Several => say!(l, "panel-join-own", role = voice.role(role)),
    }
}

fn take_buttons(incident: &Incident, voice: &Voice<'_>) -> SlackBlock {
    let button_for = |role: Role| {
        let stress = match role {
            Role::Commander if incident.roles.commander.is_none() => Stress::Primary,
            _ => Stress::None,
        };
        let words = take(role, voice);
        let holder = incident.roles.holder(role).map_or("", UserId::as_str);
        button(ids::with(ids::TAKE, role.key()), &words, holder, stress).into()
    };
    let buttons = voice.policy.roles.all().map(button_for).collect();
    actions(ids::with(ids::TAKE, incident.number.get()), buttons)
}

fn severity_buttons(incident: &Incident, voice: &Voice<'_>) -> SlackBlock {
    let change = |severity: &crate::incident::Severity| {
        let now = severity.key == incident.severity;
        let stress = if now { Stress::Primary } else { Stress::None };
        let action_id = ids::with(ids::SEVERITY, &severity.key);
        button(action_id, &severity.key.label(), severity.key.as_str(), stress).into()
    };
    let buttons = voice.policy.ladder.rungs().iter().map(change).collect();
    actions(ids::with(ids::SEVERITY, incident.number.get()), buttons)
}

fn controls(incident: &Incident, voice: &Voice<'_>) -> SlackBlock {
    let language = voice.language;
    let plain = |action: &str, key: &str, stress| -> SlackActionBlockElement {
        button(action.to_owned(), &say!(language, key), &incident.number.to_string(), stress).into()
    };
    let mut elements: Vec<SlackActionBlockElement> = vec![stage_select(incident, voice)];
    if incident.stage.owes_updates() {
        elements.push(plain(ids::UPDATE, "panel-update", Stress::Primary));
        elements.push(plain(ids::RESOLVE, "panel-resolve", Stress::None));
    } else {
        elements.push(plain(ids::CLOSE, "panel-close", Stress::Primary));
        elements.push(plain(ids::UPDATE, "panel-update", Stress::None));
    }
    elements.push(plain(ids::EXPORT, "panel-export", Stress::None));
    elements.push(plain(ids::CANCEL, "panel-cancel", Stress::None));
    actions(ids::with(ids::CONTROLS, incident.number.get()), elements)
}

fn stage_select(incident: &Incident, voice: &Voice<'_>) -> SlackActionBlockElement {
    let open =
        StageName::ALL.iter().filter(|stage| !matches!(stage, StageName::Closed | StageName::Cancelled));
    let choices = open
        .map(|stage| Choice {
            label: voice.language.stage(*stage),
            value: stage.key().to_owned(),
            help: String::new(),
        })
        .collect();
    let placeholder = say!(voice.language, "panel-stage");
    select(ids::STAGE.to_owned(), &placeholder, choices, Some(incident.stage.name().key())).into()
}

fn ending_controls(incident: &Incident, voice: &Voice<'_>) -> SlackBlock {
    let plain = |action: &str, key: &str| {
        let words = say!(voice.language, key);
        button(action.to_owned(), &words, &incident.number.to_string(), Stress::None).into()
    };
    actions(
        ids::with(ids::CONTROLS, incident.number.get()),
        vec![plain(ids::EXPORT, "panel-export"), plain(ids::REOPEN, "panel-reopen")],
    )
}
