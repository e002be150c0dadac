//! Instants and spans as people read them. Nothing is rounded: a part that is not shown is left out.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::language::Language;
use crate::say;

/// With the date: `2026-11-22 11:14:05 KST`.
pub(super) fn with_date(instant: DateTime<Utc>, zone: Tz) -> String {
    instant.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S %Z").to_string()
}

/// With the date only where it is not the one of the instant that was read just before.
pub(super) fn beside(instant: DateTime<Utc>, neighbour: Option<DateTime<Utc>>, zone: Tz) -> String {
    let local = instant.with_timezone(&zone);
    match neighbour {
        Some(other) if other.with_timezone(&zone).date_naive() == local.date_naive() => {
            local.format("%H:%M:%S %Z").to_string()
        }
        _ => with_date(instant, zone),
    }
}

/// How long: `2 min 13 s`.
pub(super) fn span(language: Language, long: TimeDelta) -> String {
    if long < TimeDelta::zero() {
        return format!("−{}", span(language, -long));
    }
    let (days, hours) = (long.num_days(), long.num_hours() % 24);
    let (minutes, seconds) = (long.num_minutes() % 60, long.num_seconds() % 60);
    let units = [
        (days, say!(language, "postmortem-days", n = days)),
        (hours, say!(language, "postmortem-hours", n = hours)),
        (minutes, say!(language, "postmortem-minutes", n = minutes)),
        (seconds, say!(language, "postmortem-seconds", n = seconds)),
    ];
    let parts: Vec<String> = units.into_iter().filter(|(n, _)| *n > 0).map(|(_, part)| part).collect();
    match parts.is_empty() {
        true if long.is_zero() => say!(language, "postmortem-seconds", n = 0),
        true => say!(language, "postmortem-under-a-second"),
        false => parts.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_name_the_units_they_have() {
        for (milliseconds, english, korean) in [
            (0, "0 s", "0초"),
            (640, "under 1 s", "1초 미만"),
            (133_999, "2 min 13 s", "2분 13초"),
            (3_600_000, "1 h", "1시간"),
            (90_061_000, "1 d 1 h 1 min 1 s", "1일 1시간 1분 1초"),
            (-61_000, "−1 min 1 s", "−1분 1초"),
        ] {
            let long = TimeDelta::milliseconds(milliseconds);
            assert_eq!(span(Language::English, long), english);
            assert_eq!(span(Language::Korean, long), korean);
        }
    }

    #[test]
    fn the_date_stands_where_it_changes() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        let (before, after) = (at("2026-11-22T14:59:59.999Z"), at("2026-11-22T15:00:00Z"));
        let zone = chrono_tz::Asia::Seoul;
        assert_eq!(beside(before, None, zone), "2026-11-22 23:59:59 KST");
        assert_eq!(beside(after, Some(before), zone), "2026-11-23 00:00:00 KST");
        assert_eq!(beside(after, Some(before), Tz::UTC), "15:00:00 UTC");
    }
}
