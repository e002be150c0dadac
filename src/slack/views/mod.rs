//! What people see in Slack, built from incidents by functions that return data. Sending is the outbox's job.
//!
//! `announcement`, `panel`, `reminder`, `updates` and `lines` are messages for everybody, in the organisation's language; `cancel` has
//! what is said and asked where an incident is called off, `service` what concerns its service, `status_page` what is to be
//! put on the page of that name, `owner` who is named; `home` is the
//! app's home, for one person; `forms` and `update_forms` are modals and `answers` private replies, in the
//! reader's; `refusals` and `mistakes` say why not, and what was typed for that is `given_back`. `blocks` and `text` are what they are made of, `drill` marks what is no more than
//! that, and `plain` is the same without marks, for where Slack shows none.

pub mod announcement;
pub mod answers;
pub mod areas;
pub mod blocks;
pub mod cancel;
pub mod drill;
pub mod duties;
pub mod forms;
pub mod given_back;
pub mod home;
pub mod instructions;
pub mod lines;
pub mod mistakes;
pub mod owner;
pub mod panel;
pub mod plain;
pub mod refusals;
pub mod reminder;
pub mod service;
pub mod status_page;
pub mod taking_over;
#[cfg(test)]
mod tests;
pub mod text;
pub mod timeline;
pub mod update_forms;
pub mod updates;

use chrono_tz::Tz;
use serde::Serialize;
use slack_morphism::prelude::SlackBlock;

use crate::incident::{Policy, Role};
use crate::language::Language;

/// The longest line, in characters; Slack takes 4,000 when it is edited.
const LINE_LIMIT: usize = 3800;

/// A message: blocks for the eye, and the same in a line for notifications and screen readers.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// The line.
    pub text: String,
    /// The blocks.
    pub blocks: Vec<SlackBlock>,
}

/// In which language and zone, under which rules, something is said.
#[derive(Debug, Clone, Copy)]
pub struct Voice<'a> {
    /// The language.
    pub language: Language,
    /// The zone of times where Slack does not show the reader's own.
    pub zone: Tz,
    /// The rules.
    pub policy: &'a Policy,
    /// The slash command, as people type it.
    pub command: &'a str,
}

impl Voice<'_> {
    /// What a role is called. The configuration admits no name that means something in mrkdwn.
    pub fn role(&self, role: Role) -> String {
        self.language.role(role, &self.policy.roles)
    }
}

impl Message {
    /// A message of these blocks that notifications show as `text`, as much of it as a line holds.
    pub fn new(text: &str, blocks: Vec<SlackBlock>) -> Self {
        Self { text: text::clip_mrkdwn(text, LINE_LIMIT), blocks }
    }

    /// A message whose one section says the same as its line.
    pub fn plain(text: String) -> Self {
        Self::new(&text, vec![blocks::section(&text)])
    }
}
