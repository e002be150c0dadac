//! The timeline, a page at a time, for one reader: what was corrected or struck stands with what it became.

use std::ops::Range;

use slack_morphism::prelude::SlackBlock;

use super::answers::{fact, reason};
use super::blocks::{Stress, actions, button, context, how_many_fit, section};
use super::text::{author, foreign, instant, person, struck};
use super::{Message, Voice};
use crate::incident::{
    Author, ExternalText, Fact, Incident, Position, TimelineEntry, Told, external_news, told, wordings,
};
use crate::say;
use crate::slack::ids;

/// How many entries a page shows at most.
const PAGE: usize = 20;
/// How many characters the heading, the buttons and the hint take at most.
const FRAME: usize = 2500;

/// Which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The newest entries.
    Last,
    /// What happened before this entry.
    Before(Position),
    /// What happened after this entry.
    After(Position),
}

/// A page of the timeline.
pub fn timeline(incident: &Incident, entries: &[TimelineEntry], page: Page, voice: &Voice<'_>) -> Message {
    let told = told(entries);
    let news = external_news(&told);
    let lines: Vec<_> = told.iter().zip(news).map(|(one, news)| section(&line(one, news, voice))).collect();
    let shown = shown(&told, &lines, page);
    let heading = say!(voice.language, "timeline-heading", number = incident.number.to_string());
    let range = say!(
        voice.language,
        "timeline-range",
        first = as_number(shown.start + 1),
        last = as_number(shown.end),
        count = as_number(told.len())
    );
    let mut blocks = vec![section(&format!("*{heading}* ({range})"))];
    blocks.extend(lines[shown.clone()].iter().cloned());
    blocks.extend(buttons(incident, &told, shown, voice));
    blocks.push(context(&say!(voice.language, "timeline-hint", command = voice.command)));
    Message::new(&heading, blocks).marked(incident, voice)
}

/// Which entries the page shows: as many as fit, beginning at its edge.
fn shown(told: &[Told<'_>], lines: &[SlackBlock], page: Page) -> Range<usize> {
    let place = |position| told.iter().position(|one| one.position == position);
    let up_to = |end: usize| {
        let before: Vec<_> = lines[..end].iter().rev().take(PAGE).cloned().collect();
        end - how_many_fit(&before, FRAME)..end
    };
    match page {
        Page::After(position) => match place(position) {
            Some(place) if place + 1 < lines.len() => {
                let after: Vec<_> = lines[place + 1..].iter().take(PAGE).cloned().collect();
                place + 1..place + 1 + how_many_fit(&after, FRAME)
            }
            _ => up_to(lines.len()),
        },
        Page::Before(position) => up_to(place(position).filter(|place| *place > 0).unwrap_or(lines.len())),
        Page::Last => up_to(lines.len()),
    }
}

fn buttons(
    incident: &Incident,
    told: &[Told<'_>],
    shown: Range<usize>,
    voice: &Voice<'_>,
) -> Option<SlackBlock> {
    let turn = |action: &str, edge: usize| {
        let label = say!(voice.language, action);
        button(action.to_owned(), &label, &told[edge].position.get().to_string(), Stress::None).into()
    };
    let mut turns = Vec::new();
    if shown.start > 0 {
        turns.push(turn(ids::TIMELINE_EARLIER, shown.start));
    }
    if shown.end < told.len() && shown.end > 0 {
        turns.push(turn(ids::TIMELINE_LATER, shown.end - 1));
    }
    (!turns.is_empty()).then(|| actions(ids::with(ids::TIMELINE, incident.number.get()), turns))
}

/// `#12 · when · who · what`, with what was wrong struck out.
fn line(one: &Told<'_>, outside: Option<&ExternalText>, voice: &Voice<'_>) -> String {
    let at = instant(one.happened_at(), voice.zone);
    let who = author(&one.entry.author);
    let kept_by = kept_by(one.entry, voice).map(|by| format!(" ({by})")).unwrap_or_default();
    let outside = outside.map(|words| format!(" · {}", outside_words(one, words, voice))).unwrap_or_default();
    format!("{} · {at} · {who}{kept_by} · {}{outside}", one.position, words(one, voice))
}

/// External word, with what it said last before it was corrected.
fn outside_words(one: &Told<'_>, words: &ExternalText, voice: &Voice<'_>) -> String {
    let wordings = wordings(one);
    let earlier = wordings.iter().rev().filter_map(|update| update.external.as_deref());
    let before = earlier.map(|earlier| &earlier.state).find(|state| **state != words.state);
    let before = before.map(|state| struck(&foreign(state, 300)));
    let now = foreign(&words.state, 300);
    let said = before.into_iter().chain([now]).collect::<Vec<_>>().join(" ");
    say!(voice.language, "said-outside", text = said)
}

/// Who put a message on the timeline, if that was not who wrote it.
fn kept_by(entry: &TimelineEntry, voice: &Voice<'_>) -> Option<String> {
    let Fact::Quoted { kept_by, .. } = entry.fact.itself() else { return None };
    let is_own = entry.author == Author::Person(kept_by.clone());
    (!is_own).then(|| say!(voice.language, "said-kept-by", by = person(kept_by)))
}

fn words(one: &Told<'_>, voice: &Voice<'_>) -> String {
    let versions: Vec<String> = one.versions().iter().map(|version| fact(version, voice)).collect();
    let (last, earlier) = versions.split_last().expect("there is always the first one");
    // What was corrected may be what those outside read, and nothing that stands here.
    let before = earlier.iter().rev().find(|old| *old != last);
    let mut parts: Vec<String> = before.map(|old| struck(old)).into_iter().collect();
    parts.push(if one.struck.is_some() { struck(last) } else { last.clone() });
    parts.extend(one.struck.map(|entry| struck_by(entry, voice)));
    if one.struck.is_none() {
        parts.extend(one.corrections.last().map(|entry| corrected_by(one, entry, voice)));
    }
    parts.join(" ")
}

fn struck_by(entry: &TimelineEntry, voice: &Voice<'_>) -> String {
    let by = author(&entry.author);
    match entry.fact.itself() {
        Fact::Struck { because, .. } => {
            format!("({})", reason(say!(voice.language, "timeline-struck", by = by), because.as_deref()))
        }
        Fact::LetGo { .. } => format!("({})", say!(voice.language, "timeline-struck", by = by)),
        // A key time that was set again.
        _ => format!("({})", say!(voice.language, "timeline-corrected", by = by)),
    }
}

fn corrected_by(one: &Told<'_>, entry: &TimelineEntry, voice: &Voice<'_>) -> String {
    let by = author(&entry.author);
    let said = match one.last_time_before() {
        Some(was) => {
            say!(voice.language, "timeline-corrected-time", by = by, was = instant(was, voice.zone))
        }
        None => say!(voice.language, "timeline-corrected", by = by),
    };
    format!("({said})")
}

fn as_number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
