//! Instants in texts, shown in the reader's zone and language.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, TimeDelta, Timelike as _, Utc};
use maud::{Markup, html};

use super::links;
use crate::client::look::Look;
use crate::client::words::word;

/// The inside of `<!date^…|fallback>` after `date^`: seconds, a pattern and perhaps a link, with `^` between them.
pub(super) fn token(look: &Look<'_>, token: &str, fallback: Option<&str>) -> Markup {
    let mut parts = token.splitn(3, '^');
    let seconds = parts.next().and_then(|seconds| seconds.parse().ok());
    let (pattern, url) = (parts.next().unwrap_or_default(), parts.next());
    let fallback = super::unescaped(fallback.unwrap_or_default());
    date(look, seconds, &super::unescaped(pattern), url.map(super::unescaped).as_deref(), &fallback)
}

/// An instant in the words of `pattern`; the fallback where there is no such instant or nothing to show of it.
pub(crate) fn date(
    look: &Look<'_>,
    seconds: Option<i64>,
    pattern: &str,
    url: Option<&str>,
    fallback: &str,
) -> Markup {
    let Some(instant) = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)) else {
        return html! { (fallback) };
    };
    let shown = filled(look, pattern, instant);
    let words = if shown.is_empty() { fallback } else { &shown };
    let time = html! { time datetime=(instant.format("%FT%TZ")) title=(exact(look, instant)) { (words) } };
    match url {
        Some(url) => links::link(look, url, &time),
        None => time,
    }
}

/// The instant to the second with its zone, for those who want to be sure.
fn exact(look: &Look<'_>, instant: DateTime<Utc>) -> String {
    format!("{} ({})", look.local(instant).format("%Y-%m-%d %H:%M:%S %:z"), look.viewer.tz)
}

/// The pattern with every known placeholder filled in; unknown ones stay as they are.
fn filled(look: &Look<'_>, pattern: &str, instant: DateTime<Utc>) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let placed =
            after.split_once('}').and_then(|(name, left)| Some((placeholder(look, name, instant)?, left)));
        let (value, left) = placed.unwrap_or_else(|| ("{".to_owned(), after));
        out.push_str(&value);
        rest = left;
    }
    out + rest
}

fn placeholder(look: &Look<'_>, name: &str, instant: DateTime<Utc>) -> Option<String> {
    let local = look.local(instant);
    let day = local.date_naive();
    Some(match name {
        "date_num" => day.format("%Y-%m-%d").to_string(),
        "date_slash" => day_in(look, "date-slash", day),
        "date" => day_in(look, with_year("date", look, day), day),
        "date_short" => day_in(look, with_year("date-short", look, day), day),
        "date_long" | "date_long_full" => day_in(look, "date-long", day),
        "date_pretty" => near(look, day).unwrap_or_else(|| day_in(look, with_year("date", look, day), day)),
        "date_short_pretty" => {
            near(look, day).unwrap_or_else(|| day_in(look, with_year("date-short", look, day), day))
        }
        "date_long_pretty" => near(look, day).unwrap_or_else(|| day_in(look, "date-long", day)),
        "day_divider_pretty" => day_divider(look, day, look.app_today()),
        "time" => time_of(look, local),
        "time_secs" => clock(look, "time-seconds", local),
        "ago" => ago(look, instant),
        _ => return None,
    })
}

/// The key of a pattern with the year, or of the one without it: Slack leaves the year out within half a year.
fn with_year(key: &'static str, look: &Look<'_>, day: NaiveDate) -> &'static str {
    let distance = (day - look.app_today()).abs();
    match key {
        _ if distance > TimeDelta::days(182) => key,
        "date" => "date-this-year",
        _ => "date-short-this-year",
    }
}

fn day_in(look: &Look<'_>, key: &str, day: NaiveDate) -> String {
    word!(
        look,
        key,
        year = day.year().to_string(),
        month = day.month(),
        day = day.day(),
        ordinal = ordinal(day.day()),
        padded_month = format!("{:02}", day.month()),
        padded_day = format!("{:02}", day.day()),
        weekday = day.weekday().number_from_monday(),
    )
}

/// `1st`, `22nd`, `13th`.
fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// Yesterday, today or tomorrow, as words within a sentence.
fn near(look: &Look<'_>, day: NaiveDate) -> Option<String> {
    match (day - look.app_today()).num_days() {
        -1 => Some(word!(look, "yesterday")),
        0 => Some(word!(look, "today")),
        1 => Some(word!(look, "tomorrow")),
        _ => None,
    }
}

/// The heading above the messages of a day: `Today`, `Yesterday`, `Monday, September 21st`.
pub(crate) fn day_divider(look: &Look<'_>, day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        -1 => word!(look, "divider-yesterday"),
        0 => word!(look, "divider-today"),
        1 => word!(look, "divider-tomorrow"),
        _ if day.year() == today.year() => day_in(look, "divider-day", day),
        _ => day_in(look, "date-long", day),
    }
}

/// The time of day: `2:05 PM`, `오후 2:05`.
pub(crate) fn time_of(look: &Look<'_>, local: DateTime<FixedOffset>) -> String {
    clock(look, "time", local)
}

fn clock(look: &Look<'_>, key: &str, local: DateTime<FixedOffset>) -> String {
    let (is_afternoon, hour) = local.hour12();
    word!(
        look,
        key,
        half = if is_afternoon { "pm" } else { "am" },
        hour = hour,
        minute = format!("{:02}", local.minute()),
        second = format!("{:02}", local.second()),
    )
}

/// `3 minutes ago`, `in 2 days`, by the app's clock.
fn ago(look: &Look<'_>, instant: DateTime<Utc>) -> String {
    let passed = look.app_now - instant;
    let away = passed.abs();
    let (unit, count) = match away.num_seconds() {
        ..60 => return word!(look, "just-now"),
        60..3600 => ("minute", away.num_minutes()),
        3600..86_400 => ("hour", away.num_hours()),
        _ => ("day", away.num_days()),
    };
    let key = if passed > TimeDelta::zero() { "time-ago" } else { "time-ahead" };
    word!(look, key, unit = unit, count = count)
}
