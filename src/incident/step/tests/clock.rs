//! The update clock: what winds it, what it asks for, what answers it.

use super::*;

#[test]
fn a_worse_severity_moves_the_clock_and_calls_whom_it_adds() {
    let mut bench = Bench::declared("sev2");
    let effects = bench.after_minutes(3).alice(sev("sev1")).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(60));
    assert!(effects.contains(&Effect::InviteGroups { groups: vec![GroupId::new("S-OPS")] }));
    let effects = bench.after_minutes(50).alice(sev("sev0")).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(10), "what was owed in ten minutes is not put off");
    assert!(effects.contains(&Effect::InviteGroups { groups: vec![GroupId::new("S-ALL")] }));
}

#[test]
fn a_milder_severity_starts_its_own_cadence() {
    let mut bench = Bench::declared("sev0");
    bench.after_minutes(10).alice(sev("sev1")).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(60));
}

#[test]
fn a_missed_stretch_gives_one_reminder() {
    let mut bench = Bench::declared("sev1");
    assert_eq!(bench.after_minutes(59).own(Command::Remind), [], "early");
    assert_eq!(bench.after_minutes(500).own(Command::Remind), [Effect::Remind]);
    assert_eq!(bench.own(Command::Remind), [], "repeated");
    assert_eq!(bench.minutes_to_reminder(), Some(60));
}

#[test]
fn an_update_sets_the_clock_and_answers_the_reminder() {
    let mut bench = Bench::declared("sev0");
    bench.after_minutes(15).own(Command::Remind);
    let promised = bench.now + TimeDelta::minutes(40);
    let effects = bench.after_minutes(1).alice(update(promised)).unwrap();
    assert!(effects.contains(&Effect::RefreshReminder));
    assert_eq!(bench.minutes_to_reminder(), Some(39));
    let answer = bench.incident.last_reminder.clone().unwrap().answer.unwrap();
    assert_eq!(answer.how, ReminderOutcome::Updated);
}

#[test]
fn an_update_that_names_no_time_promises_what_is_owed() {
    let mut bench = Bench::declared("sev0");
    bench.after_minutes(10).alice(update(None)).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(15));
}

#[test]
fn a_snooze_ends_with_one_reminder() {
    let mut bench = Bench::declared("sev0");
    bench.after_minutes(15).own(Command::Remind);
    bench.after_minutes(1).alice(snooze(20)).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(20));
    assert_eq!(bench.after_minutes(19).own(Command::Remind), []);
    assert_eq!(bench.after_minutes(1).own(Command::Remind), [Effect::Remind, Effect::RefreshPanel]);
    assert_eq!(bench.minutes_to_reminder(), Some(15));
}
