//! The app's home: drawn when somebody opens it, and again when they act in it.
//!
//! It is drawn behind the answer and owed to nobody: it is one person's view of what is kept elsewhere, and the next opening
//! draws it anew. So it takes no way through the outbox, and needs no receipt.

use std::sync::Arc;

use serde_json::Value;

use super::incident_forms::IncidentForm;
use super::interactions::{Action, View};
use super::opening::{Level, Trigger};
use super::reception::reported;
use super::{Answer, Interaction, Reception};
use crate::incident::{Number, UserId, Viewer};
use crate::say;
use crate::slack::ids;
use crate::slack::views::forms::Draft;
use crate::slack::views::home::{self, Overview, Page};

/// The most open incidents that are read for a home. What is beyond, it counts.
const MOST_OPEN: i64 = 500;
/// How many are read of those that ended last.
const MOST_ENDED: i64 = 50;

/// What a press in the home asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// The form that declares.
    Declare,
    /// The form for an update.
    Update(Number),
    /// The same page, as things are now.
    Refresh,
    /// Another page.
    Turn(Page),
}

impl Reception {
    /// Draws the home of whoever opened it. The event tells of the app's messages, too.
    pub(super) fn home_opened(self: &Arc<Self>, event: &Value) -> Answer {
        if let Some(user) = opened_by(event) {
            self.draw_home(user, Page::default());
        }
        Answer::Empty
    }

    /// A press in the home. A refusal opens as a form: there is no channel to whisper into.
    pub(super) async fn pressed_at_home(self: &Arc<Self>, interaction: &Interaction, view: &View) -> Answer {
        let Some(action) = interaction.actions.first() else { return Answer::Empty };
        let trigger = Trigger::of(interaction);
        let user = UserId::new(interaction.user.id.as_str());
        let page = view.private_metadata.as_deref().and_then(Page::of).unwrap_or_default();
        let voice = self.voice(&user);
        let done = match read(action) {
            Some(Press::Declare) => {
                let draft = Draft { metadata: page.borne(), ..Draft::default() };
                self.open_declare_form(&user, trigger, draft).await
            }
            Some(Press::Update(number)) => {
                Box::pin(self.update_form_at_home(interaction, trigger, number, page)).await
            }
            Some(Press::Refresh) => {
                self.draw_home(user.clone(), page);
                Ok(())
            }
            Some(Press::Turn(to)) => {
                self.draw_home(user.clone(), to);
                Ok(())
            }
            None => {
                tracing::debug!(action = action.action_id, "An unknown action was pressed in a home");
                Err(say!(voice.language, "home-old-button"))
            }
        };
        if let Err(sentence) = done {
            self.tell_by_form(&user, (trigger, Level::Ground), &sentence).await;
            self.draw_home(user, page);
        }
        Answer::Empty
    }

    async fn update_form_at_home(
        &self,
        interaction: &Interaction,
        trigger: Trigger<'_>,
        number: Number,
        page: Page,
    ) -> Result<(), String> {
        let user = UserId::new(interaction.user.id.as_str());
        let incident = self.find(number, interaction).await?;
        let mut view =
            self.form_about(&user, &incident, IncidentForm::Update { text: String::new() }).await?;
        let metadata = view.private_metadata.unwrap_or_default();
        view.private_metadata = Some(format!("{metadata} {}", page.borne()));
        self.open_form(trigger, &view, &self.voice(&user)).await
    }

    /// A form was sent that had been opened from the home: that shows what came of it.
    pub(super) fn sent_from_home(self: &Arc<Self>, user: UserId, form: &View) {
        if let Some(page) = form.private_metadata.as_deref().and_then(Page::of) {
            self.draw_home(user, page);
        }
    }

    fn draw_home(self: &Arc<Self>, user: UserId, page: Page) {
        let reception = self.clone();
        self.background.spawn(async move {
            let view = reception.home(&user, page).await;
            if let Err(error) = reception.slack.publish_home(&user, &view).await {
                tracing::warn!(%error, "A home could not be shown");
            }
        });
    }

    /// Nobody is shown an incident of whom Slack has not said that they belong here.
    async fn home(&self, user: &UserId, page: Page) -> slack_morphism::prelude::SlackHomeView {
        let now = self.engine.now();
        if let Err(error) = self.directory.look_up(user).await {
            let reference = reported(&error);
            return home::in_trouble(&reference, page, now, &self.voice(user));
        }
        let voice = self.voice(user);
        if !self.is_member(user) {
            return home::of_guest(&voice);
        }
        let viewer = Viewer::Person { user: user.clone(), here: None };
        match self.engine.store().board(&self.workspace, MOST_OPEN, MOST_ENDED, &viewer).await {
            Ok(board) => {
                let unreadable: Vec<Number> = board.open.unreadable.iter().map(|one| one.number).collect();
                let (open, ended, all) = (&board.open.readable, &board.ended, board.open.all);
                let overview = Overview { user, open, unreadable: &unreadable, all, ended, now };
                home::home(&overview, page, &voice)
            }
            Err(error) => home::in_trouble(&reported(&error), page, now, &voice),
        }
    }
}

/// Who has opened their home; `None` where it was the app's messages.
pub fn opened_by(event: &Value) -> Option<UserId> {
    event["user"].as_str().and_then(ids::person).filter(|_| event["tab"] == "home")
}

/// What a press asks for; `None` for an action that this version does not know.
pub fn read(action: &Action) -> Option<Press> {
    match ids::split(&action.action_id) {
        (ids::HOME_DECLARE, _) => Some(Press::Declare),
        (ids::HOME_REFRESH, _) => Some(Press::Refresh),
        (ids::HOME_PAGE, page) => page.parse().ok().map(|page| Press::Turn(Page(page))),
        (ids::UPDATE, _) => ids::number_in(&action.block_id).map(Press::Update),
        _ => None,
    }
}
