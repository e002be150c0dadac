//! The sandbox seen from outside: over the wire as an app and as a driver, one file per subject.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod world;

mod calling;
mod commands;
mod control;
mod conversations;
mod events;
mod faults;
mod files;
mod inspector;
mod interactions;
mod limits;
mod messages;
mod modals;
mod pages;
mod refusals;
mod response_urls;
mod signing;
mod smoke;
mod state_values;
mod strangers;
mod views;
