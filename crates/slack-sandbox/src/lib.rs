//! A small, strict Slack for demos and tests.
