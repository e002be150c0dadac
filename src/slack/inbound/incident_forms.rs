//! The forms about an incident: which there are, who is refused one, and what stands in it. Nobody fills in a form that would
//! be refused.

use slack_morphism::prelude::SlackModalView;

use super::Reception;
use super::opening::Trigger;
use super::reception::trouble;
use super::shortcuts::MOST_CHOICES;
use crate::incident::{Action, Incident, Refusal, UserId, Viewer};
use crate::slack::views::forms::{self, Draft, Offered};
use crate::slack::views::{Voice, cancel, refusals, service, update_forms};
use crate::store::StoreError;

/// A form about an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncidentForm {
    /// For an update.
    Update {
        /// What it says already; may be empty.
        text: String,
    },
    /// For what an update should have said.
    Correction {
        /// Which, by its number; the last one where none is named.
        update: Option<u32>,
    },
    /// That ends it.
    Resolve,
    /// That keeps it from everybody who is not in it.
    MakePrivate,
    /// That calls it off.
    Cancel {
        /// The reason that was given already; may be empty.
        because: String,
    },
    /// That says which service it is about.
    Service,
}

impl IncidentForm {
    /// What it asks for.
    const fn action(&self) -> Action {
        match self {
            Self::Update { .. } | Self::Correction { .. } => Action::Update,
            Self::Resolve => Action::Resolve,
            Self::MakePrivate => Action::Private,
            Self::Cancel { .. } => Action::Cancel,
            Self::Service => Action::Service,
        }
    }

    /// Why what it asks for would be refused, whoever asks. What was said can be set right after the end as well, and what is
    /// over can become private.
    fn obstacle(&self, incident: &Incident) -> Option<Refusal> {
        let number = incident.number;
        match self {
            Self::Update { .. } | Self::Cancel { .. } | Self::Service => incident.refuses_changes(),
            // Whether that is still in hand is seen when it is looked for.
            Self::Correction { .. } => None,
            Self::Resolve => {
                let is_resolved = incident.stage.resolution().is_some();
                let already = is_resolved.then_some(Refusal::ResolvedAlready { number });
                incident.refuses_changes().or(already)
            }
            Self::MakePrivate => incident.manner.is_private.then_some(Refusal::PrivateAlready { number }),
        }
    }
}

impl Reception {
    /// Opens a form about an incident. Answers what to tell the person if it would be refused, or Slack did not let us.
    pub(super) async fn open_form_about(
        &self,
        user: &UserId,
        trigger: Trigger<'_>,
        incident: &Incident,
        form: IncidentForm,
    ) -> Result<(), String> {
        let view = self.form_about(user, incident, form).await?;
        self.open_form(trigger, &view, &self.voice(user)).await
    }

    /// A form about an incident; else what to tell the person.
    pub(super) async fn form_about(
        &self,
        user: &UserId,
        incident: &Incident,
        form: IncidentForm,
    ) -> Result<SlackModalView, String> {
        let voice = self.voice(user);
        let allowed = self.check_allowed(user, form.action()).await;
        let possible = allowed.and_then(|()| form.obstacle(incident).map_or(Ok(()), Err));
        possible.map_err(|refusal| refusals::refusal(&refusal, &voice))?;
        Ok(match form {
            IncidentForm::Update { text } => self.update_form(incident, text, &voice),
            IncidentForm::Correction { update } => {
                let mailing = incident.mailing(update.unwrap_or(incident.updates_posted));
                let out_of_hand = || Refusal::UpdateOutOfHand { number: incident.number };
                let mailing = mailing.ok_or_else(|| refusals::refusal(&out_of_hand(), &voice))?;
                update_forms::correction(incident, &mailing.update, &voice)
            }
            IncidentForm::Resolve => forms::resolve(incident, &voice),
            IncidentForm::MakePrivate => {
                let gone = self.gone_of(incident);
                let is_declarer_gone =
                    incident.declarer_gone || gone.iter().any(|gone| gone.user == incident.declared_by);
                forms::make_private(incident, is_declarer_gone, &voice)
            }
            IncidentForm::Cancel { because } => {
                let others = self.possible_originals(user, incident).await;
                let others = others.map_err(|error| trouble(&error, &voice))?;
                cancel::form(incident, &others, &because, &voice)
            }
            IncidentForm::Service => service::form(incident, &voice),
        })
    }

    fn update_form(&self, incident: &Incident, text: String, voice: &Voice<'_>) -> SlackModalView {
        let next_update_at = incident.next_update_after(voice.policy, self.engine.now());
        let draft = Draft { text, ..Draft::default() };
        update_forms::update(incident, &draft, next_update_at, voice)
    }

    /// The open incidents that this one could be a duplicate of.
    async fn possible_originals(&self, user: &UserId, incident: &Incident) -> Result<Offered, StoreError> {
        let viewer = Viewer::Person { user: user.clone(), here: None };
        let open = self.engine.store().open_incidents(&self.workspace, MOST_CHOICES + 1, &viewer).await?;
        let (mut others, has_more) = (open.readable, open.all > MOST_CHOICES + 1);
        let may_be_linked = |one: &Incident| {
            let is_private = one.manner.is_private || incident.manner.is_private;
            !is_private && one.manner.is_drill == incident.manner.is_drill
        };
        others.retain(|one| one.number != incident.number && may_be_linked(one));
        others.truncate(usize::try_from(MOST_CHOICES).unwrap_or_default());
        Ok(Offered { newest: others, has_more })
    }
}
