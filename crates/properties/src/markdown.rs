//! What people typed, in a Markdown document.

use firebell::export::escape::{cell, line, link, quote};
use markdown_judge::{Reading, read, visible};

/// The bytes as a text in a heading, in a table, in a quotation and as an address. A parser finds the same words in each
/// place and nothing else: no link, no markup, no line that became something of its own.
pub fn markdown(bytes: &[u8]) {
    let text = crate::text(bytes);
    let words = visible(&text);
    for bare_links in [false, true] {
        let shown = |markdown: &str| in_one_line(&read(markdown, bare_links));
        let (heading, found) = shown(&format!("# {} end\n", line(&text)));
        assert_eq!((heading.as_str(), found), ("heading 1", joined(["", &words, "end"])), "{text:?}");
        let (table, found) = shown(&format!("| a | b |\n| --- | --- |\n| {} | end |\n", cell(&text)));
        let cells = "table row cell cell row cell cell";
        assert_eq!((table.as_str(), found), (cells, joined(["a b", &words, "end"])), "{text:?}");
        let (quoted, found) = shown(&format!("before\n\n{}\nend\n", quote(&text)));
        let is_quoted = matches!(quoted.as_str(), "" | "quote");
        assert!(is_quoted, "{text:?} makes {quoted}");
        assert_eq!(found, joined(["before", &words, "end"]), "{text:?}");
    }
    if let Some(link) = link("Slack", &text) {
        let (shape, found) = in_one_line(&read(&link, false));
        assert_eq!((shape, found), (format!("link {text}"), "Slack".to_owned()));
    }
}

/// What there is besides words, and the words.
fn in_one_line(reading: &Reading) -> (String, String) {
    let kinds: Vec<&str> = reading.shape.iter().map(|part| part.kind.as_str()).collect();
    (kinds.join(" "), reading.words.clone())
}

/// Words with one blank between any two.
fn joined(words: [&str; 3]) -> String {
    words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}
