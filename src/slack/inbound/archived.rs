//! Channels that somebody archived, or brought back, in Slack itself.

use std::sync::Arc;

use super::marked::instant;
use super::{Answer, EventEnvelope, Reception};
use crate::engine::{EngineError, Request};
use crate::incident::{Archiver, Asker, ChannelId, Command, Memberships, Source, Viewer};
use crate::slack::ids;

impl Reception {
    /// What is no incident's channel concerns nobody here.
    pub(super) async fn archived(self: &Arc<Self>, envelope: &EventEnvelope) -> Answer {
        let Some((channel, command)) = read(envelope) else { return Answer::Empty };
        let done = match self.engine.store().incident_in(&self.workspace, &channel, &Viewer::Firebell).await {
            Ok(Some(found)) => {
                let request = Request {
                    workspace: self.workspace.clone(),
                    asker: Asker::Firebell,
                    memberships: Memberships::default(),
                    source: Source::Message,
                    receipt: envelope.event_id.as_deref().map(|id| format!("event:{id}")),
                    here: None,
                };
                self.engine.ask(found.incident.number, command, &request).await.map(drop)
            }
            Ok(None) => Ok(()),
            Err(error) => Err(error.into()),
        };
        match done {
            Err(EngineError::Store(error)) => {
                tracing::error!(%error, "What became of a channel could not be kept; Slack will tell of it again");
                Answer::NotKept
            }
            _ => Answer::Empty,
        }
    }
}

/// What happened to which channel; `None` where the event does not say by whom.
pub fn read(envelope: &EventEnvelope) -> Option<(ChannelId, Command)> {
    let event = &envelope.event;
    let channel = ChannelId::new(event["channel"].as_str()?);
    let user = ids::person(event["user"].as_str()?)?;
    let at = event["event_ts"].as_str().and_then(instant);
    let command = match event["type"].as_str()? {
        "channel_archive" | "group_archive" => {
            let is_own = envelope.bot() == Some(user.as_str());
            let by = if is_own { Archiver::Firebell } else { Archiver::Person(user) };
            Command::ChannelArchived { channel: channel.clone(), by, as_of: at }
        }
        _ => Command::ChannelUnarchived { channel: channel.clone(), by: user, at },
    };
    Some((channel, command))
}
