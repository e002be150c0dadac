//! Incidents that stay in a stage for longer than they should.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::{StageLimits, StageName};
use firebell::language::Language;
use insta::assert_snapshot;

use crate::world::{World, told};

fn limited(config: &mut Config) {
    config.stage_limits = StageLimits::new([(StageName::Triage, TimeDelta::minutes(30))]);
}

async fn in_triage(configure: impl FnOnce(&mut Config)) -> (World, String) {
    let mut world = World::start_with(configure, |_| {}).await;
    let channel = world.declares("alice", "sev3", "Checkout is down").await;
    world.moves_to("bob", "triage", &channel).await;
    world.reads_all();
    (world, channel)
}

#[tokio::test]
async fn the_owner_is_asked_once_and_the_panel_and_the_list_show_it() {
    let (mut world, channel) = in_triage(limited).await;
    assert_snapshot!(world.hears_first_after(30, &channel).await, @"@alice INC-1 has been in *Triage* for 30 min, over its limit of 30 min. Please move it on, or say what it is waiting for.");
    world.advance_minutes(10).await;
    assert_eq!(world.reads(&channel), "");
    let panel = world.panel(&channel);
    assert_snapshot!(panel.lines().find(|line| line.contains("*Stage*")).unwrap(), @"*Stage*: Triage, over its limit of 30 min since 2026-11-22 12:30:00 KST");
    let outcome = world.types("carol", "general", "list").await;
    assert_snapshot!(told(&outcome), @"1 open incident");
    assert_snapshot!(world.last_whisper("carol", "general"), @"
    *1 open incident*
    :white_circle: *SEV3 low* · INC-1 · *Checkout is down* · #inc-1-checkout-is-down
    Triage for 40 min, over its limit of 30 min · owner @alice · since 2026-11-22 12:00:00 KST
    ");
    world.moves_to("bob", "mitigating", &channel).await;
    assert!(!world.panel(&channel).contains("limit"), "{}", world.panel(&channel));
    world.advance_minutes(60).await;
    world.leave().await;
}

#[tokio::test]
async fn nobody_is_asked_about_a_stage_that_it_has_left_meanwhile() {
    let (mut world, channel) = in_triage(limited).await;
    world.time_passes(TimeDelta::minutes(31));
    world.parts().scheduler.look().await;
    world.types_only("bob", &channel, "stage mitigating").await;
    world.settle().await;
    assert!(!world.reads(&channel).contains("limit"), "it has moved on");
    world.leave().await;
}

#[tokio::test]
async fn hours_of_downtime_ask_once_and_in_korean() {
    let korean = |config: &mut Config| {
        limited(config);
        config.incidents.language = Language::Korean;
    };
    let (mut world, channel) = in_triage(korean).await;
    world.is_down_for(TimeDelta::hours(3)).await;
    world.settle().await;
    assert_snapshot!(world.hears(&channel), @"@alice 님, INC-1 장애가 *초동 분석* 단계에 3시간 동안 머물러 있습니다(기준 30분). 다음 단계로 옮기거나 무엇을 기다리는지 알려 주세요.");
    world.advance_minutes(60).await;
    assert_eq!(world.reads(&channel), "");
    let outcome = world.types("alice", "general", "list").await;
    assert_snapshot!(told(&outcome), @"1 open incident");
    world.leave().await;
}
