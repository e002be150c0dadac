//! What outsiders can read of an incident that has become private. It is read again in Slack, so that what nobody heard of is found
//! as well, and each message of the bot says no more then than that the incident is private.

use super::deliver::{Brought, Courier, DeliveryError};
use super::post::Place;
use crate::incident::{Address, Errand, Incident, MessageRef, Number, Viewer};
use crate::say;
use crate::slack::client::OwnMessage;
use crate::slack::views::text::foreign;
use crate::slack::views::{Message, announcement};
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
        self.replace(place, &announcement::withdrawn(incident, &self.voice()), is_meant).await
    }

    /// What the bot said in the incident's channel of another one, with its title, before that became private. What has buttons
    /// shows by itself what is true now.
    pub(super) async fn take_back_name(&self, job: &Job, incident: &Incident, whom: Number) -> Brought {
        let Some(channel) = incident.live_channel() else { return Ok(None) };
        let found = self.store.incident(&job.workspace, whom, &Viewer::Firebell).await?;
        let Some(other) = found.map(|found| found.incident) else { return Ok(None) };
        let (number, title) = (other.number.to_string(), foreign(&other.title, 120));
        let is_meant = |one: &OwnMessage| !one.has_buttons() && one.says(&number) && one.says(&title);
        let instead = Message::plain(say!(self.language, "line-withheld"));
        self.replace(&Place::whole(channel), &instead, is_meant).await
    }

    async fn replace(
        &self,
        place: &Place,
        instead: &Message,
        is_meant: impl Fn(&OwnMessage) -> bool,
    ) -> Brought {
        let mut ended = Ok(None);
        let said = self.said_there(place).await?;
        for message in said.into_iter().filter(|one| one.text != instead.text && is_meant(one)) {
            let at = MessageRef { channel: place.channel.clone(), ts: message.ts };
            let edited = self.edit(Some(&at), instead).await;
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
