//! Messages, each posted once; and where there is a place for them.

use chrono::{DateTime, TimeDelta, Utc};

use super::deliver::{Brought, Courier, DeliveryError};
use crate::incident::{ChannelId, Effect, Errand, Incident, MessageRef};
use crate::slack::client::OwnMessage;
use crate::slack::views::Message;
use crate::slack::{SlackError, Verdict};
use crate::store::Job;

/// How far Slack's clock may lag behind ours: ours may have been set an hour ahead, and nobody is to read a thing twice for that.
pub(super) const CLOCK_SLACK: TimeDelta = TimeDelta::minutes(90);
/// Slack's ways of saying that the bot is not in a channel, or that there is none that it can see.
const OUTSIDE: &[&str] = &["not_in_channel", "channel_not_found"];

/// Where something can be said.
pub(super) struct Place {
    /// In which channel.
    pub(super) channel: ChannelId,
    /// Below which of its messages, if below one.
    thread: Option<String>,
}

impl Place {
    /// A channel as such.
    pub(super) fn whole(channel: &ChannelId) -> Self {
        Self { channel: channel.clone(), thread: None }
    }

    /// The thread below a message.
    pub(super) fn below(message: &MessageRef) -> Self {
        Self { channel: message.channel.clone(), thread: Some(message.ts.clone()) }
    }

    fn channel_of(incident: &Incident) -> Option<Self> {
        incident.live_channel().cloned().map(|channel| Self { channel, thread: None })
    }

    fn thread_of(incident: &Incident) -> Option<Self> {
        incident.places.announcement.as_ref().map(Self::below)
    }
}

impl Courier {
    /// The incident's channel, for which to wait while it may still be made; `None` once that has been given up.
    pub(super) async fn channel_of(
        &self,
        job: &Job,
        incident: &Incident,
    ) -> Result<Option<Place>, DeliveryError> {
        if let Some(place) = Place::channel_of(incident) {
            return Ok(Some(place));
        }
        self.refuse_while_owed(job, Errand::OpenChannel, "the incident's channel").await?;
        Ok(Place::channel_of(&self.incident(job).await?))
    }

    /// The thread below the announcement; as [`Courier::channel_of`]. A private incident has none: others read there.
    pub(super) async fn thread_of(
        &self,
        job: &Job,
        incident: &Incident,
    ) -> Result<Option<Place>, DeliveryError> {
        if incident.manner.is_private {
            return Ok(None);
        }
        if let Some(place) = Place::thread_of(incident) {
            return Ok(Some(place));
        }
        self.refuse_while_owed(job, Errand::Announce, "the announcement").await?;
        let incident = self.incident(job).await?;
        Ok(Place::thread_of(&incident).filter(|_| !incident.manner.is_private))
    }

    /// What is not owed any more is either there or will never be. It may have come since the incident was read, so
    /// whoever asks has to read again.
    pub(super) async fn refuse_while_owed(
        &self,
        job: &Job,
        errand: Errand,
        what: &'static str,
    ) -> Result<(), DeliveryError> {
        if self.store.owes(job, errand).await? { Err(DeliveryError::NotYet(what)) } else { Ok(()) }
    }

    /// Where bells ring.
    pub(super) fn announcements(&self) -> Place {
        Place::whole(&self.announcement_channel)
    }

    /// Posts a message once: a further try first looks for what an earlier one may have posted, and posts nothing where it
    /// cannot look, but a bell: that rings twice rather than never.
    pub(super) async fn post(
        &self,
        job: &Job,
        place: &Place,
        message: &Message,
    ) -> Result<MessageRef, DeliveryError> {
        match self.posted_unheard(job, place).await {
            Ok(Some(posted)) => return Ok(posted),
            Err(DeliveryError::Unseen(error)) if job.effect == Effect::Announce => {
                tracing::warn!(%error, "Nobody may look whether the bell has rung; it rings, perhaps once more");
            }
            nothing => drop(nothing?),
        }
        Ok(self.slack.post_message(&place.channel, place.thread.as_deref(), message, &job.delivery()).await?)
    }

    /// What an earlier try posted without hearing of it; `None` where there was none, or where it posted nothing.
    ///
    /// # Errors
    /// As [`Courier::posted_as`].
    pub(super) async fn posted_unheard(
        &self,
        job: &Job,
        place: &Place,
    ) -> Result<Option<MessageRef>, DeliveryError> {
        if !job.may_be_posted() {
            return Ok(None);
        }
        self.posted_as(&job.delivery(), job.posted_since(), place).await
    }

    /// What was posted under a name since then; `None` only where somebody has looked and there is no such message.
    ///
    /// # Errors
    /// [`DeliveryError::Unseen`] where nobody may look, any other where Slack did not say.
    pub(super) async fn posted_as(
        &self,
        delivery: &str,
        since: DateTime<Utc>,
        place: &Place,
    ) -> Result<Option<MessageRef>, DeliveryError> {
        let oldest = (since - CLOCK_SLACK).timestamp();
        let look = || self.slack.find_message(&place.channel, place.thread.as_deref(), delivery, oldest);
        self.looking_around(&place.channel, look).await?.map_err(DeliveryError::Unseen)
    }

    /// All that the bot has said there since `oldest` (epoch seconds); in a thread, with what that is below.
    ///
    /// # Errors
    /// [`DeliveryError::Missing`] where it may not look: nobody knows what stands there.
    pub(super) async fn said_there(
        &self,
        place: &Place,
        oldest: i64,
    ) -> Result<Vec<OwnMessage>, DeliveryError> {
        let look = || self.slack.own_messages(&place.channel, place.thread.as_deref(), oldest);
        let unseen = |why| DeliveryError::Unseen(why).said_at_once(&place.channel);
        self.looking_around(&place.channel, look).await?.map_err(unseen)
    }

    /// A bot may post in a public channel that it has not joined, but not look around there, so it joins. Where it may not even do
    /// that, what it answers is Slack's reason.
    async fn looking_around<T, Looked>(
        &self,
        channel: &ChannelId,
        look: impl Fn() -> Looked,
    ) -> Result<Result<T, SlackError>, DeliveryError>
    where
        Looked: Future<Output = Result<T, SlackError>>,
    {
        match look().await {
            Err(error) if error.is_any_of(OUTSIDE) => match self.slack.join(channel).await {
                Ok(()) => Ok(Ok(look().await?)),
                Err(error) if error.verdict() == Verdict::GiveUp => Ok(Err(error)),
                Err(error) => Err(error.into()),
            },
            Err(error) if error.is_any_of(&["missing_scope"]) => Ok(Err(error)),
            found => Ok(Ok(found?)),
        }
    }

    /// Edits a message; one that was deleted, or that never came to be, has nothing to show.
    pub(super) async fn edit(&self, at: Option<&MessageRef>, message: &Message) -> Brought {
        let Some(at) = at else { return Ok(None) };
        unless(self.slack.update_message(at, message).await, &["message_not_found", "is_inactive"])
    }
}

/// Takes refusals that say "it is so already" for success.
pub(super) fn unless(result: Result<(), SlackError>, harmless: &[&str]) -> Brought {
    match result {
        Err(error) if !error.is_any_of(harmless) => Err(error.into()),
        _ => Ok(None),
    }
}

#[cfg(test)]
#[path = "post_tests.rs"]
mod tests;
