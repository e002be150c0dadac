//! Firebell, a Slack incident manager.

pub mod incident;
