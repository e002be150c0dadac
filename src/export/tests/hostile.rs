//! Whatever people type, the document keeps its shape and shows their words. A parser is the judge.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options};
use proptest::prelude::*;

use super::story::Story;
use crate::language::Language;

/// What is known to act as markup somewhere, and what surrounds it in practice.
#[rustfmt::skip]
const FRAGMENTS: &[&str] = &[
    "# ", "## ", "- ", "* ", "+ ", "1. ", "1) ", "> ", "---", "===", "***", "___", "```", "~~~", "`", "``",
    "|", "\\", "\\|", "| --- |", ":-:", ": ", "*", "**", "_", "__", "~", "~~", "[", "]", "(", ")", "![",
    "](", "[^1]", "[^1]: ", "[a]: b", "[a](https://b.example)", "<", ">", "</", "<b>", "<!--", "-->",
    "<br>", "<script>", "<https://a.example>", "https://a.example/", "http://", "www.a.example", "www.",
    "://", "a@b.example", "&amp;", "&#124;", "&lt;", "&", ";", "$", "$$", "\n", "\r\n", "\r", "\n\n", "\t",
    "    ", " ", "\0", "\u{7}", "\u{85}", "\u{2028}", "\u{202e}", "\u{2066}", "\u{a0}", "\u{3000}", "Ⓐ",
    "Ⓐ_a_Ⓐ", "a", "b c", "장애", "🔥", "!", "\"", "'", "[ ] ", "[x] ", "[!NOTE]", "\\n", "{", "}",
];

fn fragments() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(FRAGMENTS).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

/// At least one letter is visible; what is wholly blank counts as not said.
fn hostile() -> impl Strategy<Value = String> {
    (fragments(), fragments()).prop_map(|(before, after)| format!("{before}x{after}"))
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

/// What a reader of the parsed document gets.
#[derive(Debug, Default, PartialEq)]
struct Reading {
    /// Every node that is more than words, in order, with its depth.
    shape: Vec<String>,
    /// The words, with one blank wherever there is any gap.
    words: String,
}

fn read(markdown: &str, bare_links: bool) -> Reading {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &options(bare_links));
    let mut reading = Reading::default();
    visit(root, 0, bare_links, &mut reading);
    reading.words = one_blank(&reading.words);
    reading
}

fn visit<'a>(node: &'a AstNode<'a>, depth: usize, bare_links: bool, reading: &mut Reading) {
    let value = node.data.borrow().value.clone();
    let gap = value.block();
    match &value {
        NodeValue::Text(text) => reading.words.push_str(text),
        NodeValue::SoftBreak | NodeValue::LineBreak => reading.words.push(' '),
        // A text may have several lines or paragraphs.
        NodeValue::HtmlInline(html) if html == "<br>" => reading.words.push(' '),
        NodeValue::Paragraph => {}
        // A bare address may become a link where the reader's program makes them.
        NodeValue::Link(_) if bare_links => {}
        NodeValue::Heading(heading) => reading.shape.push(format!("{depth} heading {}", heading.level)),
        other => reading.shape.push(format!("{depth} {other:?}")),
    }
    node.children().for_each(|child| visit(child, depth + 1, bare_links, reading));
    if gap {
        reading.words.push(' ');
    }
}

fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text without what is taken out of it.
fn visible(text: &str) -> String {
    let acts = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let visible: String =
        text.chars().filter(|c| !acts(*c) && (c.is_whitespace() || !c.is_control())).collect();
    one_blank(&visible)
}

fn check(text: &str, language: Language, bare_links: bool) -> Result<(), TestCaseError> {
    let reading = |text: &str| {
        let story = Story::whole().saying(text);
        read(&story.postmortem_calling(language, &|_| text.to_owned()), bare_links)
    };
    let (tame, hostile) = (reading("TAME"), reading(text));
    prop_assert!(hostile.shape == tame.shape, "{text:?} changes the shape");
    let said = tame.words.matches("TAME").count();
    let shown = hostile.words.matches(&visible(text)).count();
    prop_assert!(shown >= said, "{text:?} shows {shown} times, not {said}");
    Ok(())
}

proptest! {
    #[test]
    fn nothing_that_people_type_changes_the_shape(text in hostile(), bare_links: bool) {
        check(&text, Language::Korean, bare_links)?;
    }
}

#[test]
fn the_english_document_keeps_its_shape_too() {
    for text in FRAGMENTS.iter().map(|fragment| format!("{fragment}x{fragment}\n{fragment}")) {
        for bare_links in [false, true] {
            check(&text, Language::English, bare_links).unwrap();
        }
    }
}

#[test]
fn the_judge_sees_what_is_not_escaped() {
    let plain = read("# a\n\n| b |\n| - |\n| c |\n", false);
    for markdown in ["# a\n\n| b |\n| - |\n| c | d\n| e |\n", "# *a*\n\n| b |\n| - |\n| c |\n"] {
        assert_ne!(read(markdown, false).shape, plain.shape);
    }
}
