//! A newer Firebell was here, and its operators went back: some of what it kept cannot be read. It holds up nothing
//! else, and it is said which it is.

use firebell::check::check;
use slack_sandbox::Outcome;
use sqlx::Executor as _;

use crate::world::{World, told};

#[tokio::test]
async fn an_incident_that_cannot_be_read_is_named_and_hides_no_other() {
    let mut world = World::start().await;
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

/// What an answer shows to the person alone, with its blocks.
fn private(outcome: &Outcome) -> String {
    outcome.shown.iter().map(|message| message["blocks"].to_string()).collect()
}
