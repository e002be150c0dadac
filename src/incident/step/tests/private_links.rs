//! What was linked before one of the two became private is linked no further.

use super::*;

/// INC-1, called off as a duplicate of INC-2, which is beside it.
fn linked() -> (Bench, Incident) {
    let mut bench = Bench::declared("sev1");
    let beside = Incident { number: Number::new(2), ..bench.incident.clone() };
    beside_it(&mut bench, &beside, Command::Cancel { because: None, duplicate_of: Some(Number::new(2)) })
        .unwrap();
    (bench, beside)
}

fn beside_it(bench: &mut Bench, beside: &Incident, command: Command) -> Result<Vec<Effect>, Refusal> {
    let ctx = Context {
        asker: person("alice"),
        memberships: Memberships::default(),
        source: Source::Button,
        now: bench.now,
        policy: &bench.policy,
    };
    let done = step_beside(&bench.incident, Some(beside), command, &ctx)?;
    bench.incident = done.incident;
    Ok(done.effects)
}

#[test]
fn what_was_merged_before_is_not_merged_once_more_when_either_has_become_private() {
    let merge = || Command::Merge { into: Number::new(2) };
    let (mut bench, beside) = linked();
    assert_eq!(beside_it(&mut bench, &beside, merge()).map(|owed| owed.len()), Ok(1), "while neither is");

    let (mut bench, beside) = linked();
    bench.alice(Command::MakePrivate { because: None, gone: Vec::new() }).unwrap();
    let (number, asked) = (Number::new(1), Number::new(2));
    assert_eq!(beside_it(&mut bench, &beside, merge()), Err(Refusal::PrivateBeside { number, asked }));

    let (mut bench, beside) = linked();
    bench.own(Command::LeaveUnnamed { whom: Number::new(2) });
    let refused = Refusal::Cancelled { number, duplicate_of: None };
    assert_eq!(beside_it(&mut bench, &beside, merge()), Err(refused), "as where it never was one of that");
}

#[test]
fn those_that_name_it_are_known_on_either_side() {
    let (bench, mut beside) = linked();
    assert_eq!(bench.incident.named_by(), BTreeSet::from([Number::new(2)]));
    assert_eq!(beside.named_by(), BTreeSet::new());
    // As an older version left it.
    beside.duplicates.push(Other::of(&bench.incident));
    assert_eq!(beside.named_by(), BTreeSet::from([Number::new(1)]));
}

#[test]
fn where_one_of_many_duplicates_becomes_private_the_others_are_left_alone() {
    let mut bench = Bench::declared("sev1");
    bench.own(Command::ChannelOpened {
        channel: ChannelId::new("C1"),
        name: "inc-1".to_owned(),
        is_private: false,
    });
    for number in [2, 3] {
        let other = Other { number: Number::new(number), channel: None, is_private: false };
        let by = Author::Firebell;
        bench.own(Command::DuplicateFound { other, title: "Cards fail".to_owned(), by, merges: true });
    }
    let owed = bench.own(Command::LeaveUnnamed { whom: Number::new(2) });
    assert_eq!(owed, [Effect::RefreshPanel, Effect::TakeBackName { whom: Number::new(2) }]);
}

#[test]
fn whoever_hears_only_by_its_link_that_the_other_one_is_private_names_it_no_more() {
    let (mut bench, beside) = linked();
    let to = Other { is_private: true, ..Other::of(&beside) };
    let owed = bench.own(Command::Linked { to: to.clone() });
    assert!(owed.contains(&Effect::RefreshAnnouncement), "{owed:?}");
    assert_eq!(bench.incident.unnamed, BTreeSet::from([Number::new(2)]));
    // What was on its way by then brings nothing back.
    bench.own(Command::DuplicateFound {
        other: to,
        title: String::new(),
        by: Author::Firebell,
        merges: false,
    });
    assert!(bench.incident.duplicates.is_empty());
}
