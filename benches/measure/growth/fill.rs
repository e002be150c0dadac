//! A long history: one incident that somebody declared, many times over, most of them closed.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use firebell::incident::{
    Closure, Detection, Incident, Number, Recovery, Resolution, Stage as IncidentStage, UpdateClock,
};
use slack_sandbox::Command;
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use crate::declare::rounds::CALLS;
use crate::ground::{Ground, Kind};
use crate::stage::{Stage, person};

/// How many incidents there are.
const INCIDENTS: i64 = 100_000;
/// How many of them are open: those with the lowest numbers.
const OPEN: i64 = 10_000;
/// How many entries the timeline of each has.
const ENTRIES: i64 = 10;

const MODEL: &str = "SELECT state FROM incident WHERE number = 1";
const COPY: &str = "WITH RECURSIVE made AS \
    (SELECT CAST($2 AS BIGINT) AS number UNION ALL SELECT number + 1 FROM made WHERE number < $3) \
    INSERT INTO incident (workspace, number, version, state, is_open, channel, next_reminder_at) \
    SELECT workspace, made.number, 1, REPLACE($1, '\"number\":1,', '\"number\":' || CAST(made.number AS TEXT) || ','), \
        CAST($4 AS BIGINT), channel, CAST($5 AS BIGINT) \
    FROM incident CROSS JOIN made WHERE incident.number = 1";
const ENTRY: &str = "WITH RECURSIVE made AS \
    (SELECT CAST(1 AS BIGINT) AS position UNION ALL SELECT position + 1 FROM made WHERE position < $1) \
    INSERT INTO timeline_entry (workspace, number, position, entry) \
    SELECT entry.workspace, incident.number, made.position, entry.entry \
    FROM timeline_entry AS entry CROSS JOIN incident CROSS JOIN made \
    WHERE entry.number = 1 AND entry.position = 1 AND incident.number > 1";
const COUNT_ON: &str = "UPDATE workspace SET last_number = $1";
const DUE: &str =
    "UPDATE incident SET state = $2, next_reminder_at = $3, version = version + 1 WHERE number = $1";

/// A database of the ground, besides the service's own.
pub(crate) enum Connection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Waits for `$query` on whichever connection it is.
macro_rules! on {
    ($connection:expr, $it:ident => $query:expr) => {
        match $connection {
            Connection::Sqlite($it) => $query.await.map(drop),
            Connection::Postgres($it) => $query.await.map(drop),
        }
    };
}

impl Connection {
    pub(crate) async fn to(ground: &Ground) -> anyhow::Result<Self> {
        Ok(match ground.kind {
            Kind::Sqlite => Self::Sqlite(SqliteConnection::connect(&ground.url()).await?),
            Kind::Postgres | Kind::Replicas => Self::Postgres(PgConnection::connect(&ground.url()).await?),
        })
    }

    /// The incident that all others are copies of.
    async fn model(&mut self) -> anyhow::Result<Incident> {
        let state: String = match self {
            Self::Sqlite(it) => sqlx::query_scalar(MODEL).fetch_one(it).await?,
            Self::Postgres(it) => sqlx::query_scalar(MODEL).fetch_one(it).await?,
        };
        Ok(serde_json::from_str(&state)?)
    }

    async fn copy(&mut self, model: &Incident, numbers: (i64, i64)) -> anyhow::Result<()> {
        let state = serde_json::to_string(model)?;
        let is_open = i64::from(model.stage.is_open());
        let next = model.update_clock.as_ref().map_or(i64::MAX, |clock| clock.due_at.timestamp_millis());
        on!(self, it => sqlx::query(COPY).bind(state).bind(numbers.0).bind(numbers.1).bind(is_open).bind(next).execute(it))?;
        Ok(())
    }
}

/// Has somebody declare the model of all others.
pub(crate) async fn declare_model(stage: &Stage) -> anyhow::Result<()> {
    let words = "declare sev1 Checkout is down";
    let typed = stage.sandbox.command(Command::new(&person(0), "general", "/incident", words)).await?;
    typed.ack.filter(slack_sandbox::Ack::is_ok).context("the declaration was not answered")?;
    stage.quiet(CALLS).await.map(drop)
}

/// Fills the database; answers how long that took.
pub(crate) async fn fill(stage: &Stage, ground: &Ground) -> anyhow::Result<Duration> {
    let started = Instant::now();
    let mut to = Connection::to(ground).await?;
    let mut model = to.model().await?;
    model.update_clock = Some(UpdateClock::due(stage.sandbox.clock().now() + TimeDelta::days(1)));
    to.copy(&model, (2, OPEN)).await?;
    to.copy(&closed(model), (OPEN + 1, INCIDENTS)).await?;
    on!(&mut to, it => sqlx::query(ENTRY).bind(ENTRIES).execute(it))?;
    on!(&mut to, it => sqlx::query(COUNT_ON).bind(INCIDENTS).execute(it))?;
    on!(&mut to, it => sqlx::query("ANALYZE").execute(it))?;
    Ok(started.elapsed())
}

fn closed(mut incident: Incident) -> Incident {
    let at = incident.key_times.declared_at;
    let resolution =
        Resolution { resolved_at: at, recovery: Recovery::Rollback, detection: Detection::SystemAlarm };
    let postmortem_owner = Some(incident.declared_by.clone());
    incident.stage = IncidentStage::Closed(Closure { resolution, closed_at: at, postmortem_owner });
    incident.update_clock = None;
    incident
}

/// Has an update of each incident fall due at its moment.
pub(crate) async fn let_fall_due(ground: &Ground, due: &[(i64, DateTime<Utc>)]) -> anyhow::Result<()> {
    let mut to = Connection::to(ground).await?;
    let mut incident = to.model().await?;
    on!(&mut to, it => sqlx::query("BEGIN").execute(it))?;
    for (number, due_at) in due {
        incident.number = Number::new(*number);
        incident.update_clock = Some(UpdateClock::due(*due_at));
        incident.last_reminder = None;
        let state = serde_json::to_string(&incident)?;
        on!(&mut to, it => sqlx::query(DUE).bind(number).bind(state).bind(due_at.timestamp_millis()).execute(it))?;
    }
    on!(&mut to, it => sqlx::query("COMMIT").execute(it))?;
    Ok(())
}
