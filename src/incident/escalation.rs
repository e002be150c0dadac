//! When an update that is owed has become overdue, and who is called about it, one after the other.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::cadence::WallClock;

/// When an update that is owed counts as overdue. Each further call comes as long after the one before.
#[derive(Debug, Clone)]
pub enum Overdue {
    /// This long after it was due.
    After(TimeDelta),
    /// At a time of the clock on the wall.
    At(Box<DayTime>),
}

impl Overdue {
    /// When the first call comes for what was due at `instant`, or the next one after a call at `instant`; always later.
    pub fn after(&self, instant: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::After(span) => instant + *span,
            Self::At(day_time) => day_time.after(instant),
        }
    }
}

/// A time of the day, on the day on which an update was due or on the next one with updates.
#[derive(Debug, Clone)]
pub struct DayTime {
    day: Day,
    time: NaiveTime,
    schedule: WallClock,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    Same,
    Next,
}

impl DayTime {
    /// Reads `same day 18:00` or `next day 10:00`, for updates that are owed at the times of `schedule`.
    ///
    /// # Errors
    /// A sentence that names the mend.
    pub fn parse(text: &str, schedule: &WallClock) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let read = |day, time: &str| {
            let time = NaiveTime::parse_from_str(time, "%H:%M").ok()?;
            Some(Self { day, time, schedule: schedule.clone() })
        };
        match words[..] {
            ["same", "day", time] => read(Day::Same, time),
            ["next", "day", time] => read(Day::Next, time),
            _ => None,
        }
        .ok_or_else(|| {
            format!("'{text}' is no time to escalate at; write it as in 'same day 18:00' or 'next day 10:00'")
        })
    }

    /// The time on the day of `instant` if that is still to come and meant, and updates are owed on that day; else on the next
    /// day with updates, so that what was due on a Friday does not call on a Saturday on which none are owed.
    fn after(&self, instant: DateTime<Utc>) -> DateTime<Utc> {
        let today = self.schedule.date(instant);
        let same_day = self.schedule.first_at(today.and_time(self.time));
        // What quiet hours have put off into a day makes it one with updates.
        let is_due = || self.schedule.next_after(instant - TimeDelta::days(1)) == instant;
        if self.day == Day::Same
            && same_day > instant
            && (self.schedule.has_updates_on_day_of(same_day) || is_due())
        {
            return same_day;
        }
        let midnight = self.schedule.first_at((today + Days::new(1)).and_time(NaiveTime::MIN));
        let next = self.schedule.next_after(midnight - TimeDelta::minutes(1));
        self.schedule.first_at(self.schedule.date(next).and_time(self.time))
    }
}

/// Who is called about an overdue update. Each step is taken once; whoever was called before is called again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Escalation {
    /// The communications lead.
    Communications,
    /// The owner: the commander, until then whoever declared it.
    Owner,
    /// The escalation groups of the severity.
    Groups,
}

impl Escalation {
    /// The name in catalogues.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Communications => "communications",
            Self::Owner => "owner",
            Self::Groups => "groups",
        }
    }
}

/// The last step that was taken about an overdue update.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalated {
    /// Whom it called.
    pub to: Escalation,
    /// When.
    pub at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono_tz::Tz;

    use super::*;
    use crate::incident::quiet::Quiet;

    /// When the first and the second call come for what was due then.
    fn calls(text: &str, schedule: &str, zone: Tz, due: &str) -> [String; 2] {
        let schedule = WallClock::parse(schedule, zone).unwrap();
        let overdue = Overdue::At(Box::new(DayTime::parse(text, &schedule).unwrap()));
        let first = overdue.after(DateTime::parse_from_rfc3339(due).unwrap().to_utc());
        [first, overdue.after(first)]
            .map(|at| at.with_timezone(&zone).format("%a %m-%d %H:%M %Z").to_string())
    }

    #[test]
    fn the_same_day_is_the_one_on_which_it_was_due() {
        assert_eq!(
            calls("same day 18:00", "0 0 10 * * *", chrono_tz::Asia::Seoul, "2026-11-22T10:00:00+09:00"),
            ["Sun 11-22 18:00 KST", "Mon 11-23 18:00 KST"]
        );
        assert_eq!(
            calls("same day 18:00", "0 0 10 * * *", chrono_tz::Asia::Seoul, "2026-11-22T19:30:00+09:00"),
            ["Mon 11-23 18:00 KST", "Tue 11-24 18:00 KST"],
            "promised for the evening"
        );
    }

    #[test]
    fn the_next_day_is_the_next_one_with_updates() {
        for (schedule, expected) in [
            ("0 0 10 * * *", ["Sat 11-21 10:00 KST", "Sun 11-22 10:00 KST"]),
            ("0 0 10 * * Mon-Fri", ["Mon 11-23 10:00 KST", "Tue 11-24 10:00 KST"]),
        ] {
            let due = "2026-11-20T10:00:00+09:00";
            assert_eq!(calls("next day 10:00", schedule, chrono_tz::Asia::Seoul, due), expected);
        }
    }

    #[test]
    fn a_day_without_updates_is_not_the_same_day() {
        for (due, expected) in [
            ("2026-11-20T10:00:00+09:00", ["Fri 11-20 18:00 KST", "Mon 11-23 18:00 KST"]),
            ("2026-11-20T19:00:00+09:00", ["Mon 11-23 18:00 KST", "Tue 11-24 18:00 KST"]),
            ("2026-11-21T09:00:00+09:00", ["Mon 11-23 18:00 KST", "Tue 11-24 18:00 KST"]),
        ] {
            assert_eq!(
                calls("same day 18:00", "0 0 10 * * Mon-Fri", chrono_tz::Asia::Seoul, due),
                expected,
                "{due}"
            );
        }
    }

    #[test]
    fn a_day_into_which_the_night_has_put_an_update_is_the_same_day() {
        let zone = chrono_tz::Asia::Seoul;
        let [evening, morning] = [20, 8].map(|hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap());
        let quiet = Quiet { zone, hours: Some((evening, morning)), holidays: [].into() };
        let schedule = WallClock::parse("0 30 22 * * Fri", zone).unwrap().keeping(Arc::new(quiet));
        let overdue = Overdue::At(Box::new(DayTime::parse("same day 18:00", &schedule).unwrap()));
        let due = DateTime::parse_from_rfc3339("2026-11-21T08:00:00+09:00").unwrap().to_utc();
        assert_eq!(overdue.after(due).with_timezone(&zone).to_string(), "2026-11-21 18:00:00 KST");
    }

    #[test]
    fn the_time_of_the_day_stays_where_clocks_change() {
        use chrono_tz::America::New_York;
        use chrono_tz::Europe::Berlin;
        for (zone, due, expected) in [
            (New_York, "2026-03-07T10:00:00-05:00", ["Sun 03-08 10:00 EDT", "Mon 03-09 10:00 EDT"]),
            (New_York, "2026-10-31T10:00:00-04:00", ["Sun 11-01 10:00 EST", "Mon 11-02 10:00 EST"]),
            (Berlin, "2026-03-28T10:00:00+01:00", ["Sun 03-29 10:00 CEST", "Mon 03-30 10:00 CEST"]),
            (Berlin, "2026-10-24T10:00:00+02:00", ["Sun 10-25 10:00 CET", "Mon 10-26 10:00 CET"]),
        ] {
            assert_eq!(calls("next day 10:00", "0 0 10 * * *", zone, due), expected);
        }
        assert_eq!(
            calls("next day 02:30", "0 0 10 * * *", New_York, "2026-03-07T10:00:00-05:00"),
            ["Sun 03-08 03:00 EDT", "Mon 03-09 02:30 EDT"],
            "a time that spring skips counts right after the gap"
        );
        assert_eq!(
            calls("next day 01:30", "0 0 10 * * *", New_York, "2026-10-31T10:00:00-04:00"),
            ["Sun 11-01 01:30 EDT", "Mon 11-02 01:30 EST"],
            "a time that autumn repeats counts the first time"
        );
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_the_mend() {
        let schedule = WallClock::parse("0 0 10 * * *", chrono_tz::Asia::Seoul).unwrap();
        for text in ["", "30m", "18:00", "same day 25:00", "other day 10:00", "same day 6pm"] {
            let refusal = DayTime::parse(text, &schedule).unwrap_err();
            assert!(refusal.contains("'same day 18:00'"), "{text}: {refusal}");
        }
    }
}
