//! Shortcuts: one opens the form that declares; one opens it with what a message says; one puts a message on a timeline,
//! by a form with what it says and when it said it. What these forms bear along is read here, too.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::interactions::View;
use super::opening::{Level, Trigger};
use super::reception::trouble;
use super::{Answer, Interaction, Reception};
use crate::incident::{
    Action, Author, ChannelId, Command, Field, FileLink, Manner, Mark, MessageRef, Number, Quote, UserId,
    Viewer,
};
use crate::say;
use crate::slack::ids;
use crate::slack::views::forms::{self, Draft, Offered};
use crate::slack::views::text::clip;
use crate::slack::views::{Message, Voice, refusals};

/// The longest metadata of a form, in characters; Slack takes 3000.
const LONGEST_METADATA: usize = 2900;
/// How many incidents somebody can choose from; a select holds no more.
pub(super) const MOST_CHOICES: i64 = 100;

/// What the form for a message bears along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Borne {
    /// Which message.
    message: MessageRef,
    /// The incident, where the message's channel says it.
    number: Option<Number>,
    author: Author,
    files: Vec<FileLink>,
    /// Whether it says something. Its words stand in the form, where they can be gone over, and nowhere else.
    #[serde(default)]
    is_worded: bool,
}

impl Reception {
    /// Opens the form of the shortcut that was chosen.
    pub(super) async fn called(self: &Arc<Self>, interaction: &Interaction) -> Answer {
        let trigger = Trigger::of(interaction);
        let user = UserId::new(interaction.user.id.as_str());
        let opened = match interaction.callback_id.as_deref() {
            Some(ids::KEEP_SHORTCUT) => self.keep_form(&user, interaction, trigger).await,
            Some(ids::DECLARE_SHORTCUT) => self.open_declare_form(&user, trigger, Draft::default()).await,
            Some(ids::DECLARE_FROM_SHORTCUT) => self.declare_from_form(&user, interaction, trigger).await,
            other => {
                tracing::debug!(shortcut = other, "An unknown shortcut was chosen");
                return Answer::Empty;
            }
        };
        if let Err(sentence) = opened {
            match interaction.response_url.as_deref() {
                Some(url) => self.whisper(Some(url), Message::plain(sentence)),
                None => self.tell_by_form(&user, (trigger, Level::Ground), &sentence).await,
            }
        }
        Answer::Empty
    }

    /// There may be no channel to whisper into, so a refusal takes the form's place.
    pub(super) async fn open_declare_form(
        &self,
        user: &UserId,
        trigger: Trigger<'_>,
        draft: Draft,
    ) -> Result<(), String> {
        let voice = self.voice(user);
        let view = match self.check_allowed(user, Action::Declare).await {
            Ok(()) => forms::declare(&draft, &voice),
            Err(refusal) => forms::refused(&refusals::refusal(&refusal, &voice), &voice),
        };
        self.open_form(trigger, &view, &voice).await
    }

    /// The first line is the title, as far as one goes; whoever declares goes over it.
    async fn declare_from_form(
        &self,
        user: &UserId,
        interaction: &Interaction,
        trigger: Trigger<'_>,
    ) -> Result<(), String> {
        let voice = self.voice(user);
        let (message, quote) = self.quoted(user, interaction, Action::Declare, &voice).await?;
        let seen = clip(&quote.text, Field::Seen.longest());
        let title = clip(quote.text.lines().next().unwrap_or_default(), Field::Title.longest());
        let is_worded = !quote.text.trim().is_empty();
        let borne = Borne { message, number: None, author: quote.author, files: quote.files, is_worded };
        let manner = self.manner_of(&borne.message.channel, &voice).await?;
        let metadata = borne.written();
        let draft = Draft { text: title, seen, metadata, manner, is_from_message: true, ..Draft::default() };
        let view = forms::declare(&draft, &voice);
        self.open_form(trigger, &view, &voice).await
    }

    /// What was said in the channel of a private incident is for others only if whoever declares wants that.
    async fn manner_of(&self, channel: &ChannelId, voice: &Voice<'_>) -> Result<Manner, String> {
        let found = self.engine.store().incident_in(&self.workspace, channel, &Viewer::Firebell).await;
        let found = found.map_err(|error| trouble(&error, voice))?;
        let is_private = found.is_some_and(|found| found.incident.manner.is_private);
        Ok(Manner { is_private, ..Manner::default() })
    }

    /// The message that a shortcut was chosen on. Whoever may not is told so, and Firebell does not quote itself.
    async fn quoted(
        &self,
        user: &UserId,
        interaction: &Interaction,
        action: Action,
        voice: &Voice<'_>,
    ) -> Result<(MessageRef, Quote), String> {
        let allowed = self.check_allowed(user, action).await;
        allowed.map_err(|refusal| refusals::refusal(&refusal, voice))?;
        let Some((message, channel)) = interaction.quoted() else {
            return Err(say!(voice.language, "refused-form"));
        };
        let is_own = !interaction.api_app_id.is_empty() && message.is_by(&interaction.api_app_id);
        match message.quote(&|user| self.directory.name(user)) {
            Some(quote) if !is_own => Ok((MessageRef { channel, ts: message.ts }, quote)),
            _ => Err(say!(voice.language, "refused-own-message", command = voice.command)),
        }
    }

    async fn keep_form(
        &self,
        user: &UserId,
        interaction: &Interaction,
        trigger: Trigger<'_>,
    ) -> Result<(), String> {
        let voice = self.voice(user);
        let (message, quote) = self.quoted(user, interaction, Action::Timeline, &voice).await?;
        let (number, choices) =
            Box::pin(self.incidents_for(&message.channel, &interaction.viewer(), &voice)).await?;
        let written_at = message.written_at().unwrap_or(self.engine.now());
        let is_worded = !quote.text.trim().is_empty();
        let borne = Borne { message, number, author: quote.author, files: quote.files, is_worded };
        let view = forms::keep(&quote.text, written_at, &choices, &borne.written(), &voice);
        self.open_form(trigger, &view, &voice).await
    }

    /// The incident of that channel; where it is none's, those that are open, to choose from.
    async fn incidents_for(
        &self,
        channel: &ChannelId,
        viewer: &Viewer,
        voice: &Voice<'_>,
    ) -> Result<(Option<Number>, Offered), String> {
        let store = self.engine.store();
        let here = store.incident_in(&self.workspace, channel, viewer).await;
        if let Some(here) = here.map_err(|error| trouble(&error, voice))? {
            self.let_in(viewer, &here.incident).await.map_err(|error| trouble(&error, voice))?;
            return Ok((Some(here.incident.number), Offered { newest: Vec::new(), has_more: false }));
        }
        let open = store.open_incidents(&self.workspace, MOST_CHOICES, viewer).await;
        let open = open.map_err(|error| trouble(&error, voice))?;
        if open.readable.is_empty() {
            return Err(say!(voice.language, "refused-no-incident-to-add-to", command = voice.command));
        }
        Ok((None, Offered { newest: open.readable, has_more: open.all > MOST_CHOICES }))
    }
}

impl Borne {
    /// As text, without the files that do not fit.
    fn written(mut self) -> String {
        loop {
            let text = serde_json::to_string(&self).unwrap_or_default();
            if text.chars().count() <= LONGEST_METADATA || self.files.pop().is_none() {
                return text;
            }
        }
    }
}

/// The message that a declaration was made from, if it was, with the words that were left of it. One whose words were all
/// taken out is not wanted.
pub fn source(view: &View) -> Option<(MessageRef, Quote)> {
    let borne: Borne = serde_json::from_str(view.private_metadata.as_deref()?).ok()?;
    let Borne { message, author, files, is_worded, .. } = borne;
    let text = view.text(ids::field(Field::Seen));
    let is_wanted = !is_worded || !text.trim().is_empty();
    is_wanted.then_some((message, Quote { author, text, files, happened_at: None }))
}

/// What was sent from the form: which incident, and what to keep.
pub fn kept(view: &View) -> Option<(Number, Command)> {
    let borne: Borne = serde_json::from_str(view.private_metadata.as_deref()?).ok()?;
    let number = borne.number.filter(|number| number.get() > 0);
    let number = number.or_else(|| Number::parse(view.choice(ids::INCIDENT_FIELD)?))?;
    let quote = Quote {
        author: borne.author,
        text: view.text(ids::field(Field::Note)),
        files: borne.files,
        happened_at: view.instant(ids::field(Field::HappenedAt)),
    };
    Some((number, Command::Keep { message: borne.message, mark: Mark::Form, quote: Some(quote), at: None }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_bears_as_many_files_as_fit() {
        let file = |n: usize| FileLink { name: format!("file {n}"), link: "https://a.example/".repeat(20) };
        let message = MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
        let author = Author::App("&".repeat(80));
        let files: Vec<_> = (0..10).map(file).collect();
        let borne = Borne { message, number: None, author, files, is_worded: true };
        let written = borne.clone().written();
        assert!(written.chars().count() <= LONGEST_METADATA);
        let read: Borne = serde_json::from_str(&written).unwrap();
        assert!(!read.files.is_empty() && borne.files.starts_with(&read.files));
    }
}
