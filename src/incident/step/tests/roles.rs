//! Where responders work, and what becomes of a role whose holder is not there any more.

use super::*;

fn works(name: &str, area: &str) -> Command {
    Command::GiveRole {
        role: Role::Responder,
        to: UserId::new(name),
        area: area.to_owned(),
        seen: SeenHolder::Unsaid,
        anyway: false,
    }
}

fn gone(name: &str) -> Command {
    Command::LoseHolder { user: UserId::new(name), why: Departure::LeftChannel, at: None }
}

/// Who works where, as `bob: database, frontend; carol`.
fn where_people_work(bench: &Bench) -> String {
    let person = |(user, areas): (&UserId, Vec<&str>)| match areas.join(", ").as_str() {
        "" => user.to_string(),
        areas => format!("{user}: {areas}"),
    };
    bench.incident.roles.responders_with_areas().into_iter().map(person).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_responder_has_several_areas_and_an_area_several_responders() {
    let mut bench = Bench::declared("sev1");
    for (name, area) in [("bob", ""), ("bob", "database"), ("carol", "Database"), ("bob", "frontend")] {
        bench.alice(works(name, area)).unwrap();
    }
    assert_eq!(where_people_work(&bench), "bob: database, frontend; carol: Database");
    for area in ["", "DATABASE", " frontend "] {
        let already = Refusal::RoleAlready { role: Role::Responder, user: UserId::new("bob") };
        assert_eq!(bench.alice(works("bob", area)), Err(already), "'{area}'");
    }
    assert_eq!(bench.incident.roles.people().len(), 2, "each is one person");
}

#[test]
fn one_area_is_left_or_all() {
    let mut bench = Bench::declared("sev1");
    for (name, area) in [("bob", "database"), ("bob", "frontend"), ("carol", "database"), ("bob", "cache")] {
        bench.alice(works(name, area)).unwrap();
    }
    bench.ask(person("bob"), leave(Role::Responder, "Frontend")).unwrap();
    assert_eq!(where_people_work(&bench), "bob: database, cache; carol: database");
    let (number, role, area) = (Number::new(1), Role::Responder, "frontend".to_owned());
    let not_held = bench.ask(person("bob"), leave(Role::Responder, "frontend"));
    assert_eq!(not_held, Err(Refusal::RoleNotHeld { number, role, area }));
    bench.ask(person("bob"), leave(Role::Responder, "")).unwrap();
    assert_eq!(where_people_work(&bench), "carol: database");
    let left = bench.timeline.iter().filter_map(|entry| match &entry.fact {
        Fact::RoleLeft { area, why: None, .. } => Some(area.as_str()),
        _ => None,
    });
    assert_eq!(
        left.collect::<Vec<_>>(),
        ["frontend", "database", "cache"],
        "each area has an end of its own"
    );
}

#[test]
fn whoever_is_gone_holds_nothing_and_that_is_said_once() {
    let mut bench = Bench::declared("sev1");
    bench.policy.roles.separation = Separation::Off;
    for role in [Role::Commander, Role::Communications] {
        bench.alice(give(role, "bob")).unwrap();
    }
    bench.alice(works("bob", "database")).unwrap();
    bench.alice(give(Role::Triage, "carol")).unwrap();
    let said: Vec<Effect> = bench.own(gone("bob")).into_iter().filter(is_said).collect();
    let held = vec![
        (Role::Commander, String::new()),
        (Role::Communications, String::new()),
        (Role::Responder, "database".to_owned()),
    ];
    let line = Line::HolderGone { user: UserId::new("bob"), why: Departure::LeftChannel, held };
    assert_eq!(said, [Effect::Say { audience: Audience::Channel, line }]);
    assert_eq!(bench.incident.roles.people(), [&UserId::new("carol")]);
    assert_eq!(bench.incident.owner().as_str(), "alice");
    let recorded = bench.timeline.len();
    for name in ["bob", "dora"] {
        assert_eq!(bench.own(gone(name)), [], "{name} holds nothing");
    }
    assert_eq!(bench.timeline.len(), recorded);
}

#[test]
fn an_owner_who_only_declared_it_is_missed_once_and_nobody_is_where_somebody_commands() {
    let mut bench = Bench::declared("sev2");
    let said: Vec<Effect> = bench.own(gone("alice")).into_iter().filter(is_said).collect();
    let (user, why) = (UserId::new("alice"), Departure::LeftChannel);
    let line = Line::HolderGone { user, why, held: Vec::new() };
    assert_eq!(said, [Effect::Say { audience: Audience::Channel, line }]);
    assert_eq!(bench.own(gone("alice")), [], "that was said");

    let mut bench = Bench::declared("sev2");
    bench.alice(give(Role::Commander, "bob")).unwrap();
    assert_eq!(bench.own(gone("alice")), [], "bob owns it");
}

/// What befalls an incident.
type Happening = fn(&mut Bench);

/// Who the timeline says has left the incident without an owner.
fn owners_gone(bench: &Bench) -> Vec<&str> {
    let gone = bench.timeline.iter().filter_map(|entry| match &entry.fact {
        Fact::OwnerGone { user, .. } => Some(user.as_str()),
        _ => None,
    });
    gone.collect()
}

#[test]
fn that_nobody_owns_it_is_recorded_by_whatever_way_it_comes() {
    let cases: [(&str, Happening, &str); 3] = [
        ("whoever declared it goes, and nobody commands", |bench| drop(bench.own(gone("alice"))), "alice"),
        (
            "first whoever declared it goes, then the commander",
            |bench| {
                bench.alice(give(Role::Commander, "bob")).unwrap();
                bench.own(gone("alice"));
                bench.own(gone("bob"));
            },
            "bob",
        ),
        (
            "whoever declared it goes, then the commander steps down",
            |bench| {
                bench.alice(give(Role::Commander, "bob")).unwrap();
                bench.own(gone("alice"));
                bench.ask(person("bob"), leave(Role::Commander, "")).unwrap();
            },
            "alice",
        ),
    ];
    for (why, happens, who) in cases {
        let mut bench = Bench::declared("sev1");
        happens(&mut bench);
        assert_eq!(owners_gone(&bench), [who], "{why}");
        assert!(
            bench.incident.vacancy.channel_asked_at.is_some(),
            "{why}: what tells of it asks the channel"
        );
    }
}

#[test]
fn a_postmortem_falls_to_whoever_closes_where_the_owner_is_gone() {
    let mut bench = Bench::declared("sev0");
    bench.own(gone("alice"));
    for command in [resolve(), close()] {
        bench.ask(person("bob"), command).unwrap();
    }
    let closure = bench.incident.stage.closure().unwrap();
    assert_eq!(closure.postmortem_owner, Some(UserId::new("bob")));
}

fn is_said(effect: &Effect) -> bool {
    matches!(effect, Effect::Say { .. })
}

#[test]
fn of_what_is_closed_nobody_is_missed() {
    let mut bench = Bench::declared("sev1");
    bench.alice(give(Role::Commander, "bob")).unwrap();
    for command in [resolve(), close()] {
        bench.alice(command).unwrap();
    }
    assert_eq!(bench.own(gone("bob")), []);
    assert_eq!(bench.incident.roles.commander, Some(UserId::new("bob")), "the record stays as it was");
}

/// A closed incident with its channel, commanded by bob, with carol for triage.
fn closed() -> Bench {
    let mut bench = Bench::declared("sev1");
    bench.own(Command::ChannelOpened {
        channel: ChannelId::new("C1"),
        name: "inc-1".to_owned(),
        is_private: false,
    });
    bench.alice(give(Role::Commander, "bob")).unwrap();
    bench.alice(give(Role::Triage, "carol")).unwrap();
    for command in [resolve(), close()] {
        bench.alice(command).unwrap();
    }
    bench
}

fn missed(effects: &[Effect]) -> Vec<(&str, Departure)> {
    let missed = effects.iter().filter_map(|effect| match effect {
        Effect::Say { line: Line::HolderGone { user, why, .. }, .. } => Some((user.as_str(), *why)),
        _ => None,
    });
    missed.collect()
}

fn invited(effects: &[Effect]) -> Vec<&str> {
    let invited = effects.iter().filter_map(|effect| match effect {
        Effect::InvitePeople { people } => Some(people.iter().map(UserId::as_str)),
        _ => None,
    });
    invited.flatten().collect()
}

#[test]
fn whoever_left_what_was_over_is_missed_once_it_goes_on() {
    let mut bench = closed();
    for _ in 0..2 {
        assert_eq!(bench.after_minutes(60).own(gone("bob")), []);
    }
    let effects = bench.alice(reopen()).unwrap();
    assert_eq!(missed(&effects), [("bob", Departure::LeftChannel)]);
    assert_eq!(bench.incident.roles.people(), [&UserId::new("carol")]);
    assert_eq!(bench.incident.owner().as_str(), "alice");
    assert_eq!(
        invited(&effects),
        ["alice", "carol"],
        "who has a part in it may have left the channel unheard"
    );
    bench.alice(give(Role::Commander, "bob")).unwrap();
    for command in [resolve(), close()] {
        bench.alice(command).unwrap();
    }
    assert_eq!(missed(&bench.alice(reopen()).unwrap()), [], "it is said once");
    assert_eq!(bench.incident.roles.commander, Some(UserId::new("bob")));
}

#[test]
fn whoever_has_left_slack_holds_nothing_in_what_goes_on() {
    let mut bench = closed();
    bench.own(gone("bob"));
    let no_members = [("bob", Departure::Deactivated), ("alice", Departure::BecameGuest)];
    let gone = no_members.map(|(name, why)| Gone { user: UserId::new(name), why }).to_vec();
    let effects = bench.alice(Command::Reopen { because: None, gone }).unwrap();
    assert_eq!(missed(&effects), [("bob", Departure::Deactivated)]);
    assert_eq!(bench.incident.roles.commander, None);
    assert_eq!(invited(&effects), ["carol"], "nobody is invited in vain");
}

#[test]
fn whoever_has_left_slack_is_not_called_into_the_new_channel_of_what_goes_on() {
    for is_private in [false, true] {
        let mut bench = Bench::declared_as("sev1", Manner { is_private, ..Manner::default() });
        let opened = |channel| Command::ChannelOpened {
            channel: ChannelId::new(channel),
            name: "inc-1".to_owned(),
            is_private,
        };
        bench.own(opened("C1"));
        for (role, name) in [(Role::Commander, "bob"), (Role::Triage, "carol")] {
            bench.alice(give(role, name)).unwrap();
            bench.own(Command::MemberJoined { user: UserId::new(name), at: None });
        }
        for command in [resolve(), close()] {
            bench.alice(command).unwrap();
        }
        let (channel, by) = (ChannelId::new("C1"), Archiver::Firebell);
        bench.own(Command::ChannelArchived { channel, by, as_of: None });
        let no_members = [("bob", Departure::Deactivated), ("alice", Departure::BecameGuest)];
        let gone = no_members.map(|(name, why)| Gone { user: UserId::new(name), why }).to_vec();
        bench.ask(person("dora"), Command::Reopen { because: None, gone }).unwrap();
        let called: BTreeSet<_> = invited(&bench.own(opened("C2"))).into_iter().map(str::to_owned).collect();
        assert_eq!(called, BTreeSet::from(["carol", "dora"].map(str::to_owned)), "private: {is_private}");
    }
}

#[test]
fn news_that_come_late_strip_nobody_who_has_come_back() {
    let left = |at| Command::LoseHolder { user: UserId::new("bob"), why: Departure::LeftChannel, at };
    let mut bench = Bench::declared("sev1");
    bench.alice(give(Role::Triage, "bob")).unwrap();
    let left_at = bench.after_minutes(5).now;
    bench.after_minutes(1).alice(give(Role::Commander, "bob")).unwrap();
    assert_eq!(bench.after_minutes(1).own(left(Some(left_at))), []);
    assert_eq!(bench.incident.roles.held_by(&UserId::new("bob")), [Role::Commander, Role::Triage]);
    let left_at = bench.now;
    assert_eq!(missed(&bench.after_minutes(1).own(left(Some(left_at)))).len(), 1, "they left once more");
    bench.alice(give(Role::Commander, "bob")).unwrap();
    assert_eq!(missed(&bench.own(left(None))).len(), 1, "Slack does not say when");
}

#[test]
fn whoever_left_what_was_over_and_was_brought_in_since_is_not_missed_for_that() {
    let mut bench = closed();
    let left_at = bench.after_minutes(60).now;
    bench.after_minutes(1).alice(reopen()).unwrap();
    let late =
        Command::LoseHolder { user: UserId::new("bob"), why: Departure::LeftChannel, at: Some(left_at) };
    assert_eq!(bench.own(late), [], "the reopening has invited them");
    assert_eq!(bench.incident.roles.commander, Some(UserId::new("bob")));
}

#[test]
fn facts_from_before_read_as_what_they_were() {
    let left = r#"{"what":"role_left","role":"triage","user":"U1","area":""}"#;
    let given = r#"{"what":"role_given","role":"triage","to":"U1","from":null,"area":""}"#;
    let left: Fact = serde_json::from_str(left).unwrap();
    let given: Fact = serde_json::from_str(given).unwrap();
    assert!(matches!(left, Fact::RoleLeft { why: None, .. }));
    assert!(matches!(given, Fact::RoleGiven { beside: None, .. }));
}
