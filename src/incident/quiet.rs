//! When nobody is to be disturbed for what can wait: quiet hours and holidays, exact across daylight-saving changes.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

/// How long a gap of the clock on the wall can be, in minutes: more than a day, since whole days have been left out.
const LONGEST_GAP_MINUTES: i64 = 2 * 24 * 60;

/// The quiet hours of every day, and the holidays, in one time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quiet {
    /// Whose clock is meant.
    pub zone: Tz,
    /// From when to when; past midnight where the end is not later than the start.
    pub hours: Option<(NaiveTime, NaiveTime)>,
    /// Whole days.
    pub holidays: BTreeSet<NaiveDate>,
}

/// Why it is quiet, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hush {
    /// Until the quiet hours end.
    Hours(DateTime<Utc>),
    /// Until the day ends.
    Holiday(DateTime<Utc>),
}

impl Quiet {
    /// Never quiet.
    pub const fn never() -> Self {
        Self { zone: Tz::UTC, hours: None, holidays: BTreeSet::new() }
    }

    /// Whether it is quiet at `instant`; a holiday goes before quiet hours.
    pub(super) fn at(&self, instant: DateTime<Utc>) -> Option<Hush> {
        self.holiday_at(instant).map(Hush::Holiday).or_else(|| self.hours_at(instant).map(Hush::Hours))
    }

    fn holiday_at(&self, instant: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let day = instant.with_timezone(&self.zone).date_naive();
        self.holidays.contains(&day).then(|| self.first_at(day + Days::new(1), NaiveTime::MIN))
    }

    /// The quiet hours are stretches between two instants, so a time of the clock that comes twice starts or ends them
    /// once, the first time.
    fn hours_at(&self, instant: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (start, end) = self.hours?;
        let today = instant.with_timezone(&self.zone).date_naive();
        [today - Days::new(1), today].into_iter().find_map(|day| {
            let last_day = if end > start { day } else { day + Days::new(1) };
            let (from, until) = (self.first_at(day, start), self.first_at(last_day, end));
            (from <= instant && instant < until).then_some(until)
        })
    }

    fn first_at(&self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        first_shown(self.zone, day.and_time(time))
    }
}

/// When the clock in `zone` first shows `wall_time`; where that is skipped, right after the gap.
pub(super) fn first_shown(zone: Tz, wall_time: NaiveDateTime) -> DateTime<Utc> {
    let mut ahead = (0..=LONGEST_GAP_MINUTES).map(|minutes| wall_time + TimeDelta::minutes(minutes));
    let shown = ahead.find_map(|time| zone.from_local_datetime(&time).earliest());
    shown.map_or(wall_time.and_utc(), |at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet(zone: Tz, hours: [&str; 2], holidays: &[&str]) -> Quiet {
        let [from, until] = hours.map(|time| time.parse().unwrap());
        let holidays = holidays.iter().map(|day| day.parse().unwrap()).collect();
        Quiet { zone, hours: Some((from, until)), holidays }
    }

    /// Until when it is quiet at `instant`, on the clock of the zone; empty where it is not.
    fn until(quiet: &Quiet, instant: &str) -> String {
        let instant = DateTime::parse_from_rfc3339(instant).unwrap().to_utc();
        let Some(Hush::Hours(at) | Hush::Holiday(at)) = quiet.at(instant) else {
            return String::new();
        };
        at.with_timezone(&quiet.zone).format("%m-%d %H:%M %Z").to_string()
    }

    #[test]
    fn quiet_hours_go_past_midnight_or_stay_within_a_day() {
        let night = quiet(chrono_tz::Asia::Seoul, ["20:00:00", "08:00:00"], &[]);
        for (instant, expected) in [
            ("2026-11-22T19:59:59+09:00", ""),
            ("2026-11-22T20:00:00+09:00", "11-23 08:00 KST"),
            ("2026-11-23T00:00:00+09:00", "11-23 08:00 KST"),
            ("2026-11-23T07:59:59+09:00", "11-23 08:00 KST"),
            ("2026-11-23T08:00:00+09:00", ""),
        ] {
            assert_eq!(until(&night, instant), expected, "{instant}");
        }
        let lunch = quiet(chrono_tz::Asia::Seoul, ["12:00:00", "13:00:00"], &[]);
        assert_eq!(until(&lunch, "2026-11-22T12:30:00+09:00"), "11-22 13:00 KST");
        assert_eq!(until(&lunch, "2026-11-22T13:30:00+09:00"), "");
    }

    #[test]
    fn a_holiday_is_a_whole_day_of_its_zone() {
        let christmas = quiet(chrono_tz::Asia::Seoul, ["20:00:00", "08:00:00"], &["2026-12-25"]);
        assert_eq!(until(&christmas, "2026-12-24T15:00:00Z"), "12-26 00:00 KST", "it is the 25th in Seoul");
        assert_eq!(until(&christmas, "2026-12-25T14:59:00Z"), "12-26 00:00 KST");
        assert_eq!(until(&christmas, "2026-12-25T15:00:00Z"), "12-26 08:00 KST", "the night after it");
    }

    #[test]
    fn quiet_hours_end_once_where_clocks_change() {
        use chrono_tz::America::New_York;
        use chrono_tz::Europe::Berlin;
        for (zone, hours, instant, expected) in [
            // What spring skips: the end counts right after the gap, and so does the start.
            (New_York, ["22:00:00", "02:30:00"], "2026-03-08T01:59:00-05:00", "03-08 03:00 EDT"),
            (New_York, ["22:00:00", "02:30:00"], "2026-03-08T03:00:00-04:00", ""),
            (New_York, ["02:30:00", "06:00:00"], "2026-03-08T01:59:00-05:00", ""),
            (New_York, ["02:30:00", "06:00:00"], "2026-03-08T03:00:00-04:00", "03-08 06:00 EDT"),
            (Berlin, ["22:00:00", "02:30:00"], "2026-03-29T01:59:00+01:00", "03-29 03:00 CEST"),
            // What autumn repeats: the end counts the first time, and it stays loud.
            (New_York, ["22:00:00", "01:30:00"], "2026-11-01T01:29:00-04:00", "11-01 01:30 EDT"),
            (New_York, ["22:00:00", "01:30:00"], "2026-11-01T01:30:00-04:00", ""),
            (New_York, ["22:00:00", "01:30:00"], "2026-11-01T01:10:00-05:00", ""),
            (Berlin, ["22:00:00", "02:30:00"], "2026-10-25T02:10:00+01:00", ""),
            (Berlin, ["20:00:00", "08:00:00"], "2026-10-25T02:10:00+01:00", "10-25 08:00 CET"),
        ] {
            assert_eq!(until(&quiet(zone, hours, &[]), instant), expected, "{zone} {hours:?} {instant}");
        }
    }
}
