//! Messages, each posted once; and where there is a place for them.

use chrono::TimeDelta;

use super::deliver::{Brought, Courier, DeliveryError};
use crate::incident::{ChannelId, Errand, Incident, MessageRef};
use crate::slack::views::Message;
use crate::slack::{SlackError, Verdict};
use crate::store::Job;

/// How far Slack's clock may lag behind ours.
const CLOCK_SLACK: TimeDelta = TimeDelta::seconds(60);
/// Slack's ways of saying that the bot is not in a channel, or that there is none that it can see.
const OUTSIDE: &[&str] = &["not_in_channel", "channel_not_found"];

/// Where something can be said.
pub(super) struct Place<'a> {
    /// In which channel.
    pub(super) channel: &'a ChannelId,
    /// Below which of its messages, if below one.
    thread: Option<&'a str>,
}

impl Courier {
    /// The incident's channel, for which to wait while it may still be made; `None` once that has been given up.
    pub(super) async fn channel_of<'a>(
        &self,
        job: &Job,
        incident: &'a Incident,
    ) -> Result<Option<Place<'a>>, DeliveryError> {
        match &incident.places.channel {
            Some(channel) => Ok(Some(Place { channel, thread: None })),
            None if self.store.owes(job, Errand::OpenChannel).await? => {
                Err(DeliveryError::NotYet("the incident's channel"))
            }
            None => Ok(None),
        }
    }

    /// The thread below the announcement; as [`Courier::channel_of`].
    pub(super) async fn thread_of<'a>(
        &self,
        job: &Job,
        incident: &'a Incident,
    ) -> Result<Option<Place<'a>>, DeliveryError> {
        match &incident.places.announcement {
            Some(MessageRef { channel, ts }) => Ok(Some(Place { channel, thread: Some(ts) })),
            None if self.store.owes(job, Errand::Announce).await? => {
                Err(DeliveryError::NotYet("the announcement"))
            }
            None => Ok(None),
        }
    }

    /// Where bells ring.
    pub(super) fn announcements(&self) -> Place<'_> {
        Place { channel: &self.announcement_channel, thread: None }
    }

    /// Posts a message once: a further try first looks for what an earlier one may have posted.
    pub(super) async fn post(
        &self,
        job: &Job,
        place: &Place<'_>,
        message: &Message,
    ) -> Result<MessageRef, DeliveryError> {
        if job.attempts > 1
            && let Some(posted) = self.posted_before(job, place).await?
        {
            return Ok(posted);
        }
        Ok(self.slack.post_message(place.channel, place.thread, message, &delivery_name(job)).await?)
    }

    /// What an earlier try posted. A bot may post in a public channel that it has not joined, but not look around there,
    /// so it joins; where it may not even do that, saying a thing again is better than silence.
    async fn posted_before(&self, job: &Job, place: &Place<'_>) -> Result<Option<MessageRef>, DeliveryError> {
        let delivery = delivery_name(job);
        let oldest = (job.created_at - CLOCK_SLACK).timestamp();
        let look = || self.slack.find_message(place.channel, place.thread, &delivery, oldest);
        match look().await {
            Err(error) if error.is_any_of(OUTSIDE) => match self.slack.join(place.channel).await {
                Ok(()) => Ok(look().await?),
                Err(error) if error.verdict() == Verdict::GiveUp => Ok(None),
                Err(error) => Err(error.into()),
            },
            found => Ok(found?),
        }
    }

    /// Edits a message; one that was deleted, or that never came to be, has nothing to show.
    pub(super) async fn edit(&self, at: Option<&MessageRef>, message: &Message) -> Brought {
        let Some(at) = at else { return Ok(None) };
        unless(self.slack.update_message(at, message).await, &["message_not_found", "is_inactive"])
    }
}

/// By which name a posted message is found again.
fn delivery_name(job: &Job) -> String {
    format!("{}/{}/{}", job.workspace, job.number, job.id)
}

/// Takes refusals that say "it is so already" for success.
pub(super) fn unless(result: Result<(), SlackError>, harmless: &[&str]) -> Brought {
    match result {
        Err(error) if !error.is_any_of(harmless) => Err(error.into()),
        _ => Ok(None),
    }
}
