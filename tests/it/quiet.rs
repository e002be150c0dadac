//! Nights and holidays: what is owed by the day waits, what is owed by the minute does not.

use std::path::Path;

use chrono::{DateTime, TimeDelta};
use firebell::config::Config;
use firebell::incident::{StageLimits, StageName};
use insta::assert_snapshot;

use crate::world::{World, change_rung, noon, told};

/// An organisation in Seoul that sleeps from eight to eight, and that has the day after tomorrow off.
fn that_sleeps(config: &mut Config) {
    let variable = |name: &str, value: &str| (format!("FIREBELL_{name}"), value.to_owned());
    let settings = [
        variable("INCIDENTS__TIMEZONE", "Asia/Seoul"),
        variable("QUIET__HOURS", "20:00-08:00"),
        variable("QUIET__HOLIDAYS", "2026-11-24 창립 기념일"),
    ];
    config.ladder = Config::load(None, settings).unwrap().ladder;
}

/// Lets the time pass until then.
async fn until(world: &mut World, at: &str) {
    let at = DateTime::parse_from_rfc3339(&format!("{at}:00+09:00")).unwrap().to_utc();
    let now = world.clock.now();
    world.advance(at - now).await;
}

#[tokio::test]
async fn a_daily_update_asks_nobody_at_night_or_on_a_holiday() {
    let mut world = World::start_with(that_sleeps, |_| {}).await;
    let channel = world.declares("alice", "sev2", "Search is slow").await;
    until(&mut world, "2026-11-23T09:45").await;
    assert!(world.hears_in_private("alice").contains("due in 15 min"));
    world.reads_all();
    until(&mut world, "2026-11-23T10:00").await;
    assert!(world.hears(&channel).contains("An update on INC-1 is due"), "Monday at 10:00");

    let outcome = world.types("alice", &channel, "snooze 11h").await;
    assert_snapshot!(told(&outcome), @"The reminder on INC-1 is snoozed until <!date^1795568400^{date_short_pretty} {time}|2026-11-25 10:00:00 KST>.");
    until(&mut world, "2026-11-25T09:59").await;
    assert_eq!(world.hears(&channel), "", "neither in the evening nor on the holiday");
    assert_eq!(world.hears_in_private("alice"), "");
    until(&mut world, "2026-11-25T10:00").await;
    assert_snapshot!(world.hears(&channel), @"
    @alice: the update on INC-1 is overdue. It was due 2026-11-23 10:00:00 KST. None yet; it was declared 2 d 22 h ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    world.leave().await;
}

/// An organisation in Seoul that works from Monday to Friday, from nine to six.
const WORKING_DAYS: &str = r#"
[incidents]
timezone = "Asia/Seoul"
[quiet]
hours = "18:00-09:00"
[[severity]]
key = "sev2"
cron = "0 0 10 * * Mon-Fri"
overdue_after = "same day 18:00"
[[severity]]
key = "sev3"
cron = "0 0 10 * * Mon-Fri"
"#;

#[tokio::test]
async fn what_fridays_evening_would_call_about_waits_for_monday() {
    let works = |config: &mut Config| {
        let file = (Path::new("firebell.toml"), WORKING_DAYS.to_owned());
        config.ladder = Config::load(Some(file), []).unwrap().ladder;
    };
    let mut world = World::start_with(works, |_| {}).await;
    until(&mut world, "2026-11-26T12:00").await;
    let channel = world.declares("alice", "sev2", "Search is slow").await;
    world.reads_all();
    until(&mut world, "2026-11-27T10:00").await;
    assert!(world.hears(&channel).contains("An update on INC-1 is due"), "Friday at 10:00");
    for quiet in
        ["2026-11-27T18:00", "2026-11-28T09:00", "2026-11-28T18:00", "2026-11-29T09:00", "2026-11-30T09:59"]
    {
        until(&mut world, quiet).await;
        assert_eq!(world.hears(&channel), "", "{quiet}");
    }
    until(&mut world, "2026-11-30T10:00").await;
    assert!(world.hears(&channel).contains("is overdue. It was due 2026-11-27 10:00:00 KST."));
    world.leave().await;
}

#[tokio::test]
async fn a_snooze_on_friday_ends_on_monday_with_what_is_owed_then() {
    let works = |config: &mut Config| {
        let working_days = WORKING_DAYS.replace("[quiet]\nhours = \"18:00-09:00\"\n", "");
        let file = (Path::new("firebell.toml"), working_days);
        config.ladder = Config::load(Some(file), []).unwrap().ladder;
    };
    let mut world = World::start_with(works, |_| {}).await;
    until(&mut world, "2026-11-26T12:00").await;
    let channel = world.declares("alice", "sev2", "Search is slow").await;
    until(&mut world, "2026-11-27T11:00").await;
    world.reads_all();
    let outcome = world.types("alice", &channel, "snooze 24h").await;
    assert!(told(&outcome).contains("|2026-11-30 10:00:00 KST>"), "{}", told(&outcome));
    for off in ["2026-11-28T11:00", "2026-11-29T11:00", "2026-11-30T09:59"] {
        until(&mut world, off).await;
        assert_eq!(world.hears(&channel), "", "{off}");
    }
    until(&mut world, "2026-11-30T10:00").await;
    assert!(world.hears(&channel).contains("is overdue. It was due 2026-11-27 10:00:00 KST."));
    let refused = world.types("alice", &channel, "snooze 25h").await;
    assert!(told(&refused).contains("up to 1 d at a time"), "the limit holds: {}", told(&refused));
    world.leave().await;
}

#[tokio::test]
async fn the_next_update_is_promised_for_a_day_on_which_people_are_there() {
    let mut world = World::start_with(that_sleeps, |_| {}).await;
    let channel = world.declares("alice", "sev3", "A logo is old").await;
    until(&mut world, "2026-11-23T10:00").await;
    world.types("alice", &channel, "nothing-new").await;
    assert!(
        world.panel(&channel).contains("*Next update due*: 2026-11-25 10:00:00 KST"),
        "the 24th is a holiday"
    );
    world.reads_all();
    until(&mut world, "2026-11-25T10:00").await;
    assert_eq!(world.hears(&channel).matches("An update on INC-1 is due").count(), 1);
    world.leave().await;
}

#[tokio::test]
async fn what_somebody_promised_for_the_night_is_asked_for_in_the_morning() {
    let mut world = World::start_with(that_sleeps, |_| {}).await;
    let channel = world.declares("alice", "sev2", "Search is slow").await;
    world.posts_update("alice", "Search is slow", 9 * 60, &channel).await;
    world.reads_all();
    world.advance(TimeDelta::hours(20) - TimeDelta::minutes(1)).await;
    assert_eq!(world.hears(&channel), "", "promised for nine in the evening, when it is quiet");
    world.advance_minutes(1).await;
    assert_eq!(world.clock.now(), noon() + TimeDelta::hours(20));
    assert!(world.hears(&channel).contains("An update on INC-1 is due"), "at eight in the morning");
    world.leave().await;
}

#[tokio::test]
async fn a_critical_incident_rings_through_the_night_of_a_holiday() {
    let mut world = World::start_with(that_sleeps, |_| {}).await;
    until(&mut world, "2026-11-24T03:00").await;
    let channel = world.declares("alice", "sev2", "Search is slow").await;
    world.types("alice", &channel, "sev sev0").await;
    world.reads_all();
    world.advance_minutes(15).await;
    assert!(world.hears(&channel).contains("An update on INC-1 is due"));
    world.advance_minutes(15).await;
    assert!(world.hears(&channel).contains("is overdue"));
    world.leave().await;
}

#[tokio::test]
async fn at_night_nobody_is_asked_to_command_or_about_a_stage_for_what_is_owed_by_the_day() {
    let configure = |config: &mut Config| {
        that_sleeps(config);
        change_rung(config, "sev2", |rung| rung.response_target = Some(TimeDelta::minutes(15)));
        config.stage_limits = StageLimits::new([(StageName::Detected, TimeDelta::minutes(30))]);
    };
    let mut world = World::start_with(configure, |_| {}).await;
    until(&mut world, "2026-11-22T21:00").await;
    let channel = world.declares("alice", "sev2", "Search is slow").await;
    world.reads_all();
    until(&mut world, "2026-11-23T07:59").await;
    assert_eq!(world.hears(&channel), "");
    world.types("bob", "general", "list").await;
    let listed = world.last_whisper("bob", "general");
    assert!(listed.contains("over its limit of 30 min"), "whoever looks sees it all the same: {listed}");
    until(&mut world, "2026-11-23T08:00").await;
    let said = world.hears(&channel);
    assert!(said.contains("has no commander yet") && said.contains("has been in *Detected*"), "{said}");
    world.leave().await;
}

#[tokio::test]
async fn a_holiday_that_is_set_later_is_kept_by_what_was_owed_before() {
    let mut world = World::start_with(|_| {}, |_| {}).await;
    world.config.ladder = {
        let zone = ("FIREBELL_INCIDENTS__TIMEZONE".to_owned(), "Asia/Seoul".to_owned());
        Config::load(None, [zone]).unwrap().ladder
    };
    world.restart().await;
    let channel = world.declares("alice", "sev3", "A logo is old").await;
    world.reads_all();
    let holiday = ("FIREBELL_QUIET__HOLIDAYS".to_owned(), "2026-11-23".to_owned());
    let zone = ("FIREBELL_INCIDENTS__TIMEZONE".to_owned(), "Asia/Seoul".to_owned());
    world.config.ladder = Config::load(None, [zone, holiday]).unwrap().ladder;
    world.restart().await;
    until(&mut world, "2026-11-24T09:59").await;
    assert_eq!(world.hears(&channel), "");
    until(&mut world, "2026-11-24T10:00").await;
    assert_eq!(world.hears(&channel).matches("INC-1").count(), 1);
    world.leave().await;
}

#[tokio::test]
async fn two_replicas_on_postgresql_keep_the_quiet() {
    let Some(mut world) = World::with_replicas_and(2, that_sleeps, |_| {}).await else { return };
    let channel = world.declares("alice", "sev3", "A logo is old").await;
    world.types("alice", &channel, "snooze 23h").await;
    world.reads_all();
    until(&mut world, "2026-11-23T11:00").await;
    world.reads_all();
    world.types("alice", &channel, "snooze 12h").await;
    until(&mut world, "2026-11-25T09:59").await;
    assert_eq!(world.hears(&channel), "");
    until(&mut world, "2026-11-25T10:00").await;
    assert_eq!(world.hears(&channel).matches("INC-1").count(), 1);
    world.leave().await;
}
