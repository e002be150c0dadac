//! Styles, code, links, mentions and emoji within lines.
//!
//! A mark (`*`, `_`, `~`, a backtick) opens only after something that is not part of a word and before something that
//! is neither a blank nor the same mark; it closes the other way round, in the same line. So `a*b*c` and `*굵게*는`
//! stay as typed, as in Slack.

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
    Reader { text, reading, at: 0, plain_from: 0, unclosed: Vec::new(), found: Vec::new() }.read(&[])
}

struct Reader<'a> {
    text: &'a str,
    reading: Reading,
    at: usize,
    /// Where the plain text before `at` begins.
    plain_from: usize,
    /// Marks that nothing closes up to the given place: they need not be looked for again before it.
    unclosed: Vec<(char, usize)>,
    found: Vec<Span<'a>>,
}

impl<'a> Reader<'a> {
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

    fn span_at(&mut self, letter: char, open: &[char]) -> Option<(Span<'a>, usize)> {
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

    fn styled(&mut self, mark: char, open: &[char]) -> Option<(Span<'a>, usize)> {
        let inside = self.marked(mark)?;
        let open = [open, &[mark]].concat();
        let reader = Reader {
            text: inside,
            reading: self.reading,
            at: 0,
            plain_from: 0,
            unclosed: Vec::new(),
            found: Vec::new(),
        };
        let spans = reader.read(&open);
        let span = match mark {
            '*' => Span::Bold(spans),
            '_' => Span::Italic(spans),
            _ => Span::Strike(spans),
        };
        Some((span, inside.len() + 2))
    }

    /// What stands between the mark here and the one that closes it.
    fn marked(&mut self, mark: char) -> Option<&'a str> {
        let inside = &self.text[self.at + 1..];
        let opens =
            !self.is_in_word() && inside.starts_with(|next: char| !next.is_whitespace() && next != mark);
        let known = self.unclosed.iter().any(|(unclosed, until)| *unclosed == mark && self.at < *until);
        if !opens || known {
            return None;
        }
        let end = closing(inside, mark);
        if end.is_none() {
            let line = inside.find('\n').unwrap_or(inside.len());
            self.unclosed.push((mark, self.at + 1 + line));
        }
        end.map(|end| &inside[..end])
    }
}

/// Where in the line the mark closes what it opened before `inside`.
fn closing(inside: &str, mark: char) -> Option<usize> {
    let mut before = None;
    let mut skip_to = 0;
    for (at, letter) in inside.char_indices() {
        if at < skip_to {
            before = Some(letter);
            continue;
        }
        match letter {
            '\n' => return None,
            _ if letter == mark && closes(before, &inside[at + 1..], mark) => return Some(at),
            '<' if mark != '`' => {
                skip_to = at + token(&inside[at..]).map_or(0, |(_, taken)| taken);
            }
            '`' if mark != '`' => {
                let code =
                    inside[at + 1..].find(['`', '\n']).filter(|end| inside[at + 1 + end..].starts_with('`'));
                skip_to = at + code.map_or(0, |end| end + 2);
            }
            _ => {}
        }
        before = Some(letter);
    }
    None
}

fn closes(before: Option<char>, after: &str, mark: char) -> bool {
    let ends_something =
        before.is_some_and(|before| !before.is_whitespace() && (before != mark || mark == '`'));
    ends_something && !after.starts_with(|after: char| after.is_alphanumeric() || after == mark)
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
