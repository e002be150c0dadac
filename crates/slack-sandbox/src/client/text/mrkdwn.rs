//! `mrkdwn`, Slack's own notation, as HTML. What stands where is found by [`lines`] (quotes, code) and by [`inline`]
//! (styles, links, mentions); this module draws what they found.

mod inline;
mod lines;

use maud::{Markup, html};

use super::{dates, emoji, links, mention, unescaped};
use crate::client::look::Look;
use inline::{Reading, Span};
use lines::Part;

/// Text as apps and people send it: bare web addresses and names of channels become links.
pub(crate) fn mrkdwn(look: &Look<'_>, text: &str) -> Markup {
    parts(look, &lines::parts(text), Reading::Linking)
}

/// The same where only explicit links are wanted.
pub(crate) fn verbatim(look: &Look<'_>, text: &str) -> Markup {
    parts(look, &lines::parts(text), Reading::Verbatim)
}

fn parts(look: &Look<'_>, parts_found: &[Part<'_>], reading: Reading) -> Markup {
    html! {
        @for part in parts_found {
            @match part {
                Part::Text(text) => (spans(look, &inline::spans(text, reading), reading)),
                Part::Code(code) => pre .code-block { code { (literal(code)) } },
                Part::Quote(text) => blockquote .quote { (parts(look, &lines::quoted(text), reading)) },
            }
        }
    }
}

fn spans(look: &Look<'_>, found: &[Span<'_>], reading: Reading) -> Markup {
    html! { @for span in found { (draw(look, span, reading)) } }
}

fn draw(look: &Look<'_>, span: &Span<'_>, reading: Reading) -> Markup {
    html! {
        @match span {
            Span::Text(text) => (with_breaks(text)),
            Span::Bold(inside) => strong { (spans(look, inside, reading)) },
            Span::Italic(inside) => em { (spans(look, inside, reading)) },
            Span::Strike(inside) => s { (spans(look, inside, reading)) },
            Span::Code(code) => code .code { (literal(code)) },
            Span::Emoji(name) => (emoji::emoji(name)),
            Span::Address(url) => (links::link(look, &unescaped(url), &html! { (unescaped(url)) })),
            Span::ChannelName(name) => (named_channel(look, name)),
            Span::Token(token) => (self::token(look, token)),
        }
    }
}

fn with_breaks(text: &str) -> Markup {
    let text = unescaped(text);
    html! {
        @for (index, line) in text.split('\n').enumerate() {
            @if index > 0 { br; }
            (line)
        }
    }
}

/// What stands between angle brackets, brackets removed.
fn token(look: &Look<'_>, token: &str) -> Markup {
    let (target, label) =
        token.split_once('|').map_or((token, None), |(target, label)| (target, Some(label)));
    match target.split_at_checked(1) {
        Some(("@", id)) => mention::user_mention(look, id),
        Some(("#", id)) => mention::channel_mention(look, id),
        Some(("!", special)) => self::special(look, special, label),
        _ => web_link(look, target, label),
    }
}

fn special(look: &Look<'_>, special: &str, label: Option<&str>) -> Markup {
    if let Some(id) = special.strip_prefix("subteam^") {
        return mention::group_mention(look, id, label);
    }
    if let Some(date) = special.strip_prefix("date^") {
        return dates::token(look, date, label);
    }
    match special {
        "here" | "channel" | "everyone" => mention::broadcast(special),
        _ => html! { (label.map_or_else(|| format!("<{special}>"), unescaped)) },
    }
}

fn web_link(look: &Look<'_>, target: &str, label: Option<&str>) -> Markup {
    let target = unescaped(target);
    let shown = label.filter(|label| !label.is_empty()).map_or_else(
        || html! { (target.strip_prefix("mailto:").unwrap_or(&target)) },
        |label| super::plain(label, true),
    );
    links::link(look, &target, &shown)
}

fn named_channel(look: &Look<'_>, name: &str) -> Markup {
    let channel = look.workspace.channel_named(name).filter(|channel| channel.is_visible_to(look.viewer));
    html! {
        @match channel {
            Some(channel) => (mention::channel_mention(look, &channel.id)),
            None => { "#" (name) },
        }
    }
}

/// Code shows what was written; a link in it shows its label or address.
fn literal(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find('<') {
        out.push_str(&unescaped(&rest[..start]));
        let inside = rest[start + 1..].split('>').next().unwrap_or_default();
        let is_link = start + 1 + inside.len() < rest.len() && links::href(inside).is_some();
        let (shown, taken) = if is_link {
            (inside.split_once('|').map_or(inside, |(_, label)| label), inside.len() + 2)
        } else {
            ("<", 1)
        };
        out.push_str(&unescaped(shown));
        rest = &rest[start + taken..];
    }
    out.push_str(&unescaped(rest));
    out
}
