//! Text as Slack hands it over: words, the people among them, and what it reads without Slack's escapes.

use crate::incident::UserId;
use crate::slack::ids;

/// `<@U012ABC>` or `<@U012ABC|handle>`.
pub(super) fn mention(word: &str) -> Option<UserId> {
    let inside = word.strip_prefix("<@")?.strip_suffix('>')?;
    ids::person(inside.split('|').next().unwrap_or_default())
}

pub(in crate::slack) fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

pub(super) fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Text without Slack's escapes, as the person sees it: mentions and links become their words.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some((before, after)) = rest.split_once('<') {
        // No token ends any more, so whatever else looks like the beginning of one is none either.
        let Some((token, tail)) = after.split_once('>') else { break };
        plain.push_str(before);
        plain.push_str(&token_words(token));
        rest = tail;
    }
    plain.push_str(rest);
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn token_words(token: &str) -> String {
    let (target, label) = token.split_once('|').unwrap_or((token, ""));
    let with = |mark: char, id: &str| {
        let words = if label.is_empty() { id } else { label.trim_start_matches(mark) };
        format!("{mark}{words}")
    };
    match target.chars().next() {
        Some('@') => with('@', &target[1..]),
        Some('#') => with('#', &target[1..]),
        Some('!') => with('@', target[1..].rsplit('^').next().unwrap_or_default()),
        _ => target.strip_prefix("mailto:").unwrap_or(target).to_owned(),
    }
}
