//! An update that stays away: who is called, in which order, and how often.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::{Escalation, Fact, GroupId, TimelineEntry};
use firebell::language::Language;
use insta::assert_snapshot;

use crate::world::{World, change_rung};

/// The on-call group of the local Slack is called last for a SEV0.
fn with_on_call(config: &mut Config) {
    change_rung(config, "sev0", |rung| rung.escalate_to = vec![GroupId::new("S0SRE00001")]);
}

/// The default ladder of an organisation in Seoul.
fn in_seoul(config: &mut Config) {
    let zone = ("FIREBELL_INCIDENTS__TIMEZONE".to_owned(), "Asia/Seoul".to_owned());
    config.ladder = Config::load(None, [zone]).unwrap().ladder;
}

fn called(entry: &TimelineEntry) -> Option<Escalation> {
    match entry.fact {
        Fact::Reminded { escalated, .. } => escalated,
        _ => None,
    }
}

#[tokio::test]
async fn an_overdue_update_calls_the_lead_then_the_commander_then_the_on_call_group() {
    let mut world = World::start_with(with_on_call, |_| {}).await;
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    world.types("bob", &channel, "role commander").await;
    world.types("bob", &channel, "role communications @carol").await;
    world.reads_all();
    world.advance_minutes(15).await;
    world.reads_all();

    assert_snapshot!(world.hears_first_after(15, &channel).await, @"
    @carol: the update on INC-1 is overdue. It was due 2026-11-22 12:15:00 KST. None yet; it was declared 30 min ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    assert!(world.panel(&channel).contains("*Update overdue, was due*: 2026-11-22 12:15:00 KST"));
    assert_snapshot!(world.hears_first_after(15, &channel).await, @"
    @carol, @bob: the update on INC-1 is overdue. It was due 2026-11-22 12:15:00 KST. None yet; it was declared 45 min ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    let before = world.members(&channel);
    // The group is let in before it is called.
    world.advance_minutes(16).await;
    assert_snapshot!(world.hears(&channel), @"
    @carol, @bob, <!subteam^S0SRE00001>: the update on INC-1 is overdue, and still nobody has posted it. It was due 2026-11-22 12:15:00 KST. None yet; it was declared 1 h ago. Please make sure that somebody posts one.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    let joined: Vec<String> =
        world.members(&channel).into_iter().filter(|name| !before.contains(name)).collect();
    assert!(!joined.is_empty(), "the members of the group are in the channel");

    world.posts_update("carol", "Customers can't pay by card", 91, &channel).await;
    assert!(world.panel(&channel).contains("*Next update due*: 2026-11-22 13:31:00 KST"));
    world.reads_all();
    world.advance_minutes(29).await;
    assert_eq!(world.hears(&channel), "", "an update ends the calling");
    assert_snapshot!(world.hears_first_after(1, &channel).await, @"
    @carol An update on INC-1 is due. The last update was 30 min ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    let called: Vec<Escalation> = world.timeline(1).await.iter().filter_map(called).collect();
    assert_eq!(called, [Escalation::Communications, Escalation::Owner, Escalation::Groups]);
    let listed = world.types("carol", &channel, "timeline").await.shown[0]["blocks"].to_string();
    assert!(listed.contains("called the escalation group, since the update is overdue"), "{listed}");
    world.leave().await;
}

#[tokio::test]
async fn once_all_were_called_the_reminder_still_says_that_it_is_overdue() {
    let mut world = World::start_with(with_on_call, |_| {}).await;
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    world.advance_minutes(46).await;
    world.reads_all();
    assert_snapshot!(world.hears_first_after(14, &channel).await, @"
    @alice The update on INC-1 is still overdue. It was due 2026-11-22 12:15:00 KST. None yet; it was declared 1 h ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    world.types("alice", &channel, "nothing-new").await;
    world.reads_all();
    assert!(world.hears_first_after(15, &channel).await.contains("An update on INC-1 is due."), "a new one");
    world.leave().await;
}

#[tokio::test]
async fn a_daily_update_is_overdue_in_the_evening_and_a_milder_one_the_next_morning() {
    for (severity, minutes_after_ten) in [("sev2", 8 * 60), ("sev3", 24 * 60)] {
        let mut world = World::start_with(in_seoul, |_| {}).await;
        let channel = world.declares("alice", severity, "Checkout is down").await;
        world.reads_all();
        world.advance(TimeDelta::hours(22)).await;
        assert!(world.hears(&channel).contains("An update on INC-1 is due"), "Monday at 10:00");
        world.advance(TimeDelta::minutes(minutes_after_ten - 1)).await;
        assert_eq!(world.hears(&channel), "", "{severity}");
        world.advance_minutes(1).await;
        let said = world.hears(&channel);
        assert_eq!(said.matches("is overdue").count(), 1, "{severity}: {said}");
        assert!(!said.contains("is due."), "the reminder of the day and the call are one: {said}");
        world.finish().await;
    }
}

#[tokio::test]
async fn two_hours_of_downtime_call_nobody_but_the_first_in_line() {
    let mut world = World::start_with(with_on_call, |_| {}).await;
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    world.reads_all();
    world.is_down_for(TimeDelta::hours(2)).await;
    world.settle().await;
    assert_snapshot!(world.hears(&channel), @"
    @alice: the update on INC-1 is overdue. It was due 2026-11-22 12:15:00 KST. None yet; it was declared 2 h ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    world.restart().await;
    world.settle().await;
    assert_eq!(world.hears(&channel), "", "nobody is called twice");
    world.advance_minutes(16).await;
    assert!(world.hears(&channel).contains("<!subteam^S0SRE00001>"));
    world.leave().await;
}

#[tokio::test]
async fn two_days_of_downtime_give_one_message_for_all_that_was_missed() {
    let mut world = World::start_with(in_seoul, |_| {}).await;
    let channel = world.declares("alice", "sev2", "Search is slow").await;
    world.types("alice", &channel, "role communications @carol").await;
    world.reads_all();
    world.is_down_for(TimeDelta::hours(50)).await;
    world.settle().await;
    assert_snapshot!(world.hears(&channel), @"
    @carol: the update on INC-1 is overdue. It was due 2026-11-23 10:00:00 KST. None yet; it was declared 2 d 2 h ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    assert_eq!(world.hears_in_private("carol"), "", "what is due already needs no warning");
    world.restart().await;
    world.advance(TimeDelta::hours(3)).await;
    assert_eq!(world.hears(&channel), "");
    world.advance(TimeDelta::hours(1)).await;
    assert!(world.hears(&channel).contains("@carol, @alice"), "the next step, at 18:00");
    world.leave().await;
}

#[tokio::test]
async fn nobody_is_called_after_closing() {
    let mut world = World::start_with(with_on_call, |_| {}).await;
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    world.advance_minutes(31).await;
    world.resolves("alice", &channel).await;
    world.presses_button("alice", &channel, "close").await;
    world.reads_all();
    world.advance(TimeDelta::days(2)).await;
    world.finish().await;
}

#[tokio::test]
async fn a_korean_team_is_called_in_korean() {
    let korean = |config: &mut Config| {
        config.incidents.language = Language::Korean;
        with_on_call(config);
    };
    let mut world = World::start_with(korean, |_| {}).await;
    let channel = world.declares("minji", "sev0", "결제 장애").await;
    world.types("minji", &channel, "role communications @carol").await;
    world.reads_all();
    world.advance_minutes(15).await;
    world.reads_all();
    assert_snapshot!(world.hears_first_after(15, &channel).await, @"
    @carol 님, INC-1 상황 공유가 늦어지고 있습니다. 예정 시각: 2026-11-22 12:15:00 KST. 선언 후 30분 동안 공유가 없었습니다.
    [*상황 공유*] [15분 미루기] [변동 없음]
    ");
    world.advance_minutes(15).await;
    world.reads_all();
    world.advance_minutes(16).await;
    assert_snapshot!(world.hears(&channel), @"
    @carol 님, @minji 님, <!subteam^S0SRE00001>, INC-1 상황 공유가 늦어지고 있는데 아직 아무도 올리지 않았습니다. 예정 시각: 2026-11-22 12:15:00 KST. 선언 후 1시간 동안 공유가 없었습니다. 누구든 상황을 공유해 주세요.
    [*상황 공유*] [15분 미루기] [변동 없음]
    ");
    assert_snapshot!(world.hears_first_after(14, &channel).await, @"
    @carol 님, INC-1 상황 공유가 아직 올라오지 않았습니다. 예정 시각: 2026-11-22 12:15:00 KST. 선언 후 1시간 15분 동안 공유가 없었습니다.
    [*상황 공유*] [15분 미루기] [변동 없음]
    ");
    world.leave().await;
}
