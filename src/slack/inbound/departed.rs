//! People who are not there any more: who has left an incident's channel, or Slack, or became a guest, holds no role in it.

use chrono::{DateTime, Utc};

use super::marked::instant;
use super::{Answer, EventEnvelope, Reception};
use crate::engine::{EngineError, Request};
use crate::incident::{
    Asker, ChannelId, Command, Departure, Incident, Memberships, Number, Source, UserId, Viewer, attendance,
};
use crate::slack::ids;
use crate::store::StoreError;

/// How many open incidents are looked at together.
const AT_ONCE: i64 = 100;

/// That somebody is not there any more.
#[derive(Debug, Clone, Copy)]
struct Gone<'a> {
    user: &'a UserId,
    why: Departure,
    /// When they left, if that can be overtaken by their coming back.
    at: Option<DateTime<Utc>>,
    /// Which event told of it.
    event_id: Option<&'a str>,
}

impl Reception {
    pub(super) async fn left_channel(&self, envelope: &EventEnvelope) -> Answer {
        let Some((user, channel)) = read(envelope) else { return Answer::Empty };
        let lost = match self.engine.store().incident_in(&self.workspace, &channel, &Viewer::Firebell).await {
            Ok(Some(found)) => {
                let at = envelope.event["event_ts"].as_str().and_then(instant);
                let event_id = envelope.event_id.as_deref();
                let gone = Gone { user: &user, why: Departure::LeftChannel, at, event_id };
                self.lose_holder(&found.incident, gone).await
            }
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        answered(lost)
    }

    /// Slack tells much of members; only of whoever is none any more are the open incidents looked through that name them, each
    /// time, since nobody knows what came of the last. Slack is answered when it is kept: until then, it alone remembers.
    pub(super) async fn is_no_member(&self, user: &UserId, why: Departure, event_id: Option<&str>) -> Answer {
        // Nobody brings them in, so nothing overtakes this.
        let gone = Gone { user, why, at: None, event_id };
        let mut below = Some(Number::new(i64::MAX));
        while let Some(from) = below {
            below = match self.missed_below(from, gone).await {
                Ok(lowest) => lowest,
                Err(error) => return answered(Err(error)),
            };
        }
        Answer::Empty
    }

    /// What is over is not told that somebody is no member any more. What goes on learns of it then.
    pub(super) async fn with_whoever_is_gone(
        &self,
        number: Number,
        command: Command,
    ) -> Result<Command, StoreError> {
        if !matches!(command, Command::Reopen { .. } | Command::MakePrivate { .. }) {
            return Ok(command);
        }
        let found = self.engine.store().incident(&self.workspace, number, &Viewer::Firebell).await?;
        let gone = found.map(|found| self.gone_of(&found.incident)).unwrap_or_default();
        Ok(match command {
            Command::Reopen { because, .. } => Command::Reopen { because, gone },
            Command::MakePrivate { because, .. } => Command::MakePrivate { because, gone },
            other => other,
        })
    }

    pub(super) fn gone_of(&self, incident: &Incident) -> Vec<attendance::Gone> {
        let owes_postmortem = incident.stage.closure().and_then(|closure| closure.postmortem_owner.as_ref());
        let people =
            incident.roles.people().into_iter().chain([&incident.declared_by]).chain(owes_postmortem);
        let gone = people.filter_map(|user| {
            let why = self.directory.standing(user).departure()?;
            Some(attendance::Gone { user: user.clone(), why })
        });
        gone.collect()
    }

    async fn missed_below(&self, below: Number, gone: Gone<'_>) -> Result<Option<Number>, StoreError> {
        let open = self.engine.store().open_naming(&self.workspace, gone.user, below, AT_ONCE).await?;
        for open in &open.readable {
            self.lose_holder(&open.incident, gone).await?;
        }
        Ok(open.lowest)
    }

    /// Where nothing hangs on them, nothing is changed.
    async fn lose_holder(
        &self,
        incident: &Incident,
        Gone { user, why, at, event_id }: Gone<'_>,
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
            here: None,
        };
        let command = Command::LoseHolder { user: user.clone(), why, at };
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

/// Who has left which channel.
pub fn read(envelope: &EventEnvelope) -> Option<(UserId, ChannelId)> {
    let event = &envelope.event;
    Some((ids::person(event["user"].as_str()?)?, ChannelId::new(event["channel"].as_str()?)))
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
