//! External word that is corrected: whom that reaches, and what the record says of it.

use super::mail::{CUSTOMERS, PARTNERS, addressed, at_slack, outside, posted, tell_outside, text, to, told};
use super::*;

/// Says in that update what those outside should have read.
fn reword(update: u32, state: &str) -> Command {
    let external = Some(Box::new(outside(state)));
    Command::CorrectUpdate { update, text: text("Cards fail"), external }
}

/// As many updates as there are words; whoever is outside has read them.
fn with_updates(words: &[&str]) -> Bench {
    let mut bench = told();
    for (word, number) in words.iter().zip(1..) {
        bench.after_minutes(1).alice(tell_outside(word)).unwrap();
        bench.own(Command::NoticePosted { message: at_slack(CUSTOMERS, "3.0") });
        bench.own(posted(number, to(CUSTOMERS), 0));
    }
    bench
}

/// What the copies of the updates in hand that went to customers say, as they read once all edits are through; and what the
/// form comes with, and what the record says that they were told.
fn known(bench: &Bench) -> (Vec<String>, String, Vec<String>) {
    let state = |words: &ExternalText| words.state.clone();
    let copies = bench.incident.mailings.iter().filter(|mailing| mailing.delivery(&to(CUSTOMERS)).is_some());
    let copies = copies.filter_map(|mailing| mailing.update.external.as_deref().map(state)).collect();
    let form = bench.incident.last_external.as_ref().and_then(|last| last.external.as_deref().map(state));
    let told = crate::incident::told(&bench.timeline);
    (copies, form.unwrap_or_default(), external_news(&told).into_iter().flatten().map(state).collect())
}

fn is_edited(effects: &[Effect], channel: &str) -> bool {
    effects.contains(&Effect::RefreshCopies { to: to(channel) })
}

#[test]
fn a_correction_of_external_word_reaches_whoever_read_it_by_whichever_update() {
    for (words, corrected, copies, form, record, why) in [
        (&["A", "A"][..], 2, &["B"][..], "B", &["B"][..], "they read it by the first one"),
        (&["A", "A"], 1, &["B"], "B", &["B"], "the second one is no news either"),
        (&["A", "A", "A"], 2, &["B"], "B", &["B"], "all three say the same"),
        (&["A", "C"], 1, &["B", "C"], "C", &["B", "C"], "newer words stand"),
        (&["A", "C"], 2, &["A", "B"], "B", &["A", "B"], "older words stand"),
        (&["A", "C", "C"], 3, &["A", "B"], "B", &["A", "B"], "older words stand"),
        (&["A", "A", "C"], 2, &["B", "C"], "C", &["B", "C"], "they read it by the first one"),
        (&["A", "C", "A"], 3, &["A", "C", "B"], "B", &["A", "C", "B"], "what was said before was said"),
    ] {
        let mut bench = with_updates(words);
        let effects = bench.after_minutes(1).alice(reword(corrected, "B")).unwrap();
        assert!(is_edited(&effects, CUSTOMERS), "{words:?}, {corrected}: {effects:?}");
        assert_eq!(addressed(&effects), [], "{words:?}, {corrected}: an edit is not a message");
        let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let expected = (owned(copies), form.to_owned(), owned(record));
        assert_eq!(known(&bench), expected, "{words:?}, {corrected}: {why}");
    }
}

#[test]
fn external_word_whose_copies_are_out_of_hand_is_told_anew_when_it_is_corrected() {
    let mut bench = with_updates(&["A"; 6]);
    let effects = bench.alice(reword(6, "B")).unwrap();
    assert_eq!(addressed(&effects), [to(CUSTOMERS)]);
    assert_eq!(known(&bench), (vec!["B".to_owned()], "B".to_owned(), vec!["A".to_owned(), "B".to_owned()]));
    bench.own(posted(6, to(CUSTOMERS), 0));
    let effects = bench.alice(reword(6, "C")).unwrap();
    assert!(is_edited(&effects, CUSTOMERS), "{effects:?}");
    assert_eq!(addressed(&effects), [], "from now on it is in hand");
}

#[test]
fn older_words_whose_copies_are_out_of_hand_are_not_told_after_newer_ones() {
    let mut bench = with_updates(&["A", "A", "A", "A", "A", "C"]);
    let out_of_hand = Refusal::UpdateOutOfHand { number: Number::new(1) };
    assert_eq!(bench.alice(reword(5, "B")), Err(out_of_hand));
    bench
        .alice(Command::CorrectUpdate {
            update: 5,
            text: text("All cards fail"),
            external: Some(Box::new(outside("A"))),
        })
        .unwrap();
}

#[test]
fn whoever_came_to_the_words_later_reads_their_correction_too() {
    let mut bench = with_updates(&["A"]);
    let mut rungs = bench.policy.ladder.rungs().to_vec();
    rungs[0].external_channels = [CUSTOMERS, PARTNERS].map(ChannelId::new).to_vec();
    bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    bench.alice(sev("sev0")).unwrap();
    bench.alice(tell_outside("A")).unwrap();
    bench.own(Command::NoticePosted { message: at_slack(PARTNERS, "4.0") });
    bench.own(posted(2, to(PARTNERS), 0));
    let effects = bench.alice(reword(1, "B")).unwrap();
    assert!(is_edited(&effects, CUSTOMERS) && is_edited(&effects, PARTNERS), "{effects:?}");
}

#[test]
fn external_word_is_not_taken_back_by_leaving_it_out() {
    let mut bench = with_updates(&["A"]);
    let left_out = Command::CorrectUpdate { update: 1, text: text("All cards fail"), external: None };
    assert_eq!(bench.alice(left_out), Err(Refusal::Fields(vec![(Field::ExternalState, Flaw::Empty)])));
}

#[test]
fn nothing_is_told_outside_of_what_is_private() {
    let mut bench = with_updates(&["A"; 6]);
    bench.alice(Command::MakePrivate { because: None }).unwrap();
    let effects = bench.alice(reword(6, "B")).unwrap();
    assert_eq!(addressed(&effects), []);
}
