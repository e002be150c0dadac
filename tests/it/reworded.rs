//! External word that is corrected reaches whoever read it, by whichever update they did.

use insta::assert_snapshot;
use serde_json::json;

use crate::corrections::{both, told_to_both, with_incident};
use crate::world::{World, fields, flaws, prefilled};

/// Posts an update for both audiences and reads nothing of it.
async fn posts(world: &mut World, channel: &str, happened: &str, outside: &str, next_minutes: i64) {
    world.presses_button("bob", channel, "update").await;
    let sent = world.sends("bob", both(happened, outside, next_minutes)).await;
    assert_eq!((sent.error, sent.field_errors.len()), (None, 0));
}

/// Corrects what the last update says to those outside.
async fn rewords(world: &mut World, channel: &str, outside: &str) -> slack_sandbox::Outcome {
    world.types("carol", channel, "edit").await;
    world.sends("carol", fields(&[("external-state", json!(outside))])).await
}

/// What those outside read below their notice, one text for each copy.
fn copies_outside(world: &World) -> Vec<String> {
    let state = world.state();
    let replies = state.channel("partners").unwrap().messages.iter().flat_map(|message| &message.replies);
    replies.map(|copy| slack_sandbox::transcript::read(copy, &state)).collect()
}

#[tokio::test]
async fn corrected_external_word_reaches_those_who_read_it_by_an_earlier_update() {
    let (mut world, channel) = with_incident(told_to_both).await;
    posts(&mut world, &channel, "All cards fail", "Cards fail", 30).await;
    world.advance_minutes(5).await;
    posts(&mut world, &channel, "db-4 takes over", "Cards fail", 30).await;
    assert_eq!(copies_outside(&world).len(), 1, "the second update was no news to them");
    world.reads_all();
    let sent = rewords(&mut world, &channel, "Cards of one bank fail").await;
    assert_eq!((sent.error, sent.field_errors.len()), (None, 0));

    assert_snapshot!(copies_outside(&world).join("\n---\n"), @"
    ↳ *Update* on INC-1
    *Current state*
    Cards of one bank fail
    *Expected fix*
    By 12:30 KST
    *What follows*
    Please try a bank transfer
    Corrected 2026-11-22 12:05:00 KST
    ");
    assert_snapshot!(world.sees("partners", "disruption"), @"
    :large_orange_circle: *We are working on a disruption* · INC-1
    > Cards of one bank fail
    Since 2026-11-22 12:00:00 KST · Last update 2026-11-22 12:00:00 KST
    ");
    let form = world.presses_button("bob", &channel, "update").await;
    assert_eq!(prefilled(&form, "external-state"), "Cards of one bank fail");
    let timeline = world.types("bob", &channel, "timeline").await.shown[0]["blocks"].to_string();
    assert_eq!(timeline.matches("to those outside").count(), 1, "they were told once: {timeline}");
    assert!(timeline.contains("to those outside: ~Cards fail~ Cards of one bank fail"), "{timeline}");
    for place in [&channel, "incidents", "execs", "partners"] {
        assert_eq!(world.hears(place), "", "an edit is not a message");
    }
    world.leave().await;
}

#[tokio::test]
async fn corrected_external_word_whose_copy_can_no_longer_be_edited_is_told_anew() {
    let (mut world, channel) = with_incident(told_to_both).await;
    for minutes in 0..6 {
        posts(&mut world, &channel, &format!("Minute {minutes}"), "Cards fail", 30).await;
        world.advance_minutes(1).await;
    }
    assert_eq!(copies_outside(&world).len(), 1, "the first of six");
    world.reads_all();
    rewords(&mut world, &channel, "Cards of one bank fail").await;
    assert_snapshot!(world.hears("partners"), @"
    ↳ *Update* on INC-1
    *Current state*
    Cards of one bank fail
    *Expected fix*
    By 12:30 KST
    *What follows*
    Please try a bank transfer
    Corrected 2026-11-22 12:06:00 KST
    ");
    assert_snapshot!(world.sees(&channel, "*Update*"), @"
    *Update* on INC-1 · SEV1 · Checkout is down, by @bob
    *What happened*
    Minute 5
    Next update due 2026-11-22 12:30:00 KST.
    Corrected 2026-11-22 12:06:00 KST
    Delivered to #incidents, #execs, #partners
    [Edit…]
    ");
    let form = world.presses_button("bob", &channel, "update").await;
    assert_eq!(prefilled(&form, "external-state"), "Cards of one bank fail");
    world.leave().await;
}

#[tokio::test]
async fn external_word_that_was_said_is_not_taken_back_by_an_empty_field() {
    let (mut world, channel) = with_incident(told_to_both).await;
    posts(&mut world, &channel, "All cards fail", "Cards fail", 30).await;
    world.types("carol", &channel, "edit").await;
    let empty = [
        ("external-state", json!(" ")),
        ("external-expected-fix", json!("")),
        ("external-follow-up", json!("")),
    ];
    let sent = world.sends("carol", fields(&empty)).await;
    assert_snapshot!(flaws(&sent), @"external-state: Please write something here.");
    world.leave().await;
}
