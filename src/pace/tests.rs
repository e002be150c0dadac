//! Tables for what things cost, and properties of what is spent.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::incident::{
    Address, Audience, Author, ChannelId, Effect, Errand, GroupId, Line, MessageRef, Number, Offer, OfferEnd,
    Role, UserId,
};
use crate::slack::method;

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn after(millis: i64) -> DateTime<Utc> {
    start() + TimeDelta::milliseconds(millis)
}

fn say(audience: Audience) -> Effect {
    Effect::Say { audience, line: Line::GaveUp { errand: Errand::Say, why: "x".into() } }
}

fn people(count: usize) -> Effect {
    Effect::InvitePeople { people: (0..count).map(|i| UserId::new(format!("U{i}"))).collect() }
}

fn toll_of(effect: &Effect, is_first_try: bool) -> Toll {
    Toll::of(effect, Number::new(7), is_first_try)
}

fn in_words(toll: &Toll) -> String {
    let parts = toll.parts().map(|(budget, times)| match times {
        1 => budget.name().to_owned(),
        _ => format!("{times} × {}", budget.name()),
    });
    parts.collect::<Vec<_>>().join(" + ")
}

#[test]
fn bells_come_first_and_cosmetics_last() {
    use Importance::{Bell, Cosmetic, Gathering, Word};
    let message = MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
    let groups = vec![GroupId::new("S1"), GroupId::new("S2"), GroupId::new("S3")];
    let asked_by = Author::Firebell;
    let brief = Effect::Brief { person: UserId::new("U1"), role: Role::Triage };
    let heads_up = Effect::HeadsUp { person: UserId::new("U1"), due_at: start() };
    let entrusted = Effect::EntrustPostmortem { person: UserId::new("U1") };
    let table = [
        (Effect::Announce, Bell, "post:announcements + posts"),
        (Effect::OpenChannel, Gathering, "conversations.create"),
        (people(1), Gathering, "conversations.invite"),
        (people(201), Gathering, "3 × conversations.invite"),
        (Effect::InviteGroups { groups }, Gathering, "3 × usergroups.users.list + conversations.invite"),
        (Effect::PostPanel, Word, "post:7 + posts"),
        (Effect::Remind, Word, "post:7 + posts"),
        (Effect::Tell { channel: ChannelId::new("C9") }, Word, "post:C9 + posts"),
        (brief, Word, "post:U1 + posts + conversations.open"),
        (heads_up, Word, "post:U1 + posts + conversations.open"),
        (entrusted, Word, "post:U1 + posts + conversations.open"),
        (say(Audience::Channel), Word, "post:7 + posts"),
        (say(Audience::Announcement), Word, "post:announcements + posts"),
        (Effect::ReadMessage { message: message.clone(), quote: None }, Word, "conversations.replies"),
        (
            Effect::UploadPostmortem { asked_by },
            Word,
            "files.completeUploadExternal + files.getUploadURLExternal",
        ),
        (Effect::RefreshAnnouncement, Cosmetic, "chat.update"),
        (Effect::RefreshPanel, Cosmetic, "chat.update"),
        (Effect::RefreshReminder, Cosmetic, "chat.update"),
        (Effect::RetireReminder { message: message.clone(), answered: None }, Cosmetic, "chat.update"),
        (Effect::RetirePlea { message: message.clone(), commander: None }, Cosmetic, "chat.update"),
        (
            Effect::RetireOffer { offer: Offer { to: Address::Channel, message }, end: OfferEnd::Delivered },
            Cosmetic,
            "chat.update",
        ),
        (Effect::SetTopic, Cosmetic, "conversations.setTopic"),
        (Effect::PinPanel, Cosmetic, "pins.add"),
        (Effect::TakeBackName { whom: Number::new(1) }, Cosmetic, "chat.update + conversations.history"),
    ];
    for (effect, importance, toll) in table {
        assert_eq!(Importance::of(&effect), importance, "{effect:?}");
        assert_eq!(in_words(&toll_of(&effect, true)), toll, "{effect:?}");
    }
    let ranks = [Bell, Gathering, Word, Cosmetic].map(Importance::rank);
    assert!(ranks.is_sorted());
}

#[test]
fn a_further_try_pays_for_its_look_too() {
    let table = [
        (Effect::Announce, "post:announcements + posts + conversations.history"),
        (say(Audience::Announcement), "post:announcements + posts + conversations.replies"),
        (Effect::OpenChannel, "conversations.create + users.conversations"),
        (Effect::SetTopic, "conversations.setTopic + conversations.info"),
        (Effect::PinPanel, "pins.add"),
    ];
    for (effect, toll) in table {
        assert_eq!(in_words(&toll_of(&effect, false)), toll);
    }
}

#[test]
fn what_slack_wants_no_more_of_is_the_method_or_the_channel() {
    let spent_by = |effect: &Effect, method: &'static str| {
        toll_of(effect, false).spent_by(method).map(|budget| budget.name().to_owned())
    };
    assert_eq!(spent_by(&Effect::Announce, "chat.postMessage").as_deref(), Some("post:announcements"));
    assert_eq!(
        spent_by(&Effect::Announce, "conversations.history").as_deref(),
        Some("conversations.history")
    );
    assert_eq!(
        spent_by(&Effect::SetTopic, "conversations.setTopic").as_deref(),
        Some("conversations.setTopic")
    );
    assert_eq!(spent_by(&Effect::Remind, "conversations.open").as_deref(), Some("conversations.open"));
    assert_eq!(spent_by(&Effect::SetTopic, ""), None);
}

/// Each method with its tier. (Slack docs, each method's page.) What has a limit of its own, and does without a budget, counts
/// as of tier 3: `auth.test`, `chat.getPermalink`, and `chat.postMessage`, whose budgets are those of channels.
const TIERS: &[(&str, usize)] = &[
    ("auth.test", 3),
    ("chat.getPermalink", 3),
    ("chat.postMessage", 3),
    ("chat.update", 3),
    ("conversations.archive", 2),
    ("conversations.create", 2),
    ("conversations.history", 3),
    ("conversations.info", 3),
    ("conversations.invite", 3),
    ("conversations.join", 3),
    ("conversations.members", 4),
    ("conversations.open", 3),
    ("conversations.rename", 2),
    ("conversations.replies", 3),
    ("conversations.setTopic", 2),
    ("files.completeUploadExternal", 4),
    ("files.getUploadURLExternal", 4),
    ("files.info", 4),
    ("pins.add", 2),
    ("usergroups.list", 2),
    ("usergroups.users.list", 2),
    ("users.conversations", 3),
    ("users.info", 4),
    ("users.list", 2),
    ("views.open", 4),
    ("views.publish", 4),
    ("views.push", 4),
];

#[test]
fn each_method_has_the_tier_that_slack_gives_it() {
    let mut called: Vec<&str> = method::ALL.iter().map(|method| method.name).collect();
    called.sort_unstable();
    assert_eq!(called, TIERS.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "each is in the table");
    for (name, tier) in TIERS {
        let limit = Budget::method(name).limit();
        let most = [20, 50, 100][tier - 2];
        assert_eq!((limit.most, limit.within.num_seconds()), (most, 61), "{name}");
    }
    assert_eq!(Budget::channel("7").limit().most, 1);
}

#[test]
fn archiving_spends_calls_of_tier_2() {
    let archiving = toll_of(&Effect::ArchiveChannel, true);
    assert_eq!(in_words(&archiving), "conversations.archive");
    assert_eq!(Importance::of(&Effect::ArchiveChannel), Importance::Cosmetic);
    let mut ledger = Ledger::default();
    let paid = (0..25).filter(|_| ledger.pay(&archiving, start())).count();
    assert_eq!(paid, 20);
}

fn toll(effect: &Effect) -> Toll {
    toll_of(effect, true)
}

#[test]
fn the_twenty_first_channel_waits_a_minute() {
    let mut ledger = Ledger::default();
    let create = toll(&Effect::OpenChannel);
    for i in 0..20 {
        assert!(ledger.pay(&create, after(i * 100)));
    }
    assert!(!ledger.pay(&create, after(2_000)));
    assert_eq!(ledger.grows_at(after(2_000)), Some(after(61_000)));
    assert!(ledger.pay(&toll(&Effect::SetTopic), after(2_000)), "other methods go on");
    assert!(!Round::new(&mut ledger, after(60_999)).pay(&create));
    assert!(Round::new(&mut ledger, after(61_000)).pay(&create));
    assert!(!Round::new(&mut ledger, after(61_050)).pay(&create), "the second one was 100 ms later");
}

#[test]
fn whoever_comes_new_stands_in_line_behind_those_who_wait() {
    let mut ledger = Ledger::default();
    let (bell, words) = (toll(&Effect::Announce), toll(&say(Audience::Announcement)));
    assert!(ledger.pay(&bell, after(0)));
    assert!(!ledger.pay(&bell, after(500)), "one message a second");
    assert!(!ledger.pay(&words, after(1_060)), "there is room, but for the bell that waits");
    let mut round = Round::new(&mut ledger, after(1_060));
    assert!(round.pay(&bell) && !round.pay(&words));
    assert!(!ledger.pay(&words, after(2_200)), "somebody may still be waiting");
    assert!(ledger.pay(&words, after(6_000)), "nobody was");
}

#[test]
fn nobody_stands_in_line_where_nobody_was_left_behind() {
    let mut ledger = Ledger::default();
    let bell = toll(&Effect::Announce);
    assert!(Round::new(&mut ledger, after(0)).pay(&bell), "the last in line has gone");
    assert!(!ledger.pay(&bell, after(1_049)));
    let mut ledger = Ledger::default();
    assert!(Round::new(&mut ledger, after(0)).pay(&bell));
    assert!(ledger.pay(&bell, after(1_050)), "there is room, and no line");
}

#[test]
fn whoever_had_no_place_goes_before_whoever_comes_new() {
    let mut ledger = Ledger::default();
    let (bell, words) = (toll(&Effect::Announce), toll(&say(Audience::Announcement)));
    let mut round = Round::new(&mut ledger, after(0));
    assert!(round.pay(&bell));
    round.leave_behind(&words);
    assert!(!ledger.pay(&words, after(1_060)), "somebody else was first");
    assert!(Round::new(&mut ledger, after(1_060)).pay(&words));
    let mut ledger = Ledger::default();
    Round::new(&mut ledger, after(0)).leave_behind(&words);
    assert!(ledger.pay(&words, after(0)), "there is enough for both");
}

#[test]
fn what_was_given_back_can_be_spent_again() {
    let mut ledger = Ledger::default();
    let groups = |count| toll(&Effect::InviteGroups { groups: vec![GroupId::new("S1"); count] });
    assert!(ledger.pay(&groups(8), after(0)) && ledger.pay(&groups(12), after(5)));
    assert!(!Round::new(&mut ledger, after(10)).pay(&groups(1)));
    ledger.give_back(&groups(12), after(5));
    let mut round = Round::new(&mut ledger, after(10));
    assert!(round.pay(&groups(12)) && !round.pay(&groups(1)), "the others stay spent");
}

#[test]
fn what_somebody_lacks_is_kept_for_them() {
    let mut ledger = Ledger::default();
    let groups = |count| toll(&Effect::InviteGroups { groups: vec![GroupId::new("S1"); count] });
    assert!(ledger.pay(&groups(18), after(0)));
    let mut round = Round::new(&mut ledger, after(1));
    assert!(!round.pay(&groups(3)), "two are left");
    assert!(!round.pay(&groups(1)), "they are kept, or those who need much would wait for ever");
    assert!(round.pay(&toll(&people(1))));
    assert!(ledger.pay(&groups(500), after(70_000)), "more than all of it is all of it");
}

#[test]
fn slack_is_believed_for_as_long_as_it_says() {
    let mut ledger = Ledger::default();
    let edit = toll(&Effect::RefreshPanel);
    let budget = edit.spent_by("chat.update").unwrap();
    ledger.close(&budget, after(0), Duration::from_secs(30));
    ledger.close(&budget, after(5), Duration::from_secs(10));
    assert_eq!(ledger.closed_for(&budget, after(10_000)), Some(Duration::from_secs(20)));
    assert!(!ledger.pay(&edit, after(29_999)));
    assert_eq!(ledger.grows_at(after(1)), Some(after(30_000)));
    assert!(Round::new(&mut ledger, after(30_000)).pay(&edit));
    assert_eq!(ledger.closed_for(&budget, after(30_000)), None, "what was spent is another matter");
}

#[test]
fn a_clock_that_was_put_back_stops_nothing_for_an_hour() {
    let mut ledger = Ledger::default();
    let (bell, create) = (toll(&Effect::Announce), toll(&Effect::OpenChannel));
    assert!(ledger.pay(&bell, after(3_600_000)) && ledger.pay(&create, after(3_600_000)));
    ledger.close(
        &create.spent_by("conversations.create").unwrap(),
        after(3_600_000),
        Duration::from_secs(30),
    );
    assert!(!ledger.pay(&bell, after(0)));
    assert!(Round::new(&mut ledger, after(1_050)).pay(&bell));
    assert!(!Round::new(&mut ledger, after(29_000)).pay(&create));
    assert!(Round::new(&mut ledger, after(30_000)).pay(&create));
}

#[test]
fn a_ledger_is_read_again_as_it_was_written_and_forgets_what_is_over() {
    let mut ledger = Ledger::default();
    ledger.pay(&toll(&Effect::Announce), after(0));
    ledger.pay(&toll(&Effect::OpenChannel), after(0));
    ledger.close(&Budget::POSTS, after(0), Duration::from_secs(2));
    let text = serde_json::to_string(&ledger).unwrap();
    assert_eq!(serde_json::from_str::<Ledger>(&text).unwrap(), ledger);
    ledger.closed(after(62_000));
    assert_eq!(ledger, Ledger::default());
}

/// When each of those who come is let go: at once, or by a look at the line, which happens whenever there is more room.
fn let_go(coming: &[i64], toll: &Toll, fresh: bool) -> Vec<i64> {
    let (mut ledger, mut gone) = (Ledger::default(), Vec::new());
    for at in coming {
        if fresh {
            gone.extend(ledger.pay(toll, after(*at)).then_some(*at));
        } else {
            gone.extend(Round::new(&mut ledger, after(*at)).pay(toll).then_some(*at));
        }
    }
    gone
}

/// How many of `gone` lie within the span that ends at `at`.
fn within(gone: &[i64], at: i64, span: i64) -> usize {
    gone.iter().filter(|other| (at - span + 1..=at).contains(*other)).count()
}

proptest! {
    #[test]
    fn never_more_than_the_limit_and_never_refused_where_there_is_room(
        mut coming in proptest::collection::vec(0_i64..200_000, 1..400),
        fresh in any::<bool>(),
    ) {
        coming.sort_unstable();
        for effect in [Effect::OpenChannel, Effect::RefreshPanel, Effect::Announce] {
            let toll = toll(&effect);
            let (budget, _) = toll.parts().next().unwrap();
            let (most, span) = (budget.limit().most, budget.limit().within.num_milliseconds());
            let gone = let_go(&coming, &toll, fresh);
            for at in &gone {
                prop_assert!(within(&gone, *at, span) <= most);
            }
            let mut left = gone.clone();
            for at in &coming {
                match left.iter().position(|other| other == at) {
                    Some(place) => drop(left.remove(place)),
                    None if fresh => {}
                    None => prop_assert!(within(&gone, *at, span) >= most, "refused at {at}"),
                }
            }
        }
    }
}
