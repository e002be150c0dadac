//! Styles, code, links, mentions and emoji within lines.
//!
//! A mark (`*`, `_`, `~`, a backtick) opens only after something that is not part of a word and before something that
//! is neither a blank nor the same mark; the next one in the line closes it if it stands the other way round. So `a*b*c`
//! and `*굵게*는` stay as typed, as in Slack.

use super::super::{emoji, links};

/// What becomes a link by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Web addresses and names of channels.
    Linking,
    /// Nothing.
    Verbatim,
}

/// A stretch of text within a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Span<'a> {
    Text(&'a str),
    Bold(Vec<Self>),
    Italic(Vec<Self>),
    Strike(Vec<Self>),
    Code(&'a str),
    /// The inside of `<…>`.
    Token(&'a str),
    /// A known name, without its colons.
    Emoji(&'a str),
    /// A bare web address.
    Address(&'a str),
    /// A name after `#` that may be a channel's.
    ChannelName(&'a str),
}

/// The spans of a text.
pub(super) fn spans(text: &str, reading: Reading) -> Vec<Span<'_>> {
    Reader::new(text, reading).read(&[])
}

struct Reader<'a> {
    text: &'a str,
    reading: Reading,
    at: usize,
    /// Where the plain text before `at` begins.
    plain_from: usize,
    found: Vec<Span<'a>>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, reading: Reading) -> Self {
        Self { text, reading, at: 0, plain_from: 0, found: Vec::new() }
    }

    /// Reads to the end. Marks in `open` are those of the styles around, which do not nest in themselves.
    fn read(mut self, open: &[char]) -> Vec<Span<'a>> {
        while let Some(letter) = self.text[self.at..].chars().next() {
            match self.span_at(letter, open) {
                Some((span, taken)) => {
                    self.flush();
                    self.found.push(span);
                    self.at += taken;
                    self.plain_from = self.at;
                }
                None => self.at += letter.len_utf8(),
            }
        }
        self.flush();
        self.found
    }

    fn flush(&mut self) {
        if self.plain_from < self.at {
            self.found.push(Span::Text(&self.text[self.plain_from..self.at]));
        }
    }

    fn span_at(&self, letter: char, open: &[char]) -> Option<(Span<'a>, usize)> {
        let rest = &self.text[self.at..];
        match letter {
            '<' => token(rest),
            ':' => emoji::at_start(rest).map(|(name, taken)| (Span::Emoji(name), taken)),
            '`' => self.marked('`').map(|inside| (Span::Code(inside), inside.len() + 2)),
            '*' | '_' | '~' if !open.contains(&letter) => self.styled(letter, open),
            'h' if self.links() => {
                let length = links::bare_length(rest);
                (length > 0).then(|| (Span::Address(&rest[..length]), length))
            }
            '#' if self.links() => channel_name(rest).map(|name| (Span::ChannelName(name), name.len() + 1)),
            _ => None,
        }
    }

    /// Whether a link may begin here by itself.
    fn links(&self) -> bool {
        self.reading == Reading::Linking && !self.is_in_word()
    }

    fn is_in_word(&self) -> bool {
        self.text[..self.at].chars().next_back().is_some_and(char::is_alphanumeric)
    }

    fn styled(&self, mark: char, open: &[char]) -> Option<(Span<'a>, usize)> {
        let inside = self.marked(mark)?;
        let spans = Reader::new(inside, self.reading).read(&[open, &[mark]].concat());
        let span = match mark {
            '*' => Span::Bold(spans),
            '_' => Span::Italic(spans),
            _ => Span::Strike(spans),
        };
        Some((span, inside.len() + 2))
    }

    /// What stands between the mark here and the one that closes it.
    fn marked(&self, mark: char) -> Option<&'a str> {
        let inside = &self.text[self.at + 1..];
        let opens =
            !self.is_in_word() && inside.starts_with(|next: char| !next.is_whitespace() && next != mark);
        if opens { closing(inside, mark).map(|end| &inside[..end]) } else { None }
    }
}

/// Where in the line the mark closes what it opened before `inside`: where it stands next, or not at all. Links and code
/// are stepped over, and so are the underscores of `snake_case`.
fn closing(inside: &str, mark: char) -> Option<usize> {
    let mut before = ' ';
    let mut skip_to = 0;
    for (at, letter) in inside.char_indices() {
        let after = &inside[at + letter.len_utf8()..];
        let is_before_word = after.starts_with(char::is_alphanumeric);
        match letter {
            _ if at < skip_to => {}
            '\n' => return None,
            '_' if mark == '_' && before.is_alphanumeric() && is_before_word => {}
            _ if letter == mark => {
                let closes = !before.is_whitespace() && !is_before_word && !after.starts_with(mark);
                return closes.then_some(at);
            }
            '<' if mark != '`' => skip_to = at + token(&inside[at..]).map_or(0, |(_, taken)| taken),
            '`' => skip_to = at + code_length(after),
            _ => {}
        }
        before = letter;
    }
    None
}

/// The bytes from a backtick to the next one in the line; 0 if there is none.
fn code_length(after: &str) -> usize {
    let end = after.find(['`', '\n']).filter(|end| after[*end..].starts_with('`'));
    end.map_or(0, |end| end + 2)
}

/// `<…>` within one line.
fn token(rest: &str) -> Option<(Span<'_>, usize)> {
    let end = 1 + rest[1..].find(['<', '>', '\n'])?;
    (end > 1 && rest[end..].starts_with('>')).then(|| (Span::Token(&rest[1..end]), end + 1))
}

/// The longest name after `#`.
fn channel_name(rest: &str) -> Option<&str> {
    let name = &rest[1..];
    let is_part = |letter: char| letter.is_alphanumeric() || "-_".contains(letter);
    let end = name.find(|letter| !is_part(letter)).unwrap_or(name.len());
    (end > 0).then(|| &name[..end])
}
