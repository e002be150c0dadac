//! How long an incident may stay in a stage.

use super::*;

fn limited() -> Bench {
    let mut bench = Bench::declared("sev3");
    let minutes = |stage, minutes| (stage, TimeDelta::minutes(minutes));
    bench.policy.stage_limits =
        StageLimits::new([minutes(StageName::Detected, 30), minutes(StageName::Triage, 10)]);
    // Nobody is awaited but by the stage.
    bench.incident.update_clock = None;
    bench
}

fn is_asked(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Say { line: Line::OverStageLimit { .. }, .. }))
}

#[test]
fn somebody_is_asked_once_in_each_stay() {
    let mut bench = limited();
    assert_eq!(bench.minutes_to_reminder(), Some(30));
    assert!(!is_asked(&bench.after_minutes(29).own(Command::Remind)));
    assert!(is_asked(&bench.after_minutes(200).own(Command::Remind)), "however late it is looked at");
    assert_eq!(bench.minutes_to_reminder(), None);
    assert!(!is_asked(&bench.after_minutes(30).own(Command::Remind)));
    bench.alice(stage(StageName::Triage)).unwrap();
    bench.incident.update_clock = None;
    assert_eq!(bench.minutes_to_reminder(), Some(10));
    bench.after_minutes(5).alice(stage(StageName::Mitigating)).unwrap();
    bench.incident.update_clock = None;
    assert_eq!(bench.minutes_to_reminder(), None, "that stage has no limit");
    bench.alice(stage(StageName::Triage)).unwrap();
    assert!(is_asked(&bench.after_minutes(10).own(Command::Remind)), "a stay begins anew");
}

#[test]
fn a_limit_that_is_new_does_not_ring_for_what_is_over_it_already() {
    let mut bench = limited();
    assert!(!is_asked(&bench.after_minutes(100).own(Command::FollowSettings)));
    assert!(!is_asked(&bench.after_minutes(1).own(Command::Remind)));
}

#[test]
fn what_is_over_has_no_limit_and_what_an_older_version_kept_has_none_until_it_moves() {
    let mut bench = limited();
    bench.alice(resolve()).unwrap();
    bench.alice(close()).unwrap();
    assert_eq!(bench.minutes_to_reminder(), None);
    let mut old = limited();
    old.incident.stage_since = None;
    assert_eq!(old.minutes_to_reminder(), None);
}

/// A bench where nobody who hears of an incident by the day is disturbed at night.
fn that_sleeps(severity: &str) -> Bench {
    let mut bench = Bench::declared(severity);
    bench.policy.ladder = sleeping(&bench.policy.ladder);
    bench.policy.stage_limits = StageLimits::new([(StageName::Detected, TimeDelta::hours(10))]);
    bench.incident.update_clock = None;
    bench
}

#[test]
fn what_is_owed_by_the_day_asks_about_its_stage_in_the_morning() {
    for (severity, hours) in [("sev0", 10), ("sev2", 20)] {
        let mut bench = that_sleeps(severity);
        let over_at = start() + TimeDelta::hours(10);
        assert_eq!(bench.incident.over_limit_at(&bench.policy).unwrap().0, over_at, "{severity} shows it");
        assert_eq!(bench.minutes_to_reminder(), Some(hours * 60), "{severity}");
        assert!(!is_asked(&bench.after_minutes(hours * 60 - 1).own(Command::Remind)), "{severity}");
        assert!(is_asked(&bench.after_minutes(1).own(Command::Remind)), "{severity}");
    }
}
