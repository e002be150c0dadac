//! The postmortem document, shared in the incident's channel.

use super::deliver::{Brought, Courier, DeliveryError};
use crate::export;
use crate::incident::{Incident, UserId};
use crate::say;
use crate::slack::views;
use crate::store::Job;

impl Courier {
    /// The file's name in Slack is kept before it is shared, so that a further try shares the same one, once.
    pub(super) async fn upload_postmortem(&self, job: &Job, incident: &Incident) -> Brought {
        let place = self.channel_of(job, incident).await?;
        let channel = place.ok_or(DeliveryError::NoChannel)?.channel;
        let file = match job.checkpoint.as_str() {
            "" => {
                let document = self.postmortem(incident).await?;
                let file = self.slack.upload(&export::file_name(incident), &document).await?;
                self.store.checkpoint(job, &file).await?;
                file
            }
            uploaded if self.slack.is_shared(uploaded).await? => return Ok(None),
            uploaded => uploaded.to_owned(),
        };
        let mark = views::drill::mark(incident, self.language);
        let title = say!(self.language, "export-title", number = incident.number.to_string());
        let comment = say!(self.language, "export-comment", number = incident.number.to_string());
        let (title, comment) = (format!("{mark}{title}"), format!("{mark}{comment}"));
        self.slack.share_file(&file, &title, &channel, &comment).await?;
        Ok(None)
    }

    async fn postmortem(&self, incident: &Incident) -> Result<String, DeliveryError> {
        let timeline = self.store.timeline(incident).await?;
        let people = |user: &UserId| self.directory.name(user);
        Ok(export::postmortem(&export::Dossier {
            incident,
            timeline: &timeline,
            people: &people,
            policy: &self.policy,
            zone: self.zone,
            language: self.language,
            written_at: self.clock.now(),
            channel_link: None,
        }))
    }
}
