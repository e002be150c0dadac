//! Times as people type them.

use chrono::{Days, NaiveTime, Offset as _, TimeDelta, TimeZone as _};
use firebell::incident::{Command, Moment, step};
use firebell::language::Language;
use firebell::slack::inbound::typed::{Typed, Wish, read};
use firebell::slack::views::{Voice, answers};
use firebell::slack::when::{Meant, When};

use crate::{POLICY, alice, incident};

/// The bytes are a zone, an instant within two years, and what somebody types in it then. A time without a day is one that
/// the clock has just shown; whatever was typed is what the clock shows at that instant, or what a change of clocks
/// skipped just before; and it can be recorded, refused and said.
pub fn when(bytes: &[u8]) {
    let (zone, now, text) = crate::zone_and_instant(bytes);
    let text = crate::text(text);
    let Some((when, rest)) = When::read(&text) else { return };
    assert!(text.trim().ends_with(rest), "{rest:?} is not the end of {text:?}");

    let meant = when.meant(zone, now);
    let has_no_day =
        text.trim_start().split(char::is_whitespace).next().is_some_and(|word| word.contains(':'));
    let is_recent = now - TimeDelta::hours(27) < meant.at && meant.at <= now;
    assert!(!has_no_day || is_recent, "{text:?} is {} at {now}", meant.at);
    assert_shown_by_the_clock(&text, meant);

    let command = Command::SetTime { moment: Moment::Occurred, at: meant.at };
    drop(step(&incident(), command, &alice(&POLICY, now)));
    for language in Language::ALL {
        let voice = Voice { language: *language, zone, policy: &POLICY, command: "/incident" };
        let said = answers::time_set(&incident(), Moment::Occurred, meant, &voice);
        assert!(said.text.contains(meant.zone.name()), "{}", said.text);
    }
    if rest.is_empty() {
        let typed = Typed::About { number: None, wish: Wish::Time { moment: Moment::Occurred, at: when } };
        assert_eq!(read(&format!("time occurred {text}"), &POLICY), Ok(typed));
    }
}

fn assert_shown_by_the_clock(text: &str, meant: Meant) {
    let time = text.split_whitespace().find(|word| word.contains(':')).expect("there is a time");
    let time = ["%H:%M", "%H:%M:%S"].iter().find_map(|format| NaiveTime::parse_from_str(time, format).ok());
    let shown = meant.at.with_timezone(&meant.zone);
    let offset =
        |at: chrono::DateTime<chrono::Utc>| meant.zone.offset_from_utc_datetime(&at.naive_utc()).fix();
    let was_skipped = offset(meant.at) != offset(meant.at - TimeDelta::minutes(1));
    assert!(Some(shown.time()) == time || was_skipped, "{text:?} is {shown}");
    assert!(meant.at.checked_add_days(Days::new(1)).is_some(), "{text:?} is at the end of time");
}
