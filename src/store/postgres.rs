//! PostgreSQL: connections that are shared by all who ask in this process, and transactions on them. Nothing here waits
//! longer than it was told to, since whoever asks has to be answered within Slack's three seconds.

use std::future::Future;
use std::str::FromStr as _;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use sqlx::migrate::{Migrate as _, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, Either, Executor as _, PgConnection, PgPool};
use tokio::time::Instant;

use super::StoreError;
use super::batch::{Answer, Answers, Batch, Rows, Statement};
use super::upgrade::{self, Upgrade};
use super::url::Database;
use super::writes::Writes;

/// Each statement of a transaction sees what others have saved by then; so whoever waited for a lock sees what was done
/// under it.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";

/// What it says where a statement ran into its limit.
const STATEMENT_TIMEOUT: &str = "57014";

/// What each serving process calls the one connection on which it listens to the others.
pub(super) const LISTENER: &str = "firebell listener";

/// What PostgreSQL says where the database is not there.
const NO_SUCH_DATABASE: &str = "3D000";

/// The way to a server.
#[derive(Debug, Clone)]
pub(super) struct Server {
    pool: PgPool,
    connect_timeout: Duration,
    timeout: Duration,
    writes: Writes,
}

/// A transaction. Dropped before its end, its connection goes with it, and the server undoes what was done.
pub(super) struct Transaction {
    connection: Option<PoolConnection<sqlx::Postgres>>,
    deadline: Instant,
    has_failed: bool,
    writes: Writes,
}

impl Server {
    /// The server of a database, which has to be there.
    pub(super) async fn open(database: &Database) -> Result<Self, StoreError> {
        let server = Self::new(database, database.max_connections, "")?;
        server.is_there(database).await?;
        Ok(server)
    }

    /// The same for somebody who only looks: the server itself sees to that.
    pub(super) async fn open_to_read(database: &Database) -> Result<Self, StoreError> {
        let server = Self::new(database, 1, "SET default_transaction_read_only = on;")?;
        server.is_there(database).await?;
        Ok(server)
    }

    fn new(database: &Database, max_connections: u32, also: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(database.url.expose())?.application_name("firebell");
        // Whoever stops in the middle of a transaction holds up the others no longer than they would wait for us.
        let limit = database.timeout.as_millis();
        let settings = format!(
            "SET statement_timeout = {limit}; SET idle_in_transaction_session_timeout = {limit}; {also}"
        );
        let pool = PgPoolOptions::new()
            .max_connections(max_connections)
            .acquire_timeout(database.timeout)
            .after_connect(move |connection, _| {
                let settings = sqlx::AssertSqlSafe(settings.clone());
                Box::pin(async move { sqlx::raw_sql(settings).execute(connection).await.map(drop) })
            })
            .connect_lazy_with(options);
        let (connect_timeout, timeout) = (database.connect_timeout, database.timeout);
        Ok(Self { pool, connect_timeout, timeout, writes: Writes::default() })
    }

    async fn is_there(&self, database: &Database) -> Result<(), StoreError> {
        match self.connect().await {
            Ok(connection) => Ok(connection.close().await?),
            Err(StoreError::Database(error)) if says(&error, NO_SUCH_DATABASE) => {
                Err(StoreError::NoDatabase { url: database.url.to_string() })
            }
            Err(error) => Err(error),
        }
    }

    /// A connection of its own, without a limit for what is done on it.
    async fn connect(&self) -> Result<PgConnection, StoreError> {
        let options = self.pool.connect_options();
        match tokio::time::timeout(self.connect_timeout, options.connect()).await {
            Ok(connection) => Ok(connection?),
            Err(_) => Err(StoreError::TooSlow),
        }
    }

    /// Where to read.
    pub(super) fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Waits for what was asked of the pool, but not for ever.
    pub(super) async fn in_time<T>(
        &self,
        asked: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, StoreError> {
        in_time(Instant::now() + self.timeout, asked).await
    }

    /// Brings the tables up to date. Of several who do that at the same time, one does it and the others wait for sqlx's
    /// advisory lock. It is taken here already, so that nobody takes for their own doing what another did; a session may
    /// have it twice, and its end gives it back in any case.
    pub(super) async fn migrate(&self, migrations: &Migrator) -> Result<Upgrade, StoreError> {
        let mut connection = self.connect().await?;
        connection.lock().await?;
        let from = upgrade::newest(&mut connection).await?;
        migrations.run(&mut connection).await?;
        let to = upgrade::newest(&mut connection).await?;
        connection.close().await?;
        Ok(Upgrade { from, to })
    }

    /// Begins a transaction.
    pub(super) async fn begin(&self) -> Result<Transaction, StoreError> {
        let deadline = Instant::now() + self.timeout;
        let acquired = in_time(deadline, self.pool.acquire()).await.inspect_err(|_| self.writes.failed());
        let (connection, writes) = (Some(acquired?), self.writes.clone());
        let mut transaction = Transaction { connection, deadline, has_failed: false, writes };
        transaction.control(BEGIN).await?;
        Ok(transaction)
    }

    /// Whether writes have failed.
    pub(super) fn writes(&self) -> &Writes {
        &self.writes
    }

    /// Runs statements on a connection of their own, one after the other.
    pub(super) async fn run_apart(&self, statements: [Statement; 2]) -> Result<(), StoreError> {
        let mut connection = self.connect().await?;
        let deadline = Instant::now() + self.timeout;
        for statement in statements {
            in_time(deadline, connection.execute(statement.for_postgres())).await?;
        }
        Ok(connection.close().await?)
    }

    /// Lets go of every connection.
    pub(super) async fn close(&self) {
        let _ = tokio::time::timeout(self.timeout, self.pool.close()).await;
    }
}

impl Transaction {
    /// Runs statements, one after the other, up to the first that fails. After that, nothing can be kept.
    pub(super) async fn run(&mut self, batch: Batch) -> Result<Answers, StoreError> {
        let mut answers = Vec::new();
        for statement in batch {
            let answer = self.answer(statement).await;
            if answer.is_err() {
                self.has_failed = true;
                self.writes.failed();
            }
            answers.push(answer?);
        }
        Ok(answers.into())
    }

    /// Ends it: a failure undoes it.
    pub(super) async fn end<T, E: From<StoreError>>(mut self, result: Result<T, E>) -> Result<T, E> {
        let is_good = result.is_ok() && !self.has_failed;
        let ended = self.control(if is_good { COMMIT } else { ROLLBACK }).await;
        if ended.is_ok() {
            // Only a connection that is at rest goes back to the others.
            drop(self.connection.take());
        }
        let value = result?;
        match ended {
            Err(error) if is_good => Err(in_doubt(error).into()),
            Err(error) => Err(error.into()),
            Ok(()) if is_good => Ok(value),
            Ok(()) => Err(undone().into()),
        }
    }

    async fn answer(&mut self, statement: Statement) -> Result<Answer, StoreError> {
        let deadline = self.deadline;
        let mut results = self.connection()?.fetch_many(statement.for_postgres());
        let all = async {
            let (mut rows, mut written) = (Vec::new(), 0);
            while let Some(result) = results.try_next().await? {
                match result {
                    Either::Right(row) => rows.push(row),
                    Either::Left(done) => written += done.rows_affected(),
                }
            }
            Ok(Answer { written, rows: Rows::Postgres(rows) })
        };
        in_time(deadline, all).await
    }

    async fn control(&mut self, sql: &'static str) -> Result<(), StoreError> {
        let deadline = self.deadline;
        let done = in_time(deadline, self.connection()?.execute(sql)).await;
        done.map(drop).inspect_err(|_| self.writes.failed())
    }

    fn connection(&mut self) -> Result<&mut PgConnection, StoreError> {
        Ok(self.connection.as_deref_mut().ok_or(sqlx::Error::WorkerCrashed)?)
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            drop(connection.detach());
        }
    }
}

async fn in_time<T>(
    deadline: Instant,
    asked: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, StoreError> {
    match tokio::time::timeout_at(deadline, asked).await {
        Ok(Err(sqlx::Error::PoolTimedOut)) | Err(_) => Err(StoreError::TooSlow),
        // The server looks at its clock as well.
        Ok(Err(error)) if says(&error, STATEMENT_TIMEOUT) => Err(StoreError::TooSlow),
        Ok(answer) => Ok(answer?),
    }
}

/// What it means that a commit failed: where the server itself says no, nothing was kept.
fn in_doubt(error: StoreError) -> StoreError {
    match &error {
        StoreError::Database(said) if matches!(**said, sqlx::Error::Database(_)) => error,
        _ => StoreError::InDoubt(Box::new(error)),
    }
}

/// PostgreSQL undoes a transaction in which anything failed, whatever whoever ends it thinks.
fn undone() -> StoreError {
    sqlx::Error::Protocol("a statement of the transaction had failed".to_owned()).into()
}

/// Whether PostgreSQL calls the error so.
fn says(error: &sqlx::Error, code: &str) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.code().as_deref() == Some(code))
}
