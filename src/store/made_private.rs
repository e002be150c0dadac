//! Whether an incident has become private since somebody had it in hand.
//!
//! A file is served by one process: whatever it holds in hand, it has read or saved itself, and every change since was its own. So
//! it remembers which incidents it has saved as private, and nothing that begins has to wait for a look at the file. Of several
//! that share a server, any may have made it private: they ask.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::db::Db;
use super::{NotSaved, Saved, Store, StoreError};
use crate::incident::{Number, WorkspaceId};

const IS_PRIVATE: &str = "SELECT is_private FROM incident WHERE workspace = $1 AND number = $2";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[IS_PRIVATE];

/// The incidents that this process has saved as private.
#[derive(Debug, Clone, Default)]
pub(super) struct SavedAsPrivate(Arc<Mutex<HashSet<(WorkspaceId, Number)>>>);

impl SavedAsPrivate {
    /// Notes what is about to be saved. If that fails, somebody will look once in vain.
    pub(super) fn note(&self, saved: &Result<Saved, NotSaved>) {
        let Ok(Saved { incident, .. }) = saved else { return };
        if incident.manner.is_private {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert((incident.workspace.clone(), incident.number));
        }
    }

    fn has(&self, workspace: &WorkspaceId, number: Number) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.contains(&(workspace.clone(), number))
    }
}

impl Store {
    /// Whether an incident that this process has had in hand as a public one has become private since.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn became_private(&self, workspace: &WorkspaceId, number: Number) -> Result<bool, StoreError> {
        match &self.db {
            Db::Sqlite { .. } => Ok(self.private.has(workspace, number)),
            Db::Postgres(server) => {
                let asked = sqlx::query_scalar(IS_PRIVATE).bind(workspace.as_str()).bind(number.get());
                let is_private: Option<i64> = server.in_time(asked.fetch_optional(server.pool())).await?;
                Ok(is_private == Some(1))
            }
        }
    }
}
