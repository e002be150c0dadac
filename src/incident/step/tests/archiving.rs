//! When a channel is put away.

use super::*;

const DAY: i64 = 24 * 60;

fn ended(archive_after: Option<TimeDelta>) -> Bench {
    let mut bench = Bench::declared("sev2");
    bench.policy.archive_after = archive_after;
    let (channel, name) = (ChannelId::new("C1"), "inc-1".to_owned());
    bench.own(Command::ChannelOpened { channel, name, is_private: false });
    bench.alice(resolve()).unwrap();
    bench.alice(close()).unwrap();
    bench
}

fn tells(effects: &[Effect]) -> bool {
    matches!(effects, [Effect::Say { line: Line::ToBeArchived { .. }, .. }])
}

#[test]
fn those_in_it_are_told_a_day_before_and_then_it_is_archived_once() {
    let mut bench = ended(Some(TimeDelta::days(7)));
    assert_eq!(bench.minutes_to_reminder(), Some(6 * DAY));
    assert!(tells(&bench.after_minutes(6 * DAY).own(Command::Remind)));
    assert_eq!(bench.minutes_to_reminder(), Some(DAY));
    assert_eq!(bench.after_minutes(DAY).own(Command::Remind), [Effect::ArchiveChannel]);
    assert_eq!(bench.minutes_to_reminder(), None);
    assert_eq!(bench.after_minutes(DAY).own(Command::Remind), []);
}

#[test]
fn whoever_is_told_late_has_the_whole_notice_all_the_same() {
    let mut bench = ended(Some(TimeDelta::hours(4)));
    assert_eq!(bench.minutes_to_reminder(), Some(120), "half of a span that is short");
    assert!(tells(&bench.after_minutes(3 * DAY).own(Command::Remind)));
    assert_eq!(bench.minutes_to_reminder(), Some(120));
}

#[test]
fn what_goes_on_is_not_archived_and_off_is_never() {
    assert_eq!(ended(None).minutes_to_reminder(), None);
    let mut bench = ended(Some(TimeDelta::days(7)));
    bench.after_minutes(6 * DAY).own(Command::Remind);
    bench.alice(reopen()).unwrap();
    bench.alice(resolve()).unwrap();
    bench.alice(close()).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(6 * DAY), "it begins anew");
}

#[test]
fn an_incident_that_is_reopened_from_an_archived_channel_gets_a_new_one() {
    let mut bench = ended(Some(TimeDelta::days(7)));
    let channel = ChannelId::new("C1");
    let archived = Command::ChannelArchived { channel: channel.clone(), by: Archiver::Firebell, as_of: None };
    bench.own(archived.clone());
    bench.own(archived);
    let effects = bench.alice(reopen()).unwrap();
    assert!(effects.contains(&Effect::OpenChannel), "{effects:?}");
    let places = &bench.incident.places;
    assert_eq!((&places.channel, places.former.as_slice()), (&None, [channel.clone()].as_slice()));
    let late = Command::ChannelArchived { channel, by: Archiver::Firebell, as_of: None };
    assert_eq!(bench.own(late), [], "news of the old one");
}

#[test]
fn a_channel_that_is_archived_in_the_very_moment_of_reopening_is_left_for_a_new_one() {
    let mut bench = ended(Some(TimeDelta::days(7)));
    bench.alice(reopen()).unwrap();
    let archived = |by| Command::ChannelArchived { channel: ChannelId::new("C1"), by, as_of: None };
    assert_eq!(bench.own(archived(Archiver::Firebell)), [Effect::OpenChannel]);
    let mut by_hand = ended(None);
    by_hand.alice(reopen()).unwrap();
    let effects = by_hand.own(archived(Archiver::Person(UserId::new("bob"))));
    assert!(matches!(effects[..], [Effect::Say { audience: Audience::Announcement, .. }]), "{effects:?}");
}

#[test]
fn an_open_incident_whose_channel_was_archived_by_hand_goes_on_in_a_new_one_once() {
    for is_private in [false, true] {
        let mut bench = Bench::declared_as("sev1", Manner { is_private, ..Manner::default() });
        let (channel, name) = (ChannelId::new("C1"), "inc-1".to_owned());
        bench.own(Command::ChannelOpened { channel: channel.clone(), name, is_private });
        let not_closed = Refusal::NotClosed { number: Number::new(1), stage: StageName::Detected };
        assert_eq!(bench.alice(reopen()), Err(not_closed.clone()), "its channel is there");
        let by = Archiver::Person(UserId::new("bob"));
        bench.own(Command::ChannelArchived { channel: channel.clone(), by, as_of: None });
        let because = Some("we have to talk".to_owned());
        let effects = bench.alice(Command::Reopen { because, gone: Vec::new() }).unwrap();
        assert!(effects.contains(&Effect::OpenChannel), "{effects:?}");
        assert_eq!(effects.iter().any(Effect::is_for_outsiders), !is_private, "{effects:?}");
        let incident = &bench.incident;
        assert_eq!((incident.reopened, incident.stage.name()), (0, StageName::Detected));
        assert_eq!(incident.places.former, [channel]);
        let last = &bench.timeline.last().unwrap().fact;
        assert_eq!(*last, Fact::Noted { text: "we have to talk".to_owned() }, "nothing typed is lost");
        assert_eq!(bench.alice(reopen()), Err(not_closed), "one new channel is enough");
    }
}

#[test]
fn nobody_who_is_gone_is_missed_twice_or_called_in_where_it_goes_on() {
    let mut bench = Bench::declared("sev1");
    let opened = |channel: &str| Command::ChannelOpened {
        channel: ChannelId::new(channel),
        name: "inc-1".to_owned(),
        is_private: false,
    };
    bench.own(opened("C1"));
    bench.alice(give(Role::Commander, "bob")).unwrap();
    let by = Archiver::Person(UserId::new("bob"));
    bench.own(Command::ChannelArchived { channel: ChannelId::new("C1"), by, as_of: None });
    let gone = ["bob", "alice"].map(|name| Gone { user: UserId::new(name), why: Departure::Deactivated });
    let effects = bench.ask(person("carol"), Command::Reopen { because: None, gone: gone.to_vec() }).unwrap();
    let missed = |effect: &&Effect| matches!(effect, Effect::Say { line: Line::HolderGone { .. }, .. });
    assert_eq!(effects.iter().filter(missed).count(), 2, "{effects:?}");
    let effects = bench.own(opened("C2"));
    let people = vec![UserId::new("carol")];
    assert!(effects.contains(&Effect::InvitePeople { people }), "{effects:?}");
}

#[test]
fn a_channel_that_comes_back_while_its_incident_goes_on_is_archived_after_the_end() {
    let mut bench = ended(Some(TimeDelta::days(7)));
    bench.alice(reopen()).unwrap();
    let channel = ChannelId::new("C1");
    let by = Archiver::Person(UserId::new("bob"));
    bench.own(Command::ChannelArchived { channel: channel.clone(), by, as_of: None });
    bench.own(Command::ChannelUnarchived { channel, by: UserId::new("bob"), at: None });
    bench.alice(resolve()).unwrap();
    bench.alice(close()).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(6 * DAY));
}

#[test]
fn word_of_archiving_is_believed_unless_the_channel_has_returned_since() {
    let minute = |minute| Some(start() + TimeDelta::minutes(minute));
    let channel = || ChannelId::new("C1");
    // When it returned, as of when it is said to be archived, and whether that is believed.
    for (returned_at, as_of, is_believed, why) in [
        (None, None, true, "nobody ever unarchived it"),
        (minute(5), minute(4), false, "Slack told of it late"),
        (minute(5), minute(6), true, "it was archived once more"),
        (minute(5), None, false, "whoever found it so began before it returned"),
        (minute(5), minute(5), true, "whoever found it so knew that it had returned"),
    ] {
        let mut bench = ended(None);
        if returned_at.is_some() {
            bench.own(Command::ChannelUnarchived {
                channel: channel(),
                by: UserId::new("bob"),
                at: returned_at,
            });
        }
        bench.own(Command::ChannelArchived { channel: channel(), by: Archiver::Unknown, as_of });
        assert_eq!(bench.incident.live_channel().is_none(), is_believed, "{why}");
    }
}

#[test]
fn what_an_older_version_kept_of_archiving_can_be_read() {
    let kept = r#"{"told_at": null, "asked_at": null, "archived_at": "2026-11-22T03:15:00Z"}"#;
    assert_eq!(serde_json::from_str::<Archiving>(kept).unwrap().returned_at, None);
}
