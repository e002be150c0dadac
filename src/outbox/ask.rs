//! What asks somebody for something: reminders, and requests for a commander. Each is asked once, and not any more when it was
//! answered.

use super::deliver::{Brought, Courier, DeliveryError};
use super::post::Place;
use crate::incident::{Asked, Command, Effect, Escalation, Incident, Line};
use crate::slack::views;
use crate::store::Job;

impl Courier {
    /// What was answered before it could be asked is not asked any more. But an earlier try may have asked without hearing
    /// of that; then its message shows what became of it.
    pub(super) async fn remind(&self, job: &Job, incident: &Incident) -> Brought {
        let Some(reminder) = &incident.last_reminder else { return Ok(None) };
        if reminder.message.is_some() {
            return Ok(None);
        }
        let brought = |message| Command::ReminderPosted { message, reminded_at: Some(reminder.reminded_at) };
        let Some(place) = self.place_of_questions(job, incident).await? else { return Ok(None) };
        if reminder.answer.is_some() || incident.update_clock.is_none() {
            let posted = self.posted_unheard(job, &place).await?;
            return Ok(posted.map(brought));
        }
        if reminder.escalated == Some(Escalation::Groups) {
            self.let_groups_in_first(job).await?;
        }
        let message = views::reminder::reminder(incident, reminder, &self.voice());
        let message = self.post(job, &place, &message).await?;
        Ok(Some(brought(message)))
    }

    /// Nobody is asked for a commander who has come forward meanwhile, or whom nobody needs any more. But an earlier try may
    /// have asked without hearing of that; then its message shows who came.
    pub(super) async fn ask_for_a_commander(&self, job: &Job, incident: &Incident, whom: Asked) -> Brought {
        let is_wanted = incident.wants_a_commander();
        if !is_wanted && job.is_first_try() {
            return Ok(None);
        }
        if is_wanted && whom == Asked::Groups {
            self.let_groups_in_first(job).await?;
        }
        let Some(place) = self.place_of_questions(job, incident).await? else { return Ok(None) };
        let posted = if is_wanted {
            let message = views::lines::line(incident, &Line::AskedToCommand { whom }, &self.voice());
            Some(self.post(job, &place, &message).await?)
        } else {
            self.posted_unheard(job, &place).await?
        };
        Ok(posted.map(|message| Command::PleaPosted { message }))
    }

    /// An incident that got no channel is asked about below its announcement.
    pub(super) async fn place_of_questions(
        &self,
        job: &Job,
        incident: &Incident,
    ) -> Result<Option<Place>, DeliveryError> {
        match self.channel_of(job, incident).await? {
            None => self.thread_of(job, incident).await,
            channel => Ok(channel),
        }
    }

    /// The work behind it does what it was to do. Only a reminder may have been posted without being heard of: the one
    /// behind it has the buttons now.
    pub(super) async fn overtaken(&self, job: &Job) -> Brought {
        if !matches!(job.effect, Effect::Remind) {
            return Ok(None);
        }
        let incident = self.incident(job).await?;
        let Some(place) = self.place_of_questions(job, &incident).await? else { return Ok(None) };
        let posted = self.posted_unheard(job, &place).await?;
        Ok(posted.map(|message| Command::ReminderPosted { message, reminded_at: None }))
    }

    pub(super) async fn refresh_reminder(&self, incident: &Incident) -> Brought {
        let Some(reminder) = &incident.last_reminder else { return Ok(None) };
        let Some(message) = reminder.message.clone() else { return Ok(None) };
        self.edit(Some(&message), &views::reminder::reminder(incident, reminder, &self.voice())).await?;
        Ok(reminder.answer.clone().map(|answer| Command::ReminderShown { message, answer }))
    }
}
