//! What the sandbox sends to the app, and what it makes of the answers.
//!
//! `signing` signs, `door` posts and logs, `events` delivers events with their retries, `drills` sends what
//! nobody caused, `payloads` builds slash commands and interactions, `response_url` takes what the app posts back without a token, and `reply` reads
//! acknowledgement bodies.

mod door;
pub(crate) mod drills;
pub(crate) mod events;
pub(crate) mod payloads;
pub(crate) mod reply;
pub(crate) mod response_url;
mod signing;

pub use door::{Ack, AckOutcome, Delivery};
pub(crate) use door::{Door, Parcel, Post, Reply, Sent, Target, lost, send};
pub use signing::sign;
