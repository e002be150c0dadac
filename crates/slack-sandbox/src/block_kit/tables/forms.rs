//! Strings that must be written in a certain way.

use super::super::rule::Form;

/// A calendar day, `2026-08-31`.
pub(super) static DATE: Form = Form { pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", fits: is_date };
/// A time of day, `14:05`.
pub(super) static TIME: Form = Form { pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$", fits: is_time };
/// A number as text, `-1.5`: number inputs carry their numbers as strings.
pub(super) static DECIMAL: Form = Form { pattern: r"^-?[0-9]+(\.[0-9]+)?$", fits: is_decimal };
/// The id of an uploaded file.
pub(super) static FILE_ID: Form = Form { pattern: "^F[A-Z0-9]{8,}$", fits: is_file_id };
/// A colour, `#1a2b3c`.
pub(super) static COLOR: Form = Form { pattern: "^#[0-9A-Fa-f]{6}$", fits: is_color };
/// An address that must be encrypted.
pub(super) static HTTPS: Form = Form { pattern: "^https://", fits: |text| text.starts_with("https://") };

/// Whether `text` has the shape of `picture`, in which `0` stands for any digit.
fn looks_like(text: &str, picture: &str) -> bool {
    text.len() == picture.len()
        && text.bytes().zip(picture.bytes()).all(|(byte, wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            _ => byte == wanted,
        })
}

fn is_date(text: &str) -> bool {
    looks_like(text, "0000-00-00")
}

/// Two digits compare as the numbers they spell.
fn is_time(text: &str) -> bool {
    looks_like(text, "00:00") && &text[..2] < "24" && &text[3..] < "60"
}

fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    is_digits(whole) && is_digits(fraction)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_file_id(text: &str) -> bool {
    let is_id_byte = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    text.strip_prefix('F').is_some_and(|rest| rest.len() >= 8 && rest.bytes().all(is_id_byte))
}

fn is_color(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
