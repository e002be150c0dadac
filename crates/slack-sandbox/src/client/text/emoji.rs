//! Emoji by name. Names nobody knows stay as they are typed.

use maud::{Markup, html};

/// Slack's names for emoji that the rest of the world calls otherwise.
const SLACK_NAMES: [(&str, &str); 13] = [
    ("face_palm", "facepalm"),
    ("face_with_monocle", "monocle_face"),
    ("female-technologist", "woman_technologist"),
    ("hugging_face", "hugs"),
    ("lower_left_ballpoint_pen", "pen"),
    ("male-technologist", "man_technologist"),
    ("simple_smile", "slightly_smiling_face"),
    ("spiral_calendar_pad", "spiral_calendar"),
    ("spiral_note_pad", "spiral_notepad"),
    ("star-struck", "star_struck"),
    ("thinking_face", "thinking"),
    ("thunder_cloud_and_rain", "cloud_with_lightning_and_rain"),
    ("white_frowning_face", "frowning_face"),
];

/// The characters of an emoji, by its name without colons: `eyes`, `wave::skin-tone-3`.
pub(super) fn glyph(name: &str) -> Option<&'static str> {
    let (base, tone) = name.split_once("::").map_or((name, None), |(base, tone)| (base, Some(tone)));
    let found = by_name(base)?;
    let toned = tone.and_then(skin_tone).and_then(|tone| found.with_skin_tone(tone));
    Some(toned.unwrap_or(found).as_str())
}

fn by_name(name: &str) -> Option<&'static emojis::Emoji> {
    let known = SLACK_NAMES.iter().find(|(slack, _)| *slack == name).map_or(name, |(_, common)| common);
    emojis::get_by_shortcode(known)
        .or_else(|| emojis::get_by_shortcode(known.strip_prefix("large_")?))
        .or_else(|| emojis::get_by_shortcode(known.strip_prefix("flag-")?))
        .or_else(|| emojis::get_by_shortcode(&known.replace('-', "_")))
}

fn skin_tone(name: &str) -> Option<emojis::SkinTone> {
    match name.strip_prefix("skin-tone-")? {
        "2" => Some(emojis::SkinTone::Light),
        "3" => Some(emojis::SkinTone::MediumLight),
        "4" => Some(emojis::SkinTone::Medium),
        "5" => Some(emojis::SkinTone::MediumDark),
        "6" => Some(emojis::SkinTone::Dark),
        _ => None,
    }
}

/// An emoji by its name without colons, or the name as typed.
pub(crate) fn emoji(name: &str) -> Markup {
    html! {
        @match glyph(name) {
            Some(glyph) => span .emoji title={ ":" (name) ":" } { (glyph) },
            None => (format_args!(":{name}:")),
        }
    }
}

/// A name between colons at the start of `text`, tone included, and the bytes it takes; only if the emoji exists.
pub(super) fn at_start(text: &str) -> Option<(&str, usize)> {
    let name = name_at(text)?;
    let with_tone = text[name.len() + 2..]
        .strip_prefix(":skin-tone-")
        .filter(|rest| rest.len() >= 2 && rest.as_bytes()[0].is_ascii_digit() && rest.as_bytes()[1] == b':')
        .map(|_| &text[1..name.len() + 2 + ":skin-tone-0".len()]);
    let name = with_tone.unwrap_or(name);
    glyph(name).map(|_| (name, name.len() + 2))
}

fn name_at(text: &str) -> Option<&str> {
    let inside = text.strip_prefix(':')?;
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_+'-".contains(&byte);
    let length = inside.bytes().take_while(|byte| is_part(*byte)).count();
    (length > 0 && inside.as_bytes().get(length) == Some(&b':')).then(|| &inside[..length])
}

/// A piece of text: what it says, or an emoji's name.
enum Piece<'a> {
    Words(&'a str),
    Emoji(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(colon) = text[at..].find(':').map(|offset| at + offset) {
        let Some((name, taken)) = at_start(&text[colon..]) else {
            at = colon + 1;
            continue;
        };
        found.push(Piece::Words(&text[start..colon]));
        found.push(Piece::Emoji(name));
        at = colon + taken;
        start = at;
    }
    found.push(Piece::Words(&text[start..]));
    found
}

/// Literal text with the emoji named in it.
pub(super) fn in_text(text: &str) -> Markup {
    html! {
        @for piece in pieces(text) {
            @match piece {
                Piece::Words(words) => (words),
                Piece::Emoji(name) => (emoji(name)),
            }
        }
    }
}

/// Text with the characters of the emoji in place of their names.
pub(super) fn spelled(text: &str) -> String {
    let spelled = pieces(text).into_iter().map(|piece| match piece {
        Piece::Words(words) => words,
        Piece::Emoji(name) => glyph(name).unwrap_or(name),
    });
    spelled.collect()
}
