//! Firebell, a Slack incident manager.
