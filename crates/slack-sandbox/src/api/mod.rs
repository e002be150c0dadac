//! The Web API: `/api/METHOD`.
//!
//! `dispatch` takes a request through the same gates for every method (known? token? scope? rate? arguments?) and
//! then hands a [`Call`] to the method, which reads its arguments, applies Slack's rules and changes the workspace.
//! The methods live in one file per family. What leaves the connection (injected faults, the call log) is `http`'s
//! business.

mod args;
mod auth;
mod blocks;
mod bookmarks;
mod call;
mod canvases;
mod channel_names;
mod channel_reads;
mod channel_writes;
mod chat;
mod dispatch;
mod files;
pub(crate) mod http;
mod membership;
mod message_args;
mod multipart;
mod pages;
mod pins;
mod reactions;
mod refusal;
mod table;
mod usergroups;
mod users;
mod views;

pub(crate) use args::Args;
pub use channel_names::check as check_channel_name;
pub(crate) use message_args::{Length, content_of};
pub(crate) use reactions::is_emoji_name;
pub(crate) use refusal::Refusal;
pub(crate) use table::{method_names, reads_json};
pub(crate) use views::{DEEPEST_STACK, check_view};
