//! The channel that an incident had before it became private: its words are taken out of what the bot put up there, and it
//! is closed. What people said there stays, and stays readable.

use super::deliver::{Brought, Courier};
use super::open_channel::names;
use super::post::{Place, unless};
use crate::incident::{ChannelId, Incident, MessageRef};
use crate::slack::views;
use crate::store::Job;

/// Slack's ways of saying that there is nothing left to close.
const CLOSED: &[&str] = &["is_archived", "already_archived", "channel_not_found"];
/// Slack's ways of keeping a channel's name or its topic as it is. What else can be taken out of it, is.
const KEEPS_IT: &[&str] =
    &["name_taken", "not_authorized", "restricted_action", "invalid_name", "not_in_channel", "is_archived"];

impl Courier {
    /// Each step can be repeated; the last one ends all others.
    pub(super) async fn leave_behind(
        &self,
        job: &Job,
        incident: &Incident,
        channel: &ChannelId,
        panel: Option<&MessageRef>,
    ) -> Brought {
        if !job.is_first_try() && self.slack.channel(channel).await?.is_archived {
            return Ok(None);
        }
        let (_, plain) = names(self, incident);
        unless(self.slack.rename_channel(channel, &plain).await, KEEPS_IT)?;
        unless(self.slack.set_topic(channel, &incident.number.to_string()).await, KEEPS_IT)?;
        self.edit(panel, &views::announcement::announcement(incident, &self.voice())).await?;
        self.post(job, &Place::whole(channel), &views::announcement::left_behind(incident, &self.voice()))
            .await?;
        unless(self.archive(channel).await, CLOSED)
    }
}
