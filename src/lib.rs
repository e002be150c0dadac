//! Firebell, a Slack incident manager.

pub mod clock;
pub mod config;
pub mod export;
pub mod incident;
pub mod language;
pub mod store;
pub mod telemetry;
