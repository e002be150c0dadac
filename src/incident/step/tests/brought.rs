//! What deliveries bring back.

use super::*;

#[test]
fn a_second_answer_from_a_delivery_changes_nothing() {
    let mut bench = Bench::declared("sev1");
    let opened = |id: &str| Command::ChannelOpened {
        channel: ChannelId::new(id),
        name: "inc-1".to_owned(),
        is_private: false,
    };
    assert!(bench.own(opened("C1")).contains(&Effect::PostPanel));
    assert_eq!(bench.own(opened("C2")), []);
    assert_eq!(bench.incident.places.channel, Some(ChannelId::new("C1")));
}

#[test]
fn giving_up_is_said_once_and_never_about_a_line() {
    let mut bench = Bench::declared("sev1");
    let gave_up = |errand| Command::GaveUp { errand, why: "no_permission".into() };
    assert_eq!(bench.own(gave_up(Errand::PinPanel)).len(), 1);
    assert_eq!(bench.own(gave_up(Errand::Say)), []);
}

fn told(effects: &[Effect]) -> Vec<String> {
    let channel = |effect: &Effect| match effect {
        Effect::Tell { channel } => Some(channel.to_string()),
        _ => None,
    };
    effects.iter().filter_map(channel).collect()
}

/// A bench where a SEV1 is told to the support and a SEV0 to the executives, too.
fn with_stakeholders(severity: &str) -> Bench {
    let mut bench = Bench::declared(severity);
    let mut rungs = bench.policy.ladder.rungs().to_vec();
    rungs[0].tell_channels = vec![ChannelId::new("C-SUPPORT"), ChannelId::new("C-EXECS")];
    rungs[1].tell_channels = vec![ChannelId::new("C-SUPPORT")];
    bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    bench
}

fn opened() -> Command {
    Command::ChannelOpened { channel: ChannelId::new("C1"), name: "inc-1".to_owned(), is_private: false }
}

#[test]
fn stakeholders_are_told_once_whatever_becomes_of_the_severity() {
    let mut bench = with_stakeholders("sev1");
    assert_eq!(told(&bench.own(opened())), ["C-SUPPORT"]);
    assert_eq!(told(&bench.alice(sev("sev0")).unwrap()), ["C-EXECS"]);
    for severity in ["sev2", "sev1", "sev0"] {
        assert_eq!(told(&bench.alice(sev(severity)).unwrap()), [""; 0], "{severity}");
    }
}

#[test]
fn a_milder_severity_tells_whom_it_adds_and_says_nothing_below_the_announcement() {
    let mut bench = with_stakeholders("sev0");
    let mut rungs = bench.policy.ladder.rungs().to_vec();
    rungs[2].tell_channels = vec![ChannelId::new("C-SUPPORT"), ChannelId::new("C-TEAM")];
    bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    assert_eq!(told(&bench.own(opened())), ["C-SUPPORT", "C-EXECS"]);
    let effects = bench.alice(sev("sev2")).unwrap();
    assert_eq!(told(&effects), ["C-TEAM"], "the support knows of it");
    let is_rung = |effect: &Effect| matches!(effect, Effect::Say { audience: Audience::Announcement, .. });
    assert!(!effects.iter().any(is_rung), "{effects:?}");
    for severity in ["sev0", "sev1", "sev2"] {
        assert_eq!(told(&bench.alice(sev(severity)).unwrap()), [""; 0], "{severity}");
    }
}

#[test]
fn a_milder_severity_that_adds_user_groups_is_said_below_the_announcement() {
    let mut bench = Bench::declared("sev0");
    let groups = |names: &[&str]| names.iter().map(|name| GroupId::new(*name)).collect::<Vec<_>>();
    let mut rungs = bench.policy.ladder.rungs().to_vec();
    rungs[0].tell_groups = groups(&["S-EXECS"]);
    rungs[1].tell_groups = groups(&["S-EXECS", "S-TEAM"]);
    rungs[2].tell_groups = groups(&["S-TEAM"]);
    bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    for (to, is_said) in [("sev1", true), ("sev2", false), ("sev3", false), ("sev2", true)] {
        let effects = bench.alice(sev(to)).unwrap();
        let is_rung =
            |effect: &Effect| matches!(effect, Effect::Say { audience: Audience::Announcement, .. });
        assert_eq!(effects.iter().any(is_rung), is_said, "{to}");
    }
}

#[test]
fn telling_waits_for_the_channel_until_there_will_be_none() {
    let mut bench = with_stakeholders("sev1");
    assert_eq!(told(&bench.alice(sev("sev0")).unwrap()), [""; 0]);
    assert_eq!(told(&bench.own(opened())), ["C-SUPPORT", "C-EXECS"]);

    let mut bench = with_stakeholders("sev1");
    let none = Command::GaveUp { errand: Errand::OpenChannel, why: "restricted_action".into() };
    assert_eq!(told(&bench.own(none)), ["C-SUPPORT"]);
    assert_eq!(told(&bench.alice(sev("sev0")).unwrap()), ["C-EXECS"]);
}

#[test]
fn whom_an_older_version_told_is_not_told_again() {
    let mut bench = with_stakeholders("sev1");
    bench.own(opened());
    bench.incident.told = None;
    assert_eq!(told(&bench.alice(sev("sev0")).unwrap()), ["C-EXECS"]);
}

fn invited(effects: &[Effect]) -> Vec<String> {
    let groups = effects.iter().filter_map(|effect| match effect {
        Effect::InviteGroups { groups } => Some(groups.iter().map(ToString::to_string)),
        _ => None,
    });
    groups.flatten().collect()
}

fn cancel() -> Command {
    Command::Cancel { because: None, duplicate_of: None }
}

#[test]
fn what_is_called_off_before_its_channel_is_there_reaches_nobody_until_it_goes_on() {
    let none = || Command::GaveUp { errand: Errand::OpenChannel, why: "restricted_action".into() };
    for (comes, groups) in [(opened(), vec!["S-OPS"]), (none(), vec![])] {
        let mut bench = with_stakeholders("sev1");
        bench.alice(cancel()).unwrap();
        let effects = bench.own(comes.clone());
        assert_eq!((told(&effects), invited(&effects)), (vec![], vec![]), "{comes:?}");
        assert_eq!(effects.contains(&Effect::PostPanel), comes == opened(), "whoever declared it sees why");
        let effects = bench.alice(reopen()).unwrap();
        assert_eq!(told(&effects), ["C-SUPPORT"], "{comes:?}");
        assert_eq!(invited(&effects), groups, "{comes:?}");
        bench.alice(cancel()).unwrap();
        let effects = bench.alice(reopen()).unwrap();
        assert_eq!((told(&effects), invited(&effects)), (vec![], vec![]), "{comes:?}: they know");
    }
}

#[test]
fn whom_a_reopened_incident_tells_late_is_not_told_that_it_was_reopened() {
    let mut bench = with_stakeholders("sev1");
    bench.alice(cancel()).unwrap();
    bench.own(opened());
    let effects = bench.alice(reopen()).unwrap();
    let is_below_a_notice =
        |effect: &Effect| matches!(effect, Effect::Deliver { to: Address::Stakeholders { .. }, .. });
    assert!(!effects.iter().any(is_below_a_notice), "{effects:?}");
}

#[test]
fn what_goes_on_before_its_channel_is_there_reaches_everybody_with_it() {
    let mut bench = with_stakeholders("sev1");
    bench.alice(cancel()).unwrap();
    let effects = bench.alice(reopen()).unwrap();
    assert_eq!((told(&effects), invited(&effects)), (vec![], vec![]));
    let effects = bench.own(opened());
    assert_eq!((told(&effects), invited(&effects)), (vec!["C-SUPPORT".to_owned()], vec!["S-OPS".to_owned()]));
}

#[test]
fn whom_an_older_version_reached_is_not_reached_again_by_reopening() {
    let mut bench = with_stakeholders("sev1");
    bench.own(opened());
    bench.alice(cancel()).unwrap();
    (bench.incident.told, *bench.incident.attendance) = (None, Attendance::default());
    let effects = bench.alice(reopen()).unwrap();
    assert_eq!((told(&effects), invited(&effects)), (vec![], vec![]));
}

fn archived(by: &str) -> Command {
    Command::ChannelArchived {
        channel: ChannelId::new("C1"),
        by: Archiver::Person(UserId::new(by)),
        as_of: None,
    }
}

#[test]
fn what_was_held_back_until_a_new_channel_is_there_reaches_everybody_with_that() {
    let mut bench = with_stakeholders("sev1");
    bench.alice(cancel()).unwrap();
    bench.own(opened());
    bench.own(archived("bob"));
    assert_eq!(told(&bench.alice(reopen()).unwrap()), [""; 0]);
    let effects = bench.own(Command::ChannelOpened {
        channel: ChannelId::new("C2"),
        name: "inc-1-2".to_owned(),
        is_private: false,
    });
    assert_eq!((told(&effects), invited(&effects)), (vec!["C-SUPPORT".to_owned()], vec!["S-OPS".to_owned()]));
}

#[test]
fn notices_point_to_the_new_channel_of_what_was_reopened() {
    let mut bench = with_stakeholders("sev1");
    bench.own(opened());
    for command in [resolve(), close()] {
        bench.alice(command).unwrap();
    }
    bench.own(archived("bob"));
    bench.alice(reopen()).unwrap();
    let effects = bench.own(Command::ChannelOpened {
        channel: ChannelId::new("C2"),
        name: "inc-1-2".to_owned(),
        is_private: false,
    });
    assert!(effects.contains(&Effect::RefreshNotice { channel: ChannelId::new("C-SUPPORT") }), "{effects:?}");
    assert_eq!(told(&effects), [""; 0], "they have their notice");
}

#[test]
fn where_nothing_can_be_said_in_the_channel_failures_are_told_below_the_announcement() {
    let gave_up = |errand| Command::GaveUp { errand, why: "no_permission".into() };
    let heard = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::Say { audience, .. }] => Some(*audience),
        _ => None,
    };
    let mut bench = with_stakeholders("sev1");
    assert_eq!(heard(bench.own(gave_up(Errand::PinPanel))), Some(Audience::Announcement), "not there yet");
    assert_eq!(heard(bench.own(gave_up(Errand::Inform))), Some(Audience::Channel), "nor is anything else");
    bench.own(opened());
    assert_eq!(heard(bench.own(gave_up(Errand::PinPanel))), Some(Audience::Channel));
    bench.own(archived("bob"));
    assert_eq!(heard(bench.own(gave_up(Errand::PinPanel))), Some(Audience::Announcement), "archived");
}
