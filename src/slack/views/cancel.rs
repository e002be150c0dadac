//! Calling an incident off, and incidents that are one: lines, facts for the panel, and the form.

use slack_morphism::prelude::SlackModalView;

use super::Voice;
use super::blocks::{Lines, Need, field, modal, section, select, text_input};
use super::forms::{Offered, incident_choice, titled};
use super::text::{author, foreign, instant};
use crate::incident::{Author, Cancellation, ChannelId, Field, Incident, Number, Other};
use crate::language::Language;
use crate::say;
use crate::slack::ids;

/// Stands for whatever words there are; nobody types it.
const ANY: &str = "\u{1f}";

/// An incident by its number and, where it has one, its channel: `INC-42 (#inc-42-checkout-is-down)`.
pub fn other(other: &Other) -> String {
    match &other.channel {
        Some(channel) => format!("{} (<#{channel}>)", other.number),
        None => other.number.to_string(),
    }
}

/// That an incident was called off, and where it goes on if it does.
pub fn cancelled(
    number: Number,
    by: &Author,
    duplicate_of: Option<&Other>,
    merges: bool,
    voice: &Voice<'_>,
) -> String {
    let (l, number, by) = (voice.language, number.to_string(), author(by));
    let Some(original) = duplicate_of else { return say!(l, "line-cancelled", number = number, by = by) };
    let told = original.number.to_string();
    let key = if merges { "line-merged" } else { "line-cancelled-duplicate" };
    let text = say!(l, key, number = number, by = by, original = told);
    match &original.channel {
        Some(channel) => {
            format!("{text} {}", say!(l, "line-go-on-there", channel = format!("<#{channel}>")))
        }
        None => text,
    }
}

/// That another incident is a duplicate of this one.
pub fn duplicate_found(
    number: Number,
    by: &Author,
    duplicate: &Other,
    title: &str,
    merges: bool,
    voice: &Voice<'_>,
) -> String {
    let (l, number, by) = (voice.language, number.to_string(), author(by));
    let (other, title) = (other(duplicate), foreign(title, 120));
    let text = say!(l, "line-duplicate-found", number = number, by = by, other = other, title = title);
    if merges { format!("{text} {}", say!(l, "line-timeline-comes")) } else { text }
}

/// Whether this is what [`duplicate_found`] said of that duplicate, in either language and whatever its title was then.
pub fn is_duplicate_found(text: &str, number: Number, duplicate: Number) -> bool {
    let channels = [None, Some(ChannelId::new(ANY))];
    let others = channels.map(|channel| other(&Other { number: duplicate, channel, is_private: false }));
    Language::ALL.iter().any(|language| others.iter().any(|other| has_frame(text, number, other, *language)))
}

/// Whether the sentence stands there, with anything in the place of what differs from one to the other.
fn has_frame(text: &str, number: Number, other: &str, language: Language) -> bool {
    let number = number.to_string();
    let frame = say!(language, "line-duplicate-found", number = number, by = ANY, other = other, title = ANY);
    let mut parts = frame.split(ANY);
    parts.try_fold(text, |rest, part| rest.split_once(part).map(|(_, rest)| rest)).is_some()
}

/// That another incident is no duplicate of this one after all.
pub fn duplicate_gone(number: Number, by: &Author, duplicate: &Other, voice: &Voice<'_>) -> String {
    let (number, by, other) = (number.to_string(), author(by), other(duplicate));
    say!(voice.language, "line-duplicate-gone", number = number, by = by, other = other)
}

/// Why it was called off, in a few words.
pub fn cause(cancellation: &Cancellation, voice: &Voice<'_>) -> String {
    match &cancellation.duplicate_of {
        Some(original) if original.is_private => say!(voice.language, "cause-duplicate-private"),
        Some(original) => say!(voice.language, "cause-duplicate", original = other(original)),
        None => say!(voice.language, "cause-no-incident"),
    }
}

/// Name and value of what the panel tells of it.
pub fn facts(incident: &Incident, voice: &Voice<'_>) -> Vec<(String, String)> {
    let language = voice.language;
    let mut facts = Vec::new();
    if let Some(cancellation) = incident.stage.cancellation() {
        let at = instant(cancellation.cancelled_at, voice.zone);
        facts.push((say!(language, "panel-cancelled"), at));
        facts.push((say!(language, "panel-cause"), cause(cancellation, voice)));
        let because = cancellation.because.as_deref();
        facts.extend(because.map(|because| (say!(language, "panel-because"), foreign(because, 300))));
    }
    if !incident.duplicates.is_empty() {
        // A field holds 2000 characters.
        let duplicates: Vec<String> = incident.duplicates.iter().take(20).map(other).collect();
        facts.push((say!(language, "panel-duplicates"), duplicates.join(", ")));
    }
    facts
}

/// The form that calls an incident off. `others` are the incidents that it could be a duplicate of, `because` is the reason that
/// it opens with; may be empty.
pub fn form(incident: &Incident, others: &Offered, because: &str, voice: &Voice<'_>) -> SlackModalView {
    let language = voice.language;
    let words = [
        &*say!(language, "cancel-title", number = incident.number.to_string()),
        &say!(language, "cancel-submit"),
        &say!(language, "form-back"),
    ];
    let mut blocks = vec![section(&say!(language, "cancel-hint", title = titled(incident, voice)))];
    if !others.newest.is_empty() {
        let label = say!(language, "cancel-duplicate");
        let choices = others.newest.iter().map(|one| incident_choice(one, voice)).collect();
        let select = select(ids::INPUT.to_owned(), &say!(language, "form-choose"), choices, None);
        let mut hint = say!(language, "cancel-duplicate-hint");
        if others.has_more {
            hint = format!("{hint} {}", say!(language, "cancel-duplicate-newest", command = voice.command));
        }
        blocks.push(field(ids::INCIDENT_FIELD, &label, &hint, Need::Optional, select));
    }
    let label = say!(language, "cancel-because");
    let example = say!(language, "cancel-because-example");
    let because = text_input(because, &example, Lines::One);
    blocks.push(field(ids::field(Field::Because), &label, "", Need::Optional, because));
    modal(ids::CANCEL_FORM, &incident.number.get().to_string(), words, blocks)
}
