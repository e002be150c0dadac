//! The coarse shape of a text: blocks of code, quotes, and the rest.

const FENCE: &str = "```";

/// A stretch of text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    Text(&'a str),
    Code(&'a str),
    /// Lines that began with `>`, without it.
    Quote(String),
}

/// The parts of a text.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut at_line_start = true;
    while !rest.is_empty() {
        let quote = if at_line_start { quote(rest) } else { None };
        let (part, taken) = quote.or_else(|| code(rest)).unwrap_or_else(|| plain(rest));
        at_line_start = rest[..taken].ends_with('\n');
        found.push(part);
        rest = &rest[taken..];
    }
    found
}

/// The parts of what a quote holds: quotes do not nest.
pub(super) fn quoted(text: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, taken) = code(rest).unwrap_or_else(|| {
            let end = next_code(rest).unwrap_or(rest.len());
            (Part::Text(&rest[..end]), end)
        });
        found.push(part);
        rest = &rest[taken..];
    }
    found
}

/// A quote at the start: `>>>` takes all that follows, `>` its line and the quoted lines after it.
fn quote(rest: &str) -> Option<(Part<'_>, usize)> {
    if let Some(all) = without_mark(rest).and_then(without_mark).and_then(without_mark) {
        return Some((Part::Quote(trimmed(all)), rest.len()));
    }
    let lines = rest.split_inclusive('\n').map_while(|line| Some((line, without_mark(line)?)));
    let (mut text, mut taken) = (String::new(), 0);
    for (line, inside) in lines {
        text.push_str(inside.strip_prefix(' ').unwrap_or(inside));
        taken += line.len();
    }
    (taken > 0).then(|| (Part::Quote(trimmed(&text)), taken))
}

fn without_mark(line: &str) -> Option<&str> {
    line.strip_prefix("&gt;").or_else(|| line.strip_prefix('>'))
}

fn trimmed(text: &str) -> String {
    let text = text.strip_prefix(' ').unwrap_or(text);
    text.strip_suffix('\n').unwrap_or(text).to_owned()
}

/// A block of code at the start; the line break after it belongs to it.
fn code(rest: &str) -> Option<(Part<'_>, usize)> {
    let inside = rest.strip_prefix(FENCE)?;
    let end = inside.find(FENCE).filter(|end| *end > 0)?;
    let taken = FENCE.len() * 2 + end;
    let line_break = usize::from(rest[taken..].starts_with('\n'));
    Some((Part::Code(inside[..end].trim_matches('\n')), taken + line_break))
}

/// Text up to the next block of code or quote.
fn plain(rest: &str) -> (Part<'_>, usize) {
    let end = next_code(rest).into_iter().chain(next_quote(rest)).min().unwrap_or(rest.len());
    let text = &rest[..end];
    let is_before_block = end < rest.len();
    let shown = if is_before_block { text.strip_suffix('\n').unwrap_or(text) } else { text };
    (Part::Text(shown), end)
}

/// Where the next block of code begins, past the first letter.
fn next_code(rest: &str) -> Option<usize> {
    let skipped = rest.chars().next()?.len_utf8();
    let start = skipped + rest[skipped..].find(FENCE)?;
    code(&rest[start..]).map(|_| start)
}

/// Where the next quoted line begins.
fn next_quote(rest: &str) -> Option<usize> {
    let mut breaks = rest.match_indices('\n').map(|(at, _)| at + 1);
    breaks.find(|start| without_mark(&rest[*start..]).is_some())
}
