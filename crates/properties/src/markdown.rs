//! What people typed, in a Markdown document.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options};
use firebell::export::escape::{cell, line, link, quote};

/// The bytes as a text in a heading, in a table, in a quotation and as an address. A parser finds the same words in each
/// place and nothing else: no link, no markup, no line that became something of its own.
pub fn markdown(bytes: &[u8]) {
    let text = crate::text(bytes);
    let words = visible(&text);
    for bare_links in [false, true] {
        let shown = |markdown: &str| read(markdown, bare_links);
        let (heading, found) = shown(&format!("# {} end\n", line(&text)));
        assert_eq!((heading.as_str(), found), ("heading1", squeezed(&format!("{words} end"))), "{text:?}");
        let (table, found) = shown(&format!("| a | b |\n| --- | --- |\n| {} | end |\n", cell(&text)));
        let cells = "table row cell cell row cell cell";
        assert_eq!((table.as_str(), found), (cells, squeezed(&format!("a b {words} end"))), "{text:?}");
        let (quoted, found) = shown(&format!("before\n\n{}\nend\n", quote(&text)));
        let is_quoted = matches!(quoted.as_str(), "" | "quote");
        assert!(is_quoted, "{text:?} makes {quoted}");
        assert_eq!(found, squeezed(&format!("before {words} end")), "{text:?}");
    }
    if let Some(link) = link("Slack", &text) {
        let (shape, found) = read(&link, false);
        assert_eq!((shape, found), (format!("link:{text}"), "Slack".to_owned()));
    }
}

/// The words without what is taken out of them: controls, and marks that turn what follows around.
fn visible(text: &str) -> String {
    let acts = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|c| !acts(*c) && (c.is_whitespace() || !c.is_control())).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Everything in a document that is more than words and paragraphs, and the words.
fn read(markdown: &str, bare_links: bool) -> (String, String) {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &options(bare_links));
    let (mut shape, mut words) = (Vec::new(), String::new());
    visit(root, bare_links, &mut shape, &mut words);
    (shape.join(" "), squeezed(&words))
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

fn visit<'a>(node: &'a AstNode<'a>, bare_links: bool, shape: &mut Vec<String>, words: &mut String) {
    let value = node.data.borrow().value.clone();
    match &value {
        NodeValue::Text(text) => words.push_str(text),
        NodeValue::SoftBreak | NodeValue::LineBreak => words.push(' '),
        // A cell has its lines beside one another.
        NodeValue::HtmlInline(html) if html == "<br>" => words.push(' '),
        NodeValue::Document | NodeValue::Paragraph => {}
        // A bare address may become a link where the reader's program makes them.
        NodeValue::Link(_) if bare_links => {}
        NodeValue::Link(link) => shape.push(format!("link:{}", link.url)),
        NodeValue::Heading(heading) => shape.push(format!("heading{}", heading.level)),
        NodeValue::Table(_) => shape.push("table".to_owned()),
        NodeValue::TableRow(_) => shape.push("row".to_owned()),
        NodeValue::TableCell => shape.push("cell".to_owned()),
        NodeValue::BlockQuote => shape.push("quote".to_owned()),
        other => shape.push(format!("{other:?}")),
    }
    node.children().for_each(|child| visit(child, bare_links, shape, words));
    if value.block() {
        words.push(' ');
    }
}
