//! What outsiders can read of an incident that has become private. It is read again in Slack, so that what nobody heard of is found
//! as well, and each message of the bot says no more then than that the incident is private.

use super::deliver::{Brought, Courier, DeliveryError};
use super::post::Place;
use crate::incident::{Address, Errand, Incident, MessageRef};
use crate::slack::client::OwnMessage;
use crate::slack::views::announcement;
use crate::store::Job;

impl Courier {
    /// Whatever the bot said below an announcement or a notice. What is still owed to that place stands before this in its lane.
    pub(super) async fn take_back(&self, job: &Job, incident: &Incident, from: &Address) -> Brought {
        match self.head_of(job, incident, from).await? {
            Some(head) => self.withdraw(incident, &Place::below(&head), |_| true).await,
            None => Ok(None),
        }
    }

    /// Edits those of the bot's messages that are meant. One that cannot be edited keeps no other as it is.
    pub(super) async fn withdraw(
        &self,
        incident: &Incident,
        place: &Place,
        is_meant: impl Fn(&OwnMessage) -> bool,
    ) -> Brought {
        let private = announcement::withdrawn(incident, &self.voice());
        let mut ended = Ok(None);
        let said = self.said_there(place).await?;
        for message in said.into_iter().filter(|one| one.text != private.text && is_meant(one)) {
            let at = MessageRef { channel: place.channel.clone(), ts: message.ts };
            let edited = self.edit(Some(&at), &private).await;
            ended = ended.and(edited);
        }
        ended
    }

    /// The message below which it stands; found by its name, if it was given up and posted all the same.
    async fn head_of(
        &self,
        job: &Job,
        incident: &Incident,
        from: &Address,
    ) -> Result<Option<MessageRef>, DeliveryError> {
        match from {
            Address::Channel => Ok(None),
            Address::Announcement if incident.places.announcement.is_none() => {
                self.refuse_while_owed(job, Errand::Announce, "the announcement").await?;
                Ok(self.incident(job).await?.places.announcement)
            }
            Address::Announcement => Ok(incident.places.announcement.clone()),
            Address::Stakeholders { channel } => {
                let Some(notice) = incident.notice(channel) else { return Ok(None) };
                let earlier = notice.failure.as_ref().and_then(|failure| failure.earlier.as_ref());
                match (&notice.message, earlier) {
                    (None, Some(earlier)) => {
                        self.posted_as(&earlier.delivery, earlier.owed_since, &Place::whole(channel)).await
                    }
                    (known, _) => Ok(known.clone()),
                }
            }
        }
    }
}
