//! Schedules of the clock on the wall.

use chrono::{TimeDelta, Timelike as _};
use chrono_tz::TZ_VARIANTS;
use firebell::incident::cadence::{Cadence, WallClock};

use crate::noon;

/// The bytes are a zone, an instant within two years, and a cron expression. Each time is later than the one before, on
/// a whole minute, within a year and a day, and the same from wherever before it one looks.
pub fn cadence(bytes: &[u8]) {
    let (choice, expression) = bytes.split_at(bytes.len().min(5));
    let (choice, _) = crate::number(choice);
    let zones = i64::try_from(TZ_VARIANTS.len()).expect("there are some hundreds");
    let zone = TZ_VARIANTS[usize::try_from(choice % zones).expect("five bytes are not negative")];
    let start = noon() + TimeDelta::seconds(choice / zones % (2 * 366 * 86_400));

    let expression = crate::text(expression);
    let Ok(clock) = WallClock::parse(&expression, zone) else { return };
    assert_eq!((clock.expression(), clock.zone()), (&*expression, zone));
    let cadence = Cadence::At(Box::new(clock));
    let first = cadence.next_after(start);
    assert!(start < first && first <= start + TimeDelta::days(367), "{first} after {start}");
    assert_eq!((first.second(), first.nanosecond()), (0, 0), "{first} is no whole minute");
    assert_eq!(cadence.next_after(first - TimeDelta::seconds(1)), first, "from just before");
    assert_eq!(cadence.next_after(start + (first - start) / 2), first, "from half way");
}
