//! One connection to SQLite that writes, and parts that share a commit.
//!
//! A commit waits for the disk, and nobody else can write meanwhile. Whoever comes in that time waits in line, and all of
//! them then write in one transaction, one after another, each in a savepoint of its own; the commit at its end is
//! everybody's. So many saves at once cost few waits for the disk. Nothing is promised earlier than before: a part ends
//! when the shared commit has ended, as it has ended.
//!
//! `line` is what is held by whoever's turn it is: the connection and the transaction under way. `part` is what one of them
//! does in their turn.

mod line;
mod part;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use sqlx::ConnectOptions as _;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use tokio::sync::Mutex;

use self::line::Line;
pub(super) use self::part::Part;
use super::StoreError;
use super::batch::Statement;
use super::upgrade::{self, Upgrade};
use super::writes::Writes;

/// The connection that writes. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    line: Arc<Mutex<Line>>,
    writes: Writes,
}

impl Writer {
    /// A writer with its first connection.
    pub(super) async fn connect(options: SqliteConnectOptions) -> Result<Self, StoreError> {
        let connection = Some(options.connect().await?);
        Ok(Self::of(Line::new(options, connection)))
    }

    /// No writer at all, for a database that is only read: whatever begins fails.
    pub(super) fn none(options: SqliteConnectOptions) -> Self {
        Self::of(Line::closed(options))
    }

    fn of(line: Line) -> Self {
        let writes = line.writes.clone();
        Self { line: Arc::new(Mutex::new(line)), writes }
    }

    /// Whether writes have failed.
    pub(super) fn writes(&self) -> &Writes {
        &self.writes
    }

    /// Begins a part, in the transaction under way or in a new one.
    pub(super) async fn begin(&self) -> Result<Part, StoreError> {
        let mut line = self.line.clone().lock_owned().await;
        if line.begin_part().await? {
            // It waits behind everybody who is in line by now; they all come in. It goes on if this caller goes away.
            tokio::spawn(commit(self.line.clone()));
        }
        Ok(Part(line))
    }

    /// Brings the tables up to date, between parts.
    pub(super) async fn migrate(&self, migrations: &Migrator) -> Result<Upgrade, StoreError> {
        let mut line = self.line.lock().await;
        let connection = line.connection().await?;
        let from = upgrade::newest(connection).await?;
        migrations.run(&mut *connection).await?;
        Ok(Upgrade { from, to: upgrade::newest(connection).await? })
    }

    /// Runs a last statement when everybody has had their turn who is in line by now, and lets go of the connection for good.
    pub(super) async fn close_after(&self, last: Statement) -> Result<(), StoreError> {
        let mut line = self.line.lock().await;
        let done = line.run_last(last).await;
        line.close().await;
        done
    }

    /// Lets go of the connection for good.
    pub(super) async fn close(&self) {
        self.line.lock().await.close().await;
    }
}

/// Ends the transaction under way when everybody in line has had their turn.
async fn commit(line: Arc<Mutex<Line>>) {
    line.lock().await.commit().await;
}
