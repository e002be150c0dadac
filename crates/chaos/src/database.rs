//! The second account: the database, read with statements of our own.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use firebell::incident::{Incident, TimelineEntry};
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions as _, Connection as _, FromRow};

use crate::stage::WORKSPACE;

const INCIDENTS: &str =
    "SELECT number, state, is_open, channel, next_reminder_at FROM incident ORDER BY number";
const ENTRIES: &str = "SELECT number, position, entry FROM timeline_entry ORDER BY number, position";
const LAST_NUMBER: &str = "SELECT last_number FROM workspace WHERE id = $1";
const OUTBOX: &str = "SELECT number, errand, state, attempts, last_error FROM outbox ORDER BY id";
const OWED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE state = 'owed'";
const OVERDUE: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE state = 'owed' AND run_at <= $1";

/// What the database holds.
#[derive(Debug, Clone, Default)]
pub struct Database {
    /// The highest number given; 0 before the first.
    pub last_number: i64,
    /// The incidents in the order of their numbers.
    pub incidents: Vec<Recorded>,
    /// What is owed to the world, or was given up.
    pub outbox: Vec<Work>,
}

/// An incident as it is kept.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The number in its own column.
    pub number: i64,
    /// The whole of it.
    pub incident: Incident,
    /// The column that says whether it is open.
    pub is_open: bool,
    /// The column with its channel.
    pub channel: String,
    /// The column with the next look at it, in milliseconds.
    pub next_reminder_at: i64,
    /// What is remembered of it, in order.
    pub timeline: Vec<TimelineEntry>,
    /// The positions of these entries.
    pub positions: Vec<i64>,
}

/// A row of the outbox.
#[derive(Debug, Clone, FromRow)]
pub struct Work {
    /// The incident.
    pub number: i64,
    /// What was to be done.
    pub errand: String,
    /// `owed`, `given up` or `set aside`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it failed the last time.
    pub last_error: String,
}

#[derive(FromRow)]
struct IncidentRow {
    number: i64,
    state: String,
    is_open: i64,
    channel: String,
    next_reminder_at: i64,
}

/// A look at a database, which may be in use.
#[derive(Debug)]
pub struct Look(AnyConnection);

impl Look {
    /// At the database of this address.
    ///
    /// # Errors
    /// If it is not there now.
    pub async fn at(url: &str) -> anyhow::Result<Self> {
        sqlx::any::install_default_drivers();
        let options: AnyConnectOptions = url.parse()?;
        Ok(Self(options.disable_statement_logging().connect().await?))
    }

    /// All of it.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn whole(mut self) -> anyhow::Result<Database> {
        let last_number: Option<i64> =
            sqlx::query_scalar(LAST_NUMBER).bind(WORKSPACE).fetch_optional(&mut self.0).await?;
        let rows: Vec<IncidentRow> = sqlx::query_as(INCIDENTS).fetch_all(&mut self.0).await?;
        let entries: Vec<(i64, i64, String)> = sqlx::query_as(ENTRIES).fetch_all(&mut self.0).await?;
        let outbox = sqlx::query_as(OUTBOX).fetch_all(&mut self.0).await?;
        self.0.close().await?;
        let mut incidents = rows.into_iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
        for (number, position, entry) in entries {
            let place = incidents.binary_search_by_key(&number, |incident: &Recorded| incident.number);
            let incident = &mut incidents[place.ok().context("an entry belongs to no incident")?];
            incident.timeline.push(serde_json::from_str(&entry).context("an entry cannot be read")?);
            incident.positions.push(position);
        }
        Ok(Database { last_number: last_number.unwrap_or_default(), incidents, outbox })
    }

    /// How much is owed.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn owed(mut self) -> anyhow::Result<i64> {
        let owed = sqlx::query_scalar(OWED).fetch_one(&mut self.0).await?;
        self.0.close().await?;
        Ok(owed)
    }

    /// How much is owed that was due at that time and has not been looked at since.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn overdue(mut self, since: DateTime<Utc>) -> anyhow::Result<i64> {
        let overdue =
            sqlx::query_scalar(OVERDUE).bind(since.timestamp_millis()).fetch_one(&mut self.0).await?;
        self.0.close().await?;
        Ok(overdue)
    }

    /// Whether a file holds together; otherwise, what is wrong with it.
    ///
    /// # Errors
    /// If it cannot be read at all.
    pub async fn integrity(mut self) -> anyhow::Result<String> {
        let said = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut self.0).await?;
        self.0.close().await?;
        Ok(said)
    }
}

fn read(row: IncidentRow) -> anyhow::Result<Recorded> {
    let incident = serde_json::from_str(&row.state);
    Ok(Recorded {
        number: row.number,
        incident: incident.with_context(|| format!("INC-{} cannot be read", row.number))?,
        is_open: row.is_open != 0,
        channel: row.channel,
        next_reminder_at: row.next_reminder_at,
        timeline: Vec::new(),
        positions: Vec::new(),
    })
}

/// The address for looking at a database without changing it.
pub fn read_only(url: &str) -> String {
    if url.starts_with("sqlite:") { format!("{url}?mode=ro") } else { url.to_owned() }
}
