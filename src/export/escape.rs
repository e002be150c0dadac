//! What people typed, as Markdown that shows it letter by letter and does nothing else.
//!
//! The rules are those of `CommonMark` and GitHub's tables, strikethrough, formulas and bare links. Only what could act
//! as markup where it stands is escaped, so that the source stays readable and most addresses stay whole.

/// Left of an indented line, where blanks would make a code block.
const HARD_SPACE: &str = "\u{a0}";

/// On one line, for a heading or within a sentence.
pub fn line(text: &str) -> String {
    joined(text, " ")
}

/// On one line with its breaks kept, for a table.
pub fn cell(text: &str) -> String {
    joined(text, "<br>")
}

/// As a block quote; empty where nothing is visible. Two blanks at the end of a line keep its break.
pub fn quote(text: &str) -> String {
    let cleaned = clean(text);
    let lines: Vec<String> = cleaned.trim().lines().map(escape_line).collect();
    let mut quoted = String::new();
    for (i, line) in lines.iter().enumerate() {
        let goes_on = !line.is_empty() && lines.get(i + 1).is_some_and(|next| !next.is_empty());
        let quoted_line = format!("> {line}");
        quoted.push_str(quoted_line.trim_end_matches(' '));
        quoted.push_str(if goes_on { "  \n" } else { "\n" });
    }
    quoted
}

/// A link, unless `address` could be more than one.
pub fn link(text: &str, address: &str) -> Option<String> {
    let web = address.starts_with("https://") || address.starts_with("http://");
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'+,;=%".contains(c);
    // An address may hold what reads like an entity: `?a&lt;b`.
    (web && address.chars().all(plain))
        .then(|| format!("[{}](<{}>)", line(text), address.replace('&', "&amp;")))
}

fn joined(text: &str, between: &str) -> String {
    let lines: Vec<String> = clean(text).trim().lines().map(escape_line).collect();
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(between)
}

/// Leaves one kind of line break, and nothing that is invisible and acts: neither control characters nor the marks
/// that turn the direction of what follows.
fn clean(text: &str) -> String {
    let visible = |c| match c {
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\n' | '\t' => Some(c),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        _ => (!c.is_control()).then_some(c),
    };
    text.replace("\r\n", "\n").chars().filter_map(visible).collect()
}

fn escape_line(line: &str) -> String {
    let content = line.trim_start();
    let indent = &line[..line.len() - content.len()];
    let indent = indent.replace('\t', &HARD_SPACE.repeat(4)).replace(' ', HARD_SPACE);
    let content = content.trim_end();
    if content.is_empty() {
        return String::new();
    }
    let mut block_mark = block_mark(content);
    // Only these blanks end a bare link, so only they end a word.
    let words: Vec<String> =
        content.split([' ', '\t']).map(|word| escape_word(word, block_mark.take())).collect();
    indent + &words.join(" ")
}

/// Where the character stands that would make the line a list, a heading's underline or a table's.
fn block_mark(content: &str) -> Option<usize> {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let marks: &[char] = if digits == 0 { &['-', '+', '=', ':'] } else { &['.', ')'] };
    content[digits..].starts_with(marks).then_some(digits)
}

fn escape_word(word: &str, block_mark: Option<usize>) -> String {
    let marked = |at: usize| is_markup(word, at) || block_mark == Some(at);
    let rewritten = word.char_indices().any(|(at, _)| marked(at));
    let mut escaped = String::with_capacity(word.len());
    for (at, c) in word.char_indices() {
        // A bare link swallows the backslashes within it and would set free what they hold down.
        if marked(at) || (rewritten && starts_link(word, at)) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn is_markup(word: &str, at: usize) -> bool {
    let (before, rest) = word.split_at(at);
    let mut following = rest.chars();
    match following.next() {
        Some('\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '$') => true,
        Some('_') => {
            !(before.ends_with(|c: char| c.is_ascii_alphanumeric())
                && following.as_str().starts_with(|c: char| c.is_ascii_alphanumeric()))
        }
        Some('#') => before.is_empty(),
        Some('&') => is_entity(following.as_str()),
        _ => false,
    }
}

/// Whether what follows an ampersand makes it a character's name: `amp;`, `#38;`.
fn is_entity(following: &str) -> bool {
    following.split_once(';').is_some_and(|(name, _)| {
        let name = name.strip_prefix('#').unwrap_or(name);
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// Whether a bare link needs the character here to be one: the colon of `https://`, the first dot of `www.`.
fn starts_link(word: &str, at: usize) -> bool {
    let (before, rest) = word.split_at(at);
    rest.starts_with("://") || (rest.starts_with('.') && before.to_ascii_lowercase().ends_with("www"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_harmless_where_it_stands_is_left_alone() {
        for text in [
            "결제 서비스(checkout) 5xx 비율 12% - 재시도 중",
            "R&D, a+b=c, order_id, v1.2, 11:14:05, #1 of it? no: C#",
            "https://grafana.example.com/d/ab_c?from=1&to=2#panel-3",
        ] {
            assert_eq!(cell(&format!("이것: {text}")).replace("\\#", "#"), format!("이것: {text}"));
        }
    }

    #[test]
    fn what_could_act_is_held_down() {
        for (text, escaped) in [
            ("*a* _b_ `c` ~d~ $e$", r"\*a\* \_b\_ \`c\` \~d\~ \$e\$"),
            ("[a](b) ![c](d) <script>", r"\[a\](b) !\[c\](d) \<script\>"),
            (r"a | b \| c", r"a \| b \\\| c"),
            ("&lt; &#60; AT&T; &", r"\&lt; \&#60; AT\&T; &"),
            ("# one ##", r"\# one \##"),
            ("- a", r"\- a"),
            ("12. a", r"12\. a"),
            ("===", r"\==="),
            ("snake_case __init__ 장_애", r"snake_case \_\_init\_\_ 장\_애"),
        ] {
            assert_eq!(line(text), escaped);
        }
    }

    #[test]
    fn an_address_that_needs_escapes_is_no_link_any_more() {
        assert_eq!(line("see https://a.example/<b>"), r"see https\://a.example/\<b\>");
        assert_eq!(line("www.a.example/*"), r"www\.a.example/\*");
    }

    #[test]
    fn what_is_invisible_and_acts_is_taken_out() {
        assert_eq!(line("a\0b\u{202e}c\u{2066}d\u{7}"), "abcd");
        assert_eq!(cell("a\r\nb\rc\u{2028}d"), "a<br>b<br>c<br>d");
    }

    #[test]
    fn a_quote_keeps_lines_and_indents() {
        assert_eq!(
            quote("panic!\n\tat main\n    at run\n\n> said\n"),
            "> panic!  \n> \u{a0}\u{a0}\u{a0}\u{a0}at main  \n> \u{a0}\u{a0}\u{a0}\u{a0}at run\n>\n> \\> said\n"
        );
        assert_eq!(quote(" \n"), "");
    }

    #[test]
    fn only_a_plain_web_address_becomes_a_link() {
        let address = "https://example.slack.com/archives/C042";
        assert_eq!(link("Slack", address), Some(format!("[Slack](<{address}>)")));
        let entity = link("Slack", "https://example.com/?a&lt;b");
        assert_eq!(entity.as_deref(), Some("[Slack](<https://example.com/?a&amp;lt;b>)"));
        for address in ["javascript:alert(1)", "https://a/>b", "https://a/|b", "https://a/ b", ""] {
            assert_eq!(link("Slack", address), None, "{address}");
        }
    }
}
