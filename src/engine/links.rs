//! What one incident lets another know.
//!
//! An incident is saved by itself, so what concerns two takes two saves: the first owes the second. Each piece of
//! such work is a request with a name of its own, so that whoever does it once more, however late, changes nothing.

use std::sync::Arc;

use super::{Engine, EngineError, Outcome, Request, own_request};
use crate::incident::{
    Author, Command, Incident, Number, Other, Position, Refusal, Source, StageName, Viewer, WorkspaceId,
};
use crate::store::{Job, StoreError};

/// How many duplicates of duplicates are followed; nobody makes so many.
const LONGEST_CHAIN: usize = 100;
/// How many entries are brought to another timeline in one save.
const BROUGHT_AT_ONCE: usize = 200;

impl Engine {
    /// Lets `to` know that the incident which `job` is about was called off as a duplicate of it. Answers both: the
    /// duplicate and the original.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn link(
        &self,
        job: &Job,
        to: Number,
        by: &Author,
        merges: bool,
    ) -> Result<[Arc<Incident>; 2], EngineError> {
        let duplicate = self.read(&job.workspace, job.number).await?;
        let other = Other::of(&duplicate);
        // Linked before it had a channel, it is linked once more when it has one.
        let channel = other.channel.as_ref().map_or("", |channel| channel.as_str());
        let receipt = format!("link:{}:{channel}", job.id);
        let (title, by) = (duplicate.title.clone(), by.clone());
        let command = Command::DuplicateFound { other, title, by, merges };
        let linked = self.pass_on(job, to, command, receipt).await?;
        if merges {
            self.bring(job, to).await?;
        }
        Ok([Arc::new(duplicate), linked])
    }

    /// Brings `to` what was recorded of the incident which `job` is about, some at a time. Whoever is stopped in the middle
    /// begins anew; what has arrived is passed over.
    async fn bring(&self, job: &Job, to: Number) -> Result<(), EngineError> {
        let timeline = self.store.timeline(&self.read(&job.workspace, job.number).await?).await?;
        let entries: Vec<_> = (1..).map(Position::new).zip(timeline).collect();
        let request = own_request(&job.workspace, Source::Delivery);
        for some in entries.chunks(BROUGHT_AT_ONCE) {
            let command = Command::BringIn { from: job.number, entries: some.to_vec() };
            self.ask(to, command, &request).await?;
        }
        Ok(())
    }

    /// Lets `from` know that the incident which `job` is about goes on by itself.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn unlink(&self, job: &Job, from: Number, by: &Author) -> Result<(), EngineError> {
        let command = Command::DuplicateGone { number: job.number, by: by.clone() };
        self.pass_on(job, from, command, format!("unlink:{}", job.id)).await.map(drop)
    }

    /// Has the records of `at` name `whom` no more, which has become private.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn unname(&self, job: &Job, at: Number, whom: Number) -> Result<(), EngineError> {
        let request = own_request(&job.workspace, Source::Delivery);
        self.ask(at, Command::LeaveUnnamed { whom }, &request).await.map(drop)
    }

    /// Lets `duplicate` know in which channel people work on the incident which `job` is about, as long as it is one of that.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn point_here(&self, job: &Job, duplicate: Number) -> Result<(), EngineError> {
        let to = Other::of(&self.read(&job.workspace, job.number).await?);
        self.pass_on(job, duplicate, Command::Linked { to }, format!("point:{}", job.id)).await.map(drop)
    }

    async fn pass_on(
        &self,
        job: &Job,
        to: Number,
        command: Command,
        receipt: String,
    ) -> Result<Arc<Incident>, EngineError> {
        let request = Request { receipt: Some(receipt), ..own_request(&job.workspace, Source::Delivery) };
        match self.ask(to, command, &request).await? {
            Outcome::Done(incident) | Outcome::Repeated(incident) => Ok(incident),
        }
    }

    async fn read(&self, workspace: &WorkspaceId, number: Number) -> Result<Incident, EngineError> {
        let found = self.store.incident(workspace, number, &Viewer::Firebell).await?;
        Ok(found.ok_or(EngineError::NoSuchIncident(number))?.incident)
    }

    /// Whoever named a duplicate is told of the incident at the end of the chain, as far as they may know of it; if they may know
    /// of none, that nobody works on the one that they named.
    pub(super) async fn to_the_end(
        &self,
        request: &Request,
        refusal: Refusal,
    ) -> Result<Refusal, StoreError> {
        let Refusal::DuplicateOfDuplicate { number, asked, original } = refusal else {
            return Ok(refusal);
        };
        let (mut last, mut next) = (None, Some(original));
        for _ in 0..LONGEST_CHAIN {
            let Some(wanted) = next.filter(|_| last != Some(number)) else { break };
            let Some(found) = self.store.incident(&request.workspace, wanted, &request.viewer()).await?
            else {
                break;
            };
            last = Some(wanted);
            next = found.incident.stage.duplicate_of().map(|other| other.number);
        }
        Ok(match last {
            Some(original) => Refusal::DuplicateOfDuplicate { number, asked, original },
            None => Refusal::DuplicateOfEnded { number, asked, stage: StageName::Cancelled },
        })
    }
}
