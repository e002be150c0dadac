//! The same request is served once.

use super::*;

async fn the_same_request_is_served_once(home: Home) {
    let store = home.store().await;
    declare_once(&store, Some("trigger:1")).await.unwrap();
    let again = declare_once(&store, Some("trigger:1")).await;
    assert!(matches!(again, Err(NotSaved::ServedBefore(number)) if number == Number::new(1)));
    assert!(store.incident(&workspace(), Number::new(2), &Viewer::Firebell).await.unwrap().is_none());
    assert_eq!(store.forget_receipts_before(start() + TimeDelta::days(8), 10).await.unwrap(), 1);
    let forgotten = declare_once(&store, Some("trigger:1")).await.unwrap();
    assert_eq!(forgotten.incident.number, Number::new(2));
}

async fn the_same_request_twice_at_once_is_served_once(home: Home) {
    let store = home.store().await;
    let (one, two) =
        tokio::join!(declare_once(&store, Some("trigger:1")), declare_once(&store, Some("trigger:1")));
    // Either may come first.
    let (served, repeated) = if one.is_ok() { (one, two) } else { (two, one) };
    assert_eq!(served.unwrap().incident.number, Number::new(1));
    assert!(matches!(repeated, Err(NotSaved::ServedBefore(number)) if number == Number::new(1)));
    assert_eq!(declared(&store).await.incident.number, Number::new(2));
}

#[tokio::test]
async fn nobody_hears_that_a_request_was_served_when_the_database_gave_that_up() {
    let home = Home::sqlite();
    let store = home.store().await;
    // All three come while it is this one's turn, so they share its transaction.
    let turn = store.db.begin().await.unwrap();
    let full_disk = async {
        let mut tx = store.db.begin().await?;
        let given_up = tx.run(batch::statement("ROLLBACK; INSERT INTO receipt VALUES (NULL)")).await;
        tx.end(given_up.map(drop)).await
    };
    let served = declare_once(&store, Some("trigger:1"));
    let repeated = declare_once(&store, Some("trigger:1"));
    let (served, repeated, given_up, ()) = tokio::join!(served, repeated, full_disk, async { drop(turn) });
    assert!(matches!(served, Err(NotSaved::Failed(StoreError::Database(_)))), "{served:?}");
    assert!(matches!(repeated, Err(NotSaved::Failed(StoreError::Database(_)))), "{repeated:?}");
    assert!(given_up.is_err());
    let again = declare_once(&store, Some("trigger:1")).await.unwrap();
    assert_eq!(again.incident.number, Number::new(1));
}

async fn old_receipts_are_forgotten_a_few_at_a_time_and_young_ones_kept(home: Home) {
    let store = home.store().await;
    for receipt in ["trigger:1", "trigger:2", "trigger:3"] {
        declare_once(&store, Some(receipt)).await.unwrap();
    }
    let forget = |instant| store.forget_receipts_before(instant, 2);
    assert_eq!(forget(start()).await.unwrap(), 0, "they are not older than that");
    let later = start() + TimeDelta::seconds(1);
    let bites = [forget(later).await.unwrap(), forget(later).await.unwrap(), forget(later).await.unwrap()];
    assert_eq!(bites, [2, 1, 0]);
}

on_both!(
    old_receipts_are_forgotten_a_few_at_a_time_and_young_ones_kept,
    the_same_request_is_served_once,
    the_same_request_twice_at_once_is_served_once,
);
