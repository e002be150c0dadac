//! Firebell, a Slack incident manager.

pub mod clock;
pub mod export;
pub mod incident;
pub mod language;
