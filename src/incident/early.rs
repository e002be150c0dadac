//! A word that comes a little before the time of the day at which one is owed: it is that one.

use chrono::{DateTime, TimeDelta, Utc};

use super::cadence::Cadence;
use super::severity::{HEADS_UP_WITHIN, Severity};

/// How long before its time a word counts as the one that is owed then, where no heads-up comes sooner.
const EARLY: TimeDelta = TimeDelta::hours(1);

impl Severity {
    /// When the next word is owed after one at `instant`. By a span, that much later. By the clock on the wall, at the next of
    /// its times, unless this word comes so shortly before it that it is the one which is owed then: in the last hour, or from the
    /// heads-up on where that comes sooner, but never before the last quarter of the time from one to the next.
    pub fn owed_after(&self, instant: DateTime<Utc>) -> DateTime<Utc> {
        let next = self.cadence.next_after(instant);
        match self.cadence {
            Cadence::At(_) if next - instant <= self.early_before(next) => self.cadence.next_after(next),
            _ => next,
        }
    }

    fn early_before(&self, time: DateTime<Utc>) -> TimeDelta {
        let longest = self.heads_up.unwrap_or_default().max(EARLY);
        let from = time - longest * HEADS_UP_WITHIN;
        let times = std::iter::successors(Some(from), |at| Some(self.cadence.next_after(*at)));
        let before = times.take_while(|at| *at < time).last().unwrap_or(from);
        (time - before) / HEADS_UP_WITHIN
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::NaiveTime;
    use chrono_tz::America::New_York;
    use chrono_tz::Asia::Seoul;
    use chrono_tz::Europe::Berlin;
    use chrono_tz::Tz;

    use super::*;
    use crate::incident::SeverityKey;
    use crate::incident::cadence::WallClock;
    use crate::incident::quiet::Quiet;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    fn severity(cadence: Cadence, heads_up_minutes: i64) -> Severity {
        let heads_up = Some(TimeDelta::minutes(heads_up_minutes));
        Severity { heads_up, ..Severity::plain(SeverityKey::new("sev2"), cadence) }
    }

    fn owed(expression: &str, zone: Tz, word_at: &str) -> String {
        let clock = WallClock::parse(expression, zone).unwrap();
        let next = severity(Cadence::At(Box::new(clock)), 15).owed_after(at(word_at));
        next.with_timezone(&zone).format("%a %m-%d %H:%M %Z").to_string()
    }

    #[test]
    fn a_word_within_the_hour_before_its_time_is_the_one_that_is_owed_then() {
        let (daily, working_days) = ("0 0 10 * * *", "0 0 10 * * Mon-Fri");
        for (expression, word_at, expected) in [
            (daily, "2026-11-23T08:59:59+09:00", "Mon 11-23 10:00 KST"),
            (daily, "2026-11-23T09:00:00+09:00", "Tue 11-24 10:00 KST"),
            (daily, "2026-11-23T09:50:00+09:00", "Tue 11-24 10:00 KST"),
            (daily, "2026-11-23T10:00:00+09:00", "Tue 11-24 10:00 KST"),
            (working_days, "2026-11-20T09:50:00+09:00", "Mon 11-23 10:00 KST"),
            (working_days, "2026-11-22T09:50:00+09:00", "Mon 11-23 10:00 KST"),
            (working_days, "2026-11-23T09:50:00+09:00", "Tue 11-24 10:00 KST"),
        ] {
            assert_eq!(owed(expression, Seoul, word_at), expected, "{expression} {word_at}");
        }
    }

    #[test]
    fn where_times_lie_close_together_only_the_last_quarter_before_one_is_early_for_it() {
        let (two, quarters) = ("0 0 9,10 * * *", "0 */15 * * * *");
        for (expression, word_at, expected) in [
            (two, "2026-11-23T07:59:00+09:00", "Mon 11-23 09:00 KST"),
            (two, "2026-11-23T08:30:00+09:00", "Mon 11-23 10:00 KST"),
            (two, "2026-11-23T09:00:00+09:00", "Mon 11-23 10:00 KST"),
            (two, "2026-11-23T09:44:00+09:00", "Mon 11-23 10:00 KST"),
            (two, "2026-11-23T09:45:00+09:00", "Tue 11-24 09:00 KST"),
            (quarters, "2026-11-23T09:00:00+09:00", "Mon 11-23 09:15 KST"),
            (quarters, "2026-11-23T09:11:14+09:00", "Mon 11-23 09:15 KST"),
            (quarters, "2026-11-23T09:11:15+09:00", "Mon 11-23 09:30 KST"),
        ] {
            assert_eq!(owed(expression, Seoul, word_at), expected, "{expression} {word_at}");
        }
    }

    #[test]
    fn an_hour_is_an_hour_where_clocks_change() {
        for (zone, expression, word_at, expected) in [
            (New_York, "0 0 10 * * *", "2026-03-07T09:50:00-05:00", "Sun 03-08 10:00 EDT"),
            (New_York, "0 0 10 * * *", "2026-03-08T09:50:00-04:00", "Mon 03-09 10:00 EDT"),
            (New_York, "0 30 2 * * *", "2026-03-08T01:59:00-05:00", "Mon 03-09 02:30 EDT"),
            (New_York, "0 30 2 * * *", "2026-03-08T00:59:00-05:00", "Sun 03-08 03:00 EDT"),
            (New_York, "0 30 1 * * *", "2026-11-01T01:10:00-04:00", "Mon 11-02 01:30 EST"),
            (New_York, "0 0 3 * * *", "2026-11-01T01:30:00-04:00", "Sun 11-01 03:00 EST"),
            (Berlin, "0 0 4 * * *", "2026-03-29T01:59:00+01:00", "Sun 03-29 04:00 CEST"),
            (Berlin, "0 0 4 * * *", "2026-03-29T03:00:00+02:00", "Mon 03-30 04:00 CEST"),
            (Berlin, "0 0 10 * * *", "2026-10-25T09:50:00+01:00", "Mon 10-26 10:00 CET"),
        ] {
            assert_eq!(owed(expression, zone, word_at), expected, "{zone} {expression} {word_at}");
        }
    }

    #[test]
    fn what_follows_a_heads_up_answers_what_that_foretold() {
        let clock = || Cadence::At(Box::new(WallClock::parse("0 0 10 * * *", Seoul).unwrap()));
        let two_hours = severity(clock(), 120);
        assert_eq!(two_hours.owed_after(at("2026-11-23T08:00:00+09:00")), at("2026-11-24T10:00:00+09:00"));
        assert_eq!(two_hours.owed_after(at("2026-11-23T07:59:00+09:00")), at("2026-11-23T10:00:00+09:00"));
        let no_heads_up = Severity { heads_up: None, ..severity(clock(), 0) };
        assert_eq!(no_heads_up.owed_after(at("2026-11-23T09:00:00+09:00")), at("2026-11-24T10:00:00+09:00"));
    }

    #[test]
    fn a_word_at_night_is_early_only_for_a_morning_that_is_near() {
        let night = ["20:00:00", "08:00:00"].map(|time| time.parse::<NaiveTime>().unwrap());
        let quiet = Quiet { zone: Seoul, hours: Some((night[0], night[1])), holidays: [].into() };
        let hourly = WallClock::parse("0 0 * * * *", Seoul).unwrap().keeping(Arc::new(quiet));
        let hourly = severity(Cadence::At(Box::new(hourly)), 5);
        for (word_at, expected) in [
            ("2026-11-23T03:00:00+09:00", "2026-11-23T08:00:00+09:00"),
            ("2026-11-23T07:30:00+09:00", "2026-11-23T09:00:00+09:00"),
            ("2026-11-23T12:50:00+09:00", "2026-11-23T14:00:00+09:00"),
        ] {
            assert_eq!(hourly.owed_after(at(word_at)), at(expected), "{word_at}");
        }
    }

    #[test]
    fn a_span_counts_from_the_word_however_late_that_comes() {
        let every = severity(Cadence::Every(TimeDelta::minutes(60)), 5);
        assert_eq!(every.owed_after(at("2026-11-23T09:59:00+09:00")), at("2026-11-23T10:59:00+09:00"));
    }
}
