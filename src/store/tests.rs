//! What every database behind the store has to keep. A test is a plain function of a [`Home`]; [`on_both!`] runs it on
//! SQLite and on PostgreSQL.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{Connection as _, Executor as _};

use super::*;
use crate::incident::cadence::Cadence;
use crate::incident::{
    Asker, ChannelId, Command, Context, Declaration, Effect, Errand, Incident, Ladder, MessageRef, Policy,
    PostmortemRule, Refusal, Severity, SeverityKey, Source, Standing, UserId, declare, step,
};

fn policy() -> Policy {
    let rung = |key: &str| Severity {
        key: SeverityKey::new(key),
        name: None,
        help: None,
        cadence: Cadence::Every(TimeDelta::minutes(15)),
        invite: Vec::new(),
        postmortem: PostmortemRule::Optional,
    };
    let ladder = Ladder::new(vec![rung("sev0"), rung("sev1")], SeverityKey::new("sev1")).unwrap();
    Policy { ladder, longest_snooze: TimeDelta::hours(24) }
}

fn workspace() -> WorkspaceId {
    WorkspaceId::new("T1")
}

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn lease(owner: &str, minute: i64) -> Lease {
    let now = start() + TimeDelta::minutes(minute);
    Lease { owner: owner.to_owned(), now, until: now + TimeDelta::minutes(1) }
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

fn context(policy: &Policy) -> Context<'_> {
    let asker = Asker::Person(UserId::new("U1"), Standing::Member);
    Context { asker, source: Source::Form, now: start(), policy }
}

async fn declare_once(store: &Store, receipt: Option<&str>) -> Result<Saved, NotSaved> {
    let policy = policy();
    let said = Declaration { title: "결제 장애".to_owned(), severity: None, seen: None, service: None };
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
    let change = Change { workspace: &workspace, number: Number::new(1), receipt: None, settles, lease };
    store.change(change, step).await.map(|saved| saved.jobs)
}

async fn first(store: &Store) -> Versioned {
    store.incident(&workspace(), Number::new(1)).await.unwrap().unwrap()
}

fn opened() -> Command {
    Command::ChannelOpened { channel: ChannelId::new("C42"), name: "inc-1-결제-장애".to_owned() }
}

/// Has the database understand a statement. What it means is shown by the other tests.
async fn understood(store: &Store, sql: &'static str) -> Result<(), String> {
    let prepared = match &store.db {
        db::Db::Sqlite { readers, .. } => readers.prepare(sqlx::SqlStr::from_static(sql)).await.map(drop),
        db::Db::Postgres(server) => server.pool().prepare(batch::for_postgres(sql)).await.map(drop),
    };
    prepared.map_err(|error| format!("{sql}: {error}"))
}

async fn every_statement_is_understood_by_the_database(home: Home) {
    let store = home.store().await;
    for sql in [incidents::STATEMENTS, outbox::STATEMENTS, people::STATEMENTS].concat() {
        assert_eq!(understood(&store, sql).await, Ok(()));
    }
}

async fn what_was_saved_is_read_again(home: Home) {
    let store = home.store().await;
    let saved = declared(&store).await;
    assert_eq!(errands(&saved.jobs), [Errand::Announce, Errand::OpenChannel], "both can start at once");
    let read = first(&store).await;
    assert_eq!(read.incident, *saved.incident);
    assert_eq!(read.next_reminder_at, Some(start() + TimeDelta::minutes(15)));
    assert_eq!(store.timeline(&workspace(), Number::new(1)).await.unwrap().len(), 1);
    let open = store.open_incidents(&workspace(), 10).await.unwrap();
    assert_eq!((open.readable.len(), open.unreadable.len(), open.all), (1, 0, 1));
    assert!(store.incident(&WorkspaceId::new("T2"), Number::new(1)).await.unwrap().is_none());
}

async fn numbers_have_no_gaps_and_neither_refusals_nor_repeats_take_one(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    let refused = store.declare(&workspace(), None, &lease("a", 0), |_| Err(Refusal::Guest)).await;
    assert!(matches!(refused, Err(NotSaved::Refused(Refusal::Guest))));
    declare_once(&store, Some("trigger:1")).await.unwrap();
    declare_once(&store, Some("trigger:1")).await.unwrap_err();
    assert_eq!(declared(&store).await.incident.number, Number::new(3));
}

async fn the_same_request_is_served_once(home: Home) {
    let store = home.store().await;
    declare_once(&store, Some("trigger:1")).await.unwrap();
    let again = declare_once(&store, Some("trigger:1")).await;
    assert!(matches!(again, Err(NotSaved::ServedBefore(number)) if number == Number::new(1)));
    assert!(store.incident(&workspace(), Number::new(2)).await.unwrap().is_none());
    store.forget_receipts_before(start() + TimeDelta::days(8)).await.unwrap();
    let forgotten = declare_once(&store, Some("trigger:1")).await.unwrap();
    assert_eq!(forgotten.incident.number, Number::new(2));
}

async fn the_same_request_twice_at_once_is_served_once(home: Home) {
    let store = home.store().await;
    let (one, two) =
        tokio::join!(declare_once(&store, Some("trigger:1")), declare_once(&store, Some("trigger:1")));
    // Either may come first.
    let (served, repeated) = if one.is_ok() { (one, two) } else { (two, one) };
    assert_eq!(served.unwrap().incident.number, Number::new(1));
    assert!(matches!(repeated, Err(NotSaved::ServedBefore(number)) if number == Number::new(1)));
    assert_eq!(declared(&store).await.incident.number, Number::new(2));
}

#[tokio::test]
async fn nobody_hears_that_a_request_was_served_when_the_database_gave_that_up() {
    let home = Home::sqlite();
    let store = home.store().await;
    // All three come while it is this one's turn, so they share its transaction.
    let turn = store.db.begin().await.unwrap();
    let full_disk = async {
        let mut tx = store.db.begin().await?;
        let given_up = tx.run(batch::statement("ROLLBACK; INSERT INTO receipt VALUES (NULL)")).await;
        tx.end(given_up.map(drop)).await
    };
    let served = declare_once(&store, Some("trigger:1"));
    let repeated = declare_once(&store, Some("trigger:1"));
    let (served, repeated, given_up, ()) = tokio::join!(served, repeated, full_disk, async { drop(turn) });
    assert!(matches!(served, Err(NotSaved::Failed(StoreError::Database(_)))), "{served:?}");
    assert!(matches!(repeated, Err(NotSaved::Failed(StoreError::Database(_)))), "{repeated:?}");
    assert!(given_up.is_err());
    let again = declare_once(&store, Some("trigger:1")).await.unwrap();
    assert_eq!(again.incident.number, Number::new(1));
}

async fn whoever_changes_at_the_same_time_steps_on_what_the_other_made_of_it(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    let message = MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
    let announced = Command::Announced { message: message.clone() };
    let mine = lease("a", 0);
    let (one, two) =
        tokio::join!(change(&store, announced, None, &mine), change(&store, opened(), None, &mine),);
    one.unwrap();
    two.unwrap();
    let by_channel = store.incident_in(&workspace(), &ChannelId::new("C42")).await.unwrap().unwrap();
    assert_eq!((by_channel.version, by_channel.incident.places.announcement), (3, Some(message)));
    assert!(store.incident_in(&workspace(), &ChannelId::new("")).await.unwrap().is_none());
}

async fn an_incident_is_saved_over_the_version_that_was_read_and_no_other(home: Home) {
    let store = home.store().await;
    let saved = declared(&store).await;
    let mut tx = store.db.begin().await.unwrap();
    let mut written = Vec::new();
    for version in [1, 1, 2] {
        let update = incidents::update(&saved.incident, version, None).unwrap();
        written.push(tx.run(update).await.unwrap().only().written);
    }
    assert_eq!(written, [1, 0, 1]);
}

async fn a_lane_goes_in_order_and_lanes_go_side_by_side(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    let channel = begun.iter().find(|job| job.effect == Effect::OpenChannel).unwrap();
    let settles = Some(Settlement::Done(channel));
    let started = change(&store, opened(), settles, &lease("a", 0)).await.unwrap();
    // The announcement's edit waits for the announcement, which is still under way.
    assert_eq!(errands(&started), [Errand::InvitePeople, Errand::PostPanel, Errand::SetTopic]);
    assert_eq!(store.claim(&workspace(), &lease("b", 0), 10).await.unwrap().len(), 0);
    let announce = begun.iter().find(|job| job.effect == Effect::Announce).unwrap();
    let next = store.finish(announce, &lease("a", 0)).await.unwrap();
    assert_eq!(errands(&next), [Errand::RefreshAnnouncement]);
}

async fn what_a_vanished_worker_had_is_claimed_and_its_late_word_does_not_count(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    assert_eq!(store.claim(&workspace(), &lease("b", 0), 10).await.unwrap().len(), 0, "still leased");
    let taken = store.claim(&workspace(), &lease("b", 2), 10).await.unwrap();
    assert_eq!(errands(&taken), [Errand::Announce, Errand::OpenChannel]);
    assert_eq!(taken[0].attempts, 2);
    assert!(matches!(store.finish(&begun[0], &lease("a", 2)).await, Err(StoreError::LeaseLost)));
    assert!(matches!(store.postpone(&begun[0], start(), "late").await, Err(StoreError::LeaseLost)));
    let late = change(&store, opened(), Some(Settlement::Done(&begun[1])), &lease("a", 2)).await;
    assert!(matches!(late, Err(NotSaved::Failed(StoreError::LeaseLost))));
    assert_eq!(first(&store).await.version, 1, "nothing of the late save is there");
    assert_eq!(store.owed().await.unwrap(), 2);
}

async fn postponed_work_waits_and_keeps_what_it_achieved(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    store.checkpoint(&begun[0], "half").await.unwrap();
    store.postpone(&begun[0], start() + TimeDelta::minutes(5), "ratelimited").await.unwrap();
    store.finish(&begun[1], &lease("a", 0)).await.unwrap();
    assert_eq!(store.claim(&workspace(), &lease("a", 4), 10).await.unwrap().len(), 0);
    assert_eq!(store.next_work_at(&workspace()).await.unwrap(), Some(start() + TimeDelta::minutes(5)));
    let again = store.claim(&workspace(), &lease("a", 5), 10).await.unwrap();
    assert_eq!((again[0].checkpoint.as_str(), again[0].attempts), ("half", 2));
    store.hand_back("a").await.unwrap();
    assert_eq!(store.claim(&workspace(), &lease("b", 5), 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn one_process_serves_a_file_and_takes_over_from_one_that_died() {
    let home = Home::sqlite();
    let (store, url) = (home.store().await, &home.database.url);
    let alone = store.serve_alone(url).await.unwrap();
    declared(&store).await;
    let second = store.serve_alone(url).await;
    assert!(matches!(second, Err(StoreError::ServedAlready { .. })));
    assert_eq!(
        store.claim(&workspace(), &lease("b", 0), 10).await.unwrap().len(),
        0,
        "the first one is at work"
    );
    drop(alone);
    let _alone = store.serve_alone(url).await.unwrap();
    assert_eq!(store.claim(&workspace(), &lease("b", 0), 10).await.unwrap().len(), 2);
}

async fn waiting_refreshes_collapse_into_one(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    for severity in ["sev0", "sev1", "sev0"] {
        let command = Command::ChangeSeverity { to: SeverityKey::new(severity), because: None };
        change(&store, command, None, &lease("a", 0)).await.unwrap();
    }
    // Announce, OpenChannel, three lines; of three refreshes of each kind, the first panel refresh and the first topic
    // are under way and one waits; the announcement's refresh waits for the announcement.
    let owed = store.owed().await.unwrap();
    assert_eq!(owed, 2 + 3 + 2 + 2 + 1);
}

async fn what_was_given_up_stays_visible(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    let gave_up = Command::GaveUp { errand: Errand::Announce, why: "channel_not_found".into() };
    let settles = Some(Settlement::GivenUp(&begun[0], "channel_not_found"));
    change(&store, gave_up, settles, &lease("a", 0)).await.unwrap();
    let given_up = store.given_up(&workspace(), 10).await.unwrap();
    assert_eq!(given_up.len(), 1);
    assert_eq!(
        (given_up[0].errand.as_str(), given_up[0].last_error.as_str()),
        ("announce", "channel_not_found")
    );
}

/// Does to the tables what another version might have done.
async fn meddle(store: &Store, sql: &'static str) {
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
    let readable = store.readable_open_incidents(&workspace()).await.unwrap();
    assert_eq!(readable.iter().map(|open| open.incident.number.get()).collect::<Vec<_>>(), [2]);
    let open = store.open_incidents(&workspace(), 10).await.unwrap();
    assert_eq!(open.readable.iter().map(|open| open.number.get()).collect::<Vec<_>>(), [2]);
    assert_eq!(open.unreadable.iter().map(|one| one.number.get()).collect::<Vec<_>>(), [1]);
    assert_eq!(open.all, 2);
}

async fn due_incidents_are_found_by_their_time(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    let here = workspace();
    let due = |minute| store.due(&here, start() + TimeDelta::minutes(minute), 10);
    assert_eq!(due(14).await.unwrap(), []);
    assert_eq!(due(15).await.unwrap(), [Number::new(1)]);
    assert_eq!(store.next_due_at(&workspace()).await.unwrap(), Some(start() + TimeDelta::minutes(15)));
}

async fn a_workspace_sees_nothing_of_another(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    let elsewhere = WorkspaceId::new("T2");
    assert_eq!(store.due(&elsewhere, start() + TimeDelta::hours(1), 10).await.unwrap(), []);
    assert_eq!(store.next_due_at(&elsewhere).await.unwrap(), None);
    assert_eq!(store.claim(&elsewhere, &lease("b", 60), 10).await.unwrap().len(), 0);
    assert_eq!(store.next_work_at(&elsewhere).await.unwrap(), None);
}

async fn people_are_remembered_and_a_known_locale_is_not_forgotten(home: Home) {
    let store = home.store().await;
    let minji = |locale: &str| Person {
        id: UserId::new("U2"),
        name: "김민지".to_owned(),
        locale: locale.to_owned(),
        standing: Standing::Guest,
    };
    store.remember_people(&workspace(), &[minji("ko-KR")]).await.unwrap();
    store.remember_people(&workspace(), &[minji("")]).await.unwrap();
    assert_eq!(store.people(&workspace()).await.unwrap(), [minji("ko-KR")]);
}

#[tokio::test]
async fn a_whole_organisation_is_remembered() {
    let home = Home::sqlite();
    let store = home.store().await;
    let person = |number: i64| Person {
        id: UserId::new(format!("U{number}")),
        name: format!("person {number}"),
        locale: String::new(),
        standing: Standing::Member,
    };
    let everybody: Vec<Person> = (0..250).map(person).collect();
    store.remember_people(&workspace(), &everybody).await.unwrap();
    let mut known = store.people(&workspace()).await.unwrap();
    known.sort_by_key(|person| person.id.as_str()[1..].parse::<i64>().unwrap());
    assert_eq!(known, everybody);
}

#[tokio::test]
async fn the_tables_of_a_file_that_is_served_are_left_alone() {
    let home = Home::sqlite();
    let lock = format!("{}.lock", Store::file(&home.database.url).unwrap().display());
    let other = std::fs::File::create(lock).unwrap();
    other.try_lock().unwrap();
    assert!(matches!(Store::open_to_serve(&home.database).await, Err(StoreError::ServedAlready { .. })));
    let as_it_is = Store::open_existing(&home.database).await.unwrap();
    assert!(as_it_is.owed().await.is_err(), "there are no tables yet");
}

#[tokio::test]
async fn a_database_behind_a_link_is_served_once_whichever_way_one_comes() {
    let folder = tempfile::tempdir().unwrap();
    let url = |name: &str| Database::at(format!("sqlite://{}", folder.path().join(name).display()));
    let (file, link) = (url("test.db"), url("link.db"));
    let (store, alone) = Store::open_to_serve(&file).await.unwrap();
    std::os::unix::fs::symlink(folder.path().join("test.db"), folder.path().join("link.db")).unwrap();
    declared(&store).await;
    assert!(Store::is_served(&link.url).unwrap(), "the lock is beside the file");
    assert!(matches!(Store::open_to_serve(&link).await, Err(StoreError::ServedAlready { .. })));
    let as_it_is = Store::open_existing(&link).await.unwrap();
    assert_eq!(as_it_is.owed().await.unwrap(), 2, "the log is read, which is beside the file too");
    as_it_is.close().await;
    store.close().await;
    drop(alone);
    let (_store, _alone) = Store::open_to_serve(&link).await.unwrap();
    assert!(matches!(Store::open_to_serve(&file).await, Err(StoreError::ServedAlready { .. })));
}

/// Rows as the first version wrote them; every later migration has to carry them along.
const ROWS_OF_VERSION_1: &str = include_str!("../../tests/fixtures/rows_of_migration_1.sql");

/// The database as the first version left it.
async fn as_version_1_left_it(Database { url, .. }: &Database) {
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

async fn an_edit_is_as_young_as_what_folded_into_it(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    let severity_to = |to: &str| Command::ChangeSeverity { to: SeverityKey::new(to), because: None };
    for (severity, minute) in [("sev0", 0), ("sev1", 1), ("sev0", 400)] {
        change(&store, severity_to(severity), None, &lease("a", minute)).await.unwrap();
    }
    let claimed = store.claim(&workspace(), &lease("b", 500), 50).await.unwrap();
    let panel = claimed.iter().find(|job| job.effect == Effect::RefreshPanel).unwrap();
    assert_eq!(panel.created_at, start() + TimeDelta::minutes(400));
}

async fn work_brings_the_incident_along_as_it_was_saved_when_the_work_was_taken(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    let mine = lease("a", 0);
    let started = change(&store, opened(), Some(Settlement::Done(&begun[1])), &mine).await.unwrap();
    let message = MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
    let announced = Command::Announced { message };
    let next = change(&store, announced, Some(Settlement::Done(&begun[0])), &mine).await.unwrap();
    let places = |job: &Job| job.incident.as_ref().map(|incident| incident.places.clone()).unwrap();
    assert!(places(&begun[1]).channel.is_none());
    assert!(started.iter().all(|job| places(job).channel.is_some() && places(job).announcement.is_none()));
    assert_eq!(errands(&next), [Errand::RefreshAnnouncement]);
    assert!(places(&next[0]).announcement.is_some(), "it edits what the delivery before it posted");
    let claimed = store.claim(&workspace(), &lease("b", 5), 10).await.unwrap();
    assert!(claimed.iter().all(|job| job.incident.is_none()), "who claims later reads what is true then");
}

async fn several_who_start_at_once_bring_the_tables_up_to_date_once(home: Home) {
    let start = || async { Store::open_to_serve(&home.database).await.map(|(store, _)| store) };
    let started = futures_util::future::join_all((0..6).map(|_| start())).await;
    let serving: Vec<&Store> = started.iter().flatten().collect();
    let expected = if home.database.url.is_postgres() { 6 } else { 1 };
    assert_eq!(serving.len(), expected, "{:?}", started.iter().flat_map(Result::as_ref).count());
    assert_eq!(serving[0].tables().await.unwrap(), Tables::UpToDate);
}

async fn what_is_claimed_at_once_goes_to_one(home: Home) {
    let store = home.store().await;
    for _ in 0..10 {
        declared(&store).await;
    }
    let (here, owners) = (workspace(), ["b", "c", "d", "e"]);
    let leases = owners.map(|owner| lease(owner, 5));
    let mut claimed = Vec::new();
    while claimed.len() < 20 {
        let claims = leases.iter().map(|lease| store.claim(&here, lease, 3));
        for jobs in futures_util::future::join_all(claims).await {
            claimed.extend(jobs.unwrap().iter().map(|job| job.id));
        }
    }
    claimed.sort_unstable();
    claimed.dedup();
    assert_eq!(claimed.len(), 20, "each piece of work, and each once");
}

async fn numbers_have_no_gaps_among_those_who_declare_at_once(home: Home) {
    let stores = [home.store().await, home.store().await];
    let declaring = (0..20).map(|i| {
        let receipt = format!("trigger:{}", i % 10);
        let store = &stores[i / 10];
        async move { declare_once(store, Some(&receipt)).await }
    });
    let ended = futures_util::future::join_all(declaring).await;
    let mut numbers: Vec<i64> = ended.iter().flatten().map(|saved| saved.incident.number.get()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>(), "each request is served once");
    let repeats = ended.iter().filter(|ended| matches!(ended, Err(NotSaved::ServedBefore(_))));
    assert_eq!(repeats.count(), 10);
}

fn person(name: &str) -> Person {
    let (id, locale) = (UserId::new("U2"), String::new());
    Person { id, name: name.to_owned(), locale, standing: Standing::Member }
}

async fn a_nul_is_left_out(home: Home) {
    let store = home.store().await;
    store.remember_people(&workspace(), &[person("Min\0ji")]).await.unwrap();
    assert_eq!(store.people(&workspace()).await.unwrap(), [person("Minji")]);
}

on_both!(
    every_statement_is_understood_by_the_database,
    what_was_saved_is_read_again,
    numbers_have_no_gaps_and_neither_refusals_nor_repeats_take_one,
    the_same_request_is_served_once,
    the_same_request_twice_at_once_is_served_once,
    whoever_changes_at_the_same_time_steps_on_what_the_other_made_of_it,
    an_incident_is_saved_over_the_version_that_was_read_and_no_other,
    a_lane_goes_in_order_and_lanes_go_side_by_side,
    what_a_vanished_worker_had_is_claimed_and_its_late_word_does_not_count,
    postponed_work_waits_and_keeps_what_it_achieved,
    waiting_refreshes_collapse_into_one,
    what_was_given_up_stays_visible,
    what_another_version_owes_is_set_aside_and_the_rest_goes_on,
    what_another_version_owes_behind_a_delivery_does_not_undo_its_end,
    an_incident_of_another_version_hides_no_other,
    due_incidents_are_found_by_their_time,
    a_workspace_sees_nothing_of_another,
    people_are_remembered_and_a_known_locale_is_not_forgotten,
    an_edit_is_as_young_as_what_folded_into_it,
    work_brings_the_incident_along_as_it_was_saved_when_the_work_was_taken,
    migrations_carry_old_rows_along,
    several_who_start_at_once_bring_the_tables_up_to_date_once,
    what_is_claimed_at_once_goes_to_one,
    numbers_have_no_gaps_among_those_who_declare_at_once,
    a_nul_is_left_out,
);

#[tokio::test]
async fn whoever_listens_hears_of_the_others_and_heals_after_a_loss() {
    let Some(server) = test_postgres::server() else { return };
    let kept = server.database();
    let store = Store::open(&Database::at(kept.url.clone())).await.unwrap();
    let mut listener = store.listener();
    let everything = News { work: true, people: true };
    assert_eq!(listener.heard().await, everything, "it has heard nothing of what was before");
    store.hand_back("a").await.unwrap();
    assert_eq!(listener.heard().await, News { work: true, people: false });
    store.remember_people(&workspace(), &[person("Minji")]).await.unwrap();
    assert_eq!(listener.heard().await, News { work: false, people: true });
    server.dies();
    server.comes_back();
    assert_eq!(listener.heard().await, everything, "it may have missed something");
    store.hand_back("a").await.unwrap();
    assert_eq!(listener.heard().await, News { work: true, people: false });
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_not_waited_for() {
    let Some(kept) = test_postgres::database() else { return };
    let database = Database { timeout: Duration::from_millis(300), ..Database::at(kept.url.clone()) };
    let (store, other) = (Store::open(&database).await.unwrap(), Store::open(&database).await.unwrap());
    declared(&store).await;
    let mut busy = sqlx::PgConnection::connect(&kept.url).await.unwrap();
    sqlx::raw_sql("BEGIN; LOCK TABLE incident").execute(&mut busy).await.unwrap();
    assert!(matches!(other.incident(&workspace(), Number::new(1)).await, Err(StoreError::TooSlow)));
    let late = change(&store, opened(), None, &lease("a", 0)).await;
    assert!(matches!(late, Err(NotSaved::Failed(StoreError::TooSlow))), "{late:?}");
    sqlx::raw_sql("ROLLBACK").execute(&mut busy).await.unwrap();
    change(&store, opened(), None, &lease("a", 0)).await.unwrap();
    assert_eq!(first(&other).await.version, 2, "what nobody waited for was not done");
}

#[tokio::test]
async fn whoever_stops_in_the_middle_of_a_save_does_not_hold_up_the_others_for_long() {
    let Some(kept) = test_postgres::database() else { return };
    let hasty = Database { timeout: Duration::from_millis(300), ..Database::at(kept.url.clone()) };
    let patient = Database { timeout: Duration::from_secs(20), ..Database::at(kept.url.clone()) };
    let (stuck, store) = (Store::open(&hasty).await.unwrap(), Store::open(&patient).await.unwrap());
    declared(&store).await;
    let mut tx = stuck.db.begin().await.unwrap();
    tx.run(incidents::to_change(&workspace(), Number::new(1))).await.unwrap();
    change(&store, opened(), None, &lease("a", 0)).await.unwrap();
    assert!(tx.end(Ok::<_, StoreError>(())).await.is_err());
}

/// Waits until somebody is kept waiting by somebody else's transaction.
async fn somebody_waits(url: &str) {
    let waiting = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_stat_activity \
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let mut looking = sqlx::PgConnection::connect(url).await.unwrap();
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&mut looking).await.unwrap() == 0 {}
}

#[tokio::test]
async fn an_edit_does_not_fold_into_one_that_is_just_being_claimed() {
    let Some(home) = Home::postgres() else { return };
    let store = home.store().await;
    declared(&store).await;
    let severity_to = |to: &str| Command::ChangeSeverity { to: SeverityKey::new(to), because: None };
    change(&store, severity_to("sev0"), None, &lease("a", 0)).await.unwrap();

    // Somebody claims the panel's edit; before that is kept, the incident changes once more.
    let mut tx = store.db.begin().await.unwrap();
    let claimed = outbox::claim_in(&mut tx, &workspace(), &lease("b", 5), 50).await.unwrap();
    let mine = lease("a", 5);
    let keeps = async {
        somebody_waits(home.database.url.expose()).await;
        tx.end(Ok::<_, StoreError>(())).await
    };
    let (changed, kept) = tokio::join!(change(&store, severity_to("sev1"), None, &mine), keeps);
    assert!(changed.is_ok() && kept.is_ok());
    let panel = claimed.iter().find(|job| job.effect == Effect::RefreshPanel).unwrap();
    assert_eq!(errands(&store.finish(panel, &lease("b", 5)).await.unwrap()), [Errand::RefreshPanel]);
}
