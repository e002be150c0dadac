//! A word in private before an update is due.

use super::*;

/// An incident of a severity with an hour's cadence and a heads-up five minutes before.
fn bench() -> Bench {
    let mut bench = Bench::declared("sev1");
    let mut rungs = bench.policy.ladder.rungs().to_vec();
    rungs[1].heads_up = Some(TimeDelta::minutes(5));
    bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    bench
}

fn given(effects: &[Effect]) -> Vec<String> {
    let person = |effect: &Effect| match effect {
        Effect::HeadsUp { person, .. } => Some(person.clone()),
        _ => None,
    };
    effects.iter().filter_map(person).map(|person| person.as_str().to_owned()).collect()
}

#[test]
fn it_comes_once_and_the_reminder_follows() {
    let mut bench = bench();
    assert_eq!(bench.minutes_to_reminder(), Some(55));
    assert_eq!(bench.after_minutes(54).own(Command::Remind), [], "early");
    assert_eq!(given(&bench.after_minutes(1).own(Command::Remind)), ["alice"]);
    assert_eq!(bench.own(Command::Remind), [], "repeated");
    assert_eq!(bench.minutes_to_reminder(), Some(5));
    assert_eq!(bench.after_minutes(5).own(Command::Remind), [Effect::Remind]);
    assert_eq!(bench.minutes_to_reminder(), Some(60), "a reminder that comes again is not foretold");
}

#[test]
fn it_goes_to_the_lead_else_to_the_owner() {
    let mut bench = bench();
    bench.alice(give(Role::Commander, "bob")).unwrap();
    assert_eq!(given(&bench.after_minutes(55).own(Command::Remind)), ["bob"]);
    bench.alice(give(Role::Communications, "carol")).unwrap();
    bench.alice(update(None)).unwrap();
    assert_eq!(given(&bench.after_minutes(55).own(Command::Remind)), ["carol"]);
}

#[test]
fn the_same_due_time_is_not_foretold_twice() {
    let mut bench = bench();
    bench.after_minutes(55).own(Command::Remind);
    let due_at = bench.now + TimeDelta::minutes(5);
    bench.alice(update(due_at)).unwrap();
    assert_eq!(bench.after_minutes(4).own(Command::Remind), []);
}

#[test]
fn quiet_is_kept_also_when_it_ends_before_the_update_is_due() {
    for minutes in [1, 4, 30] {
        let mut bench = bench();
        bench.after_minutes(54).alice(snooze(minutes)).unwrap();
        let left_out = minutes > 1;
        let heard = given(&bench.after_minutes(1).own(Command::Remind)).len();
        assert_eq!(heard, usize::from(!left_out), "{minutes}");
    }
}

#[test]
fn the_clock_never_stands_still_at_one_that_nobody_gave() {
    let mut bench = bench();
    bench.after_minutes(300);
    assert_eq!(bench.own(Command::Remind), [Effect::Remind]);
    assert_eq!(bench.minutes_to_reminder(), Some(60));
}

#[test]
fn what_is_promised_soon_after_a_word_is_not_foretold() {
    let mut bench = bench();
    bench.alice(update(start() + TimeDelta::minutes(19))).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(19));
    bench.alice(update(start() + TimeDelta::minutes(20))).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(15));
}

#[test]
fn what_an_older_version_kept_of_an_incident_is_read() {
    let mut kept = serde_json::to_value(&bench().incident).unwrap();
    kept.as_object_mut().unwrap().remove("heads_up_for");
    let read: Incident = serde_json::from_value(kept).unwrap();
    assert_eq!(read.heads_up_for, None);
}
