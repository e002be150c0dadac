//! Resolving, closing, and coming back from either.

use super::*;

#[test]
fn no_reminder_after_resolving_and_a_fresh_clock_after_reopening() {
    let mut bench = Bench::declared("sev0");
    bench.alice(resolve()).unwrap();
    assert_eq!(bench.minutes_to_reminder(), None);
    bench.alice(close()).unwrap();
    assert_eq!(bench.after_minutes(60).own(Command::Remind), []);
    bench.alice(reopen()).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(15));
    assert_eq!(bench.incident.reopened, 1);
    assert_eq!(bench.incident.stage, Stage::Triage);
}

#[test]
fn after_the_resolution_only_what_is_promised_is_owed() {
    let mut bench = Bench::declared("sev0");
    bench.alice(resolve()).unwrap();
    bench.alice(update(None)).unwrap();
    assert_eq!(bench.incident.last_update.clone().unwrap().next_update_at, None);
    assert_eq!(bench.minutes_to_reminder(), None);
    let promised = bench.now + TimeDelta::minutes(40);
    bench.alice(update(promised)).unwrap();
    bench.alice(sev("sev1")).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(40), "a promise has no cadence");
    assert_eq!(bench.after_minutes(40).own(Command::Remind), [Effect::Remind]);
    bench.alice(close()).unwrap();
    let answer = bench.incident.last_reminder.clone().unwrap().answer.unwrap();
    assert_eq!(answer.how, ReminderOutcome::Closed);
    assert_eq!(bench.after_minutes(600).own(Command::Remind), []);
}

#[test]
fn a_promise_that_stands_is_kept_by_an_update_that_names_no_time() {
    let mut bench = Bench::declared("sev0");
    bench.alice(resolve()).unwrap();
    let promised = bench.now + TimeDelta::minutes(40);
    bench.alice(update(promised)).unwrap();
    for says_no_time in [update(None), Command::NothingNew { answers: None }] {
        bench.after_minutes(10).alice(says_no_time).unwrap();
    }
    assert_eq!(bench.minutes_to_reminder(), Some(20));
    assert_eq!(bench.incident.last_update.clone().unwrap().next_update_at, Some(promised));
    bench.after_minutes(20).alice(update(None)).unwrap();
    assert_eq!(bench.minutes_to_reminder(), None, "that was the update that was promised");
}

#[test]
fn a_time_that_a_form_offered_is_a_promise_only_while_updates_are_owed() {
    for (chosen, resolved, expected) in [(15, false, Some(15)), (15, true, None), (40, true, Some(40))] {
        let mut bench = Bench::declared("sev0");
        let offered_at = Some(bench.now + TimeDelta::minutes(15));
        let chosen_at = bench.now + TimeDelta::minutes(chosen);
        if resolved {
            bench.alice(resolve()).unwrap();
        }
        let Command::PostUpdate { text, next_update_at, .. } = update(chosen_at) else { unreachable!() };
        bench.alice(Command::PostUpdate { text, external: None, next_update_at, offered_at }).unwrap();
        assert_eq!(bench.minutes_to_reminder(), expected, "{chosen} {resolved}");
    }
}

#[test]
fn going_back_from_resolved_keeps_the_earlier_promise() {
    for (promised, expected) in [(5, 5), (40, 15)] {
        let mut bench = Bench::declared("sev0");
        bench.alice(resolve()).unwrap();
        let promised_at = bench.now + TimeDelta::minutes(promised);
        bench.alice(update(promised_at)).unwrap();
        bench.alice(stage(StageName::Monitoring)).unwrap();
        assert_eq!(bench.minutes_to_reminder(), Some(expected), "{promised}");
    }
}

#[test]
fn going_back_from_resolved_owes_updates_again() {
    let mut bench = Bench::declared("sev0");
    bench.alice(resolve()).unwrap();
    bench.alice(stage(StageName::Mitigating)).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(15));
    assert_eq!(bench.incident.stage.resolution(), None);
}

#[test]
fn closing_names_who_owes_the_postmortem_where_one_is_required() {
    for (severity, expected) in [("sev1", Some("bob")), ("sev2", None)] {
        let mut bench = Bench::declared(severity);
        bench.alice(give(Role::Commander, "bob")).unwrap();
        bench.alice(resolve()).unwrap();
        bench.alice(close()).unwrap();
        let owner = bench.incident.stage.closure().unwrap().postmortem_owner.clone();
        assert_eq!(owner, expected.map(UserId::new), "{severity}");
    }
}

#[test]
fn what_an_older_version_owed_of_a_resolution_is_read() {
    let (recovery, detection) = (Recovery::Rollback, Detection::SystemAlarm);
    let asks = Some(UserId::new("carol"));
    let line = Line::Resolved { by: Author::Firebell, recovery, detection, asks };
    let mut kept = serde_json::to_value(&line).unwrap();
    assert!(kept.as_object_mut().unwrap().remove("asks").is_some());
    let read: Line = serde_json::from_value(kept).unwrap();
    assert_eq!(read, Line::Resolved { by: Author::Firebell, recovery, detection, asks: None });
}
