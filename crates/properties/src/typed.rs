//! What people type after the slash command.

use firebell::incident::Number;
use firebell::slack::inbound::typed::{Mistake, Typed, Wish, read};
use firebell::slack::inbound::words::plain;
use firebell::slack::views::text::escape;

use crate::{POLICY, assert_person};

/// Blanks around it mean nothing, what is understood is on the ladder and about people, and whatever a person types
/// (Slack escapes it on the way) is noted letter by letter.
pub fn typed(bytes: &[u8]) {
    let text = crate::text(bytes);
    let understood = read(&text, &POLICY);
    assert_eq!(understood, read(&format!(" \t{text}\u{3000}\n"), &POLICY), "blanks matter");
    if let Ok(typed) = &understood {
        assert_makes_sense(typed);
    }
    assert_eq!(plain(&escape(&text)), text.trim(), "not as it was typed");
    assert_noted(text.trim());
}

fn assert_makes_sense(typed: &Typed) {
    match typed {
        Typed::Declare { severity: Some(key), .. }
        | Typed::About { wish: Wish::Severity { to: key, .. }, .. } => {
            assert!(POLICY.ladder.rungs().iter().any(|rung| rung.key == *key), "no rung is called {key}");
        }
        Typed::About { number: Some(number), .. } if number.get() < 1 => panic!("{number} is no incident"),
        Typed::About { wish: Wish::Role { to: Some(user), .. }, .. }
        | Typed::About { wish: Wish::Close { postmortem_owner: Some(user) }, .. } => assert_person(user),
        Typed::About { wish: Wish::Note { text }, .. } => assert!(!text.is_empty(), "nothing was noted"),
        Typed::About { wish: Wish::Cancel { duplicate_of: Some(number), .. }, .. }
        | Typed::About { wish: Wish::Merge { into: number }, .. } => {
            assert!(number.get() > 0, "{number} is no incident");
        }
        Typed::About { wish: Wish::Decided { decision, .. }, .. } => {
            assert!(!decision.is_empty(), "nothing was decided");
        }
        Typed::About { wish: Wish::Changed { text, link, .. }, .. } => {
            assert!(link.is_some() || !text.is_empty(), "nothing was changed");
            assert!(link.as_ref().is_none_or(|link| link.starts_with("http")), "{link:?} is no address");
        }
        Typed::About { wish: Wish::Correct { position, text, at }, .. } => {
            assert!(position.get() > 0 && (text.is_some() || at.is_some()), "nothing is corrected");
        }
        Typed::About { wish: Wish::Strike { position, .. }, .. } => assert!(position.get() > 0),
        _ => {}
    }
}

fn assert_noted(text: &str) {
    let noted = match text {
        "" => Err(Mistake::Note),
        text => Ok(Typed::About { number: Some(Number::new(7)), wish: Wish::Note { text: text.to_owned() } }),
    };
    assert_eq!(read(&format!("note INC-7 {}", escape(text)), &POLICY), noted);
}
