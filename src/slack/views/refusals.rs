//! Why not, in a sentence that names the way out.

use super::blocks::section;
use super::text::{escape, label, person};
use super::{Message, Voice};
use crate::incident::{Field, Flaw, Incident, Number, Refusal, StageName};
use crate::say;

/// How many characters of what was typed are given back in one section: each may become five.
const PIECE: usize = 550;

/// The sentence of a refusal.
pub fn refusal(refusal: &Refusal, voice: &Voice<'_>) -> String {
    let language = voice.language;
    let command = voice.command;
    let of = |number: &Number| number.to_string();
    match refusal {
        Refusal::Guest => say!(language, "refused-guest"),
        Refusal::SeverityAlready { number, severity } => {
            say!(language, "refused-severity-already", number = of(number), severity = label(severity))
        }
        Refusal::NoSuchSeverity { asked } => {
            say!(
                language,
                "refused-no-such-severity",
                asked = escape(asked.as_str()),
                known = known_severities(voice)
            )
        }
        Refusal::StageAlready { number, stage } => {
            say!(language, "refused-stage-already", number = of(number), stage = language.stage(*stage))
        }
        Refusal::StageNeedsMore { number, to, .. } => match to {
            StageName::Closed => {
                say!(language, "refused-stage-close", number = of(number), command = command)
            }
            _ => say!(language, "refused-stage-resolve", number = of(number), command = command),
        },
        Refusal::RoleAlready { role, user } => {
            say!(language, "refused-role-already", person = person(user), role = language.role(*role))
        }
        Refusal::RoleTakenMeanwhile { role, holder } => {
            say!(language, "refused-role-taken", person = person(holder), role = language.role(*role))
        }
        Refusal::Closed { number } => {
            say!(language, "refused-closed", number = of(number), command = command)
        }
        Refusal::ResolvedAlready { number } => {
            say!(language, "refused-resolved-already", number = of(number), command = command)
        }
        Refusal::ResolveFirst { number, from } => say!(
            language,
            "refused-resolve-first",
            number = of(number),
            stage = language.stage(*from),
            command = command
        ),
        Refusal::NotClosed { number, stage } => {
            say!(language, "refused-not-closed", number = of(number), stage = language.stage(*stage))
        }
        Refusal::NoUpdateOwed { number } => say!(language, "refused-no-update-owed", number = of(number)),
        Refusal::SnoozeOutOfRange { longest } => {
            say!(language, "refused-snooze", longest = super::text::span(language, longest.num_seconds()))
        }
        Refusal::Fields(flaws) => {
            let sentences: Vec<String> = flaws.iter().map(|(_, flaw)| flawed(*flaw, voice)).collect();
            sentences.join(" ")
        }
    }
}

/// What is wrong with a field, to stand below it.
pub fn flawed(flaw: Flaw, voice: &Voice<'_>) -> String {
    let language = voice.language;
    match flaw {
        Flaw::Empty => say!(language, "flaw-empty"),
        Flaw::TooLong { longest, length } => {
            say!(language, "flaw-too-long", longest = as_number(longest), length = as_number(length))
        }
        Flaw::Past => say!(language, "flaw-past"),
        Flaw::TooFar => say!(language, "flaw-too-far"),
    }
}

fn as_number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The severities of the ladder, as people type them.
pub fn known_severities(voice: &Voice<'_>) -> String {
    let labels: Vec<String> = voice.policy.ladder.rungs().iter().map(|rung| label(&rung.key)).collect();
    labels.join(", ")
}

/// A refusal that gives back what was typed, so that nothing is lost with it.
pub fn with_typed(sentence: &str, typed: &str, voice: &Voice<'_>) -> Message {
    let mut blocks = vec![section(sentence)];
    let typed = typed.trim();
    if typed.is_empty() {
        return Message::new(sentence, blocks);
    }
    let heading = say!(voice.language, "refused-typed");
    blocks.push(section(&heading));
    blocks.extend(pieces(typed).into_iter().map(|piece| section(&escape(&piece))));
    Message::new(&format!("{sentence}\n{heading}\n{}", escape(typed)), blocks)
}

/// Text in pieces that fit into a section each, however much escaping makes of them; as many as fit into a message.
fn pieces(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().take(4 * PIECE).collect();
    characters.chunks(PIECE).map(|piece| piece.iter().collect()).collect()
}

/// That a command belongs into an incident's channel, with the incidents that are open.
pub fn not_an_incident_channel(open: &[Incident], typed: &str, voice: &Voice<'_>) -> Message {
    let places: Vec<String> = open
        .iter()
        .filter_map(|incident| {
            let channel = incident.places.channel.as_ref()?;
            Some(format!("{} <#{channel}>", incident.number))
        })
        .collect();
    let sentence = match places.as_slice() {
        [] => say!(voice.language, "refused-no-open-incident", command = voice.command),
        places => {
            say!(voice.language, "refused-wrong-channel", command = voice.command, places = places.join(", "))
        }
    };
    with_typed(&sentence, typed, voice)
}

/// The fields that have something wrong, for a form; `None` if the refusal is not about fields.
pub fn field_errors(refusal: &Refusal, voice: &Voice<'_>) -> Option<Vec<(Field, String)>> {
    match refusal {
        Refusal::Fields(flaws) => {
            Some(flaws.iter().map(|(field, flaw)| (*field, flawed(*flaw, voice))).collect())
        }
        _ => None,
    }
}
