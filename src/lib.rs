//! Firebell, a Slack incident manager.

pub mod app;
pub mod check;
pub mod cli;
pub mod clock;
pub mod config;
pub mod directory;
pub mod engine;
pub mod export;
pub mod groups;
pub mod incident;
pub mod language;
pub mod members;
pub mod outbox;
pub mod pace;
pub mod scheduler;
pub mod slack;
pub mod store;
pub mod telemetry;
pub mod web;
