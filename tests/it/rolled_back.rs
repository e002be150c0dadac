//! A newer Firebell was here, and its operators went back: some of what it kept cannot be read. It holds up nothing
//! else, and it is said which it is.

use firebell::check::check;
use firebell::incident::Fact;
use firebell::language::Language;
use firebell::store::StoreError;
use insta::assert_snapshot;
use slack_sandbox::Outcome;
use sqlx::Executor as _;

use crate::world::{World, told};

#[tokio::test]
async fn an_incident_that_cannot_be_read_is_named_and_hides_no_other() {
    let mut world = World::on_a_file().await;
    world.declares("alice", "sev1", "Checkout is down").await;
    world.declares("bob", "sev2", "Search is slow").await;
    world.reads_all();
    world.database().await.execute("UPDATE incident SET state = '{}' WHERE number = 1").await.unwrap();

    let listed = private(&world.types("carol", "general", "list").await);
    assert!(listed.contains("2 open incidents") && listed.contains("Search is slow"), "{listed}");
    assert!(listed.contains("INC-1 cannot be read"), "{listed}");
    let listed = private(&world.types("minji", "general", "list").await);
    assert!(listed.contains("읽을 수 없는 장애: INC-1"), "{listed}");

    let elsewhere = world.types("carol", "general", "note Search is slow").await;
    assert!(told(&elsewhere).contains("Open now: INC-2"), "{}", told(&elsewhere));

    let findings: Vec<String> = check(&world.config).await.iter().map(ToString::to_string).collect();
    let unreadable = findings.iter().find(|finding| finding.contains("INC-1"));
    assert!(unreadable.is_some_and(|finding| finding.contains("is open and cannot be read")), "{findings:?}");
    world.finish().await;
}

#[tokio::test]
async fn what_cannot_be_read_of_what_is_owed_is_said_once_and_kept_on_the_timeline() {
    let mut world = World::on_a_file().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.declares("bob", "sev2", "Search is slow").await;
    world.reads_all();
    for (number, errand) in [(1, "pin-panel"), (1, "telegraph"), (2, "telegraph")] {
        owes(&world, number, errand, "telegraph").await;
    }
    world.database().await.execute("UPDATE incident SET state = '{}' WHERE number = 2").await.unwrap();
    world.restart().await;
    world.advance_minutes(3).await;
    assert_snapshot!(world.reads(&channel), @"
    :warning: INC-1: I could not pin the control panel (left by another version of Firebell). I will not try again; please do it by hand or tell whoever runs Firebell.
    ---
    :warning: INC-1: Another version of Firebell left something to do that this version does not know. It will not be done; please tell whoever runs Firebell.
    ");
    let gave_up =
        world.timeline(1).await.into_iter().filter(|entry| matches!(entry.fact, Fact::GaveUp { .. }));
    assert_eq!(gave_up.count(), 2);
    let findings: Vec<String> = check(&world.config).await.iter().map(ToString::to_string).collect();
    assert_eq!(findings.iter().filter(|finding| finding.contains("telegraph")).count(), 3, "{findings:?}");

    world.restart().await;
    world.advance_minutes(1).await;
    assert_eq!(world.reads(&channel), "");
    world.finish().await;
}

#[tokio::test]
async fn what_is_owed_of_an_incident_that_cannot_be_read_waits_until_it_can_be() {
    let (mut world, _channel) = World::on_a_file().await.and_incident("sev1").await;
    owes(&world, 1, "pin-panel", "pin_panel").await;
    let state = state_of(&world, 1, None).await;
    world.restart().await;
    world.advance_minutes(8).await;
    let tried = tries(&world).await;
    assert!(tried.contains("'pin-panel'") && tried.contains("cannot be read"), "{tried}");
    world.advance_minutes(30).await;
    assert!(!tries(&world).await.contains("was given up"), "{}", tries(&world).await);

    state_of(&world, 1, Some(state)).await;
    world.advance_minutes(7).await;
    assert_eq!(tries(&world).await, "");
    world.finish().await;
}

#[tokio::test]
async fn incidents_that_cannot_be_read_keep_nobody_else_from_being_reminded() {
    let (mut world, channel) = World::on_a_file().await.and_incident("sev0").await;
    let unreadable = "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1300) \
        INSERT INTO incident (workspace, number, version, state, is_open, channel, next_reminder_at) \
        SELECT 'T0SANDBOX1', i, 1, '{}', 1, '', 0 FROM n";
    world.database().await.execute(unreadable).await.unwrap();
    world.advance_minutes(16).await;
    assert!(world.hears(&channel).contains("An update on INC-1 is due"));
    world.finish().await;
}

#[tokio::test]
async fn a_korean_channel_hears_in_korean_why_something_was_given_up() {
    let mut world =
        World::on_a_file_with(|config| config.incidents.language = Language::Korean, |_| {}).await;
    let channel = world.declares("minji", "sev1", "결제 장애").await;
    world.reads_all();
    for errand in ["pin-panel", "telegraph"] {
        owes(&world, 1, errand, "telegraph").await;
    }
    world.restart().await;
    world.advance_minutes(3).await;
    assert_snapshot!(world.reads(&channel), @"
    :warning: INC-1: 제어판 고정에 실패했습니다 (다른 버전의 Firebell이 남긴 작업). 다시 시도하지 않으니 직접 처리하거나 Firebell 운영자에게 알려 주세요.
    ---
    :warning: INC-1: 다른 버전의 Firebell이 남긴 작업 중 이 버전에서 알 수 없는 것이 있어 처리하지 않습니다. Firebell 운영자에게 알려 주세요.
    ");
    world.leave().await;
}

#[tokio::test]
async fn giving_up_stops_at_the_first_failure_of_the_database() {
    let (mut world, channel) = World::on_a_file().await.and_incident("sev1").await;
    for _ in 0..2 {
        owes(&world, 1, "telegraph", "telegraph").await;
    }
    let mut database = world.database().await;
    database.execute("UPDATE outbox SET state = 'set aside'").await.unwrap();
    let full = "CREATE TRIGGER full BEFORE INSERT ON timeline_entry BEGIN SELECT RAISE(ABORT, 'full'); END";
    database.execute(full).await.unwrap();
    let left_over = world.parts().engine.left_over(10).await;
    assert!(matches!(left_over, Err(StoreError::Database(_))), "{left_over:?}");
    database.execute("DROP TRIGGER full").await.unwrap();
    world.advance_minutes(3).await;
    assert_eq!(world.reads(&channel).matches("does not know").count(), 2, "the next look does it");
    world.finish().await;
}

/// What an incident is stored as; it becomes what is given, or something that cannot be read.
async fn state_of(world: &World, number: i64, becomes: Option<String>) -> String {
    let mut database = world.database().await;
    let state = sqlx::query_scalar("SELECT state FROM incident WHERE number = $1").bind(number);
    let state: String = state.fetch_one(&mut database).await.unwrap();
    let change = sqlx::query("UPDATE incident SET state = $1 WHERE number = $2");
    let change = change.bind(becomes.unwrap_or_else(|| "{}".to_owned())).bind(number);
    change.execute(&mut database).await.unwrap();
    state
}

/// What `firebell check` says about deliveries that did not succeed.
async fn tries(world: &World) -> String {
    let findings = check(&world.config).await;
    let tries = findings.iter().map(ToString::to_string).filter(|finding| finding.contains("INC-1: '"));
    tries.collect::<Vec<_>>().join("\n")
}

const OWED_BY_ANOTHER_VERSION: &str = "INSERT INTO outbox (workspace, number, lane, errand, effect, state, \
    created_at, run_at, lease_owner, lease_until, attempts, checkpoint, last_error) \
    VALUES ('T0SANDBOX1', $1, $2, $2, json_object('do', $3), 'owed', 0, 0, '', 0, 0, '', '')";

/// Another version owed something, of which this one knows the name at best if the effect is a telegraph.
async fn owes(world: &World, number: i64, errand: &str, effect: &str) {
    let owed = sqlx::query(OWED_BY_ANOTHER_VERSION).bind(number).bind(errand).bind(effect);
    owed.execute(&mut world.database().await).await.unwrap();
}

/// What an answer shows to the person alone, with its blocks.
fn private(outcome: &Outcome) -> String {
    outcome.shown.iter().map(|message| message["blocks"].to_string()).collect()
}
