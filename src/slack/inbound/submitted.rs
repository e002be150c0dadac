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

/// A form that is none of ours, or of another version.
struct Unknown;

impl Reception {
    pub(super) async fn submitted(self: &Arc<Self>, interaction: &Interaction) -> Answer {
        let Some(view) = &interaction.view else { return Answer::Empty };
        let user = UserId::new(interaction.user.id.as_str());
        let voice = self.voice(&user);
        let request = self.request(&user, Source::Form, interaction.receipt());
        match self.sent(view, request, &voice).await {
            Ok(Ok(())) => {
                self.sent_from_home(user, view);
                Answer::Empty
            }
            Ok(Err(flaws)) => Answer::FieldErrors(self.in_plain_words(&user, flaws, &voice).await),
            Err(Unknown) => {
                tracing::debug!(form = view.callback_id, "An unknown form was sent");
                Answer::Empty
            }
        }
    }

    async fn sent(&self, view: &View, request: Request, voice: &Voice<'_>) -> Result<Filled<()>, Unknown> {
        let (filled, first_field) = match view.callback_id.as_deref() {
            Some(ids::DECLARE_FORM) => {
                let begun = self.begin(declaration(view), shortcuts::source(view), request).await;
                return Ok(begun.map(drop).map_err(|error| flaws(&error, ids::field(Field::Title), voice)));
            }
            Some(ids::UPDATE_FORM) => (update(view, voice), ids::field(Field::WhatHappened)),
            Some(ids::CORRECTION_FORM) => (correction(view, voice), ids::field(Field::WhatHappened)),
            Some(ids::RESOLVE_FORM) => (resolution(view, voice), ids::RECOVERY_FIELD),
            Some(ids::MAKE_PRIVATE_FORM) => (making_private(view, voice), ids::field(Field::Because)),
            Some(ids::CANCEL_FORM) => (cancelling(view, voice), first_of_cancelling(view)),
            Some(ids::SERVICE_FORM) => (changing_service(view, voice), ids::field(Field::Service)),
            Some(ids::KEEP_FORM) => (keeping(view, voice), ids::field(Field::Note)),
            _ => return Err(Unknown),
        };
        let (number, command) = match filled {
            Ok(filled) => filled,
            Err(flaws) => return Ok(Err(flaws)),
        };
        let asked = self.put(number, command, request).await;
        Ok(asked.map(drop).map_err(|error| flaws(&error, first_field, voice)))
    }
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

fn correction(view: &View, voice: &Voice<'_>) -> Filled<(Number, Command)> {
    let first_field = ids::field(Field::WhatHappened);
    let number = number(view, first_field, voice)?;
    let update = view.private_metadata.as_deref().and_then(ids::update_of_form).unwrap_or_default();
    let command = Command::CorrectUpdate { update, text: update_text(view), external: external_text(view) };
    Ok((number, command))
}

fn update(view: &View, voice: &Voice<'_>) -> Filled<(Number, Command)> {
    let (text, external) = (update_text(view), external_text(view));
    let next_update_at = view.instant(ids::field(Field::NextUpdateAt));
    let offered_at = view.private_metadata.as_deref().and_then(ids::offered_at);
    let command = Command::PostUpdate { text, external, next_update_at, offered_at };
    Ok((number(view, ids::field(Field::WhatHappened), voice)?, command))
}

fn resolution(view: &View, voice: &Voice<'_>) -> Filled<(Number, Command)> {
    let recovery = view.choice(ids::RECOVERY_FIELD).and_then(Recovery::find);
    let detection = view.choice(ids::DETECTION_FIELD).and_then(Detection::find);
    match (recovery, detection) {
        (Some(recovery), Some(detection)) => {
            Ok((number(view, ids::RECOVERY_FIELD, voice)?, Command::Resolve { recovery, detection }))
        }
        (recovery, detection) => {
            let missing =
                [(ids::RECOVERY_FIELD, recovery.is_none()), (ids::DETECTION_FIELD, detection.is_none())];
            let flaw = say!(voice.language, "flaw-unknown");
            let flawed = missing.into_iter().filter(|(_, missing)| *missing);
            Err(flawed.map(|(field, _)| (field, flaw.clone())).collect())
        }
    }
}

fn making_private(view: &View, voice: &Voice<'_>) -> Filled<(Number, Command)> {
    let field = ids::field(Field::Because);
    Ok((number(view, field, voice)?, Command::MakePrivate { because: Some(view.text(field)) }))
}

fn changing_service(view: &View, voice: &Voice<'_>) -> Filled<(Number, Command)> {
    let number = number(view, ids::field(Field::Service), voice)?;
    Ok((number, Command::ChangeService { to: service::filled_in(view) }))
}

fn keeping(view: &View, voice: &Voice<'_>) -> Filled<(Number, Command)> {
    shortcuts::kept(view).ok_or_else(|| old(ids::field(Field::Note), voice))
}

fn cancelling(view: &View, voice: &Voice<'_>) -> Filled<(Number, Command)> {
    let number = number(view, ids::field(Field::Because), voice)?;
    let because = Some(view.text(ids::field(Field::Because)));
    let duplicate_of = view.choice(ids::INCIDENT_FIELD).and_then(Number::parse);
    Ok((number, Command::Cancel { because, duplicate_of }))
}

/// What is wrong with the other incident stands below it.
fn first_of_cancelling(view: &View) -> &'static str {
    match view.choice(ids::INCIDENT_FIELD) {
        Some(_) => ids::INCIDENT_FIELD,
        None => ids::field(Field::Because),
    }
}

/// The incident that the form was opened for.
fn number(view: &View, first_field: &'static str, voice: &Voice<'_>) -> Filled<Number> {
    let number = view.private_metadata.as_deref().and_then(ids::number_of_form);
    number.ok_or_else(|| old(first_field, voice))
}

/// That the form is of a time when it meant something else.
fn old(first_field: &'static str, voice: &Voice<'_>) -> Flaws {
    vec![(first_field, say!(voice.language, "refused-old-button", command = voice.command))]
}
