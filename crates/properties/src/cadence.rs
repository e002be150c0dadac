//! Schedules of the clock on the wall.

use chrono::{TimeDelta, Timelike as _};
use firebell::incident::cadence::{Cadence, WallClock};

/// The bytes are a zone, an instant within two years, and a cron expression. Each time is later than the one before, on
/// a whole minute, within a year and a day, and the same from wherever before it one looks.
pub fn cadence(bytes: &[u8]) {
    let (zone, start, expression) = crate::zone_and_instant(bytes);
    let expression = crate::text(expression);
    let Ok(clock) = WallClock::parse(&expression, zone) else { return };
    let cadence = Cadence::At(Box::new(clock));
    let first = cadence.next_after(start);
    assert!(start < first && first <= start + TimeDelta::days(367), "{first} after {start}");
    assert_eq!((first.second(), first.nanosecond()), (0, 0), "{first} is no whole minute");
    assert_eq!(cadence.next_after(first - TimeDelta::seconds(1)), first, "from just before");
    assert_eq!(cadence.next_after(start + (first - start) / 2), first, "from half way");
}
