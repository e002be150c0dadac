//! Global and message shortcuts.

use std::sync::Arc;
use std::time::Duration;

use super::looks::{Screen, action_error, deliver};
use super::place::{channel, message, person};
use super::{Misuse, Outcome, Shortcut};
use crate::ShortcutKind;
use crate::app::{Parcel, payloads};
use crate::hub::Hub;
use crate::model::{Origin, User, Workspace};

struct Sending {
    parcel: Parcel,
    user: String,
    trigger: String,
    screen: Screen,
}

pub(crate) async fn shortcut(hub: &Arc<Hub>, shortcut: Shortcut) -> Result<Outcome, Misuse> {
    let sending = hub.change(|workspace| prepare(workspace, &hub.url, &shortcut))?;
    let reply = deliver(hub, &sending.parcel).await;
    let view =
        sending.screen.wait(hub, &sending.user, Duration::from_millis(shortcut.wait_milliseconds)).await;
    Ok(Outcome {
        error: action_error(&reply.ack),
        ack: Some(reply.ack),
        view,
        trigger_id: Some(sending.trigger),
        delivery: Some(reply.delivery),
        ..Outcome::default()
    })
}

fn prepare(workspace: &mut Workspace, url: &str, shortcut: &Shortcut) -> Result<Sending, Misuse> {
    let user = person(workspace, &shortcut.user)?.clone();
    let wanted = if shortcut.message_ts.is_some() { ShortcutKind::Message } else { ShortcutKind::Global };
    let is_offered = workspace
        .app
        .shortcuts
        .iter()
        .any(|known| known.callback_id == shortcut.callback_id && known.kind == wanted);
    if !is_offered {
        let problem = format!(
            "the app has no {wanted:?} shortcut {:?}; add message_ts, or register it",
            shortcut.callback_id
        );
        return Err(Misuse::new("no_such_shortcut", problem));
    }
    let kind = if wanted == ShortcutKind::Message { "message_action" } else { "shortcut" };
    let mut payload = payloads::interaction(workspace, kind, &user);
    payload["callback_id"] = shortcut.callback_id.clone().into();
    payload["action_ts"] = workspace.next_ts().into();
    let trigger = workspace.issue_trigger(&user.id, None);
    payload["trigger_id"] = trigger.clone().into();
    if let Some(ts) = &shortcut.message_ts {
        put_message(workspace, url, &user, shortcut.channel.as_deref(), ts, &mut payload)?;
    }
    let screen = Screen::of(workspace, &user.id);
    Ok(Sending { parcel: payloads::wrapped(&payload), user: user.id, trigger, screen })
}

fn put_message(
    workspace: &mut Workspace,
    url: &str,
    user: &User,
    channel_name: Option<&str>,
    ts: &str,
    payload: &mut serde_json::Value,
) -> Result<(), Misuse> {
    let name =
        channel_name.ok_or_else(|| Misuse::new("channel_missing", "a message shortcut needs channel"))?;
    let place = channel(workspace, user, name)?;
    let message = message(place, ts)?;
    payload["message_ts"] = ts.into();
    payload["channel"] = payloads::channel(place);
    payload["message"] = message.to_json_in(workspace, place);
    let id = place.id.clone();
    let secret = workspace.issue_response_url(&user.id, &id, Some(Origin::Message(ts.to_owned())));
    payload["response_url"] = format!("{url}/hooks/app/{}/{secret}", workspace.team.id).into();
    Ok(())
}
