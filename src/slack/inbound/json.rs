//! JSON from outside, read leniently: a NUL is left out, since no keyboard has one and no database wants it; half a
//! character (a surrogate without its other half, as a text has that was cut in the wrong place) becomes the sign for one
//! that is missing. Both can stand in JSON as escapes only.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

/// Reads `json`; `None` if it cannot be a `T`.
pub fn read<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    serde_json::from_str(&mend(str::from_utf8(json).ok()?)).ok()
}

/// The same JSON without NULs and half characters.
pub fn mend(json: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(escape) = json[at..].find('\\').map(|ahead| at + ahead) {
        // Without the NUL behind it, half an escape could become a whole one. What has one is no JSON anyway.
        let Some((length, replacement)) = judge(&json[escape..]) else { return Cow::Borrowed(json) };
        if let Some(replacement) = replacement {
            mended.push_str(&json[kept..escape]);
            mended.push_str(replacement);
            kept = escape + length;
        }
        at = escape + length;
    }
    if kept == 0 {
        return Cow::Borrowed(json);
    }
    mended.push_str(&json[kept..]);
    Cow::Owned(mended)
}

/// How many bytes the escape at the beginning has, and what belongs there instead; `None` if it is only half there.
fn judge(json: &str) -> Option<(usize, Option<&'static str>)> {
    if !json.starts_with("\\u") {
        let escaped = json[1..].chars().next()?;
        return Some((1 + escaped.len_utf8(), None));
    }
    Some(match unit(json)? {
        0 => (6, Some("")),
        0xD800..=0xDBFF if json.get(6..).and_then(unit).is_some_and(is_second_half) => (12, None),
        0xD800..=0xDFFF => (6, Some(r"\ufffd")),
        _ => (6, None),
    })
}

/// The UTF-16 unit that the text begins with, if it begins with one: `\u0041`.
fn unit(json: &str) -> Option<u16> {
    let digits = json.strip_prefix("\\u")?.get(..4)?;
    let plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    plain.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

fn is_second_half(unit: u16) -> bool {
    (0xDC00..=0xDFFF).contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_stand_is_mended_and_nothing_else_is_touched() {
        for (json, mended) in [
            (r#""a \" \\ \n é 장""#, r#""a \" \\ \n é 장""#),
            (r#""\ud83d\ude00 \u0041""#, r#""\ud83d\ude00 \u0041""#),
            (r#""\ud83d x""#, r#""\ufffd x""#),
            (r#""\ude00\ud83d\ud83d\ude00""#, r#""\ufffd\ufffd\ud83d\ude00""#),
            (r#""\uD83D\u0041""#, r#""\ufffd\u0041""#),
            (r#""a\u0000b""#, r#""ab""#),
            (r#""\\u0000 \\\u0000 \\\\ud800""#, r#""\\u0000 \\ \\\\ud800""#),
            (r#""\u00""#, r#""\u00""#),
            (r#""\u000\u00000""#, r#""\u000\u00000""#),
            (r"\", r"\"),
            (r"\장\u", r"\장\u"),
        ] {
            assert_eq!(mend(json), mended, "{json}");
        }
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        for json in [&b"{"[..], b"\"\xff\"", b"\"\\u00zz\"", b""] {
            assert_eq!(read::<serde_json::Value>(json), None);
        }
    }
}
