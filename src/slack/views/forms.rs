//! Modals: declaring, resolving, writing something down. Those of updates are in `update_forms`.

use chrono::{DateTime, Utc};
use slack_morphism::prelude::{SlackBlock, SlackModalView};

use super::blocks::{Choice, Lines, Need, checkboxes, field, modal, section, select, text_input, time_input};
use super::drill::mark;
use super::lines::stays_archived;
use super::text::foreign;
use super::{Voice, service};
use crate::incident::{Detection, Field, Incident, Manner, Recovery, Severity};
use crate::say;
use crate::slack::ids;

/// What a form opens with, where something was typed before.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The title, or what happened.
    pub text: String,
    /// The severity's key.
    pub severity: Option<String>,
    /// The service's key, or what somebody called it.
    pub service: Option<String>,
    /// What kind of incident.
    pub manner: Manner,
    /// What is seen.
    pub seen: String,
    /// Whether what is seen is what a message says.
    pub is_from_message: bool,
    /// What the form bears along unseen.
    pub metadata: String,
}

/// The declare form.
pub fn declare(draft: &Draft, voice: &Voice<'_>) -> SlackModalView {
    let language = voice.language;
    let words = [
        &*say!(language, "declare-title"),
        &say!(language, "declare-submit"),
        &say!(language, "form-cancel"),
    ];
    let blocks = vec![
        field(
            ids::field(Field::Title),
            &say!(language, "declare-what"),
            &say!(language, "declare-what-hint"),
            Need::Required,
            text_input(&draft.text, &say!(language, "declare-what-example"), Lines::One)
                .with_focus_on_load(true),
        ),
        field(
            ids::SEVERITY_FIELD,
            &say!(language, "declare-severity"),
            &severity_help(voice),
            Need::Required,
            severity_select(draft, voice),
        ),
        seen(draft, voice),
        service::field(draft.service.as_deref(), Need::Optional, voice),
        manner(draft, voice),
    ];
    modal(ids::DECLARE_FORM, &draft.metadata, words, blocks)
}

/// A message goes onto the timeline in its author's name, so whoever declares from it is shown all of it as such.
fn seen(draft: &Draft, voice: &Voice<'_>) -> SlackBlock {
    let language = voice.language;
    let (label, hint) = if draft.is_from_message {
        ("declare-message", "declare-message-hint")
    } else {
        ("declare-seen", "declare-seen-hint")
    };
    field(
        ids::field(Field::Seen),
        &say!(language, label),
        &say!(language, hint),
        Need::Optional,
        text_input(&draft.seen, &say!(language, "declare-seen-example"), Lines::Many),
    )
}

/// What makes it another incident than most, to be ticked.
fn manner(draft: &Draft, voice: &Voice<'_>) -> SlackBlock {
    let language = voice.language;
    let Manner { is_drill, is_private } = draft.manner;
    let boxes = [(ids::PRIVATE, is_private), (ids::DRILL, is_drill)];
    let choice = |name: &str| Choice {
        label: say!(language, &format!("declare-{name}")),
        value: name.to_owned(),
        help: say!(language, &format!("declare-{name}-hint")),
    };
    let ticked: Vec<&str> = boxes.iter().filter(|(_, is_ticked)| *is_ticked).map(|(name, _)| *name).collect();
    let choices = boxes.iter().map(|(name, _)| choice(name)).collect();
    let label = say!(language, "declare-manner");
    field(ids::MANNER_FIELD, &label, "", Need::Optional, checkboxes(choices, &ticked))
}

fn severity_select(
    draft: &Draft,
    voice: &Voice<'_>,
) -> slack_morphism::prelude::SlackBlockStaticSelectElement {
    let ladder = &voice.policy.ladder;
    let choice = |severity: &Severity| Choice {
        label: format!("{} · {}", severity.key.label(), voice.language.severity_name(severity)),
        value: severity.key.as_str().to_owned(),
        help: voice.language.severity_help(severity),
    };
    let chosen = draft.severity.as_deref().unwrap_or(ladder.default().key.as_str());
    let placeholder = say!(voice.language, "declare-severity");
    select(ids::INPUT.to_owned(), &placeholder, ladder.rungs().iter().map(choice).collect(), Some(chosen))
}

/// The whole help text of every severity, since an option shows only the beginning of its own.
fn severity_help(voice: &Voice<'_>) -> String {
    let line =
        |severity: &Severity| format!("{}: {}", severity.key.label(), voice.language.severity_help(severity));
    let lines: Vec<String> = voice.policy.ladder.rungs().iter().map(line).collect();
    super::text::clip(&lines.join("\n"), 1900)
}

/// Incidents to choose from.
pub struct Offered {
    /// The newest of them, at most as many as Slack lists.
    pub newest: Vec<Incident>,
    /// Whether there are more.
    pub has_more: bool,
}

/// The form that puts a message on the timeline, with what it says and when it was written. `choices` are the incidents
/// that it could belong to, where its channel does not say.
pub fn keep(
    text: &str,
    written_at: DateTime<Utc>,
    choices: &Offered,
    metadata: &str,
    voice: &Voice<'_>,
) -> SlackModalView {
    let language = voice.language;
    let words =
        [&*say!(language, "keep-title"), &say!(language, "keep-submit"), &say!(language, "form-cancel")];
    let mut blocks = Vec::new();
    if !choices.newest.is_empty() {
        let label = say!(language, "keep-incident");
        let hint = if choices.has_more {
            say!(language, "keep-incident-newest", command = voice.command)
        } else {
            String::new()
        };
        let select = select(
            ids::INPUT.to_owned(),
            &say!(language, "form-choose"),
            choices.newest.iter().map(|one| incident_choice(one, voice)).collect(),
            None,
        );
        blocks.push(field(ids::INCIDENT_FIELD, &label, &hint, Need::Required, select));
    }
    let need = if text.is_empty() { Need::Optional } else { Need::Required };
    let text = super::text::clip(text, Field::Note.longest());
    blocks.push(field(
        ids::field(Field::Note),
        &say!(language, "keep-text"),
        &say!(language, "keep-text-hint"),
        need,
        text_input(&text, &say!(language, "keep-text"), Lines::Many),
    ));
    blocks.push(field(
        ids::field(Field::HappenedAt),
        &say!(language, "keep-time"),
        &say!(language, "keep-time-hint"),
        Need::Required,
        time_input(Some(written_at)),
    ));
    modal(ids::KEEP_FORM, metadata, words, blocks)
}

/// An incident's title in a form about it, marked where it is a drill.
pub(super) fn titled(incident: &Incident, voice: &Voice<'_>) -> String {
    format!("{}{}", mark(incident, voice.language), foreign(&incident.title, 120))
}

pub(super) fn incident_choice(incident: &Incident, voice: &Voice<'_>) -> Choice {
    let mark = mark(incident, voice.language);
    let label = format!("{mark}{} · {} · {}", incident.number, incident.severity.label(), incident.title);
    Choice { label, value: incident.number.get().to_string(), help: String::new() }
}

/// The resolve form.
pub fn resolve(incident: &Incident, voice: &Voice<'_>) -> SlackModalView {
    let language = voice.language;
    let words = [
        &*say!(language, "resolve-title", number = incident.number.to_string()),
        &say!(language, "resolve-submit"),
        &say!(language, "form-cancel"),
    ];
    let choose = say!(language, "form-choose");
    let recovery = say!(language, "resolve-recovery");
    let detection = say!(language, "resolve-detection");
    let recoveries = Recovery::ALL.iter().map(|way| choice(way.key(), language.recovery(*way))).collect();
    let detections = Detection::ALL.iter().map(|way| choice(way.key(), language.detection(*way))).collect();
    let blocks = vec![
        section(&say!(language, "resolve-hint", title = titled(incident, voice))),
        field(
            ids::RECOVERY_FIELD,
            &recovery,
            "",
            Need::Required,
            select(ids::INPUT.to_owned(), &choose, recoveries, None),
        ),
        field(
            ids::DETECTION_FIELD,
            &detection,
            "",
            Need::Required,
            select(ids::INPUT.to_owned(), &choose, detections, None),
        ),
    ];
    modal(ids::RESOLVE_FORM, &incident.number.get().to_string(), words, blocks)
}

/// What somebody confirms who makes an incident private: what that does, who comes along, and what it cannot undo.
pub fn make_private(incident: &Incident, is_declarer_gone: bool, voice: &Voice<'_>) -> SlackModalView {
    let language = voice.language;
    let words = [
        &*say!(language, "make-private-title"),
        &say!(language, "make-private-submit"),
        &say!(language, "form-cancel"),
    ];
    let number = incident.number.to_string();
    let because = say!(language, "make-private-because");
    let example = say!(language, "make-private-because-example");
    let people = if is_declarer_gone { "make-private-people-there" } else { "make-private-people" };
    let people = say!(language, people);
    let mut does = say!(language, "make-private-does", number = number, people = people);
    if incident.archiving.archived_at.is_none() {
        does = format!("{does} {}", say!(language, "make-private-leaves"));
    }
    let mut blocks = vec![section(&does), section(&say!(language, "make-private-cannot"))];
    blocks.extend(linked(incident, voice));
    let archived = incident.archived_channels();
    blocks.extend((!archived.is_empty()).then(|| section(&stays_archived(&archived, voice))));
    let text = text_input("", &example, Lines::One);
    blocks.push(field(ids::field(Field::Because), &because, "", Need::Optional, text));
    modal(ids::MAKE_PRIVATE_FORM, &incident.number.get().to_string(), words, blocks)
}

/// What becomes of the links that it has, if it has any of which everybody may know.
fn linked(incident: &Incident, voice: &Voice<'_>) -> Option<SlackBlock> {
    let named_by = incident.named_by();
    let others: Vec<String> = named_by.difference(&incident.unnamed).map(ToString::to_string).collect();
    (!others.is_empty())
        .then(|| section(&say!(voice.language, "make-private-linked", others = others.join(", "))))
}

pub(super) fn choice(value: &str, label: String) -> Choice {
    Choice { label, value: value.to_owned(), help: String::new() }
}

/// What is said where there is no channel to say it in.
pub fn told(sentence: &str, voice: &Voice<'_>) -> SlackModalView {
    let close = say!(voice.language, "form-close");
    SlackModalView::new("Firebell".into(), vec![section(sentence)]).with_close(close.as_str().into())
}

/// Why there is no form, for somebody who cannot be told otherwise.
pub fn refused(sentence: &str, voice: &Voice<'_>) -> SlackModalView {
    let (title, close) = (say!(voice.language, "declare-title"), say!(voice.language, "form-close"));
    SlackModalView::new(title.as_str().into(), vec![section(sentence)]).with_close(close.as_str().into())
}
