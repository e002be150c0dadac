//! What is said to one person alone, in the channel that the bot shares with nobody else.

use chrono::{DateTime, Utc};

use super::deliver::{Brought, Courier, DeliveryError};
use super::post::Place;
use crate::incident::{Incident, MessageRef, Role, UserId};
use crate::pace::Budget;
use crate::slack::SlackError;
use crate::slack::method::{self, Method};
use crate::slack::views::{self, Message, Voice};
use crate::store::Job;

impl Courier {
    /// Nobody is told what a role asks of them that they have passed on meanwhile, or that nobody needs any more.
    pub(super) async fn brief(&self, job: &Job, incident: &Incident, person: &UserId, role: Role) -> Brought {
        if incident.roles.holds(role, person) && incident.stage.is_open() {
            let message = views::instructions::instructions(incident, role, &self.voice_for(person));
            self.post_in_private(job, person, &message).await?;
        }
        Ok(None)
    }

    /// Nobody is told that an update will soon be due who has posted it, or was reminded, or asked for quiet meanwhile.
    pub(super) async fn heads_up(
        &self,
        job: &Job,
        incident: &Incident,
        person: &UserId,
        due_at: DateTime<Utc>,
    ) -> Brought {
        let now = self.clock.now();
        let is_awaited = incident.update_clock.as_ref().is_some_and(|clock| {
            let is_quiet = clock.snoozed_until.is_some_and(|until| until > now);
            clock.due_at == due_at && clock.reminded_at.is_none() && !is_quiet
        });
        if is_awaited && now < due_at {
            let message = views::reminder::heads_up(incident, due_at, now, &self.voice_for(person));
            self.post_in_private(job, person, &message).await?;
        }
        Ok(None)
    }

    /// Nobody is told that they own the postmortem of what goes on again, or that somebody else owns by now.
    pub(super) async fn entrust_postmortem(
        &self,
        job: &Job,
        incident: &Incident,
        person: &UserId,
    ) -> Brought {
        let owner = incident.stage.closure().and_then(|closure| closure.postmortem_owner.as_ref());
        if owner == Some(person) {
            let message = views::instructions::postmortem(incident, &self.voice_for(person));
            self.post_in_private(job, person, &message).await?;
        }
        Ok(None)
    }

    /// Posts a message to one person, once: a further try first looks for what an earlier one may have posted.
    pub(super) async fn post_in_private(
        &self,
        job: &Job,
        person: &UserId,
        message: &Message,
    ) -> Result<MessageRef, DeliveryError> {
        let channel = self.slack.open_private(person).await?;
        self.post(job, &Place::whole(&channel), message).await
    }

    /// Where somebody who knows of a private incident is asked, or told, alone: [`Incident::asked_alone`].
    pub(super) async fn alone_with(
        &self,
        incident: &Incident,
        meant: Option<&UserId>,
    ) -> Result<Option<Place>, DeliveryError> {
        let Some(person) = incident.asked_alone(meant) else { return Ok(None) };
        self.may_call(incident, method::CONVERSATIONS_OPEN).await?;
        Ok(Some(Place::whole(&self.slack.open_private(person).await?)))
    }

    /// Whether Slack takes a call that the toll may not have paid for, as far as anybody has heard.
    async fn may_call(&self, incident: &Incident, method: Method) -> Result<(), DeliveryError> {
        let (budget, now) = (Budget::method(method.name), self.clock.machine_now());
        match self.store.budget_is_closed_for(&incident.workspace, &budget, now).await? {
            Some(retry_after) => Err(SlackError::RateLimited { method: method.name, retry_after }.into()),
            None => Ok(()),
        }
    }

    /// In their own language, where that is one of ours.
    pub(super) fn voice_for(&self, person: &UserId) -> Voice<'_> {
        let voice = self.voice();
        Voice { language: self.directory.language(person).unwrap_or(voice.language), ..voice }
    }
}
