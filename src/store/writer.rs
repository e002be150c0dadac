//! One connection to SQLite that writes, and parts that share a commit.
//!
//! A commit waits for the disk, and nobody else can write meanwhile. Whoever comes in that time waits in line, and all of
//! them then write in one transaction, one after another, each in a savepoint of its own; the commit at its end is
//! everybody's. So many saves at once cost few waits for the disk. Nothing is promised earlier than before: a part ends
//! when the shared commit has ended, as it has ended.
//!
//! Each way to SQLite's thread and back costs more than most statements, so a part's statements travel together, the
//! first of them with the part's own beginning. sqlx does not want several statements behind one another in a text with
//! values and may stop running them; [`send`] is the one place that would then send them one by one.

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Either, Executor as _, SqliteConnection};
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

use super::StoreError;
use super::batch::{Answer, Answers, Batch, Rows};
use super::upgrade::{self, Upgrade};
use super::writes::Writes;

/// What goes ahead of a part's first statements, by how many statements that is.
type Opening = (&'static str, usize);
const BEGIN: Opening = ("BEGIN IMMEDIATE;SAVEPOINT part;", 2);
/// The part before it will not be undone any more.
const BEGIN_PART: Opening = ("RELEASE part;SAVEPOINT part;", 2);
const BEGUN: Opening = ("", 0);
const UNDO_PART: &str = "ROLLBACK TO part";
const COMMIT: &str = "COMMIT";

/// The connection that writes. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    line: Arc<Mutex<Line>>,
    writes: Writes,
}

/// What whoever's turn it is holds. Turns are taken in the order of asking.
#[derive(Debug)]
struct Line {
    options: SqliteConnectOptions,
    /// Absent after trouble (when only a new one is surely clean), and at the end.
    connection: Option<SqliteConnection>,
    transaction: Option<Transaction>,
    progress: Progress,
    /// Why the last statement of that part failed, if one did.
    failure: Option<Arc<sqlx::Error>>,
    is_closed: bool,
    writes: Writes,
}

/// The transaction under way.
#[derive(Debug)]
struct Transaction {
    /// By which its parts hear how it ended.
    ended: watch::Sender<Option<Ended>>,
    /// Whether the database has begun it; it does so with the first statement.
    is_open: bool,
}

/// How far the part has come whose turn it is, or was last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// There is nothing to undo: it has not begun, or it has ended well.
    Nothing,
    /// Its beginning was sent, or the commit of all. If it goes away now, nobody can say what undoing would undo.
    InDoubt,
    /// What it does has to be undone unless it ends well.
    Begun,
}

/// How a transaction ended, for all of its parts.
type Ended = Result<(), Arc<sqlx::Error>>;

/// One part of a transaction, whose turn it is. Dropped before its end, it never happened.
pub(super) struct Part(OwnedMutexGuard<Line>);

impl Writer {
    /// A writer with its first connection.
    pub(super) async fn connect(options: SqliteConnectOptions) -> Result<Self, StoreError> {
        let connection = Some(options.connect().await?);
        Ok(Self::of(Line::new(options, connection)))
    }

    /// No writer at all, for a database that is only read: whatever begins fails.
    pub(super) fn none(options: SqliteConnectOptions) -> Self {
        Self::of(Line { is_closed: true, ..Line::new(options, None) })
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
        if line.undo_part().await.is_err() {
            tracing::warn!("The database gave up a transaction; another one begins");
        }
        line.connection().await?;
        if line.transaction.is_none() {
            line.transaction = Some(Transaction { ended: watch::Sender::new(None), is_open: false });
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

    /// Lets go of the connection for good.
    pub(super) async fn close(&self) {
        let mut line = self.line.lock().await;
        line.commit().await;
        line.is_closed = true;
        if let Some(connection) = line.connection.take() {
            let _ = connection.close().await;
        }
    }
}

impl Part {
    /// Runs statements, one after the other, up to the first that fails.
    pub(super) async fn run(&mut self, batch: Batch) -> Result<Answers, StoreError> {
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
    pub(super) async fn end<T, E: From<StoreError>>(mut self, result: Result<T, E>) -> Result<T, E> {
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

async fn kept(ended: Option<watch::Receiver<Option<Ended>>>) -> Result<(), StoreError> {
    let mut ended = ended.ok_or(sqlx::Error::WorkerCrashed)?;
    let ended = ended.wait_for(Option::is_some).await.map(|ended| ended.clone());
    match ended {
        Ok(Some(ended)) => ended.map_err(StoreError::Database),
        Ok(None) | Err(_) => Err(sqlx::Error::WorkerCrashed.into()),
    }
}

/// Ends the transaction under way when everybody in line has had their turn.
async fn commit(line: Arc<Mutex<Line>>) {
    line.lock().await.commit().await;
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

impl Line {
    fn new(options: SqliteConnectOptions, connection: Option<SqliteConnection>) -> Self {
        let progress = Progress::Nothing;
        let (transaction, failure, writes) = (None, None, Writes::default());
        Self { options, connection, transaction, progress, failure, is_closed: false, writes }
    }

    async fn run(&mut self, batch: Batch) -> Result<Answers, StoreError> {
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

    async fn commit(&mut self) {
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

    async fn undo_part(&mut self) -> Result<(), StoreError> {
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
    use futures_util::FutureExt as _;

    use super::*;
    use crate::store::batch::statement;

    const SLOW: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000) \
        INSERT INTO note SELECT 'slow' FROM n WHERE i = 500000";

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
        part.run(statement(sql).into()).await.map(drop)
    }

    async fn notes(writer: &Writer) -> Vec<String> {
        let mut part = writer.begin().await.unwrap();
        let answers = part.run(statement("SELECT text FROM note").into()).await.unwrap();
        let notes: Vec<(String,)> = answers.only().read().unwrap();
        part.end(Ok::<_, StoreError>(notes.into_iter().map(|(note,)| note).collect())).await.unwrap()
    }

    async fn one(writer: &Writer, sql: &'static str) -> Result<(), StoreError> {
        let mut part = writer.begin().await?;
        let done = put(&mut part, sql).await;
        part.end(done).await
    }

    /// A part that reads what is there by now, and ends in a refusal that says it.
    async fn refused(writer: &Writer) -> Result<(), StoreError> {
        let mut part = writer.begin().await?;
        let answers = part.run(statement("SELECT text FROM note").into()).await?;
        let notes: Vec<(String,)> = answers.only().read()?;
        part.end(Err(StoreError::NoDatabase { url: format!("{notes:?}") })).await
    }

    /// On a full disk SQLite may end the whole transaction under our hands; whoever does this does so, and fails.
    const GIVE_UP: &str = "ROLLBACK; INSERT INTO note VALUES (NULL)";

    /// Three parts that stand in line together, so that they share a transaction; `second` is what the second does.
    async fn three(writer: &Writer, second: &'static str) -> [Result<(), StoreError>; 3] {
        let one = async |sql: &'static str| one(writer, sql).await;
        let turn = writer.line.lock().await;
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
        let [first, second, third] = three(&writer, GIVE_UP).await;
        let [first, second] = [first, second].map(|ended| ended.unwrap_err().to_string());
        assert!(first.contains("NOT NULL") && second.contains("NOT NULL"), "{first}; {second}");
        assert!(third.is_ok(), "the next one finds a clean connection");
        assert_eq!(notes(&writer).await, ["third"]);
    }

    #[tokio::test]
    async fn nobody_is_refused_for_what_the_database_gave_up() {
        let (writer, _folder) = writer().await;
        let turn = writer.line.lock().await;
        let all = async {
            tokio::join!(
                one(&writer, "INSERT INTO note VALUES ('first')"),
                refused(&writer),
                one(&writer, GIVE_UP)
            )
        };
        let ((first, second, third), ()) = tokio::join!(all, async { drop(turn) });
        assert!(matches!(first, Err(StoreError::Database(_))), "{first:?}");
        assert!(matches!(second, Err(StoreError::Database(_))), "what it read is not there: {second:?}");
        assert!(third.is_err());
        one(&writer, "INSERT INTO note VALUES ('first')").await.unwrap();
        let refused = refused(&writer).await;
        assert!(
            matches!(&refused, Err(StoreError::NoDatabase { url }) if url.contains("first")),
            "{refused:?}"
        );
    }

    #[tokio::test]
    async fn a_commit_that_goes_away_before_its_end_is_nobodys() {
        let (writer, _folder) = writer().await;
        let mut first = writer.begin().await.unwrap();
        put(&mut first, "INSERT INTO note VALUES ('first')").await.unwrap();
        first.0.progress = Progress::Nothing;
        let ended = first.0.transaction.as_ref().map(|transaction| transaction.ended.subscribe());
        assert!(first.0.commit().now_or_never().is_none());
        assert!(first.0.undo_part().await.is_err(), "it may have been kept, or not");
        drop(first);
        assert!(kept(ended).await.is_err());
        one(&writer, "INSERT INTO note VALUES ('second')").await.unwrap();
    }

    #[tokio::test]
    async fn nothing_begins_after_the_end() {
        let (writer, _folder) = writer().await;
        writer.close().await;
        assert!(writer.begin().await.is_err());
    }

    #[tokio::test]
    async fn statements_that_travel_together_run_in_order_up_to_the_first_that_fails() {
        let (writer, _folder) = writer().await;
        let mut part = writer.begin().await.unwrap();
        let mut batch = Batch::default();
        let put = batch.add(statement("INSERT INTO note VALUES ($1), ($2)").bind("one").bind("two"));
        let seen = batch.add(statement("SELECT text FROM note WHERE text <> $1").bind("one"));
        let answers = part.run(batch).await.unwrap();
        assert_eq!(answers[put].written, 2);
        assert_eq!(answers[seen].read::<(String,)>().unwrap(), [("two".to_owned(),)]);
        let mut batch = Batch::default();
        batch.add(statement("INSERT INTO note VALUES (NULL)"));
        batch.add(statement("INSERT INTO note VALUES ($1)").bind("three"));
        assert!(part.run(batch).await.is_err());
        part.end(Ok::<_, StoreError>(())).await.unwrap();
        assert_eq!(notes(&writer).await, ["one", "two"]);
    }

    #[tokio::test]
    async fn a_part_that_goes_away_before_its_beginning_is_heard_of_undoes_no_other() {
        let (writer, _folder) = writer().await;
        let first = async {
            let mut part = writer.begin().await?;
            let done = put(&mut part, "INSERT INTO note VALUES ('first')").await;
            part.end(done).await
        };
        let second = async {
            let mut part = writer.begin().await.unwrap();
            // Sent, and still under way when nobody waits for it any longer.
            let sent = put(&mut part, SLOW);
            assert!(sent.now_or_never().is_none());
        };
        let turn = writer.line.lock().await;
        let (first, (), ()) = tokio::join!(first, second, async { drop(turn) });
        let kept: &[&str] = if first.is_ok() { &["first"] } else { &[] };
        assert_eq!(notes(&writer).await, kept, "what is there is what was promised");
        assert!(first.is_err(), "nobody could say what undoing would have undone");
    }
}
