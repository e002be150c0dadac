//! Each statement finds its rows by an index, however long the history is.

use super::*;

/// A hundred thousand incidents, a tenth of them open, with a million timeline entries; ten thousand deliveries that are
/// owed and as many that were given up; two hundred thousand receipts. Every fiftieth incident is private, with ten members. `numbers(n)` is a table `n(i)` from 1 to `n`.
fn long_history(numbers: fn(u64) -> String) -> String {
    let rows = |count, insert: &str| format!("{insert} FROM {}", numbers(count));
    [
        "INSERT INTO workspace VALUES ('T1', 100000)".to_owned(),
        rows(
            100_000,
            "INSERT INTO incident (workspace, number, version, state, is_open, channel, next_reminder_at, ended_at, is_private) \
             SELECT 'T1', i, 1, '{}', CASE WHEN i % 10 = 0 THEN 1 ELSE 0 END, 'C' || i, \
             CASE WHEN i % 10 = 0 THEN 1790000000000 + i ELSE 9223372036854775807 END, \
             CASE WHEN i % 10 = 0 THEN 0 ELSE 1790000000000 + i * 7919 % 1000003 END, CASE WHEN i % 50 = 0 THEN 1 ELSE 0 END",
        ),
        rows(20_000, "INSERT INTO incident_member SELECT 'T1', 'U' || (i % 100), ((i - 1) / 10 + 1) * 50"),
        rows(1_000_000, "INSERT INTO timeline_entry SELECT 'T1', (i - 1) / 10 + 1, (i - 1) % 10 + 1, '{}'"),
        rows(
            20_000,
            "INSERT INTO outbox (workspace, number, lane, errand, effect, state, created_at, run_at, lease_owner, \
             lease_until, attempts, checkpoint, last_error) SELECT 'T1', i, 'talk', 'say', '{}', \
             CASE WHEN i % 2 = 0 THEN 'owed' ELSE 'given up' END, i, i, '', 0, 1, '', ''",
        ),
        rows(200_000, "INSERT INTO receipt SELECT 'T1', 'command:' || i, i, i"),
        rows(2_000, "INSERT INTO person SELECT 'T1', 'U' || i, 'person', '', 'member'"),
    ]
    .join("; ")
}

pub(super) fn recursive(count: u64) -> String {
    format!(
        "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n)"
    )
}

pub(super) fn series(count: u64) -> String {
    format!("generate_series(1, {count}) AS n(i)")
}

/// How the database would run a statement, a step to a line.
trait Explains {
    async fn explain(&mut self, sql: &'static str) -> Vec<String>;
}

impl Explains for sqlx::SqliteConnection {
    async fn explain(&mut self, sql: &'static str) -> Vec<String> {
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(explain).fetch_all(self).await.unwrap();
        steps.into_iter().map(|(_, _, _, step)| step).collect()
    }
}

impl Explains for sqlx::PgConnection {
    /// As for values that it does not know, of which there is one that means "nothing" for all types.
    async fn explain(&mut self, sql: &'static str) -> Vec<String> {
        let prepare = format!("DEALLOCATE ALL; PREPARE statement AS {}", batch::for_postgres(sql).as_str());
        self.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(prepare))).await.unwrap();
        let values = vec!["NULL"; batch::wanted(sql)].join(", ");
        let values = if values.is_empty() { values } else { format!("({values})") };
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN EXECUTE statement{values}"));
        let rows = sqlx::raw_sql(explain).fetch_all(self).await.unwrap();
        rows.iter().map(|row| sqlx::Row::get(row, 0)).collect()
    }
}

/// Statements that may read all that they find, or sort it.
const NOT_HOT: &[&str] = &[
    // At a stop and at a start.
    "UPDATE outbox SET lease_owner = '', lease_until = 0 WHERE",
    "UPDATE outbox SET lease_owner = '', lease_until = CASE",
    // For `firebell check`.
    "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE state = 'owed'",
    "state IN ('given up', 'set aside')",
    "attempts - put_back >= $2",
    // Who waits its turn is looked at together: that is what a turn is given by.
    "ROW_NUMBER() OVER (PARTITION BY head.toll",
    // Few are ever set aside.
    "WHERE state = 'set aside' AND workspace = $1",
    // A row for each workspace.
    "ledger FROM pace",
    // Everybody is what is asked for.
    "FROM person WHERE workspace = $1",
];

/// Whether a step reads all of a table or of an index, or sorts all that was read. What is read from no table, or from
/// what the statement itself has put together, is little.
fn is_slow(step: &str) -> bool {
    let is_of_the_statement = ["CONSTANT ROW", "busy", "due"].iter().any(|name| step.ends_with(name));
    let is_sorted = step.contains("TEMP B-TREE") || step.contains("Sort  (") && !step.contains("Incremental");
    (step.starts_with("SCAN ") && !is_of_the_statement) || step.contains("Seq Scan") || is_sorted
}

async fn slow_steps(database: &mut impl Explains) -> Vec<String> {
    let mut slow = Vec::new();
    for sql in all_statements() {
        if NOT_HOT.iter().any(|fragment| sql.contains(fragment)) {
            continue;
        }
        let plan = database.explain(sql).await;
        assert!(!plan.is_empty() || sql.starts_with("INSERT"), "{sql}");
        slow.extend(plan.iter().filter(|step| is_slow(step)).map(|step| format!("{step}\n    of {sql}")));
    }
    slow
}

#[tokio::test]
async fn a_plan_that_reads_everything_would_be_seen() {
    let home = Home::sqlite();
    home.store().await.close().await;
    let mut database = sqlx::SqliteConnection::connect(home.database.url.expose()).await.unwrap();
    for sql in
        ["SELECT number FROM incident WHERE state = $1", "SELECT entry FROM timeline_entry ORDER BY entry"]
    {
        assert!(database.explain(sql).await.iter().any(|step| is_slow(step)), "{sql}");
    }
}

#[tokio::test]
async fn no_statement_reads_all_of_a_long_history_on_sqlite() {
    let home = Home::sqlite();
    home.store().await.close().await;
    let mut database = sqlx::SqliteConnection::connect(home.database.url.expose()).await.unwrap();
    database.execute("PRAGMA foreign_keys = off; PRAGMA synchronous = off; BEGIN").await.unwrap();
    database.execute(sqlx::AssertSqlSafe(long_history(recursive))).await.unwrap();
    database.execute("COMMIT").await.unwrap();
    assert_eq!(slow_steps(&mut database).await.join("\n"), "");
}

#[tokio::test]
async fn no_statement_reads_all_of_a_long_history_on_postgres() {
    let Some(home) = Home::postgres() else { return };
    home.store().await.close().await;
    let mut database = sqlx::PgConnection::connect(home.database.url.expose()).await.unwrap();
    database
        .execute("SET session_replication_role = replica; SET plan_cache_mode = force_generic_plan")
        .await
        .unwrap();
    let fill = sqlx::AssertSqlSafe(long_history(series));
    sqlx::raw_sql(fill).execute(&mut database).await.unwrap();
    sqlx::raw_sql("VACUUM ANALYZE").execute(&mut database).await.unwrap();
    assert_eq!(slow_steps(&mut database).await.join("\n"), "");
}
