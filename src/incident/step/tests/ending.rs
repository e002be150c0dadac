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

/// Who is called in, and who is told in private that they own the postmortem.
fn called_and_told(effects: &[Effect]) -> (Vec<&str>, Vec<&str>) {
    let called = effects.iter().filter_map(|effect| match effect {
        Effect::InvitePeople { people } => Some(people.iter().map(UserId::as_str)),
        _ => None,
    });
    let told = effects.iter().filter_map(|effect| match effect {
        Effect::EntrustPostmortem { person } => Some(person.as_str()),
        _ => None,
    });
    (called.flatten().collect(), told.collect())
}

#[test]
fn whoever_owns_the_postmortem_is_called_in_and_told_unless_they_know() {
    // Who is named as alice closes it; who is called in, who is told, and why.
    for (named, called, told, why) in [
        (Some("dora"), vec!["dora"], vec!["dora"], "she has nothing to do with it yet"),
        (Some("bob"), vec![], vec!["bob"], "he commands, and is there"),
        (Some("alice"), vec![], vec![], "she has said it herself"),
        (None, vec![], vec!["bob"], "it falls to him"),
    ] {
        let mut bench = Bench::declared("sev0");
        bench.alice(give(Role::Commander, "bob")).unwrap();
        bench.alice(resolve()).unwrap();
        let effects = bench.alice(Command::Close { postmortem_owner: named.map(UserId::new) }).unwrap();
        assert_eq!(called_and_told(&effects), (called, told), "{why}");
    }
}

#[test]
fn whoever_owns_the_postmortem_of_a_private_incident_knows_of_it_also_where_it_becomes_private_later() {
    for is_private in [true, false] {
        let mut bench = Bench::declared_as("sev0", Manner { is_private, ..Manner::default() });
        let (channel, name) = (ChannelId::new("C1"), "inc-1".to_owned());
        bench.own(Command::ChannelOpened { channel, name, is_private });
        bench.alice(resolve()).unwrap();
        bench.alice(Command::Close { postmortem_owner: Some(UserId::new("dora")) }).unwrap();
        if !is_private {
            bench.alice(Command::MakePrivate { because: None, gone: Vec::new() }).unwrap();
        }
        assert!(bench.incident.circle().contains(&UserId::new("dora")), "{is_private}");
    }
}

#[test]
fn a_channel_that_comes_after_closing_has_whoever_owns_the_postmortem_in_it() {
    let mut bench = Bench::declared("sev0");
    bench.alice(resolve()).unwrap();
    bench.alice(Command::Close { postmortem_owner: Some(UserId::new("dora")) }).unwrap();
    let (channel, name) = (ChannelId::new("C1"), "inc-1".to_owned());
    let effects = bench.own(Command::ChannelOpened { channel, name, is_private: false });
    assert_eq!(called_and_told(&effects).0, ["alice", "dora"]);
}
