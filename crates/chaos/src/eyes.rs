//! What people see of the workspace, which they look at now and then.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use slack_sandbox::{Click, Sandbox, State};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::act::mark;
use crate::stage::ANNOUNCEMENTS;

/// How long somebody looks for an incident before they leave it alone.
const LOOKS_FOR: Duration = Duration::from_secs(2);
/// How often the workspace is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// What people see.
#[derive(Debug)]
pub(crate) struct Eyes {
    seen: watch::Receiver<Arc<State>>,
    found: Mutex<BTreeMap<usize, Option<Found>>>,
}

/// Where an incident is found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Its number.
    pub(crate) number: i64,
    /// Its channel, once it is there.
    pub(crate) channel: Option<String>,
}

impl Eyes {
    /// Looks at this workspace now and then.
    pub(crate) fn on(slack: Sandbox) -> Self {
        let (see, seen) = watch::channel(Arc::new(slack.state()));
        tokio::spawn(async move {
            while see.send(Arc::new(slack.state())).is_ok() {
                sleep(LOOK_EVERY).await;
            }
        });
        Self { seen, found: Mutex::default() }
    }

    /// Looks for the incident that was declared at a step, as people do: among the announcements. Where there is none, they
    /// take to the last one that somebody found before it.
    pub(crate) async fn finds(&self, about: usize) -> Option<Found> {
        if !self.found().contains_key(&about) {
            let found = self.looks_for(about).await;
            let is_complete = found.as_ref().is_none_or(|found| found.channel.is_some());
            if is_complete {
                self.found().insert(about, found);
            } else {
                return found;
            }
        }
        self.found().range(..=about).rev().find_map(|(_, found)| found.clone())
    }

    async fn looks_for(&self, about: usize) -> Option<Found> {
        let mut seen = self.seen.clone();
        let appears = seen.wait_for(|state| find(state, about).is_some_and(|found| found.channel.is_some()));
        let _ = tokio::time::timeout(LOOKS_FOR, appears).await;
        find(&self.seen.borrow(), about)
    }

    fn found(&self) -> MutexGuard<'_, BTreeMap<usize, Option<Found>>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The newest button of that name in an incident's channel.
    pub(crate) fn button(&self, who: &str, found: &Found, action: &str) -> Option<Click> {
        let state = self.seen.borrow().clone();
        let channel = state.channel(found.channel.as_deref()?)?;
        let quoted = format!("\"{action}\"");
        let message = channel.messages.iter().rev().find(|one| one.blocks.to_string().contains(&quoted))?;
        Some(Click::message(who, &channel.id, &message.ts, action))
    }
}

fn find(state: &State, about: usize) -> Option<Found> {
    let mark = mark(about);
    let bell = state.channel(ANNOUNCEMENTS)?.messages.iter().find(|message| message.text.contains(&mark))?;
    let digits = bell.text.split("INC-").nth(1)?.split(':').next()?;
    let number: i64 = digits.parse().ok()?;
    let name = format!("inc-{number}-");
    let channel = state.channels.iter().find(|channel| channel.name.starts_with(&name));
    Some(Found { number, channel: channel.map(|channel| channel.id.clone()) })
}
