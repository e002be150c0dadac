//! What one of those who share a transaction does: statements, and an end that waits for everybody's.

use tokio::sync::{OwnedMutexGuard, watch};

use super::line::{Ended, Line, Progress};
use crate::store::StoreError;
use crate::store::batch::{Answers, Batch};

/// One part of a transaction, whose turn it is. Dropped before its end, it never happened.
pub(in crate::store) struct Part(pub(super) OwnedMutexGuard<Line>);

impl Part {
    /// Runs statements, one after the other, up to the first that fails.
    pub(in crate::store) async fn run(&mut self, batch: Batch) -> Result<Answers, StoreError> {
        let ran = self.0.run(batch).await;
        if let Err(StoreError::Database(failure)) = &ran {
            self.0.failure = Some(failure.clone());
            self.0.writes.failed();
        }
        ran
    }

    /// Ends the part: a failure undoes it, and only it. Either way the answer waits until the whole transaction has
    /// ended, since what this part has read may come from another that is not kept yet. So where nothing was kept, a
    /// refusal does not count either; only a statement of this part's own that failed says more than that.
    pub(in crate::store) async fn end<T, E: From<StoreError>>(
        mut self,
        result: Result<T, E>,
    ) -> Result<T, E> {
        if result.is_ok() {
            self.0.progress = Progress::Nothing;
        }
        let has_failed = self.0.failure.is_some();
        let ended = self.0.transaction.as_ref().map(|transaction| transaction.ended.subscribe());
        drop(self);
        match kept(ended).await {
            Err(error) if result.is_ok() || !has_failed => Err(error.into()),
            _ => result,
        }
    }
}

/// Waits for the end of the transaction.
pub(super) async fn kept(ended: Option<watch::Receiver<Option<Ended>>>) -> Result<(), StoreError> {
    let mut ended = ended.ok_or(sqlx::Error::WorkerCrashed)?;
    let ended = ended.wait_for(Option::is_some).await.map(|ended| ended.clone());
    match ended {
        Ok(Some(ended)) => ended.map_err(StoreError::Database),
        Ok(None) | Err(_) => Err(sqlx::Error::WorkerCrashed.into()),
    }
}
