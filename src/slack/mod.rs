//! Slack, at the edge: what it sends, what it is told, what is shown in it.
//!
//! Read `inbound` for the way from a request to a command, `views` for the way from an incident to blocks, `client` for
//! the calls. `ids` names what views and inbound have to agree on, `manifest` tells Slack about the app. No type of the
//! client library goes further in than this module and the outbox's deliveries.

pub mod client;
pub mod error;
pub mod ids;
pub mod inbound;
pub mod manifest;
pub mod method;
pub mod quote;
pub mod views;
pub mod when;

pub use self::client::Slack;
pub use self::error::{SlackError, Verdict};
