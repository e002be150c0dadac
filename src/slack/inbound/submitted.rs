//! Forms: what was filled in becomes a command. What cannot stand is said below its field, and the form stays open with
//! everything that was typed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::interactions::View;
use super::reception::sentence;
use super::{Answer, Interaction, Reception, service, shortcuts};
use crate::engine::EngineError;
use crate::incident::{
    Command, Declaration, Detection, ExternalText, Field, Manner, Number, Recovery, SeverityKey, Source,
    UpdateText, UserId,
};
use crate::say;
use crate::slack::ids;
use crate::slack::views::text::unmarked;
use crate::slack::views::{Voice, refusals};

/// What was filled in, with the field below which a refusal of the whole stands; or the flaws of some fields.
type Filled<T> = Result<T, BTreeMap<String, String>>;

impl Reception {
    pub(super) async fn submitted(self: &Arc<Self>, interaction: &Interaction) -> Answer {
        let Some(view) = &interaction.view else { return Answer::Empty };
        let user = UserId::new(interaction.user.id.as_str());
        let voice = self.voice(&user);
        let request = self.request(&user, Source::Form, interaction.receipt());
        let (done, first_field) = match view.callback_id.as_deref() {
            Some(ids::DECLARE_FORM) => {
                let source = shortcuts::source(view);
                let declared = self.begin(declaration(view), source, request).await;
                (declared.map(drop), ids::field(Field::Title))
            }
            Some(ids::UPDATE_FORM) => match update(view, &voice) {
                Ok((number, command)) => {
                    let asked = self.put(number, command, request).await;
                    (asked.map(drop), ids::field(Field::WhatHappened))
                }
                Err(flaws) => return Answer::FieldErrors(flaws),
            },
            Some(ids::CORRECTION_FORM) => match correction(view, &voice) {
                Ok((number, command)) => {
                    let asked = self.put(number, command, request).await;
                    (asked.map(drop), ids::field(Field::WhatHappened))
                }
                Err(flaws) => return Answer::FieldErrors(flaws),
            },
            Some(ids::RESOLVE_FORM) => match resolution(view, &voice) {
                Ok((number, command)) => {
                    let asked = self.put(number, command, request).await;
                    (asked.map(drop), ids::RECOVERY_FIELD)
                }
                Err(flaws) => return Answer::FieldErrors(flaws),
            },
            Some(ids::MAKE_PRIVATE_FORM) => match number(view, ids::field(Field::Because), &voice) {
                Ok(number) => {
                    let because = Some(view.text(ids::field(Field::Because)));
                    let command = Command::MakePrivate { because, gone: Vec::new() };
                    let asked = self.put(number, command, request).await;
                    (asked.map(drop), ids::field(Field::Because))
                }
                Err(flaws) => return Answer::FieldErrors(flaws),
            },
            Some(ids::CANCEL_FORM) => match number(view, ids::field(Field::Because), &voice) {
                Ok(number) => {
                    let asked = self.put(number, cancelling(view), request).await;
                    (asked.map(drop), first_of_cancelling(view))
                }
                Err(flaws) => return Answer::FieldErrors(flaws),
            },
            Some(ids::SERVICE_FORM) => match number(view, ids::field(Field::Service), &voice) {
                Ok(number) => {
                    let command = Command::ChangeService { to: service::filled_in(view) };
                    let asked = self.put(number, command, request).await;
                    (asked.map(drop), ids::field(Field::Service))
                }
                Err(flaws) => return Answer::FieldErrors(flaws),
            },
            Some(ids::KEEP_FORM) => match shortcuts::kept(view) {
                Some((number, command)) => {
                    let asked = self.put(number, command, request).await;
                    (asked.map(drop), ids::field(Field::Note))
                }
                None => {
                    let old = say!(voice.language, "refused-old-button", command = voice.command);
                    return Answer::FieldErrors(BTreeMap::from([(
                        ids::field(Field::Note).to_owned(),
                        unmarked(&old),
                    )]));
                }
            },
            other => {
                tracing::debug!(form = other, "An unknown form was sent");
                return Answer::Empty;
            }
        };
        match done {
            Ok(()) => {
                self.sent_from_home(user, view);
                Answer::Empty
            }
            Err(error) => Answer::FieldErrors(field_errors(&error, first_field, &voice)),
        }
    }
}

/// A refusal by field, or as a whole below the first one.
fn field_errors(error: &EngineError, first_field: &str, voice: &Voice<'_>) -> BTreeMap<String, String> {
    let by_field = match error {
        EngineError::Refused(refusal) => refusals::field_errors(refusal, voice),
        EngineError::NoSuchIncident(_) | EngineError::Store(_) => None,
    };
    let below = |(field, flaw): (Field, String)| (ids::field(field).to_owned(), unmarked(&flaw));
    match by_field {
        Some(flaws) => flaws.into_iter().map(below).collect(),
        None => BTreeMap::from([(first_field.to_owned(), unmarked(&sentence(error, voice)))]),
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
            Err(flawed.map(|(field, _)| (field.to_owned(), flaw.clone())).collect())
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

/// The incident that the form was opened for.
fn number(view: &View, first_field: &str, voice: &Voice<'_>) -> Filled<Number> {
    let number = view.private_metadata.as_deref().and_then(ids::number_of_form);
    let old = || say!(voice.language, "refused-old-button", command = voice.command);
    number.ok_or_else(|| BTreeMap::from([(first_field.to_owned(), old())]))
}
