//! The workspace in a browser: what people of the workspace see, drawn on the server.
//!
//! A page is drawn for one person, named in its address, so two windows are two people. Everything that is shown is
//! read from the workspace; the browser keeps nothing but the draft in an input. Drawing is pure: functions from the
//! workspace and a [`Look`](look::Look) to HTML.
//!
//! Reading order: `look` (whose eyes, which language and zone), `text` (Slack's texts), `blocks` (Block Kit).

#![allow(dead_code, reason = "the pages that draw with these come next")]

mod blocks;
mod gallery;
mod look;
mod text;
mod words;
