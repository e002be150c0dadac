//! People who are not there any more: who has left an incident's channel, or Slack, holds no role in it.

use super::{Answer, EventEnvelope, Reception};
use crate::engine::{EngineError, Request};
use crate::incident::{Asker, ChannelId, Command, Departure, Incident, Memberships, Number, Source, UserId};
use crate::store::StoreError;

/// How many open incidents are looked at together.
const AT_ONCE: i64 = 100;

impl Reception {
    pub(super) async fn left_channel(&self, envelope: &EventEnvelope) -> Answer {
        let event = &envelope.event;
        let (Some(user), Some(channel)) = (event["user"].as_str(), event["channel"].as_str()) else {
            return Answer::Empty;
        };
        let (user, channel) = (UserId::new(user), ChannelId::new(channel));
        let lost = match self.engine.store().incident_in(&self.workspace, &channel).await {
            Ok(Some(found)) => {
                let event_id = envelope.event_id.as_deref();
                self.lose_holder(&found.incident, &user, Departure::LeftChannel, event_id).await
            }
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        answered(lost)
    }

    /// Slack tells much of people, and seldom that they are gone; only then are the open incidents looked through.
    pub(super) async fn deactivated(&self, user: &UserId, event_id: Option<&str>) -> Answer {
        let mut below = Some(Number::new(i64::MAX));
        while let Some(from) = below {
            below = match self.deactivated_below(from, user, event_id).await {
                Ok(lowest) => lowest,
                Err(error) => return answered(Err(error)),
            };
        }
        Answer::Empty
    }

    async fn deactivated_below(
        &self,
        below: Number,
        user: &UserId,
        event_id: Option<&str>,
    ) -> Result<Option<Number>, StoreError> {
        let open = self.engine.store().open_below(&self.workspace, below, AT_ONCE).await?;
        for open in &open.readable {
            self.lose_holder(&open.incident, user, Departure::Deactivated, event_id).await?;
        }
        Ok(open.lowest)
    }

    /// Where nothing hangs on them, nothing is changed.
    async fn lose_holder(
        &self,
        incident: &Incident,
        user: &UserId,
        why: Departure,
        event_id: Option<&str>,
    ) -> Result<(), StoreError> {
        if !incident.would_miss(user) {
            return Ok(());
        }
        let request = Request {
            workspace: self.workspace.clone(),
            asker: Asker::Firebell,
            memberships: Memberships::default(),
            source: Source::Event,
            // One event may tell of several incidents.
            receipt: event_id.map(|id| format!("event:{id}:{}", incident.number.get())),
        };
        let command = Command::LoseHolder { user: user.clone(), why };
        match self.engine.ask(incident.number, command, &request).await {
            Err(EngineError::Store(error)) => Err(error),
            Err(refused) => {
                tracing::debug!(%refused, "Nobody was lost");
                Ok(())
            }
            Ok(_) => Ok(()),
        }
    }
}

fn answered(lost: Result<(), StoreError>) -> Answer {
    match lost {
        Ok(()) => Answer::Empty,
        Err(error) => {
            tracing::error!(%error, "Somebody's leaving could not be kept; Slack will tell of it again");
            Answer::NotKept
        }
    }
}
