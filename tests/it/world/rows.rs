//! Everything that the database holds, whichever it is.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::World;

const POSTGRES_TABLES: &str =
    "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()";
const SQLITE_TABLES: &str = "SELECT name FROM sqlite_master WHERE type = 'table'";

impl World {
    /// Every row of every table, as text; each begins with the name of its table.
    pub(crate) async fn all_rows(&self) -> String {
        let is_postgres = self.config.database.url.expose().starts_with("postgres");
        let rows = if is_postgres { self.rows_of_postgres().await } else { self.rows_of_sqlite().await };
        assert!(rows.iter().any(|row| row.starts_with("incident ")), "these are not its rows");
        rows.join("\n")
    }

    async fn rows_of_postgres(&self) -> Vec<String> {
        let mut database = PgConnection::connect(self.config.database.url.expose()).await.unwrap();
        let tables: Vec<String> = sqlx::query_scalar(POSTGRES_TABLES).fetch_all(&mut database).await.unwrap();
        let mut rows: Vec<String> = Vec::new();
        for table in tables {
            let all = format!(r#"SELECT '{table} ' || t::text FROM "{table}" t"#);
            rows.extend(
                sqlx::query_scalar::<_, String>(AssertSqlSafe(all)).fetch_all(&mut database).await.unwrap(),
            );
        }
        rows
    }

    async fn rows_of_sqlite(&self) -> Vec<String> {
        let mut database = self.database().await;
        let tables: Vec<String> = sqlx::query_scalar(SQLITE_TABLES).fetch_all(&mut database).await.unwrap();
        let mut rows: Vec<String> = Vec::new();
        for table in tables {
            let columns = format!("SELECT name FROM pragma_table_info('{table}')");
            let columns: Vec<String> =
                sqlx::query_scalar(AssertSqlSafe(columns)).fetch_all(&mut database).await.unwrap();
            let quoted: Vec<String> = columns.iter().map(|column| format!(r#"quote("{column}")"#)).collect();
            let all = format!(r#"SELECT '{table} ' || {} FROM "{table}""#, quoted.join(" || ',' || "));
            rows.extend(
                sqlx::query_scalar::<_, String>(AssertSqlSafe(all)).fetch_all(&mut database).await.unwrap(),
            );
        }
        rows
    }
}
