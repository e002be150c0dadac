//! The requests of the control API, as values.
//!
//! A person is named by id or login name, a channel by id or name (with or without `#`). `start` holds what people
//! start themselves, `screen` what they do with what the app shows them, `writing` what they write, `places` what
//! they do to channels and accounts.

mod places;
mod screen;
mod start;
mod writing;

pub use places::{ChannelAct, ChannelVerb, UserAct, UserVerb};
pub use screen::{Click, CloseView, Submit, Suggest};
pub use start::{Command, Home, Redeliver, Shortcut};
pub use writing::{Edit, PinMessage, React, Say};

fn milliseconds(wait: std::time::Duration) -> u64 {
    u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
}
