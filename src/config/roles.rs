//! Reads what the organisation says of roles: those that it adds, and its own words for the four.

use super::check;
use super::settings::{ROLES, Settings};
use crate::incident::{Holders, Role, RoleDescription, RoleRules, Separation, Words};

/// How many roles can be added: more would not fit on the panel.
const MOST: usize = 8;
/// How many lines of instructions are read by somebody whom they have just woken.
const MOST_LINES: usize = 6;
/// How long they may be, in characters.
const LONGEST_INSTRUCTIONS: usize = 1000;
/// How long the name of a role may be, in characters.
const LONGEST_NAME: usize = 40;

/// The rules about roles.
pub(super) fn read(settings: &mut Settings) -> Option<RoleRules> {
    let separation =
        settings.text("incidents.separation_of_duties", |text| check::named(text, Separation::ALL));
    let mut described: Vec<Option<RoleDescription>> = Vec::new();
    for i in 0..settings.count(ROLES) {
        let earlier: Vec<Role> = described.iter().flatten().map(|known| known.role).collect();
        let description = describe(settings, &format!("{ROLES}[{i}]"), &earlier);
        described.push(description);
    }
    let described = described.into_iter().collect::<Option<Vec<_>>>()?;
    let rules = RoleRules { separation: separation?, described };
    if rules.all().count() > Role::FOUR.len() + MOST {
        settings.problem(ROLES, format!("may add {MOST} roles at most, so that the panel holds them"));
        return None;
    }
    Some(rules)
}

fn describe(settings: &mut Settings, path: &str, earlier: &[Role]) -> Option<RoleDescription> {
    let role = key(settings, &format!("{path}.key"), earlier);
    let holders = holders(settings, &format!("{path}.holders"), role);
    let name = words(settings, &format!("{path}.name"), name);
    let instructions = words(settings, &format!("{path}.instructions"), instructions);
    let (role, name) = (role?, name?);
    if matches!(role, Role::Own(_)) && name == Words::default() {
        let says = format!(
            "is missing; '{role}' is new to Firebell, so write what it is called, here or as name_ko"
        );
        settings.problem(&format!("{path}.name_en"), says);
        return None;
    }
    Some(RoleDescription { role, holders: holders?, name, instructions: instructions? })
}

fn key(settings: &mut Settings, path: &str, earlier: &[Role]) -> Option<Role> {
    if !settings.is_given(path) {
        settings.problem(path, "is missing; write one word, as in 'scribe'");
        return None;
    }
    let role = settings.text(path, |text| {
        Role::find(text).ok_or_else(|| {
            format!("'{text}' is no key; write one word of at most 20 letters from a to z, digits and '-', as in 'scribe'")
        })
    })?;
    if earlier.contains(&role) {
        settings.problem(path, format!("'{role}' is the key of an earlier role already"));
        return None;
    }
    Some(role)
}

/// Of the four, how many hold them is part of what they are.
fn holders(settings: &mut Settings, path: &str, role: Option<Role>) -> Option<Holders> {
    let fixed = match role {
        Some(Role::Own(_)) | None => None,
        Some(Role::Responder) => Some(Holders::Several),
        Some(_) => Some(Holders::One),
    };
    let default = fixed.unwrap_or(Holders::One);
    let read = settings.text_or(path, default, |text| check::named(text, Holders::ALL))?;
    if fixed.is_some_and(|fixed| fixed != read) {
        settings.problem(path, format!("cannot be other than '{default}' for this role"));
        return None;
    }
    Some(read)
}

fn words(settings: &mut Settings, path: &str, read: fn(&str) -> Result<String, String>) -> Option<Words> {
    let english = settings.text_or(&format!("{path}_en"), None, |text| read(text).map(Some));
    let korean = settings.text_or(&format!("{path}_ko"), None, |text| read(text).map(Some));
    Some(Words { english: english?, korean: korean? })
}

/// It stands in sentences, on buttons and behind commands, so nothing in it may mean something there.
fn name(text: &str) -> Result<String, String> {
    let name = text.trim();
    let is_plain = !name.contains(|c: char| "<>&*_~`@#\\{}".contains(c) || c.is_control());
    if is_plain && !name.is_empty() && name.chars().count() <= LONGEST_NAME {
        return Ok(name.to_owned());
    }
    Err(format!(
        "'{text}' is no name for a role; write at most {LONGEST_NAME} letters, as in 'Scribe', without signs"
    ))
}

fn instructions(text: &str) -> Result<String, String> {
    let lines = text.trim().lines().count();
    if lines > MOST_LINES || text.chars().count() > LONGEST_INSTRUCTIONS {
        return Err(format!(
            "must be {MOST_LINES} lines and {LONGEST_INSTRUCTIONS} characters at most: they are read at three in the morning"
        ));
    }
    Ok(text.trim().to_owned())
}
