//! Reads the ladder of severities.

use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::check;
use super::settings::{LADDER, Settings, TELL_CHANNELS};
use crate::incident::cadence::{Cadence, WallClock};
use crate::incident::escalation::{DayTime, Overdue};
use crate::incident::quiet::Quiet;
use crate::incident::{
    AtStageChange, ChannelId, Colour, HEADS_UP_WITHIN, Ladder, PostmortemRule, Reader, Review, Severity,
    SeverityKey,
};
use crate::language::knows_severity;

/// How many rungs make a ladder: fewer are no choice, and more cannot be told apart in a hurry.
const RUNGS: RangeInclusive<usize> = 2..=6;

/// How a channel with its audience is written.
const TABLE: &str = "{ channel = \"C012AB3C4\", audience = \"external\" }";

/// The most that a limit of snoozes can be; beyond it, there is none.
const MOST_SNOOZES: u32 = 100;

/// What holds for every schedule.
pub(super) struct Clocks {
    /// The zone of those that name none.
    pub(super) zone: Option<Tz>,
    /// When nothing falls due.
    pub(super) quiet: Option<Arc<Quiet>>,
}

/// The ladder with its default.
pub(super) fn read(settings: &mut Settings, clocks: &Clocks) -> Option<Ladder> {
    let rungs = settings.count(LADDER);
    let is_right_size = RUNGS.contains(&rungs);
    if !is_right_size {
        let says = format!("must have from {} to {} rungs, not {rungs}", RUNGS.start(), RUNGS.end());
        settings.problem(LADDER, says);
    }
    let keys = keys(settings);
    let severities: Vec<Option<Severity>> =
        (0..rungs).zip(&keys).map(|(i, key)| severity(settings, i, key.as_ref(), clocks)).collect();
    let keys: Vec<SeverityKey> = keys.into_iter().collect::<Option<_>>()?;
    if keys.is_empty() {
        return None;
    }
    let default = settings.text("incidents.default_severity", |text| on_ladder(text, &keys));
    let severities = severities.into_iter().collect::<Option<_>>().filter(|_| is_right_size);
    Ladder::new(severities?, default?).map_err(|says| settings.problem(LADDER, says)).ok()
}

fn on_ladder(text: &str, keys: &[SeverityKey]) -> Result<SeverityKey, String> {
    let names: Vec<&str> = keys.iter().map(SeverityKey::as_str).collect();
    let key = keys.iter().find(|key| key.as_str() == text.to_lowercase());
    key.cloned()
        .ok_or_else(|| format!("'{text}' is not the key of a severity; choose from {}", names.join(", ")))
}

fn keys(settings: &mut Settings) -> Vec<Option<SeverityKey>> {
    let mut keys = Vec::new();
    for i in 0..settings.count(LADDER) {
        let key = key(settings, &format!("{LADDER}[{i}].key"), &keys);
        keys.push(key);
    }
    keys
}

fn key(settings: &mut Settings, path: &str, earlier: &[Option<SeverityKey>]) -> Option<SeverityKey> {
    if !settings.is_given(path) {
        settings.problem(path, "is missing; write one word, as in 'sev1'");
        return None;
    }
    let key = settings.text(path, check::severity_key)?;
    if earlier.iter().flatten().any(|other| *other == key) {
        settings.problem(path, format!("'{key}' is the key of an earlier severity already"));
        return None;
    }
    Some(key)
}

fn severity(
    settings: &mut Settings,
    i: usize,
    key: Option<&SeverityKey>,
    clocks: &Clocks,
) -> Option<Severity> {
    let rung = format!("{LADDER}[{i}]");
    let of = |what: &str| format!("{rung}.{what}");
    let span = |text: &str| check::span(text).map(Some);
    let name = words(settings, &of("name"), key, "one word for it");
    let help = words(settings, &of("help"), key, "a sentence on when to choose it");
    let colour = settings.text_or(&of("colour"), None, |text| check::named(text, Colour::ALL).map(Some));
    let cadence = cadence(settings, &rung, clocks);
    let heads_up = settings.text_or(&of("heads_up"), None, |text| heads_up(text, cadence.as_ref()));
    let at_stage_change = settings.text_or(&of("at_stage_change"), AtStageChange::Nothing, at_stage_change);
    let response_target = settings.text_or(&of("response_target"), None, span);
    let longest_snooze = settings.text_or(&of("longest_snooze"), None, span);
    let often = of("snoozes");
    let snoozes = if settings.is_given(&often) {
        settings.number(&often, 0..=MOST_SNOOZES).map(Some)
    } else {
        Some(None)
    };
    let overdue = settings.text_or(&of("overdue_after"), None, |text| overdue(text, cadence.as_ref()));
    let escalate_to = settings.list(&of("escalate_to"), check::group);
    let told = told_channels(settings, &rung);
    let tell_groups = settings.list(&of("tell_groups"), check::group);
    let invite = settings.list(&of("invite"), check::group);
    let status_page = settings.flag(&of("status_page"));
    let postmortem = settings.text_or(&of("postmortem"), PostmortemRule::Optional, postmortem);
    let review = settings.text_or(&of("review"), Review::Team, |text| check::named(text, Review::ALL));
    let key = key?.clone();
    let (tell_channels, external_channels) = told?;
    Some(Severity {
        name,
        help,
        heads_up: heads_up?,
        at_stage_change: at_stage_change?,
        response_target: response_target?,
        longest_snooze: longest_snooze?,
        snoozes: snoozes?,
        overdue: overdue?,
        escalate_to: escalate_to?,
        colour: colour?,
        tell_channels,
        external_channels,
        tell_groups: tell_groups?,
        invite: invite?,
        status_page: status_page?,
        review: review?,
        postmortem: postmortem?,
        ..Severity::plain(key, cadence?)
    })
}

fn at_stage_change(text: &str) -> Result<AtStageChange, String> {
    check::named(text, AtStageChange::ALL)
}

fn postmortem(text: &str) -> Result<PostmortemRule, String> {
    check::choice(text, &[("required", PostmortemRule::Required), ("optional", PostmortemRule::Optional)])
}

/// The channels that are told on account of what stands at `path`: those of its own people, and those that read external
/// word alone.
pub(super) fn told_channels(settings: &mut Settings, path: &str) -> Option<(Vec<ChannelId>, Vec<ChannelId>)> {
    let path = format!("{path}.{TELL_CHANNELS}");
    let told = settings.list(&path, told_channel)?;
    let of_readers = |wanted: Reader| {
        let channels = told.iter().filter(|(_, reader)| *reader == wanted);
        channels.map(|(channel, _)| channel.clone()).collect::<Vec<_>>()
    };
    let (inside, outside) = (of_readers(Reader::Inside), of_readers(Reader::Outside));
    if let Some(both) = inside.iter().find(|channel| outside.contains(channel)) {
        let says = format!("'{both}' stands there with both audiences; keep one of the two");
        settings.problem(&path, says);
        return None;
    }
    Some((inside, outside))
}

/// `C012AB3C4`, or a table with `channel` and `audience`.
fn told_channel(text: &str) -> Result<(ChannelId, Reader), String> {
    if !text.contains('=') {
        return Ok((ChannelId::new(check::channel(text)?), Reader::Inside));
    }
    let (mut channel, mut reader) = (None, Reader::Inside);
    for pair in text.split(' ') {
        match pair.split_once('=') {
            Some(("channel", id)) => channel = Some(ChannelId::new(check::channel(id)?)),
            Some(("audience", name)) => {
                reader = check::choice(name, &[("internal", Reader::Inside), ("external", Reader::Outside)])?;
            }
            _ => return Err(format!("has a table with '{pair}'; write {TABLE}")),
        }
    }
    channel
        .map(|channel| (channel, reader))
        .ok_or_else(|| format!("has a table without a channel; write {TABLE}"))
}

// The catalogues have words for the default ladder only.
fn words(settings: &mut Settings, path: &str, key: Option<&SeverityKey>, wanted: &str) -> Option<String> {
    if settings.is_given(path) {
        return settings.text(path, |text| Ok(text.to_owned()));
    }
    if let Some(key) = key.filter(|key| !knows_severity(key.as_str())) {
        settings.problem(path, format!("is missing; '{key}' is new to Firebell, so write {wanted}"));
    }
    None
}

fn cadence(settings: &mut Settings, rung: &str, clocks: &Clocks) -> Option<Cadence> {
    let [every, cron, timezone] = ["every", "cron", "timezone"].map(|key| format!("{rung}.{key}"));
    match (settings.is_given(&every), settings.is_given(&cron)) {
        (true, true) => {
            settings.problem(&cron, "stands beside `every`; keep one of the two");
            None
        }
        (false, false) => {
            settings.problem(rung, "has no cadence; write `every`, as in '15m', or `cron`");
            None
        }
        (true, false) if settings.is_given(&timezone) => {
            settings.problem(&timezone, "goes with `cron`, not with `every`");
            None
        }
        (true, false) => settings.text(&every, check::span).map(Cadence::Every),
        (false, true) => {
            let is_own = settings.is_given(&timezone);
            let zone = if is_own { settings.text(&timezone, check::timezone) } else { clocks.zone };
            // A schedule is read even where its zone is wrong, so that its own problems are found too.
            let clock = settings.text(&cron, |text| WallClock::parse(text, zone.unwrap_or(Tz::UTC)))?;
            zone.and(clocks.quiet.clone()).map(|quiet| Cadence::At(Box::new(clock.keeping(quiet))))
        }
    }
}

/// How long before an update is due somebody is told; nought is the same as nothing.
fn heads_up(text: &str, cadence: Option<&Cadence>) -> Result<Option<TimeDelta>, String> {
    if check::is_nought(text) {
        return Ok(None);
    }
    let ahead = check::span(text)?;
    match cadence {
        Some(Cadence::Every(every)) if ahead * HEADS_UP_WITHIN > *every => Err(format!(
            "'{text}' is more than a quarter of `every`; so soon after an update nobody needs it"
        )),
        _ => Ok(Some(ahead)),
    }
}

/// When an update is overdue: beside `every`, counted from the last one like it; beside `cron`, at a time of the day or
/// counted from when it was due.
fn overdue(text: &str, cadence: Option<&Cadence>) -> Result<Option<Overdue>, String> {
    Ok(Some(match cadence {
        None => return Ok(None),
        Some(Cadence::Every(every)) => match check::span(text)? {
            after if after > *every => Overdue::After(after - *every),
            _ => return Err(format!("'{text}' is not longer than `every`; before that no update is due")),
        },
        Some(Cadence::At(schedule)) => match check::span(text) {
            Ok(after) => Overdue::After(after),
            Err(_) => Overdue::At(Box::new(DayTime::parse(text, schedule)?)),
        },
    }))
}
