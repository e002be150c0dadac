//! When the status page is to be changed, and what is kept once somebody has done it.

use super::*;

const PAGE: &str = "https://status.example.com";

/// An incident of this severity and kind, with its channel, in an organisation whose SEV0 and SEV1 offer the status page.
fn declared(severity: &str, manner: Manner) -> Bench {
    let mut bench = Bench::declared_as(severity, manner);
    let mut rungs = bench.policy.ladder.rungs().to_vec();
    for rung in &mut rungs[..2] {
        rung.status_page = true;
    }
    bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    bench.policy.status_page = Some(PAGE.to_owned());
    let channel = ChannelId::new("C-INC");
    bench.own(Command::ChannelOpened { channel, name: "inc-1".to_owned(), is_private: manner.is_private });
    bench
}

fn sev1() -> Bench {
    declared("sev1", Manner::default())
}

fn outside(state: &str) -> ExternalText {
    ExternalText { state: state.to_owned(), expected_fix: String::new(), follow_up: String::new() }
}

fn text() -> UpdateText {
    UpdateText { what_happened: "Cards fail".to_owned(), impact: String::new(), doing: String::new() }
}

/// An update with external word, or without.
fn tell(state: Option<&str>) -> Command {
    let external = state.map(|state| Box::new(outside(state)));
    Command::PostUpdate { text: text(), external, next_update_at: None, offered_at: None }
}

fn correct(update: u32, state: &str) -> Command {
    Command::CorrectUpdate { update, text: text(), external: Some(Box::new(outside(state))) }
}

fn confirm(update: u32) -> Command {
    Command::ConfirmPage { update, corrected_at: None }
}

/// The updates whose words are still to be put there, and those whose words are there.
fn page(bench: &Bench) -> (Vec<u32>, Vec<u32>) {
    let (mut owed, mut shown) = (Vec::new(), Vec::new());
    for mailing in &bench.incident.mailings {
        match mailing.on_page {
            Some(OnPage::Owed) => owed.push(mailing.update.number),
            Some(OnPage::Shown { .. }) => shown.push(mailing.update.number),
            None => {}
        }
    }
    (owed, shown)
}

fn times_changed(bench: &Bench) -> usize {
    bench.timeline.iter().filter(|entry| matches!(entry.fact, Fact::StatusPageUpdated { .. })).count()
}

const EDITS_COPY: Effect = Effect::RefreshCopies { to: Address::Channel };

/// The copies of an update in the incident's channel stand.
fn stands(bench: &mut Bench, update: u32) {
    let message = MessageRef { channel: ChannelId::new("C-INC"), ts: format!("{update}.0") };
    bench.own(Command::CopyPosted { update, to: Address::Channel, message, shows: 0 });
}

#[test]
fn it_is_offered_by_the_severity_and_never_in_private_or_in_a_drill() {
    let (private, drill) =
        (Manner { is_private: true, is_drill: false }, Manner { is_private: false, is_drill: true });
    for (severity, manner, address, is_offered) in [
        ("sev0", Manner::default(), Some(PAGE), true),
        ("sev1", Manner::default(), Some(PAGE), true),
        ("sev2", Manner::default(), Some(PAGE), false),
        ("sev1", Manner::default(), None, false),
        ("sev1", private, Some(PAGE), false),
        ("sev1", drill, Some(PAGE), false),
    ] {
        let mut bench = declared(severity, manner);
        bench.policy.status_page = address.map(str::to_owned);
        assert_eq!(bench.incident.status_page(&bench.policy), address.filter(|_| is_offered));
        bench.alice(tell(Some("Cards fail for some"))).unwrap();
        assert_eq!(page(&bench).0.len(), usize::from(is_offered), "{severity} {manner:?} {address:?}");
    }
    let mut bench = sev1();
    bench.alice(tell(None)).unwrap();
    assert_eq!(page(&bench), (vec![], vec![]), "there are no words for it");
}

#[test]
fn the_last_words_are_owed_until_somebody_has_put_them_there() {
    let mut bench = sev1();
    bench.alice(tell(Some("All cards fail"))).unwrap();
    stands(&mut bench, 1);
    let effects = bench.alice(tell(Some("Some cards fail"))).unwrap();
    assert_eq!(page(&bench), (vec![2], vec![]));
    assert!(effects.contains(&EDITS_COPY), "the first one asks no more");
    assert!(matches!(bench.alice(confirm(1)), Err(Refusal::PageAwaitsNone { .. })));
    stands(&mut bench, 2);
    let effects = bench.after_minutes(3).alice(confirm(2)).unwrap();
    assert_eq!((effects, page(&bench)), (vec![EDITS_COPY], (vec![], vec![2])));
    assert_eq!(
        bench.alice(tell(Some("Some cards fail"))).unwrap().iter().filter(|one| **one == EDITS_COPY).count(),
        0
    );
    assert_eq!(page(&bench), (vec![], vec![2]), "it says that already");
    bench.alice(tell(None)).unwrap();
    assert_eq!(page(&bench), (vec![], vec![2]));
    bench.alice(tell(Some("Cards work"))).unwrap();
    assert_eq!(page(&bench), (vec![5], vec![2]));
}

#[test]
fn words_that_the_page_says_already_are_corrected_there_by_whichever_update() {
    for (corrected, follows) in [(2, true), (1, true), (2, false)] {
        let mut bench = sev1();
        bench.alice(tell(Some("All cards fail"))).unwrap();
        bench.alice(confirm(1)).unwrap();
        bench.alice(tell(Some("All cards fail"))).unwrap();
        assert_eq!(page(&bench), (vec![], vec![1]), "it says that already");
        let words = if follows { "Some cards fail" } else { "All cards fail" };
        bench.after_minutes(1).alice(correct(corrected, words)).unwrap();
        let owed = if follows { vec![2] } else { vec![] };
        assert_eq!(page(&bench), (owed, vec![1]), "{corrected} {words}");
    }
}

#[test]
fn words_that_wait_are_handed_on_with_the_same_words() {
    let mut bench = sev1();
    bench.alice(tell(Some("All cards fail"))).unwrap();
    bench.alice(tell(Some("All cards fail"))).unwrap();
    assert_eq!(page(&bench), (vec![2], vec![]), "asked for once, below the last");
    let mut bench = declared("sev2", Manner::default());
    bench.alice(tell(Some("All cards fail"))).unwrap();
    bench.alice(sev("sev1")).unwrap();
    bench.alice(tell(Some("All cards fail"))).unwrap();
    assert_eq!(page(&bench), (vec![2], vec![]), "no news to others, but the page never said it");
}

#[test]
fn whoever_puts_the_words_there_twice_has_done_it_once() {
    let mut bench = sev1();
    bench.alice(tell(Some("All cards fail"))).unwrap();
    bench.after_minutes(3).alice(confirm(1)).unwrap();
    let before = bench.incident.clone();
    assert_eq!(bench.after_minutes(1).ask(person("bob"), confirm(1)).unwrap(), []);
    assert_eq!((bench.incident.clone(), times_changed(&bench)), (before, 1));
    let shown =
        OnPage::Shown { by: Author::Person(UserId::new("alice")), at: start() + TimeDelta::minutes(3) };
    assert_eq!(bench.incident.mailing(1).unwrap().on_page, Some(shown));
}

#[test]
fn corrected_words_are_to_be_put_there_again_and_only_those_that_were_seen_count() {
    let mut bench = sev1();
    bench.alice(tell(Some("All cards fail"))).unwrap();
    bench.after_minutes(1).alice(correct(1, "Some cards fail")).unwrap();
    assert!(
        matches!(bench.alice(confirm(1)), Err(Refusal::PageAwaitsNone { .. })),
        "those were the old words"
    );
    let corrected_at = DateTime::from_timestamp_millis(bench.now.timestamp_millis());
    bench.alice(Command::ConfirmPage { update: 1, corrected_at }).unwrap();
    assert_eq!(page(&bench), (vec![], vec![1]));
    bench.after_minutes(1).alice(correct(1, "Few cards fail")).unwrap();
    assert_eq!(page(&bench), (vec![1], vec![]));
    bench.after_minutes(1).alice(correct(1, "Some cards fail")).unwrap();
    assert_eq!(page(&bench), (vec![], vec![]), "the page says that");
    bench.alice(tell(Some("Cards work"))).unwrap();
    bench.alice(correct(1, "No card fails")).unwrap();
    assert_eq!(page(&bench), (vec![2], vec![]), "other words have followed");
}

#[test]
fn it_is_where_those_outside_may_hear_of_it_first_and_its_time_can_be_set_right() {
    let mut bench = sev1();
    bench.alice(tell(Some("All cards fail"))).unwrap();
    assert_eq!(bench.incident.moment(Moment::ToldOutside), None, "nobody outside has read it");
    bench.after_minutes(9).alice(confirm(1)).unwrap();
    assert_eq!(bench.incident.moment(Moment::ToldOutside), Some(bench.now));
    let (position, entry) = (Position::new(bench.timeline.len()), bench.timeline.last().unwrap());
    let entry = Addressed { position, fact: entry.fact.clone(), at: entry.happened_at, is_struck: false };
    let at = start() + TimeDelta::minutes(4);
    bench.alice(Command::Correct { entry: entry.clone(), text: None, at: Some(at) }).unwrap();
    assert_eq!(bench.incident.moment(Moment::ToldOutside), Some(at));
    let reworded = Command::Correct { entry, text: Some("Cards work".to_owned()), at: None };
    assert_eq!(bench.alice(reworded), Err(Refusal::NotWorded { entry: position }));
}

#[test]
fn what_waits_stays_in_hand_and_what_became_private_is_asked_of_nobody() {
    let mut bench = sev1();
    bench.alice(tell(Some("All cards fail"))).unwrap();
    for _ in 0..6 {
        bench.alice(tell(None)).unwrap();
    }
    let numbers: Vec<u32> = bench.incident.mailings.iter().map(|mailing| mailing.update.number).collect();
    assert_eq!(numbers, [1, 4, 5, 6, 7]);
    bench.alice(Command::MakePrivate { because: None, gone: Vec::new() }).unwrap();
    let owed = bench.incident.page_owed(bench.incident.mailing(1).unwrap(), &bench.policy);
    assert_eq!(owed, None);
    assert!(matches!(bench.alice(confirm(1)), Err(Refusal::PageAwaitsNone { .. })));
}

#[test]
fn somebody_says_so_also_after_the_end() {
    let mut bench = sev1();
    bench.alice(tell(Some("Cards work"))).unwrap();
    bench.alice(resolve()).unwrap();
    bench.alice(close()).unwrap();
    bench.alice(confirm(1)).unwrap();
    assert_eq!(times_changed(&bench), 1);
}
