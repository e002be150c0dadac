//! Updates that are asked for because something has come about, not because time has passed.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::language::Language;
use insta::assert_snapshot;

use crate::world::World;

#[tokio::test]
async fn an_incident_of_the_day_asks_for_an_update_when_it_gets_better_and_when_it_is_over() {
    let (mut world, channel) = World::with_incident("sev2").await;
    world.types("alice", &channel, "role communications @carol").await;
    world.reads_all();
    world.moves_to("alice", "mitigating", &channel).await;
    assert_snapshot!(world.hears(&channel), @"@alice moved INC-1 from *Detected* to *Mitigating*.");
    world.moves_to("alice", "monitoring", &channel).await;
    assert_snapshot!(world.hears(&channel), @"
    @alice moved INC-1 from *Mitigating* to *Monitoring*.
    @carol Please post an update: the stakeholders are waiting to hear that it is getting better.
    [*Post update*]
    ");
    world.presses_button("carol", &channel, "update").await;
    world.sends("carol", crate::world::update("Search works again", 600)).await;
    world.reads_all();
    world.resolves("alice", &channel).await;
    assert_snapshot!(world.hears(&channel), @"
    :white_check_mark: @alice resolved INC-1. Recovered by: Rollback. Detected by: Customer centre.
    @carol Please post a last update: what happened, and that it is over.
    [*Post update*]
    ");
    assert_snapshot!(world.hears("incidents"), @"↳ :white_check_mark: @alice resolved INC-1. Recovered by: Rollback. Detected by: Customer centre.");
    let form = world.presses_button("carol", &channel, "update").await;
    assert!(form.view.is_some(), "the button opens the form");
    world.advance(TimeDelta::days(3)).await;
    assert_eq!(world.hears(&channel), "", "it is asked for once");
    world.finish().await;
}

#[tokio::test]
async fn what_the_clock_asks_for_anyway_is_not_asked_for_twice() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.moves_to("alice", "monitoring", &channel).await;
    assert!(!world.hears(&channel).contains("Post update"), "one is due in a quarter of an hour");
    world.advance_minutes(15).await;
    world.reads_all();
    world.moves_to("alice", "mitigating", &channel).await;
    world.moves_to("alice", "monitoring", &channel).await;
    assert!(!world.hears(&channel).contains("Post update"), "the reminder above asks for it");
    world.resolves("alice", &channel).await;
    assert!(world.hears(&channel).contains("[*Post update*]"), "from now on the clock is silent");
    world.leave().await;
}

#[tokio::test]
async fn a_severity_that_wants_nothing_is_told_without_a_wish() {
    let (mut world, channel) = World::with_incident("sev3").await;
    world.moves_to("alice", "monitoring", &channel).await;
    world.resolves("alice", &channel).await;
    assert!(!world.hears(&channel).contains("Post update"));
    world.leave().await;
}

#[tokio::test]
async fn a_korean_team_is_asked_in_korean() {
    let korean = |config: &mut Config| config.incidents.language = Language::Korean;
    let mut world = World::start_with(korean, |_| {}).await;
    let channel = world.declares("minji", "sev2", "검색 지연").await;
    world.reads_all();
    world.moves_to("minji", "monitoring", &channel).await;
    world.resolves("minji", &channel).await;
    assert_snapshot!(world.hears(&channel), @"
    @minji 님이 INC-1 단계를 옮겼습니다: *감지* → *모니터링*
    @minji 님, 상황을 공유해 주세요. 나아지고 있다는 소식을 이해관계자들이 기다리고 있습니다.
    [*상황 공유*]
    ---
    :white_check_mark: @minji 님이 INC-1 장애를 해결로 표시했습니다. 복구 방법: 롤백. 감지 경로: 고객센터.
    @minji 님, 마지막 상황을 공유해 주세요. 무슨 일이 있었는지, 그리고 이제 끝났다는 것을 알려 주세요.
    [*상황 공유*]
    ");
    world.leave().await;
}
