//! One connection to SQLite that writes, and parts that share a commit.
//!
//! A commit waits for the disk, and nobody else can write meanwhile. Whoever comes in that time waits in line, and all of
//! them then write in one transaction, one after another, each in a savepoint of its own; the commit at its end is
//! everybody's. So many saves at once cost few waits for the disk. Nothing is promised earlier than before: a part ends
//! when the shared commit has ended, as it has ended.

use std::sync::Arc;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

use super::StoreError;

const BEGIN: &str = "BEGIN IMMEDIATE; SAVEPOINT part";
const BEGIN_PART: &str = "SAVEPOINT part";
const UNDO_PART: &str = "ROLLBACK TO part";
const COMMIT: &str = "COMMIT";

/// The connection that writes. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Writer(Arc<Mutex<Line>>);

/// What whoever's turn it is holds. Turns are taken in the order of asking.
#[derive(Debug)]
struct Line {
    options: SqliteConnectOptions,
    /// Absent before the first turn, after trouble (when only a new one is surely clean), and at the end.
    connection: Option<SqliteConnection>,
    /// The transaction under way, by where its parts hear how it ended.
    transaction: Option<watch::Sender<Option<Ended>>>,
    /// Whether the last part still has to be undone.
    undo: bool,
    is_closed: bool,
}

/// How a transaction ended, for all of its parts.
type Ended = Result<(), Arc<sqlx::Error>>;

/// One part of a transaction, whose turn it is. Dropped before its end, it never happened.
pub(super) struct Part(OwnedMutexGuard<Line>);

impl Writer {
    /// A writer with its first connection.
    pub(super) async fn connect(options: SqliteConnectOptions) -> Result<Self, StoreError> {
        let connection = Some(options.connect().await?);
        let line = Line { options, connection, transaction: None, undo: false, is_closed: false };
        Ok(Self(Arc::new(Mutex::new(line))))
    }

    /// No writer at all, for a database that is only read: whatever begins fails.
    pub(super) fn none(options: SqliteConnectOptions) -> Self {
        let line = Line { options, connection: None, transaction: None, undo: false, is_closed: true };
        Self(Arc::new(Mutex::new(line)))
    }

    /// Begins a part, in the transaction under way or in a new one.
    pub(super) async fn begin(&self) -> Result<Part, StoreError> {
        let mut line = self.0.clone().lock_owned().await;
        if line.undo_part().await.is_err() {
            tracing::warn!("The database gave up a transaction; another one begins");
        }
        if line.transaction.is_none() {
            line.transaction = Some(watch::Sender::new(None));
            // It waits behind everybody who is in line by now; they all come in. It goes on if this caller goes away.
            tokio::spawn(commit(self.0.clone()));
            line.execute(BEGIN).await?;
        } else {
            line.execute(BEGIN_PART).await?;
        }
        // Not before: undoing without a beginning of its own would undo the part before this one.
        line.undo = true;
        Ok(Part(line))
    }

    /// Brings the tables up to date, between parts.
    pub(super) async fn migrate(&self, migrations: &sqlx::migrate::Migrator) -> Result<(), StoreError> {
        Ok(migrations.run(self.0.lock().await.connection().await?).await?)
    }

    /// Lets go of the connection for good.
    pub(super) async fn close(&self) {
        let mut line = self.0.lock().await;
        line.commit().await;
        line.is_closed = true;
        if let Some(connection) = line.connection.take() {
            let _ = connection.close().await;
        }
    }
}

impl Part {
    /// The connection, for the part's statements.
    pub(super) fn connection(&mut self) -> &mut SqliteConnection {
        self.0.connection.as_mut().expect("a part begins on a connection, and nobody takes it away meanwhile")
    }

    /// Ends the part: a failure undoes it, and only it. Either way the answer waits until the whole transaction has
    /// ended, since what this part has read may come from another that is not kept yet.
    pub(super) async fn end<T, E: From<StoreError>>(mut self, result: Result<T, E>) -> Result<T, E> {
        self.0.undo = result.is_err();
        let transaction = self.0.transaction.as_ref().map(watch::Sender::subscribe);
        drop(self);
        let kept = kept(transaction).await;
        let value = result?;
        kept.map_err(E::from)?;
        Ok(value)
    }
}

async fn kept(transaction: Option<watch::Receiver<Option<Ended>>>) -> Result<(), StoreError> {
    let mut transaction = transaction.ok_or(sqlx::Error::WorkerCrashed)?;
    let ended = transaction.wait_for(Option::is_some).await.map(|ended| ended.clone());
    match ended {
        Ok(Some(ended)) => ended.map_err(StoreError::Database),
        Ok(None) | Err(_) => Err(sqlx::Error::WorkerCrashed.into()),
    }
}

/// Ends the transaction under way when everybody in line has had their turn.
async fn commit(line: Arc<Mutex<Line>>) {
    line.lock().await.commit().await;
}

impl Line {
    async fn commit(&mut self) {
        // Undoing fails exactly when SQLite has given up the whole transaction by itself, as it does on a full disk.
        if self.transaction.is_none()
            || self.undo_part().await.is_err()
            || self.execute(COMMIT).await.is_err()
        {
            return;
        }
        self.ended(Ok(()));
    }

    async fn undo_part(&mut self) -> Result<(), StoreError> {
        if self.transaction.is_some() && self.undo {
            self.execute(UNDO_PART).await?;
        }
        self.undo = false;
        Ok(())
    }

    /// Runs a statement about transactions. If that fails, the transaction has failed for all of its parts.
    async fn execute(&mut self, statement: &'static str) -> Result<(), StoreError> {
        let done = match self.connection().await {
            Ok(connection) => sqlx::query(statement).execute(connection).await.map(drop),
            Err(error) => Err(error),
        };
        done.map_err(|error| {
            let error = Arc::new(error);
            self.connection = None;
            self.ended(Err(error.clone()));
            StoreError::Database(error)
        })
    }

    fn ended(&mut self, how: Ended) {
        if let Some(transaction) = self.transaction.take() {
            transaction.send_replace(Some(how));
        }
        self.undo = false;
    }

    async fn connection(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
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

#[cfg(test)]
mod tests {
    use super::*;

    async fn writer() -> (Writer, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let options =
            SqliteConnectOptions::new().filename(folder.path().join("w.db")).create_if_missing(true);
        let writer = Writer::connect(options).await.unwrap();
        let mut part = writer.begin().await.unwrap();
        put(&mut part, "CREATE TABLE note (text TEXT NOT NULL)").await.unwrap();
        part.end(Ok::<_, StoreError>(())).await.unwrap();
        (writer, folder)
    }

    async fn put(part: &mut Part, sql: &'static str) -> Result<(), StoreError> {
        Ok(sqlx::query(sql).execute(part.connection()).await.map(drop)?)
    }

    async fn notes(writer: &Writer) -> Vec<String> {
        let mut part = writer.begin().await.unwrap();
        let notes = sqlx::query_scalar("SELECT text FROM note").fetch_all(part.connection()).await;
        part.end(Ok::<_, StoreError>(notes.unwrap())).await.unwrap()
    }

    /// Three parts that stand in line together, so that they share a transaction; `second` is what the second does.
    async fn three(writer: &Writer, second: &'static str) -> [Result<(), StoreError>; 3] {
        let one = async |sql: &'static str| {
            let mut part = writer.begin().await?;
            let done = put(&mut part, sql).await;
            part.end(done).await
        };
        let turn = writer.0.lock().await;
        let all = async {
            tokio::join!(
                one("INSERT INTO note VALUES ('first')"),
                one(second),
                one("INSERT INTO note VALUES ('third')")
            )
        };
        let (all, ()) = tokio::join!(all, async { drop(turn) });
        [all.0, all.1, all.2]
    }

    #[tokio::test]
    async fn parts_in_line_are_kept_together() {
        let (writer, _folder) = writer().await;
        let ended = three(&writer, "INSERT INTO note VALUES ('second')").await;
        assert!(ended.iter().all(Result::is_ok));
        assert_eq!(notes(&writer).await, ["first", "second", "third"]);
    }

    #[tokio::test]
    async fn a_part_that_fails_undoes_itself_alone() {
        let (writer, _folder) = writer().await;
        let [first, second, third] = three(&writer, "INSERT INTO note VALUES ('x'), (NULL)").await;
        assert!(first.is_ok() && second.is_err() && third.is_ok());
        assert_eq!(notes(&writer).await, ["first", "third"]);
    }

    #[tokio::test]
    async fn a_part_whose_caller_goes_away_never_happened() {
        let (writer, _folder) = writer().await;
        let mut part = writer.begin().await.unwrap();
        put(&mut part, "INSERT INTO note VALUES ('gone')").await.unwrap();
        drop(part);
        assert!(notes(&writer).await.is_empty());
    }

    #[tokio::test]
    async fn nobody_is_told_that_what_the_database_gave_up_was_kept() {
        let (writer, _folder) = writer().await;
        // On a full disk SQLite may end the whole transaction under our hands; the second part does so, and fails.
        let [first, second, third] = three(&writer, "ROLLBACK; INSERT INTO note VALUES (NULL)").await;
        assert!(first.is_err() && second.is_err());
        assert!(third.is_ok(), "the next one finds a clean connection");
        assert_eq!(notes(&writer).await, ["third"]);
    }

    #[tokio::test]
    async fn nothing_begins_after_the_end() {
        let (writer, _folder) = writer().await;
        writer.close().await;
        assert!(writer.begin().await.is_err());
    }
}
