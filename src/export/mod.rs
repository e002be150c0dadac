//! The postmortem document, made from what was recorded. Pure: who is called what, the time and the zone come in.
//!
//! [`postmortem`] writes it as Markdown. `markdown` sets the sections in order and writes those that quote people;
//! `key_times`, `roles`, `choices` and `facts` turn the record into tables; `to_fill` holds the sections that people write
//! themselves. Whatever a person once typed goes through `escape` and nothing else, so that it stays text.

mod choices;
pub mod escape;
mod facts;
mod key_times;
mod markdown;
mod roles;
mod table;
#[cfg(test)]
mod tests;
mod times;
mod to_fill;
mod updates;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::incident::{Author, Incident, Policy, Role, SeverityKey, TimelineEntry, Told, UserId, told};
use crate::language::Language;

pub use self::markdown::postmortem;

/// Everything the document is made from.
pub struct Dossier<'a> {
    /// What is true of the incident.
    pub incident: &'a Incident,
    /// All that was recorded, in the order in which it was.
    pub timeline: &'a [TimelineEntry],
    /// What a person is called.
    pub people: &'a dyn Fn(&UserId) -> String,
    /// The organisation's rules, for the names of severities.
    pub policy: &'a Policy,
    /// Where the reader's clock hangs.
    pub zone: Tz,
    /// What the reader reads.
    pub language: Language,
    /// When the document is made.
    pub written_at: DateTime<Utc>,
    /// Where the incident's channel opens.
    pub channel_link: Option<String>,
}

/// What the document's file is called: `INC-42-postmortem.md`.
pub fn file_name(incident: &Incident) -> String {
    format!("{}-postmortem.md", incident.number)
}

impl<'a> Dossier<'a> {
    /// What a role is called, escaped.
    fn role(&self, role: Role) -> String {
        escape::line(&self.language.role(role, &self.policy.roles))
    }

    /// What a person is called, escaped.
    fn name(&self, user: &UserId) -> String {
        escape::line(&(self.people)(user))
    }

    fn author(&self, author: &Author) -> String {
        match author {
            Author::Person(user) => self.name(user),
            Author::App(name) => escape::line(name),
            Author::Firebell => "Firebell".to_owned(),
        }
    }

    /// A severity with its name as long as the ladder has it: `SEV1 (high)`.
    fn severity(&self, key: &SeverityKey) -> String {
        let label = key.label();
        match self.policy.ladder.rungs().iter().find(|rung| rung.key == *key) {
            Some(rung) => escape::line(&format!("{label} ({})", self.language.severity_name(rung))),
            None => escape::line(&label),
        }
    }

    fn at(&self, instant: DateTime<Utc>) -> String {
        times::with_date(instant, self.zone)
    }

    fn at_beside(&self, instant: DateTime<Utc>, neighbour: Option<DateTime<Utc>>) -> String {
        times::beside(instant, neighbour, self.zone)
    }

    /// The timeline as it reads now: what was corrected or struck stands with what it became.
    fn told(&self) -> Vec<Told<'a>> {
        told(self.timeline)
    }

    /// The timeline as it happened; what happened at once stands as it was recorded.
    fn entries(&self) -> Vec<&'a TimelineEntry> {
        let mut entries: Vec<_> = self.timeline.iter().collect();
        entries.sort_by_key(|entry| (entry.happened_at, entry.recorded_at));
        entries
    }
}
