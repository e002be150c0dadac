//! A comparison that cannot fail proves nothing: here the whole is broken in each way that it has to notice.

mod whole;

use chrono::TimeDelta;
use chrono_tz::Tz;
use firebell::incident::{Fact, Policy};
use firebell::language::Language;
use firebell::slack::views::{Message, Voice};
use slack_sandbox::{ChannelState, MessageState};

use self::whole::{ALICE, BOB, CHANNEL, deed, message, reworded, whole};
use super::{Accounts, Finding, Kind, compare, copied};
use crate::database::{Recorded, Work};
use crate::fault::Outage;
use crate::site::Ended;
use crate::stage::COMMAND;
use crate::told::{self, Asked, Heard};

fn voice(policy: &Policy) -> Voice<'_> {
    Voice { language: Language::English, zone: Tz::UTC, policy, command: COMMAND }
}

/// What is found when the whole is broken like this.
fn found(break_it: impl FnOnce(&mut Accounts)) -> Vec<Finding> {
    let mut accounts = whole();
    break_it(&mut accounts);
    compare(&accounts)
}

/// Breaking the whole like this is noticed as `kind`, in these words.
fn notices(kind: Kind, words: &str, break_it: impl FnOnce(&mut Accounts)) {
    let found = found(break_it);
    let is_it = |finding: &Finding| finding.fault == kind && finding.to_string().contains(words);
    assert!(found.iter().any(is_it), "{found:#?}");
}

fn recorded(accounts: &mut Accounts) -> &mut Recorded {
    &mut accounts.database.incidents[0]
}

fn bells(accounts: &mut Accounts) -> &mut Vec<MessageState> {
    &mut accounts.slack.channels[0].messages
}

fn channel(accounts: &mut Accounts) -> &mut ChannelState {
    &mut accounts.slack.channels[1]
}

/// Leaves one entry out of the timeline, or puts it there once more, as if it had always been so.
fn with_entry(accounts: &mut Accounts, wanted: impl Fn(&Fact) -> bool, times: usize) {
    let recorded = recorded(accounts);
    let timeline = recorded
        .timeline
        .iter()
        .flat_map(|entry| std::iter::repeat_n(entry.clone(), if wanted(&entry.fact) { times } else { 1 }));
    recorded.timeline = timeline.collect();
    recorded.positions = (1..).take(recorded.timeline.len()).collect();
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    assert_eq!(found(|_| {}), []);
}

#[test]
fn a_declaration_that_was_acknowledged_and_is_not_there() {
    notices(Kind::Lost, "was acknowledged and is not there", |accounts| {
        accounts.database.incidents.clear();
        accounts.database.last_number = 0;
    });
}

#[test]
fn a_declaration_that_is_there_twice() {
    notices(Kind::Duplicated, "is there 2 times", |accounts| {
        let mut again = recorded(accounts).clone();
        again.number = 2;
        accounts.database.incidents.push(again);
        accounts.database.last_number = 2;
    });
}

#[test]
fn a_declaration_without_an_answer_may_be_there_once_or_not() {
    let unclear = |accounts: &mut Accounts| accounts.told[0].heard = Heard::Unclear;
    assert_eq!(found(unclear), []);
}

#[test]
fn a_declaration_that_was_refused_and_is_there() {
    notices(Kind::HalfDone, "though it was refused", |accounts| accounts.told[0].heard = Heard::No);
}

#[test]
fn a_declaration_that_was_answered_with_the_number_of_another() {
    notices(Kind::HalfDone, "the answer was", |accounts| {
        "INC-2 is declared: SEV1, Trouble".clone_into(&mut accounts.told[0].words);
    });
}

#[test]
fn an_incident_that_nobody_declared() {
    notices(Kind::Duplicated, "nobody declared", |accounts| {
        accounts.told.remove(0);
    });
}

#[test]
fn a_number_that_was_left_out() {
    notices(Kind::Lost, "1 numbers were given, 2 are there", |accounts| recorded(accounts).number = 2);
    notices(Kind::Lost, "2 numbers were given, 1 are there", |accounts| accounts.database.last_number = 2);
}

#[test]
fn what_was_acknowledged_and_does_not_stand_on_the_timeline() {
    for (what, wanted) in [
        ("'note Seen s000004'", (|fact| matches!(fact, Fact::Noted { .. })) as fn(&Fact) -> bool),
        ("'stage triage'", |fact| matches!(fact, Fact::StageChanged { .. })),
        ("'severity sev0 s000005'", |fact| matches!(fact, Fact::SeverityChanged { .. })),
        ("'update Things move: s000006'", |fact| matches!(fact, Fact::UpdatePosted { .. })),
        ("'role commander U0PERSON01 '", |fact| matches!(fact, Fact::RoleGiven { .. })),
    ] {
        notices(Kind::Lost, what, |accounts| with_entry(accounts, wanted, 0));
    }
}

#[test]
fn what_stands_on_the_timeline_twice() {
    notices(Kind::Duplicated, "acknowledged 1 times, unclear 0, recorded 2", |accounts| {
        with_entry(accounts, |fact| matches!(fact, Fact::Noted { .. }), 2);
    });
}

#[test]
fn what_nobody_heard_of_may_stand_on_the_timeline_once_but_not_twice() {
    let unclear = |accounts: &mut Accounts| accounts.told[3].heard = Heard::Unclear;
    assert_eq!(found(unclear), []);
    notices(Kind::Duplicated, "acknowledged 0 times, unclear 1, recorded 2", |accounts| {
        unclear(accounts);
        with_entry(accounts, |fact| matches!(fact, Fact::Noted { .. }), 2);
    });
}

#[test]
fn what_was_asked_after_an_answer_and_stands_before_it() {
    notices(Kind::OutOfOrder, "which had been answered", |accounts| {
        let note = |fact: &Fact| matches!(fact, Fact::Noted { .. });
        let recorded = recorded(accounts);
        let place = recorded.timeline.iter().position(|entry| note(&entry.fact)).unwrap();
        recorded.timeline.swap(place, place - 1);
    });
}

#[test]
fn an_incident_that_is_not_what_its_timeline_says() {
    let notices = |what, break_it: fn(&mut Recorded)| {
        notices(Kind::HalfDone, what, |accounts| break_it(recorded(accounts)));
    };
    notices("its column is_open and", |recorded| recorded.is_open = true);
    notices("its column channel and", |recorded| recorded.channel.clear());
    notices("its positions on the timeline and", |recorded| recorded.positions[1] = 9);
    notices("its last update and", |recorded| recorded.incident.last_update = None);
    notices("its clock stands at", |recorded| recorded.next_reminder_at = 5);
}

#[test]
fn a_second_channel_and_none() {
    notices(Kind::Duplicated, "it has 2 × channel", |accounts| {
        let again = ChannelState { id: "C0OTHER001".into(), ..channel(accounts).clone() };
        accounts.slack.channels.push(again);
    });
    notices(Kind::Lost, "it has no channel", |accounts| {
        accounts.slack.channels.remove(1);
    });
}

#[test]
fn a_channel_that_belongs_to_no_incident() {
    notices(Kind::HalfDone, "#inc-7-trouble belongs to no incident", |accounts| {
        let strange = ChannelState { name: "inc-7-trouble".into(), ..ChannelState::default() };
        accounts.slack.channels.push(strange);
    });
}

#[test]
fn a_second_announcement_and_none() {
    notices(Kind::Duplicated, "it has 2 × announcement", |accounts| {
        let again = MessageState { metadata: ().into(), ..bells(accounts)[0].clone() };
        bells(accounts).push(again);
    });
    notices(Kind::Lost, "it has no announcement", |accounts| bells(accounts).clear());
}

#[test]
fn an_announcement_and_a_panel_that_show_what_was_true_before() {
    notices(Kind::OutOfOrder, "its announcement shows", |accounts| {
        let bell = &mut bells(accounts)[0];
        bell.blocks = reworded(&bell.blocks, "Closed", "Triage");
    });
    notices(Kind::OutOfOrder, "its panel shows", |accounts| {
        let panel = &mut channel(accounts).messages[0];
        panel.blocks = reworded(&panel.blocks, "SEV0", "SEV1");
    });
}

#[test]
fn a_panel_that_is_not_pinned_or_pinned_twice() {
    notices(Kind::Lost, "it has no pinned message", |accounts| channel(accounts).pins.clear());
    notices(Kind::Duplicated, "it has 2 × pinned message", |accounts| {
        let pin = channel(accounts).pins[0].clone();
        channel(accounts).pins.push(pin);
    });
}

#[test]
fn whoever_was_not_brought_in() {
    for who in [ALICE, BOB] {
        notices(Kind::Lost, &format!("{who} was not brought in"), |accounts| {
            channel(accounts).members.retain(|member| member != who);
        });
    }
}

#[test]
fn a_topic_that_was_true_before() {
    notices(Kind::OutOfOrder, "its topic is 'SEV1", |accounts| {
        "SEV1 · INC-1 · Trouble s000001 somewhere".clone_into(&mut channel(accounts).topic);
    });
}

#[test]
fn a_line_that_nobody_heard() {
    notices(Kind::Lost, "its channel never heard", |accounts| {
        channel(accounts).messages.retain(|message| !message.text.contains("the severity of INC-"));
    });
    notices(Kind::Lost, "its thread never heard", |accounts| {
        bells(accounts)[0].replies.pop();
    });
}

#[test]
fn a_line_that_was_heard_twice() {
    notices(Kind::Duplicated, "once too often", |accounts| {
        let again =
            MessageState { ts: "400.1".into(), metadata: ().into(), ..channel(accounts).messages[1].clone() };
        channel(accounts).messages.push(again);
    });
}

#[test]
fn a_delivery_that_was_posted_twice() {
    notices(Kind::Duplicated, "delivery T0SANDBOX1/INC-1/0 was posted 2 times", |accounts| {
        let again = channel(accounts).messages[1].clone();
        channel(accounts).messages.push(again);
    });
}

#[test]
fn lines_that_were_heard_the_wrong_way_round() {
    notices(Kind::OutOfOrder, "before what it follows", |accounts| channel(accounts).messages.swap(1, 2));
}

#[test]
fn a_reminder_that_was_posted_twice() {
    notices(Kind::Duplicated, "1 reminders were given and 2 are posted", |accounts| {
        let again = Message::plain("An update on INC-1 was due; the reminder came again below.".to_owned());
        channel(accounts).messages.insert(2, message("150.1", &again, "another"));
    });
}

#[test]
fn a_reminder_that_still_asks_although_it_was_answered() {
    notices(Kind::HalfDone, "1 reminders can be answered, and 0 asks", |accounts| {
        let messages = &mut channel(accounts).messages;
        let reminder =
            messages.iter_mut().find(|message| message.text.contains("posted an update on")).unwrap();
        reminder.blocks = serde_json::json!([{"elements": [{"action_id": "nothing-new"}]}]);
    });
}

#[test]
fn a_reminder_after_closing() {
    notices(Kind::OutOfOrder, "it was closed when a reminder came", |accounts| {
        let messages = &mut channel(accounts).messages;
        let place = messages.iter().position(|message| message.text.contains("posted an update on")).unwrap();
        let reminder = messages.remove(place);
        messages.push(reminder);
    });
}

#[test]
fn a_reminder_that_was_owed_and_never_given() {
    notices(Kind::Lost, "a reminder was due at", |accounts| {
        with_entry(accounts, |fact| matches!(fact, Fact::Reminded { .. }), 0);
        let update = recorded(accounts).timeline.iter_mut();
        let later = update.skip_while(|entry| !matches!(entry.fact, Fact::UpdatePosted { .. }));
        later.for_each(|entry| entry.happened_at += TimeDelta::seconds(30));
    });
}

#[test]
fn no_reminder_is_owed_while_everything_is_down() {
    let mut accounts = whole();
    with_entry(&mut accounts, |fact| matches!(fact, Fact::Reminded { .. }), 0);
    let timeline = &mut recorded(&mut accounts).timeline;
    let place = timeline.iter().position(|entry| matches!(entry.fact, Fact::UpdatePosted { .. })).unwrap();
    let due_at = timeline[place].happened_at - TimeDelta::seconds(5);
    timeline[place..].iter_mut().for_each(|entry| entry.happened_at += TimeDelta::seconds(60));
    let outage = Outage::Kill { replica: 0, down: 1 };
    let (from, until) = (due_at, due_at + TimeDelta::seconds(55));
    accounts.outages.push(Ended { step: 1, outage, from, until, ready_at: until });
    let words: Vec<String> = compare(&accounts).iter().map(Finding::to_string).collect();
    assert!(!words.iter().any(|words| words.contains("a reminder was due")), "{words:#?}");
}

#[test]
fn a_reminder_before_its_time_and_one_for_nothing() {
    notices(Kind::Duplicated, "before it was due", |accounts| {
        let entries = &mut recorded(accounts).timeline;
        let reminded = entries.iter_mut().find(|entry| matches!(entry.fact, Fact::Reminded { .. })).unwrap();
        reminded.happened_at -= TimeDelta::seconds(2);
    });
    notices(Kind::Duplicated, "no word was owed", |accounts| {
        let recorded = recorded(accounts);
        let reminded = recorded
            .timeline
            .iter()
            .find(|entry| matches!(entry.fact, Fact::Reminded { .. }))
            .unwrap()
            .clone();
        recorded.timeline.push(reminded);
        recorded.positions.push(i64::try_from(recorded.positions.len() + 1).unwrap());
    });
}

#[test]
fn work_that_was_given_up_or_is_left() {
    let work = |state: &str| Work {
        number: 1,
        errand: "say".into(),
        state: state.into(),
        attempts: 3,
        last_error: "no answer".into(),
    };
    notices(Kind::Lost, "say is given up after 3 tries", |accounts| {
        accounts.database.outbox.push(work("given up"));
    });
    notices(Kind::HalfDone, "say is owed after 3 tries", |accounts| {
        accounts.database.outbox.push(work("owed"));
    });
}

#[test]
fn a_document_that_is_not_there_or_shared_twice() {
    notices(Kind::Lost, "documents: acknowledged 1, unclear 0, shared 0", |accounts| {
        accounts.slack.files.clear();
    });
    notices(Kind::Duplicated, "is shared 2 times", |accounts| {
        let share = accounts.slack.files[0].shares[0].clone();
        accounts.slack.files[0].shares.push(share);
    });
}

#[test]
fn a_copy_in_which_something_is_missing_that_had_been_answered() {
    let mut accounts = whole();
    let at = accounts.taken_at;
    assert_eq!(copied::missing(&accounts.told, at, &accounts.database), []);
    with_entry(&mut accounts, |fact| matches!(fact, Fact::Noted { .. }), 0);
    let missing = copied::missing(&accounts.told, at, &accounts.database);
    assert!(missing[0].to_string().contains("'note Seen s000004'"), "{missing:?}");
    let before = accounts.told[3].heard_at - TimeDelta::milliseconds(1);
    assert_eq!(copied::missing(&accounts.told, before, &accounts.database), [], "it had not been answered");
    accounts.database.incidents.clear();
    let missing = copied::missing(&accounts.told, at, &accounts.database);
    assert!(missing.iter().any(|one| one.to_string().contains("a power cut at")), "{missing:?}");
}

#[test]
fn a_press_with_words_behind_it_is_unclear_and_so_is_one_before_an_outage() {
    let press = |accounts: &Accounts| {
        accounts.told.iter().find(|told| told.asked == deed("stage triage", "pressed")).unwrap().clone()
    };
    let settled = |break_it: &dyn Fn(&mut Accounts)| {
        let mut accounts = whole();
        break_it(&mut accounts);
        told::settle(&mut accounts.told, &accounts.slack, &[7].into(), &accounts.outages);
        press(&accounts).heard
    };
    assert_eq!(settled(&|_| {}), Heard::Yes);
    let whispered = settled(&|accounts| {
        let ts = format!("{}.5", press(accounts).sent_at.timestamp());
        let whisper =
            MessageState { ts, text: "INC-1 is already in Triage.".into(), ..MessageState::default() };
        channel(accounts).ephemerals.insert(BOB.to_owned(), vec![whisper]);
    });
    assert_eq!(whispered, Heard::Unclear);
    let swallowed = settled(&|accounts| {
        let from = press(accounts).heard_at + TimeDelta::seconds(1);
        let outage = Outage::Kill { replica: 0, down: 1 };
        accounts.outages.push(Ended { step: 2, outage, from, until: from, ready_at: from });
    });
    assert_eq!(swallowed, Heard::Unclear);
}

#[test]
fn a_refusal_of_what_arrived_twice_is_unclear() {
    let mut accounts = whole();
    accounts.told[3].heard = Heard::No;
    told::settle(&mut accounts.told, &accounts.slack, &[7].into(), &[]);
    assert_eq!(accounts.told[3].heard, Heard::Unclear);
    assert!(matches!(accounts.told[3].asked, Asked::Deed(_)) && accounts.slack.channel(CHANNEL).is_some());
}
