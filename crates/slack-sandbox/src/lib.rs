//! A small, strict Slack for demos and tests.

pub mod block_kit;
