//! Rich text: a tree of sections, lists, quotes and code, with styled pieces inside.

use maud::{Markup, html};
use serde_json::Value;

use super::{dates, emoji, links, mention};
use crate::client::look::Look;

/// A `rich_text` object (a block, a cell, the value of an input).
pub(crate) fn rich_text(look: &Look<'_>, block: &Value) -> Markup {
    html! { div .rich-text { @for part in list(&block["elements"]) { (self::part(look, part)) } } }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn part(look: &Look<'_>, part: &Value) -> Markup {
    let bordered = part["border"] == 1;
    match part["type"].as_str().unwrap_or_default() {
        "rich_text_list" => items(look, part),
        "rich_text_quote" => html! { blockquote .quote .bordered[bordered] { (pieces(look, part)) } },
        "rich_text_preformatted" => {
            html! { pre .code-block .bordered[bordered] { code { (plain_pieces(part)) } } }
        }
        _ => html! { div .rt-section { (pieces(look, part)) } },
    }
}

/// Levels of a nested list follow each other as lists of their own, each with its indent.
fn items(look: &Look<'_>, part: &Value) -> Markup {
    let indent = part["indent"].as_u64().unwrap_or(0).min(8);
    let border = if part["border"] == 1 { " bordered" } else { "" };
    let class = format!("rt-list rt-indent-{indent}{border}");
    let offset = part["offset"].as_u64().filter(|offset| *offset > 0);
    let inside = html! { @for item in list(&part["elements"]) { li { (pieces(look, item)) } } };
    html! {
        @if part["style"] == "ordered" {
            ol class=(class) start=[offset.map(|offset| offset.saturating_add(1))] { (inside) }
        } @else {
            ul class=(class) { (inside) }
        }
    }
}

fn pieces(look: &Look<'_>, part: &Value) -> Markup {
    html! { @for piece in list(&part["elements"]) { (styled(look, piece)) } }
}

/// A piece inside the styles it wears.
fn styled(look: &Look<'_>, piece: &Value) -> Markup {
    let style = &piece["style"];
    let mut drawn = bare(look, piece);
    if style["code"] == true {
        drawn = html! { code .code { (drawn) } };
    }
    if style["strike"] == true {
        drawn = html! { s { (drawn) } };
    }
    if style["underline"] == true {
        drawn = html! { u { (drawn) } };
    }
    if style["italic"] == true {
        drawn = html! { em { (drawn) } };
    }
    if style["bold"] == true {
        drawn = html! { strong { (drawn) } };
    }
    if style["highlight"] == true || style["client_highlight"] == true {
        drawn = html! { mark { (drawn) } };
    }
    drawn
}

fn bare(look: &Look<'_>, piece: &Value) -> Markup {
    let word = |key: &str| piece[key].as_str().unwrap_or_default();
    match word("type") {
        "text" => with_breaks(word("text")),
        "link" => link(look, word("url"), word("text")),
        "user" => mention::user_mention(look, word("user_id")),
        "usergroup" => mention::group_mention(look, word("usergroup_id"), None),
        "channel" => mention::channel_mention(look, word("channel_id")),
        "team" => html! { span .mention { "@" (look.workspace.team.name) } },
        "broadcast" => mention::broadcast(word("range")),
        "emoji" => emoji::emoji(&emoji_name(piece)),
        "date" => {
            let url = piece["url"].as_str();
            dates::date(look, piece["timestamp"].as_i64(), word("format"), url, word("fallback"))
        }
        "color" => color(word("value")),
        other => html! { span .unknown { (other) } },
    }
}

fn with_breaks(text: &str) -> Markup {
    html! {
        @for (index, line) in text.split('\n').enumerate() {
            @if index > 0 { br; }
            (line)
        }
    }
}

fn link(look: &Look<'_>, url: &str, text: &str) -> Markup {
    links::link(look, url, &html! { (if text.is_empty() { url } else { text }) })
}

fn emoji_name(piece: &Value) -> String {
    let name = piece["name"].as_str().unwrap_or_default();
    match piece["skin_tone"].as_u64() {
        Some(tone) => format!("{name}::skin-tone-{tone}"),
        None => name.to_owned(),
    }
}

/// A colour's name beside a chip of it, drawn as a picture: style attributes are not allowed here.
fn color(value: &str) -> Markup {
    html! {
        span .color-chip {
            svg width="12" height="12" aria-hidden="true" { rect width="12" height="12" rx="3" fill=(value) {} }
            " " (value)
        }
    }
}

/// The words alone, a line for each paragraph or item: what an input for text shows.
pub(crate) fn plain_text(block: &Value) -> String {
    let lines = list(&block["elements"]).iter().flat_map(|part| match part["type"].as_str() {
        Some("rich_text_list") => list(&part["elements"]).iter().map(plain_pieces).collect(),
        _ => vec![plain_pieces(part)],
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn plain_pieces(part: &Value) -> String {
    list(&part["elements"]).iter().map(plain_piece).collect()
}

fn plain_piece(piece: &Value) -> String {
    let first = |keys: &[&str]| {
        let found = keys.iter().filter_map(|key| piece[*key].as_str()).find(|text| !text.is_empty());
        found.unwrap_or_default().to_owned()
    };
    match piece["type"].as_str().unwrap_or_default() {
        "emoji" => format!(":{}:", emoji_name(piece)),
        "user" => format!("<@{}>", first(&["user_id"])),
        "channel" => format!("<#{}>", first(&["channel_id"])),
        "usergroup" => format!("<!subteam^{}>", first(&["usergroup_id"])),
        "broadcast" => format!("@{}", first(&["range"])),
        _ => first(&["text", "url", "fallback", "value"]),
    }
}
