//! Addresses people may follow.

use maud::{Markup, html};

/// The address, if its scheme is one a message may link to.
pub(crate) fn href(url: &str) -> Option<&str> {
    let scheme = url.split_once(':')?.0.to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https" | "mailto").then_some(url)
}

/// A link that opens beside the workspace, or just its label where the address is not one to follow.
pub(crate) fn link(url: &str, label: &Markup) -> Markup {
    html! {
        @match href(url) {
            Some(url) => a href=(url) target="_blank" rel="noopener noreferrer" { (label) },
            None => (label),
        }
    }
}

/// The bytes that a bare web address at the start of `text` takes; 0 if there is none. Punctuation after it and a
/// bracket that was opened before it belong to the sentence.
pub(super) fn bare_length(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return 0 };
    if !rest.starts_with(char::is_alphanumeric) {
        return 0;
    }
    let end = text.find(|letter: char| letter.is_whitespace() || "<>\"`|".contains(letter));
    text[..end.unwrap_or(text.len())]
        .trim_end_matches(['.', ',', ')', '!', '?', ';', ':', '*', '_', '~'])
        .len()
}
