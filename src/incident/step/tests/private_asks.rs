//! What is asked of whom in a private incident: without a channel, and as it becomes private.

use super::*;

fn in_private() -> Manner {
    Manner { is_private: true, ..Manner::default() }
}

fn opened(channel: &str, is_private: bool) -> Command {
    Command::ChannelOpened { channel: ChannelId::new(channel), name: "inc-1".to_owned(), is_private }
}

/// A bench where a SEV0 wants a commander within five minutes, and private ones call a group of their own.
fn urgent(manner: Manner) -> Bench {
    let mut bench = Bench::declared_as("sev0", manner);
    let mut rungs = bench.policy.ladder.rungs().to_vec();
    rungs[0].response_target = Some(TimeDelta::minutes(5));
    bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    bench.policy.private_groups = vec![GroupId::new("S-SECURITY")];
    bench
}

/// Lets the clock look every minute. Answers who was asked for a commander, and which escalations there were.
fn called_within(bench: &mut Bench, minutes: i64) -> (Vec<Asked>, Vec<Escalation>) {
    let (mut asked, mut escalated) = (Vec::new(), Vec::new());
    let before = bench.timeline.len();
    for _ in 0..minutes {
        bench.after_minutes(1).own(Command::Remind);
    }
    for entry in &bench.timeline[before..] {
        match &entry.fact {
            Fact::AskedToCommand { whom } => asked.push(*whom),
            Fact::Reminded { escalated: to, .. } => escalated.extend(*to),
            _ => {}
        }
    }
    (asked, escalated)
}

#[test]
fn where_there_is_no_channel_to_call_groups_into_none_is_called() {
    let mut bench = urgent(in_private());
    assert_eq!(called_within(&mut bench, 120), (vec![Asked::Channel], vec![Escalation::Owner]));
    bench.own(opened("C1", true));
    assert_eq!(called_within(&mut bench, 1), (vec![Asked::Groups], vec![Escalation::Groups]));

    bench.own(Command::ChannelArchived { channel: ChannelId::new("C1"), by: Archiver::Unknown, as_of: None });
    let mut public = urgent(Manner::default());
    let both = (vec![Asked::Channel, Asked::Groups], vec![Escalation::Owner, Escalation::Groups]);
    assert_eq!(called_within(&mut public, 120), both, "of a public one they read below the announcement");
}

#[test]
fn whoever_is_asked_alone_is_meant_or_else_knows_of_it() {
    let mut bench = urgent(in_private());
    let (alice, bob, eve) = (UserId::new("alice"), UserId::new("bob"), UserId::new("eve"));
    let asked = |bench: &Bench, meant: Option<&UserId>| bench.incident.asked_alone(meant).cloned();
    assert_eq!(asked(&bench, Some(&alice)), Some(alice.clone()));
    assert_eq!(asked(&bench, Some(&eve)), Some(alice.clone()), "it is no business of eve's");
    assert_eq!(asked(&bench, None), Some(alice.clone()));
    bench.own(give(Role::Triage, "bob"));
    assert_eq!(asked(&bench, Some(&bob)), Some(bob.clone()));
    bench.own(Command::MemberLeft { user: alice, at: None });
    assert_eq!(asked(&bench, None), Some(bob.clone()), "whoever is left");
    bench.ask(person("bob"), leave(Role::Triage, "")).unwrap();
    assert_eq!(asked(&bench, Some(&bob)), None);
}

#[test]
fn an_overdue_update_is_asked_of_the_owner_after_the_communications_lead() {
    let mut bench = urgent(in_private());
    bench.own(give(Role::Communications, "bob"));
    bench.after_minutes(15).own(Command::Remind);
    assert_eq!(bench.incident.reminded(), Some(&UserId::new("bob")));
    assert_eq!(called_within(&mut bench, 35).1, [Escalation::Communications, Escalation::Owner]);
    assert_eq!(bench.incident.reminded(), Some(&UserId::new("alice")));
}

/// What is owed where an update did not find the incident's channel.
fn nowhere(manner: Manner) -> Vec<Effect> {
    let mut bench = urgent(manner);
    bench.ask(person("bob"), update(None)).unwrap();
    let earlier = Earlier { delivery: "1".to_owned(), owed_since: start() };
    let what = Parcel::Copy { update: 1, to: Address::Channel };
    bench.own(Command::Undelivered { what, errand: Errand::Say, earlier, why: Obstacle::NoChannel })
}

#[test]
fn whoever_writes_an_update_that_nobody_reads_is_told_so() {
    let line = Line::ReadByNobody { by: Author::Person(UserId::new("bob")) };
    assert_eq!(line.addressee(), Some(&UserId::new("bob")));
    assert_eq!(nowhere(in_private()), [Effect::Say { audience: Audience::Declarer, line }]);
    assert_eq!(nowhere(Manner::default()), [], "others read it below the announcement");
}

#[test]
fn a_request_for_a_commander_stands_wherever_it_was_posted_alone_and_not_in_public() {
    let at = |channel: &str| MessageRef { channel: ChannelId::new(channel), ts: "1.0".to_owned() };
    let posted = |bench: &mut Bench, channel: &str| bench.own(Command::PleaPosted { message: at(channel) });
    let retired = |channel: &str| Effect::RetirePlea { message: at(channel), commander: None };

    let mut bench = urgent(in_private());
    assert_eq!(posted(&mut bench, "D-ALICE"), []);
    assert_eq!(bench.incident.pleas, [at("D-ALICE")]);
    bench.own(opened("C1", true));
    assert_eq!(posted(&mut bench, "C1"), []);

    let mut bench = urgent(Manner::default());
    bench.own(Command::Announced { message: at("C-BELL") });
    bench.own(opened("C1", false));
    bench.alice(Command::MakePrivate { because: None, gone: Vec::new() }).unwrap();
    assert_eq!(posted(&mut bench, "C1"), [retired("C1")]);
    assert_eq!(posted(&mut bench, "C-BELL"), [retired("C-BELL")]);
    assert_eq!(posted(&mut bench, "D-ALICE"), []);
}

#[test]
fn what_was_asked_in_public_is_asked_anew_as_it_becomes_private() {
    let mut bench = urgent(Manner::default());
    bench.own(opened("C1", false));
    assert_eq!(called_within(&mut bench, 20).0, [Asked::Channel, Asked::Groups]);
    bench.alice(Command::MakePrivate { because: None, gone: Vec::new() }).unwrap();
    assert_eq!(bench.incident.vacancy, Vacancy::since(bench.now));
    assert_eq!(bench.minutes_to_reminder(), Some(-5), "the update that is due is asked for at once");
    bench.own(opened("C2", true));
    assert_eq!(bench.own(Command::Remind).last(), Some(&Effect::Remind));
    assert_eq!(bench.own(Command::Remind), [], "once");
    assert_eq!(called_within(&mut bench, 5).0, [Asked::Channel]);
}

#[test]
fn what_was_put_off_or_is_not_due_yet_is_not_asked_for_sooner_because_it_becomes_private() {
    let private = Command::MakePrivate { because: None, gone: Vec::new() };
    let mut bench = Bench::declared("sev1");
    bench.after_minutes(10).alice(private.clone()).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(50));

    let mut bench = Bench::declared("sev1");
    bench.after_minutes(60).own(Command::Remind);
    bench.alice(Command::Snooze { quiet_for: TimeDelta::minutes(20) }).unwrap();
    bench.alice(private).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(20));
}
