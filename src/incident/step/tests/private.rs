//! Who hears of a private incident, and what is left of one that became so.

use super::*;

fn in_private() -> Manner {
    Manner { is_private: true, ..Manner::default() }
}

fn opened(channel: &str) -> Command {
    Command::ChannelOpened { channel: ChannelId::new(channel), name: "inc-1".to_owned(), is_private: true }
}

fn make_private() -> Command {
    Command::MakePrivate { because: None, gone: Vec::new() }
}

fn knows(bench: &Bench, name: &str) -> bool {
    bench.incident.circle().contains(&UserId::new(name))
}

/// An incident that everybody heard of, with an update: announced, told to a channel of stakeholders.
fn public() -> Bench {
    let mut bench = Bench::declared("sev0");
    let execs = ChannelId::new("C-EXECS");
    bench.own(Command::Announced {
        message: MessageRef { channel: ChannelId::new("C-BELL"), ts: "1.0".to_owned() },
    });
    bench.own(Command::ChannelOpened {
        channel: ChannelId::new("C1"),
        name: "inc-1".to_owned(),
        is_private: false,
    });
    bench.incident.notices.push(Notice {
        channel: execs.clone(),
        reader: Reader::Inside,
        message: None,
        failure: None,
    });
    bench.own(Command::NoticePosted { message: MessageRef { channel: execs.clone(), ts: "2.0".to_owned() } });
    bench.alice(update(None)).unwrap();
    for (to, ts) in [
        (Address::Channel, "3.0"),
        (Address::Announcement, "4.0"),
        (Address::Stakeholders { channel: execs }, "5.0"),
    ] {
        let message = MessageRef { channel: ChannelId::new("C1"), ts: ts.to_owned() };
        bench.own(Command::CopyPosted { update: 1, to, message, shows: 0 });
    }
    bench
}

#[test]
fn it_begins_with_a_channel_and_no_bell_and_its_declarer_alone_knows_of_it() {
    let policy = policy();
    let ctx = at_the_form(&policy);
    let said = Declaration { manner: in_private(), ..declaration("A laptop was stolen", "sev0") };
    let begun = begin(said, &ctx).unwrap();
    assert_eq!(begun.effects, [Effect::OpenChannel]);
    assert_eq!(begun.incident.circle().len(), 1);
}

#[test]
fn whoever_comes_in_or_holds_a_role_knows_of_it_as_long_as_they_do() {
    let mut bench = Bench::declared_as("sev1", in_private());
    bench.own(opened("C1"));
    for command in [Command::MemberJoined { user: UserId::new("carol"), at: None }, give(Role::Triage, "bob")]
    {
        bench.own(command);
    }
    assert!(knows(&bench, "alice") && knows(&bench, "bob") && knows(&bench, "carol"));
    bench.own(Command::MemberLeft { user: UserId::new("carol"), at: None });
    bench.own(Command::LoseHolder { user: UserId::new("bob"), why: Departure::LeftChannel, at: None });
    assert!(knows(&bench, "alice") && !knows(&bench, "bob") && !knows(&bench, "carol"));
}

#[test]
fn whoever_worked_on_it_knows_of_it_afterwards_while_they_are_in_its_channel() {
    let mut bench = Bench::declared_as("sev1", in_private());
    bench.own(opened("C1"));
    bench.own(give(Role::Triage, "bob"));
    bench.own(Command::MemberJoined { user: UserId::new("bob"), at: None });
    bench.alice(resolve()).unwrap();
    bench.alice(close()).unwrap();
    assert!(knows(&bench, "bob"));
    bench.own(Command::MemberLeft { user: UserId::new("bob"), at: None });
    assert!(!knows(&bench, "bob"), "the record of their role lets nobody in");
}

#[test]
fn reopened_it_calls_nobody_back_who_has_left() {
    let mut bench = Bench::declared_as("sev1", in_private());
    bench.own(opened("C1"));
    bench.own(Command::MemberJoined { user: UserId::new("bob"), at: None });
    bench.own(Command::MemberLeft { user: UserId::new("alice"), at: None });
    for command in [resolve(), close()] {
        bench.ask(person("bob"), command).unwrap();
    }
    let owed = bench.ask(person("bob"), reopen()).unwrap();
    let people = vec![UserId::new("bob")];
    assert!(owed.contains(&Effect::InvitePeople { people }), "{owed:?}");
}

#[test]
fn of_one_that_is_not_private_nobody_is_counted() {
    let mut bench = Bench::declared("sev1");
    bench.own(Command::MemberJoined { user: UserId::new("carol"), at: None });
    assert!(bench.incident.members.is_empty() && bench.incident.circle().is_empty());
}

#[test]
fn it_calls_its_own_groups_whatever_its_severity() {
    let mut bench = Bench::declared_as("sev0", in_private());
    bench.policy.private_groups = vec![GroupId::new("S-SECURITY")];
    let invited = bench.own(opened("C1"));
    assert!(invited.contains(&Effect::InviteGroups { groups: vec![GroupId::new("S-SECURITY")] }));
    assert!(!format!("{invited:?}").contains("S-ALL"));
}

#[test]
fn an_update_goes_to_its_channel_alone() {
    let mut bench = Bench::declared_as("sev0", in_private());
    bench.own(opened("C1"));
    let told = bench.alice(update(None)).unwrap();
    let delivered = |effect: &Effect| matches!(effect, Effect::Deliver { to: Address::Channel, .. });
    assert_eq!(told.iter().filter(|effect| delivered(effect)).count(), 1);
    assert_eq!(
        bench.incident.mailings[0].deliveries.len(),
        1,
        "nothing waits for an address that hears nothing"
    );
}

#[test]
fn what_fails_where_there_is_no_channel_is_told_to_its_declarer() {
    let mut bench = Bench::declared_as("sev1", in_private());
    let failed = bench.own(Command::GaveUp {
        errand: Errand::OpenChannel,
        why: Obstacle::Said("missing_scope".to_owned()),
    });
    let is_alone = |effect: &Effect| matches!(effect, Effect::Say { audience: Audience::Declarer, .. });
    assert!(failed.iter().any(is_alone), "{failed:?}");
}

#[test]
fn one_that_becomes_private_takes_back_what_it_can() {
    let mut bench = public();
    let execs = ChannelId::new("C-EXECS");
    let owed = bench.ask(person("carol"), make_private()).unwrap();
    assert_eq!(
        owed,
        [
            Effect::OpenChannel,
            Effect::LeaveBehind { channel: ChannelId::new("C1"), panel: None },
            Effect::RefreshAnnouncement,
            Effect::RefreshNotice { channel: execs.clone() },
            Effect::RefreshCopies { to: Address::Announcement },
            Effect::RefreshCopies { to: Address::Stakeholders { channel: execs.clone() } },
            Effect::TakeBack { from: Address::Announcement },
            Effect::TakeBack { from: Address::Stakeholders { channel: execs } },
        ]
    );
    assert!(knows(&bench, "alice") && knows(&bench, "carol") && !knows(&bench, "bob"));
    let later = bench.alice(sev("sev1")).unwrap();
    assert!(!later.iter().any(Effect::withdraws), "once is enough: {later:?}");
    let again = bench.alice(make_private());
    assert_eq!(again, Err(Refusal::PrivateAlready { number: Number::new(1) }));
}

#[test]
fn a_public_channel_that_was_on_its_way_is_left_behind_and_nothing_in_it_is_taken_for_its_own() {
    let mut bench = Bench::declared("sev1");
    bench.alice(make_private()).unwrap();
    let public =
        Command::ChannelOpened { channel: ChannelId::new("C1"), name: "inc-1".to_owned(), is_private: false };
    let left = Effect::LeaveBehind { channel: ChannelId::new("C1"), panel: None };
    assert_eq!(bench.own(public.clone()), [left, Effect::OpenChannel], "its own is still to come");
    assert_eq!(bench.incident.places.channel, None, "it never falls back to a public one");
    assert_eq!(bench.own(public), [Effect::OpenChannel], "one channel is left behind once");
    bench.own(opened("C2"));
    let there = MessageRef { channel: ChannelId::new("C1"), ts: "1.0".to_owned() };
    assert_eq!(bench.own(Command::PanelPosted { message: there.clone() }), []);
    let plea = bench.own(Command::PleaPosted { message: there.clone() });
    assert_eq!(plea, [Effect::RetirePlea { message: there, commander: None }]);
    let here = MessageRef { channel: ChannelId::new("C2"), ts: "2.0".to_owned() };
    assert_eq!(bench.own(Command::PanelPosted { message: here }), [Effect::PinPanel]);
}

/// That an incident is called off as a duplicate of another one, or merged into it, is refused, whichever of the two is which.
fn are_not_linked(one: Manner, another: Manner, refusal: &Refusal) {
    for (mine, other) in [(one, another), (another, one)] {
        let bench = Bench::declared_as("sev1", mine);
        let beside = Incident { number: Number::new(2), ..Bench::declared_as("sev1", other).incident };
        let ctx = at_a_button(person("alice"), start(), &bench.policy);
        for command in [
            Command::Cancel { because: None, duplicate_of: Some(Number::new(2)) },
            Command::Merge { into: Number::new(2) },
        ] {
            let refused = step_beside(&bench.incident, Some(&beside), command, &ctx);
            assert_eq!(refused.as_ref().map(drop), Err(refusal));
        }
    }
}

#[test]
fn no_incident_is_linked_with_a_private_one_and_no_real_one_with_a_drill() {
    let (number, asked) = (Number::new(1), Number::new(2));
    are_not_linked(in_private(), Manner::default(), &Refusal::PrivateBeside { number, asked });
    let drill = Manner { is_drill: true, ..Manner::default() };
    are_not_linked(drill, Manner::default(), &Refusal::DrillBeside { number, asked });
}

#[test]
fn who_was_called_while_it_was_public_does_not_come_into_its_private_channel() {
    let mut bench = public();
    bench.policy.private_groups = vec![GroupId::new("S-SECURITY")];
    let people = ["alice", "bob"].map(UserId::new);
    let groups = ["S-ONCALL", "S-SECURITY"].map(GroupId::new);
    assert_eq!(bench.incident.may_come_in(&people), people);
    assert_eq!(bench.incident.may_be_called_in(&groups, &bench.policy), groups);
    bench.alice(make_private()).unwrap();
    assert_eq!(bench.incident.may_come_in(&people), people[..1]);
    assert_eq!(bench.incident.may_be_called_in(&groups, &bench.policy), groups[1..]);
}

#[test]
fn late_word_that_somebody_left_shuts_nobody_out_who_is_back() {
    let mut bench = Bench::declared_as("sev1", in_private());
    bench.own(opened("C1"));
    let carol = || UserId::new("carol");
    let at = |minutes: i64| Some(start() + TimeDelta::minutes(minutes));
    bench.own(Command::MemberJoined { user: carol(), at: at(5) });
    bench.own(Command::MemberLeft { user: carol(), at: at(3) });
    assert!(knows(&bench, "carol"));
    bench.own(Command::MemberLeft { user: carol(), at: at(7) });
    assert!(!knows(&bench, "carol"));
}

#[test]
fn late_word_that_somebody_came_lets_nobody_in_who_has_left_since() {
    let mut bench = Bench::declared_as("sev1", in_private());
    bench.own(opened("C1"));
    let carol = || UserId::new("carol");
    let at = |minutes: i64| Some(start() + TimeDelta::minutes(minutes));
    bench.own(Command::MemberLeft { user: carol(), at: at(5) });
    bench.own(Command::MemberLeft { user: carol(), at: at(4) });
    bench.own(Command::MemberJoined { user: carol(), at: at(4) });
    assert!(!knows(&bench, "carol"));
    bench.own(Command::MemberJoined { user: carol(), at: at(7) });
    assert!(knows(&bench, "carol"));
    bench.own(Command::MemberJoined { user: carol(), at: at(6) });
    bench.own(Command::MemberLeft { user: carol(), at: at(6) });
    assert!(knows(&bench, "carol"), "what was told first was later");
}

#[test]
fn what_was_given_up_outside_is_not_tried_again_once_it_is_private() {
    let mut bench = public();
    let to = Address::Stakeholders { channel: ChannelId::new("C-EXECS") };
    let earlier = Earlier { delivery: "T1/1/9".to_owned(), owed_since: start() };
    bench.alice(update(None)).unwrap();
    bench.own(Command::Undelivered {
        what: Parcel::Copy { update: 2, to: to.clone() },
        errand: Errand::TellMore,
        earlier,
        why: Obstacle::NoAnswer,
    });
    bench.alice(make_private()).unwrap();
    let retried = bench.alice(Command::Redeliver { to });
    assert_eq!(retried, Err(Refusal::RetryInPrivate { number: Number::new(1) }));
}

#[test]
fn who_declared_it_and_is_gone_is_not_let_in_as_it_becomes_private() {
    for why in [Departure::LeftChannel, Departure::Deactivated, Departure::BecameGuest] {
        let mut bench = public();
        bench.own(Command::LoseHolder { user: UserId::new("alice"), why, at: None });
        bench.ask(person("carol"), make_private()).unwrap();
        assert!(knows(&bench, "carol") && !knows(&bench, "alice"), "{why:?}");
        let owed = bench.own(opened("C2"));
        let people = vec![UserId::new("carol")];
        assert!(owed.contains(&Effect::InvitePeople { people }), "{why:?}: {owed:?}");
    }
}
