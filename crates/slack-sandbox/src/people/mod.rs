//! People at their screens: what they can do, what their client refuses, and what they then see.
//!
//! Each act checks what a real client would check (can this person see the message? is that option offered?) and
//! answers a [`Misuse`] if not: the driver is wrong, not the app. Then it sends what Slack would send and turns the
//! app's acknowledgement into an [`Outcome`].

mod acts;
mod channels;
mod chat;
mod click;
mod command;
mod fill;
mod home;
mod looks;
mod modal;
mod outcome;
mod place;
mod redeliver;
mod shortcut;
mod suggest;
mod typing;

pub use acts::{
    ChannelAct, ChannelVerb, Click, CloseView, Command, Edit, Home, PinMessage, React, Redeliver, Say,
    Shortcut, Submit, Suggest, UserAct, UserVerb,
};
pub use outcome::{Misuse, Outcome, Said, Suggestions};

pub(crate) use channels::{channel_act, set_usergroup, user_act};
pub(crate) use chat::{edit, pin, react, say};
pub(crate) use click::click;
pub(crate) use command::command;
pub(crate) use home::open_home;
pub(crate) use modal::{close_view, submit, unanswered};
pub(crate) use redeliver::redeliver;
pub(crate) use shortcut::shortcut;
pub(crate) use suggest::suggest;
