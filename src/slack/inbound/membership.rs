//! Who comes into the channel of a private incident and who goes out of it: they are the ones who know of it. And who comes back into
//! any.

use std::sync::Arc;

use super::marked::instant;
use super::{Answer, EventEnvelope, Reception};
use crate::engine::EngineError;
use crate::incident::{Asker, ChannelId, Command, Incident, Memberships, Source, UserId, Viewer};
use crate::store::StoreError;

impl Reception {
    /// Slack tells of every channel that the bot is in. What cannot be kept has to be told again: whoever has gone would see
    /// on.
    pub(super) async fn moved(self: &Arc<Self>, envelope: &EventEnvelope) -> Answer {
        let event = &envelope.event;
        let (Some(user), Some(channel)) = (event["user"].as_str(), event["channel"].as_str()) else {
            return Answer::Empty;
        };
        if envelope.bot() == Some(user) {
            return Answer::Empty;
        }
        let (user, channel) = (UserId::new(user), ChannelId::new(channel));
        let at = event["event_ts"].as_str().and_then(instant);
        let command = match event["type"].as_str() {
            Some("member_joined_channel") => Command::MemberJoined { user, at },
            _ => Command::MemberLeft { user, at },
        };
        match self.note_membership(&channel, command, envelope.event_id.as_deref()).await {
            Ok(()) => Answer::Empty,
            Err(error) => {
                tracing::error!(%error, "Who is in a channel could not be kept; Slack will tell of it again");
                Answer::NotKept
            }
        }
    }

    async fn note_membership(
        &self,
        channel: &ChannelId,
        command: Command,
        event_id: Option<&str>,
    ) -> Result<(), EngineError> {
        let found = self.engine.store().incident_in(&self.workspace, channel, &Viewer::Firebell).await?;
        let concerns = |incident: &Incident| match &command {
            Command::MemberJoined { user, .. } => incident.manner.is_private || incident.holds_for_gone(user),
            _ => incident.manner.is_private,
        };
        let Some(found) = found.filter(|found| concerns(&found.incident)) else { return Ok(()) };
        let request = crate::engine::Request {
            workspace: self.workspace.clone(),
            asker: Asker::Firebell,
            memberships: Memberships::default(),
            source: Source::Event,
            receipt: event_id.map(|id| format!("event:{id}")),
            here: None,
        };
        self.engine.ask(found.incident.number, command, &request).await.map(drop)
    }

    /// Whoever acts in the channel of a private incident is in it, though no event may have told so. A form that opens for
    /// them comes back without saying where from.
    pub(super) async fn let_in(&self, viewer: &Viewer, incident: &Incident) -> Result<(), StoreError> {
        let Viewer::Person { user, .. } = viewer else { return Ok(()) };
        if !incident.manner.is_private || incident.circle().contains(user) {
            return Ok(());
        }
        match self.engine.lets_in(incident.number, user.clone()).await {
            Err(EngineError::Store(error)) => Err(error),
            _ => Ok(()),
        }
    }
}
