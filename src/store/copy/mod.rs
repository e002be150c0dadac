//! Moves a whole history into another database, of either kind.
//!
//! Neither is served meanwhile. The new database gets a table of its own, `unfinished_copy`, that says of which database it
//! is to be a copy and how far each table has come; each page of rows is written together with that, so a copy that was
//! killed goes on where it stopped. At the end both are read through and compared, and only then is that table dropped: as
//! long as it is there, nobody serves the database. What is compared is what is there by then, and that nobody has begun to
//! serve it meanwhile is asked before and after: a copy takes its time, and a server cannot be locked. `before` is what has to
//! be so at the beginning, `tables` says what is copied, `side` is one of the two databases, `sum` what is compared.

mod before;
mod side;
mod sum;
mod tables;

use sqlx::error::DatabaseError;

use super::url::{Database, DatabaseUrl};
use super::{Store, StoreError, db};

use self::before::{
    alone_with, refuse_a_newer_version, refuse_another_version, refuse_the_same, refuse_what_is_served,
};
use self::side::{Side, Value};
pub use self::sum::Sum;
pub(super) use self::tables::{TABLES, Table};

/// The table that marks a copy under way.
pub(super) const UNFINISHED: &str = "unfinished_copy";
const BEGIN: &str = "CREATE TABLE unfinished_copy (source TEXT NOT NULL, name TEXT NOT NULL PRIMARY KEY, last_key TEXT NOT NULL)";
const EXPECT: &str = "INSERT INTO unfinished_copy (source, name, last_key) VALUES ($1, $2, '')";
const BEGUN: &str = "SELECT source, name, last_key FROM unfinished_copy";
const HAS_COME_TO: &str = "UPDATE unfinished_copy SET last_key = $2 WHERE name = $1";
const BEGIN_ANEW: &str = "UPDATE unfinished_copy SET last_key = ''";
/// The leases of the old database's workers are nobody's here.
const RELEASE: &str = "UPDATE outbox SET lease_owner = '', lease_until = 0 WHERE lease_until > 0";
/// Of two who copy into the same server at once, one is sent away; not at once, since one that was killed may take a moment
/// to be gone.
const COPY_ALONE: &str = "SET lock_timeout = '2s'; SELECT pg_advisory_lock(5823694104); RESET lock_timeout";

/// What PostgreSQL says to whoever waited in vain.
const NO_LOCK: &str = "55P03";

/// How many rows travel at once.
const PAGE: usize = 1000;

/// A history that was moved.
#[derive(Debug)]
pub struct Copied {
    /// Each table, with what is in it on both sides.
    pub tables: Vec<(&'static str, Sum)>,
    /// Whether an earlier copy was gone on with.
    pub was_begun: bool,
    /// The highest id that a delivery ever had; the next ones get higher ones.
    pub last_outbox_id: i64,
}

/// Why a history was not moved.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// There is only one.
    #[error("{0} would be copied into itself")]
    Same(DatabaseUrl),
    /// A Firebell is at work there.
    #[error("a Firebell serves {0}; stop it first")]
    Served(DatabaseUrl),
    /// Another copy is made.
    #[error("another copy into {0} is under way")]
    UnderWay(DatabaseUrl),
    /// It is not what this version reads and writes.
    #[error(
        "the tables of {0} are not those of this version; run `firebell migrate` of this version on it first"
    )]
    OtherVersion(DatabaseUrl),
    /// Nothing is mixed.
    #[error("{url} is not empty: there are rows in {table}; copy into an empty database")]
    NotEmpty {
        /// Which database.
        url: DatabaseUrl,
        /// One of its tables.
        table: &'static str,
    },
    /// It was begun from elsewhere.
    #[error(
        "{url} holds an unfinished copy of {of}, not of {from}; copy from there, or into an empty database"
    )]
    OfAnother {
        /// Which database.
        url: DatabaseUrl,
        /// Of what it was to become a copy.
        of: String,
        /// Of what it is to become one now.
        from: DatabaseUrl,
    },
    /// What was copied before is not what is there now.
    #[error(
        "{table} is not the same on both sides: {from} has {} rows (sum {from_sum}), the copy {} (sum {to_sum}). Something \
         was changed since the copy began. What was copied has been deleted; run the same command again",
        from_sum.rows, to_sum.rows
    )]
    Differs {
        /// Which table.
        table: &'static str,
        /// Where it comes from.
        from: DatabaseUrl,
        /// What is there.
        from_sum: Sum,
        /// What came of it.
        to_sum: Sum,
    },
    /// One of the databases failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for CopyError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Moves the whole history at `from` into the empty database at `to`, or goes on with that. `seen` hears of each
    /// table that is there.
    ///
    /// # Errors
    /// [`CopyError`]. The old database is as it was; the new one is not served before the copy is complete.
    pub async fn copy(
        from: &DatabaseUrl,
        to: &DatabaseUrl,
        seen: impl FnMut(&'static str),
    ) -> Result<Copied, CopyError> {
        refuse_the_same(from, to)?;
        let _alone = (alone_with(from).await?, alone_with(to).await?);
        refuse_another_version(from).await?;
        refuse_a_newer_version(to).await?;
        let mut copy = Copy { from: Side::open(from).await?, to: Side::open(to).await?, urls: (from, to) };
        let copied = copy.whole(seen).await;
        // What was asked for is done or not, however the goodbyes go.
        let _ = (copy.from.close().await, copy.to.close().await);
        copied
    }
}

/// A copy under way.
struct Copy<'a> {
    from: Side,
    to: Side,
    urls: (&'a DatabaseUrl, &'a DatabaseUrl),
}

impl Copy<'_> {
    async fn whole(&mut self, mut seen: impl FnMut(&'static str)) -> Result<Copied, CopyError> {
        self.from.stand_still().await?;
        self.refuse_two_at_once().await?;
        let was_begun = self.to.has(UNFINISHED).await?;
        if was_begun {
            self.refuse_a_copy_of_another().await?;
        } else {
            self.begin().await?;
        }
        self.migrate().await?;
        for table in TABLES {
            self.table(table).await?;
            seen(table.name);
        }
        self.refuse_to_be_overtaken().await?;
        self.from.look_anew().await?;
        let tables = self.compared().await?;
        self.refuse_to_be_overtaken().await?;
        let last_outbox_id = self.end().await?;
        Ok(Copied { tables, was_begun, last_outbox_id })
    }

    /// Makes sure that nobody has begun to serve either side meanwhile.
    async fn refuse_to_be_overtaken(&self) -> Result<(), CopyError> {
        let (from, to) = self.urls;
        refuse_what_is_served(from).await?;
        refuse_what_is_served(to).await
    }

    async fn refuse_two_at_once(&mut self) -> Result<(), CopyError> {
        if matches!(self.to, Side::Sqlite(_)) {
            return Ok(());
        }
        self.to.run(COPY_ALONE).await.map_err(|error| {
            match error.as_database_error().and_then(DatabaseError::code) {
                Some(code) if code == NO_LOCK => CopyError::UnderWay(self.urls.1.clone()),
                _ => error.into(),
            }
        })
    }

    async fn refuse_a_copy_of_another(&mut self) -> Result<(), CopyError> {
        let (from, url) = self.urls;
        let own = name(from)?;
        let sources = self.to.read(BEGUN.to_owned(), Vec::new()).await?;
        let mut all = sources.into_iter().filter_map(|row| match row.into_iter().next() {
            Some(Value::Text(source)) => Some(source),
            _ => None,
        });
        match all.find(|source| *source != own) {
            Some(of) => Err(CopyError::OfAnother { url: url.clone(), of, from: from.clone() }),
            None => Ok(()),
        }
    }

    /// Marks the new database, so that nobody serves it and a later copy knows it.
    async fn begin(&mut self) -> Result<(), CopyError> {
        for table in TABLES {
            if self.to.has(table.name).await?
                && !self.to.read(table.page(false, 1), Vec::new()).await?.is_empty()
            {
                return Err(CopyError::NotEmpty { url: self.urls.1.clone(), table: table.name });
            }
        }
        self.to.run("BEGIN").await?;
        self.to.run(BEGIN).await?;
        let from = name(self.urls.0)?;
        for table in TABLES {
            let expected = [from.clone(), table.name.to_owned()].map(Value::Text);
            self.to.write(EXPECT.to_owned(), expected.to_vec()).await?;
        }
        Ok(self.to.run("COMMIT").await?)
    }

    async fn migrate(&self) -> Result<(), CopyError> {
        let db = db::Db::open(&Database::at(self.urls.1.clone())).await?;
        let migrated = db.migrate().await;
        db.close().await;
        Ok(migrated.map(drop)?)
    }

    /// Copies what is missing of a table, a page at a time; with each, how far it has come.
    async fn table(&mut self, table: &Table) -> Result<(), CopyError> {
        let mut last_key = self.last_key(table).await?;
        loop {
            let rows = self.from.read(table.page(!last_key.is_empty(), PAGE), last_key).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            last_key = last[..table.key.len()].to_vec();
            self.to.run("BEGIN").await?;
            self.to.write(table.insert(rows.len()), rows.into_iter().flatten().collect()).await?;
            let come_to = vec![Value::Text(table.name.to_owned()), Value::Text(written(&last_key))];
            self.to.write(HAS_COME_TO.to_owned(), come_to).await?;
            self.to.run("COMMIT").await?;
        }
    }

    /// The key of the last row that was copied; none if none was.
    async fn last_key(&mut self, table: &Table) -> Result<Vec<Value>, CopyError> {
        let of_table = format!("{BEGUN} WHERE name = $1");
        let begun = self.to.read(of_table, vec![Value::Text(table.name.to_owned())]).await?;
        match begun.into_iter().next().and_then(|row| row.into_iter().nth(2)) {
            Some(Value::Text(key)) if !key.is_empty() => Ok(super::read_json(UNFINISHED, &key)?),
            _ => Ok(Vec::new()),
        }
    }

    /// Reads both sides through.
    async fn compared(&mut self) -> Result<Vec<(&'static str, Sum)>, CopyError> {
        let mut same = Vec::new();
        for table in TABLES {
            let (from_sum, to_sum) = (sum(&mut self.from, table).await?, sum(&mut self.to, table).await?);
            if from_sum != to_sum {
                self.begin_anew().await?;
                let from = self.urls.0.clone();
                return Err(CopyError::Differs { table: table.name, from, from_sum, to_sum });
            }
            same.push((table.name, to_sum));
        }
        Ok(same)
    }

    /// Deletes what was copied; the mark stays.
    async fn begin_anew(&mut self) -> Result<(), CopyError> {
        self.to.run("BEGIN").await?;
        for table in TABLES.iter().rev() {
            self.to.run(format!("DELETE FROM {}", table.name)).await?;
        }
        self.to.run(BEGIN_ANEW).await?;
        Ok(self.to.run("COMMIT").await?)
    }

    /// Makes the copy one that can be served.
    async fn end(&mut self) -> Result<i64, CopyError> {
        let last_outbox_id = self.from.last_outbox_id().await?;
        self.to.run("BEGIN").await?;
        self.to.go_on_after(last_outbox_id).await?;
        self.to.run(RELEASE).await?;
        self.to.run(format!("DROP TABLE {UNFINISHED}")).await?;
        self.to.run("COMMIT").await?;
        if matches!(self.to, Side::Postgres(_)) {
            // Until a server has looked at its tables, it does not know which way to them is short.
            self.to.run("ANALYZE").await?;
        }
        Ok(last_outbox_id)
    }
}

/// By which name a database is known again, from wherever it is called.
fn name(url: &DatabaseUrl) -> Result<String, StoreError> {
    Ok(if url.is_postgres() { url.to_string() } else { db::file(url)?.display().to_string() })
}

async fn sum(side: &mut Side, table: &Table) -> Result<Sum, CopyError> {
    let mut sum = Sum::default();
    side.each(table.all(), |row| sum.add(row)).await?;
    Ok(sum)
}

fn written(key: &[Value]) -> String {
    serde_json::to_string(key).expect("numbers and texts can be written")
}
