//! What people type to have it written down, read by pure functions: decisions and attempts, and what
//! was wrong with what stands there.

use super::korean;
use super::typed::{Mistake, Wish, reason};
use super::words::{first_word, plain};
use crate::incident::{AttemptOutcome, Moment, Position, Recovery};
use crate::slack::when::When;

/// What stands before a reason.
const BECAUSE: &[&str] = &["because", "because:", "이유:", "사유:"];

/// `roll back because a fix takes too long`.
pub(super) fn decided(rest: &str) -> Result<Wish, Mistake> {
    let (decision, because) = split_at_reason(rest);
    let (decision, because) = (plain(decision), because.map(plain).filter(|text| !text.is_empty()));
    if decision.is_empty() { Err(Mistake::Decided) } else { Ok(Wish::Decided { decision, because }) }
}

/// `rollback failed: still 30 % errors`.
pub(super) fn tried(rest: &str) -> Result<Wish, Mistake> {
    let (word, rest) = korean::way(rest).unwrap_or_else(|| first_word(rest));
    let way = find_way(word).ok_or(Mistake::Tried)?;
    let (word, after) = first_word(rest);
    let (outcome, details) = match find_outcome(word) {
        Some(outcome) => (outcome, after),
        None => (AttemptOutcome::Unknown, rest),
    };
    Ok(Wish::Tried { way, outcome, details: plain(details) })
}

/// `https://ci.example.com/7 the new checkout`, perhaps with `at 10:50` before it. The first address is where it can be
/// looked at.
pub(super) fn changed(rest: &str) -> Result<Wish, Mistake> {
    let (at, rest) = match timed(rest) {
        Some((at, rest)) => (Some(at), rest),
        None => (None, rest),
    };
    let text = plain(rest);
    let is_link = |word: &&str| word.starts_with("https://") || word.starts_with("http://");
    let link = text.split_whitespace().find(is_link).map(str::to_owned);
    let text = match &link {
        Some(link) => without(&text, link),
        None => text,
    };
    match (&link, text.is_empty()) {
        (None, true) => Err(Mistake::Changed),
        _ => Ok(Wish::Changed { text, link, at }),
    }
}

/// What is left of the text where an address is taken out of it.
fn without(text: &str, link: &str) -> String {
    let (before, after) = text.split_once(link).unwrap_or((text, ""));
    format!("{} {}", before.trim_end(), after.trim_start()).trim().to_owned()
}

/// `12 the rollback began`, `12 at 14:05`, or both: `12 at 14:05 the rollback began`.
pub(super) fn correct(rest: &str) -> Result<Wish, Mistake> {
    let (word, rest) = first_word(rest);
    let position = Position::parse(word).ok_or(Mistake::Correct)?;
    let (at, rest) = match timed(rest) {
        Some((at, rest)) => (Some(at), rest),
        None => (None, rest),
    };
    let text = Some(plain(rest)).filter(|text| !text.is_empty());
    match (&text, at) {
        (None, None) => Err(Mistake::Correct),
        _ => Ok(Wish::Correct { position, text, at }),
    }
}

/// A time after "at".
fn timed(text: &str) -> Option<(When, &str)> {
    let (word, after) = first_word(text);
    if word.eq_ignore_ascii_case("at") || word == "시각" { When::read(after) } else { None }
}

/// `12 because it was another incident`.
pub(super) fn strike(rest: &str) -> Result<Wish, Mistake> {
    let (word, rest) = first_word(rest);
    let position = Position::parse(word).ok_or(Mistake::Strike)?;
    Ok(Wish::Strike { position, because: reason(rest) })
}

/// `occurred 14:05`.
pub(super) fn time(rest: &str) -> Result<Wish, Mistake> {
    let (word, rest) = korean::moment(rest).unwrap_or_else(|| first_word(rest));
    let moment = find_moment(word).ok_or(Mistake::Time)?;
    match When::read(rest) {
        Some((at, "")) => Ok(Wish::Time { moment, at }),
        _ => Err(Mistake::Time),
    }
}

/// Whether `word` says that a reason follows.
pub(super) fn is_because(word: &str) -> bool {
    BECAUSE.iter().any(|because| word.eq_ignore_ascii_case(because))
}

fn find_moment(word: &str) -> Option<Moment> {
    match bare(word).as_str() {
        "began" | "started" => Some(Moment::Occurred),
        "told" => Some(Moment::ToldOutside),
        other => Moment::find(other),
    }
}

/// What stands before the reason, and the reason.
fn split_at_reason(text: &str) -> (&str, Option<&str>) {
    let mut from = 0;
    for word in text.split_whitespace() {
        let start = from + text[from..].find(word).expect("it was split off here");
        from = start + word.len();
        if is_because(word) {
            return (&text[..start], Some(&text[from..]));
        }
    }
    (text, None)
}

fn find_way(word: &str) -> Option<Recovery> {
    match bare(word).as_str() {
        "scale" | "scaleout" | "scaling" => Some(Recovery::ScaleOut),
        "roll-back" | "revert" => Some(Recovery::Rollback),
        "fix" => Some(Recovery::Hotfix),
        "replace" | "failover" => Some(Recovery::Replacement),
        "config" => Some(Recovery::Configuration),
        other => Recovery::find(other),
    }
}

fn find_outcome(word: &str) -> Option<AttemptOutcome> {
    match bare(word).as_str() {
        "worked" | "succeeded" | "success" | "helped" | "성공" => Some(AttemptOutcome::Worked),
        "failed" | "failure" | "실패" => Some(AttemptOutcome::Failed),
        _ => None,
    }
}

/// Lower case, without what people put behind a word.
pub(super) fn bare(word: &str) -> String {
    word.trim_end_matches([':', ',', '.', ';']).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(words: &str, because: Option<&str>) -> Wish {
        Wish::Decided { decision: words.to_owned(), because: because.map(str::to_owned) }
    }

    fn attempt(way: Recovery, outcome: AttemptOutcome, details: &str) -> Wish {
        Wish::Tried { way, outcome, details: details.to_owned() }
    }

    #[test]
    fn a_decision_is_read_with_its_reason() {
        for (text, expected) in [
            ("roll back", decision("roll back", None)),
            ("roll back because it is faster", decision("roll back", Some("it is faster"))),
            ("roll back BECAUSE", decision("roll back", None)),
            ("wait, because because", decision("wait,", Some("because"))),
            ("배포를 롤백 이유: 수정보다 빠름", decision("배포를 롤백", Some("수정보다 빠름"))),
            ("ask <@U1|bob> because 5 &lt; 7", decision("ask @bob", Some("5 < 7"))),
        ] {
            assert_eq!(decided(text), Ok(expected), "{text}");
        }
        for text in ["", "  ", "because", "because it is faster"] {
            assert_eq!(decided(text), Err(Mistake::Decided), "{text}");
        }
    }

    #[test]
    fn an_attempt_is_read_with_what_came_of_it() {
        use AttemptOutcome::{Failed, Unknown, Worked};
        for (text, expected) in [
            ("rollback", attempt(Recovery::Rollback, Unknown, "")),
            ("rollback failed", attempt(Recovery::Rollback, Failed, "")),
            ("Rollback Failed: still 30 %", attempt(Recovery::Rollback, Failed, "still 30 %")),
            ("config worked, at last", attempt(Recovery::Configuration, Worked, "at last")),
            ("replace the primary", attempt(Recovery::Replacement, Unknown, "the primary")),
            ("scale-out 실패 여전히 느림", attempt(Recovery::ScaleOut, Failed, "여전히 느림")),
            ("롤백 성공", attempt(Recovery::Rollback, Worked, "")),
        ] {
            assert_eq!(tried(text), Ok(expected), "{text}");
        }
        for text in ["", "prayer", "failed rollback"] {
            assert_eq!(tried(text), Err(Mistake::Tried), "{text}");
        }
    }

    #[test]
    fn a_change_is_read_with_where_it_can_be_looked_at_and_when_it_was() {
        let when = |text| When::read(text).map(|(when, _)| when);
        let change = |text: &str, link: Option<&str>, at| {
            Ok(Wish::Changed { text: text.to_owned(), link: link.map(str::to_owned), at })
        };
        for (text, expected) in [
            ("Deployed checkout 2.14", change("Deployed checkout 2.14", None, None)),
            ("<https://ci.example/7>", change("", Some("https://ci.example/7"), None)),
            (
                "<https://ci.example/7|7> new checkout",
                change("new checkout", Some("https://ci.example/7"), None),
            ),
            (
                "at 10:50 see https://ci.example/7 for it",
                change("see for it", Some("https://ci.example/7"), when("10:50")),
            ),
            ("at lunch, everything", change("at lunch, everything", None, None)),
            ("", Err(Mistake::Changed)),
            ("at 10:50", Err(Mistake::Changed)),
        ] {
            assert_eq!(changed(text), expected, "{text}");
        }
    }

    #[test]
    fn a_correction_names_its_entry_and_what_is_right() {
        let when = |text| When::read(text).map(|(when, _)| when);
        let right = |place, text: Option<&str>, at| {
            Ok(Wish::Correct { position: Position::new(place), text: text.map(str::to_owned), at })
        };
        for (text, expected) in [
            ("12 the rollback began", right(12, Some("the rollback began"), None)),
            ("#12 at 14:05", right(12, None, when("14:05"))),
            ("12 at 14:05 it began", right(12, Some("it began"), when("14:05"))),
            ("12 at 30 % of all cards", right(12, Some("at 30 % of all cards"), None)),
            ("12", Err(Mistake::Correct)),
            ("the last one", Err(Mistake::Correct)),
        ] {
            assert_eq!(correct(text), expected, "{text}");
        }
    }

    #[test]
    fn a_key_time_is_named_before_its_time() {
        let (at, _) = When::read("14:05").unwrap();
        for word in ["occurred", "Began", "발생"] {
            assert_eq!(
                time(&format!("{word} 14:05")),
                Ok(Wish::Time { moment: Moment::Occurred, at }),
                "{word}"
            );
        }
        for text in ["", "occurred", "14:05", "lunch 14:05", "occurred 14:05 or so"] {
            assert_eq!(time(text), Err(Mistake::Time), "{text}");
        }
    }
}
