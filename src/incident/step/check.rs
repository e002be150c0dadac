//! What people typed, held against what fits.

use crate::incident::{Field, Flaw, Refusal};

/// A field that must not be blank.
pub(in crate::incident) fn required(field: Field, text: &str) -> Option<(Field, Flaw)> {
    if text.trim().is_empty() {
        return Some((field, Flaw::Empty));
    }
    short_enough(field, text)
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
    let because = because.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    all([because.as_deref().and_then(|text| short_enough(Field::Because, text))])?;
    Ok(because)
}
