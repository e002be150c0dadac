//! The mark of a drill: whoever reads it first on a dark screen is not to take it for the real thing.

use slack_morphism::prelude::{SlackBlock, SlackBlockText};

use super::blocks::section;
use super::{Message, Voice};
use crate::incident::Incident;
use crate::language::Language;
use crate::say;

/// What stands before everything that is said of a drill; nothing where it is none.
pub fn mark(incident: &Incident, language: Language) -> String {
    if incident.manner.is_drill { format!("{} ", say!(language, "drill-mark")) } else { String::new() }
}

impl Message {
    /// The same, marked if it is about a drill: in the line for notifications and in the first words of its blocks.
    #[must_use]
    pub fn marked(mut self, incident: &Incident, voice: &Voice<'_>) -> Self {
        let mark = mark(incident, voice.language);
        if mark.is_empty() || self.text.starts_with(&mark) {
            return self;
        }
        let first = match self.blocks.first_mut() {
            Some(SlackBlock::Section(first)) => first.text.as_mut(),
            _ => None,
        };
        match first {
            Some(SlackBlockText::MarkDown(words)) => words.text.insert_str(0, &mark),
            _ => self.blocks.insert(0, section(mark.trim_end())),
        }
        Self::new(&format!("{mark}{}", self.text), self.blocks)
    }
}
