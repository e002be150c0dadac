//! Says what Slack would refuse in a Block Kit payload, in the words Slack uses.
//!
//! Reading order: [`tables`] lists every block, element and composition object with its limits, in the
//! words of [`rule`]; [`check`] holds a payload against them; [`whole`] adds what no table can say, such
//! as ids being unique. [`path`] remembers where we are.
//!
//! Where Slack's behaviour is not known the stricter reading is taken: unknown keys are refused, and
//! lengths count Unicode code points. Names and ids inside a payload (users, channels, files) are only
//! checked for their form; whether they exist is for the caller to know.

mod check;
mod path;
mod rule;
mod size;
mod tables;
mod whole;

#[cfg(test)]
mod tests;

use std::fmt;

use serde_json::Value;

pub use self::size::{message_too_long, view_too_large};
use self::{
    check::Findings,
    path::Path,
    rule::Rule,
    tables::{HOME_VIEW, MESSAGE_BLOCKS, MODAL_VIEW, VIEW},
};

/// One thing Slack would refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, such as `must be less than 3001 characters`.
    pub message: String,
    /// Where: a JSON pointer whose first step is the argument, such as `/blocks/0/text/text`.
    pub pointer: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [json-pointer:{}]", self.message, self.pointer)
    }
}

/// Checks the `blocks` of a message. Pointers start with `/blocks`.
///
/// The total size is another matter, with an error of its own: see [`message_too_long`].
pub fn check_message(blocks: &Value) -> Vec<Problem> {
    let mut found = Findings::default();
    let root = Path::root("blocks");
    found.check(blocks, &MESSAGE_BLOCKS, &root);
    whole::check_message(blocks, &root, &mut found);
    found.into_problems()
}

/// Checks a `view`, modal or home as its `type` says. Pointers start with `/view`.
///
/// The total size is another matter, with an error of its own: see [`view_too_large`].
pub fn check_view(view: &Value) -> Vec<Problem> {
    check_view_against(view, &VIEW)
}

/// Checks a `view` where only a modal will do.
pub fn check_modal(view: &Value) -> Vec<Problem> {
    check_view_against(view, &MODAL_VIEW)
}

/// Checks a `view` where only a home tab will do.
pub fn check_home(view: &Value) -> Vec<Problem> {
    check_view_against(view, &HOME_VIEW)
}

fn check_view_against(view: &Value, rule: &Rule) -> Vec<Problem> {
    let mut found = Findings::default();
    let root = Path::root("view");
    found.check(view, rule, &root);
    whole::check_view(view, &root, &mut found);
    found.into_problems()
}
