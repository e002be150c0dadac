//! What is said in time where the answer itself takes longer than Slack waits for one.
//!
//! What was asked goes on. Whoever typed hears of it as soon as it has come to something; whoever sent a form keeps what they
//! filled in, and may send it again, since the same form is carried out once.

use std::sync::Arc;

use tokio::task::{JoinError, JoinHandle};
use tracing::{Instrument as _, Span};

use super::{Answer, Payload, Reception, submitted};
use crate::incident::UserId;
use crate::say;
use crate::slack::views::Message;

/// To whom something is said in time, and how.
enum Late {
    /// In words, and the answer follows there.
    Typed { user: UserId, response_url: String },
    /// Below this block of a form.
    Sent { user: UserId, first_field: &'static str },
    /// Not at all: what follows is said elsewhere.
    Pressed,
}

impl Late {
    /// `None` for an event: Slack tells of it again by itself.
    fn to(payload: &Payload) -> Option<Self> {
        match payload {
            Payload::SlashCommand(typed) => {
                let (user, response_url) = (UserId::new(typed.user_id.as_str()), typed.response_url.clone());
                Some(Self::Typed { user, response_url })
            }
            Payload::Interaction(interaction) => {
                let sent = interaction.view.as_ref().filter(|_| interaction.r#type == "view_submission");
                let user = UserId::new(interaction.user.id.as_str());
                Some(match sent.and_then(submitted::first_field) {
                    Some(first_field) => Self::Sent { user, first_field },
                    None => Self::Pressed,
                })
            }
            Payload::Event(_) => None,
        }
    }
}

impl Reception {
    /// Answers a payload before Slack gives up waiting, in a task of its own: whoever asks may hang up, and what was saved by
    /// then is started all the same.
    pub async fn answer(self: &Arc<Self>, payload: Payload) -> Result<Answer, JoinError> {
        let late = Late::to(&payload);
        let reception = self.clone();
        let receive = async move { Box::pin(reception.receive(payload)).await };
        let mut answering = self.background.spawn(receive.instrument(Span::current()));
        let Some(late) = late else { return answering.await };
        match tokio::time::timeout(self.answer_within, &mut answering).await {
            Ok(answered) => answered,
            Err(_) => Ok(self.say_meanwhile(&late, answering).await),
        }
    }

    async fn say_meanwhile(self: &Arc<Self>, late: &Late, answering: JoinHandle<Answer>) -> Answer {
        tracing::warn!("An answer takes longer than Slack waits for it");
        match late {
            Late::Typed { user, response_url } => {
                self.let_follow(answering, response_url.clone());
                let voice = self.voice(user);
                Answer::Private(Message::plain(say!(voice.language, "answer-late", command = voice.command)))
            }
            Late::Sent { user, first_field } => {
                let voice = self.voice(user);
                let flaws = vec![(*first_field, say!(voice.language, "flaw-late"))];
                Answer::FieldErrors(self.in_plain_words(user, flaws, &voice).await)
            }
            Late::Pressed => Answer::Empty,
        }
    }

    fn let_follow(self: &Arc<Self>, answering: JoinHandle<Answer>, response_url: String) {
        let reception = self.clone();
        self.background.spawn(async move {
            if let Ok(Answer::Private(answer)) = answering.await {
                reception.whisper(Some(&response_url), answer);
            }
        });
    }
}
