//! Forms, opened while what allows it lives; and what is said of them where there is no channel to whisper into.

use std::sync::Arc;
use std::time::Duration;

use slack_morphism::prelude::SlackModalView;
use tokio::time::Instant;
use tokio::time::error::Elapsed;

use super::{Interaction, Reception};
use crate::incident::UserId;
use crate::say;
use crate::slack::SlackError;
use crate::slack::views::{Message, Voice, forms};

/// Slack forgets a `trigger_id` three seconds after issuing it, and waits as long for an answer. (Slack docs, "Opening
/// modals".) What is left of them after this is for the way here and back.
const TRIGGER_LIFETIME: Duration = Duration::from_millis(2500);

/// Slack's two spellings of "this trigger has opened a form already".
const TRIGGER_USED: &[&str] = &["exchanged_trigger_id", "trigger_exchanged"];

/// What lets one form open. It came with a press or a command, and its time runs from then on, whatever is looked up first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trigger<'a> {
    id: &'a str,
    good_until: Instant,
}

impl<'a> Trigger<'a> {
    /// That of an interaction which has just come.
    pub(super) fn of(interaction: &'a Interaction) -> Self {
        Self::just_come(interaction.trigger_id.as_deref().unwrap_or_default())
    }

    /// One that has just come.
    pub(super) fn just_come(id: &'a str) -> Self {
        Self { id, good_until: Instant::now() + TRIGGER_LIFETIME }
    }
}

/// Where a form opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Where none is.
    Ground,
    /// Above the one in which something was pressed.
    Above,
}

impl Reception {
    /// Opens a form where none is. Answers what to tell the person if Slack did not let us, while Slack still waits for the
    /// answer.
    pub(super) async fn open_form(
        &self,
        trigger: Trigger<'_>,
        view: &SlackModalView,
        voice: &Voice<'_>,
    ) -> Result<(), String> {
        self.open_form_at(Level::Ground, trigger, view, voice).await
    }

    /// Opens a form at a level; else as [`Reception::open_form`].
    pub(super) async fn open_form_at(
        &self,
        level: Level,
        trigger: Trigger<'_>,
        view: &SlackModalView,
        voice: &Voice<'_>,
    ) -> Result<(), String> {
        let opening = async {
            match level {
                Level::Ground => self.slack.open_view(trigger.id, view).await,
                Level::Above => self.slack.push_view(trigger.id, view).await,
            }
        };
        shown(tokio::time::timeout_at(trigger.good_until, opening).await, voice)
    }

    /// Says why something was not done where there is no message to say it beside: in a form, or, if Slack opens none, to the
    /// person in private, behind the answer.
    pub(super) async fn tell_by_form(
        self: &Arc<Self>,
        user: &UserId,
        (trigger, level): (Trigger<'_>, Level),
        sentence: &str,
    ) {
        let voice = self.voice(user);
        let view = forms::told(sentence, &voice);
        if self.open_form_at(level, trigger, &view, &voice).await.is_err() {
            self.tell_in_private(user.clone(), Message::plain(sentence.to_owned()));
        }
    }

    fn tell_in_private(self: &Arc<Self>, user: UserId, message: Message) {
        let reception = self.clone();
        self.background.spawn(async move {
            if let Err(error) = reception.slack.say_in_private(&user, &message).await {
                tracing::warn!(%error, "A private answer could not be given");
            }
        });
    }
}

/// What to tell the person where a form did not open.
fn shown(opened: Result<Result<(), SlackError>, Elapsed>, voice: &Voice<'_>) -> Result<(), String> {
    let failed = match opened {
        Ok(Ok(())) => return Ok(()),
        // The same press came twice, and the form is open already.
        Ok(Err(error)) if error.is_any_of(TRIGGER_USED) => return Ok(()),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "no answer in time".to_owned(),
    };
    tracing::warn!(error = failed, "A form could not be opened");
    Err(say!(voice.language, "refused-form"))
}
