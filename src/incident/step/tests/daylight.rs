//! Clocks that change while an incident is open: spans stay as long as they are, times of the day stay where they are,
//! and nothing strikes twice.

use std::sync::Arc;

use chrono_tz::America::New_York;
use chrono_tz::Asia::Seoul;
use chrono_tz::Europe::Berlin;
use chrono_tz::Tz;

use super::*;
use crate::incident::escalation::DayTime;
use crate::incident::quiet::Quiet;

/// An incident whose one severity follows a span, declared at `from`.
fn every(minutes: i64, from: &str) -> Bench {
    let cadence = Cadence::Every(TimeDelta::minutes(minutes));
    let overdue = Some(Overdue::After(TimeDelta::minutes(30)));
    declared(Severity { overdue, ..Severity::plain(SeverityKey::new("sev0"), cadence) }, from)
}

/// An incident whose one severity follows a schedule, declared at `from`.
fn at_times(expression: &str, zone: Tz, quiet: &Quiet, from: &str) -> Bench {
    let schedule = WallClock::parse(expression, zone).unwrap().keeping(Arc::new(quiet.clone()));
    let evening = DayTime::parse("same day 18:00", &schedule).unwrap();
    let overdue = Some(Overdue::At(Box::new(evening)));
    let cadence = Cadence::At(Box::new(schedule));
    declared(Severity { overdue, ..Severity::plain(SeverityKey::new("sev0"), cadence) }, from)
}

fn declared(severity: Severity, from: &str) -> Bench {
    let (now, key) = (at(from), severity.key.clone());
    let ladder = Ladder::new(vec![severity], key).unwrap();
    let policy = Policy { ladder, ..policy() };
    let ctx = Context { now, ..at_the_form(&policy) };
    let declaration = declaration("Checkout is down", "sev0");
    let step = begin(declaration, &ctx).unwrap();
    Bench { now, incident: step.incident, timeline: step.timeline, policy }
}

/// Lets the clock look every quarter of an hour. Answers when each reminder came, on the clock on the wall, and with a `!` where it was
/// overdue.
fn strikes(bench: &mut Bench, zone: Tz, hours: i64) -> Vec<String> {
    let mut strikes = Vec::new();
    for _ in 0..hours * 4 {
        if bench.after_minutes(15).own(Command::Remind).contains(&Effect::Remind) {
            let overdue = bench.incident.last_reminder.as_ref().unwrap().escalated.map_or("", |_| "!");
            strikes.push(format!("{}{overdue}", bench.now.with_timezone(&zone).format("%d %H:%M %Z")));
        }
    }
    strikes
}

fn night(zone: Tz) -> Quiet {
    let [from, until] = ["20:00:00", "08:00:00"].map(|time| time.parse().unwrap());
    Quiet { zone, hours: Some((from, until)), holidays: [].into() }
}

#[test]
fn a_span_and_what_is_overdue_after_it_are_as_long_as_ever() {
    for (zone, from, expected) in [
        (New_York, "2026-03-08T01:30:00-05:00", ["08 03:30 EDT", "08 04:00 EDT!", "08 05:00 EDT"]),
        (New_York, "2026-11-01T00:45:00-04:00", ["01 01:45 EDT", "01 01:15 EST!", "01 02:15 EST"]),
        (Berlin, "2026-03-29T01:30:00+01:00", ["29 03:30 CEST", "29 04:00 CEST!", "29 05:00 CEST"]),
        (Berlin, "2026-10-25T01:45:00+02:00", ["25 02:45 CEST", "25 02:15 CET!", "25 03:15 CET"]),
        (Seoul, "2026-03-29T01:30:00+09:00", ["29 02:30 KST", "29 03:00 KST!", "29 04:00 KST"]),
    ] {
        assert_eq!(strikes(&mut every(60, from), zone, 3)[..3], expected, "{zone} {from}");
    }
}

#[test]
fn a_time_of_the_day_and_what_is_overdue_in_the_evening_stay_where_they_are() {
    let ten = "0 0 10 * * *";
    for (zone, from, expected) in [
        (New_York, "2026-03-07T12:00:00-05:00", ["08 10:00 EDT", "08 18:00 EDT!", "09 10:00 EDT"]),
        (New_York, "2026-10-31T12:00:00-04:00", ["01 10:00 EST", "01 18:00 EST!", "02 10:00 EST"]),
        (Berlin, "2026-03-28T12:00:00+01:00", ["29 10:00 CEST", "29 18:00 CEST!", "30 10:00 CEST"]),
        (Berlin, "2026-10-24T12:00:00+02:00", ["25 10:00 CET", "25 18:00 CET!", "26 10:00 CET"]),
        (Seoul, "2026-10-24T12:00:00+09:00", ["25 10:00 KST", "25 18:00 KST!", "26 10:00 KST"]),
    ] {
        let mut bench = at_times(ten, zone, &Quiet::never(), from);
        assert_eq!(strikes(&mut bench, zone, 48), expected, "{zone} {from}");
    }
}

#[test]
fn a_time_that_is_skipped_or_comes_twice_strikes_once() {
    for (zone, expression, from, expected) in [
        (New_York, "0 30 2 * * *", "2026-03-08T00:00:00-05:00", ["08 03:00 EDT", "08 18:00 EDT!"]),
        (New_York, "0 30 1 * * *", "2026-11-01T00:00:00-04:00", ["01 01:30 EDT", "01 18:00 EST!"]),
        (Berlin, "0 30 2 * * *", "2026-03-29T00:00:00+01:00", ["29 03:00 CEST", "29 18:00 CEST!"]),
        (Berlin, "0 30 2 * * *", "2026-10-25T00:00:00+02:00", ["25 02:30 CEST", "25 18:00 CET!"]),
    ] {
        let mut bench = at_times(expression, zone, &Quiet::never(), from);
        assert_eq!(strikes(&mut bench, zone, 24), expected, "{zone} {from}");
    }
}

#[test]
fn a_snooze_lasts_as_long_as_was_asked_for() {
    for (zone, from, expected) in [
        (New_York, "2026-03-08T00:30:00-05:00", "08 03:15 EDT"),
        (New_York, "2026-11-01T00:30:00-04:00", "01 01:15 EST"),
        (Berlin, "2026-03-29T00:30:00+01:00", "29 03:15 CEST"),
        (Berlin, "2026-10-25T01:30:00+02:00", "25 02:15 CET"),
        (Seoul, "2026-03-29T00:30:00+09:00", "29 02:15 KST"),
    ] {
        let mut bench = every(15, from);
        bench.after_minutes(15).own(Command::Remind);
        bench.alice(snooze(90)).unwrap();
        assert_eq!(strikes(&mut bench, zone, 3)[0], format!("{expected}!"), "{zone} {from}");
    }
}

#[test]
fn a_snooze_that_ends_at_night_ends_in_the_morning_of_that_day() {
    for (zone, from, expected) in [
        (New_York, "2026-03-07T08:30:00-05:00", "08 08:00 EDT!"),
        (New_York, "2026-10-31T08:30:00-04:00", "01 08:00 EST!"),
        (Berlin, "2026-03-28T08:30:00+01:00", "29 08:00 CEST!"),
        (Berlin, "2026-10-24T08:30:00+02:00", "25 08:00 CET!"),
        (Seoul, "2026-10-24T08:30:00+09:00", "25 08:00 KST!"),
    ] {
        let mut bench = at_times("0 0 10 * * *", zone, &night(zone), from);
        bench.after_minutes(90).own(Command::Remind);
        bench.alice(snooze(15 * 60)).unwrap();
        assert_eq!(strikes(&mut bench, zone, 24)[0], expected, "{zone} {from}");
    }
}

/// When the reminder comes that is put off for so many minutes at that time, in Seoul; 20 November is a Friday.
fn put_off(expression: &str, quiet: &Quiet, asked_at: &str, minutes: i64) -> String {
    let mut bench = at_times(expression, Seoul, quiet, "2026-11-19T12:00:00+09:00");
    bench.now = at(asked_at);
    assert!(bench.own(Command::Remind).contains(&Effect::Remind));
    bench.alice(snooze(minutes)).unwrap();
    let comes_at = bench.incident.next_update_reminder_at(&bench.policy).unwrap();
    comes_at.with_timezone(&Seoul).format("%d %H:%M %Z").to_string()
}

#[test]
fn a_snooze_that_leads_into_days_off_ends_with_the_next_update_that_is_owed() {
    let free =
        Quiet { holidays: ["2026-11-23".parse().unwrap()].into(), ..Quiet { zone: Seoul, ..Quiet::never() } };
    let never = Quiet::never();
    let (working_days, weekly) = ("0 0 10 * * Mon-Fri", "0 0 10 * * Mon");
    for (expression, quiet, asked_at, hours, expected) in [
        (working_days, &never, "2026-11-20T11:00:00+09:00", 24, "23 10:00 KST"),
        (working_days, &free, "2026-11-20T11:00:00+09:00", 24, "24 10:00 KST"),
        (working_days, &night(Seoul), "2026-11-20T11:00:00+09:00", 24, "23 10:00 KST"),
        (working_days, &never, "2026-11-21T11:00:00+09:00", 24, "23 10:00 KST"),
        ("0 0 9,14 * * Sun-Thu", &never, "2026-11-19T15:00:00+09:00", 20, "22 09:00 KST"),
        // Who asks on a day off is there, and is on that day.
        (working_days, &never, "2026-11-20T11:00:00+09:00", 12, "20 23:00 KST"),
        (working_days, &never, "2026-11-21T11:00:00+09:00", 2, "21 13:00 KST"),
        // What is owed once a week, or on some days of the month, says nothing about days off.
        (weekly, &never, "2026-11-23T11:00:00+09:00", 24, "24 11:00 KST"),
        ("0 0 10 20 * *", &never, "2026-11-20T11:00:00+09:00", 24, "21 11:00 KST"),
        ("0 0 10 * * *", &never, "2026-11-20T11:00:00+09:00", 24, "21 11:00 KST"),
    ] {
        let came = put_off(expression, quiet, asked_at, hours * 60);
        assert_eq!(came, expected, "{expression} {asked_at} {hours} h");
    }
}

#[test]
fn what_falls_due_in_the_quiet_hours_of_a_change_strikes_once_when_they_end() {
    for (zone, from, expected) in [
        (New_York, "2026-03-07T21:00:00-05:00", "08 08:00 EDT"),
        (New_York, "2026-10-31T21:00:00-04:00", "01 08:00 EST"),
        (Berlin, "2026-03-28T21:00:00+01:00", "29 08:00 CEST"),
        (Berlin, "2026-10-24T21:00:00+02:00", "25 08:00 CET"),
    ] {
        let mut bench = at_times("0 30 2 * * *", zone, &night(zone), from);
        assert_eq!(strikes(&mut bench, zone, 15), [expected], "{zone} {from}");
    }
}

/// Working days of an organisation that is quiet from six to nine.
#[test]
fn what_is_owed_on_working_days_calls_nobody_at_the_weekend_or_on_a_holiday() {
    let [from, until] = ["18:00:00", "09:00:00"].map(|time| time.parse().unwrap());
    let hours = Some((from, until));
    for (holidays, declared_at, expected) in [
        // Thursday's evening is heard of on Friday, which is a working day, too.
        (
            vec![],
            "2026-11-18T12:00:00+09:00",
            vec!["19 10:00 KST", "20 09:00 KST!", "20 10:00 KST", "23 10:00 KST!"],
        ),
        // Friday's is heard of on Monday, with Monday's own.
        (
            vec![],
            "2026-11-19T12:00:00+09:00",
            vec!["20 10:00 KST", "23 10:00 KST!", "24 09:00 KST!", "24 10:00 KST"],
        ),
        (
            vec!["2026-11-23"],
            "2026-11-19T12:00:00+09:00",
            vec!["20 10:00 KST", "24 10:00 KST!", "25 09:00 KST!"],
        ),
        (
            vec!["2026-11-20"],
            "2026-11-18T12:00:00+09:00",
            vec!["19 10:00 KST", "23 10:00 KST!", "24 09:00 KST!"],
        ),
    ] {
        let holidays = holidays.iter().map(|day| day.parse().unwrap()).collect();
        let quiet = Quiet { zone: Seoul, hours, holidays };
        let mut bench = at_times("0 0 10 * * Mon-Fri", Seoul, &quiet, declared_at);
        bench.alice(give(Role::Communications, "carol")).unwrap();
        let strikes = strikes(&mut bench, Seoul, 7 * 24);
        assert_eq!(strikes[..expected.len()], expected, "{declared_at} {:?}", quiet.holidays);
    }
}
