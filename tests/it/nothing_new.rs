//! *Nothing new*: a short word without news, said once.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::{ChannelId, Fact};
use firebell::language::Language;
use insta::assert_snapshot;

use crate::world::{World, change_rung};

/// How many messages of a channel say that nothing is new.
fn words(world: &World, channel: &str) -> usize {
    let state = world.state();
    let said = world.messages(channel).into_iter();
    said.filter(|message| slack_sandbox::transcript::read(message, &state).contains("othing new on INC-1"))
        .count()
}

/// A SEV0 that was reminded of its update a quarter of an hour after it was declared; everything was read.
async fn reminded() -> (World, String) {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.advance_minutes(15).await;
    world.reads_all();
    (world, channel)
}

#[tokio::test]
async fn the_reminder_becomes_the_word_that_answers_it() {
    let (mut world, channel) = reminded().await;
    world.presses_button("bob", &channel, "nothing-new").await;
    assert_eq!(world.hears(&channel), "", "nothing rings for no news");
    assert_snapshot!(world.sees(&channel, "othing new"), @"
    @bob says there is nothing new on INC-1.
    Next update due 2026-11-22 12:30:00 KST.
    ");
    assert_eq!(words(&world, &channel), 1);
    assert_snapshot!(world.hears("incidents"), @"
    ↳ @bob says there is nothing new on INC-1.
    Next update due 2026-11-22 12:30:00 KST.
    ");
    world.advance_minutes(15).await;
    assert!(world.hears(&channel).contains("An update on INC-1 is due."), "the next one");
    assert_eq!(words(&world, &channel), 1, "the next reminder leaves it as it is");
    world.leave().await;
}

#[tokio::test]
async fn where_nobody_was_asked_it_is_a_message_of_its_own() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.types("bob", &channel, "nothing-new").await;
    assert_snapshot!(world.hears(&channel), @"
    @bob says there is nothing new on INC-1.
    Next update due 2026-11-22 12:15:00 KST.
    ");
    world.leave().await;
}

#[tokio::test]
async fn where_the_reminder_is_far_above_by_now_it_is_said_where_people_read() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Search is slow").await;
    world.advance(TimeDelta::minutes(60)).await;
    world.types("bob", &channel, "snooze 30m").await;
    world.advance(TimeDelta::minutes(10)).await;
    world.reads_all();
    world.types("bob", &channel, "nothing-new").await;
    assert!(world.hears(&channel).contains("@bob says there is nothing new on INC-1."), "after a snooze");
    assert_snapshot!(world.sees(&channel, "answered the reminder"), @"@bob answered the reminder on INC-1.");
    assert_eq!(words(&world, &channel), 1);

    world.types("bob", &channel, "sev sev2").await;
    world.advance(TimeDelta::hours(6)).await;
    world.advance(TimeDelta::minutes(61)).await;
    world.reads_all();
    world.presses_button("bob", &channel, "nothing-new").await;
    assert!(world.hears(&channel).contains("@bob says there is nothing new on INC-1."), "after an hour");
    world.leave().await;
}

#[tokio::test]
async fn stakeholders_and_the_timeline_have_it_as_well_and_a_korean_team_reads_it_in_korean() {
    let korean = |config: &mut Config| {
        config.incidents.language = Language::Korean;
        change_rung(config, "sev0", |rung| rung.tell_channels = vec![ChannelId::new("C0RANDOM01")]);
    };
    let mut world = World::start_with(korean, |_| {}).await;
    let channel = world.declares("minji", "sev0", "결제 장애").await;
    world.advance_minutes(15).await;
    world.reads_all();
    world.presses_button("minji", &channel, "nothing-new").await;
    assert_eq!(world.hears(&channel), "");
    assert_snapshot!(world.sees(&channel, "변동이 없"), @"
    @minji 님이 INC-1 장애에 변동이 없다고 알렸습니다.
    다음 상황 공유 예정: 2026-11-22 12:30:00 KST
    ");
    assert_snapshot!(world.hears("random"), @"
    ↳ INC-1: 아직 변동이 없습니다.
    다음 상황 공유 예정: 2026-11-22 12:30:00 KST
    ");
    assert!(world.timeline(1).await.iter().any(|entry| matches!(entry.fact, Fact::NothingNew { .. })));
    world.leave().await;
}
