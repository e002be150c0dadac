use futures_util::FutureExt as _;

use super::line::Progress;
use super::part::kept;
use super::*;
use crate::store::batch::{Batch, statement};

const SLOW: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000) \
    INSERT INTO note SELECT 'slow' FROM n WHERE i = 500000";

async fn writer() -> (Writer, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteConnectOptions::new().filename(folder.path().join("w.db")).create_if_missing(true);
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
    assert!(matches!(&refused, Err(StoreError::NoDatabase { url }) if url.contains("first")), "{refused:?}");
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
