//! What another version left behind, and how the tables are brought up to date.

use super::*;

/// Does to the tables what another version might have done.
pub(super) async fn meddle(store: &Store, sql: &'static str) {
    let mut tx = store.db.begin().await.unwrap();
    let done = tx.run(batch::statement(sql)).await;
    tx.end(done.map(drop)).await.unwrap();
}

async fn what_another_version_owes_is_set_aside_and_the_rest_goes_on(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    meddle(&store, "UPDATE outbox SET effect = '\"Telegraph\"' WHERE errand = 'announce'").await;
    assert_eq!(errands(&store.claim(&workspace(), &lease("b", 2), 10).await.unwrap()), [Errand::OpenChannel]);
    let given_up = store.given_up(&workspace(), 10).await.unwrap();
    assert_eq!(given_up.len(), 1);
    assert!(given_up[0].last_error.contains("Telegraph"), "{}", given_up[0].last_error);
}

async fn what_another_version_owes_behind_a_delivery_does_not_undo_its_end(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    for severity in ["sev0", "sev1"] {
        let command = Command::ChangeSeverity { to: SeverityKey::new(severity), because: None };
        change(&store, command, None, &lease("a", 0)).await.unwrap();
    }
    // Behind the announcement waits its refresh; behind that, one more of another version.
    meddle(
        &store,
        "INSERT INTO outbox (workspace, number, lane, errand, effect, state, created_at, run_at, lease_owner, \
         lease_until, attempts, checkpoint, last_error) SELECT workspace, number, lane, errand, effect, state, \
         created_at, run_at, lease_owner, lease_until, attempts, checkpoint, last_error FROM outbox \
         WHERE errand = 'refresh-announcement'",
    )
    .await;
    meddle(
        &store,
        "UPDATE outbox SET effect = '\"Telegraph\"' WHERE id = \
         (SELECT MIN(id) FROM outbox WHERE errand = 'refresh-announcement')",
    )
    .await;
    let next = store.finish(&begun[0], &lease("a", 0)).await.unwrap();
    assert_eq!(errands(&next), [Errand::RefreshAnnouncement]);
    assert_eq!(store.given_up(&workspace(), 10).await.unwrap().len(), 1);
}

async fn an_incident_of_another_version_hides_no_other(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    declared(&store).await;
    meddle(&store, "UPDATE incident SET state = '{}' WHERE number = 1").await;
    let below = store.open_below(&workspace(), Number::new(3), 10).await.unwrap();
    assert_eq!(below.readable.iter().map(|open| open.incident.number.get()).collect::<Vec<_>>(), [2]);
    assert_eq!(below.lowest, Some(Number::new(1)));
    let next = store.open_below(&workspace(), Number::new(2), 10).await.unwrap();
    assert_eq!((next.readable.len(), next.lowest), (0, Some(Number::new(1))));
    assert_eq!(store.open_below(&workspace(), Number::new(1), 10).await.unwrap().lowest, None);
    let open = store.open_incidents(&workspace(), 10).await.unwrap();
    assert_eq!(open.readable.iter().map(|open| open.number.get()).collect::<Vec<_>>(), [2]);
    assert_eq!(open.unreadable.iter().map(|one| one.number.get()).collect::<Vec<_>>(), [1]);
    assert_eq!(open.all, 2);
}

/// Rows as the first version wrote them; every later migration has to carry them along.
const ROWS_OF_VERSION_1: &str = include_str!("../../../tests/fixtures/rows_of_migration_1.sql");

/// The database as the first version left it.
pub(super) async fn as_version_1_left_it(Database { url, .. }: &Database) {
    if url.is_postgres() {
        let mut connection = sqlx::PgConnection::connect(url.expose()).await.unwrap();
        sqlx::migrate!("./migrations/postgres").run_to(1, &mut connection).await.unwrap();
        sqlx::raw_sql(ROWS_OF_VERSION_1).execute(&mut connection).await.unwrap();
        // The rows bring their own names; the next one has to come after them.
        let after = "SELECT setval(pg_get_serial_sequence('outbox', 'id'), MAX(id)) FROM outbox";
        sqlx::raw_sql(after).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    } else {
        let url = format!("{}?mode=rwc", url.expose());
        let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
        sqlx::migrate!("./migrations/sqlite").run_to(1, &mut connection).await.unwrap();
        sqlx::raw_sql(ROWS_OF_VERSION_1).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }
}

async fn migrations_carry_old_rows_along(home: Home) {
    as_version_1_left_it(&home.database).await;
    let store = home.store().await;
    let read = first(&store).await;
    assert_eq!(read.incident.title, "결제 장애");
    assert_eq!(store.timeline(&workspace(), Number::new(1)).await.unwrap().len(), 1);
    assert_eq!(
        errands(&store.claim(&workspace(), &lease("b", 5), 10).await.unwrap()),
        [Errand::Announce, Errand::OpenChannel]
    );
    assert_eq!(store.people(&workspace()).await.unwrap().len(), 1);
    let again = declare_once(&store, Some("trigger:1")).await;
    assert!(matches!(again, Err(NotSaved::ServedBefore(number)) if number == Number::new(1)));
}

/// When the table says that the first incident ended.
async fn ended_at(store: &Store) -> i64 {
    let sql = "SELECT ended_at FROM incident WHERE number = 1";
    match &store.db {
        db::Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_one(readers).await.unwrap(),
        db::Db::Postgres(server) => sqlx::query_scalar(sql).fetch_one(server.pool()).await.unwrap(),
    }
}

async fn what_ended_before_the_tables_knew_when_is_found_by_its_end(home: Home) {
    as_version_1_left_it(&home.database).await;
    let cancelled = r#""stage":{"is":"cancelled","cancelled_at":"2026-09-21T15:00:00.250Z","because":null,"duplicate_of":null}"#;
    let end = format!(
        "UPDATE incident SET is_open = 0, state = replace(state, '\"stage\":{{\"is\":\"detected\"}}', '{cancelled}')"
    );
    as_an_older_version_did(&home, end).await;
    let store = home.store().await;
    let board = store.board(&workspace(), 10, 10).await.unwrap();
    let ended: Vec<_> = board.ended.iter().map(|incident| incident.ended_at().map(millis)).collect();
    assert_eq!(ended, [Some(1_790_002_800_250)]);
    assert_eq!(ended_at(&store).await, 1_790_002_800_250);
}

/// Does to the tables what an older version did.
async fn as_an_older_version_did(home: &Home, sql: String) {
    let sql = sqlx::AssertSqlSafe(sql);
    if home.database.url.is_postgres() {
        let mut connection = sqlx::PgConnection::connect(home.database.url.expose()).await.unwrap();
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    } else {
        let mut connection = sqlx::SqliteConnection::connect(home.database.url.expose()).await.unwrap();
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    }
}

async fn several_who_start_at_once_bring_the_tables_up_to_date_once(home: Home) {
    // Whoever serves a file goes on serving it until all have tried.
    let started = futures_util::future::join_all((0..6).map(|_| Store::open_to_serve(&home.database))).await;
    let serving: Vec<&Store> = started.iter().flatten().map(|(store, _)| store).collect();
    let expected = if home.database.url.is_postgres() { 6 } else { 1 };
    assert_eq!(serving.len(), expected, "{:?}", started.iter().flat_map(Result::as_ref).count());
    assert_eq!(serving[0].tables().await.unwrap(), Tables::UpToDate);
}

on_both!(
    what_another_version_owes_is_set_aside_and_the_rest_goes_on,
    what_another_version_owes_behind_a_delivery_does_not_undo_its_end,
    an_incident_of_another_version_hides_no_other,
    migrations_carry_old_rows_along,
    what_ended_before_the_tables_knew_when_is_found_by_its_end,
    several_who_start_at_once_bring_the_tables_up_to_date_once,
);
