//! A word that comes a little before the time of the day at which one is owed: it is the one that was owed.

use chrono::{DateTime, TimeDelta, Utc};
use firebell::config::Config;
use insta::assert_snapshot;
use serde_json::json;

use crate::world::{World, fields, prefilled};

/// Updates at ten, with everything else at its default.
fn in_seoul(config: &mut Config) {
    let zone = ("FIREBELL_INCIDENTS__TIMEZONE".to_owned(), "Asia/Seoul".to_owned());
    config.ladder = Config::load(None, [zone]).unwrap().ladder;
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(&format!("{text}:00+09:00")).unwrap().to_utc()
}

async fn until(world: &mut World, text: &str) {
    let by = at(text) - world.clock.now();
    world.advance(by).await;
}

/// A SEV2 of Sunday noon, on Monday at 09:50; alice, who owns it, was told five minutes ago that an update is due.
async fn told_that_it_is_due() -> (World, String) {
    let mut world = World::start_with(in_seoul, |_| {}).await;
    let channel = world.declares("alice", "sev2", "Search is slow").await;
    world.reads_all();
    until(&mut world, "2026-11-23T09:45").await;
    assert!(world.hears_in_private("alice").contains("due in 15 min"));
    until(&mut world, "2026-11-23T09:50").await;
    assert_eq!(world.hears(&channel), "");
    (world, channel)
}

/// Nobody is asked on Monday, at ten or overdue at six in the evening, but on Tuesday as on every day.
async fn is_asked_on_tuesday(mut world: World, channel: &str) {
    world.reads_all();
    until(&mut world, "2026-11-24T09:44").await;
    assert_eq!(world.hears(channel), "", "Monday's was given");
    assert_eq!(world.hears_in_private("alice"), "");
    until(&mut world, "2026-11-24T09:45").await;
    assert!(world.hears_in_private("alice").contains("due in 15 min"));
    until(&mut world, "2026-11-24T10:00").await;
    let said = world.hears(channel);
    assert!(said.starts_with("@alice An update on INC-1 is due."), "{said}");
    world.leave().await;
}

#[tokio::test]
async fn an_update_ten_minutes_early_is_the_one_that_was_owed() {
    let (mut world, channel) = told_that_it_is_due().await;
    let own = world.private("alice").unwrap();
    let form = world.presses_button("alice", &own, "update").await;
    let offered = prefilled(&form, "next-update-at");
    assert_eq!(offered, json!(at("2026-11-24T10:00").timestamp()), "not in ten minutes");
    let filled = fields(&[("what-happened", json!("Search is fast again")), ("next-update-at", offered)]);
    assert!(world.sends("alice", filled).await.field_errors.is_empty());
    assert!(world.hears(&channel).contains("Next update due 2026-11-24 10:00:00 KST."));
    is_asked_on_tuesday(world, &channel).await;
}

#[tokio::test]
async fn nothing_new_ten_minutes_early_is_the_word_that_was_owed() {
    let (mut world, channel) = told_that_it_is_due().await;
    world.types("alice", &channel, "nothing-new").await;
    assert_snapshot!(world.hears(&channel), @"
    @alice says there is nothing new on INC-1.
    Next update due 2026-11-24 10:00:00 KST.
    ");
    is_asked_on_tuesday(world, &channel).await;
}

#[tokio::test]
async fn an_incident_of_two_minutes_is_not_asked_how_it_goes_on() {
    let mut world = World::start_with(in_seoul, |_| {}).await;
    until(&mut world, "2026-11-23T09:58").await;
    let channel = world.declares("alice", "sev2", "Search is slow").await;
    assert!(world.panel(&channel).contains("*Next update due*: 2026-11-24 10:00:00 KST"));
    is_asked_on_tuesday(world, &channel).await;
}

#[tokio::test]
async fn whoever_promises_the_time_that_was_owed_all_the_same_is_asked_then() {
    let (mut world, channel) = told_that_it_is_due().await;
    world.posts_update("alice", "Search is slow", 22 * 60, &channel).await;
    world.reads_all();
    world.advance(TimeDelta::minutes(10)).await;
    assert!(world.hears(&channel).contains("An update on INC-1 is due"));
    world.leave().await;
}
