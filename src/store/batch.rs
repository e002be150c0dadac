//! Statements that go to the database together, with their values, and what came back.
//!
//! Every statement is a `const` text that counts its own values from `$1`. How a batch travels is the business of the
//! database: SQLite takes all of it in one go (`writer`), since each way to its thread costs more than the statement;
//! PostgreSQL takes one after the other (`postgres`).
//!
//! One text serves both. What PostgreSQL alone has to be told, since only it has several writers, stands in a comment
//! that begins with `/*postgres`: SQLite passes over it, and [`Statement::for_postgres`] lays it open.

use std::ops::Index;

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, AssertSqlSafe, FromRow, Postgres, SqlSafeStr as _, SqlStr};

use super::StoreError;

/// Statements in the order in which they run. The first that fails is the last that ran.
#[derive(Default)]
pub(super) struct Batch(Vec<Statement>);

/// A statement and its values.
pub(super) struct Statement {
    sql: &'static str,
    values: Vec<Value>,
}

/// What a statement can be given.
pub(super) enum Value {
    Text(String),
    Integer(i64),
}

/// By which the answer to a statement is found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place(usize);

/// What a batch came to, statement by statement.
pub(super) struct Answers(Vec<Answer>);

/// What a statement came to.
pub(super) struct Answer {
    /// How many rows it wrote.
    pub(super) written: u64,
    /// The rows that it answered with.
    pub(super) rows: Rows,
}

/// Rows, as the database has them.
pub(super) enum Rows {
    Sqlite(Vec<SqliteRow>),
    Postgres(Vec<PgRow>),
}

/// What can be read from a row of any database.
pub(super) trait Readable: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}

impl<T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>> Readable for T {}

/// A statement, to be given its values.
pub(super) fn statement(sql: &'static str) -> Statement {
    Statement { sql, values: Vec::new() }
}

impl Statement {
    /// Gives the next value.
    pub(super) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The statement as PostgreSQL runs it.
    pub(super) fn for_postgres(self) -> Query<'static, Postgres, PgArguments> {
        let query = sqlx::query(for_postgres(self.sql));
        self.values.into_iter().fold(query, |query, value| match value {
            Value::Text(text) => query.bind(text),
            Value::Integer(number) => query.bind(number),
        })
    }
}

/// A text with what is meant for PostgreSQL alone.
pub(super) fn for_postgres(sql: &'static str) -> SqlStr {
    if sql.contains("/*postgres ") {
        AssertSqlSafe(sql.replace("/*postgres ", "").replace("*/", "")).into_sql_str()
    } else {
        SqlStr::from_static(sql)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Value {
    /// PostgreSQL takes no NUL in a text. Every text that is written passes here.
    fn from(text: String) -> Self {
        Self::Text(if text.contains('\0') { text.replace('\0', "") } else { text })
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl Batch {
    /// Adds a statement behind the others. It has to have all of its values: in one go with others, it would take the
    /// place of a missing one from its neighbour.
    pub(super) fn add(&mut self, statement: Statement) -> Place {
        debug_assert_eq!(wanted(statement.sql), statement.values.len(), "{}", statement.sql);
        self.0.push(statement);
        Place(self.0.len() - 1)
    }

    /// The whole batch behind `opening` as one text for SQLite, where values are counted through.
    pub(super) fn in_one_go(self, opening: &str) -> Result<(String, SqliteArguments), sqlx::Error> {
        let mut text = opening.to_owned();
        let mut arguments = SqliteArguments::default();
        for statement in self.0 {
            push_counted_on(&mut text, statement.sql, arguments.len());
            for value in statement.values {
                let added = match value {
                    Value::Text(text) => arguments.add(text),
                    Value::Integer(number) => arguments.add(number),
                };
                added.map_err(sqlx::Error::Encode)?;
            }
        }
        Ok((text, arguments))
    }
}

/// Appends a statement whose `$1` becomes the value after the first `before`.
fn push_counted_on(text: &mut String, sql: &str, before: usize) {
    text.push_str(sql.split('$').next().unwrap_or_default());
    for (number, rest) in numbered(sql) {
        text.push('$');
        text.push_str(&(before + number).to_string());
        text.push_str(rest);
    }
    text.push(';');
}

/// The numbers of the values in a statement, each with what follows it.
fn numbered(sql: &str) -> impl Iterator<Item = (usize, &str)> {
    sql.split('$').skip(1).map(|piece| {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        (piece[..digits].parse().expect("statements number their values"), &piece[digits..])
    })
}

/// How many values a statement wants.
pub(super) fn wanted(sql: &str) -> usize {
    numbered(sql).map(|(number, _)| number).max().unwrap_or(0)
}

impl IntoIterator for Batch {
    type Item = Statement;
    type IntoIter = std::vec::IntoIter<Statement>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<Statement> for Batch {
    fn from(statement: Statement) -> Self {
        let mut batch = Self::default();
        batch.add(statement);
        batch
    }
}

impl From<Vec<Answer>> for Answers {
    fn from(answers: Vec<Answer>) -> Self {
        Self(answers)
    }
}

impl Answers {
    /// The answer to a batch of one.
    pub(super) fn only(mut self) -> Answer {
        self.0.pop().expect("every statement that ran has an answer")
    }
}

impl Index<Place> for Answers {
    type Output = Answer;

    fn index(&self, place: Place) -> &Answer {
        &self.0[place.0]
    }
}

impl Answer {
    /// All rows, read.
    pub(super) fn read<T: Readable>(&self) -> Result<Vec<T>, StoreError> {
        Ok(match &self.rows {
            Rows::Sqlite(rows) => rows.iter().map(T::from_row).collect::<Result<_, _>>()?,
            Rows::Postgres(rows) => rows.iter().map(T::from_row).collect::<Result<_, _>>()?,
        })
    }

    /// The first row, read, if there is one.
    pub(super) fn first<T: Readable>(&self) -> Result<Option<T>, StoreError> {
        Ok(match &self.rows {
            Rows::Sqlite(rows) => rows.first().map(T::from_row).transpose()?,
            Rows::Postgres(rows) => rows.first().map(T::from_row).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_through() {
        let mut batch = Batch::default();
        batch.add(statement("SELECT $2, $1 WHERE $1 <> ''").bind("a").bind(1));
        batch.add(statement("SELECT 1"));
        batch.add(statement("SELECT $1").bind("b"));
        let (text, arguments) = batch.in_one_go("BEGIN;").unwrap();
        assert_eq!(text, "BEGIN;SELECT $2, $1 WHERE $1 <> '';SELECT 1;SELECT $3;");
        assert_eq!(arguments.len(), 3);
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "SELECT $2, $1")]
    fn a_statement_has_all_of_its_values() {
        Batch::default().add(statement("SELECT $2, $1").bind("a"));
    }

    #[test]
    fn what_is_meant_for_postgres_alone_is_laid_open_to_it() {
        let sql = "SELECT 1 FROM a /*postgres FOR UPDATE*/ WHERE b";
        assert_eq!(for_postgres(sql).as_str(), "SELECT 1 FROM a FOR UPDATE WHERE b");
        assert_eq!(for_postgres("SELECT 1").as_str(), "SELECT 1");
    }
}
