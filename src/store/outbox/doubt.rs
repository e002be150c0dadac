//! Work that was taken, or born taken, by a transaction about whose end the database said nothing.
//!
//! Where that was kept, the work is leased to this process and nobody in it has begun it. So it is handed back as if it had not been
//! tried, as soon as it can be seen. A commit may outlast everybody's patience, so it is looked for as long as the lease
//! lasts; after that, anybody takes the work over in any case.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use super::Job;
use crate::store::batch::{Batch, statement};
use crate::store::listener::Word;
use crate::store::{NotSaved, Saved, Store, StoreError, db, millis};

// Without the end of the lease, the same might be taken from this process that it has taken anew meanwhile.
const HAND_BACK: &str = "UPDATE outbox SET lease_owner = '', lease_until = 0, put_back = put_back + 1 \
    WHERE id = $1 AND lease_owner = $2 AND attempts = $3 AND lease_until = $4 AND state = 'owed'";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[HAND_BACK];

/// The work of which nobody knows whether it was taken. Clones share it.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Doubts(Arc<Mutex<Vec<Taken>>>);

/// Work, and by which of its leases it would be ours.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Taken {
    id: i64,
    owner: String,
    attempts: i64,
    until: DateTime<Utc>,
}

impl Taken {
    fn by(job: &Job) -> Self {
        let Job { id, lease_owner, attempts, lease_until, .. } = job;
        Self { id: *id, owner: lease_owner.clone(), attempts: *attempts, until: *lease_until }
    }
}

impl Doubts {
    fn list(&self) -> MutexGuard<'_, Vec<Taken>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What may have been taken by now.
    fn until(&self, now: DateTime<Utc>) -> Vec<Taken> {
        let mut list = self.list();
        list.retain(|taken| taken.until > now);
        list.clone()
    }

    fn are_over(&self, those: &[Taken]) {
        self.list().retain(|taken| !those.contains(taken));
    }
}

impl Store {
    /// Ends a transaction that has taken work, and remembers that work if nobody knows whether that was kept.
    pub(super) async fn end_taking(
        &self,
        tx: db::Tx,
        taken: Result<Vec<Job>, StoreError>,
    ) -> Result<Vec<Job>, StoreError> {
        let doubtful = taken.iter().flatten().map(Taken::by).collect();
        let ended = tx.end(taken).await;
        self.note_doubts(doubtful, ended.as_ref().err());
        ended
    }

    /// The same for a save.
    pub(in crate::store) async fn end_save(
        &self,
        tx: db::Tx,
        saved: Result<Saved, NotSaved>,
    ) -> Result<Saved, NotSaved> {
        let doubtful = saved.iter().flat_map(|saved| &saved.jobs).map(Taken::by).collect();
        let ended = tx.end(saved).await;
        let error = match &ended {
            Err(NotSaved::Failed(error)) => Some(error),
            _ => None,
        };
        self.note_doubts(doubtful, error);
        ended
    }

    fn note_doubts(&self, taken: Vec<Taken>, error: Option<&StoreError>) {
        if matches!(error, Some(StoreError::InDoubt(_))) {
            self.doubts.list().extend(taken);
        }
    }

    /// Hands back what was taken by a transaction of which nobody knew whether it was kept, where it was. To be called often;
    /// where nothing is in doubt, the database is not asked.
    ///
    /// # Errors
    /// [`StoreError`]; then it is looked for the next time.
    pub async fn hand_back_doubtful(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let doubtful = self.doubts.until(now);
        if doubtful.is_empty() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        let handed_back = hand_back(&mut tx, doubtful).await;
        let handed_back = tx.end(handed_back).await?;
        if !handed_back.is_empty() {
            tracing::info!(count = handed_back.len(), "What the database kept silently goes on");
            self.doubts.are_over(&handed_back);
        }
        Ok(())
    }
}

/// Answers what could be seen, and was handed back.
async fn hand_back(tx: &mut db::Tx, doubtful: Vec<Taken>) -> Result<Vec<Taken>, StoreError> {
    let mut batch = Batch::default();
    let places = doubtful.into_iter().map(|taken| {
        let hand_back = statement(HAND_BACK).bind(taken.id).bind(taken.owner.as_str());
        (batch.add(hand_back.bind(taken.attempts).bind(millis(taken.until))), taken)
    });
    let places: Vec<_> = places.collect();
    let answers = tx.run(batch).await?;
    let seen = places.into_iter().filter(|(place, _)| answers[*place].written > 0);
    let seen: Vec<Taken> = seen.map(|(_, taken)| taken).collect();
    if !seen.is_empty() {
        tx.tell(Word::Work).await?;
    }
    Ok(seen)
}
