//! A reminder that is put off: for how long, how often, and what is said where that is too much.

use firebell::config::Config;
use firebell::language::Language;
use insta::assert_snapshot;

use crate::world::{World, change_rung, told};

#[tokio::test]
async fn the_third_snooze_in_a_row_is_refused_with_the_way_out() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.advance_minutes(15).await;
    for _ in 0..2 {
        world.reads_all();
        world.presses_button("bob", &channel, "snooze").await;
        world.advance_minutes(15).await;
    }
    assert_snapshot!(world.hears(&channel), @"
    @alice The update on INC-1 is still overdue. It was due 2026-11-22 12:15:00 KST. None yet; it was declared 45 min ago.
    [*Post update*] [Nothing new]
    ");
    assert_snapshot!(told(&world.types("bob", &channel, "snooze 5m").await), @"
    The reminder on INC-1 was snoozed 2 times since the last update, and SEV0 allows no more. Please post an update, or say that nothing is new: `/incident update`, `/incident nothing-new`. After that it can be snoozed again.
    You typed:
    snooze 5m
    ");
    world.types("bob", &channel, "nothing-new").await;
    world.reads_all();
    world.advance_minutes(15).await;
    assert!(world.hears(&channel).contains("[Snooze 15 min]"), "a word gives them back");
    world.leave().await;
}

#[tokio::test]
async fn a_snooze_that_is_too_long_is_refused_with_the_way_out() {
    let (mut world, channel) = World::with_incident("sev1").await;
    assert_snapshot!(told(&world.types("bob", &channel, "snooze 2h").await), @"
    SEV1 reminders can be snoozed for 1 min up to 30 min at a time. To be left alone for longer, post an update that promises the next one later: `/incident update`.
    You typed:
    snooze 2h
    ");
    world.types("bob", &channel, "sev sev2").await;
    assert!(told(&world.types("bob", &channel, "snooze 23h").await).contains("is snoozed until"));
    world.leave().await;
}

#[tokio::test]
async fn quiet_that_ends_before_an_update_is_due_is_not_said_to_put_its_reminder_off() {
    let (mut world, channel) = World::with_incident("sev2").await;
    assert_snapshot!(told(&world.types("bob", &channel, "snooze 2h").await), @"The next update on INC-1 is not due before <!date^1795341600^{date_short_pretty} {time}|2026-11-22 19:00:00 KST> anyway, so quiet until <!date^1795323600^{date_short_pretty} {time}|2026-11-22 14:00:00 KST> changes nothing: the reminder comes when it is due.");
    assert!(!world.panel(&channel).contains("snoozed"), "{}", world.panel(&channel));
    assert_snapshot!(told(&world.types("bob", &channel, "snooze 23h").await), @"The reminder on INC-1 is snoozed until <!date^1795399200^{date_short_pretty} {time}|2026-11-23 11:00:00 KST>.");
    assert!(world.panel(&channel).contains("*Reminder snoozed until*"), "{}", world.panel(&channel));
    world.leave().await;
}

#[tokio::test]
async fn quiet_that_puts_no_reminder_off_uses_up_no_snooze_and_stands_on_no_timeline() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.advance_minutes(15).await;
    for _ in 0..2 {
        let answer = told(&world.types("bob", &channel, "snooze 15m").await);
        assert!(answer.contains("changes nothing: the reminder comes when it is due"), "{answer}");
        world.advance_minutes(1).await;
    }
    let timeline = world.types("bob", &channel, "timeline").await.shown[0]["blocks"].to_string();
    assert!(!timeline.contains("snoozed"), "{timeline}");
    world.reads_all();
    world.advance_minutes(43).await;
    assert!(world.hears(&channel).contains("[Snooze 15 min]"), "{}", world.reads(&channel));
    let answer = told(&world.types("bob", &channel, "snooze 15m").await);
    assert!(answer.contains("is snoozed until"), "{answer}");
    world.leave().await;
}

#[tokio::test]
async fn the_button_offers_no_more_than_the_severity_allows() {
    let short = |config: &mut Config| {
        change_rung(config, "sev0", |rung| rung.longest_snooze = Some(chrono::TimeDelta::minutes(5)));
        change_rung(config, "sev1", |rung| rung.snoozes = Some(0));
    };
    let mut world = World::start_with(short, |_| {}).await;
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    world.advance_minutes(15).await;
    assert!(world.hears(&channel).contains("[*Post update*] [Snooze 5 min] [Nothing new]"));
    world.presses_button("alice", &channel, "snooze").await;
    world.advance_minutes(5).await;
    assert!(world.hears(&channel).contains("[Snooze 5 min]"), "it came again after five minutes");
    world.types("alice", &channel, "sev sev1").await;
    world.reads_all();
    world.advance_minutes(60).await;
    assert!(world.hears(&channel).contains("[*Post update*] [Nothing new]"));
    assert_snapshot!(told(&world.types("bob", &channel, "snooze 5m").await), @"
    SEV1 reminders cannot be snoozed. Please post an update, or say that nothing is new: `/incident update`, `/incident nothing-new`.
    You typed:
    snooze 5m
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_korean_team_reads_the_limits_in_korean() {
    let korean = |config: &mut Config| config.incidents.language = Language::Korean;
    let mut world = World::start_with(korean, |_| {}).await;
    let channel = world.declares("minji", "sev0", "결제 장애").await;
    world.advance_minutes(15).await;
    let mut said = vec![told(&world.types("minji", &channel, "snooze 2h").await)];
    for minutes in 1..=3 {
        said.push(told(&world.types("minji", &channel, &format!("snooze {minutes}m")).await));
    }
    assert_snapshot!([&said[0], &said[3]].map(String::as_str).join("\n"), @"
    SEV0 알림은 한 번에 1분에서 15분까지 미룰 수 있습니다. 더 오래 미루려면 다음 공유 예정 시각을 늦춰 상황을 공유해 주세요: `/incident 업데이트`
    입력한 내용:
    snooze 2h
    INC-1 알림은 마지막 공유 후 이미 2번 미뤘고, SEV0에서는 더 미룰 수 없습니다. 상황을 공유하거나 변동이 없다고 알려 주세요: `/incident 업데이트`, `/incident 변동없음`. 그다음에는 다시 미룰 수 있습니다.
    입력한 내용:
    snooze 3m
    ");
    world.leave().await;
}
