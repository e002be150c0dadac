//! A PostgreSQL server is shared, and may go away or hang.

use super::*;

#[tokio::test]
async fn whoever_listens_hears_of_the_others_and_heals_after_a_loss() {
    let Some(server) = test_postgres::server() else { return };
    let kept = server.database();
    let patient = Database { timeout: Duration::from_secs(20), ..Database::at(kept.url.clone()) };
    let store = Store::open(&patient).await.unwrap();
    let mut listener = store.listener();
    let everything = News { work: true, people: true, groups: true };
    assert_eq!(listener.heard().await, everything, "it has heard nothing of what was before");
    store.hand_back(&lease("a", 0), &[]).await.unwrap();
    assert_eq!(listener.heard().await, News { work: true, ..News::default() });
    store.remember_people(&workspace(), &[person("Minji")]).await.unwrap();
    assert_eq!(listener.heard().await, News { people: true, ..News::default() });
    server.dies();
    server.comes_back();
    assert_eq!(listener.heard().await, everything, "it may have missed something");
    store.hand_back(&lease("a", 0), &[]).await.unwrap();
    assert_eq!(listener.heard().await, News { work: true, ..News::default() });
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_not_waited_for() {
    let Some(kept) = test_postgres::database() else { return };
    let database = Database { timeout: Duration::from_secs(3), ..Database::at(kept.url.clone()) };
    let (store, other) = (Store::open(&database).await.unwrap(), Store::open(&database).await.unwrap());
    let patient = Database { timeout: Duration::from_secs(20), ..database };
    let patient = Store::open(&patient).await.unwrap();
    declared(&patient).await;
    let mut busy = sqlx::PgConnection::connect(&kept.url).await.unwrap();
    sqlx::raw_sql("BEGIN; LOCK TABLE incident").execute(&mut busy).await.unwrap();
    assert!(matches!(
        other.incident(&workspace(), Number::new(1), &Viewer::Firebell).await,
        Err(StoreError::TooSlow)
    ));
    let late = change(&store, opened(), None, &lease("a", 0)).await;
    assert!(matches!(late, Err(NotSaved::Failed(StoreError::TooSlow))), "{late:?}");
    sqlx::raw_sql("ROLLBACK").execute(&mut busy).await.unwrap();
    change(&patient, opened(), None, &lease("a", 0)).await.unwrap();
    assert_eq!(first(&patient).await.version, 2, "what nobody waited for was not done");
}

#[tokio::test]
async fn whoever_stops_in_the_middle_of_a_save_does_not_hold_up_the_others_for_long() {
    let Some(kept) = test_postgres::database() else { return };
    let hasty = Database { timeout: Duration::from_secs(3), ..Database::at(kept.url.clone()) };
    let patient = Database { timeout: Duration::from_secs(20), ..Database::at(kept.url.clone()) };
    let (stuck, store) = (Store::open(&hasty).await.unwrap(), Store::open(&patient).await.unwrap());
    declared(&store).await;
    let mut tx = stuck.db.begin().await.unwrap();
    tx.run(incidents::to_change(&workspace(), Number::new(1), &Viewer::Firebell)).await.unwrap();
    change(&store, opened(), None, &lease("a", 0)).await.unwrap();
    assert!(tx.end(Ok::<_, StoreError>(())).await.is_err());
}

#[tokio::test]
async fn a_server_is_believed_that_the_right_authority_vouches_for_under_its_name() {
    let Some(server) = test_postgres::server_with_tls() else { return };
    let kept = server.database();
    let by_name = kept.url.replace("@127.0.0.1:", "@localhost:");
    let vouched = |url: &str, authority: &std::path::Path| {
        let vouched = Database::at(format!("{url}?sslmode=verify-full&sslrootcert={}", authority.display()));
        Database { timeout: Duration::from_secs(20), ..vouched }
    };
    let store = Store::open(&vouched(&by_name, &server.authority())).await.unwrap();
    declared(&store).await;
    let mut tx = store.db.begin().await.unwrap();
    let is_encrypted =
        "SELECT CAST(CAST(ssl AS INTEGER) AS BIGINT) FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let answer = tx.run(batch::statement(is_encrypted)).await.unwrap().only();
    assert_eq!(answer.first::<(i64,)>().unwrap(), Some((1,)));
    tx.end(Ok::<_, StoreError>(())).await.unwrap();
    let mut listener = store.listener();
    listener.heard().await;

    let vouched_by_nobody = Store::open(&vouched(&by_name, &server.another_authority())).await.unwrap_err();
    assert!(vouched_by_nobody.to_string().contains("certificate"), "{vouched_by_nobody}");
    let by_another_name = Store::open(&vouched(&kept.url, &server.authority())).await.unwrap_err();
    assert!(by_another_name.to_string().contains("certificate"), "{by_another_name}");
}
