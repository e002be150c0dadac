//! Why something that was owed to the world was given up, for the people whom it concerns.

use serde::{Deserialize, Serialize};

/// What stood in the way. It is kept as one text, so that each version reads what another has kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Obstacle {
    /// Another version of Firebell owed it, in words that this one does not know.
    AnotherVersion,
    /// The incident has no channel and will get none.
    NoChannel,
    /// Something else that it needs never came.
    NeverReady,
    /// Slack let nothing through for too long.
    RateLimit,
    /// Slack answered nothing, or nothing that says whether it was done.
    NoAnswer,
    /// The database failed.
    Database,
    /// A bug.
    Bug,
    /// What Slack said, in its own words: `not_pinnable`.
    Said(String),
}

impl Obstacle {
    const PLAIN: &[Self] = &[
        Self::AnotherVersion,
        Self::NoChannel,
        Self::NeverReady,
        Self::RateLimit,
        Self::NoAnswer,
        Self::Database,
        Self::Bug,
    ];

    /// The text in stored rows.
    pub fn key(&self) -> &str {
        match self {
            Self::AnotherVersion => "another-version",
            Self::NoChannel => "no-channel",
            Self::NeverReady => "never-ready",
            Self::RateLimit => "rate-limit",
            Self::NoAnswer => "no-answer",
            Self::Database => "database",
            Self::Bug => "bug",
            Self::Said(words) => words,
        }
    }
}

impl From<String> for Obstacle {
    fn from(text: String) -> Self {
        Self::PLAIN.iter().find(|plain| plain.key() == text).cloned().unwrap_or(Self::Said(text))
    }
}

impl From<&str> for Obstacle {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Obstacle> for String {
    fn from(obstacle: Obstacle) -> Self {
        obstacle.key().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_obstacle_is_kept_as_the_text_that_it_always_was() {
        for text in ["\"not_pinnable\"", "\"another-version\"", "\"left by somebody\""] {
            let read: Obstacle = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
        }
        for plain in Obstacle::PLAIN {
            assert_eq!(Obstacle::from(plain.key()), *plain);
        }
    }
}
