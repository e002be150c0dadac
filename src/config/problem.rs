//! What is wrong with a configuration, all of it, each with its place.

use std::fmt;

/// What is shown for a secret.
pub(super) const DOTS: &str = "••••••••";

/// Everything that is wrong with a configuration, one line each. Secrets are never among the words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Problem {
    place: Place,
    key: String,
    says: String,
}

/// Where a setting was given, and so where it is mended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// In this file; without a position if the file lacks the setting.
    File(String, Option<Position>),
    /// In the environment variable of this name.
    Variable(String),
    /// Nowhere: it is the default, and there is no file.
    Default,
}

/// A place in a text, counted from one, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    /// The line.
    pub(super) line: usize,
    /// The character within it.
    pub(super) column: usize,
}

impl Position {
    /// The position of the byte `offset` in `text`.
    pub(super) fn of(offset: usize, text: &str) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }
}

impl Problems {
    /// Adds one: `says` is about the setting `key` given at `place`. Whatever `says` quotes goes between
    /// single quotes, so that a secret in the wrong place is found there.
    pub(super) fn add(&mut self, place: Place, key: impl Into<String>, says: impl Into<String>) {
        let (key, says) = (masked(&key.into(), '.'), masked(&says.into(), '\''));
        self.0.push(Problem { place, key, says });
    }

    /// In the order of the file, then of the variables.
    pub(super) fn sorted(mut self) -> Self {
        self.0.sort();
        self
    }

    /// Nothing if there are none, else themselves as an error.
    pub(super) fn or_ok(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self.sorted()) }
    }
}

fn masked(text: &str, separator: char) -> String {
    let parts: Vec<&str> =
        text.split(separator).map(|part| if looks_secret(part) { DOTS } else { part }).collect();
    parts.join(&separator.to_string())
}

// A token of Slack with something behind its prefix, or a signing secret, which is 32 hexadecimal digits.
fn looks_secret(text: &str) -> bool {
    let is_token = text.starts_with("xox") || text.starts_with("xapp-");
    (is_token && text.len() > "xoxb-".len())
        || (text.len() == 32 && text.chars().all(|c| c.is_ascii_hexdigit()))
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(Problem::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Problems {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::File(name, Some(at)) => write!(f, "{name}:{}:{}: ", at.line, at.column)?,
            Place::File(name, None) => write!(f, "{name}: ")?,
            Place::Variable(name) => return write!(f, "{name}: {}", self.says),
            Place::Default => {}
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.says)
    }
}
