//! What was typed wrong, and the right form.

use super::Voice;
use super::refusals::{known_roles, known_severities};
use super::text::escape;
use crate::incident::{Moment, Recovery};
use crate::language::Language;
use crate::say;
use crate::slack::inbound::typed::Mistake;

/// The sentence of a mistake.
pub fn mistake(mistake: &Mistake, voice: &Voice<'_>) -> String {
    let (language, command) = (voice.language, voice.command);
    match mistake {
        Mistake::Unknown { word, near: Some(near) } => {
            say!(language, "mistake-near", word = escape(word), command = command, near = *near)
        }
        Mistake::Unknown { word, near: None } => {
            say!(language, "mistake-unknown", word = escape(word), command = command)
        }
        Mistake::DeclaredSeverity => {
            say!(language, "mistake-declare", command = command, known = known_severities(voice))
        }
        Mistake::Severity => {
            say!(language, "mistake-sev", command = command, known = known_severities(voice))
        }
        Mistake::Stage => say!(language, "mistake-stage", command = command),
        Mistake::Role => {
            say!(language, "mistake-role", command = command, known = known_roles(voice))
        }
        Mistake::Person { typed } => say!(language, "refused-person-unknown", typed = escape(typed)),
        Mistake::Leave => {
            say!(language, "mistake-leave", command = command, known = known_roles(voice))
        }
        Mistake::Note => say!(language, "mistake-note", command = command),
        Mistake::Decided => say!(language, "mistake-decided", command = command),
        Mistake::Changed => say!(language, "mistake-changed", command = command),
        Mistake::Correct => say!(language, "mistake-correct", command = command),
        Mistake::Strike => say!(language, "mistake-strike", command = command),
        Mistake::Time => {
            say!(language, "mistake-time", command = command, known = known_moments(language))
        }
        Mistake::Tried => {
            say!(language, "mistake-tried", command = command, known = known_ways(language))
        }
        Mistake::Merge => say!(language, "mistake-merge", command = command),
        Mistake::Duplicate => say!(language, "mistake-duplicate", command = command),
        Mistake::Snooze => say!(language, "mistake-snooze", command = command),
    }
}

/// The key times, as people type them in their language.
fn known_moments(language: Language) -> String {
    let word = |moment: &Moment| match language {
        Language::English => moment.key().to_owned(),
        Language::Korean => language.moment(*moment),
    };
    Moment::ALL.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// The ways to recover, as people type them in their language.
fn known_ways(language: Language) -> String {
    let word = |way: &Recovery| match language {
        Language::English => way.key().to_owned(),
        Language::Korean => language.recovery(*way),
    };
    Recovery::ALL.iter().map(word).collect::<Vec<_>>().join(", ")
}
