//! What every database behind the store has to keep. A test is a plain function of a [`Home`]; [`on_both!`] runs it on
//! SQLite and on PostgreSQL. Here is what they stand on; the tests themselves are in files by subject.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{Connection as _, Executor as _};

use super::*;
use crate::incident::cadence::Cadence;
use crate::incident::{
    Asker, Catalogue, ChannelId, Command, Context, Declaration, Drills, Effect, Errand, Incident, Ladder,
    Memberships, MessageRef, Number, Permissions, Policy, Refusal, RoleRules, Severity, SeverityKey, Source,
    StageLimits, Standing, TimelineEntry, UserId, Viewer, WorkspaceId, declare, step,
};

/// Runs each test on both databases.
macro_rules! on_both {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $test() {
                super::$test(super::Home::sqlite()).await;
            })*
        }

        mod postgres {
            $(#[tokio::test]
            async fn $test() {
                if let Some(home) = super::Home::postgres() {
                    super::$test(home).await;
                }
            })*
        }
    };
}

mod board;
mod changes;
mod copying;
mod deliveries;
mod directory;
mod file;
mod plans;
mod requests;
mod server;
mod turns;
mod versions;
mod visible;

fn policy() -> Policy {
    let rung = |key: &str| Severity::plain(SeverityKey::new(key), Cadence::Every(TimeDelta::minutes(15)));
    let ladder = Ladder::new(vec![rung("sev0"), rung("sev1")], SeverityKey::new("sev1")).unwrap();
    Policy {
        ladder,
        longest_snooze: TimeDelta::hours(24),
        drills: Drills::Full,
        private_groups: Vec::new(),
        roles: RoleRules::default(),
        permissions: Permissions::default(),
        services: Catalogue::default(),
        status_page: None,
        archive_after: None,
        stage_limits: StageLimits::default(),
    }
}

fn workspace() -> WorkspaceId {
    WorkspaceId::new("T1")
}

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn lease(owner: &str, minute: i64) -> Lease {
    let now = start() + TimeDelta::minutes(minute);
    Lease { owner: owner.to_owned(), now, until: now + TimeDelta::minutes(1), takes_over: true }
}

/// A database of a test's own.
struct Home {
    database: Database,
    _kept: Kept,
}

/// What keeps the database there.
enum Kept {
    Folder(#[expect(dead_code, reason = "it is there until it is dropped")] tempfile::TempDir),
    Server(#[expect(dead_code, reason = "as above")] test_postgres::Database),
}

impl Home {
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::at(format!("sqlite://{}/test.db", folder.path().display()));
        Self { database, _kept: Kept::Folder(folder) }
    }

    /// None where PostgreSQL is not installed.
    fn postgres() -> Option<Self> {
        let server = test_postgres::database()?;
        let mut database = Database::at(server.url.clone());
        // Nothing here is about waiting, and the machine may have much to do.
        database.timeout = Duration::from_secs(20);
        Some(Self { database, _kept: Kept::Server(server) })
    }

    async fn store(&self) -> Store {
        Store::open(&self.database).await.unwrap()
    }
}

fn context(policy: &Policy) -> Context<'_> {
    let asker = Asker::Person(UserId::new("U1"), Standing::Member);
    Context { asker, memberships: Memberships::default(), source: Source::Form, now: start(), policy }
}

async fn declare_once(store: &Store, receipt: Option<&str>) -> Result<Saved, NotSaved> {
    let policy = policy();
    let said = Declaration { title: "결제 장애".to_owned(), ..Declaration::default() };
    let begin = |number| {
        let step = declare(workspace(), number, said, &context(&policy))?;
        let next_reminder_at = step.incident.next_reminder_at(&policy);
        Ok(Stepped { step, next_reminder_at })
    };
    store.declare(&workspace(), receipt, &lease("a", 0), begin).await
}

async fn declared(store: &Store) -> Saved {
    declare_once(store, None).await.unwrap()
}

fn errands(jobs: &[Job]) -> Vec<Errand> {
    jobs.iter().map(|job| job.effect.errand()).collect()
}

/// Does `command` to the first incident and saves it.
async fn change(
    store: &Store,
    command: Command,
    settles: Option<Settlement<'_>>,
    lease: &Lease,
) -> Result<Vec<Job>, NotSaved> {
    let policy = policy();
    let step = |incident: &Incident| {
        let step = step(incident, command, &context(&policy))?;
        let next_reminder_at = step.incident.next_reminder_at(&policy);
        Ok(Stepped { step, next_reminder_at })
    };
    let workspace = workspace();
    let viewer = &Viewer::Firebell;
    let change =
        Change { workspace: &workspace, number: Number::new(1), viewer, receipt: None, settles, lease };
    store.change(change, step).await.map(|saved| saved.jobs)
}

async fn first(store: &Store) -> Versioned {
    store.incident(&workspace(), Number::new(1), &Viewer::Firebell).await.unwrap().unwrap()
}

async fn timeline(store: &Store) -> Vec<TimelineEntry> {
    store.timeline(&first(store).await.incident).await.unwrap()
}

fn opened() -> Command {
    Command::ChannelOpened {
        channel: ChannelId::new("C42"),
        name: "inc-1-결제-장애".to_owned(),
        is_private: false,
    }
}

/// Has the database understand a statement. What it means is shown by the other tests.
async fn understood(store: &Store, sql: &'static str) -> Result<(), String> {
    let prepared = match &store.db {
        db::Db::Sqlite { readers, .. } => readers.prepare(sqlx::SqlStr::from_static(sql)).await.map(drop),
        db::Db::Postgres(server) => server.pool().prepare(batch::for_postgres(sql)).await.map(drop),
    };
    prepared.map_err(|error| format!("{sql}: {error}"))
}

fn person(name: &str) -> Person {
    let (id, locale) = (UserId::new("U2"), String::new());
    Person { id, name: name.to_owned(), locale, standing: Standing::Member }
}

fn all_statements() -> Vec<&'static str> {
    let others = [
        made_private::STATEMENTS,
        timeline::STATEMENTS,
        receipts::STATEMENTS,
        pace::STATEMENTS,
        people::STATEMENTS,
        writes::STATEMENTS,
        ahead::STATEMENTS,
    ];
    [incidents::STATEMENTS.concat(), outbox::STATEMENTS.concat(), others.concat()].concat()
}

async fn every_statement_is_understood_by_the_database(home: Home) {
    let store = home.store().await;
    for sql in all_statements() {
        assert_eq!(understood(&store, sql).await, Ok(()));
    }
}

on_both!(every_statement_is_understood_by_the_database);
