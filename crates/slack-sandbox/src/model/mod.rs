//! The workspace itself: people, channels, messages, views and files, with no notion of HTTP.
//!
//! [`Workspace`] is one plain value. Its methods change it and note what happened as [`Event`]s, which whoever holds
//! the lock collects afterwards and sends. Rules that depend on who calls (scopes, membership of the bot) live in
//! `api`; rules a person's client enforces live in `people`.
//!
//! Reading order: `workspace` (ids, clocks, lookups), `user`, `channel`, `message`, `mentions`, `posting`, `reading`,
//! `channel_life`, `view`, `elements`, `tickets` (trigger ids and response URLs), `file`, `event`, `state` (the picture
//! `/sandbox/state` gives).

mod channel;
mod channel_life;
pub(crate) mod elements;
mod event;
mod file;
mod mentions;
mod message;
mod posting;
mod reading;
mod roster;
pub(crate) mod state;
mod tickets;
mod user;
mod view;
mod workspace;

pub(crate) use channel::{Bookmark, Channel, Kind, Line, Pin};
pub(crate) use event::Event;
pub(crate) use file::{Canvas, File};
pub(crate) use message::{Author, Edited, EmojiReaction, Ephemeral, Message};
pub(crate) use posting::{Change, Draft, Part};
pub(crate) use reading::Unread;
pub(crate) use tickets::{Origin, ResponseUrl, TriggerError};
pub(crate) use user::{User, Usergroup};
pub(crate) use view::{Surface, View};
pub(crate) use workspace::Workspace;
