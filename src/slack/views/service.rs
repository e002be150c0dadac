//! The service that an incident is about: on the panel with its runbooks, in forms, in what the channel hears.

use slack_morphism::prelude::{SlackBlock, SlackModalView};

use super::Voice;
use super::blocks::{self, Choice, Lines, Need, Stress, button, modal, section, select, text_input};
use super::forms::choice;
use super::lines::with_told;
use super::text::{author, foreign, group, link};
use crate::incident::{Author, Field, Incident, Runbook, Service};
use crate::say;
use crate::slack::ids;

/// How many services stand in a refusal: those that are most like what was asked for.
const MOST_KNOWN: usize = 20;

/// The service as one of the panel's short facts; `None` where it is in a row of its own or nobody named one.
pub fn fact(incident: &Incident, voice: &Voice<'_>) -> Option<String> {
    let name = incident.service.as_deref().filter(|_| !has_row(incident, voice))?;
    Some(foreign(name, Field::Service.longest()))
}

fn has_row(incident: &Incident, voice: &Voice<'_>) -> bool {
    incident.stage.is_open() && !voice.policy.services.is_empty()
}

/// The service with its owner, what to read about it, and the way to another one; `None` where there is no catalogue.
pub fn row(incident: &Incident, voice: &Voice<'_>) -> Option<SlackBlock> {
    if !has_row(incident, voice) {
        return None;
    }
    let listed = incident.listed_service(voice.policy);
    let mut lines =
        vec![format!("*{}* · {}", say!(voice.language, "panel-service"), named(incident, listed, voice))];
    lines.extend(listed.and_then(|service| runbooks(service, voice)));
    let key = if incident.service.is_some() { "panel-service-change" } else { "panel-service-choose" };
    let (number, words) = (incident.number, say!(voice.language, key));
    let change = button(ids::SERVICE.to_owned(), &words, &number.to_string(), Stress::None);
    Some(blocks::row(ids::with(ids::SERVICE, number.get()), &lines.join("\n"), change))
}

fn named(incident: &Incident, listed: Option<&Service>, voice: &Voice<'_>) -> String {
    let Some(name) = incident.service.as_deref() else { return say!(voice.language, "panel-service-none") };
    let name = foreign(name, Field::Service.longest());
    match listed.and_then(|service| service.owner.as_ref()) {
        Some(owner) => {
            format!("{name} ({})", say!(voice.language, "panel-service-owner", group = group(owner)))
        }
        None => name,
    }
}

fn runbooks(service: &Service, voice: &Voice<'_>) -> Option<String> {
    let named = |runbook: &Runbook| link(runbook.name.as_ref().unwrap_or(&service.name), &runbook.link);
    let links: Vec<String> = service.runbooks.iter().map(named).collect();
    (!links.is_empty()).then(|| say!(voice.language, "panel-runbooks", links = links.join(" · ")))
}

/// A choice where there is a catalogue, words where there is none. `chosen` is a key, or a name.
pub fn field(chosen: Option<&str>, need: Need, voice: &Voice<'_>) -> SlackBlock {
    let (id, label) = (ids::field(Field::Service), say!(voice.language, "declare-service"));
    let services = &voice.policy.services;
    if services.is_empty() {
        let example = say!(voice.language, "declare-service-example");
        return blocks::field(
            id,
            &label,
            "",
            need,
            text_input(chosen.unwrap_or_default(), &example, Lines::One),
        );
    }
    let chosen = chosen.and_then(|chosen| services.find(chosen)).map(|service| service.key.as_str());
    let choice = |service: &Service| choice(service.key.as_str(), service.name.clone());
    let choices: Vec<Choice> = services.services().iter().map(choice).collect();
    blocks::field(
        id,
        &label,
        "",
        need,
        select(ids::INPUT.to_owned(), &say!(voice.language, "form-choose"), choices, chosen),
    )
}

/// The form that says which service an incident is about.
pub fn form(incident: &Incident, voice: &Voice<'_>) -> SlackModalView {
    let language = voice.language;
    let words = [
        &*say!(language, "service-title", number = incident.number.to_string()),
        &say!(language, "service-submit"),
        &say!(language, "form-cancel"),
    ];
    let listed = incident.listed_service(voice.policy).map(|service| service.key.as_str());
    let blocks = vec![
        section(&hint(incident, voice)),
        field(listed.or(incident.service.as_deref()), Need::Required, voice),
    ];
    modal(ids::SERVICE_FORM, &incident.number.get().to_string(), words, blocks)
}

/// What follows from a choice; from words of one's own, nothing does.
fn hint(incident: &Incident, voice: &Voice<'_>) -> String {
    let title = format!("*{}*", foreign(&incident.title, 120));
    if voice.policy.services.is_empty() {
        return title;
    }
    let follows = match uncalled(incident, voice) {
        None => say!(voice.language, "service-hint"),
        Some(nobody) => nobody,
    };
    format!("{title}\n{follows}")
}

/// That nobody is called or told on account of a service, and how to bring somebody in; `None` where somebody is.
fn uncalled(incident: &Incident, voice: &Voice<'_>) -> Option<String> {
    let key = if incident.manner.is_private { "service-private" } else { "service-quiet-drill" };
    (!incident.calls_for_service(voice.policy)).then(|| say!(voice.language, key))
}

/// That it is about this service, and whose that is; or that they were not called.
pub fn changed(incident: &Incident, by: &Author, from: Option<&str>, to: &str, voice: &Voice<'_>) -> String {
    let (l, by, number) = (voice.language, author(by), incident.number.to_string());
    let short = |name: &str| foreign(name, Field::Service.longest());
    let text = match from.map(short) {
        Some(from) => say!(l, "line-service-changed", by = by, number = number, from = from, to = short(to)),
        None => say!(l, "line-service", by = by, number = number, to = short(to)),
    };
    let listed = voice.policy.services.find(to);
    let concerning = listed.filter(|service| service.concerns_somebody());
    match concerning.and_then(|_| uncalled(incident, voice)) {
        Some(nobody) => format!("{text}\n{nobody}"),
        None => with_told(text, listed.and_then(|service| service.owner.clone()).as_slice(), voice),
    }
}

/// The same in a few words, for the timeline.
pub fn said(from: Option<&str>, to: &str, voice: &Voice<'_>) -> String {
    let (l, longest) = (voice.language, Field::Service.longest());
    match from {
        Some(from) => {
            say!(l, "said-service-changed", from = foreign(from, longest), to = foreign(to, longest))
        }
        None => say!(l, "said-service", to = foreign(to, longest)),
    }
}

/// That there is no such service, and which there are.
pub fn no_such(asked: &str, voice: &Voice<'_>) -> String {
    let longest = Field::Service.longest();
    let asked = super::text::clip(asked, longest);
    let mut known: Vec<&Service> = voice.policy.services.services().iter().collect();
    if known.len() > MOST_KNOWN {
        let lower = asked.to_lowercase();
        let slips = |word: &str| strsim::damerau_levenshtein(&word.to_lowercase(), &lower);
        known.sort_by_cached_key(|service| slips(service.key.as_str()).min(slips(&service.name)));
        known.truncate(MOST_KNOWN);
    }
    let known: Vec<String> = known.into_iter().map(typed).collect();
    say!(
        voice.language,
        "refused-no-such-service",
        asked = foreign(&asked, longest),
        known = known.join(", ")
    )
}

/// As people type it, and as they call it where that is something else.
fn typed(service: &Service) -> String {
    let key = service.key.as_str();
    if service.name.to_lowercase() == key {
        return foreign(key, Field::Service.longest());
    }
    format!(
        "{} ({})",
        foreign(key, Field::Service.longest()),
        foreign(&service.name, Field::Service.longest())
    )
}
