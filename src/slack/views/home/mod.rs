//! The app's home: what somebody owes, the open incidents as a board by stage, and what ended recently. For one person, as of
//! one instant.
//!
//! `owed` and `board` are its parts. The board comes in pages: a home holds a hundred blocks, and there may be hundreds of
//! incidents. What is beside the board stands on its first page alone.

mod board;
mod owed;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use slack_morphism::prelude::{SlackBlock, SlackHomeView};

use super::Voice;
use super::announcement::headline;
use super::blocks::{Stress, actions, button, context, section};
use super::text::instant;
use crate::incident::{Incident, Number, UserId};
use crate::say;
use crate::slack::ids;

/// For how long what has ended is still shown, and its postmortem asked for.
const RECENT: TimeDelta = TimeDelta::days(14);

/// What a home is drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Overview<'a> {
    /// Whose home it is.
    pub user: &'a UserId,
    /// The open incidents that can be read.
    pub open: &'a [Incident],
    /// The numbers of those that cannot be.
    pub unreadable: &'a [Number],
    /// How many are open in all, also beyond these.
    pub all: i64,
    /// Incidents that are over, in any order.
    pub ended: &'a [Incident],
    /// As of when.
    pub now: DateTime<Utc>,
}

/// A page of the board, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Page(pub usize);

impl Page {
    /// As the home bears it along, and each form that was opened from it: `home:2`.
    pub fn borne(self) -> String {
        ids::with("home", self.0)
    }

    /// The page from which a form was opened, which is the last word of what it bears; `None` if it was opened elsewhere.
    pub fn of(metadata: &str) -> Option<Self> {
        let page = metadata.rsplit(' ').next()?.strip_prefix("home:")?;
        page.parse().ok().map(Self)
    }
}

impl Overview<'_> {
    /// Those that ended recently, the last one first.
    fn recently_ended(&self) -> Vec<&Incident> {
        let since = self.now - RECENT;
        let mut ended: Vec<&Incident> =
            self.ended.iter().filter(|incident| incident.ended_at().is_some_and(|at| at >= since)).collect();
        ended.sort_by_key(|incident| std::cmp::Reverse((incident.ended_at(), incident.number)));
        ended
    }
}

/// Somebody's home; the last page where it has not as many.
pub fn home(overview: &Overview<'_>, page: Page, voice: &Voice<'_>) -> SlackHomeView {
    let page = Page(page.0.min(board::pages(overview) - 1));
    let is_first = page == Page::default();
    let mut blocks = top(overview.now, voice);
    if is_first {
        blocks.extend(owed::owed(overview, voice));
    }
    blocks.extend(board::board(overview, page, voice));
    if is_first {
        blocks.extend(board::ended(overview, voice));
    }
    view(blocks, page)
}

/// The home of whoever is no full member: no incident is in it.
pub fn of_guest(voice: &Voice<'_>) -> SlackHomeView {
    let words = say!(voice.language, "home-guest", command = voice.command);
    view(vec![section(&words)], Page::default())
}

/// A home while what belongs there cannot be read.
pub fn in_trouble(reference: &str, page: Page, now: DateTime<Utc>, voice: &Voice<'_>) -> SlackHomeView {
    let mut blocks = top(now, voice);
    blocks.push(section(&say!(voice.language, "home-trouble", reference = reference)));
    view(blocks, page)
}

fn view(blocks: Vec<SlackBlock>, page: Page) -> SlackHomeView {
    SlackHomeView::new(blocks)
        .with_callback_id(ids::HOME.to_owned().into())
        .with_private_metadata(page.borne())
}

fn top(now: DateTime<Utc>, voice: &Voice<'_>) -> Vec<SlackBlock> {
    let language = voice.language;
    let plain = |action: &str, words: &str, stress| button(action.to_owned(), words, "", stress).into();
    let buttons = vec![
        plain(ids::HOME_DECLARE, &say!(language, "home-declare"), Stress::Primary),
        plain(ids::HOME_REFRESH, &say!(language, "home-refresh"), Stress::None),
    ];
    let as_of = say!(language, "home-as-of", at = instant(now, voice.zone));
    vec![actions(ids::HOME_CONTROLS.to_owned(), buttons), context(&as_of)]
}

/// Which incident, how bad, what, and where to go.
fn title(incident: &Incident, voice: &Voice<'_>) -> String {
    let headline = headline(incident, voice);
    match &incident.places.channel {
        Some(channel) => format!("{headline} · <#{channel}>"),
        None => headline,
    }
}
