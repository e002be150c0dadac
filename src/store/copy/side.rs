//! One of the two databases between which is copied: a connection that nobody else shares and nobody hurries.

use std::str::FromStr as _;

use futures_util::TryStreamExt as _;
use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, Row as _, SqliteConnection,
    TypeInfo as _, ValueRef as _,
};

use super::super::db::BUSY_TIMEOUT;
use super::super::url::DatabaseUrl;

/// A connection.
pub(super) enum Side {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Value {
    Integer(i64),
    Text(String),
}

/// Runs `$body` with `$connection` bound to the connection of either kind, and `$query` to the query with its values.
macro_rules! on_either {
    ($side:expr, $sql:expr, $values:expr, |$query:ident, $connection:ident| $body:expr) => {
        match $side {
            Side::Sqlite($connection) => {
                let $query = with_values!(sqlx::query(AssertSqlSafe($sql)), $values);
                $body
            }
            Side::Postgres($connection) => {
                let $query = with_values!(sqlx::query(AssertSqlSafe($sql)), $values);
                $body
            }
        }
    };
}

macro_rules! with_values {
    ($query:expr, $values:expr) => {
        $values.into_iter().fold($query, |query, value| match value {
            Value::Integer(number) => query.bind(number),
            Value::Text(text) => query.bind(text),
        })
    };
}

/// A row of whatever database, value by value.
pub(super) trait Values {
    fn values(&self) -> Result<Vec<Value>, sqlx::Error>;
}

macro_rules! read_values {
    ($($row:ty),*) => {
        $(impl Values for $row {
            fn values(&self) -> Result<Vec<Value>, sqlx::Error> {
                let value = |at: usize| match self.try_get_raw(at)?.type_info().name() {
                    "INTEGER" | "INT8" => self.try_get(at).map(Value::Integer),
                    _ => self.try_get(at).map(Value::Text),
                };
                (0..self.len()).map(value).collect()
            }
        })*
    };
}
read_values!(SqliteRow, PgRow);

impl Side {
    /// Opens a database as it is. A file is made if it is missing; a server has to have it.
    pub(super) async fn open(url: &DatabaseUrl) -> Result<Self, sqlx::Error> {
        if url.is_postgres() {
            let options = PgConnectOptions::from_str(url.expose())?.application_name("firebell copy");
            return Ok(Self::Postgres(options.connect().await?));
        }
        let options = SqliteConnectOptions::from_str(url.expose())?.create_if_missing(true);
        Ok(Self::Sqlite(options.busy_timeout(BUSY_TIMEOUT).connect().await?))
    }

    /// Sees the database as it is at this instant from now on.
    pub(super) async fn stand_still(&mut self) -> Result<(), sqlx::Error> {
        let begin = match self {
            Self::Sqlite(_) => "BEGIN",
            Self::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.run(begin).await
    }

    /// Sees the database as it is by now.
    pub(super) async fn look_anew(&mut self) -> Result<(), sqlx::Error> {
        self.run("COMMIT").await?;
        self.stand_still().await
    }

    /// Runs statements that have no values.
    pub(super) async fn run(&mut self, sql: impl Into<String>) -> Result<(), sqlx::Error> {
        let sql = AssertSqlSafe(sql.into());
        match self {
            Self::Sqlite(connection) => sqlx::raw_sql(sql).execute(connection).await.map(drop),
            Self::Postgres(connection) => sqlx::raw_sql(sql).execute(connection).await.map(drop),
        }
    }

    /// Runs a statement.
    pub(super) async fn write(&mut self, sql: String, values: Vec<Value>) -> Result<(), sqlx::Error> {
        on_either!(self, sql, values, |query, connection| query.execute(connection).await.map(drop))
    }

    /// The rows that a statement answers with.
    pub(super) async fn read(
        &mut self,
        sql: String,
        values: Vec<Value>,
    ) -> Result<Vec<Vec<Value>>, sqlx::Error> {
        on_either!(self, sql, values, |query, connection| {
            query.fetch_all(connection).await?.iter().map(Values::values).collect()
        })
    }

    /// Passes every row that a statement answers with by `see`; no more than some of them are in memory.
    pub(super) async fn each(
        &mut self,
        sql: String,
        mut see: impl FnMut(&[Value]),
    ) -> Result<(), sqlx::Error> {
        on_either!(self, sql, Vec::<Value>::new(), |query, connection| {
            let mut rows = query.fetch(connection);
            while let Some(row) = rows.try_next().await? {
                see(&row.values()?);
            }
            Ok(())
        })
    }

    /// The one number that a statement answers with; 0 if it answers with none.
    pub(super) async fn number(&mut self, sql: impl Into<String>) -> Result<i64, sqlx::Error> {
        let rows = self.read(sql.into(), Vec::new()).await?;
        Ok(match rows.first().and_then(|row| row.first()) {
            Some(Value::Integer(number)) => *number,
            _ => 0,
        })
    }

    /// Whether there is a table of that name.
    pub(super) async fn has(&mut self, table: &str) -> Result<bool, sqlx::Error> {
        let tables = match self {
            Self::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1",
            Self::Postgres(_) => {
                "SELECT CAST(tablename AS TEXT) FROM pg_tables \
                 WHERE schemaname = current_schema() AND tablename = $1"
            }
        };
        Ok(!self.read(tables.to_owned(), vec![Value::Text(table.to_owned())]).await?.is_empty())
    }

    /// The highest id that a delivery was ever given, also if it is gone.
    pub(super) async fn last_outbox_id(&mut self) -> Result<i64, sqlx::Error> {
        if matches!(self, Self::Sqlite(_)) {
            return self.number("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").await;
        }
        let sequence =
            self.read("SELECT pg_get_serial_sequence('outbox', 'id')".to_owned(), Vec::new()).await?;
        let Some(Value::Text(sequence)) = sequence.into_iter().flatten().next() else { return Ok(0) };
        self.number(format!("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")).await
    }

    /// Has the ids of deliveries go on after `id`.
    pub(super) async fn go_on_after(&mut self, id: i64) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(_) => {
                let forget = "DELETE FROM sqlite_sequence WHERE name = 'outbox'";
                self.run(format!("{forget}; INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', {id})"))
                    .await
            }
            Self::Postgres(_) => {
                let sequence = "pg_get_serial_sequence('outbox', 'id')";
                self.run(format!("SELECT setval({sequence}, GREATEST({id}, 1), {id} > 0)")).await
            }
        }
    }

    /// Lets go of it.
    pub(super) async fn close(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(connection) => connection.close().await,
            Self::Postgres(connection) => connection.close().await,
        }
    }
}
