//! What is asked of the engine, and how that ends.

use std::sync::Arc;

use crate::incident::{
    Asker, ChannelId, Incident, Memberships, Number, Refusal, Source, Viewer, WorkspaceId,
};
use crate::store::StoreError;

/// Who asks, by which way, and how the request is told from others.
#[derive(Debug, Clone)]
pub struct Request {
    /// Whose incidents it is about.
    pub workspace: WorkspaceId,
    /// Who asks.
    pub asker: Asker,
    /// In which of the user groups that the rules name they are.
    pub memberships: Memberships,
    /// By which way.
    pub source: Source,
    /// What names the request, if it can come twice: the same name is served once.
    pub receipt: Option<String>,
    /// The channel in which it was made, where that is known.
    pub here: Option<ChannelId>,
}

impl Request {
    /// The same, made in that channel.
    #[must_use]
    pub fn made_in(mut self, here: Option<ChannelId>) -> Self {
        self.here = here;
        self
    }

    /// On whose behalf it looks.
    pub fn viewer(&self) -> Viewer {
        Viewer::of(&self.asker, self.here.clone())
    }
}

/// How a request ended.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It was done; this is the incident now.
    Done(Arc<Incident>),
    /// It had been done before; this is the incident now.
    Repeated(Arc<Incident>),
}

impl Outcome {
    /// The incident now.
    pub fn incident(&self) -> &Incident {
        match self {
            Self::Done(incident) | Self::Repeated(incident) => incident,
        }
    }
}

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A person asked for the impossible.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no such incident.
    #[error("there is no {0}")]
    NoSuchIncident(Number),
    /// It could not be saved.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What nobody asked for but Firebell itself.
pub(super) fn own_request(workspace: &WorkspaceId, source: Source) -> Request {
    let (asker, memberships) = (Asker::Firebell, Memberships::default());
    Request { workspace: workspace.clone(), asker, memberships, source, receipt: None, here: None }
}
