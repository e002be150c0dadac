//! Shortcuts: a message that somebody wants on the timeline opens a form, prefilled with what it says and when it said
//! it. What is sent from there is read here, too.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::interactions::View;
use super::reception::trouble;
use super::{Answer, Interaction, Reception};
use crate::incident::{
    Author, ChannelId, Command, Field, FileLink, Incident, Mark, MessageRef, Number, Quote, UserId,
};
use crate::say;
use crate::slack::ids;
use crate::slack::views::forms;
use crate::slack::views::{Message, Voice};

/// The longest metadata of a form, in bytes; Slack takes 3000 characters.
const LONGEST_METADATA: usize = 2900;
/// How many incidents somebody can choose from; a select holds no more.
const MOST_CHOICES: i64 = 100;

/// What the form for a message bears along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Borne {
    /// Which message.
    message: MessageRef,
    /// The incident, where the message's channel says it.
    number: Option<Number>,
    author: Author,
    files: Vec<FileLink>,
}

impl Reception {
    /// Opens the form of the shortcut that was chosen.
    pub(super) async fn called(self: &Arc<Self>, interaction: &Interaction) -> Answer {
        let user = UserId::new(interaction.user.id.as_str());
        let opened = match interaction.callback_id.as_deref() {
            Some(ids::KEEP_SHORTCUT) => self.keep_form(&user, interaction).await,
            other => {
                tracing::debug!(shortcut = other, "An unknown shortcut was chosen");
                return Answer::Empty;
            }
        };
        if let Err(sentence) = opened {
            self.whisper(interaction.response_url.as_deref(), Message::plain(sentence));
        }
        Answer::Empty
    }

    async fn keep_form(&self, user: &UserId, interaction: &Interaction) -> Result<(), String> {
        let voice = self.voice(user);
        if !self.is_member(user) {
            return Err(say!(voice.language, "refused-guest"));
        }
        let Some((message, channel)) = interaction.quoted() else {
            return Err(say!(voice.language, "refused-form"));
        };
        let Some(quote) = message.quote(&|user| self.directory.name(user)) else {
            return Err(say!(voice.language, "refused-own-message", command = voice.command));
        };
        let message = MessageRef { channel, ts: message.ts.clone() };
        let (number, choices) = self.incidents_for(&message.channel, &voice).await?;
        let written_at = message.written_at().unwrap_or(self.engine.now());
        let borne = Borne { message, number, author: quote.author, files: quote.files };
        let view = forms::keep(&quote.text, written_at, &choices, &borne.written(), &voice);
        self.open_form(interaction.trigger_id.as_deref().unwrap_or_default(), &view, &voice).await
    }

    /// The incident of that channel; where it is none's, those that are open, to choose from.
    async fn incidents_for(
        &self,
        channel: &ChannelId,
        voice: &Voice<'_>,
    ) -> Result<(Option<Number>, Vec<Incident>), String> {
        let store = self.engine.store();
        let here =
            store.incident_in(&self.workspace, channel).await.map_err(|error| trouble(&error, voice))?;
        if let Some(here) = here {
            return Ok((Some(here.incident.number), Vec::new()));
        }
        let open = store.open_incidents(&self.workspace, MOST_CHOICES).await;
        let open = open.map_err(|error| trouble(&error, voice))?.readable;
        match open.is_empty() {
            true => Err(say!(voice.language, "refused-no-incident-to-add-to", command = voice.command)),
            false => Ok((None, open)),
        }
    }
}

impl Borne {
    /// As text, without the files that do not fit.
    fn written(mut self) -> String {
        loop {
            let text = serde_json::to_string(&self).unwrap_or_default();
            if text.len() <= LONGEST_METADATA || self.files.pop().is_none() {
                return text;
            }
        }
    }
}

/// What was sent from the form: which incident, and what to keep.
pub(super) fn kept(view: &View) -> Option<(Number, Command)> {
    let borne: Borne = serde_json::from_str(view.private_metadata.as_deref()?).ok()?;
    let number = borne.number.or_else(|| Number::parse(view.choice(ids::INCIDENT_FIELD)?))?;
    let quote = Quote {
        author: borne.author,
        text: view.text(ids::field(Field::Note)),
        files: borne.files,
        happened_at: view.instant(ids::field(Field::HappenedAt)),
    };
    Some((number, Command::Keep { message: borne.message, mark: Mark::Form, quote: Some(quote) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_bears_as_many_files_as_fit() {
        let file = |n: usize| FileLink { name: format!("file {n}"), link: "https://a.example/".repeat(20) };
        let message = MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
        let author = Author::App("&".repeat(80));
        let borne = Borne { message, number: None, author, files: (0..10).map(file).collect() };
        let written = borne.clone().written();
        assert!(written.len() <= LONGEST_METADATA);
        let read: Borne = serde_json::from_str(&written).unwrap();
        assert!(!read.files.is_empty() && borne.files.starts_with(&read.files));
    }
}
