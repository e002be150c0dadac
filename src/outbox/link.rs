//! What another incident is to know, told to it. No call to Slack is made: the other incident owes what follows.

use super::deliver::{Brought, DeliveryError};
use crate::engine::{Engine, EngineError};
use crate::incident::{Author, Command, Effect, Errand, Incident, Number, Other, Viewer};
use crate::store::{Job, StoreError};

impl From<EngineError> for DeliveryError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Store(error) => Self::Store(error),
            // Firebell is not refused, and incidents are not deleted.
            EngineError::Refused(_) | EngineError::NoSuchIncident(_) => Self::Bug,
        }
    }
}

/// Carries out the effects that concern another incident.
pub(super) async fn link(engine: &Engine, job: &Job) -> Brought {
    if let Effect::Unname { at, whom } = &job.effect {
        engine.unname(job, *at, *whom).await?;
        return Ok(None);
    }
    // What has become private since is not told to another incident's people.
    let found = engine.store().incident(&job.workspace, job.number, &Viewer::Firebell).await?;
    if found.is_some_and(|found| found.incident.manner.is_private) {
        return Ok(None);
    }
    match &job.effect {
        Effect::Link { to, by, merges } => to_original(engine, job, *to, by, *merges).await,
        Effect::Unlink { from, by } => {
            engine.unlink(job, *from, by).await?;
            Ok(None)
        }
        Effect::PointHere { duplicate } => {
            engine.point_here(job, *duplicate).await?;
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// They are linked at once, and once more when both have the channels to which they point.
async fn to_original(engine: &Engine, job: &Job, to: Number, by: &Author, merges: bool) -> Brought {
    let mut linked = Box::pin(engine.link(job, to, by, merges)).await?;
    if linked.iter().any(|incident| incident.places.channel.is_none()) {
        for incident in &linked {
            if awaits_channel(engine, incident).await? {
                return Err(DeliveryError::NotYet("the channels of both incidents"));
            }
        }
        // What is not owed any more may have come since they were read.
        linked = Box::pin(engine.link(job, to, by, merges)).await?;
    }
    let [_, original] = linked;
    Ok(Some(Command::Linked { to: Other::of(&original) }))
}

async fn awaits_channel(engine: &Engine, incident: &Incident) -> Result<bool, StoreError> {
    if incident.places.channel.is_some() {
        return Ok(false);
    }
    engine.store().owes_for(&incident.workspace, incident.number, Errand::OpenChannel).await
}
