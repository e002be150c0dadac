//! The question before duties are joined that are kept apart, asked of whoever would join them; and the way out where they
//! may not be.

use super::blocks::{Stress, actions, button, section};
use super::refusals::typed_role;
use super::text::person;
use super::{Message, Voice};
use crate::incident::{Command, Refusal, Role, Separation, UserId};
use crate::say;
use crate::slack::ids;

/// What the asker has to answer first, with the button that does it all the same; `None` if that is not what is in the way.
pub fn question(refusal: &Refusal, command: &Command, asker: &UserId, voice: &Voice<'_>) -> Option<Message> {
    let Refusal::DutiesKeptApart { number, role, user, separation: Separation::Warn, beside } = refusal
    else {
        return None;
    };
    let Command::GiveRole { area, seen, .. } = command else { return None };
    let l = voice.language;
    let (who, role_name) = (person(user), voice.role(*role));
    let words = say!(l, "duties-question", person = who, role = role_name, beside = roles(beside, voice));
    let key = if user == asker { "duties-take-anyway" } else { "duties-give-anyway" };
    let value = ids::anyway_value(user, seen, area);
    let anyway = button(ids::with(ids::ANYWAY, role.key()), &say!(l, key), &value, Stress::None);
    let buttons = actions(ids::with(ids::ANYWAY, number.get()), vec![anyway.into()]);
    Some(Message::new(&words, vec![section(&words), buttons]))
}

/// Why somebody cannot have a role beside what they have, and what would have to be done first.
pub fn kept_apart(role: Role, user: &UserId, beside: &[Role], voice: &Voice<'_>) -> String {
    let way = |held: &Role| {
        let key = if *held == Role::Responder { "duties-way-leave" } else { "duties-way-pass" };
        say!(voice.language, key, command = voice.command, role = typed_role(*held, voice))
    };
    let ways: Vec<String> = beside.iter().map(way).collect();
    say!(
        voice.language,
        "refused-duties-kept-apart",
        person = person(user),
        role = voice.role(role),
        beside = roles(beside, voice),
        ways = ways.join(", ")
    )
}

/// Roles, one after the other.
pub fn roles(roles: &[Role], voice: &Voice<'_>) -> String {
    one_after_the_other(roles.iter().map(|role| voice.role(*role)), voice)
}

/// Names of roles, one after the other.
pub fn one_after_the_other(names: impl Iterator<Item = String>, voice: &Voice<'_>) -> String {
    let and = |roles: String, role: String| say!(voice.language, "roles-and", roles = roles, role = role);
    names.reduce(and).unwrap_or_default()
}
