//! What people type where an incident was none of its own, read by pure functions.

use super::recording::{bare, is_because};
use super::typed::{Mistake, Typed, Wish, reason};
use super::words::{first_word, plain};
use crate::incident::Number;

/// How people begin to say that an incident is a duplicate.
const DUPLICATE: &[&str] = &["duplicate", "duplicates", "duplicate-of", "dup", "dupe", "중복"];

/// `duplicate of INC-7`, perhaps with a reason behind it; `because` and a reason; or nothing, which asks for the form. So do
/// words that say neither: they may be the title of what somebody was about to declare, `cancel button does nothing`.
pub(super) fn cancel(rest: &str) -> Result<Wish, Mistake> {
    let (word, after) = first_word(rest);
    if is_because(word) {
        return Ok(Wish::Cancel { because: reason(rest), duplicate_of: None });
    }
    if !is_duplicate(word) {
        let is_unclear = rest.split_whitespace().any(is_duplicate);
        let form = Wish::CancelForm { because: plain(rest) };
        return if is_unclear { Err(Mistake::Duplicate) } else { Ok(form) };
    }
    let (word, beyond) = first_word(after);
    let (word, beyond) = if word.eq_ignore_ascii_case("of") { first_word(beyond) } else { (word, beyond) };
    let original = Number::parse(word.trim_end_matches([',', '.', ':', ';'])).ok_or(Mistake::Duplicate)?;
    Ok(Wish::Cancel { because: reason(beyond), duplicate_of: Some(original) })
}

/// Whether `word` says that an incident is a duplicate.
pub(super) fn is_duplicate(word: &str) -> bool {
    DUPLICATE.contains(&bare(word).as_str())
}

/// `INC-7`, into which the channel's incident goes; or `INC-8 into INC-7`.
pub(super) fn merge(rest: &str) -> Result<Typed, Mistake> {
    let words = rest.split_whitespace().filter(|word| !word.eq_ignore_ascii_case("into"));
    let numbers: Option<Vec<Number>> = words.map(Number::parse).collect();
    match numbers.as_deref() {
        Some([into]) => Ok(Typed::About { number: None, wish: Wish::Merge { into: *into } }),
        Some([number, into]) => Ok(Typed::About { number: Some(*number), wish: Wish::Merge { into: *into } }),
        _ => Err(Mistake::Merge),
    }
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
        let asked = |because: &str| Ok(Wish::CancelForm { because: because.to_owned() });
        for (text, expected) in [
            ("", asked("")),
            ("because it was a test", cancelled(Some("it was a test"), None)),
            ("because", cancelled(None, None)),
            ("사유: 오탐", cancelled(Some("오탐"), None)),
            ("false alarm", asked("false alarm")),
            ("button does nothing", asked("button does nothing")),
            ("INC-7 was right", asked("INC-7 was right")),
            ("duplicate of INC-7", cancelled(None, Some(7))),
            (
                "Duplicate inc-7 because both are about cards",
                cancelled(Some("both are about cards"), Some(7)),
            ),
            ("dup of 7.", cancelled(None, Some(7))),
            ("중복 INC-7", cancelled(None, Some(7))),
            ("중복: INC-7", cancelled(None, Some(7))),
            ("duplicate: INC-7", cancelled(None, Some(7))),
            ("INC-7와 중복", Err(Mistake::Duplicate)),
            ("because it is a duplicate", cancelled(Some("it is a duplicate"), None)),
            ("duplicate", Err(Mistake::Duplicate)),
            ("duplicate of the other one", Err(Mistake::Duplicate)),
        ] {
            assert_eq!(cancel(text), expected, "{text}");
        }
    }

    #[test]
    fn a_merge_names_where_it_goes_and_perhaps_what_goes_there() {
        let merged = |number: Option<i64>, into: i64| {
            let wish = Wish::Merge { into: Number::new(into) };
            Ok(Typed::About { number: number.map(Number::new), wish })
        };
        for (text, expected) in [
            ("INC-7", merged(None, 7)),
            ("into inc-7", merged(None, 7)),
            ("INC-8 into INC-7", merged(Some(8), 7)),
            ("INC-8 INC-7", merged(Some(8), 7)),
            ("", Err(Mistake::Merge)),
            ("the other one", Err(Mistake::Merge)),
            ("INC-1 INC-2 INC-3", Err(Mistake::Merge)),
        ] {
            assert_eq!(merge(text), expected, "{text}");
        }
    }
}
