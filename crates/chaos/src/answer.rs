//! What an answer means to whoever gets it.

use slack_sandbox::{Ack, Outcome};

use crate::told::Heard;

/// What a private answer has in it that gives back what was typed: only refusals do.
const REFUSED: &str = "You typed:";
/// What somebody is told whose quiet ends before the reminder comes; nothing is recorded of that.
const NOTHING_PUT_OFF: &str = "changes nothing: the reminder comes when it is due";
/// What somebody is told whose request was not kept, and why is our own matter.
const TROUBLE: &str = "Something went wrong on my side and nothing was saved";
/// What somebody is told whose request may or may not have been kept.
const IN_DOUBT: &str = "I can't tell whether it was";

/// What somebody is told whose request takes longer than Slack waits.
const LATE: &str = "This takes longer than usual";

/// Whether an answer leaves open what came of it.
fn is_unclear(ack: &Ack) -> bool {
    !ack.is_ok() || ack.body.contains(IN_DOUBT) || ack.body.contains(LATE)
}

/// What an answer to a slash command says.
pub(crate) fn typed_answer(ack: &Ack) -> Heard {
    match ack {
        ack if is_unclear(ack) => Heard::Unclear,
        ack if [REFUSED, TROUBLE, NOTHING_PUT_OFF].iter().any(|words| ack.body.contains(words)) => Heard::No,
        _ => Heard::Yes,
    }
}

/// What an answer to a press says: that it arrived.
pub(crate) fn silent_answer(ack: &Ack) -> Heard {
    if ack.is_ok() { Heard::Yes } else { Heard::Unclear }
}

/// What an answer to a form says.
pub(crate) fn form_answer(ack: &Ack) -> Heard {
    match ack {
        ack if is_unclear(ack) => Heard::Unclear,
        ack if !ack.body.is_empty() => Heard::No,
        _ => Heard::Yes,
    }
}

/// What somebody reads.
pub(crate) fn words(outcome: &Outcome) -> String {
    match (&outcome.error, &outcome.ack) {
        (Some(error), _) => error.clone(),
        (None, Some(ack)) => ack.body.clone(),
        (None, None) => String::new(),
    }
}
