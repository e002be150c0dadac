//! Calling an incident off, and incidents that are one.

use super::*;

fn cancel(duplicate_of: Option<i64>) -> Command {
    Command::Cancel { because: None, duplicate_of: duplicate_of.map(Number::new) }
}

/// Asks it of an incident while another one is looked at.
fn beside(bench: &Bench, other: &Incident, command: Command) -> Result<Step, Refusal> {
    let ctx = at_a_button(person("alice"), bench.now, &bench.policy);
    step_beside(&bench.incident, Some(other), command, &ctx)
}

fn numbered(number: i64) -> Bench {
    let mut bench = Bench::declared("sev0");
    bench.incident.number = Number::new(number);
    bench
}

#[test]
fn what_was_called_off_asks_for_nothing_more_until_it_is_reopened() {
    let mut bench = Bench::declared("sev0");
    bench.alice(cancel(None)).unwrap();
    assert_eq!(bench.minutes_to_reminder(), None);
    assert_eq!(bench.after_minutes(600).own(Command::Remind), []);
    let number = bench.incident.number;
    let refused = Refusal::Cancelled { number, duplicate_of: None };
    for command in [sev("sev1"), stage(StageName::Triage), resolve(), close(), cancel(None), snooze(20)] {
        assert_eq!(bench.alice(command.clone()), Err(refused.clone()), "{command:?}");
    }
    bench.alice(Command::Note { text: "It was a load test".to_owned() }).unwrap();
    bench.alice(reopen()).unwrap();
    assert_eq!((bench.minutes_to_reminder(), bench.incident.reopened), (Some(15), 1));
}

#[test]
fn a_closed_incident_is_not_called_off() {
    let mut bench = Bench::declared("sev2");
    bench.alice(resolve()).unwrap();
    bench.alice(close()).unwrap();
    assert_eq!(bench.alice(cancel(None)), Err(Refusal::Closed { number: bench.incident.number }));
}

#[test]
fn a_duplicate_is_one_of_an_open_incident_that_is_none_itself() {
    let (two, mut one) = (numbered(2), numbered(1));
    let number = two.incident.number;
    let asked = Number::new(1);
    assert_eq!(beside(&two, &one.incident, cancel(Some(2))), Err(Refusal::OwnDuplicate { number }));
    assert_eq!(
        beside(&two, &one.incident, cancel(Some(3))),
        Err(Refusal::NoSuchOther { asked: Number::new(3) })
    );
    let linked = beside(&two, &one.incident, cancel(Some(1))).unwrap();
    assert!(linked.effects.contains(&Effect::Link {
        to: asked,
        by: Author::Person(UserId::new("alice")),
        merges: false
    }));
    // The other way round, at the same time: whoever comes second finds the first a duplicate.
    assert_eq!(
        beside(&one, &linked.incident, cancel(Some(2))),
        Err(Refusal::DuplicateOfDuplicate { number: asked, asked: number, original: asked })
    );
    one.alice(cancel(None)).unwrap();
    let stage = StageName::Cancelled;
    assert_eq!(
        beside(&two, &one.incident, cancel(Some(1))),
        Err(Refusal::DuplicateOfEnded { number, asked, stage })
    );
}

#[test]
fn an_original_learns_of_a_duplicate_once() {
    let mut one = numbered(1);
    let found = |channel: Option<&str>| Command::DuplicateFound {
        other: Other { number: Number::new(2), channel: channel.map(ChannelId::new), is_private: false },
        title: "Cards fail".to_owned(),
        by: Author::Person(UserId::new("alice")),
        merges: false,
    };
    assert_eq!(one.own(found(None)).len(), 2, "a line and the panel");
    let entries = one.timeline.len();
    assert_eq!(one.own(found(None)), []);
    assert_eq!(one.own(found(Some("C2"))), [Effect::RefreshPanel], "it has got its channel");
    assert_eq!(one.own(found(None)), [], "what is late takes nothing back");
    assert_eq!(one.timeline.len(), entries);
    let gone = Command::DuplicateGone { number: Number::new(2), by: Author::Firebell };
    assert_eq!(one.own(gone.clone()).len(), 2);
    assert_eq!(one.own(gone), []);
    assert_eq!(one.incident.duplicates, []);
}

fn of_bench(bench: &Bench) -> Vec<(Position, TimelineEntry)> {
    (1..).map(Position::new).zip(bench.timeline.iter().cloned()).collect()
}

fn brought(bench: &Bench) -> Vec<(i64, usize)> {
    let origin = |entry: &TimelineEntry| match entry.fact {
        Fact::Brought { origin, .. } => Some((origin.incident.get(), origin.position.get())),
        _ => None,
    };
    bench.timeline.iter().filter_map(origin).collect()
}

fn brings(into: &mut Bench, from: &Bench) {
    let command = Command::BringIn { from: from.incident.number, entries: of_bench(from) };
    assert_eq!(into.own(command), []);
}

#[test]
fn each_entry_is_brought_once_whichever_way_it_comes() {
    let [mut one, mut two, mut three] = [1, 2, 3].map(numbered);
    for (bench, text) in [(&mut one, "one"), (&mut two, "two"), (&mut three, "three")] {
        bench.alice(Command::Note { text: text.to_owned() }).unwrap();
    }
    three.alice(cancel(None)).unwrap();
    brings(&mut two, &three);
    assert_eq!(brought(&two), [(3, 1), (3, 2)], "that it was called off is told by the link");
    brings(&mut one, &two);
    brings(&mut one, &two);
    assert_eq!(brought(&one), [(2, 1), (2, 2), (3, 1), (3, 2)]);
    brings(&mut one, &three);
    assert_eq!(brought(&one).len(), 4, "directly, too, it brings nothing more");
    brings(&mut two, &one);
    assert_eq!(brought(&two), [(3, 1), (3, 2), (1, 1), (1, 2)], "its own entries do not come back");
    two.alice(Command::Note { text: "later".to_owned() }).unwrap();
    brings(&mut one, &two);
    assert_eq!(brought(&one).last(), Some(&(2, 7)), "what was recorded since is brought");
}

#[test]
fn an_incident_that_gets_another_channel_points_its_duplicates_there() {
    let opened = |id: &str| Command::ChannelOpened {
        channel: ChannelId::new(id),
        name: "inc-1".to_owned(),
        is_private: false,
    };
    let other = Other { number: Number::new(2), channel: None, is_private: false };
    let by = Author::Person(UserId::new("alice"));
    let mut bench = numbered(1);
    bench.own(Command::DuplicateFound { other, title: "Cards fail".to_owned(), by, merges: false });
    let here = Effect::PointHere { duplicate: Number::new(2) };
    assert!(!bench.own(opened("C1")).contains(&here), "the one that is linked sees to that");
    for command in [resolve(), close()] {
        bench.alice(command).unwrap();
    }
    bench.own(Command::ChannelArchived {
        channel: ChannelId::new("C1"),
        by: Archiver::Firebell,
        as_of: None,
    });
    bench.alice(reopen()).unwrap();
    assert!(bench.own(opened("C2")).contains(&here));
}
