//! What deliveries bring back.

use super::*;

#[test]
fn a_second_answer_from_a_delivery_changes_nothing() {
    let mut bench = Bench::declared("sev1");
    let opened = |id: &str| Command::ChannelOpened { channel: ChannelId::new(id), name: "inc-1".to_owned() };
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
