//! What is on a person's screen, before and after an act, and the words Slack shows when the app fails.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::app::{Ack, AckOutcome, Parcel, Post, Reply, lost, send};
use crate::faults::DeliveryTrouble;
use crate::hub::Hub;
use crate::model::Workspace;

/// Shown in a modal whose submission failed.
pub(super) const TROUBLE_CONNECTING: &str = "We had some trouble connecting. Try again?";
/// Shown beside a button, select or shortcut that failed; Slack's exact words are not documented.
const TROUBLE_ACTING: &str = "Something went wrong. Please try again.";

/// Which views a person has before the eyes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Screen {
    modal: Option<(String, String)>,
    home: Option<(String, String)>,
}

impl Screen {
    pub(super) fn of(workspace: &Workspace, user: &str) -> Self {
        let home = workspace.homes.get(user).and_then(|id| workspace.views.get(id));
        let known = |view: &crate::model::View| (view.id.clone(), view.hash.clone());
        Self { modal: workspace.top_view(user).map(known), home: home.map(known) }
    }

    /// The view that is different now: the top of the modal, or else the home tab.
    pub(super) fn changed(&self, workspace: &Workspace, user: &str) -> Option<Value> {
        let now = Self::of(workspace, user);
        let id = if now.modal.is_some() && now.modal != self.modal {
            now.modal
        } else if now.home != self.home {
            now.home
        } else {
            None
        };
        workspace.views.get(&id?.0).map(|view| view.to_json(workspace))
    }

    /// Waits for a difference, at most `patience`.
    pub(super) async fn wait(&self, hub: &Arc<Hub>, user: &str, patience: Duration) -> Option<Value> {
        hub.wait_until(|workspace| self.changed(workspace, user).is_some(), patience).await;
        hub.read(|workspace| self.changed(workspace, user))
    }
}

/// Sends an interaction or command, through whatever trouble is switched on for it.
pub(super) async fn deliver(hub: &Arc<Hub>, parcel: &Parcel) -> Reply {
    let troubles = hub.trouble(|switches| switches.for_delivery(&parcel.kind, false));
    for trouble in &troubles {
        if let DeliveryTrouble::Late { milliseconds } = trouble {
            tokio::time::sleep(Duration::from_millis(*milliseconds)).await;
        }
    }
    let once = || send(hub, parcel, Post { troubles: troubles.clone(), ..Post::default() });
    let reply = if troubles.contains(&DeliveryTrouble::Twice) {
        tokio::join!(once(), once()).0
    } else {
        once().await
    };
    if troubles.contains(&DeliveryTrouble::LoseAck) { lost(&reply) } else { reply }
}

/// Slack's words for a failed button, select or shortcut.
pub(super) fn action_error(ack: &Ack) -> Option<String> {
    (!ack.is_ok()).then(|| TROUBLE_ACTING.to_owned())
}

/// Slackbot's words for a failed slash command.
pub(super) fn command_error(command: &str, ack: &Ack) -> Option<String> {
    let code = match (ack.outcome, ack.status.unwrap_or_default()) {
        (AckOutcome::Timeout, _) => "operation_timeout",
        (AckOutcome::Answered, 200..300) => return None,
        (AckOutcome::Answered, 400..500) => "http_client_error",
        (AckOutcome::Answered, 500..) => "http_service_error",
        _ => "dispatch_failed",
    };
    Some(format!("{command} failed with the error \"{code}\""))
}
