//! When something happened, as people type it: `14:05`, `14:05:30`, `yesterday 23:50`, `2026-11-21 23:50`, each with a
//! time zone behind it if it is not the organisation's: `14:05 Europe/Berlin`.
//!
//! The rules: a time without a day is today's, or yesterday's if today's is still to come. Where clocks change, a time
//! that the spring change skips counts right after the gap, and one that the autumn change repeats counts the first time.

use std::ops::RangeInclusive;

use chrono::{
    DateTime, Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc,
};
use chrono_tz::Tz;

use super::inbound::words::first_word;

/// The longest stretch that a change of clocks skips, in minutes: a day, where a country moves across the date line.
const LONGEST_GAP_MINUTES: i64 = 25 * 60;
/// The years that people write; what the calendar knows beyond them is a slip, and its ends can be counted past.
const YEARS: RangeInclusive<i32> = 1000..=9999;

/// A time as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    day: Day,
    time: NaiveTime,
    zone: Option<Tz>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    Unsaid,
    Today,
    Yesterday,
    On(NaiveDate),
}

/// What a typed time means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meant {
    /// The instant.
    pub at: DateTime<Utc>,
    /// The zone that it was read in.
    pub zone: Tz,
    /// Whether it was taken for yesterday's, since no day was named and today's is still to come.
    pub is_yesterdays: bool,
}

impl When {
    /// Reads a time at the beginning of `text`. Answers it with what follows.
    pub fn read(text: &str) -> Option<(Self, &str)> {
        let (word, after) = first_word(text);
        let (day, rest) = match read_day(word) {
            Some(day) => (day, after),
            None => (Day::Unsaid, text),
        };
        let (word, rest) = first_word(rest);
        let time = read_time(word)?;
        let (word, after) = first_word(rest);
        let (zone, rest) = match word.parse() {
            Ok(zone) => (Some(zone), after),
            Err(_) => (None, rest),
        };
        Some((Self { day, time, zone }, rest))
    }

    /// What it means to somebody who types it now, where the organisation's clocks are in `zone`.
    pub fn meant(&self, zone: Tz, now: DateTime<Utc>) -> Meant {
        let zone = self.zone.unwrap_or(zone);
        let today = now.with_timezone(&zone).date_naive();
        let on = |day: NaiveDate| instant(day.and_time(self.time), zone);
        let yesterday = || on(today.checked_sub_days(Days::new(1)).unwrap_or(today));
        let is_yesterdays = self.day == Day::Unsaid && on(today) > now;
        let at = match self.day {
            Day::Unsaid | Day::Yesterday if is_yesterdays || self.day == Day::Yesterday => yesterday(),
            Day::On(day) => on(day),
            _ => on(today),
        };
        Meant { at, zone, is_yesterdays }
    }
}

fn read_day(word: &str) -> Option<Day> {
    match word.to_lowercase().as_str() {
        "today" | "오늘" => Some(Day::Today),
        "yesterday" | "어제" => Some(Day::Yesterday),
        date => {
            let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok();
            date.filter(|date| YEARS.contains(&date.year())).map(Day::On)
        }
    }
}

/// Hours of the whole day, so that nobody has to guess at noon.
fn read_time(word: &str) -> Option<NaiveTime> {
    let is_plain = word.bytes().all(|b| b.is_ascii_digit() || b == b':');
    let read = |format| NaiveTime::parse_from_str(word, format).ok();
    if is_plain { read("%H:%M").or_else(|| read("%H:%M:%S")) } else { None }
}

fn instant(wall_time: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let tries = (0..=LONGEST_GAP_MINUTES).map(|minutes| match minutes {
        0 => wall_time,
        // What was skipped is skipped to the whole minute.
        _ => {
            wall_time - TimeDelta::seconds(i64::from(chrono::Timelike::second(&wall_time)))
                + TimeDelta::minutes(minutes)
        }
    });
    let mut found = tries.filter_map(|time| zone.from_local_datetime(&time).earliest());
    found.next().map_or_else(|| wall_time.and_utc(), |at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(text: &str, zone: Tz, now: &str) -> (String, bool) {
        let now = DateTime::parse_from_rfc3339(now).unwrap().to_utc();
        let (when, rest) = When::read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(rest, "", "{text}");
        let meant = when.meant(zone, now);
        (meant.at.with_timezone(&meant.zone).format("%m-%d %H:%M:%S %Z").to_string(), meant.is_yesterdays)
    }

    #[test]
    fn a_time_is_the_last_one_that_the_clock_showed() {
        let zone = chrono_tz::Asia::Seoul;
        for (text, expected, yesterday) in [
            ("14:05", "11-22 14:05:00 KST", false),
            ("14:05:30", "11-22 14:05:30 KST", false),
            ("9:07", "11-22 09:07:00 KST", false),
            ("23:50", "11-21 23:50:00 KST", true),
            ("today 23:50", "11-22 23:50:00 KST", false),
            ("Yesterday 14:05", "11-21 14:05:00 KST", false),
            ("어제 14:05", "11-21 14:05:00 KST", false),
            ("2026-11-20 23:50", "11-20 23:50:00 KST", false),
            ("05:05 UTC", "11-22 05:05:00 UTC", false),
            ("06:05 Europe/Berlin", "11-22 06:05:00 CET", false),
        ] {
            assert_eq!(
                meant(text, zone, "2026-11-22T15:00:00+09:00"),
                (expected.to_owned(), yesterday),
                "{text}"
            );
        }
    }

    #[test]
    fn changes_of_clocks_are_followed() {
        let (new_york, berlin) = (chrono_tz::America::New_York, chrono_tz::Europe::Berlin);
        for (text, zone, now, expected) in [
            ("02:30:15", new_york, "2026-03-08T12:00:00-04:00", "03-08 03:00:00 EDT"),
            ("01:30", new_york, "2026-11-01T12:00:00-05:00", "11-01 01:30:00 EDT"),
            ("02:30", berlin, "2026-10-25T12:00:00+01:00", "10-25 02:30:00 CEST"),
            ("yesterday 12:00", berlin, "2026-10-25T12:00:00+01:00", "10-24 12:00:00 CEST"),
        ] {
            assert_eq!(meant(text, zone, now).0, expected, "{text}");
        }
    }

    #[test]
    fn a_date_beyond_the_calendar_is_no_date() {
        for date in ["+262142-12-31", "-262143-01-01", "-0001-01-01", "0000-01-01", "10000-01-01", "99-01-01"]
        {
            for zone in ["America/New_York", "Asia/Seoul", "UTC"] {
                let text = format!("{date} 23:59 {zone}");
                let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
                let read = When::read(&text).map(|(when, _)| when.meant(chrono_tz::UTC, now));
                assert_eq!(read, None, "{text}");
            }
        }
        assert_eq!(
            meant("9999-12-31 23:59", chrono_tz::America::New_York, "2026-11-22T12:00:00Z").0,
            "12-31 23:59:00 EST"
        );
    }

    #[test]
    fn what_is_no_time_is_not_taken_for_one() {
        for text in ["", "soon", "14", "25:00", "14:60", "2 pm", "30 %", "yesterday", "2026-11-22", "-1:00"] {
            assert_eq!(When::read(text), None, "{text}");
        }
        assert_eq!(When::read("14:05 the rollback began").map(|(_, rest)| rest), Some("the rollback began"));
    }
}
