//! Whatever people type, the document keeps its shape and shows their words. A parser is the judge.

use markdown_judge::{read, visible};
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
