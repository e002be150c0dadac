//! The rules for channel names.

use super::call::Call;
use super::refusal::Refusal;

const LONGEST_NAME: usize = 80;
/// Words Slack keeps for itself.
const RESERVED: &[&str] = &["channel", "everyone", "general", "group", "here", "me", "archive", "archived"];

impl Call<'_> {
    /// A name for a new or renamed channel, checked but never repaired.
    pub(crate) fn channel_name(&self) -> Result<String, Refusal> {
        let name = self.args.text("name")?.unwrap_or_default();
        check(&name, self.unicode_channel_names)?;
        if RESERVED.contains(&name.as_str()) || self.workspace.channel_named(&name).is_some() {
            return Err("name_taken".into());
        }
        Ok(name)
    }
}

/// Whether a channel may be called that, in a workspace with or without letters beyond ASCII.
///
/// # Errors
/// Slack's code for what is wrong.
pub fn check(name: &str, unicode: bool) -> Result<(), &'static str> {
    if name.trim().is_empty() {
        return Err("invalid_name_required");
    }
    if name.chars().count() > LONGEST_NAME {
        return Err("invalid_name_maxlength");
    }
    if name.chars().all(|letter| letter.is_ascii_punctuation()) {
        return Err("invalid_name_punctuation");
    }
    if name.chars().all(|letter| is_allowed(letter, unicode)) { Ok(()) } else { Err("invalid_name_specials") }
}

fn is_allowed(letter: char, unicode: bool) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter);
    }
    unicode && letter.is_alphanumeric() && !letter.is_uppercase()
}
