//! Why a delivery did not succeed, and what follows from that.

use std::time::Duration;

use super::archive::ARCHIVED;
use crate::incident::{ChannelId, Command, Obstacle};
use crate::slack::{SlackError, Verdict};
use crate::store::StoreError;

/// How long to wait for something that another delivery makes. Looking costs Slack nothing, and people are waiting.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(2);

/// Why a delivery did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// Slack failed or refused.
    #[error(transparent)]
    Slack(#[from] SlackError),
    /// What is to be shown could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// These people cannot be brought in, or this channel cannot be told; each with Slack's reason.
    #[error("not everybody could be reached")]
    Missing(String),
    /// Nobody can see whether it was posted already: the app may not look there. So it is not posted again.
    #[error(transparent)]
    Unseen(SlackError),
    /// Slack lets the app make no private channel; a public one is no help.
    #[error("no private channel can be made: {0}")]
    NoPrivateChannel(SlackError),
    /// A channel was made that is private and should not be, or is not and should be.
    #[error("the channel is of the wrong kind")]
    WrongKind(ChannelId),
    /// It needs a channel that will never be there.
    #[error("the incident has no channel")]
    NoChannel,
    /// The incident's channel is archived. Once that is kept as found, a further try finds where else it can be done.
    #[error("the incident's channel is archived")]
    Archived(Box<Command>),
    /// A bug.
    #[error("Firebell itself failed; its log says where")]
    Bug,
    /// Something else has to be there first.
    #[error("waiting for {0}")]
    NotYet(&'static str),
}

impl DeliveryError {
    /// What a try that outlived its time comes to.
    pub(super) fn took_too_long() -> Self {
        Self::Slack(SlackError::Unclear { what: "the whole try took too long".to_owned() })
    }

    /// Why, for the operators. It may name people, which a log must not.
    pub fn reason(&self) -> String {
        match self {
            Self::Missing(who_and_why) => who_and_why.clone(),
            other => other.to_string(),
        }
    }

    /// Why, for the people whom it concerns, whatever they speak.
    pub fn obstacle(&self) -> Obstacle {
        match self {
            Self::Slack(SlackError::Refused { code, .. }) => Obstacle::Said(code.clone()),
            Self::NoPrivateChannel(error) | Self::Unseen(error) => Obstacle::Said(error.to_string()),
            Self::Slack(SlackError::RateLimited { .. }) => Obstacle::RateLimit,
            Self::Slack(SlackError::Unclear { .. }) => Obstacle::NoAnswer,
            Self::Missing(who_and_why) => Obstacle::Said(who_and_why.clone()),
            Self::Store(_) => Obstacle::Database,
            Self::NoChannel | Self::WrongKind(_) => Obstacle::NoChannel,
            Self::Archived(_) => Obstacle::Said(ARCHIVED.to_owned()),
            Self::NotYet(_) => Obstacle::NeverReady,
            Self::Bug => Obstacle::Bug,
        }
    }

    /// Where words are taken back, people are told at once that nobody could look for them in `channel`; whoever waited until it could
    /// be seen would leave them unwarned.
    #[must_use]
    pub(super) fn said_at_once(self, channel: &ChannelId) -> Self {
        match self {
            Self::Unseen(why) => Self::Missing(format!("{channel}: {why}")),
            other => other,
        }
    }

    /// The one of two that leaves more hope: nothing is held to be final while something may still pass.
    #[must_use]
    pub(super) fn or_passing(self, next: Self) -> Self {
        if hope(next.verdict()) > hope(self.verdict()) { next } else { self }
    }

    /// What to do about it.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Slack(error) | Self::Unseen(error) => error.verdict(),
            Self::Missing(_) | Self::NoPrivateChannel(_) | Self::NoChannel => Verdict::Final,
            Self::Archived(_) | Self::WrongKind(_) => Verdict::GiveUp,
            // Another version wrote it; when that one is back, it is done.
            Self::Store(StoreError::Unreadable { .. }) => Verdict::Wait,
            Self::Store(StoreError::TooSlow | StoreError::InDoubt(_)) => {
                Verdict::RetryAfter(LOOK_AGAIN_AFTER)
            }
            Self::Store(_) | Self::Bug => Verdict::Retry,
            Self::NotYet(_) => Verdict::RetryAfter(LOOK_AGAIN_AFTER),
        }
    }
}

fn hope(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::RetryAfter(_) | Verdict::Retry | Verdict::Wait => 2,
        Verdict::GiveUp => 1,
        Verdict::Final => 0,
    }
}
