//! What people typed, held against what fits.

use crate::incident::{Field, Flaw, Refusal};

/// What was typed, as it will be kept: without blanks around it, and without the invisible marks that turn the text after
/// them around or break documents (controls apart from line ends, and overrides of direction).
pub fn tidy(text: &str) -> String {
    let harmful = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
    };
    text.chars().filter(|c| !harmful(c)).collect::<String>().trim().to_owned()
}

/// A field that must not be blank.
pub(in crate::incident) fn required(field: Field, text: &str) -> Option<(Field, Flaw)> {
    if !text.chars().any(is_seen) {
        return Some((field, Flaw::Empty));
    }
    short_enough(field, text)
}

/// Whether a character leaves a mark on the page. (Unicode calls the others ignorable by default; and there is a blank of Braille.)
const fn is_seen(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(
            c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
                | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// A field that may be blank but not too long.
pub(in crate::incident) fn short_enough(field: Field, text: &str) -> Option<(Field, Flaw)> {
    let (longest, length) = (field.longest(), text.chars().count());
    (length > longest).then_some((field, Flaw::TooLong { longest, length }))
}

/// Refuses if any field is flawed, naming all of them.
pub(in crate::incident) fn all(
    flaws: impl IntoIterator<Item = Option<(Field, Flaw)>>,
) -> Result<(), Refusal> {
    let flaws: Vec<_> = flaws.into_iter().flatten().collect();
    if flaws.is_empty() { Ok(()) } else { Err(Refusal::Fields(flaws)) }
}

/// A reason as it will be kept: trimmed, and `None` where it was blank.
pub(in crate::incident) fn reason(because: Option<String>) -> Result<Option<String>, Refusal> {
    let because = because.map(|text| tidy(&text)).filter(|text| !text.is_empty());
    all([because.as_deref().and_then(|text| short_enough(Field::Because, text))])?;
    Ok(because)
}
