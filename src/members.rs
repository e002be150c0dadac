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
use crate::incident::{Command, Departure, Incident, Number, UserId, WorkspaceId};
use crate::slack::{Slack, SlackError};
use crate::store::StoreError;

/// How long what Slack said is good for.
const ASK_EVERY: Duration = Duration::from_mins(5);
/// How many channels are asked about in one look; the next one goes on from there. Slack takes a hundred such calls a minute.
/// (Slack docs, "Rate limits", tier 4.)
const AT_ONCE: i64 = 50;

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
    /// Those below this number are still to be asked about.
    below: Number,
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

impl Members {
    /// The first look is due when what the events told may be old.
    pub fn new(engine: Arc<Engine>, slack: Slack, clock: Clock, workspace: WorkspaceId) -> Self {
        let round = Mutex::new(Round { due: clock.passed(), below: Number::new(i64::MAX) });
        Self { engine, slack, clock, workspace, us: OnceCell::new(), round }
    }

    /// Asks Slack if what it said is getting old. Answers how long that is not so.
    pub async fn look(&self) -> Duration {
        let mut round = self.round.lock().await;
        if self.clock.passed() >= round.due {
            round.due = self.clock.passed() + ASK_EVERY;
            if let Err(error) = self.count_some(&mut round.below).await {
                tracing::warn!(%error, "Who is in the channels of private incidents could not be asked");
            }
        }
        round.due.saturating_sub(self.clock.passed())
    }

    async fn count_some(&self, below: &mut Number) -> Result<(), Trouble> {
        let some = self.engine.store().private_below(&self.workspace, *below, AT_ONCE).await?;
        let is_last = i64::try_from(some.len()).is_ok_and(|count| count < AT_ONCE);
        *below = match some.last() {
            Some(lowest) if !is_last => lowest.number,
            _ => Number::new(i64::MAX),
        };
        for incident in some.iter().filter(|incident| incident.live_channel().is_some()) {
            match self.count(incident).await {
                // What is wrong with one channel is not wrong with the next.
                Err(Trouble::Slack(error @ SlackError::Refused { .. })) => {
                    let incident = incident.number.get();
                    tracing::warn!(%error, incident.id = incident, "Slack does not say who is in its channel");
                }
                counted => counted?,
            }
        }
        Ok(())
    }

    /// Whoever comes or goes after Slack was asked is not concerned by what it answers.
    async fn count(&self, incident: &Incident) -> Result<(), Trouble> {
        let Some(channel) = incident.live_channel() else { return Ok(()) };
        let asked_at = self.engine.now();
        let mut there: BTreeSet<UserId> = self.slack.members(channel).await?.into_iter().collect();
        there.remove(self.us().await?);
        let known = &incident.attendance.there;
        for user in known.difference(&there).cloned() {
            if incident.would_miss(&user) {
                let (user, why) = (user.clone(), Departure::LeftChannel);
                let lost = Command::LoseHolder { user, why, at: Some(asked_at) };
                self.engine.counted(incident.number, lost).await?;
            }
            let left = Command::MemberLeft { user, at: Some(asked_at) };
            self.engine.counted(incident.number, left).await?;
        }
        for user in there.difference(known).cloned() {
            let joined = Command::MemberJoined { user, at: None };
            self.engine.counted(incident.number, joined).await?;
        }
        Ok(())
    }

    async fn us(&self) -> Result<&UserId, SlackError> {
        let ask = || async { Ok(UserId::new(self.slack.who_am_i().await?.user_id)) };
        self.us.get_or_try_init(ask).await
    }
}
