//! The copies of updates: who gets one, what becomes of it, and what a correction owes.

use super::*;

const SALES: &str = "C-SALES";
pub(super) const CUSTOMERS: &str = "C-CUSTOMERS";
pub(super) const PARTNERS: &str = "C-PARTNERS";

pub(super) fn to(channel: &str) -> Address {
    Address::Stakeholders { channel: ChannelId::new(channel) }
}

pub(super) fn at_slack(channel: &str, ts: &str) -> MessageRef {
    MessageRef { channel: ChannelId::new(channel), ts: ts.to_owned() }
}

/// An incident whose channel is there, and of which Sales were told.
pub(super) fn told() -> Bench {
    let mut bench = Bench::declared("sev1");
    let mut rungs = bench.policy.ladder.rungs().to_vec();
    rungs[1].tell_channels = vec![ChannelId::new(SALES)];
    rungs[1].external_channels = vec![ChannelId::new(CUSTOMERS)];
    bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    bench.own(Command::ChannelOpened {
        channel: ChannelId::new("C-INC"),
        name: "inc-1".to_owned(),
        is_private: false,
    });
    bench.own(Command::NoticePosted { message: at_slack(SALES, "1.0") });
    bench
}

pub(super) fn outside(state: &str) -> ExternalText {
    ExternalText { state: state.to_owned(), expected_fix: String::new(), follow_up: String::new() }
}

pub(super) fn text(what_happened: &str) -> UpdateText {
    UpdateText { what_happened: what_happened.to_owned(), impact: String::new(), doing: String::new() }
}

pub(super) fn tell_outside(state: &str) -> Command {
    let external = Some(Box::new(outside(state)));
    Command::PostUpdate { text: text("Cards fail"), external, next_update_at: None, offered_at: None }
}

fn correct(update: u32, words: &str) -> Command {
    Command::CorrectUpdate { update, text: text(words), external: None }
}

pub(super) fn posted(update: u32, to: Address, shows: u32) -> Command {
    Command::CopyPosted { update, to, message: at_slack("C", "2.0"), shows }
}

fn given_up(what: Parcel, errand: Errand) -> Command {
    let earlier = Earlier { delivery: "T1/1/7".to_owned(), owed_since: start() };
    Command::Undelivered { what, errand, earlier, why: Obstacle::from("is_archived") }
}

fn copy(update: u32, to: Address) -> Parcel {
    Parcel::Copy { update, to }
}

#[test]
fn a_copy_that_was_corrected_on_its_way_is_edited_once_it_stands() {
    let mut bench = told();
    bench.alice(update(None)).unwrap();
    bench.alice(correct(1, "Cards fail everywhere")).unwrap();
    let effects = bench.own(posted(1, to(SALES), 0));
    assert!(effects.contains(&Effect::RefreshCopies { to: to(SALES) }), "{effects:?}");
    let effects = bench.own(posted(1, Address::Announcement, 1));
    assert!(!effects.contains(&Effect::RefreshCopies { to: Address::Announcement }), "{effects:?}");
}

/// Where an update went, of all that is owed.
pub(super) fn addressed(effects: &[Effect]) -> Vec<Address> {
    let addresses = effects.iter().filter_map(|effect| match effect {
        Effect::Deliver { to, .. } => Some(to.clone()),
        _ => None,
    });
    addresses.collect()
}

#[test]
fn an_update_goes_to_each_address_once_and_external_word_to_whom_it_is_for() {
    let mut bench = told();
    let inside = [Address::Channel, Address::Announcement, to(SALES)];
    assert_eq!(addressed(&bench.alice(update(None)).unwrap()), inside);
    assert_eq!(bench.incident.moment(Moment::ToldOutside), None);
    let effects = bench.after_minutes(5).alice(tell_outside("Cards fail for some")).unwrap();
    assert_eq!(addressed(&effects), [inside.to_vec(), vec![to(CUSTOMERS)]].concat());
    assert!(
        effects.contains(&Effect::Tell { channel: ChannelId::new(CUSTOMERS) }),
        "they hear what it is about"
    );
    bench.after_minutes(1).own(Command::NoticePosted { message: at_slack(CUSTOMERS, "3.0") });
    let told_at = bench.incident.moment(Moment::ToldOutside);
    assert_eq!(told_at, Some(bench.now));
    let again = bench.after_minutes(5).alice(tell_outside("Cards fail for some")).unwrap();
    assert_eq!(addressed(&again), inside, "the form came with it, and it is no news");
    let news = bench.alice(tell_outside("Cards work for most")).unwrap();
    assert_eq!(addressed(&news).len(), 4);
    assert_eq!(bench.incident.moment(Moment::ToldOutside), told_at, "the first time counts");
}

#[test]
fn those_outside_whom_another_severity_adds_hear_what_the_others_have_read() {
    let mut bench = told();
    let mut rungs = bench.policy.ladder.rungs().to_vec();
    rungs[0].external_channels = [CUSTOMERS, PARTNERS].map(ChannelId::new).to_vec();
    bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    bench.alice(tell_outside("Cards fail for some")).unwrap();
    bench.alice(sev("sev0")).unwrap();
    let inside = [Address::Channel, Address::Announcement, to(SALES)];
    let effects = bench.after_minutes(5).alice(tell_outside("Cards fail for some")).unwrap();
    assert!(effects.contains(&Effect::Tell { channel: ChannelId::new(PARTNERS) }), "{effects:?}");
    assert_eq!(addressed(&effects), [inside.to_vec(), vec![to(PARTNERS)]].concat());
    let again = bench.after_minutes(5).alice(tell_outside("Cards fail for some")).unwrap();
    assert_eq!(addressed(&again), inside, "by now everybody has read it");
    let news = bench.alice(tell_outside("Cards work for most")).unwrap();
    assert_eq!(addressed(&news), [inside.to_vec(), vec![to(CUSTOMERS), to(PARTNERS)]].concat());
}

#[test]
fn those_outside_hear_how_it_ends_and_not_how_the_work_goes_on() {
    let mut bench = told();
    bench.alice(tell_outside("Cards fail for some")).unwrap();
    for (command, is_told) in [
        (Command::NothingNew { answers: None }, false),
        (resolve(), true),
        (close(), false),
        (reopen(), true),
    ] {
        let effects = bench.alice(command.clone()).unwrap();
        let addressed = addressed(&effects);
        assert_eq!(addressed.contains(&to(CUSTOMERS)), is_told, "{command:?}");
        assert!(addressed.contains(&to(SALES)), "{command:?}");
    }
}

#[test]
fn what_was_given_up_is_tried_again_at_its_address_alone_with_the_name_that_it_had() {
    let mut bench = told();
    bench.alice(update(None)).unwrap();
    assert!(matches!(bench.alice(Command::Redeliver { to: to(SALES) }), Err(Refusal::NothingToRetry { .. })));
    bench.own(posted(1, Address::Channel, 0));
    bench.own(given_up(copy(1, to(SALES)), Errand::TellMore));
    bench.own(given_up(copy(1, Address::Announcement), Errand::Inform));
    let effects = bench.alice(Command::Redeliver { to: to(SALES) }).unwrap();
    assert_eq!(addressed(&effects), [to(SALES)]);
    let again = effects.iter().find_map(Effect::again).expect("it may have been posted unheard");
    assert_eq!(again.delivery, "T1/1/7");
    let mailing = bench.incident.mailing(1).unwrap();
    assert_eq!(mailing.delivery(&to(SALES)).unwrap().fate(), Fate::Waiting);
    assert!(matches!(mailing.delivery(&Address::Announcement).unwrap().fate(), Fate::GivenUp(_)));
}

#[test]
fn a_channel_that_was_never_told_is_told_by_a_retry_before_its_copies() {
    let mut bench = told();
    let channel = ChannelId::new(SALES);
    bench.alice(update(None)).unwrap();
    bench.own(given_up(Parcel::Notice { channel: channel.clone() }, Errand::Tell));
    let effects = bench.alice(update(None)).unwrap();
    assert_eq!(addressed(&effects), [Address::Channel, Address::Announcement], "nobody knocks in vain");
    let effects = bench.alice(Command::Redeliver { to: to(SALES) }).unwrap();
    assert!(
        matches!(&effects[0], Effect::TellAgain { channel: told, .. } if *told == channel),
        "{effects:?}"
    );
    assert_eq!(addressed(&effects), [to(SALES), to(SALES)], "both updates, in their order");
}

#[test]
fn a_correction_owes_an_edit_to_every_copy_and_keeps_the_old_words() {
    let mut bench = told();
    bench.alice(update(None)).unwrap();
    for to in [Address::Channel, to(SALES)] {
        bench.own(posted(1, to, 0));
    }
    let effects = bench.after_minutes(1).alice(correct(1, "Only cards of one bank fail")).unwrap();
    let edited = |to: Address| effects.contains(&Effect::RefreshCopies { to });
    assert!(edited(Address::Channel) && edited(Address::Announcement) && edited(to(SALES)), "{effects:?}");
    let last = bench.incident.last_update.as_ref().unwrap();
    assert_eq!(last.text.what_happened, "Only cards of one bank fail");
    assert_eq!(last.corrected.as_ref().unwrap().at, bench.now);
    let told = crate::incident::told(&bench.timeline);
    let whole = told.iter().find(|one| matches!(one.entry.fact, Fact::UpdatePosted { .. })).unwrap();
    let words: Vec<String> = whole.versions().iter().map(|version| format!("{version:?}")).collect();
    assert!(words[0].contains("Customers cannot pay by card") && words[1].contains("Only cards of one bank"));
    assert!(bench.incident.mailing(1).unwrap().delivery(&to(SALES)).unwrap().is_stale());
    bench.own(Command::CopiesShown { to: to(SALES), shown: vec![(1, 1)] });
    assert!(!bench.incident.mailing(1).unwrap().delivery(&to(SALES)).unwrap().is_stale());
}

#[test]
fn a_correction_that_changes_nothing_says_nothing_and_only_the_last_updates_are_in_hand() {
    let mut bench = told();
    for _ in 0..6 {
        bench
            .alice(Command::PostUpdate {
                text: text("Cards fail"),
                external: None,
                next_update_at: None,
                offered_at: None,
            })
            .unwrap();
    }
    assert_eq!(bench.alice(correct(6, " Cards fail ")).unwrap(), []);
    assert!(matches!(bench.alice(correct(1, "Too late")), Err(Refusal::UpdateOutOfHand { .. })));
    assert!(matches!(bench.alice(correct(6, " ")), Err(Refusal::Fields(_))));
    assert_eq!(bench.incident.mailings.len(), 5);
}

#[test]
fn an_edit_that_ends_late_leaves_a_newer_change_to_be_shown() {
    let mut bench = told();
    bench.alice(update(None)).unwrap();
    bench.own(posted(1, to(SALES), 0));
    bench.alice(correct(1, "One")).unwrap();
    bench.alice(correct(1, "Two")).unwrap();
    bench.own(Command::CopiesShown { to: to(SALES), shown: vec![(1, 1)] });
    assert!(bench.incident.mailing(1).unwrap().delivery(&to(SALES)).unwrap().is_stale());
}

#[test]
fn those_outside_have_heard_of_it_once_something_has_reached_them() {
    let mut bench = told();
    let heard_at =
        |bench: &Bench| bench.incident.moment(Moment::ToldOutside).map(|at| (at - start()).num_minutes());
    bench.alice(tell_outside("Cards fail")).unwrap();
    let lost = Parcel::Notice { channel: ChannelId::new(CUSTOMERS) };
    bench.after_minutes(1).own(given_up(lost, Errand::Tell));
    assert_eq!(heard_at(&bench), None, "it was given up, so nobody heard of it");
    bench.after_minutes(1).own(posted(1, Address::Announcement, 0));
    assert_eq!(heard_at(&bench), None, "those are not outside");
    bench.after_minutes(3).own(Command::NoticePosted { message: at_slack(CUSTOMERS, "3.0") });
    assert_eq!(heard_at(&bench), Some(5));
    bench.after_minutes(1).own(posted(1, to(CUSTOMERS), 0));
    assert_eq!(heard_at(&bench), Some(5), "the first word counts");
}
