//! What people type where an incident was none of its own, read by pure functions.

use super::typed::{Mistake, Wish, first_word, reason};
use crate::incident::Number;

/// How people begin to say that an incident is a duplicate.
const DUPLICATE: &[&str] = &["duplicate", "duplicates", "duplicate-of", "dup", "dupe", "중복"];

/// `duplicate of INC-7`, perhaps with a reason behind it; a reason alone; or nothing, which asks for the form.
pub(super) fn cancel(rest: &str) -> Result<Wish, Mistake> {
    let (word, after) = first_word(rest);
    if word.is_empty() {
        return Ok(Wish::CancelForm);
    }
    if !DUPLICATE.contains(&word.to_lowercase().as_str()) {
        return Ok(Wish::Cancel { because: reason(rest), duplicate_of: None });
    }
    let (word, beyond) = first_word(after);
    let (word, beyond) = if word.eq_ignore_ascii_case("of") { first_word(beyond) } else { (word, beyond) };
    let original = Number::parse(word.trim_end_matches([',', '.', ':', ';'])).ok_or(Mistake::Duplicate)?;
    Ok(Wish::Cancel { because: reason(beyond), duplicate_of: Some(original) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_off_says_why_or_of_which_it_is_a_duplicate() {
        let cancelled = |because: Option<&str>, duplicate_of: Option<i64>| {
            let duplicate_of = duplicate_of.map(Number::new);
            Ok(Wish::Cancel { because: because.map(str::to_owned), duplicate_of })
        };
        for (text, expected) in [
            ("", Ok(Wish::CancelForm)),
            ("because it was a test", cancelled(Some("it was a test"), None)),
            ("false alarm", cancelled(Some("false alarm"), None)),
            ("INC-7 was right", cancelled(Some("INC-7 was right"), None)),
            ("duplicate of INC-7", cancelled(None, Some(7))),
            (
                "Duplicate inc-7 because both are about cards",
                cancelled(Some("both are about cards"), Some(7)),
            ),
            ("dup of 7.", cancelled(None, Some(7))),
            ("중복 INC-7", cancelled(None, Some(7))),
            ("duplicate", Err(Mistake::Duplicate)),
            ("duplicate of the other one", Err(Mistake::Duplicate)),
        ] {
            assert_eq!(cancel(text), expected, "{text}");
        }
    }
}
