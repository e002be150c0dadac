//! What people type to give, take and leave roles.

use super::korean;
use super::typed::{Mistake, Wish};
use super::words::{first_word, mention, plain};
use crate::incident::{Role, RoleDescription, RoleRules};

pub(super) fn role(rest: &str, rules: &RoleRules) -> Result<Wish, Mistake> {
    let (role, rest) = named_role(rest, rules).ok_or(Mistake::Role)?;
    let (word, after) = first_word(rest);
    if let Some(user) = mention(word) {
        return Ok(Wish::Role { role, to: Some(user), area: plain(after) });
    }
    let names_somebody = word.starts_with('@') || (role != Role::Responder && !word.is_empty());
    if names_somebody {
        return Err(Mistake::Person { typed: plain(word) });
    }
    Ok(Wish::Role { role, to: None, area: plain(rest) })
}

pub(super) fn leave(rest: &str, rules: &RoleRules) -> Result<Wish, Mistake> {
    let (role, area) = named_role(rest, rules).ok_or(Mistake::Leave)?;
    // Only responders have areas; whatever follows another role means nothing.
    let area = if role == Role::Responder { plain(area) } else { String::new() };
    Ok(Wish::Leave { role, area })
}

/// The role that `text` begins with, and what follows it. One that the organisation has added goes by its key and its names.
fn named_role<'a>(text: &'a str, rules: &RoleRules) -> Option<(Role, &'a str)> {
    if let Some(named) = rules.described.iter().find_map(|described| described_role(text, described)) {
        return Some(named);
    }
    let (word, rest) = korean::role(text).unwrap_or_else(|| first_word(text));
    let role = find_role(word).filter(|role| rules.all().any(|known| known == *role))?;
    Some((role, rest))
}

fn described_role<'a>(text: &'a str, described: &RoleDescription) -> Option<(Role, &'a str)> {
    let text = text.trim_start();
    let names = [described.name.english.as_deref(), described.name.korean.as_deref()];
    let rest = names.into_iter().flatten().find_map(|name| {
        let (head, rest) = text.split_at_checked(name.len())?;
        let is_it = head.eq_ignore_ascii_case(name) && !rest.starts_with(|c: char| !c.is_whitespace());
        is_it.then(|| rest.trim_start())
    })?;
    Some((described.role, rest))
}

fn find_role(word: &str) -> Option<Role> {
    match word.to_lowercase().as_str() {
        "ic" | "command" | "lead" => Some(Role::Commander),
        "comms" | "communication" => Some(Role::Communications),
        "responders" => Some(Role::Responder),
        other => Role::find(other),
    }
}
