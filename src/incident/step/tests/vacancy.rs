//! What follows when nobody comes forward to command.

use super::*;

/// A bench where a SEV0 wants a commander within five minutes.
fn urgent(severity: &str) -> Bench {
    let mut bench = Bench::declared(severity);
    let mut rungs = bench.policy.ladder.rungs().to_vec();
    rungs[0].response_target = Some(TimeDelta::minutes(5));
    bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    bench
}

/// Lets the clock look every minute. Answers after how many minutes somebody was asked to command, and who.
fn asked_within(bench: &mut Bench, minutes: i64) -> Vec<(i64, Asked)> {
    let mut asked = Vec::new();
    for _ in 0..minutes {
        bench.after_minutes(1);
        let minute = (bench.now - start()).num_minutes();
        asked.extend(bench.own(Command::Remind).into_iter().filter_map(|effect| match effect {
            Effect::Say { audience: Audience::Channel, line: Line::AskedToCommand { whom } } => {
                Some((minute, whom))
            }
            _ => None,
        }));
    }
    asked
}

#[test]
fn the_channel_is_asked_then_the_groups_each_once() {
    let mut bench = urgent("sev0");
    assert_eq!(asked_within(&mut bench, 200), [(5, Asked::Channel), (10, Asked::Groups)]);
}

#[test]
fn nobody_is_asked_while_somebody_commands() {
    let mut bench = urgent("sev0");
    bench.alice(give(Role::Commander, "bob")).unwrap();
    assert_eq!(asked_within(&mut bench, 30), []);

    let mut bench = urgent("sev0");
    assert_eq!(asked_within(&mut bench, 6), [(5, Asked::Channel)]);
    bench.alice(give(Role::Commander, "bob")).unwrap();
    assert_eq!(asked_within(&mut bench, 30), [], "somebody came forward");
}

#[test]
fn nobody_is_asked_where_no_target_is_set_or_when_it_is_over() {
    let mut bench = urgent("sev1");
    assert_eq!(asked_within(&mut bench, 100), []);

    let mut bench = urgent("sev0");
    bench.alice(resolve()).unwrap();
    assert_eq!(asked_within(&mut bench, 100), []);
}

#[test]
fn a_worse_severity_gives_people_its_own_time() {
    let mut bench = urgent("sev2");
    bench.after_minutes(300).alice(sev("sev0")).unwrap();
    assert_eq!(asked_within(&mut bench, 30), [(305, Asked::Channel), (310, Asked::Groups)]);

    let mut bench = urgent("sev0");
    assert_eq!(asked_within(&mut bench, 7), [(5, Asked::Channel)]);
    bench.alice(sev("sev2")).unwrap();
    assert_eq!(asked_within(&mut bench, 93), []);
    bench.alice(sev("sev0")).unwrap();
    assert_eq!(
        asked_within(&mut bench, 30),
        [(105, Asked::Channel), (110, Asked::Groups)],
        "it is worse than when they were asked"
    );
}

#[test]
fn going_back_from_resolved_begins_anew() {
    let mut bench = urgent("sev0");
    assert_eq!(asked_within(&mut bench, 7), [(5, Asked::Channel)]);
    bench.alice(resolve()).unwrap();
    bench.after_minutes(60).alice(Command::ChangeStage { to: StageName::Mitigating }).unwrap();
    assert_eq!(asked_within(&mut bench, 30), [(72, Asked::Channel), (77, Asked::Groups)]);
}

#[test]
fn a_target_that_is_new_does_not_ring_for_what_is_older() {
    let mut bench = Bench::declared("sev0");
    bench.after_minutes(300);
    let with_target = urgent("sev0").policy;
    bench.policy = with_target;
    let said = bench.own(Command::FollowSettings);
    assert!(!said.iter().any(|effect| matches!(effect, Effect::Say { .. })), "{said:?}");
    assert_eq!(asked_within(&mut bench, 30), [(305, Asked::Channel), (310, Asked::Groups)]);
}

#[test]
fn groups_that_were_called_before_there_was_a_channel_are_brought_into_it() {
    let mut bench = urgent("sev0");
    assert_eq!(asked_within(&mut bench, 10), [(5, Asked::Channel), (10, Asked::Groups)]);
    let opened = bench.own(Command::ChannelOpened {
        channel: ChannelId::new("C1"),
        name: "inc-1-checkout-is-down".to_owned(),
        is_private: false,
    });
    let called = |effect: &Effect| matches!(effect, Effect::InviteGroups { groups } if groups.contains(&GroupId::new("S-CALL")));
    assert!(opened.iter().any(called), "{opened:?}");
}

#[test]
fn a_missed_stretch_asks_the_channel_and_leaves_it_time() {
    let mut bench = urgent("sev0");
    bench.after_minutes(60);
    assert_eq!(asked_within(&mut bench, 30), [(61, Asked::Channel), (66, Asked::Groups)]);
}

#[test]
fn a_reopened_incident_is_looked_after_anew() {
    let mut bench = urgent("sev0");
    assert_eq!(asked_within(&mut bench, 10).len(), 2);
    bench.alice(resolve()).unwrap();
    bench.alice(close()).unwrap();
    assert_eq!(asked_within(&mut bench, 50), []);
    bench.alice(reopen()).unwrap();
    assert_eq!(asked_within(&mut bench, 30), [(65, Asked::Channel), (70, Asked::Groups)]);
}

#[test]
fn quiet_about_updates_is_not_quiet_about_command() {
    let mut bench = urgent("sev0");
    bench.alice(snooze(60)).unwrap();
    assert_eq!(asked_within(&mut bench, 30), [(5, Asked::Channel), (10, Asked::Groups)]);
}

#[test]
fn a_commander_who_leaves_is_looked_for_again() {
    let mut bench = urgent("sev0");
    assert_eq!(asked_within(&mut bench, 10).len(), 2);
    bench.alice(give(Role::Commander, "bob")).unwrap();
    assert_eq!(asked_within(&mut bench, 10), []);
    bench.ask(person("bob"), leave(Role::Commander, "")).unwrap();
    assert_eq!(bench.incident.owner(), &UserId::new("alice"), "somebody always owns it");
    assert_eq!(asked_within(&mut bench, 30), [(25, Asked::Channel), (30, Asked::Groups)]);
}

/// What the messages that asked for a commander are to show.
fn retired(effects: Vec<Effect>) -> Vec<(String, Option<UserId>)> {
    let retired = |effect| match effect {
        Effect::RetirePlea { message, commander } => Some((message.ts, commander)),
        _ => None,
    };
    effects.into_iter().filter_map(retired).collect()
}

fn posted(ts: &str) -> Command {
    Command::PleaPosted { message: MessageRef { channel: ChannelId::new("C1"), ts: ts.to_owned() } }
}

#[test]
fn whoever_comes_forward_is_shown_once_wherever_somebody_was_asked_for() {
    let bob = || Some(UserId::new("bob"));
    let mut bench = urgent("sev0");
    assert_eq!(retired(bench.own(posted("1.1"))), []);
    bench.alice(sev("sev1")).unwrap();
    bench.alice(sev("sev0")).unwrap();
    bench.own(posted("1.2"));
    let effects = bench.alice(give(Role::Commander, "bob")).unwrap();
    assert_eq!(retired(effects), [("1.1".to_owned(), bob()), ("1.2".to_owned(), bob())]);
    assert_eq!(retired(bench.own(posted("1.3"))), [("1.3".to_owned(), bob())], "it was on its way");
    assert_eq!(retired(bench.alice(give(Role::Commander, "carol")).unwrap()), []);
}

#[test]
fn what_is_resolved_or_called_off_asks_for_nobody() {
    for end in [resolve(), Command::Cancel { because: None, duplicate_of: None }] {
        let mut bench = urgent("sev0");
        bench.own(posted("1.1"));
        assert_eq!(retired(bench.alice(end).unwrap()), [("1.1".to_owned(), None)]);
    }
}

#[test]
fn what_is_owed_by_the_day_asks_for_nobody_at_night() {
    for (severity, [first, second]) in [("sev0", [10, 20]), ("sev2", [20, 30])] {
        let mut bench = Bench::declared(severity);
        let mut rungs = sleeping(&bench.policy.ladder).rungs().to_vec();
        for rung in &mut rungs {
            rung.response_target = Some(TimeDelta::hours(10));
            rung.escalate_to = vec![GroupId::new("S-CALL")];
        }
        bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
        for (hours, whom) in [(first, Asked::Channel), (second, Asked::Groups)] {
            let at = start() + TimeDelta::hours(hours);
            assert_eq!(bench.incident.next_asked_to_command(&bench.policy), Some((whom, at)), "{severity}");
            bench.now = at;
            bench.own(Command::Remind);
        }
    }
}

#[test]
fn whoever_sets_right_when_it_was_declared_does_not_make_a_commander_overdue() {
    let mut bench = urgent("sev0");
    let declared_at = start() - TimeDelta::minutes(30);
    bench.after_minutes(1).alice(Command::SetTime { moment: Moment::Declared, at: declared_at }).unwrap();
    assert_eq!(bench.incident.key_times.declared_at, declared_at);
    assert_eq!(asked_within(&mut bench, 200), [(5, Asked::Channel), (10, Asked::Groups)], "from the bell on");
}
