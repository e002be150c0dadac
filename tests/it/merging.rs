//! Two incidents about the same become one: what was recorded of either stands on one timeline.

use firebell::incident::{Fact, TimelineEntry};
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::Command;

use crate::world::{World, fields, told};

/// Two incidents about the same, with something recorded of each.
async fn two(world: &mut World) -> [String; 2] {
    let original = world.declares("alice", "sev1", "Checkout is down").await;
    let duplicate = world.declares("bob", "sev2", "Cards fail").await;
    world.advance_minutes(1).await;
    world.types("alice", &original, "note The release of 11:50 is suspect").await;
    world.types("bob", &duplicate, "tried restart failed: still 30 %").await;
    world.types("bob", &duplicate, "note Only cards <of> one bank").await;
    world.reads_all();
    [original, duplicate]
}

/// Where each brought entry comes from.
fn origins(timeline: &[TimelineEntry]) -> Vec<(i64, usize)> {
    let origin = |entry: &TimelineEntry| match entry.fact {
        Fact::Brought { origin, .. } => Some((origin.incident.get(), origin.position.get())),
        _ => None,
    };
    timeline.iter().filter_map(origin).collect()
}

async fn page(world: &mut World, channel: &str) -> String {
    world.types("alice", channel, "timeline").await;
    let page = world.last_whisper("alice", channel);
    page.lines()
        .filter(|line| line.starts_with('#') && !line.contains("Firebell"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[tokio::test]
async fn what_was_recorded_of_a_duplicate_comes_along_with_its_origin() {
    let mut world = World::start().await;
    let [original, duplicate] = two(&mut world).await;
    let outcome = world.types("carol", &duplicate, "merge INC-1").await;
    assert_snapshot!(told(&outcome), @"INC-2 is merged into INC-1: its recorded entries are being added to the timeline there. If more is recorded later, merge it once more.");
    assert_snapshot!(world.hears(&duplicate), @":no_entry_sign: @carol merged INC-2 into INC-1. What was recorded here goes there too. Please go on in #inc-1-checkout-is-down.");
    assert_snapshot!(world.hears(&original), @r#"@carol found that INC-2 (#inc-2-cards-fail), "Cards fail", is a duplicate of INC-1. What was recorded there comes onto the timeline here."#);
    assert_snapshot!(page(&mut world, &original).await, @"
    #1 · 2026-11-22 12:00:00 KST · @alice · declared SEV1: Checkout is down
    #6 · 2026-11-22 12:00:00 KST · @bob · INC-2 · declared SEV2: Cards fail
    #4 · 2026-11-22 12:01:00 KST · @alice · The release of 11:50 is suspect
    #5 · 2026-11-22 12:01:00 KST · @carol · found INC-2 to be a duplicate of this
    #9 · 2026-11-22 12:01:00 KST · @bob · INC-2 · tried a fix: Restart (it did not help): still 30 %
    #10 · 2026-11-22 12:01:00 KST · @bob · INC-2 · Only cards &lt;of&gt; one bank
    ");
    world.types("alice", &original, "export").await;
    let state = world.state();
    let document = state.files[0].text.as_ref().unwrap();
    // What two deliveries recorded comes in any order.
    let is_told = |line: &&str| line.contains("INC-2") && !line.contains("| Firebell |");
    let told: Vec<&str> = document.lines().filter(is_told).collect();
    assert_snapshot!(told.join("\n"), @r"
    | Duplicates | INC-2 |
    | 2026-11-22 12:01:00 KST | Restart | it did not help | still 30 % | Bob (INC-2) |
    | 12:00:00 KST | Bob | INC-2: Declared SEV2 (medium): Cards fail |
    | 12:01:00 KST | Carol Jensen | INC-2 was found to be a duplicate of this incident |
    | 12:01:00 KST | Bob | INC-2: Attempt: Restart (it did not help)<br>still 30 % |
    | 12:01:00 KST | Bob | INC-2: Note: Only cards \<of\> one bank |
    ");
    world.leave().await;
}

#[tokio::test]
async fn an_update_that_was_corrected_reads_so_where_it_is_brought() {
    let mut world = World::start().await;
    let [original, duplicate] = two(&mut world).await;
    world.posts_update("bob", "All cards fail", 90, &duplicate).await;
    world.presses_button("bob", &duplicate, "edit-update").await;
    world.sends("bob", fields(&[("what-happened", json!("Cards of one bank fail"))])).await;
    world.types("carol", &duplicate, "merge INC-1").await;
    let page = page(&mut world, &original).await;
    let update = page.lines().find(|line| line.contains("All cards fail")).unwrap();
    assert_snapshot!(update, @"#11 · 2026-11-22 12:01:00 KST · @bob · ~INC-2 · posted an update: All cards fail~ INC-2 · posted an update: Cards of one bank fail (corrected by @bob)");
    assert_eq!(page.matches("Cards of one bank fail").count(), 1, "{page}");
    world.types("alice", &original, "export").await;
    let state = world.state();
    let document = state.files[0].text.as_ref().unwrap();
    let update = document.lines().find(|line| line.contains("All cards fail")).unwrap();
    assert_snapshot!(update, @"| 12:01:00 KST | Bob | <del>INC-2: Update posted: All cards fail</del><br>INC-2: Update posted: Cards of one bank fail<br>Corrected by Bob at 12:01:00 KST |");
    world.leave().await;
}

#[tokio::test]
async fn merged_once_more_it_brings_only_what_was_recorded_since() {
    let mut world = World::start().await;
    let [original, duplicate] = two(&mut world).await;
    world.types("carol", &duplicate, "merge INC-1").await;
    let first = origins(&world.timeline(1).await);
    world.types("carol", "general", "merge INC-2 into INC-1").await;
    assert_eq!(origins(&world.timeline(1).await), first);
    world.types("bob", &duplicate, "note The bank confirms it").await;
    world.types("carol", &duplicate, "merge INC-1").await;
    let all = origins(&world.timeline(1).await);
    assert_eq!((all.len(), all.starts_with(&first)), (first.len() + 1, true));
    let said = world.hears(&original);
    assert_eq!(said.matches("is a duplicate of INC-1").count(), 1, "{said}");
    world.leave().await;
}

#[tokio::test]
async fn a_service_that_dies_right_after_a_merge_brings_each_entry_once() {
    let mut world = World::start().await;
    let [_, duplicate] = two(&mut world).await;
    for i in 0..250 {
        world.types_only("bob", &duplicate, &format!("note {i}")).await;
    }
    world.types_only("carol", &duplicate, "merge INC-1").await;
    world.restart().await;
    world.settle().await;
    let brought = origins(&world.timeline(1).await);
    let mut once = brought.clone();
    once.dedup();
    assert_eq!(
        (brought.len(), &once),
        (255, &brought),
        "declared, announced, channel, attempt, note and 250 more"
    );
    world.leave().await;
}

#[tokio::test]
async fn two_replicas_that_merge_both_ways_make_one_of_two_and_nothing_double() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    two(&mut world).await;
    let merge =
        |user: &str, text: &str| world.sandbox.command(Command::new(user, "general", "/incident", text));
    let (one, other, again) = tokio::join!(
        merge("alice", "merge INC-1 into INC-2"),
        merge("bob", "merge INC-2 into INC-1"),
        merge("carol", "merge INC-2 into INC-1")
    );
    let answers = [told(&one.unwrap()), told(&other.unwrap()), told(&again.unwrap())];
    world.settle().await;
    let open = [world.incident(1).await.stage.is_open(), world.incident(2).await.stage.is_open()];
    assert_eq!(open.iter().filter(|open| **open).count(), 1, "{answers:?}");
    let (into, from) = if open[0] { (1, 2) } else { (2, 1) };
    let brought = origins(&world.timeline(into).await);
    let mut distinct = brought.clone();
    distinct.dedup();
    assert_eq!(distinct, brought, "{answers:?}");
    assert!(brought.len() >= 4 && brought.iter().all(|(number, _)| *number == from), "{brought:?}");
    assert_eq!(origins(&world.timeline(from).await), []);
    world.leave().await;
}
