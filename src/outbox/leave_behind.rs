//! The channel that an incident had before it became private: its title is taken off it and out of what the bot put up there, and
//! it is closed. What people said there stays, and stays readable.

use super::deliver::{Brought, Courier, DeliveryError};
use super::open_channel::{MOST_SUFFIXES, is_called, names};
use super::post::{Place, unless};
use crate::incident::channel_name::with_suffix;
use crate::incident::{ChannelId, Incident, Lane, MessageRef};
use crate::slack::client::Channel;
use crate::slack::views::{announcement, text};
use crate::slack::{SlackError, Verdict};
use crate::store::Job;

/// Slack's ways of saying that there is nothing left to close.
const CLOSED: &[&str] = &["is_archived", "already_archived"];
/// Slack's way of saying that there is no such channel any more.
const GONE: &[&str] = &["channel_not_found"];
/// Where the work stands that is done in a channel. Whatever is under way there has to end first: in an archived channel
/// nothing can be edited.
const DONE_THERE: [Lane; 4] = [Lane::Panel, Lane::Topic, Lane::Talk, Lane::Files];

impl Courier {
    /// Each step can be repeated, and one that Slack refuses keeps no other from being taken. The title goes first, and closing
    /// comes last.
    pub(super) async fn leave_behind(
        &self,
        job: &Job,
        incident: &Incident,
        channel: &ChannelId,
        panel: Option<&MessageRef>,
    ) -> Brought {
        let (_, plain) = names(self, incident);
        let known = match self.found(job, channel).await {
            Err(error) if error.is_any_of(GONE) => return Ok(None),
            known => known?,
        };
        if let Some(closed) = known.as_ref().filter(|known| known.is_archived) {
            let is_clear = is_called(&closed.name, &plain);
            return if is_clear { Ok(None) } else { Err(left_as_it_was(CLOSED[0].to_owned())) };
        }
        let named = self.take_title_off(channel, &plain, known.as_ref()).await;
        if self.store.is_somebody_at(job, &DONE_THERE, self.clock.machine_now()).await? {
            return Err(DeliveryError::NotYet("what is under way in the earlier channel"));
        }
        let steps = [
            named.map_err(DeliveryError::from),
            self.empty_topic(incident, channel, known.as_ref()).await.map_err(DeliveryError::from),
            self.edit(panel, &announcement::withdrawn(incident, &self.voice())).await.map(drop),
            self.take_words_out(incident, channel).await,
            self.point_elsewhere(job, incident, channel).await,
        ];
        match worst(steps) {
            None => self.close(channel).await,
            Some(error) if is_tried_again(&error, job) => Err(error),
            Some(refused) => {
                self.close(channel).await?;
                Err(left_as_it_was(refused.reason()))
            }
        }
    }

    /// What the channel is like; not asked the first time, when it is as it was made.
    async fn found(&self, job: &Job, channel: &ChannelId) -> Result<Option<Channel>, SlackError> {
        if job.is_first_try() { Ok(None) } else { self.slack.channel(channel).await.map(Some) }
    }

    /// What is left of its name is the number, with a suffix where others have that.
    async fn take_title_off(
        &self,
        channel: &ChannelId,
        plain: &str,
        known: Option<&Channel>,
    ) -> Result<(), SlackError> {
        if known.is_some_and(|known| is_called(&known.name, plain)) {
            return Ok(());
        }
        let mut name = plain.to_owned();
        for attempt in 2..=MOST_SUFFIXES + 1 {
            match self.inside(channel, || self.slack.rename_channel(channel, &name)).await {
                Err(error) if error.is_any_of(&["name_taken"]) => name = with_suffix(plain, attempt),
                renamed => return renamed,
            }
        }
        Err(SlackError::refused("name_taken"))
    }

    /// Everybody sees a line about each topic that is set.
    async fn empty_topic(
        &self,
        incident: &Incident,
        channel: &ChannelId,
        known: Option<&Channel>,
    ) -> Result<(), SlackError> {
        let topic = incident.number.to_string();
        if known.is_some_and(|known| known.topic.value == topic) {
            return Ok(());
        }
        self.inside(channel, || self.slack.set_topic(channel, &topic)).await
    }

    /// Of what the bot said, whatever names the incident by more than its number, and whatever can be pressed: nobody presses it
    /// there any more.
    async fn take_words_out(&self, incident: &Incident, channel: &ChannelId) -> Result<(), DeliveryError> {
        let title = text::foreign(&incident.title, 120);
        let place = Place::whole(channel);
        self.withdraw(incident, &place, |one| one.has_buttons() || one.says(&title)).await.map(drop)
    }

    async fn point_elsewhere(
        &self,
        job: &Job,
        incident: &Incident,
        channel: &ChannelId,
    ) -> Result<(), DeliveryError> {
        let pointer = announcement::left_behind(incident, &self.voice());
        let posted = self.post(job, &Place::whole(channel), &pointer).await;
        posted.map(drop).map_err(|error| error.said_at_once(channel))
    }

    async fn close(&self, channel: &ChannelId) -> Brought {
        unless(self.archive(channel).await, CLOSED)
    }
}

/// What passes is tried again before anything is held to be final.
fn worst(steps: [Result<(), DeliveryError>; 5]) -> Option<DeliveryError> {
    steps.into_iter().filter_map(Result::err).reduce(DeliveryError::or_passing)
}

/// A refusal is believed the second time, and where nobody could look it is at once.
fn is_tried_again(error: &DeliveryError, job: &Job) -> bool {
    match error.verdict() {
        Verdict::Final => false,
        Verdict::GiveUp => job.is_first_try(),
        Verdict::RetryAfter(_) | Verdict::Retry | Verdict::Wait => true,
    }
}

fn left_as_it_was(why: String) -> DeliveryError {
    DeliveryError::Missing(why)
}
