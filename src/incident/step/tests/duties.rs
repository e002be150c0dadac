//! Which duties one person may hold together.

use super::*;

fn bench(separation: Separation, held: &[Role]) -> Bench {
    let mut bench = Bench::declared("sev1");
    bench.policy.roles.separation = Separation::Off;
    for role in held {
        bench.alice(give(*role, "bob")).unwrap();
    }
    bench.policy.roles.separation = separation;
    bench
}

fn anyway(role: Role, to: &str) -> Command {
    Command::GiveRole {
        role,
        to: UserId::new(to),
        area: String::new(),
        seen: SeenHolder::Unsaid,
        anyway: true,
    }
}

/// What the last entry says that was joined.
fn joined(bench: &Bench) -> Vec<Role> {
    match bench.timeline.last().map(|entry| &entry.fact) {
        Some(Fact::RoleGiven { beside, .. }) => beside.clone().unwrap_or_default(),
        other => panic!("no role was given last: {other:?}"),
    }
}

/// What somebody holds, what they are to have besides, and what of that is kept apart.
const TABLE: &[(&[Role], Role, &[Role])] = &[
    (&[Role::Commander], Role::Communications, &[Role::Commander]),
    (&[Role::Responder], Role::Communications, &[Role::Responder]),
    (&[Role::Commander, Role::Responder], Role::Communications, &[Role::Commander, Role::Responder]),
    (&[Role::Communications], Role::Commander, &[Role::Communications]),
    (&[Role::Communications], Role::Responder, &[Role::Communications]),
    (&[Role::Communications], Role::Triage, &[]),
    (&[Role::Triage], Role::Communications, &[]),
    (&[Role::Commander], Role::Responder, &[]),
    (&[Role::Commander], Role::Triage, &[]),
    (&[], Role::Communications, &[]),
];

#[test]
fn what_is_kept_apart_is_asked_about_and_recorded() {
    for (held, role, apart) in TABLE {
        let mut bench = bench(Separation::Warn, held);
        let untouched = bench.incident.clone();
        let asked = bench.alice(give(*role, "bob"));
        if apart.is_empty() {
            asked.unwrap();
        } else {
            let (number, user) = (Number::new(1), UserId::new("bob"));
            let (beside, separation) = (apart.to_vec(), Separation::Warn);
            let refusal = Refusal::DutiesKeptApart { number, role: *role, user, beside, separation };
            assert_eq!(asked, Err(refusal));
            assert_eq!(bench.incident, untouched);
            bench.alice(anyway(*role, "bob")).unwrap();
        }
        assert_eq!(joined(&bench), *apart, "{held:?} and {role}");
    }
}

#[test]
fn what_is_enforced_is_not_joined_whatever_anybody_says() {
    for (held, role, apart) in TABLE {
        let mut bench = bench(Separation::Enforce, held);
        let given = bench.alice(anyway(*role, "bob"));
        assert_eq!(given.is_err(), !apart.is_empty(), "{held:?} and {role}: {given:?}");
        bench.alice(anyway(*role, "carol")).unwrap();
    }
}

#[test]
fn where_it_is_off_nothing_is_asked_or_recorded() {
    for (held, role, _) in TABLE {
        let mut bench = bench(Separation::Off, held);
        bench.alice(give(*role, "bob")).unwrap();
        assert_eq!(joined(&bench), []);
    }
}

#[test]
fn whoever_has_both_already_is_not_asked_again() {
    let mut bench = bench(Separation::Warn, &[Role::Communications, Role::Responder]);
    let area = Command::GiveRole {
        role: Role::Responder,
        to: UserId::new("bob"),
        area: "database".to_owned(),
        seen: SeenHolder::Unsaid,
        anyway: false,
    };
    bench.alice(area).unwrap();
    assert_eq!(
        bench.alice(give(Role::Communications, "bob")),
        Err(Refusal::RoleAlready { role: Role::Communications, user: UserId::new("bob") })
    );
}

#[test]
fn whoever_passes_a_duty_on_may_take_the_other() {
    let mut bench = bench(Separation::Enforce, &[Role::Commander]);
    bench.ask(person("bob"), give(Role::Commander, "carol")).unwrap();
    bench.ask(person("bob"), give(Role::Communications, "bob")).unwrap();
    assert_eq!(joined(&bench), []);
}
