//! A small, strict Slack for demos and tests: one workspace with its people, channels and one installed app, behind
//! Slack's real wire formats.
//!
//! A [`Sandbox`] serves the Web API below [`api_url`](Sandbox::api_url), sends slash commands, interactions and
//! events to the app, and lets a program play the people: through its methods, or through the control API below
//! `/sandbox`, which the README documents.
//!
//! ```no_run
//! use slack_sandbox::{App, Command, Options, Sandbox};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let app = App::default().command("/hello");
//! let sandbox = Sandbox::start(Options { app, ..Options::default() }).await?;
//! // … start the app with sandbox.api_url() and the token "xoxb-sandbox" …
//! sandbox.set_app_url("http://127.0.0.1:8080");
//! let outcome = sandbox.command(Command::new("alice", "general", "/hello", "world")).await?;
//! assert!(outcome.error.is_none());
//! # Ok(()) }
//! ```
//!
//! Reading order: `options` and `seed` (what it is started with), `model` (the workspace), `hub` (the lock around
//! it), `api` (what the app may call), `app` (what the app is sent), `people` (who makes it happen), `control` (the
//! same over HTTP), `faults` and `limits` (trouble on purpose), `server` (the wire).

mod api;
mod app;
pub mod block_kit;
mod calls;
mod client;
mod clock;
mod control;
mod dice;
mod faults;
mod hub;
mod limits;
mod manifest;
mod model;
mod options;
mod people;
mod sandbox;
mod seed;
mod server;
pub mod transcript;

pub use api::check_channel_name;
pub use app::{Ack, AckOutcome, Delivery, sign};
pub use calls::CallRecord;
pub use clock::Clock;
pub use faults::{CallFault, CallTrouble, DeliveryFault, DeliveryTrouble, Faults, When};
pub use limits::RateLimits;
pub use manifest::ManifestError;
pub use model::state::{CanvasState, ChannelState, FileState, MessageState, PinState, State};
pub use options::{App, AppShortcut, FastClock, Options, Paths, ShortcutKind, SlashCommand};
pub use people::{
    ChannelAct, ChannelVerb, Click, CloseView, Command, Edit, Home, Misuse, Outcome, PinMessage, React,
    Redeliver, Said, Say, Shortcut, Submit, Suggest, Suggestions, UserAct, UserVerb,
};
pub use sandbox::Sandbox;
pub use seed::{Guest, Seed, SeedChannel, SeedError, SeedTeam, SeedUser, SeedUsergroup};
