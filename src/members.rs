//! Who is in the channels of private incidents, as Slack says when it is asked.
//!
//! Slack's events tell who comes and goes, and they are what counts from one moment to the next. But an event can be lost, and
//! whoever has left would see on. So Slack is asked every few minutes, behind everything else; nobody waits for it. Whoever is
//! there and was not known is let in, and whoever Slack once said to be there and says no more is out. Who knows of an incident
//! without ever having come into its channel stays: their invitation may be on its way.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OnceCell};

use crate::clock::Clock;
use crate::engine::{Engine, EngineError};
use crate::incident::{Command, Departure, Number, UserId, Viewer, WorkspaceId};
use crate::pace::Budget;
use crate::slack::{Slack, SlackError, method};
use crate::store::StoreError;

/// How long what Slack said is good for.
const ASK_EVERY: Duration = Duration::from_mins(5);
/// How many channels are asked about in one look; the next one goes on from there. Slack takes a hundred such calls a minute.
/// (Slack docs, "Rate limits", tier 4.)
const AT_ONCE: usize = 50;
/// How many of these may be of open incidents, however many are open: what is over has its turn too.
const OF_OPEN: usize = 40;
/// How many incidents are read at a time.
const PAGE: i64 = 50;
/// How many such pages are read in one look: where channels are archived, most incidents that are over have none to ask about.
const PAGES: usize = 10;
/// What that spends.
const CALLS: Budget = Budget::method(method::CONVERSATIONS_MEMBERS.name);
/// Above all.
const TOP: Number = Number::new(i64::MAX);

/// Asks who is in the channels of private incidents.
pub struct Members {
    engine: Arc<Engine>,
    slack: Slack,
    clock: Clock,
    workspace: WorkspaceId,
    us: OnceCell<UserId>,
    /// One look at a time.
    round: Mutex<Round>,
}

/// How far it has come.
struct Round {
    /// When to ask next, by how much time has passed on the clock.
    due: Duration,
    /// The open incidents below this number are still to be asked about.
    open_below: Number,
    /// Those that are over, below this number.
    over_below: Number,
}

/// Why Slack's word could not be heard, or not kept.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Slack(#[from] SlackError),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Trouble {
    /// How long Slack wants no more calls, where it said so.
    const fn pause(&self) -> Option<Duration> {
        match self {
            Self::Slack(SlackError::RateLimited { retry_after, .. }) => Some(*retry_after),
            _ => None,
        }
    }
}

impl Members {
    /// The first look is due when what the events told may be old.
    pub fn new(engine: Arc<Engine>, slack: Slack, clock: Clock, workspace: WorkspaceId) -> Self {
        let round = Mutex::new(Round { due: clock.passed(), open_below: TOP, over_below: TOP });
        Self { engine, slack, clock, workspace, us: OnceCell::new(), round }
    }

    /// Asks Slack if what it said is getting old. Answers how long that is not so.
    pub async fn look(&self) -> Duration {
        let mut round = self.round.lock().await;
        if self.clock.passed() >= round.due {
            round.due = self.clock.passed() + ASK_EVERY;
            if let Err(error) = self.count_if_slack_has_time(&mut round).await {
                tracing::warn!(%error, "Who is in the channels of private incidents could not be asked");
            }
        }
        round.due.saturating_sub(self.clock.passed())
    }

    /// What Slack said to one replica, all keep to.
    async fn count_if_slack_has_time(&self, round: &mut Round) -> Result<(), Trouble> {
        let (store, now) = (self.engine.store(), self.clock.machine_now());
        if let Some(pause) = store.budget_is_closed_for(&self.workspace, &CALLS, now).await? {
            round.due = self.clock.passed() + pause;
            return Ok(());
        }
        let counted = self.count_some(round).await;
        if let Some(pause) = counted.as_ref().err().and_then(Trouble::pause) {
            store.close_budget(&self.workspace, &CALLS, self.clock.machine_now(), pause).await?;
        }
        counted
    }

    async fn count_some(&self, round: &mut Round) -> Result<(), Trouble> {
        let of_open = self.count_below(true, &mut round.open_below, OF_OPEN).await;
        if let Some(pause) = of_open.as_ref().err().and_then(Trouble::pause) {
            round.due = self.clock.passed() + pause;
        }
        let over = self.count_below(false, &mut round.over_below, AT_ONCE - of_open?).await;
        // What is over can wait: the next look begins with the open ones again.
        if let Some(pause) = over.as_ref().err().and_then(Trouble::pause) {
            round.due = round.due.max(self.clock.passed() + pause);
        }
        over.map(drop)
    }

    /// Asks about at most `limit` incidents below `below`, which then is where to go on. Answers how many it asked about.
    async fn count_below(&self, is_open: bool, below: &mut Number, limit: usize) -> Result<usize, Trouble> {
        let mut asked = 0;
        for _ in 0..PAGES {
            let some = self.engine.store().private_below(&self.workspace, *below, is_open, PAGE).await?;
            let Some(lowest) = some.lowest else {
                *below = TOP;
                return Ok(asked);
            };
            for one in some.readable.iter().filter(|one| one.incident.live_channel().is_some()) {
                if asked == limit {
                    return Ok(asked);
                }
                self.count_or_pass_over(one.incident.number).await?;
                *below = one.incident.number;
                asked += 1;
            }
            *below = lowest;
        }
        Ok(asked)
    }

    /// What is wrong with one incident is not wrong with the next; only where Slack wants no more calls, it is.
    async fn count_or_pass_over(&self, number: Number) -> Result<(), Trouble> {
        match self.count(number).await {
            Err(error) if error.pause().is_some() => Err(error),
            Err(error) => {
                let incident = number.get();
                tracing::warn!(%error, incident.id = incident, "Who is in its channel is not known for now");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Whoever comes or goes after Slack was asked is not concerned by what it answers.
    async fn count(&self, number: Number) -> Result<(), Trouble> {
        let found = self.engine.store().incident(&self.workspace, number, &Viewer::Firebell).await?;
        let Some(incident) = found.map(|found| found.incident) else { return Ok(()) };
        let Some(channel) = incident.live_channel() else { return Ok(()) };
        let asked_at = self.clock.machine_now();
        let mut there: BTreeSet<UserId> = self.slack.members(channel).await?.into_iter().collect();
        there.remove(self.us().await?);
        let known = &incident.attendance.there;
        for user in known.difference(&there).cloned() {
            if incident.would_miss(&user) {
                let (user, why) = (user.clone(), Departure::LeftChannel);
                let lost = Command::LoseHolder { user, why, at: Some(asked_at) };
                self.engine.counted(number, lost).await?;
            }
            let left = Command::MemberLeft { user, at: Some(asked_at) };
            self.engine.counted(number, left).await?;
        }
        for user in there.difference(known).cloned() {
            let joined = Command::MemberJoined { user, at: Some(asked_at) };
            self.engine.counted(number, joined).await?;
        }
        Ok(())
    }

    async fn us(&self) -> Result<&UserId, SlackError> {
        let ask = || async { Ok(UserId::new(self.slack.who_am_i().await?.user_id)) };
        self.us.get_or_try_init(ask).await
    }
}
