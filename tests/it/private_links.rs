//! What can still be asked of two incidents that were linked before one of them became private.

use chrono::TimeDelta;
use insta::assert_snapshot;
use slack_sandbox::Submit;

use crate::world::{World, fields, told};

/// INC-1 of alice's, and INC-2 of carol's that was merged into it; then one of them becomes private.
async fn merged_then_private(number: i64) -> World {
    let mut world = World::start().await;
    world.declares("alice", "sev1", "Zanzibar laptop stolen").await;
    let duplicate = world.declares("carol", "sev2", "Cards fail").await;
    world.types("carol", &duplicate, "merge INC-1").await;
    world.advance_minutes(1).await;
    let who = if number == 1 { "alice" } else { "carol" };
    world.types(who, "general", &format!("make-private INC-{number}")).await;
    world.sandbox.submit(Submit::new(who, fields(&[]))).await.unwrap();
    world.works_off(TimeDelta::minutes(5)).await;
    assert!(world.incident(number).await.manner.is_private);
    world.reads_all();
    world
}

#[tokio::test]
async fn before_it_becomes_private_the_form_says_what_was_linked_with_it_and_stays_read() {
    let mut world = World::start().await;
    let original = world.declares("alice", "sev1", "Checkout is down").await;
    let duplicate = world.declares("carol", "sev2", "Cards fail").await;
    let alone = world.types("alice", &original, "make-private").await.view.unwrap()["blocks"].to_string();
    assert!(!alone.contains("linked with"), "{alone}");
    world.types("carol", &duplicate, "merge INC-1").await;
    for (who, place, other) in [("alice", &original, "INC-2"), ("carol", &duplicate, "INC-1")] {
        let form = world.types(who, place, "make-private").await.view.unwrap()["blocks"].to_string();
        assert!(form.contains(&format!("*It was linked with {other}.*")), "{form}");
        assert!(form.contains("documents that were exported"), "{form}");
    }
    let korean = world.types("minji", &original, "비공개전환").await.view.unwrap()["blocks"].to_string();
    assert!(korean.contains("연결된 장애: INC-2"), "{korean}");
    world.leave().await;
}

#[tokio::test]
async fn a_duplicate_of_a_private_incident_is_merged_no_more_and_gives_nothing_away() {
    let mut world = merged_then_private(1).await;
    for text in ["merge INC-2 into INC-1", "cancel INC-2 duplicate of INC-1"] {
        let private = told(&world.types("bob", "general", text).await);
        let unknown = told(&world.types("bob", "general", &text.replace("INC-1", "INC-7")).await);
        assert_eq!(private.replace("INC-1", "INC-7"), unknown, "{text}");
    }
    let channel = world.incident(1).await.places.channel.unwrap().to_string();
    let before = world.timeline(1).await.len();
    world.types("carol", "general", "note INC-2 The bank confirms it").await;
    let known = told(&world.types("alice", "general", "merge INC-2 into INC-1").await);
    assert_snapshot!(known, @"
    INC-2 was cancelled. `/incident reopen INC-2` opens it again.
    You typed:
    merge INC-2 into INC-1
    ");
    assert_eq!((world.timeline(1).await.len(), world.hears(&channel)), (before, String::new()));

    world.types("carol", "general", "reopen INC-2 because it is another thing").await;
    assert_snapshot!(world.hears(&channel), @"@carol reopened INC-2 (#inc-2-cards-fail): it is not a duplicate of INC-1 after all.");
    assert!(world.incident(1).await.duplicates.is_empty());
    let panel = world.panel(&world.incident(2).await.places.channel.unwrap().to_string());
    assert!(!panel.contains("INC-1") && !panel.contains("Zanzibar"), "{panel}");
    world.leave().await;
}

#[tokio::test]
async fn a_private_duplicate_is_merged_no_more_and_reopened_leaves_no_trace() {
    let mut world = merged_then_private(2).await;
    let original = world.incident(1).await.places.channel.unwrap().to_string();
    let before = world.timeline(1).await;
    world.types("carol", "general", "note INC-2 It was salaries").await;
    let refused = told(&world.types("carol", "general", "merge INC-2 into INC-1").await);
    assert_snapshot!(refused, @"
    INC-2 and INC-1 cannot be linked: one of them is private, and the other one's people would read of it. `/incident cancel INC-2 because …` cancels it without naming the other one.
    You typed:
    merge INC-2 into INC-1
    ");
    world.types("carol", "general", "reopen INC-2").await;
    world.works_off(TimeDelta::minutes(1)).await;
    let reopened = world.incident(2).await;
    assert!(reopened.stage.is_open() && reopened.stage.duplicate_of().is_none());
    assert_eq!(world.incident(1).await.duplicates, []);
    assert_eq!(
        (world.timeline(1).await, world.reads(&original)),
        (before, String::new()),
        "nobody there hears of it"
    );
    world.leave().await;
}
