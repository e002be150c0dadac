//! What outsiders can read of an incident that has become private. It is read again in Slack, so that what nobody heard of is found
//! as well, and each message of the bot says no more then than that the incident is private.

use chrono::TimeDelta;

use super::deliver::{Brought, Courier, DeliveryError};
use super::post::Place;
use crate::incident::{Address, Errand, Incident, MessageRef, Number, Viewer};
use crate::say;
use crate::slack::SlackError;
use crate::slack::client::OwnMessage;
use crate::slack::views::{Message, announcement, cancel};
use crate::store::Job;

/// The beginning of everything, in Slack's seconds.
const EVER: i64 = 0;
/// How much later than it was declared an incident may say that it was, as people correct that.
const DECLARED_LATER: TimeDelta = TimeDelta::days(1);

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
        self.replace(place, EVER, &announcement::withdrawn(incident, &self.voice()), is_meant).await
    }

    /// The line in the incident's channel that told of another one, with its title, before that became private. Whatever else
    /// stands there is this incident's, and what people wrote stays.
    pub(super) async fn take_back_name(&self, job: &Job, incident: &Incident, whom: Number) -> Brought {
        let Some(channel) = incident.live_channel() else { return Ok(None) };
        let found = self.store.incident(&job.workspace, whom, &Viewer::Firebell).await?;
        let Some(other) = found.map(|found| found.incident) else { return Ok(None) };
        let tells_of_it = |text: &str| cancel::is_duplicate_found(text, incident.number, whom);
        let is_meant = |one: &OwnMessage| !is_kept(incident, one) && one.has_text(tells_of_it);
        let instead = Message::plain(say!(self.language, "line-withheld"));
        let oldest = (other.key_times.declared_at - DECLARED_LATER).timestamp();
        self.replace(&Place::whole(channel), oldest, &instead, is_meant).await
    }

    async fn replace(
        &self,
        place: &Place,
        oldest: i64,
        instead: &Message,
        is_meant: impl Fn(&OwnMessage) -> bool,
    ) -> Brought {
        let mut trouble: Option<DeliveryError> = None;
        let said = self.said_there(place, oldest).await?;
        for message in said.into_iter().filter(|one| one.text != instead.text && is_meant(one)) {
            let at = MessageRef { channel: place.channel.clone(), ts: message.ts };
            let Err(error) = self.edit(Some(&at), instead).await else { continue };
            if matches!(error, DeliveryError::Slack(SlackError::RateLimited { .. })) {
                return Err(error);
            }
            trouble = Some(match trouble {
                Some(earlier) => earlier.or_passing(error),
                None => error,
            });
        }
        trouble.map_or(Ok(None), Err)
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
                        let (name, place) = (&earlier.delivery, Place::whole(channel));
                        let found = self.posted_as(name, earlier.owed_since, &place).await;
                        found.map_err(|error| error.said_at_once(channel))
                    }
                    (known, _) => Ok(known.clone()),
                }
            }
        }
    }
}

/// Whether it shows by itself what is true now, or what people wrote.
fn is_kept(incident: &Incident, message: &OwnMessage) -> bool {
    let copies = incident.mailings.iter().flat_map(|mailing| &mailing.deliveries);
    let known = copies.filter_map(|copy| copy.message.as_ref()).chain(&incident.places.panel);
    let reminder = incident.last_reminder.as_ref().and_then(|reminder| reminder.message.as_ref());
    known.chain(&incident.pleas).chain(reminder).any(|at| at.ts == message.ts)
}
