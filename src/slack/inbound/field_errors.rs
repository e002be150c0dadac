//! What is wrong in a form, below its fields. Slack shows plain text there, so everything that stands there goes through here.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Reception;
use super::reception::sentence;
use crate::engine::EngineError;
use crate::incident::UserId;
use crate::incident::Viewer;
use crate::slack::ids;
use crate::slack::views::plain::{Mention, Names, mentions, plain};
use crate::slack::views::{Voice, refusals};

/// What is wrong in a form, by block, in plain words. Nothing but [`Reception::in_plain_words`] makes them.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct FieldErrors(BTreeMap<&'static str, String>);

/// What is wrong in a form: below which block, and the sentence, in mrkdwn as anywhere else.
pub(super) type Flaws = Vec<(&'static str, String)>;

/// A refusal by field, or as a whole below the first one.
pub(super) fn flaws(error: &EngineError, first_field: &'static str, voice: &Voice<'_>) -> Flaws {
    let by_field = match error {
        EngineError::Refused(refusal) => refusals::field_errors(refusal, voice),
        EngineError::NoSuchIncident(_) | EngineError::Store(_) => None,
    };
    match by_field {
        Some(flaws) => flaws.into_iter().map(|(field, flaw)| (ids::field(field), flaw)).collect(),
        None => vec![(first_field, sentence(error, voice))],
    }
}

impl Reception {
    /// The same as they read below their fields.
    pub(super) async fn in_plain_words(
        &self,
        reader: &UserId,
        flaws: Flaws,
        voice: &Voice<'_>,
    ) -> FieldErrors {
        let mut errors = BTreeMap::new();
        for (field, flaw) in flaws {
            let names = self.names_in(reader, &flaw).await;
            errors.insert(field, plain(&flaw, &names, voice.language));
        }
        FieldErrors(errors)
    }

    /// What those are called who are mentioned, as far as the reader may know it.
    async fn names_in(&self, reader: &UserId, mrkdwn: &str) -> Names {
        let mut names = Names::new();
        for mention in mentions(mrkdwn) {
            let name = match &mention {
                Mention::Person(user) => self.directory.known_name(user),
                Mention::Group(group) => self.groups.called(group),
                Mention::Channel(channel) => {
                    let viewer = Viewer::Person { user: reader.clone(), here: None };
                    let found = self.engine.store().incident_in(&self.workspace, channel, &viewer).await;
                    let name = found.ok().flatten().and_then(|found| found.incident.places.channel_name);
                    name.map(|name| format!("#{name}"))
                }
            };
            names.extend(name.map(|name| (mention, name)));
        }
        names
    }
}
