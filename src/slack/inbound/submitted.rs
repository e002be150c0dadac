//! Forms: what was filled in becomes a command. What cannot stand is said below its field, and the form stays open with
//! everything that was typed.

use std::sync::Arc;

use super::field_errors::{Flaws, flaws};
use super::interactions::View;
use super::{Answer, Interaction, Reception, service, shortcuts};
use crate::engine::Request;
use crate::incident::{
    Command, Declaration, Detection, ExternalText, Field, Manner, Number, Recovery, SeverityKey, Source,
    UpdateText, UserId,
};
use crate::say;
use crate::slack::ids;
use crate::slack::views::Voice;

/// What was filled in, or what is wrong with it.
type Filled<T> = Result<T, Flaws>;

impl Reception {
    pub(super) async fn submitted(self: &Arc<Self>, interaction: &Interaction) -> Answer {
        let Some(view) = &interaction.view else { return Answer::Empty };
        let Some(first_field) = first_field(view) else {
            tracing::debug!(form = view.callback_id, "An unknown form was sent");
            return Answer::Empty;
        };
        let user = UserId::new(interaction.user.id.as_str());
        let voice = self.voice(&user);
        let request = self.request(&user, Source::Form, interaction.receipt());
        match self.sent(view, first_field, request, &voice).await {
            Ok(()) => {
                self.sent_from_home(user, view);
                Answer::Empty
            }
            Err(flaws) => Answer::FieldErrors(self.in_plain_words(&user, flaws, &voice).await),
        }
    }

    async fn sent(
        &self,
        view: &View,
        first_field: &'static str,
        request: Request,
        voice: &Voice<'_>,
    ) -> Filled<()> {
        let done = if view.callback_id.as_deref() == Some(ids::DECLARE_FORM) {
            self.begin(declaration(view), shortcuts::source(view), request).await.map(drop)
        } else {
            let (number, command) = asked(view, first_field, voice)?;
            self.put(number, command, request).await.map(drop)
        };
        done.map_err(|error| flaws(&error, first_field, voice))
    }
}

/// The block below which stands what is wrong with the whole of a form; `None` for a form that is not ours.
pub(super) fn first_field(view: &View) -> Option<&'static str> {
    Some(match view.callback_id.as_deref()? {
        ids::DECLARE_FORM => ids::field(Field::Title),
        ids::UPDATE_FORM | ids::CORRECTION_FORM => ids::field(Field::WhatHappened),
        ids::RESOLVE_FORM => ids::RECOVERY_FIELD,
        ids::MAKE_PRIVATE_FORM => ids::field(Field::Because),
        ids::CANCEL_FORM => first_of_cancelling(view),
        ids::SERVICE_FORM => ids::field(Field::Service),
        ids::KEEP_FORM => ids::field(Field::Note),
        _ => return None,
    })
}

/// What a form about an incident asks for.
fn asked(view: &View, first_field: &'static str, voice: &Voice<'_>) -> Filled<(Number, Command)> {
    let command = match view.callback_id.as_deref() {
        Some(ids::UPDATE_FORM) => update(view),
        Some(ids::CORRECTION_FORM) => correction(view),
        Some(ids::RESOLVE_FORM) => resolution(view, voice)?,
        Some(ids::MAKE_PRIVATE_FORM) => {
            let because = Some(view.text(ids::field(Field::Because)));
            Command::MakePrivate { because, gone: Vec::new() }
        }
        Some(ids::CANCEL_FORM) => cancelling(view),
        Some(ids::SERVICE_FORM) => Command::ChangeService { to: service::filled_in(view) },
        _ => return shortcuts::kept(view).ok_or_else(|| old(first_field, voice)),
    };
    let number = view.private_metadata.as_deref().and_then(ids::number_of_form);
    Ok((number.ok_or_else(|| old(first_field, voice))?, command))
}

fn declaration(view: &View) -> Declaration {
    Declaration {
        title: view.text(ids::field(Field::Title)),
        severity: view.choice(ids::SEVERITY_FIELD).map(SeverityKey::new),
        seen: Some(view.text(ids::field(Field::Seen))),
        service: Some(service::filled_in(view)),
        manner: Manner {
            is_drill: view.is_ticked(ids::MANNER_FIELD, ids::DRILL),
            is_private: view.is_ticked(ids::MANNER_FIELD, ids::PRIVATE),
        },
    }
}

/// The words of an update form.
pub(super) fn update_text(view: &View) -> UpdateText {
    UpdateText {
        what_happened: view.text(ids::field(Field::WhatHappened)),
        impact: view.text(ids::field(Field::Impact)),
        doing: view.text(ids::field(Field::Doing)),
    }
}

/// The external words of an update form; `None` where it has no field for them or all are empty.
pub(super) fn external_text(view: &View) -> Option<Box<ExternalText>> {
    let text = ExternalText {
        state: view.text(ids::field(Field::ExternalState)),
        expected_fix: view.text(ids::field(Field::ExpectedFix)),
        follow_up: view.text(ids::field(Field::FollowUp)),
    };
    let is_said =
        [&text.state, &text.expected_fix, &text.follow_up].iter().any(|words| !words.trim().is_empty());
    is_said.then(|| Box::new(text))
}

fn correction(view: &View) -> Command {
    let update = view.private_metadata.as_deref().and_then(ids::update_of_form).unwrap_or_default();
    Command::CorrectUpdate { update, text: update_text(view), external: external_text(view) }
}

fn update(view: &View) -> Command {
    let (text, external) = (update_text(view), external_text(view));
    let next_update_at = view.instant(ids::field(Field::NextUpdateAt));
    let offered_at = view.private_metadata.as_deref().and_then(ids::offered_at);
    Command::PostUpdate { text, external, next_update_at, offered_at }
}

fn resolution(view: &View, voice: &Voice<'_>) -> Filled<Command> {
    let recovery = view.choice(ids::RECOVERY_FIELD).and_then(Recovery::find);
    let detection = view.choice(ids::DETECTION_FIELD).and_then(Detection::find);
    match (recovery, detection) {
        (Some(recovery), Some(detection)) => Ok(Command::Resolve { recovery, detection }),
        (recovery, detection) => {
            let missing =
                [(ids::RECOVERY_FIELD, recovery.is_none()), (ids::DETECTION_FIELD, detection.is_none())];
            let flaw = say!(voice.language, "flaw-unknown");
            let flawed = missing.into_iter().filter(|(_, missing)| *missing);
            Err(flawed.map(|(field, _)| (field, flaw.clone())).collect())
        }
    }
}

fn cancelling(view: &View) -> Command {
    let because = Some(view.text(ids::field(Field::Because)));
    Command::Cancel { because, duplicate_of: view.choice(ids::INCIDENT_FIELD).and_then(Number::parse) }
}

/// What is wrong with the other incident stands below it.
fn first_of_cancelling(view: &View) -> &'static str {
    match view.choice(ids::INCIDENT_FIELD) {
        Some(_) => ids::INCIDENT_FIELD,
        None => ids::field(Field::Because),
    }
}

/// That the form is of a time when it meant something else.
fn old(first_field: &'static str, voice: &Voice<'_>) -> Flaws {
    vec![(first_field, say!(voice.language, "refused-old-button", command = voice.command))]
}
