//! What people do. After each, everything settles.

use serde_json::Value;
use slack_sandbox::{Click, Command, Outcome, Submit};

use super::{World, rolled_back, update, workspace};

impl World {
    /// Somebody types `/incident …` and everything settles.
    pub(crate) async fn types(&mut self, user: &str, channel: &str, text: &str) -> Outcome {
        let outcome = self.types_only(user, channel, text).await;
        self.settle().await;
        outcome
    }

    /// Somebody types; nothing is carried out yet.
    pub(crate) async fn types_only(&self, user: &str, channel: &str, text: &str) -> Outcome {
        self.sandbox.command(Command::new(user, channel, "/incident", text)).await.unwrap()
    }

    /// Somebody presses something in a message and everything settles.
    pub(crate) async fn presses(&mut self, click: Click) -> Outcome {
        let outcome = self.sandbox.click(click).await.unwrap();
        self.settle().await;
        outcome
    }

    /// Presses the newest button of that name.
    pub(crate) async fn presses_button(&mut self, user: &str, channel: &str, action: &str) -> Outcome {
        let ts = self.with_action(channel, action);
        self.presses(Click::message(user, channel, &ts, action)).await
    }

    /// Somebody sends the form that is open before them and everything settles.
    pub(crate) async fn sends(&mut self, user: &str, values: Value) -> Outcome {
        let outcome = self.sandbox.submit(Submit::new(user, values)).await.unwrap();
        self.settle().await;
        outcome
    }

    /// Declares without a form. Answers the incident's channel.
    pub(crate) async fn declares(&mut self, user: &str, severity: &str, title: &str) -> String {
        let outcome = self.types(user, "general", &format!("declare {severity} {title}")).await;
        assert_eq!(outcome.error, None);
        let open = self
            .parts()
            .engine
            .store()
            .open_incidents(&workspace(), 1, &firebell::incident::Viewer::Firebell)
            .await
            .unwrap();
        open.readable[0].places.channel.as_ref().expect("the channel is open by now").to_string()
    }

    /// Somebody takes a role with the button on the panel.
    pub(crate) async fn takes(&mut self, user: &str, role: &str, channel: &str) -> Outcome {
        self.presses_button(user, channel, &format!("take:{role}")).await
    }

    /// Somebody picks somebody from the menu beside a role.
    pub(crate) async fn gives(&mut self, user: &str, role: &str, to: &str, channel: &str) -> Outcome {
        let action = format!("assign:{role}");
        let panel = self.with_action(channel, &action);
        self.presses(Click::message(user, channel, &panel, &action).picking(to)).await
    }

    /// Somebody chooses a stage from the menu on the panel.
    pub(crate) async fn moves_to(&mut self, user: &str, stage: &str, channel: &str) -> Outcome {
        let panel = self.with_action(channel, "stage");
        self.presses(Click::message(user, channel, &panel, "stage").option(stage)).await
    }

    /// Somebody posts an update by the form, with the next one promised so many minutes after noon.
    pub(crate) async fn posts_update(
        &mut self,
        user: &str,
        happened: &str,
        next_minutes: i64,
        channel: &str,
    ) -> Outcome {
        self.presses_button(user, channel, "update").await;
        accepted(self.sends(user, update(happened, next_minutes)).await)
    }

    /// Somebody resolves the incident by the form.
    pub(crate) async fn resolves(&mut self, user: &str, channel: &str) -> Outcome {
        self.types(user, channel, "resolve").await;
        accepted(self.sends(user, rolled_back()).await)
    }

    /// Two press the same button before either has an answer.
    pub(crate) async fn press_at_once(&mut self, users: [&str; 2], channel: &str, action: &str) {
        let message = self.with_action(channel, action);
        let press = |user: &str| self.sandbox.click(Click::message(user, channel, &message, action));
        let (first, second) = tokio::join!(press(users[0]), press(users[1]));
        assert_eq!((first.unwrap().error, second.unwrap().error), (None, None));
        self.settle().await;
    }
}

/// A form that stayed open would make the rest of a story mean nothing.
fn accepted(sent: Outcome) -> Outcome {
    assert_eq!((&sent.error, sent.field_errors.len()), (&None, 0), "the form was not accepted");
    sent
}
