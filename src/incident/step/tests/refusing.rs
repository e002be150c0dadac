//! What cannot be, and who may not.

use super::*;

#[test]
fn guests_neither_declare_nor_steer() {
    let policy = policy();
    let guest = Asker::Person(UserId::new("gil"), Standing::Guest);
    let ctx = Context { asker: guest.clone(), ..at_the_form(&policy) };
    let refusal = begin(declaration("x", "sev1"), &ctx).unwrap_err();
    assert_eq!(refusal, Refusal::Guest);
    let mut bench = Bench::declared("sev1");
    assert_eq!(bench.ask(guest, sev("sev0")), Err(Refusal::Guest));
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    let number = Number::new(1);
    let far = start() + TimeDelta::days(31);
    let refusals: [(&[Command], Command, Refusal); 14] = [
        (&[], sev("sev1"), Refusal::SeverityAlready { number, severity: SeverityKey::new("sev1") }),
        (&[], sev("sev9"), Refusal::NoSuchSeverity { asked: SeverityKey::new("sev9") }),
        (&[], stage(StageName::Detected), Refusal::StageAlready { number, stage: StageName::Detected }),
        (
            &[],
            stage(StageName::ReadyForClosure),
            Refusal::StageNeedsMore { number, from: StageName::Detected, to: StageName::ReadyForClosure },
        ),
        (
            &[give(Role::Triage, "bob")],
            give(Role::Triage, "bob"),
            Refusal::RoleAlready { role: Role::Triage, user: UserId::new("bob") },
        ),
        (&[], close(), Refusal::ResolveFirst { number, from: StageName::Detected }),
        (&[], reopen(), Refusal::NotClosed { number, stage: StageName::Detected }),
        (&[resolve()], resolve(), Refusal::ResolvedAlready { number }),
        (&[resolve()], snooze(5), Refusal::NoUpdateOwed { number }),
        (&[resolve(), close()], sev("sev0"), Refusal::Closed { number }),
        (&[resolve(), close()], close(), Refusal::Closed { number }),
        (
            &[],
            snooze(0),
            Refusal::SnoozeOutOfRange { severity: SeverityKey::new("sev1"), longest: TimeDelta::hours(24) },
        ),
        (&[], update(start()), Refusal::Fields(vec![(Field::NextUpdateAt, Flaw::Past)])),
        (&[], update(far), Refusal::Fields(vec![(Field::NextUpdateAt, Flaw::TooFar)])),
    ];
    for (before, command, expected) in refusals {
        let mut bench = Bench::declared("sev1");
        for earlier in before {
            bench.alice(earlier.clone()).unwrap();
        }
        let untouched = bench.incident.clone();
        assert_eq!(bench.alice(command), Err(expected));
        assert_eq!(bench.incident, untouched);
    }
}

#[test]
fn two_who_take_a_role_at_once_do_not_take_it_from_each_other() {
    let mut bench = Bench::declared("sev1");
    let take = |name: &str, seen: Option<&str>| Command::GiveRole {
        role: Role::Commander,
        to: UserId::new(name),
        area: String::new(),
        seen: SeenHolder::Was(seen.map(UserId::new)),
        anyway: false,
    };
    bench.ask(person("bob"), take("bob", None)).unwrap();
    let late = bench.ask(person("carol"), take("carol", None));
    let holder = UserId::new("bob");
    assert_eq!(
        late,
        Err(Refusal::RoleTakenMeanwhile { number: Number::new(1), role: Role::Commander, holder })
    );
    bench.ask(person("carol"), take("carol", Some("bob"))).unwrap();
    assert_eq!(bench.incident.owner().as_str(), "carol");
}

#[test]
fn only_a_role_that_one_holds_can_be_left() {
    let mut bench = Bench::declared("sev1");
    bench.alice(give(Role::Commander, "bob")).unwrap();
    for role in Role::FOUR.iter().copied() {
        let refusal = bench.alice(leave(role, "")).unwrap_err();
        assert_eq!(refusal, Refusal::RoleNotHeld { number: Number::new(1), role, area: String::new() });
    }
}
