//! The channel of an incident that is over is put away; and what was to be done in a channel that somebody has put away
//! is done elsewhere, if there is a place for it.

use super::deliver::{Brought, Courier, DeliveryError};
use super::post::unless;
use crate::incident::{Archiver, ChannelId, Command, Incident, Line};
use crate::slack::SlackError;
use crate::store::Job;

/// Slack's word for it.
pub(super) const ARCHIVED: &str = "is_archived";

impl Courier {
    /// What goes on meanwhile is not put away, nor what went on and ended anew: that waits for its own time. Slack says so if
    /// it is put away already.
    pub(super) async fn archive_channel(&self, incident: &Incident) -> Brought {
        let is_wanted = !incident.stage.is_open() && incident.archiving.asked_at.is_some();
        let Some(channel) = incident.live_channel().filter(|_| is_wanted) else {
            return Ok(None);
        };
        unless(self.archive(channel).await, &["already_archived"])?;
        Ok(Some(archived(incident, channel, Archiver::Firebell)))
    }

    pub(super) async fn archive(&self, channel: &ChannelId) -> Result<(), SlackError> {
        self.inside(channel, || self.slack.archive(channel)).await
    }

    /// Does what only those may do who are in a channel.
    pub(super) async fn inside<Done>(
        &self,
        channel: &ChannelId,
        act: impl Fn() -> Done,
    ) -> Result<(), SlackError>
    where
        Done: Future<Output = Result<(), SlackError>>,
    {
        match act().await {
            Err(error) if error.is_any_of(&["not_in_channel"]) => {
                self.slack.join(channel).await?;
                act().await
            }
            done => done,
        }
    }
}

/// That it is archived, as far as a try can know that began when the incident was like this.
fn archived(incident: &Incident, channel: &ChannelId, by: Archiver) -> Command {
    Command::ChannelArchived { channel: channel.clone(), by, as_of: incident.archiving.returned_at }
}

/// What cannot be done in the incident's channel since that is archived: first that has to be known.
pub(super) fn in_archived_channel(job: &Job, incident: &Incident, brought: Brought) -> Brought {
    match (&brought, &incident.places.channel) {
        (Err(DeliveryError::Slack(error) | DeliveryError::Unseen(error)), Some(channel))
            if job.effect.is_in_channel() && error.is_any_of(&[ARCHIVED]) =>
        {
            Err(DeliveryError::Archived(Box::new(archived(incident, channel, Archiver::Unknown))))
        }
        _ => brought,
    }
}

/// Whether a line speaks of something that is not so any more, or that may not be told any more.
pub(super) fn is_outdated(incident: &Incident, line: &Line) -> bool {
    match line {
        Line::OverStageLimit { since, .. } => incident.stage_since != Some(*since),
        Line::ToBeArchived { .. } => incident.stage.is_open(),
        Line::DuplicateFound { other, .. } | Line::DuplicateGone { other, .. } => {
            incident.unnamed.contains(&other.number)
        }
        _ => false,
    }
}
