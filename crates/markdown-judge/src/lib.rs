//! What a reader of a Markdown document gets, as a parser finds it: so tests and the fuzzer can tell whether words that people
//! typed have become something else.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options};

/// What was found in a document.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Everything that is more than words and paragraphs, in order.
    pub shape: Vec<Part>,
    /// The words, with one blank wherever there is any gap.
    pub words: String,
}

/// Something in a document that is more than words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How many others it is inside.
    pub depth: usize,
    /// What it is: `heading 2`, `table`, `row`, `cell`, `quote`, `link https://…`; others as the parser calls them.
    pub kind: String,
}

/// Reads a document as the strictest reader would, who knows every extension in use. With `bare_links`, the reader's program
/// makes links of addresses, which then count as words.
pub fn read(markdown: &str, bare_links: bool) -> Reading {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &options(bare_links));
    let mut reading = Reading::default();
    root.children().for_each(|child| visit(child, 0, bare_links, &mut reading));
    reading.words = one_blank(&reading.words);
    reading
}

/// The words of a text that a document shows: without controls, and marks that turn what follows around.
pub fn visible(text: &str) -> String {
    let acts = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let seen: String = text.chars().filter(|c| !acts(*c) && (c.is_whitespace() || !c.is_control())).collect();
    one_blank(&seen)
}

/// The words with one blank wherever there is any gap.
pub fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn options(bare_links: bool) -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.description_lists = true;
    options.extension.math_dollars = true;
    options.extension.alerts = true;
    options.extension.autolink = bare_links;
    options
}

fn visit<'a>(node: &'a AstNode<'a>, depth: usize, bare_links: bool, reading: &mut Reading) {
    let value = node.data.borrow().value.clone();
    match &value {
        NodeValue::Text(text) => reading.words.push_str(text),
        NodeValue::SoftBreak | NodeValue::LineBreak => reading.words.push(' '),
        // A cell has the lines of its text beside one another.
        NodeValue::HtmlInline(html) if html == "<br>" => reading.words.push(' '),
        NodeValue::Paragraph => {}
        NodeValue::Link(_) if bare_links => {}
        more => reading.shape.push(Part { depth, kind: kind(more) }),
    }
    node.children().for_each(|child| visit(child, depth + 1, bare_links, reading));
    if value.block() {
        reading.words.push(' ');
    }
}

fn kind(value: &NodeValue) -> String {
    match value {
        NodeValue::Link(link) => format!("link {}", link.url),
        NodeValue::Heading(heading) => format!("heading {}", heading.level),
        NodeValue::Table(_) => "table".to_owned(),
        NodeValue::TableRow(_) => "row".to_owned(),
        NodeValue::TableCell => "cell".to_owned(),
        NodeValue::BlockQuote => "quote".to_owned(),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(markdown: &str) -> Vec<String> {
        read(markdown, false).shape.into_iter().map(|part| part.kind).collect()
    }

    #[test]
    fn words_and_what_is_more_are_told_apart() {
        let reading = read("# a  *b*\n\n> c<br>d\n", false);
        assert_eq!(reading.words, "a b c d");
        assert_eq!(
            kinds("# a\n\n> [c](https://a.example)\n"),
            ["heading 1", "quote", "link https://a.example"]
        );
        assert_eq!(kinds("| b |\n| - |\n| c |\n"), ["table", "row", "cell", "row", "cell"]);
        assert_eq!(kinds("a\n\nb\n"), [""; 0]);
    }

    #[test]
    fn a_bare_address_is_words_where_programs_make_links_of_it() {
        let (with, without) = (read("see https://a.example", true), read("see https://a.example", false));
        assert_eq!(with, without);
    }

    #[test]
    fn what_turns_text_around_is_not_seen() {
        assert_eq!(visible(" a\u{202e}b\u{7}\n c "), "ab c");
    }
}
