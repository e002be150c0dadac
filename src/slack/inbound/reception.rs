//! Where every payload arrives, whatever carried it here.

use std::sync::Arc;
use std::time::Duration;

use chrono_tz::Tz;
use tokio_util::task::TaskTracker;

use super::{Answer, EventEnvelope, Payload};
use crate::directory::Directory;
use crate::engine::{Engine, EngineError, Request};
use crate::groups::Groups;
use crate::incident::{Asker, Command, Source, Standing, UserId, WorkspaceId};
use crate::language::Language;
use crate::say;
use crate::slack::Slack;
use crate::slack::client::{Reply, User};
use crate::slack::views::{Message, Voice, duties, refusals, taking_over};
use crate::store::StoreError;

/// Where every payload arrives. It answers at once; only opening a form waits for Slack.
pub struct Reception {
    /// The only writer.
    pub engine: Arc<Engine>,
    /// The connection to Slack, for forms and for private words behind an answer.
    pub slack: Slack,
    /// Whom we know.
    pub directory: Arc<Directory>,
    /// Who is in which user group.
    pub groups: Arc<Groups>,
    /// The workspace that is served here.
    pub workspace: WorkspaceId,
    /// What is spoken with those whose language is not known.
    pub language: Language,
    /// Where times are written out.
    pub zone: Tz,
    /// The slash command.
    pub command: String,
    /// The reactions that put a message on the timeline, by their names without colons.
    pub timeline_emoji: Vec<String>,
    /// How long Slack is let wait for an answer.
    pub answer_within: Duration,
    /// What goes on behind an answer.
    pub background: TaskTracker,
}

impl Reception {
    /// Answers a payload, however long that takes.
    pub(super) async fn receive(self: &Arc<Self>, payload: Payload) -> Answer {
        match payload {
            Payload::SlashCommand(typed) if typed.team_id == self.workspace.as_str() => {
                self.get_to_know(&typed.user_id);
                self.typed(&typed).await
            }
            Payload::SlashCommand(typed) => {
                let voice = self.voice(&UserId::new(typed.user_id));
                Answer::Private(Message::plain(say!(voice.language, "refused-other-workspace")))
            }
            Payload::Interaction(interaction) if interaction.is_from_elsewhere() => {
                let language = self.voice(&UserId::new(interaction.user.id.as_str())).language;
                let refusal = Message::plain(say!(language, "refused-guest"));
                self.whisper(interaction.response_url.as_deref(), refusal);
                Answer::Empty
            }
            Payload::Interaction(interaction) if interaction.team_id() == self.workspace.as_str() => {
                self.get_to_know(&interaction.user.id);
                match interaction.r#type.as_str() {
                    "block_actions" => match interaction.home() {
                        Some(home) => Box::pin(self.pressed_at_home(&interaction, home)).await,
                        None => Box::pin(self.pressed(&interaction)).await,
                    },
                    "view_submission" => self.submitted(&interaction).await,
                    "shortcut" | "message_action" => self.called(&interaction).await,
                    other => ignore(other),
                }
            }
            Payload::Interaction(_) => ignore("an interaction from another workspace"),
            Payload::Event(envelope) if envelope.team_id.as_deref() == Some(self.workspace.as_str()) => {
                self.happened(*envelope).await
            }
            Payload::Event(_) => ignore("an event from another workspace"),
        }
    }

    /// How a person is spoken to.
    pub(super) fn voice(&self, user: &UserId) -> Voice<'_> {
        let language = self.directory.language(user).unwrap_or(self.language);
        Voice { language, zone: self.zone, policy: self.engine.policy(), command: &self.command }
    }

    pub(super) fn request(&self, user: &UserId, source: Source, receipt: Option<String>) -> Request {
        let asker = Asker::Person(user.clone(), self.directory.standing(user));
        let memberships = self.groups.memberships(user);
        Request { workspace: self.workspace.clone(), asker, memberships, source, receipt, here: None }
    }

    /// Whether the person may do more than read.
    pub(super) fn is_member(&self, user: &UserId) -> bool {
        self.directory.standing(user) == Standing::Member
    }

    /// Says something to the person who pressed a button, behind the answer.
    pub(super) fn whisper(self: &Arc<Self>, response_url: Option<&str>, message: Message) {
        self.respond(response_url, message, Reply::Beside);
    }

    /// Puts something in the place of the private message whose button was pressed.
    pub(super) fn show_instead(self: &Arc<Self>, response_url: Option<&str>, message: Message) {
        self.respond(response_url, message, Reply::Instead);
    }

    pub(super) fn respond(self: &Arc<Self>, response_url: Option<&str>, message: Message, reply: Reply) {
        let Some(url) = response_url.map(str::to_owned) else { return };
        let reception = self.clone();
        self.background.spawn(async move {
            if let Err(error) = reception.slack.respond(&url, &message, reply).await {
                tracing::warn!(%error, "A private answer could not be given");
            }
        });
    }

    /// Looks up, behind the answer, whoever is not known yet: for their language and standing the next time.
    fn get_to_know(self: &Arc<Self>, user: &str) {
        let user = UserId::new(user);
        if self.directory.knows(&user) {
            return;
        }
        let reception = self.clone();
        self.background.spawn(async move {
            if let Err(error) = reception.directory.look_up(&user).await {
                tracing::warn!(%error, "A person could not be looked up");
            }
        });
    }

    /// Taking in twice what is told of a person leaves the same row, so that needs no receipt.
    async fn happened(self: &Arc<Self>, envelope: EventEnvelope) -> Answer {
        match envelope.event["type"].as_str() {
            Some("reaction_added" | "reaction_removed" | "pin_added" | "pin_removed") => {
                self.marked(&envelope).await
            }
            Some("channel_archive" | "channel_unarchive" | "group_archive" | "group_unarchive") => {
                self.archived(&envelope).await
            }
            Some("user_change" | "team_join") => self.changed(envelope).await,
            Some("member_joined_channel") => self.moved(&envelope).await,
            Some("member_left_channel") => match self.moved(&envelope).await {
                Answer::Empty => self.left_channel(&envelope).await,
                not_kept => not_kept,
            },
            Some("subteam_members_changed") => self.group_changed(&envelope.event),
            Some("app_home_opened") => self.home_opened(&envelope.event),
            other => ignore(other.unwrap_or("an event without a type")),
        }
    }

    /// Takes in what is told of a person.
    async fn changed(&self, mut envelope: EventEnvelope) -> Answer {
        let user = match serde_json::from_value::<User>(envelope.event["user"].take()) {
            Ok(user) => user,
            Err(error) => {
                tracing::warn!(%error, "A change of a person could not be read");
                return Answer::Empty;
            }
        };
        let (id, standing) = (UserId::new(user.id.as_str()), self.directory.standing_of(&user));
        if let Err(error) = self.directory.learn(user).await {
            tracing::warn!(%error, "A change of a person could not be kept");
        }
        match standing.departure() {
            Some(why) => self.is_no_member(&id, why, envelope.event_id.as_deref()).await,
            None => Answer::Empty,
        }
    }
}

/// The sentence for whatever kept a request from being done.
pub(super) fn sentence(error: &EngineError, voice: &Voice<'_>) -> String {
    match error {
        EngineError::Refused(refusal) => {
            tracing::debug!(%refusal, "Refused");
            refusals::refusal(refusal, voice)
        }
        EngineError::NoSuchIncident(number) => {
            let number = number.to_string();
            say!(voice.language, "refused-no-such-incident", number = number, command = voice.command)
        }
        EngineError::Store(error) => trouble(error, voice),
    }
}

/// What the asker has to answer before it is done, if that is all that is in the way.
pub(super) fn question(
    error: &EngineError,
    command: &Command,
    asker: &UserId,
    voice: &Voice<'_>,
) -> Option<Message> {
    match error {
        EngineError::Refused(refusal) => duties::question(refusal, command, asker, voice)
            .or_else(|| taking_over::question(refusal, command, asker, voice)),
        EngineError::NoSuchIncident(_) | EngineError::Store(_) => None,
    }
}

/// Our own trouble: the person gets a reference, the log gets the error with it. Nothing was saved, unless the database
/// left that open.
pub(super) fn trouble(error: &StoreError, voice: &Voice<'_>) -> String {
    let reference = reported(error);
    match error {
        StoreError::InDoubt(_) => {
            say!(voice.language, "refused-in-doubt", command = voice.command, reference = reference)
        }
        _ => say!(voice.language, "refused-trouble", reference = reference),
    }
}

/// Writes our own trouble into the log. Answers the reference that it stands there with.
pub(super) fn reported(error: &dyn std::error::Error) -> String {
    let reference = format!("{:08x}", rand::random::<u32>());
    tracing::error!(%reference, %error, "A request could not be served");
    reference
}

fn ignore(what: &str) -> Answer {
    tracing::debug!(what, "Ignored");
    Answer::Empty
}
