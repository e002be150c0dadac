//! Which tries are in Slack's hands: they were begun, and how they ended is not known.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The work that is just being tried, by its name. Clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Begun(Arc<Mutex<BTreeSet<i64>>>);

impl Begun {
    /// Waits for what is done about a piece of work. Given up before its end, that work stays noted: nobody knows what came of
    /// it.
    pub(super) async fn noting<T>(&self, id: i64, done: impl Future<Output = T>) -> T {
        self.noted().insert(id);
        let done = done.await;
        self.noted().remove(&id);
        done
    }

    /// What is noted.
    pub(super) fn all(&self) -> Vec<i64> {
        self.noted().iter().copied().collect()
    }

    fn noted(&self) -> MutexGuard<'_, BTreeSet<i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
