//! Whether the database takes what is written, as far as is known.
//!
//! A database that can be read may still refuse to be written: its disk is full, or it was put back to a standby. Each
//! failure of a write is remembered. Whoever then asks tries to write something of a save's size, which is the only way to
//! know that there is room again; as long as nothing has failed, asking writes nothing.
//!
//! A trial goes to its end, also if whoever asked goes away: on SQLite it shares its commit with others' saves, and whoever
//! stops in the middle leaves everybody in doubt. Of several who ask, the others wait for the one that is made.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Mutex;

use super::batch::statement;
use super::{Store, StoreError};

// In no workspace, so that nobody ever meets it.
const TRY: &str = "INSERT INTO person (workspace, id, name, locale, standing) VALUES ('', 'room', $1, '', 'gone') \
    ON CONFLICT (workspace, id) DO UPDATE SET name = excluded.name";
const CLEAR: &str = "DELETE FROM person WHERE workspace = '' AND id = 'room'";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[TRY, CLEAR];

/// As much as a save of a large incident, with its timeline and what it owes.
const A_SAVE: usize = 32 * 1024;

/// Remembers whether a write has failed. Clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Writes {
    have_failed: Arc<AtomicBool>,
    trial: Arc<Mutex<()>>,
}

impl Writes {
    /// A write has failed, or nobody knows how it ended.
    pub(super) fn failed(&self) {
        self.have_failed.store(true, Ordering::Relaxed);
    }

    fn have_failed(&self) -> bool {
        self.have_failed.load(Ordering::Relaxed)
    }

    fn succeed(&self) {
        self.have_failed.store(false, Ordering::Relaxed);
    }
}

impl Store {
    /// Whether something can be written, as far as is known; tries it if a write has failed before.
    ///
    /// # Errors
    /// [`StoreError`] if not.
    pub async fn can_write(&self) -> Result<(), StoreError> {
        let writes = self.db.writes();
        if !writes.have_failed() {
            return Ok(());
        }
        let turn = writes.trial.clone().lock_owned().await;
        if !writes.have_failed() {
            return Ok(());
        }
        let store = self.clone();
        let trial = tokio::spawn(async move {
            let _turn = turn;
            store.try_to_write().await?;
            store.db.writes().succeed();
            Ok(())
        });
        trial.await.unwrap_or_else(|_| Err(sqlx::Error::WorkerCrashed.into()))
    }

    async fn try_to_write(&self) -> Result<(), StoreError> {
        let room: String = (0..A_SAVE).map(|_| char::from(rand::random_range(b'a'..=b'z'))).collect();
        for trial in [statement(TRY).bind(room), statement(CLEAR)] {
            let mut tx = self.db.begin().await?;
            let written = tx.run(trial).await;
            tx.end(written.map(drop)).await?;
        }
        Ok(())
    }
}
