//! What changes while somebody looks, as server-sent events.
//!
//! Each event carries the revision it leads to, so a browser that lost the connection names the last one it has seen
//! and gets what changed since. Messages are sent by their own revisions; the other parts of the window are drawn
//! anew after every change and sent when they look different.
//!
//! Events: `patch` (HTML whose outermost elements have ids, to be put in place; those marked `data-gone` are to be
//! removed), `reload` (what is shown has nothing to do with the workspace any more).

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query as Queried, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use chrono::{NaiveDate, Timelike as _};
use futures_util::stream::{self, Stream};
use tokio::sync::watch;

use super::history::{self, item_id};
use super::look::Look;
use super::page::{regions, revision};
use super::window::{Pane, Place, Query, Window};
use crate::hub::Hub;
use crate::model::Workspace;

/// Changes that come this close together are sent as one.
const BREATH: Duration = Duration::from_millis(20);

/// `GET …/live`
pub(crate) async fn live(
    State(hub): State<Arc<Hub>>,
    Path((user, place)): Path<(String, String)>,
    Queried(query): Queried<Query>,
    headers: HeaderMap,
) -> Response {
    let window = hub.read(|workspace| Window::find(workspace, &user, Some(&place), &query, &headers));
    let Some(window) = window else { return StatusCode::NOT_FOUND.into_response() };
    let resumed = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let since = resumed.or(query.since.as_deref()).and_then(Since::read).unwrap_or_default();
    let (changes, wire) = (hub.watch(), hub.watch_wire());
    let watcher =
        Watcher { hub, changes, wire, window, since, sent: HashMap::new(), day: None, is_first: true };
    Sse::new(watcher.events()).keep_alive(KeepAlive::default()).into_response()
}

/// A state of the workspace that a browser has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Since {
    life: String,
    revision: u64,
}

impl Since {
    fn read(text: &str) -> Option<Self> {
        let (life, revision) = text.split_once('.')?;
        Some(Self { life: life.to_owned(), revision: revision.parse().ok()? })
    }

    fn of(workspace: &Workspace) -> Self {
        Self { life: workspace.life(), revision: workspace.revision }
    }
}

/// Follows the workspace for one window.
struct Watcher {
    hub: Arc<Hub>,
    changes: watch::Receiver<u64>,
    wire: watch::Receiver<()>,
    window: Window,
    since: Since,
    /// What each region looked like when it was last sent.
    sent: HashMap<&'static str, u64>,
    /// By the app's clock, when the messages were last drawn: what is today in them is yesterday on the next.
    day: Option<NaiveDate>,
    is_first: bool,
}

impl Watcher {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, async |mut watcher| {
            let event = watcher.next().await?;
            Some((Ok(event), watcher))
        })
    }

    /// Waits for something that looks different; `None` when the sandbox stops.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if !std::mem::take(&mut self.is_first) {
                self.news().await?;
                tokio::time::sleep(BREATH).await;
                self.changes.mark_unchanged();
                self.wire.mark_unchanged();
            }
            if let Some(event) = self.difference() {
                return Some(event);
            }
        }
    }

    /// Waits for a change of the workspace or, while it is looked at, of the wire; or for another day.
    async fn news(&mut self) -> Option<()> {
        let looks_at_wire = self.window.pane == Some(Pane::Inspector);
        let until_midnight = self.until_midnight();
        tokio::select! {
            change = self.changes.changed() => change.ok(),
            moved = self.wire.changed(), if looks_at_wire => moved.ok(),
            () = tokio::time::sleep(until_midnight) => Some(()),
        }
    }

    /// How long it takes until the app's clock shows another day to whose window it is.
    fn until_midnight(&self) -> Duration {
        const DAY: Duration = Duration::from_hours(24);
        let time = self.hub.read(|workspace| {
            let look = self.window.look(&self.hub, workspace)?;
            Some(look.local(look.app_now).time())
        });
        let passed = time.map(|time| Duration::from_secs(time.num_seconds_from_midnight().into()));
        let left = DAY.saturating_sub(passed.unwrap_or_default());
        left.div_f64(self.hub.options.app_clock.map_or(1.0, |clock| clock.speed))
    }

    fn difference(&mut self) -> Option<Event> {
        let hub = Arc::clone(&self.hub);
        hub.read(|workspace| {
            let now = Since::of(workspace);
            let event = |name: &str| Event::default().event(name).id(revision(workspace));
            let look = self.window.look(&self.hub, workspace).filter(|look| self.goes_on(look, &now));
            let Some(look) = look else {
                self.since = now;
                return Some(event("reload").data(""));
            };
            let drawn = self.changed_messages(&look) + &self.changed_regions(&look);
            self.since = now;
            (!drawn.is_empty()).then(|| event("patch").data(drawn))
        })
    }

    /// Whether what the browser shows can become what there is now. A reset or another start of the sandbox is
    /// something new; so is a conversation that has begun, or one that the person may no longer see.
    fn goes_on(&self, look: &Look<'_>, now: &Since) -> bool {
        let is_there = match &self.window.place {
            Place::Channel(_) => self.window.channel(look).is_some(),
            Place::App => !look.workspace.channels.values().any(|one| one.kind.is_with(&look.viewer.id)),
            Place::Nowhere | Place::Home => true,
        };
        let is_this_life = self.since.life == now.life && self.since.revision <= now.revision;
        is_there && is_this_life && self.remembers(look)
    }

    /// Regions that look different from what was sent last, and the messages' way out of sight.
    fn changed_regions(&mut self, look: &Look<'_>) -> String {
        let mut drawn = String::new();
        for region in regions(&self.hub, look, &self.window) {
            let version = region.version();
            if self.sent.insert(region.id(), version) != Some(version) {
                drawn.push_str(&region.draw().0);
            }
        }
        drawn
    }

    /// Whether the conversation still knows all that was taken away since.
    fn remembers(&self, look: &Look<'_>) -> bool {
        self.window.channel(look).is_none_or(|channel| channel.gone_since(self.since.revision).is_some())
    }

    /// Marks of the messages that are gone, then the loaded ones that look different since: all of them on another day.
    fn changed_messages(&mut self, look: &Look<'_>) -> String {
        let today = look.app_today();
        let is_another_day = self.day.replace(today).is_some_and(|day| day != today);
        let Some(channel) = self.window.channel(look) else { return String::new() };
        let since = if is_another_day { 0 } else { self.since.revision };
        let changed = history::changed(look, channel, &self.window, since);
        let gone = channel.gone_since(self.since.revision).into_iter().flatten();
        let gone = gone.map(|ts| format!("<li id=\"{}\" data-gone></li>", item_id(ts)));
        gone.chain([changed.0]).collect()
    }
}
