//! A SQLite file has one process that serves it.

use futures_util::poll;

use super::*;

#[tokio::test]
async fn one_process_serves_a_file_and_takes_over_from_one_that_died() {
    let home = Home::sqlite();
    let (store, url) = (home.store().await, &home.database.url);
    let alone = store.serve_alone(url).await.unwrap();
    declared(&store).await;
    let second = store.serve_alone(url).await;
    assert!(matches!(second, Err(StoreError::ServedAlready { .. })));
    assert_eq!(
        store.claim(&workspace(), &lease("b", 0), 10).await.unwrap().len(),
        0,
        "the first one is at work"
    );
    drop(alone);
    let alone = store.serve_alone(url).await.unwrap();
    store.take_over(&alone, start()).await.unwrap();
    let claimed_after = async |seconds| {
        let now = start() + TimeDelta::seconds(seconds);
        let lease = Lease { now, until: now + TimeDelta::minutes(1), ..lease("b", 0) };
        store.claim(&workspace(), &lease, 10).await.unwrap().len()
    };
    assert_eq!(claimed_after(14).await, 0, "Slack may still be doing what the first one asked for");
    assert_eq!(claimed_after(15).await, 2);
}

#[tokio::test]
async fn the_tables_of_a_file_that_is_served_are_left_alone() {
    let home = Home::sqlite();
    let lock = format!("{}.lock", Store::file(&home.database.url).unwrap().display());
    let other = std::fs::File::create(lock).unwrap();
    other.try_lock().unwrap();
    assert!(matches!(Store::open_to_serve(&home.database).await, Err(StoreError::ServedAlready { .. })));
    let as_it_is = Store::open_existing(&home.database).await.unwrap();
    assert!(as_it_is.owed().await.is_err(), "there are no tables yet");
}

#[tokio::test]
async fn a_database_behind_a_link_is_served_once_whichever_way_one_comes() {
    let folder = tempfile::tempdir().unwrap();
    let url = |name: &str| Database::at(format!("sqlite://{}", folder.path().join(name).display()));
    let (file, link) = (url("test.db"), url("link.db"));
    let (store, alone) = Store::open_to_serve(&file).await.unwrap();
    std::os::unix::fs::symlink(folder.path().join("test.db"), folder.path().join("link.db")).unwrap();
    declared(&store).await;
    assert!(Store::is_served(&link.url).unwrap(), "the lock is beside the file");
    assert!(matches!(Store::open_to_serve(&link).await, Err(StoreError::ServedAlready { .. })));
    let as_it_is = Store::open_existing(&link).await.unwrap();
    assert_eq!(as_it_is.owed().await.unwrap(), 2, "the log is read, which is beside the file too");
    as_it_is.close().await;
    store.close().await;
    drop(alone);
    let (_store, _alone) = Store::open_to_serve(&link).await.unwrap();
    assert!(matches!(Store::open_to_serve(&file).await, Err(StoreError::ServedAlready { .. })));
}

/// Sets how many pages the file may have; SQLite takes no less than there are.
async fn may_have_pages(store: &Store, limit: &'static str) {
    let mut tx = store.db.begin().await.unwrap();
    let set = tx.run(batch::statement(limit)).await;
    tx.end(set.map(drop)).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_noticed_and_nothing_that_was_said_is_lost() {
    let home = Home::sqlite();
    let store = home.store().await;
    store.can_write().await.unwrap();
    may_have_pages(&store, "PRAGMA max_page_count = 1").await;
    let mut said = 0;
    let failure = loop {
        match declare_once(&store, None).await {
            Ok(_) => said += 1,
            Err(failure) => break failure,
        }
    };
    let NotSaved::Failed(StoreError::Database(failure)) = failure else { panic!("{failure:?}") };
    assert!(failure.to_string().contains("disk is full"), "{failure}");
    // A new connection, such as there may be by now, knows nothing of the limit.
    may_have_pages(&store, "PRAGMA max_page_count = 1").await;
    assert!(store.can_write().await.is_err());
    may_have_pages(&store, "PRAGMA max_page_count = 100000").await;
    store.can_write().await.unwrap();
    assert_eq!(declared(&store).await.incident.number, Number::new(said + 1));
    assert_eq!(store.people(&WorkspaceId::new("")).await.unwrap(), [], "nothing is left of the trial");
}

/// Something that takes a while to count.
const SLOW: &str = "CREATE VIEW slow(i) AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) \
    SELECT COUNT(*) FROM n";

#[tokio::test]
async fn a_trial_that_nobody_waits_for_any_longer_does_not_undo_what_others_save() {
    let home = Home::sqlite();
    let store = home.store().await;
    versions::meddle(&store, SLOW).await;
    versions::meddle(
        &store,
        "CREATE TRIGGER slow_disk BEFORE INSERT ON person BEGIN SELECT i FROM slow; END",
    )
    .await;
    store.db.writes().failed();
    let mut tx = store.db.begin().await.unwrap();
    let mut trial = Box::pin(store.can_write());
    assert!(poll!(&mut trial).is_pending(), "it stands in line");
    let saved = tx.run(batch::statement("INSERT INTO workspace VALUES ('T9', 7)")).await.map(drop);
    let mut saving = Box::pin(tx.end(saved));
    assert!(poll!(&mut saving).is_pending(), "it waits for the disk, and lets the next come in");
    assert!(poll!(&mut trial).is_pending());
    drop(trial);
    saving.await.unwrap();
    store.can_write().await.unwrap();
    assert_eq!(store.people(&WorkspaceId::new("")).await.unwrap(), [], "nothing is left of the trials");
}
