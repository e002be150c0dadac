//! What is held by whoever's turn it is: the connection, and how far the transaction on it has come.
//!
//! Each way to SQLite's thread and back costs more than most statements, so a part's statements travel together, the
//! first of them with the part's own beginning. sqlx does not want several statements behind one another in a text with
//! values and may stop running them; [`send`] is the one place that would then send them one by one.

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Either, Executor as _, SqliteConnection};
use tokio::sync::watch;

use crate::store::StoreError;
use crate::store::batch::{Answer, Answers, Batch, Rows, Statement};
use crate::store::writes::Writes;

/// What goes ahead of a part's first statements, by how many statements that is.
type Opening = (&'static str, usize);
const BEGIN: Opening = ("BEGIN IMMEDIATE;SAVEPOINT part;", 2);
/// The part before it will not be undone any more.
const BEGIN_PART: Opening = ("RELEASE part;SAVEPOINT part;", 2);
const BEGUN: Opening = ("", 0);
const UNDO_PART: &str = "ROLLBACK TO part";
const COMMIT: &str = "COMMIT";

/// What whoever's turn it is holds. Turns are taken in the order of asking.
#[derive(Debug)]
pub(super) struct Line {
    options: SqliteConnectOptions,
    /// Absent after trouble (when only a new one is surely clean), and at the end.
    connection: Option<SqliteConnection>,
    pub(super) transaction: Option<Transaction>,
    pub(super) progress: Progress,
    /// Why the last statement of that part failed, if one did.
    pub(super) failure: Option<Arc<sqlx::Error>>,
    is_closed: bool,
    pub(super) writes: Writes,
}

/// The transaction under way.
#[derive(Debug)]
pub(super) struct Transaction {
    /// By which its parts hear how it ended.
    pub(super) ended: watch::Sender<Option<Ended>>,
    /// Whether the database has begun it; it does so with the first statement.
    is_open: bool,
}

/// How far the part has come whose turn it is, or was last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// There is nothing to undo: it has not begun, or it has ended well.
    Nothing,
    /// Its beginning was sent, or the commit of all. If it goes away now, nobody can say what undoing would undo.
    InDoubt,
    /// What it does has to be undone unless it ends well.
    Begun,
}

/// How a transaction ended, for all of its parts.
pub(super) type Ended = Result<(), Arc<sqlx::Error>>;

impl Line {
    pub(super) fn new(options: SqliteConnectOptions, connection: Option<SqliteConnection>) -> Self {
        let progress = Progress::Nothing;
        let (transaction, failure, writes) = (None, None, Writes::default());
        Self { options, connection, transaction, progress, failure, is_closed: false, writes }
    }

    /// One that never has a connection.
    pub(super) fn closed(options: SqliteConnectOptions) -> Self {
        Self { is_closed: true, ..Self::new(options, None) }
    }

    /// Gets ready for the next part. Answers whether it is the first of a transaction, which somebody has to end.
    pub(super) async fn begin_part(&mut self) -> Result<bool, StoreError> {
        if self.undo_part().await.is_err() {
            tracing::warn!("The database gave up a transaction; another one begins");
        }
        self.connection().await?;
        let is_first = self.transaction.is_none();
        if is_first {
            self.transaction = Some(Transaction { ended: watch::Sender::new(None), is_open: false });
        }
        Ok(is_first)
    }

    /// Runs statements of the part whose turn it is.
    pub(super) async fn run(&mut self, batch: Batch) -> Result<Answers, StoreError> {
        let (opening, own) = self.opening();
        let (text, arguments) = batch.in_one_go(opening)?;
        let connection = self.connection.as_mut().ok_or(sqlx::Error::WorkerCrashed)?;
        if own > 0 {
            self.progress = Progress::InDoubt;
        }
        let (mut answers, failure) = send(connection, text, arguments).await;
        if answers.len() < own {
            return Err(self.fail(failure.unwrap_or(sqlx::Error::WorkerCrashed)));
        }
        self.progress = Progress::Begun;
        if let Some(transaction) = &mut self.transaction {
            transaction.is_open = true;
        }
        match failure {
            Some(error) => Err(error.into()),
            None => Ok(answers.split_off(own).into()),
        }
    }

    fn opening(&self) -> Opening {
        match &self.transaction {
            _ if self.progress == Progress::Begun => BEGUN,
            Some(transaction) if transaction.is_open => BEGIN_PART,
            _ => BEGIN,
        }
    }

    /// Ends the transaction under way, for all of its parts.
    pub(super) async fn commit(&mut self) {
        // Undoing fails exactly when SQLite has given up the whole transaction by itself, as it does on a full disk.
        if self.transaction.is_none() || self.undo_part().await.is_err() {
            return;
        }
        let is_open = self.transaction.as_ref().is_some_and(|transaction| transaction.is_open);
        if is_open {
            // Whoever waits for this may go away meanwhile; then nobody can say whether it was kept.
            self.progress = Progress::InDoubt;
            if self.execute(COMMIT).await.is_err() {
                return;
            }
        }
        self.ended(Ok(()));
    }

    /// Runs a statement as a part of its own, which the next commit keeps.
    pub(super) async fn run_last(&mut self, last: Statement) -> Result<(), StoreError> {
        self.commit().await;
        self.begin_part().await?;
        self.run(last.into()).await?;
        self.progress = Progress::Nothing;
        Ok(())
    }

    /// Lets go of the connection for good.
    pub(super) async fn close(&mut self) {
        self.commit().await;
        self.is_closed = true;
        if let Some(connection) = self.connection.take() {
            let _ = connection.close().await;
        }
    }

    /// Undoes what the last part did, if it did not end well.
    pub(super) async fn undo_part(&mut self) -> Result<(), StoreError> {
        match self.progress {
            Progress::Nothing => {}
            Progress::InDoubt => return Err(self.fail(sqlx::Error::WorkerCrashed)),
            Progress::Begun => self.execute(UNDO_PART).await?,
        }
        self.progress = Progress::Nothing;
        self.failure = None;
        Ok(())
    }

    /// Runs a statement about the transaction. If that fails, the transaction has failed; where a part's statement failed
    /// before, that is why.
    async fn execute(&mut self, statement: &'static str) -> Result<(), StoreError> {
        let done = match self.connection().await {
            Ok(connection) => sqlx::query(statement).execute(connection).await.map(drop),
            Err(error) => Err(error),
        };
        done.map_err(|error| {
            let why = self.failure.take().unwrap_or_else(|| Arc::new(error));
            self.fail(why)
        })
    }

    /// The transaction has failed, for all of its parts, and the connection with it.
    fn fail(&mut self, error: impl Into<Arc<sqlx::Error>>) -> StoreError {
        let error = error.into();
        self.writes.failed();
        self.connection = None;
        self.ended(Err(error.clone()));
        StoreError::Database(error)
    }

    fn ended(&mut self, how: Ended) {
        if let Some(transaction) = self.transaction.take() {
            transaction.ended.send_replace(Some(how));
        }
        self.progress = Progress::Nothing;
    }

    /// The connection; a new one where the last had trouble.
    pub(super) async fn connection(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        if self.is_closed {
            return Err(sqlx::Error::PoolClosed);
        }
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.options.connect().await?,
        };
        Ok(self.connection.insert(connection))
    }
}

/// Sends statements in one go. Answers what came of each, up to the first that failed, and why that one did.
async fn send(
    connection: &mut SqliteConnection,
    text: String,
    arguments: SqliteArguments,
) -> (Vec<Answer>, Option<sqlx::Error>) {
    let mut results = connection.fetch_many(sqlx::query_with(AssertSqlSafe(text), arguments));
    let mut answers = Vec::new();
    let mut rows = Vec::new();
    loop {
        match results.try_next().await {
            Ok(Some(Either::Right(row))) => rows.push(row),
            Ok(Some(Either::Left(done))) => {
                let rows = Rows::Sqlite(std::mem::take(&mut rows));
                answers.push(Answer { written: done.rows_affected(), rows });
            }
            Ok(None) => return (answers, None),
            Err(error) => return (answers, Some(error)),
        }
    }
}
