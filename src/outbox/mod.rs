//! What is owed to the world is carried out here: at least once, in order within a lane, side by side otherwise.
//!
//! `worker` takes work and hands it out, each class in its own `slots`; `attempt` is one try at it, `begun` those that go on; `deliver` turns one effect into
//! calls to Slack, with the help of `ask`, which asks somebody for something, `document`, `mail` and `private`; `error` is why it could
//! not. `link` turns those effects that other incidents are to know of into news for these. `post`, `invite`, `archive` and
//! `open_channel` make repeating them harmless; `leave_behind` and `take_back` withdraw what outsiders can read of an incident that
//! has become private. `retry` decides, from nothing but its arguments, when to try again and when to give up.

mod archive;
mod ask;
mod attempt;
mod begun;
mod deliver;
mod document;
mod error;
mod invite;
mod leave_behind;
mod link;
mod mail;
mod open_channel;
mod post;
mod private;
pub mod retry;
mod slots;
mod take_back;
mod worker;

pub use self::deliver::{Courier, DeliveryError};
pub use self::worker::Worker;
