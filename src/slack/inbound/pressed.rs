//! Buttons and selects: what was pressed becomes a command or opens a form. A refusal is whispered behind the answer,
//! since Slack shows no words in it.

use std::sync::Arc;

use super::incident_forms::IncidentForm;
use super::interactions::Action;
use super::opening::{Level, Trigger};
use super::reception::{question, sentence, trouble};
use super::submitted::{external_text, update_text};
use super::{Answer, Interaction, Reception};
use crate::engine::EngineError;
use crate::incident::{
    Author, Command, Field, Incident, Number, Position, Role, SeenHolder, SeverityKey, Source, StageName,
    Update, UserId,
};
use crate::say;
use crate::slack::client::Reply;
use crate::slack::ids;
use crate::slack::views::forms::Draft;
use crate::slack::views::reminder::SNOOZE_MINUTES;
use crate::slack::views::timeline::{self, Page};
use crate::slack::views::{Message, Voice, answers, areas, update_forms};
use chrono::{DateTime, TimeDelta};

/// What a press asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// Something of the incident.
    Ask(Command),
    /// A form about it.
    Form(IncidentForm),
    /// What the update form that is open would be read as.
    Preview,
    /// Another page of the timeline.
    Timeline(Page),
}

impl Reception {
    pub(super) async fn pressed(self: &Arc<Self>, interaction: &Interaction) -> Answer {
        let Some(action) = interaction.actions.first() else { return Answer::Empty };
        let trigger = Trigger::of(interaction);
        let user = UserId::new(interaction.user.id.as_str());
        let voice = self.voice(&user);
        let understood = ids::number_in(&action.block_id).zip(read(action, &user));
        let done = match understood {
            Some(understood) => Box::pin(self.carry_out(interaction, trigger, &user, understood)).await,
            None if action.action_id == ids::DECLARE_WORDS => {
                let text = action.value.clone().unwrap_or_default();
                self.open_declare_form(&user, trigger, Draft { text, ..Draft::default() }).await
            }
            None => {
                tracing::debug!(action = action.action_id, "An unknown action was pressed");
                Err(say!(voice.language, "refused-old-button", command = voice.command))
            }
        };
        if let Err(sentence) = done {
            match &interaction.view {
                Some(_) => self.tell_by_form(&user, (trigger, Level::Above), &sentence).await,
                None => self.whisper(interaction.response_url.as_deref(), Message::plain(sentence)),
            }
        }
        Answer::Empty
    }

    async fn carry_out(
        self: &Arc<Self>,
        interaction: &Interaction,
        trigger: Trigger<'_>,
        user: &UserId,
        (number, press): (Number, Press),
    ) -> Result<(), String> {
        let voice = self.voice(user);
        match press {
            Press::Ask(command) => self.ask_by_button(interaction, user, number, command).await,
            Press::Form(form) => {
                let incident = self.find(number, interaction).await?;
                self.open_form_about(user, trigger, &incident, form).await
            }
            Press::Preview => {
                let incident = self.find(number, interaction).await?;
                self.show_preview(interaction, trigger, user, &incident).await
            }
            Press::Timeline(page) => {
                let incident = self.find(number, interaction).await?;
                let entries = self.engine.store().timeline(&incident).await;
                let entries = entries.map_err(|error| trouble(&error, &voice))?;
                let shown = timeline::timeline(&incident, &entries, page, &voice);
                self.show_instead(interaction.response_url.as_deref(), shown);
                Ok(())
            }
        }
    }

    /// Whoever would join duties that are kept apart is asked first; the question makes room for the answer.
    async fn ask_by_button(
        self: &Arc<Self>,
        interaction: &Interaction,
        user: &UserId,
        number: Number,
        command: Command,
    ) -> Result<(), String> {
        let voice = self.voice(user);
        let response_url = interaction.response_url.as_deref();
        let answers_question = interaction.actions.first().is_some_and(is_answer);
        let request = self.request(user, Source::Button, interaction.receipt()).made_in(interaction.here());
        match self.put(number, command.clone(), request).await {
            Ok(outcome) => {
                if answers_question {
                    let done = answers::done(&command, outcome.incident(), &voice);
                    self.show_instead(response_url, done);
                }
                if matches!(command, Command::Reopen { .. }) && outcome.incident().places.channel.is_none() {
                    self.whisper(response_url, answers::done(&command, outcome.incident(), &voice));
                }
                if matches!(&command, Command::GiveRole { role: Role::Responder, to, .. } if to == user)
                    && let Some(question) = areas::question(outcome.incident(), user, self.language, &voice)
                {
                    self.whisper(response_url, question);
                }
                Ok(())
            }
            Err(error) => match question(&error, &command, user, &voice) {
                Some(question) => {
                    let reply = if answers_question { Reply::Instead } else { Reply::Beside };
                    self.respond(response_url, question, reply);
                    Ok(())
                }
                None => Err(sentence(&error, &voice)),
            },
        }
    }

    /// The incident that a press is about, as far as whoever pressed may know of it.
    pub(super) async fn find(&self, number: Number, interaction: &Interaction) -> Result<Incident, String> {
        let (user, viewer) = (UserId::new(interaction.user.id.as_str()), interaction.viewer());
        let voice = self.voice(&user);
        match self.engine.store().incident(&self.workspace, number, &viewer).await {
            Ok(Some(found)) => {
                let let_in = self.let_in(&viewer, &found.incident).await;
                let_in.map(|()| found.incident).map_err(|error| trouble(&error, &voice))
            }
            Ok(None) => Err(sentence(&EngineError::NoSuchIncident(number), &voice)),
            Err(error) => Err(trouble(&error, &voice)),
        }
    }

    /// Shows what is in the update form as each audience will read it, above the form, which stays as it is.
    async fn show_preview(
        &self,
        interaction: &Interaction,
        trigger: Trigger<'_>,
        user: &UserId,
        incident: &Incident,
    ) -> Result<(), String> {
        let voice = self.voice(user);
        let Some(view) = &interaction.view else { return Ok(()) };
        let update = Update {
            number: incident.updates_posted + 1,
            text: update_text(view),
            external: external_text(view),
            next_update_at: view.instant(ids::field(Field::NextUpdateAt)),
            posted_by: Author::Person(user.clone()),
            posted_at: self.engine.now(),
            corrected: None,
        };
        let words = Voice { language: self.language, ..voice };
        let shown = update_forms::preview(incident, &update, &words, &voice);
        let shown = self.open_form_at(Level::Above, trigger, &shown, &voice).await;
        let number = incident.number.to_string();
        shown.map_err(|_| say!(voice.language, "preview-not-shown", number = number))
    }
}

/// Whether it stands below a question that was asked in private, and whose place the answer takes.
fn is_answer(action: &Action) -> bool {
    matches!(ids::split(&action.action_id).0, ids::ANYWAY | ids::TAKE_OVER)
}

/// What a press asks for; `None` for an action that this version does not know.
pub fn read(action: &Action, user: &UserId) -> Option<Press> {
    let value = action.value.as_deref();
    let role = |to: UserId, seen: SeenHolder| {
        let role = Role::find(ids::split(&action.action_id).1)?;
        Some(Press::Ask(Command::GiveRole { role, to, area: String::new(), seen, anyway: false }))
    };
    match ids::split(&action.action_id).0 {
        ids::SEVERITY => {
            Some(Press::Ask(Command::ChangeSeverity { to: SeverityKey::new(value?), because: None }))
        }
        ids::TAKE => {
            let seen = value.and_then(ids::person);
            role(user.clone(), SeenHolder::Was(seen))
        }
        ids::TAKE_OVER => role(user.clone(), SeenHolder::Was(Some(ids::person(value?)?))),
        ids::ASSIGN => role(ids::person(action.selected_user.as_deref()?)?, SeenHolder::Unsaid),
        ids::ANYWAY => {
            let role = Role::find(ids::split(&action.action_id).1)?;
            let (to, seen, area) = ids::read_anyway(value?)?;
            Some(Press::Ask(Command::GiveRole { role, to, area, seen, anyway: true }))
        }
        ids::AREA => {
            let (role, to, area) = (Role::Responder, user.clone(), value?.to_owned());
            let (seen, anyway) = (SeenHolder::Unsaid, false);
            Some(Press::Ask(Command::GiveRole { role, to, area, seen, anyway }))
        }
        ids::STAGE => match StageName::find(&action.selected_option.as_ref()?.value)? {
            StageName::ReadyForClosure => Some(Press::Form(IncidentForm::Resolve)),
            to => Some(Press::Ask(Command::ChangeStage { to })),
        },
        ids::UPDATE => Some(Press::Form(IncidentForm::Update { text: String::new() })),
        ids::EDIT_UPDATE => {
            let update = Some(value?.parse().ok()?);
            Some(Press::Form(IncidentForm::Correction { update }))
        }
        ids::PREVIEW => Some(Press::Preview),
        ids::RESOLVE => Some(Press::Form(IncidentForm::Resolve)),
        ids::CANCEL => Some(Press::Form(IncidentForm::Cancel { because: String::new() })),
        ids::SERVICE => Some(Press::Form(IncidentForm::Service)),
        ids::CLOSE => Some(Press::Ask(Command::Close { postmortem_owner: None })),
        ids::REOPEN => Some(Press::Ask(Command::Reopen { because: None, gone: Vec::new() })),
        ids::TIMELINE_EARLIER => Some(Press::Timeline(Page::Before(Position::parse(value?)?))),
        ids::TIMELINE_LATER => Some(Press::Timeline(Page::After(Position::parse(value?)?))),
        ids::EXPORT => Some(Press::Ask(Command::Export)),
        ids::RETRY => Some(Press::Ask(Command::Redeliver { to: ids::address_of(value?)? })),
        ids::CONFIRM_PAGE => {
            let (update, corrected_at) = ids::read_words_of(value?)?;
            Some(Press::Ask(Command::ConfirmPage { update, corrected_at }))
        }
        ids::SNOOZE => {
            let asked = value.and_then(|minutes| TimeDelta::try_minutes(minutes.parse().ok()?));
            let quiet_for = asked.unwrap_or(TimeDelta::minutes(SNOOZE_MINUTES));
            Some(Press::Ask(Command::Snooze { quiet_for }))
        }
        ids::NOTHING_NEW => {
            let given_at = value.and_then(|millis| DateTime::from_timestamp_millis(millis.parse().ok()?));
            Some(Press::Ask(Command::NothingNew { answers: given_at }))
        }
        _ => None,
    }
}
