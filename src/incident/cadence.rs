//! How often an update is owed, exact across daylight-saving changes.

use std::str::FromStr as _;
use std::sync::Arc;

use chrono::{
    DateTime, Datelike as _, DurationRound as _, NaiveDate, NaiveDateTime, TimeDelta, TimeZone as _, Utc,
};
use chrono_tz::Tz;
use cron::{Schedule, TimeUnitSpec as _};

use super::quiet::{Hush, Quiet, first_shown};

/// How far ahead a schedule is searched, in minutes: a leap year, and a day for zones that change.
const HORIZON_MINUTES: i64 = 367 * 24 * 60;

/// How many days of the week are most of them.
const MOST_DAYS: u32 = 4;

/// When updates fall due: after a span, or at times of the clock on the wall.
#[derive(Debug, Clone)]
pub enum Cadence {
    /// This long after the last one.
    Every(TimeDelta),
    /// At the times of a schedule in a zone.
    At(Box<WallClock>),
}

impl Cadence {
    /// The first due time strictly after `instant`.
    pub fn next_after(&self, instant: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Every(span) => instant + *span,
            Self::At(wall_clock) => wall_clock.next_after(instant),
        }
    }

    /// When quiet ends that somebody asks for at `now` until `until`: then, if people may be disturbed by that time. Where it
    /// leads into days off, it ends with the next update that is owed; who asks on such a day is there, and means that day.
    pub fn quiet_until(&self, now: DateTime<Utc>, until: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Every(_) => until,
            Self::At(wall_clock) => wall_clock.quiet_until(now, until),
        }
    }

    /// `instant`, or the first one after it at which people may be disturbed: whoever hears something every so many
    /// minutes always may.
    pub fn when_loud(&self, instant: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Every(_) => instant,
            Self::At(wall_clock) => wall_clock.when_loud(instant),
        }
    }
}

/// A cron schedule with minute precision in a time zone.
///
/// Where clocks change, the rule is: a time that the spring change skips counts at the first minute after the gap,
/// and a time that the autumn change repeats counts once, the first time. Schedules that match in every hour (such
/// as every fifteen minutes) simply go on through both hours.
#[derive(Debug, Clone)]
pub struct WallClock {
    schedule: Schedule,
    zone: Tz,
    quiet: Arc<Quiet>,
}

impl WallClock {
    /// Reads a cron expression of six fields (second, minute, hour, day of month, month, day of week). Days of the
    /// week are names: numbers mean different days to different programs.
    ///
    /// # Errors
    /// A sentence that names the mend.
    pub fn parse(expression: &str, zone: Tz) -> Result<Self, String> {
        let fields: Vec<&str> = expression.split_whitespace().collect();
        if fields.len() != 6 {
            return Err(format!(
                "'{expression}' has {} fields; write six: second minute hour day month weekday, as in '0 0 10 * * Mon-Fri'",
                fields.len()
            ));
        }
        if fields[0] != "0" {
            return Err(format!("'{expression}' must have 0 seconds: reminders fall on whole minutes"));
        }
        if fields[5].contains(|c: char| c.is_ascii_digit()) {
            return Err(format!("'{expression}': name the days of the week (Mon-Fri), do not number them"));
        }
        if let Some(field) = fields.iter().find(|field| !is_one_field(field)) {
            return Err(format!("'{expression}' is not a cron expression: what is '{field}'?"));
        }
        let schedule = Schedule::from_str(expression)
            .map_err(|e| format!("'{expression}' is not a cron expression: {e}"))?;
        if !comes_every_year(&schedule) {
            return Err(format!("'{expression}' does not come within a year"));
        }
        Ok(Self { schedule, zone, quiet: Arc::new(Quiet::never()) })
    }

    /// The same, with quiet hours and holidays on which nothing falls due.
    #[must_use]
    pub fn keeping(self, quiet: Arc<Quiet>) -> Self {
        Self { quiet, ..self }
    }

    /// The first of its times strictly after `instant` that is not quiet; one that is waits until it is loud again.
    pub(super) fn next_after(&self, instant: DateTime<Utc>) -> DateTime<Utc> {
        self.when_loud(self.find_after(instant).unwrap_or(instant + TimeDelta::minutes(HORIZON_MINUTES)))
    }

    /// `instant`, or the end of the quiet hours that it lies in. What lies on a holiday waits for the first of its times
    /// on another day, not for midnight; and so does what waits for a morning on which none of its times comes, unless it is such a
    /// time itself.
    fn when_loud(&self, instant: DateTime<Utc>) -> DateTime<Utc> {
        let mut at = instant;
        while let Some(hush) = self.quiet.at(at) {
            at = match hush {
                Hush::Hours(until)
                    if self.has_updates_on_day_of(until) || self.matches(self.wall_time(at)) =>
                {
                    until
                }
                Hush::Hours(until) | Hush::Holiday(until) => {
                    self.find_after(until - TimeDelta::minutes(1)).unwrap_or(until)
                }
            };
        }
        at
    }

    fn quiet_until(&self, now: DateTime<Utc>, until: DateTime<Utc>) -> DateTime<Utc> {
        let until = self.when_loud(until);
        let leads_away = self.date(until) != self.date(now) && self.is_day_off(self.date(until));
        if leads_away { self.next_after(until) } else { until }
    }

    /// Whether people are off on a day, as far as the schedule tells: one that names most days of every week leaves out the
    /// others. What comes more rarely says nothing about them.
    fn is_day_off(&self, day: NaiveDate) -> bool {
        let schedule = &self.schedule;
        let is_of_every_week = schedule.days_of_month().is_all() && schedule.months().is_all();
        let names_most_days = schedule.days_of_week().count() >= MOST_DAYS;
        is_of_every_week && names_most_days && !comes_on(schedule, day)
    }

    /// Whether one of its times comes on the day of `instant`, and that is no holiday.
    pub(super) fn has_updates_on_day_of(&self, instant: DateTime<Utc>) -> bool {
        let is_holiday = matches!(self.quiet.at(instant), Some(Hush::Holiday(_)));
        comes_on(&self.schedule, self.date(instant)) && !is_holiday
    }

    /// The day in its zone.
    pub(super) fn date(&self, instant: DateTime<Utc>) -> NaiveDate {
        self.wall_time(instant).date()
    }

    /// When the clock in its zone first shows `wall_time`; where that is skipped, right after the gap.
    pub(super) fn first_at(&self, wall_time: NaiveDateTime) -> DateTime<Utc> {
        first_shown(self.zone, wall_time)
    }

    // The crate's own iterator is not monotonic where an hour repeats and can answer with a time in the past, so
    // only its test of one minute is used.
    fn find_after(&self, instant: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let start = instant.duration_trunc(TimeDelta::minutes(1)).ok()?;
        let mut before = self.wall_time(start);
        (1..=HORIZON_MINUTES).map(|ahead| start + TimeDelta::minutes(ahead)).find(|minute| {
            let now = self.wall_time(*minute);
            let due = self.is_due(before, now, *minute);
            before = now;
            due
        })
    }

    fn is_due(&self, before: NaiveDateTime, now: NaiveDateTime, minute: DateTime<Utc>) -> bool {
        if self.schedule.hours().is_all() {
            return self.matches(now);
        }
        let skipped = (now - before).num_minutes() - 1;
        if skipped > 0 {
            return (1..=skipped + 1).any(|ahead| self.matches(before + TimeDelta::minutes(ahead)));
        }
        self.matches(now) && !self.is_repeated(now, minute)
    }

    fn matches(&self, wall_time: NaiveDateTime) -> bool {
        self.schedule.includes(wall_time.and_utc())
    }

    fn is_repeated(&self, wall_time: NaiveDateTime, minute: DateTime<Utc>) -> bool {
        self.zone.from_local_datetime(&wall_time).earliest().is_some_and(|first| first < minute)
    }

    fn wall_time(&self, minute: DateTime<Utc>) -> NaiveDateTime {
        minute.with_timezone(&self.zone).naive_local()
    }
}

/// Whether a field is one: the crate's parser takes `*1` for two of them, `*` and `1`.
fn is_one_field(field: &str) -> bool {
    let all = |text: &str, allowed: fn(&char) -> bool| !text.is_empty() && text.chars().all(|c| allowed(&c));
    let value = |text: &str| all(text, char::is_ascii_digit) || all(text, char::is_ascii_alphabetic);
    field.split(',').all(|item| {
        let (values, step) = item.split_once('/').unwrap_or((item, "1"));
        let (first, last) = values.split_once('-').unwrap_or((values, "1"));
        (matches!(values, "*" | "?") || (value(first) && value(last))) && all(step, char::is_ascii_digit)
    })
}

/// Whether it never stays away for more than a year; it may, where it asks for a date and a day of the week. The calendar
/// repeats after 28 years.
fn comes_every_year(schedule: &Schedule) -> bool {
    let start = DateTime::UNIX_EPOCH;
    let days = (0..29 * 366).map(|ahead| start + TimeDelta::days(ahead));
    let days = days.filter(|day| comes_on(schedule, day.date_naive()));
    let (last, longest) =
        days.fold((start, TimeDelta::zero()), |(before, longest), day| (day, longest.max(day - before)));
    longest <= TimeDelta::days(366) && last - start >= TimeDelta::days(28 * 366)
}

/// Whether one of its times lies on that day.
fn comes_on(schedule: &Schedule, day: NaiveDate) -> bool {
    schedule.months().includes(day.month())
        && schedule.days_of_month().includes(day.day())
        && schedule.days_of_week().includes(day.weekday().number_from_sunday())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    fn next(expression: &str, zone: Tz, after: &str, times: usize) -> Vec<String> {
        let cadence = Cadence::At(Box::new(WallClock::parse(expression, zone).unwrap()));
        let mut instant = at(after);
        std::iter::repeat_with(|| {
            instant = cadence.next_after(instant);
            instant.with_timezone(&zone).format("%a %m-%d %H:%M %Z").to_string()
        })
        .take(times)
        .collect()
    }

    #[test]
    fn a_span_counts_from_the_last_one() {
        let cadence = Cadence::Every(TimeDelta::minutes(15));
        assert_eq!(cadence.next_after(at("2026-11-22T03:07:30Z")), at("2026-11-22T03:22:30Z"));
    }

    #[test]
    fn a_working_day_schedule_skips_the_weekend() {
        assert_eq!(
            next("0 0 10 * * Mon-Fri", chrono_tz::Asia::Seoul, "2026-11-20T09:59:00+09:00", 3),
            ["Fri 11-20 10:00 KST", "Mon 11-23 10:00 KST", "Tue 11-24 10:00 KST"]
        );
    }

    #[test]
    fn the_instant_itself_is_never_the_answer() {
        assert_eq!(
            next("0 0 10 * * *", chrono_tz::Asia::Seoul, "2026-11-20T10:00:00+09:00", 1),
            ["Sat 11-21 10:00 KST"]
        );
    }

    #[test]
    fn a_time_that_spring_skips_counts_right_after_the_gap() {
        assert_eq!(
            next("0 30 2 * * *", chrono_tz::America::New_York, "2026-03-07T03:00:00-05:00", 2),
            ["Sun 03-08 03:00 EDT", "Mon 03-09 02:30 EDT"]
        );
    }

    #[test]
    fn a_time_that_autumn_repeats_counts_once() {
        assert_eq!(
            next("0 30 1 * * *", chrono_tz::America::New_York, "2026-11-01T00:00:00-04:00", 2),
            ["Sun 11-01 01:30 EDT", "Mon 11-02 01:30 EST"]
        );
        assert_eq!(
            next("0 30 2 * * *", chrono_tz::Europe::Berlin, "2026-10-25T00:00:00+02:00", 2),
            ["Sun 10-25 02:30 CEST", "Mon 10-26 02:30 CET"]
        );
    }

    #[test]
    fn every_quarter_of_an_hour_goes_on_through_the_repeated_hour() {
        let quarters = next("0 */15 * * * *", chrono_tz::America::New_York, "2026-11-01T01:20:00-04:00", 6);
        assert_eq!(
            quarters,
            [
                "Sun 11-01 01:30 EDT",
                "Sun 11-01 01:45 EDT",
                "Sun 11-01 01:00 EST",
                "Sun 11-01 01:15 EST",
                "Sun 11-01 01:30 EST",
                "Sun 11-01 01:45 EST"
            ]
        );
    }

    #[test]
    fn every_quarter_of_an_hour_jumps_the_spring_gap() {
        assert_eq!(
            next("0 */15 * * * *", chrono_tz::America::New_York, "2026-03-08T01:40:00-05:00", 2),
            ["Sun 03-08 01:45 EST", "Sun 03-08 03:00 EDT"]
        );
    }

    fn loud(instant: &str) -> String {
        let zone = chrono_tz::Asia::Seoul;
        let holidays = ["2026-12-25", "2026-12-28"].map(|day| day.parse().unwrap()).into();
        let night = [20, 8].map(|hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap());
        let quiet = Quiet { zone, hours: Some((night[0], night[1])), holidays };
        let ten = WallClock::parse("0 0 10 * * Mon-Fri", zone).unwrap().keeping(Arc::new(quiet));
        let at = Cadence::At(Box::new(ten)).when_loud(at(instant));
        at.with_timezone(&zone).format("%a %m-%d %H:%M").to_string()
    }

    #[test]
    fn what_is_quiet_waits_for_the_morning_or_for_the_next_day_with_updates() {
        for (instant, expected) in [
            ("2026-12-23T19:59:00+09:00", "Wed 12-23 19:59"),
            ("2026-12-23T20:00:00+09:00", "Thu 12-24 08:00"),
            ("2026-12-24T20:00:00+09:00", "Tue 12-29 10:00"),
            ("2026-12-25T11:00:00+09:00", "Tue 12-29 10:00"),
            ("2026-12-26T01:00:00+09:00", "Tue 12-29 10:00"),
            ("2026-12-26T11:00:00+09:00", "Sat 12-26 11:00"),
            ("2026-12-29T20:00:00+09:00", "Wed 12-30 08:00"),
            ("2027-01-01T20:00:00+09:00", "Mon 01-04 10:00"),
            ("2027-01-04T01:00:00+09:00", "Mon 01-04 08:00"),
        ] {
            assert_eq!(loud(instant), expected, "{instant}");
        }
        let span = Cadence::Every(TimeDelta::minutes(15));
        assert_eq!(span.when_loud(at("2026-12-25T03:00:00+09:00")), at("2026-12-25T03:00:00+09:00"));
    }

    #[test]
    fn a_schedule_of_nothing_but_quiet_times_falls_due_when_it_is_loud() {
        let zone = chrono_tz::Asia::Seoul;
        let hours = ["00:00:00", "23:00:00"].map(|time| time.parse().unwrap());
        let quiet = Quiet {
            zone,
            hours: Some((hours[0], hours[1])),
            holidays: ["2026-12-25".parse().unwrap()].into(),
        };
        let ten = WallClock::parse("0 0 10 * * *", zone).unwrap().keeping(Arc::new(quiet));
        let next = ten.next_after(at("2026-12-24T23:30:00+09:00"));
        assert_eq!(next, at("2026-12-26T23:00:00+09:00"));
    }

    #[test]
    fn a_schedule_of_quiet_times_on_some_days_falls_due_when_the_next_morning_comes() {
        let zone = chrono_tz::Asia::Seoul;
        let hours = ["20:00:00", "08:00:00"].map(|time| time.parse().unwrap());
        let quiet = Quiet { zone, hours: Some((hours[0], hours[1])), holidays: [].into() };
        let friday_night = WallClock::parse("0 30 22 * * Fri", zone).unwrap().keeping(Arc::new(quiet));
        let next = friday_night.next_after(at("2026-12-29T12:00:00+09:00"));
        assert_eq!(next, at("2027-01-02T08:00:00+09:00"), "Saturday, and not a Friday that never comes");
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_the_mend() {
        for (expression, mend) in [
            ("*/15 * * * *", "write six"),
            ("0 0 10 * * 1-5", "name the days"),
            ("30 0 10 * * *", "whole minutes"),
            ("0 0 25 * * *", "not a cron expression"),
            ("0 0 10 30 2 *", "does not come within a year"),
            ("0 0 10 29 2 *", "does not come within a year"),
            ("0 0 10 11 1 Sun", "does not come within a year"),
            ("0 *1 11 1 1 *", "what is '*1'?"),
            ("0 0 10 * * Mon1", "name the days"),
            ("0 0 1* * * Mon", "what is '1*'?"),
        ] {
            let refusal = WallClock::parse(expression, chrono_tz::Asia::Seoul).unwrap_err();
            assert!(refusal.contains(mend), "{expression}: {refusal}");
        }
    }
}
