//! The board: what is open, by stage, with how long it has been there and what it lacks; and what ended recently.

use chrono::{DateTime, Utc};
use slack_morphism::prelude::{SlackActionBlockElement, SlackBlock};

use super::owed::update_words;
use super::{Overview, Page, title};
use crate::incident::{Incident, Number, Punctuality, Stage, StageName};
use crate::say;
use crate::slack::ids;
use crate::slack::views::blocks::{Stress, actions, button, context, heading, row, section};
use crate::slack::views::owner::owner;
use crate::slack::views::text::{instant, span};
use crate::slack::views::{Voice, cancel};

/// How many incidents a page has. With a heading for each stage, and with what else stands on the first page, that is
/// less than the hundred blocks that Slack takes.
pub(super) const PAGE_LENGTH: usize = 40;
/// How many of those that ended are shown.
const MOST_ENDED: usize = 8;
/// How many incidents are named that cannot be read.
const MOST_UNREADABLE: usize = 20;

/// How many pages there are; at least one.
pub(super) const fn pages(overview: &Overview<'_>) -> usize {
    let pages = overview.open.len().div_ceil(PAGE_LENGTH);
    if pages == 0 { 1 } else { pages }
}

/// A page of the board.
pub(super) fn board(overview: &Overview<'_>, page: Page, voice: &Voice<'_>) -> Vec<SlackBlock> {
    let language = voice.language;
    if overview.all == 0 {
        return vec![section(&say!(language, "home-empty", command = voice.command))];
    }
    let mut blocks = vec![heading(&say!(language, "home-board", count = overview.all))];
    let mut open: Vec<&Incident> = overview.open.iter().collect();
    open.sort_by_key(|incident| place(incident, voice));
    let shown = open.iter().skip(page.0 * PAGE_LENGTH).take(PAGE_LENGTH);
    let mut lane = None;
    for incident in shown {
        let stage = incident.stage.name();
        if lane.replace(stage) != Some(stage) {
            let count = open.iter().filter(|other| other.stage.name() == stage).count();
            blocks.push(section(&heading_of(stage, count, voice)));
        }
        blocks.push(line(incident, overview.now, voice));
    }
    blocks.extend(left_out(overview, voice));
    blocks.extend(turn(page, pages(overview), voice));
    blocks
}

/// A stage with how many are in it, and whether those are more than should wait there.
fn heading_of(stage: StageName, count: usize, voice: &Voice<'_>) -> String {
    let language = voice.language;
    let heading = say!(language, "home-stage", stage = language.stage(stage), count = count);
    let limit = voice.policy.stage_limits.inbox().filter(|_| stage == StageName::Detected);
    match limit.filter(|limit| count > *limit) {
        Some(limit) => format!("{heading} · {}", say!(language, "home-inbox-overflows", limit = limit)),
        None => heading,
    }
}

/// By stage, as far as they have come; the worst first, then those that have been there longest.
fn place(incident: &Incident, voice: &Voice<'_>) -> (usize, usize, Option<DateTime<Utc>>, Number) {
    let stage = StageName::ALL.iter().position(|stage| *stage == incident.stage.name());
    let rung = voice.policy.ladder.rungs().iter().position(|rung| rung.key == incident.severity);
    let last = usize::MAX;
    (stage.unwrap_or(last), rung.unwrap_or(last), incident.in_stage_since(), incident.number)
}

fn line(incident: &Incident, now: DateTime<Utc>, voice: &Voice<'_>) -> SlackBlock {
    let language = voice.language;
    let update = incident.punctuality(voice.policy, now).zip(incident.update_clock.as_ref());
    let update = update.map(|(stands, clock)| (stands, update_words(stands, clock.due_at, voice)));
    let mut facts = vec![say!(language, "home-owner", owner = owner(incident, voice))];
    facts.extend(incident.in_stage_since().map(|since| age(since, now, voice)));
    let mut flags = Vec::new();
    if incident.wants_a_commander() {
        flags.push(say!(language, "home-no-commander"));
    }
    if let Some((_, limit)) = incident.over_limit_at(voice.policy).filter(|(at, _)| *at <= now) {
        flags.push(say!(language, "home-over-limit", limit = span(language, limit.num_seconds())));
    }
    match update {
        Some((Punctuality::Ahead, words)) => facts.push(words),
        Some((_, words)) => flags.push(words),
        None => {}
    }
    let lines = [title(incident, voice), facts.join(" · "), flags.join(" · ")];
    let text = lines.iter().filter(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join("\n");
    let number = incident.number.get();
    let label = say!(language, "panel-update");
    let button = button(ids::UPDATE.to_owned(), &label, &number.to_string(), Stress::None);
    row(ids::with(ids::BOARD, number), &text, button)
}

/// How long it has been in its stage, to the minute.
fn age(since: DateTime<Utc>, now: DateTime<Utc>, voice: &Voice<'_>) -> String {
    match (now - since).num_minutes() {
        ..1 => say!(voice.language, "home-age-new"),
        minutes => say!(voice.language, "home-age", age = span(voice.language, 60 * minutes)),
    }
}

/// What is open and not on any page.
fn left_out(overview: &Overview<'_>, voice: &Voice<'_>) -> Vec<SlackBlock> {
    let language = voice.language;
    let mut blocks = Vec::new();
    if !overview.unreadable.is_empty() {
        let numbers: Vec<String> =
            overview.unreadable.iter().take(MOST_UNREADABLE).map(Number::to_string).collect();
        blocks.push(section(&say!(language, "list-unreadable", numbers = numbers.join(", "))));
    }
    let seen = overview.open.len() + overview.unreadable.len();
    let beyond = overview.all - i64::try_from(seen).unwrap_or(overview.all);
    if beyond > 0 {
        blocks.push(context(&say!(language, "home-beyond", count = beyond)));
    }
    blocks
}

/// The buttons to the pages beside this one; nothing where there is only one.
fn turn(page: Page, pages: usize, voice: &Voice<'_>) -> Vec<SlackBlock> {
    let language = voice.language;
    let to = |number: usize, key: &str| -> SlackActionBlockElement {
        button(ids::with(ids::HOME_PAGE, number), &say!(language, key), "", Stress::None).into()
    };
    let before = page.0.checked_sub(1).map(|number| to(number, "home-page-before"));
    let after = (page.0 + 1 < pages).then(|| to(page.0 + 1, "home-page-after"));
    let buttons: Vec<SlackActionBlockElement> = before.into_iter().chain(after).collect();
    if buttons.is_empty() {
        return Vec::new();
    }
    let which = say!(language, "home-page", page = page.0 + 1, pages = pages);
    vec![context(&which), actions(ids::HOME_PAGE.to_owned(), buttons)]
}

/// What ended recently.
pub(super) fn ended(overview: &Overview<'_>, voice: &Voice<'_>) -> Vec<SlackBlock> {
    let recent = overview.recently_ended();
    if recent.is_empty() {
        return Vec::new();
    }
    let lines = recent.into_iter().take(MOST_ENDED);
    let lines =
        lines.map(|incident| section(&format!("{}\n{}", title(incident, voice), ending(incident, voice))));
    [heading(&say!(voice.language, "home-ended"))].into_iter().chain(lines).collect()
}

fn ending(incident: &Incident, voice: &Voice<'_>) -> String {
    let at = incident.ended_at().map(|at| instant(at, voice.zone)).unwrap_or_default();
    match &incident.stage {
        Stage::Cancelled(cancellation) => {
            let cause = cancel::cause(cancellation, voice);
            format!("{} · {cause}", say!(voice.language, "home-cancelled", at = at))
        }
        _ => say!(voice.language, "home-closed", at = at),
    }
}
