//! What people write down, and what they set right.

use super::*;

fn note(text: &str) -> Fact {
    Fact::Noted { text: text.to_owned() }
}

fn at_place(place: usize, fact: Fact) -> Addressed {
    Addressed { position: Position::new(place), fact, at: start(), is_struck: false }
}

#[test]
fn what_is_written_down_after_the_end_is_kept() {
    let mut bench = Bench::declared("sev2");
    bench.alice(resolve()).unwrap();
    bench.alice(close()).unwrap();
    let decide = Command::Decide { decision: " wait ".to_owned(), because: Some(" ".to_owned()) };
    bench.after_minutes(600).alice(decide).unwrap();
    let kept = bench.timeline.last().unwrap();
    assert_eq!(kept.fact, Fact::Decided { decision: "wait".to_owned(), because: None });
}

#[test]
fn only_what_somebody_said_can_be_set_right_and_only_while_it_stands() {
    let mut bench = Bench::declared("sev2");
    let strike = |entry| Command::Strike { entry, because: None };
    let correct = |entry| Command::Correct { entry, text: Some("b".to_owned()), at: None };
    let position = Position::new(2);
    assert_eq!(
        bench.alice(strike(at_place(2, Fact::Announced))),
        Err(Refusal::NotWorded { entry: position })
    );
    bench.alice(update(None)).unwrap();
    let posted = bench.timeline.last().unwrap().fact.clone();
    for command in [strike(at_place(2, posted.clone())), correct(at_place(2, posted))] {
        assert_eq!(bench.alice(command), Err(Refusal::IsUpdate { entry: position }));
    }
    bench.alice(correct(at_place(2, note("a")))).unwrap();
    bench.alice(strike(at_place(2, note("a")))).unwrap();
    assert_eq!(bench.alice(strike(at_place(2, note("a")))), Err(Refusal::StruckAlready { entry: position }));
    assert_eq!(bench.alice(correct(at_place(2, note("a")))), Err(Refusal::StruckAlready { entry: position }));
    let empty = Command::Correct { entry: at_place(9, note("a")), text: None, at: None };
    assert_eq!(bench.alice(empty), Err(Refusal::Fields(vec![(Field::Note, Flaw::Empty)])));
}

#[test]
fn a_message_that_was_let_go_meanwhile_counts_as_struck() {
    let mut bench = Bench::declared("sev2");
    let message = MessageRef { channel: ChannelId::new("C1"), ts: "1790000000.000000".to_owned() };
    let author = Author::App("Grafana".to_owned());
    let said = Quote { author, text: "a".to_owned(), files: Vec::new(), happened_at: None };
    bench.alice(Command::Keep { message: message.clone(), mark: Mark::Pin, quote: None, at: None }).unwrap();
    bench.own(Command::MessageRead { message: message.clone(), quote: Some(said), link: None });
    let entry = at_place(2, bench.timeline[1].fact.clone());
    bench.alice(Command::LetGo { message: message.clone(), mark: Mark::Pin, at: None }).unwrap();
    let strike = Command::Strike { entry, because: None };
    assert_eq!(bench.alice(strike.clone()), Err(Refusal::StruckAlready { entry: Position::new(2) }));
    bench.alice(Command::Keep { message, mark: Mark::Pin, quote: None, at: None }).unwrap();
    assert_eq!(bench.alice(strike), Err(Refusal::StruckAlready { entry: Position::new(2) }));
    assert_eq!(bench.incident.kept.len(), 1, "it is on its way back");
}

#[test]
fn a_key_time_keeps_its_old_value_in_the_record() {
    let mut bench = Bench::declared("sev2");
    let set = |moment, minutes| Command::SetTime { moment, at: start() + TimeDelta::minutes(minutes) };
    bench.alice(set(Moment::Occurred, -20)).unwrap();
    bench.alice(set(Moment::Occurred, -25)).unwrap();
    let last = bench.timeline.last().unwrap();
    let was = Some(start() - TimeDelta::minutes(20));
    assert!(matches!(last.fact, Fact::TimeSet { was: known, .. } if known == was), "{last:?}");
    assert_eq!(last.happened_at, start() - TimeDelta::minutes(25));
    let before = bench.timeline.len();
    bench.alice(set(Moment::Occurred, -25)).unwrap();
    assert_eq!(bench.timeline.len(), before, "the same again is nothing");
}

#[test]
fn a_key_time_lies_behind_and_belongs_to_something_that_happened() {
    let mut bench = Bench::declared("sev2");
    let set = |moment, minutes| Command::SetTime { moment, at: start() + TimeDelta::minutes(minutes) };
    let number = bench.incident.number;
    for (command, expected) in [
        (set(Moment::Occurred, 1), Refusal::Fields(vec![(Field::HappenedAt, Flaw::Ahead)])),
        (set(Moment::Occurred, -600_000), Refusal::Fields(vec![(Field::HappenedAt, Flaw::LongAgo)])),
        (set(Moment::Resolved, -1), Refusal::MomentToCome { number, moment: Moment::Resolved }),
        (set(Moment::Closed, -1), Refusal::MomentToCome { number, moment: Moment::Closed }),
    ] {
        assert_eq!(bench.alice(command), Err(expected));
    }
    bench.alice(resolve()).unwrap();
    let effects = bench.alice(set(Moment::Resolved, -1)).unwrap();
    assert_eq!(effects, [Effect::RefreshPanel, Effect::RefreshAnnouncement], "they show it");
    let resolved_at = bench.incident.stage.resolution().unwrap().resolved_at;
    assert_eq!(resolved_at, start() - TimeDelta::minutes(1));
}

#[test]
fn the_time_of_a_stage_change_can_be_set_right_and_what_is_kept_of_it_follows() {
    let mut bench = Bench::declared("sev1");
    bench.after_minutes(10).alice(stage(StageName::Triage)).unwrap();
    bench.after_minutes(30).alice(stage(StageName::Monitoring)).unwrap();
    let changed = |bench: &Bench, place: usize| {
        let entry = &bench.timeline[place - 1];
        Addressed { at: entry.happened_at, ..at_place(place, entry.fact.clone()) }
    };
    let correct = |entry, minutes| {
        let at = Some(start() + TimeDelta::minutes(minutes));
        Command::Correct { entry, text: None, at }
    };
    let minutes = |at: Option<DateTime<Utc>>| at.map(|at| (at - start()).num_minutes());
    let (triage, monitoring) = (changed(&bench, 2), changed(&bench, 3));
    bench.alice(correct(triage.clone(), 4)).unwrap();
    assert_eq!(minutes(bench.incident.stage_since), Some(40), "it is in another stage by now");
    bench.alice(correct(monitoring.clone(), 35)).unwrap();
    assert_eq!(minutes(bench.incident.moment(Moment::Mitigated)), Some(35));
    assert_eq!(minutes(bench.incident.stage_since), Some(35));
    let told: Vec<_> = told(&bench.timeline).iter().map(|one| minutes(Some(one.happened_at()))).collect();
    assert_eq!(told, [Some(0), Some(4), Some(35)]);

    let entry = Position::new(2);
    let reworded = Command::Correct { entry: triage.clone(), text: Some("b".to_owned()), at: None };
    assert_eq!(bench.alice(reworded), Err(Refusal::NotWorded { entry }), "it has no words");
    let strike = Command::Strike { entry: triage, because: None };
    assert_eq!(bench.alice(strike), Err(Refusal::NotWorded { entry }), "it happened");
    let ahead = Refusal::Fields(vec![(Field::HappenedAt, Flaw::Ahead)]);
    assert_eq!(bench.alice(correct(monitoring, 41)), Err(ahead));
}
