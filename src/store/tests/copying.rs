//! A history is moved to another database.

use std::str::FromStr as _;

use tokio::sync::mpsc;

use super::*;
use crate::store::copy::TABLES;

/// Tables that say nothing of a history. What was spent of Slack's limits is spent a minute later.
const NOT_COPIED: &[&str] = &["_sqlx_migrations", "pace", "sqlite_sequence"];

/// The id of the last delivery that was owed in that history.
const NEWEST_ID: i64 = 8;

/// A history with something in every table, and deliveries that were done, given up, and are still owed.
async fn fill(store: &Store) {
    for receipt in ["trigger:1", "trigger:2", "trigger:3"] {
        declare_once(store, Some(receipt)).await.unwrap();
    }
    let begun = store.claim(&workspace(), &lease("a", 5), 10).await.unwrap();
    store.finish(&begun[0], &lease("a", 5)).await.unwrap();
    let gave_up = Command::GaveUp { errand: Errand::OpenChannel, why: "restricted_action".into() };
    let settles = Some(Settlement::GivenUp(&begun[1], "restricted_action"));
    let lines = change(store, gave_up, settles, &lease("a", 5)).await.unwrap();
    // The newest is gone when the history is moved, and no other may get its id.
    assert_eq!(lines.last().unwrap().id, NEWEST_ID);
    for line in &lines {
        store.finish(line, &lease("a", 5)).await.unwrap();
    }
    store.remember_people(&workspace(), &[person("김민지")]).await.unwrap();
}

async fn served(home: &Home) -> (Store, Option<Alone>) {
    Store::open_to_serve(&home.database).await.unwrap()
}

async fn copied(from: &Home, to: &Home) -> Result<Copied, CopyError> {
    Store::copy(&from.database.url, &to.database.url, |_| {}).await
}

/// Begins to copy, and is killed when that table is there.
async fn is_killed_after(from: &Home, to: &Home, table: &'static str) {
    let (tell, mut hear) = mpsc::unbounded_channel();
    let seen = move |seen| {
        let _ = tell.send(seen);
    };
    let copying = Store::copy(&from.database.url, &to.database.url, seen);
    let mut heard = async || while hear.recv().await != Some(table) {};
    tokio::select! {
        biased;
        () = heard() => {}
        _ = copying => panic!("it ended before"),
    }
}

/// Moves a history in every direction that there is on this machine.
async fn in_every_direction<F: Future>(test: impl Fn(Home, Home) -> F) {
    test(Home::sqlite(), Home::sqlite()).await;
    let homes = || Some((Home::postgres()?, Home::postgres()?));
    let Some((one, two)) = homes() else { return };
    test(Home::sqlite(), one).await;
    test(two, Home::sqlite()).await;
    let Some((one, two)) = homes() else { return };
    test(one, two).await;
}

#[tokio::test]
async fn a_moved_history_is_the_same_and_goes_on() {
    in_every_direction(async |from: Home, to: Home| {
        let (old, alone) = served(&from).await;
        fill(&old).await;
        let (incident, told) = (first(&old).await, timeline(&old).await);
        let (owed, people) = (old.owed().await.unwrap(), old.people(&workspace()).await.unwrap());
        old.close().await;
        drop(alone);

        let moved = copied(&from, &to).await.unwrap();
        let rows: Vec<_> = moved.tables.iter().map(|(table, sum)| (*table, sum.rows)).collect();
        assert_eq!(moved.last_outbox_id, NEWEST_ID);
        assert!(rows.contains(&("incident", 3)) && rows.contains(&("person", 1)), "{rows:?}");
        let (new, _alone) = served(&to).await;
        assert_eq!(first(&new).await.incident, incident.incident);
        assert_eq!(timeline(&new).await, told);
        assert_eq!((new.owed().await.unwrap(), new.people(&workspace()).await.unwrap()), (owed, people));
        assert_eq!(new.given_up(&workspace(), 10).await.unwrap().len(), 1);
        let again = declare_once(&new, Some("trigger:2")).await;
        assert!(matches!(again, Err(NotSaved::ServedBefore(number)) if number == Number::new(2)));
        let next = declared(&new).await;
        assert_eq!(next.incident.number, Number::new(4));
        assert!(next.jobs.iter().all(|job| job.id > NEWEST_ID), "{:?}", next.jobs);
    })
    .await;
}

#[tokio::test]
async fn a_copy_that_was_killed_is_not_served_and_goes_on_where_it_stopped() {
    in_every_direction(async |from: Home, to: Home| {
        let store = from.store().await;
        fill(&store).await;
        store.close().await;
        is_killed_after(&from, &to, "incident").await;
        let refused = Store::open_to_serve(&to.database).await;
        assert!(matches!(refused, Err(StoreError::HalfCopied)), "{refused:?}");
        let refused = Store::bring_up_to_date(&to.database).await;
        assert!(matches!(refused, Err(StoreError::HalfCopied)), "{refused:?}");
        is_killed_after(&from, &to, "outbox").await;
        let moved = copied(&from, &to).await.unwrap();
        assert!(moved.was_begun);
        assert_eq!(served(&to).await.0.owed().await.unwrap(), 4);
        let refused = copied(&from, &to).await;
        assert!(matches!(refused, Err(CopyError::NotEmpty { .. } | CopyError::Served(_))), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn what_changed_since_a_copy_began_is_noticed_and_the_copy_begins_anew() {
    in_every_direction(async |from: Home, to: Home| {
        let store = from.store().await;
        fill(&store).await;
        is_killed_after(&from, &to, "timeline_entry").await;
        change(&store, opened(), None, &lease("a", 5)).await.unwrap();
        store.close().await;
        let refused = copied(&from, &to).await.unwrap_err();
        assert!(matches!(refused, CopyError::Differs { table: "incident", .. }), "{refused}");
        copied(&from, &to).await.unwrap();
        let (new, _alone) = served(&to).await;
        assert!(first(&new).await.incident.places.channel.is_some());
    })
    .await;
}

#[tokio::test]
async fn nothing_is_mixed_and_nobody_is_moved_from_under_their_feet() {
    let (from, to, other) = (Home::sqlite(), Home::sqlite(), Home::sqlite());
    let (store, alone) = served(&from).await;
    assert!(matches!(copied(&from, &to).await, Err(CopyError::Served(_))), "the old one is served");
    store.close().await;
    drop(alone);
    let refused = copied(&from, &from).await;
    assert!(matches!(refused, Err(CopyError::Same(_))), "{refused:?}");

    let (store, alone) = served(&to).await;
    assert!(matches!(copied(&from, &to).await, Err(CopyError::Served(_))), "the new one is served");
    declared(&store).await;
    store.close().await;
    drop(alone);
    let refused = copied(&from, &to).await.unwrap_err();
    assert!(refused.to_string().contains("is not empty: there are rows in workspace"), "{refused}");

    is_killed_after(&from, &other, "workspace").await;
    let refused = copied(&to, &other).await.unwrap_err();
    assert!(matches!(refused, CopyError::OfAnother { .. }), "{refused}");
    let refused = copied(&other, &Home::sqlite()).await.unwrap_err();
    assert!(matches!(refused, CopyError::Store(StoreError::HalfCopied)), "{refused}");
    let nowhere = copied(&Home::sqlite(), &Home::sqlite()).await.unwrap_err();
    assert!(matches!(nowhere, CopyError::Store(StoreError::NoDatabase { .. })), "{nowhere}");
}

#[tokio::test]
async fn tables_of_another_version_are_not_moved() {
    let (old, fresh, newer) = (Home::sqlite(), Home::sqlite(), Home::sqlite());
    versions::as_version_1_left_it(&old.database).await;
    let refused = copied(&old, &fresh).await.unwrap_err();
    assert!(refused.to_string().contains("run `firebell migrate` of this version on it first"), "{refused}");
    assert!(!Store::file(&fresh.database.url).unwrap().exists(), "nothing was begun");
    Store::bring_up_to_date(&old.database).await.unwrap();
    let store = newer.store().await;
    let newest = "INSERT INTO _sqlx_migrations SELECT 9999, description, installed_on, success, checksum, \
                  execution_time FROM _sqlx_migrations WHERE version = 1";
    versions::meddle(&store, newest).await;
    store.close().await;
    let refused = copied(&old, &newer).await;
    assert!(matches!(refused, Err(CopyError::OtherVersion(_))), "{refused:?}");
    assert_eq!(Store::open_existing(&newer.database).await.unwrap().tables().await.unwrap(), Tables::Ahead);
}

#[tokio::test]
async fn a_server_that_somebody_serves_or_copies_into_is_left_alone() {
    let (Some(from), Some(to)) = (Home::postgres(), Home::postgres()) else { return };
    from.store().await.close().await;
    for home in [&from, &to] {
        let (store, _) = served(home).await;
        let mut listener = store.listener();
        listener.heard().await;
        assert!(matches!(copied(&from, &to).await, Err(CopyError::Served(_))));
        drop(listener);
        while store.served_by(&home.database.url).await.unwrap() > 0 {}
    }
    let mut other = sqlx::PgConnection::connect(to.database.url.expose()).await.unwrap();
    other.execute("SELECT pg_advisory_lock(5823694104)").await.unwrap();
    assert!(matches!(copied(&from, &to).await, Err(CopyError::UnderWay(_))));
    other.close().await.unwrap();
    copied(&from, &to).await.unwrap();
}

/// Somebody begins to serve a server's database, and goes on with it until this is dropped.
fn begins_to_serve(home: &Home) -> (tokio::runtime::Runtime, sqlx::PgConnection) {
    let options = sqlx::postgres::PgConnectOptions::from_str(home.database.url.expose()).unwrap();
    let connect = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let listener = options.application_name(super::super::postgres::LISTENER);
        let listener = runtime.block_on(sqlx::ConnectOptions::connect(&listener)).unwrap();
        (runtime, listener)
    };
    std::thread::spawn(connect).join().unwrap()
}

#[tokio::test]
async fn whoever_begins_to_serve_while_a_copy_is_made_is_noticed() {
    for begins_at_the_old_one in [true, false] {
        let (Some(from), Some(to)) = (Home::postgres(), Home::postgres()) else { return };
        let store = from.store().await;
        fill(&store).await;
        store.close().await;
        let mut serving = None;
        let begins = |table| {
            if table == "outbox" {
                serving = Some(begins_to_serve(if begins_at_the_old_one { &from } else { &to }));
            }
        };
        let refused = Store::copy(&from.database.url, &to.database.url, begins).await;
        assert!(matches!(refused, Err(CopyError::Served(_))), "{refused:?}");
        let (runtime, listener) = serving.unwrap();
        drop(listener);
        runtime.shutdown_background();
        let url = if begins_at_the_old_one { &from.database.url } else { &to.database.url };
        let looking = Store::open_existing(&Database::at(url.clone())).await.unwrap();
        while looking.served_by(url).await.unwrap() > 0 {}
        assert!(copied(&from, &to).await.unwrap().was_begun, "it goes on where it stopped");
    }
}

#[tokio::test]
async fn what_was_saved_while_a_copy_was_made_is_noticed() {
    let (Some(from), Some(to)) = (Home::postgres(), Home::postgres()) else { return };
    let store = from.store().await;
    fill(&store).await;
    store.close().await;
    let database = from.database.clone();
    let saves = move |table| {
        let database = database.clone();
        let save = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let store = Store::open(&database).await.unwrap();
                change(&store, opened(), None, &lease("a", 5)).await.unwrap();
                store.close().await;
            });
        };
        if table == "outbox" {
            std::thread::spawn(save).join().unwrap();
        }
    };
    let refused = Store::copy(&from.database.url, &to.database.url, saves).await;
    assert!(matches!(refused, Err(CopyError::Differs { table: "incident", .. })), "{refused:?}");
}

/// Every column of every table, sorted.
async fn columns(store: &Store) -> Vec<(String, String)> {
    let sql = match &store.db {
        db::Db::Sqlite { .. } => {
            "SELECT t.name, c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
        }
        db::Db::Postgres(_) => {
            "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns \
             WHERE table_schema = current_schema()"
        }
    };
    let mut tx = store.db.begin().await.unwrap();
    let mut columns: Vec<(String, String)> =
        tx.run(batch::statement(sql)).await.unwrap().only().read().unwrap();
    columns.retain(|(table, _)| !NOT_COPIED.contains(&table.as_str()));
    columns.sort();
    columns
}

async fn all_that_is_kept_is_copied(home: Home) {
    let store = home.store().await;
    let of_table = |table: &copy::Table| {
        let name = table.name;
        table.columns().into_iter().map(move |column| (name.to_owned(), column.to_owned()))
    };
    let mut copied: Vec<(String, String)> = TABLES.iter().flat_map(of_table).collect();
    copied.sort();
    assert_eq!(columns(&store).await, copied);
}

on_both!(all_that_is_kept_is_copied);
