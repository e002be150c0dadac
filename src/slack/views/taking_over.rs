//! The question before somebody takes a role from whoever has taken it since the button was shown that they pressed.

use super::blocks::{Stress, actions, button, section};
use super::text::person;
use super::{Message, Voice};
use crate::incident::{Command, Refusal, UserId};
use crate::say;
use crate::slack::ids;

/// What the asker has to answer first, with the button that takes it over from whoever has it now; `None` if that is not what is
/// in the way.
pub fn question(refusal: &Refusal, command: &Command, asker: &UserId, voice: &Voice<'_>) -> Option<Message> {
    let Refusal::RoleTakenMeanwhile { number, role, holder } = refusal else { return None };
    if !matches!(command, Command::GiveRole { to, .. } if to == asker) {
        return None;
    }
    let l = voice.language;
    let words = say!(l, "taking-over-question", person = person(holder), role = voice.role(*role));
    let action = ids::with(ids::TAKE_OVER, role.key());
    let over = button(action, &say!(l, "taking-over"), holder.as_str(), Stress::None);
    let buttons = actions(ids::with(ids::TAKE_OVER, number.get()), vec![over.into()]);
    Some(Message::new(&words, vec![section(&words), buttons]))
}
