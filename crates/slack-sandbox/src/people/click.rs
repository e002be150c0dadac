//! Buttons, menus and pickers: `block_actions`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::fill::{filled, option_among, refused};
use super::looks::{Screen, action_error, deliver};
use super::place::{channel, element, message, person, view};
use super::{Click, Misuse, Outcome};
use crate::app::Parcel;
use crate::app::payloads;
use crate::hub::Hub;
use crate::model::elements::{Placed, elements, initial_state, state_key};
use crate::model::{Channel, Message, Origin, User, Workspace};

struct Sending {
    parcel: Parcel,
    user: String,
    trigger: String,
    screen: Screen,
}

pub(crate) async fn click(hub: &Arc<Hub>, click: Click) -> Result<Outcome, Misuse> {
    let Some(sending) = hub.change(|workspace| prepare(workspace, &hub.url, &click))? else {
        return Ok(Outcome::default());
    };
    let reply = deliver(hub, &sending.parcel).await;
    let view = sending.screen.wait(hub, &sending.user, Duration::from_millis(click.wait_milliseconds)).await;
    Ok(Outcome {
        error: action_error(&reply.ack),
        ack: Some(reply.ack),
        view,
        trigger_id: Some(sending.trigger),
        delivery: Some(reply.delivery),
        ..Outcome::default()
    })
}

/// Where a click lands.
pub(super) enum Spot {
    View(String),
    Message { channel: String, ts: String, is_ephemeral: bool },
}

impl Spot {
    /// Names it among all views and messages.
    pub(super) fn surface(&self) -> String {
        match self {
            Self::View(id) => id.clone(),
            Self::Message { channel, ts, .. } => format!("{channel}/{ts}"),
        }
    }
}

pub(super) fn spot(
    workspace: &Workspace,
    user: &User,
    view_id: Option<&str>,
    channel_name: Option<&str>,
    ts: Option<&str>,
) -> Result<Spot, Misuse> {
    if let Some(id) = view_id {
        return view(workspace, user, id).map(|view| Spot::View(view.id.clone()));
    }
    let (Some(name), Some(ts)) = (channel_name, ts) else {
        return Err(Misuse::new("nothing_to_click", "name view_id, or channel and message_ts"));
    };
    let place = channel(workspace, user, name)?;
    let own = place.ephemerals.iter().any(|one| one.user == user.id && one.message.ts == ts);
    if !own {
        message(place, ts)?;
    }
    Ok(Spot::Message { channel: place.id.clone(), ts: ts.to_owned(), is_ephemeral: own })
}

/// The message of a spot. It was found when the spot was made.
pub(super) fn message_at<'a>(
    workspace: &'a Workspace,
    channel: &str,
    ts: &str,
) -> Option<(&'a Channel, &'a Message)> {
    let channel = workspace.channel(channel)?;
    let ephemeral = channel.ephemerals.iter().map(|one| &one.message).find(|message| message.ts == ts);
    Some((channel, channel.messages.get(ts).or(ephemeral)?))
}

/// The blocks at a spot.
pub(super) fn blocks_at(workspace: &Workspace, spot: &Spot) -> Value {
    match spot {
        Spot::View(id) => workspace.views.get(id).map(|view| view.blocks.clone()).unwrap_or_default(),
        Spot::Message { channel, ts, .. } => message_at(workspace, channel, ts)
            .and_then(|(_, message)| message.blocks.as_deref().cloned())
            .unwrap_or_default(),
    }
}

/// Builds the request; nothing is sent for an input that does not dispatch.
fn prepare(workspace: &mut Workspace, url: &str, click: &Click) -> Result<Option<Sending>, Misuse> {
    let user = person(workspace, &click.user)?.clone();
    let spot = spot(
        workspace,
        &user,
        click.view_id.as_deref(),
        click.channel.as_deref(),
        click.message_ts.as_deref(),
    )?;
    let blocks = blocks_at(workspace, &spot);
    let button_value = click.chosen.get("value").and_then(Value::as_str);
    let placed = element(&blocks, &click.action_id, click.block_id.as_deref(), button_value)?;
    let offered = workspace.offered_in(&spot.surface(), &placed);
    let action = action(workspace, &placed, &click.chosen, &offered)?;
    keep(workspace, &spot, &placed, &action);
    if !placed.dispatches() {
        return Ok(None);
    }
    let screen = Screen::of(workspace, &user.id);
    let (payload, trigger) = payload(workspace, url, &user, &spot, &placed, action);
    Ok(Some(Sending { parcel: payloads::wrapped(&payload), user: user.id, trigger, screen }))
}

/// The `actions[]` item, without its time: what the element shows plus what was chosen.
fn action(
    workspace: &Workspace,
    placed: &Placed<'_>,
    chosen: &BTreeMap<String, Value>,
    offered: &[Value],
) -> Result<Map<String, Value>, Misuse> {
    let mut action = as_shown(placed);
    let expected = match placed.kind() {
        "button" | "workflow_button" => "value",
        "overflow" => "selected_option",
        kind => state_key(kind).map_or("value", |(key, _)| key),
    };
    if let Some(key) = chosen.keys().find(|key| *key != expected) {
        return Err(refused(placed, "unexpected_key", &format!("takes {expected}, not {key}")));
    }
    let picked = chosen.get(expected);
    match placed.kind() {
        "button" | "workflow_button" => {}
        "overflow" => {
            let picked = picked.ok_or_else(|| refused(placed, "nothing_chosen", "needs selected_option"))?;
            let options = super::fill::static_options(placed.element);
            action.insert("selected_option".into(), option_among(placed, picked, &options)?);
        }
        _ => {
            let picked = picked.ok_or_else(|| refused(placed, "nothing_chosen", "needs what was chosen"))?;
            let state = filled(workspace, placed, picked, offered)?;
            action.extend(state.as_object().cloned().unwrap_or_default());
        }
    }
    Ok(action)
}

/// What an item says of its element, whatever is chosen.
fn as_shown(placed: &Placed<'_>) -> Map<String, Value> {
    let mut action = Map::new();
    action.insert("type".into(), placed.kind().into());
    action.insert("block_id".into(), placed.block_id.into());
    action.insert("action_id".into(), placed.action_id.into());
    for key in ["text", "value", "style", "placeholder", "url", "confirm"] {
        if let Some(shown) = placed.element.get(key) {
            action.insert(key.into(), shown.clone());
        }
    }
    let initial = placed.element.as_object().into_iter().flatten();
    let initial = initial.filter(|(key, _)| key.starts_with("initial_"));
    action.extend(initial.map(|(key, shown)| (key.clone(), shown.clone())));
    action
}

/// A view remembers what was chosen in it.
fn keep(workspace: &mut Workspace, spot: &Spot, placed: &Placed<'_>, action: &Map<String, Value>) {
    let Spot::View(id) = spot else { return };
    let key = (placed.block_id.to_owned(), placed.action_id.to_owned());
    let Some(view) = workspace.views.get_mut(id) else { return };
    // What was wrong there has been touched.
    view.errors.remove(placed.block_id);
    let Some(held) = view.held.get_mut(&key) else { return };
    for (name, value) in held.as_object_mut().into_iter().flatten() {
        if let Some(chosen) = action.get(name) {
            *value = chosen.clone();
        }
    }
}

fn payload(
    workspace: &mut Workspace,
    url: &str,
    user: &User,
    spot: &Spot,
    placed: &Placed<'_>,
    mut action: Map<String, Value>,
) -> (Value, String) {
    action.insert("action_ts".into(), workspace.next_ts().into());
    let mut payload = payloads::interaction(workspace, "block_actions", user);
    let trigger = match spot {
        Spot::View(id) => workspace.issue_trigger(&user.id, Some(id)),
        Spot::Message { .. } => workspace.issue_trigger(&user.id, None),
    };
    payload["trigger_id"] = trigger.clone().into();
    payload["actions"] = json!([action]);
    match spot {
        Spot::View(id) => put_view(workspace, id, &mut payload),
        Spot::Message { channel, ts, is_ephemeral } => {
            let origin =
                if *is_ephemeral { Origin::Ephemeral(ts.clone()) } else { Origin::Message(ts.clone()) };
            let secret = workspace.issue_response_url(&user.id, channel, Some(origin));
            payload["response_url"] = format!("{url}/hooks/actions/{}/{secret}", workspace.team.id).into();
            put_message(workspace, channel, ts, *is_ephemeral, &mut payload);
            payload["state"] = json!({"values": message_values(workspace, channel, ts, placed, &action)});
        }
    }
    (payload, trigger)
}

pub(super) fn put_view(workspace: &Workspace, id: &str, payload: &mut Value) {
    payload["container"] = json!({"type": "view", "view_id": id});
    if let Some(view) = workspace.views.get(id) {
        payload["view"] = view.to_json(workspace);
    }
}

/// Container, channel and message. Slack leaves the message of an ephemeral one out.
pub(super) fn put_message(
    workspace: &Workspace,
    channel: &str,
    ts: &str,
    is_ephemeral: bool,
    payload: &mut Value,
) {
    let Some((channel, message)) = message_at(workspace, channel, ts) else { return };
    payload["container"] =
        json!({"type": "message", "message_ts": ts, "channel_id": channel.id, "is_ephemeral": is_ephemeral});
    if let Some(thread) = &message.thread_ts {
        payload["container"]["thread_ts"] = thread.clone().into();
    }
    payload["channel"] = payloads::channel(channel);
    if !is_ephemeral {
        payload["message"] = message.to_json_in(workspace, channel);
    }
}

/// `state.values` of a message: its stateful elements, with the present choice among them.
fn message_values(
    workspace: &Workspace,
    channel: &str,
    ts: &str,
    placed: &Placed<'_>,
    action: &Map<String, Value>,
) -> Value {
    let mut values = json!({});
    let blocks = message_at(workspace, channel, ts).and_then(|(_, message)| message.blocks.clone());
    let Some(blocks) = blocks else { return values };
    for one in elements(&blocks) {
        let Some(mut state) = initial_state(one.element) else { continue };
        if one.block_id == placed.block_id && one.action_id == placed.action_id {
            for (name, value) in state.as_object_mut().into_iter().flatten() {
                *value = action.get(name).unwrap_or(value).clone();
            }
        }
        if values.get(one.block_id).is_none() {
            values[one.block_id] = json!({});
        }
        values[one.block_id][one.action_id] = state;
    }
    values
}
