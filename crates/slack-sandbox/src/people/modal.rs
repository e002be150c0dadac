//! Submitting and leaving modals.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::fill::{filled, is_answered, refused};
use super::looks::{Screen, TROUBLE_CONNECTING, deliver};
use super::place::{element, person, top_or};
use super::{CloseView, Misuse, Outcome, Submit};
use crate::api::{DEEPEST_STACK, check_view};
use crate::app::{Ack, Parcel, payloads};
use crate::hub::Hub;
use crate::model::elements::{Placed, elements};
use crate::model::{Surface, User, View, Workspace};

struct Sending {
    parcel: Parcel,
    user: String,
    view: String,
    trigger: String,
    screen: Screen,
}

pub(crate) async fn submit(hub: &Arc<Hub>, submit: Submit) -> Result<Outcome, Misuse> {
    let sending = hub.change(|workspace| prepare(workspace, &hub.url, &submit))?;
    let reply = deliver(hub, &sending.parcel).await;
    let mut outcome = hub.change(|workspace| {
        let outcome = answered(workspace, &sending, &reply.ack);
        workspace.complain(&sending.view, outcome.error.clone(), outcome.field_errors.clone());
        outcome
    });
    let patience = Duration::from_millis(submit.wait_milliseconds);
    outcome.view = sending.screen.wait(hub, &sending.user, patience).await;
    outcome.ack = Some(reply.ack);
    outcome.trigger_id = Some(sending.trigger);
    outcome.delivery = Some(reply.delivery);
    Ok(outcome)
}

fn prepare(workspace: &mut Workspace, url: &str, submit: &Submit) -> Result<Sending, Misuse> {
    let user = person(workspace, &submit.user)?.clone();
    let view = top_or(workspace, &user, submit.view_id.as_deref())?;
    if view.surface == Surface::Home || !view.has_submit() {
        return Err(Misuse::new("nothing_to_submit", format!("view {} has no submit button", view.id)));
    }
    let id = view.id.clone();
    workspace.complain(&id, None, BTreeMap::new());
    fill_in(workspace, &id, &submit.values)?;
    require_answers(workspace, &id)?;
    workspace.send_off(&id);
    let trigger = workspace.issue_trigger(&user.id, Some(&id));
    let response_urls = response_urls(workspace, url, &user, &id);
    let screen = Screen::of(workspace, &user.id);
    let mut payload = payloads::interaction(workspace, "view_submission", &user);
    payload["trigger_id"] = trigger.clone().into();
    payload["view"] = workspace.views[&id].to_json(workspace);
    payload["response_urls"] = response_urls;
    Ok(Sending { parcel: payloads::wrapped(&payload), user: user.id, view: id, trigger, screen })
}

/// Fills the inputs named in `values`; what was filled stays even if a later one is refused, as on a screen.
fn fill_in(workspace: &mut Workspace, id: &str, values: &Value) -> Result<(), Misuse> {
    let blocks = workspace.views[id].blocks.clone();
    for (block, actions) in values.as_object().into_iter().flatten() {
        let actions = actions.as_object().ok_or_else(|| {
            Misuse::new("bad_values", format!("values.{block} must be an object of action_id and value"))
        })?;
        for (action, chosen) in actions {
            let placed = element(&blocks, action, Some(block), None)?;
            let key = (block.clone(), action.clone());
            let offered = workspace.offered_in(id, &placed);
            let state = filled(workspace, &placed, chosen, &offered)?;
            if let Some(view) = workspace.views.get_mut(id) {
                view.held.insert(key, state);
            }
        }
    }
    Ok(())
}

fn require_answers(workspace: &Workspace, id: &str) -> Result<(), Misuse> {
    match unanswered(&workspace.views[id]).first() {
        None => Ok(()),
        Some(placed) => {
            Err(refused(placed, "required_input_empty", "must be filled in before the modal can be sent"))
        }
    }
}

/// The inputs that have to be filled in and are not.
pub(crate) fn unanswered(view: &View) -> Vec<Placed<'_>> {
    let holds =
        |placed: &Placed<'_>| view.held.get(&(placed.block_id.to_owned(), placed.action_id.to_owned()));
    let placed = elements(&view.blocks).into_iter();
    placed.filter(|placed| !placed.is_optional() && !is_answered(holds(placed), placed)).collect()
}

/// One for every conversation or channel select that asked for it, in input blocks only.
fn response_urls(workspace: &mut Workspace, url: &str, user: &User, id: &str) -> Value {
    let view = &workspace.views[id];
    let wanted: Vec<(String, String, String)> = elements(&view.blocks)
        .iter()
        .filter(|placed| placed.input.is_some() && placed.element["response_url_enabled"] == true)
        .filter_map(|placed| {
            let state = view.held.get(&(placed.block_id.to_owned(), placed.action_id.to_owned()))?;
            let channel = state["selected_conversation"].as_str().or(state["selected_channel"].as_str())?;
            Some((placed.block_id.to_owned(), placed.action_id.to_owned(), channel.to_owned()))
        })
        .collect();
    let team = workspace.team.id.clone();
    let urls = wanted.into_iter().map(|(block, action, channel)| {
        let secret = workspace.issue_response_url(&user.id, &channel, None);
        json!({"block_id": block, "action_id": action, "channel_id": channel,
            "response_url": format!("{url}/hooks/app/{team}/{secret}")})
    });
    urls.collect()
}

/// Applies the acknowledgement. Anything Slack cannot make sense of looks like a connection problem.
fn answered(workspace: &mut Workspace, sending: &Sending, ack: &Ack) -> Outcome {
    let trouble = || Outcome { error: Some(TROUBLE_CONNECTING.into()), ..Outcome::default() };
    if !ack.is_ok() {
        return trouble();
    }
    if ack.body.is_empty() {
        close_one(workspace, &sending.user, &sending.view);
        return Outcome::default();
    }
    let Ok(body) = serde_json::from_str::<Value>(&ack.body) else { return trouble() };
    match body["response_action"].as_str() {
        Some("errors") => field_errors(workspace, &sending.view, &body["errors"]).unwrap_or_else(trouble),
        Some("update") if is_modal(&body["view"]) => {
            workspace.update_view(&sending.view, body["view"].clone());
            Outcome::default()
        }
        Some("push") if is_modal(&body["view"]) && depth(workspace, &sending.user) < DEEPEST_STACK => {
            workspace.push_modal(&sending.user, body["view"].clone());
            Outcome::default()
        }
        Some("clear") => {
            workspace.close_all(&sending.user);
            Outcome::default()
        }
        _ => trouble(),
    }
}

fn is_modal(view: &Value) -> bool {
    check_view(view, Surface::Modal).is_ok()
}

fn depth(workspace: &Workspace, user: &str) -> usize {
    workspace.stacks.get(user).map_or(0, Vec::len)
}

/// Every key must be the block of an input, and every message a text.
fn field_errors(workspace: &Workspace, view: &str, errors: &Value) -> Option<Outcome> {
    let blocks = workspace.views.get(view)?.blocks.as_array()?;
    let is_input = |id: &str| blocks.iter().any(|block| block["type"] == "input" && block["block_id"] == id);
    let errors = errors.as_object().filter(|errors| !errors.is_empty())?;
    let field_errors = errors
        .iter()
        .map(|(block, message)| {
            Some((block.clone(), message.as_str().filter(|_| is_input(block))?.to_owned()))
        })
        .collect::<Option<_>>()?;
    Some(Outcome { field_errors, ..Outcome::default() })
}

fn close_one(workspace: &mut Workspace, user: &str, id: &str) {
    let Some(stack) = workspace.stacks.get_mut(user) else { return };
    stack.retain(|view| view != id);
    if stack.is_empty() {
        workspace.stacks.remove(user);
    }
    workspace.forget_view(id);
}

/// By Cancel the topmost view goes, or all of them if it says so; by × all of them.
pub(crate) async fn close_view(hub: &Arc<Hub>, close: CloseView) -> Result<Outcome, Misuse> {
    let (user, parcel) = hub.change(|workspace| leave(workspace, &close))?;
    let view = hub.read(|workspace| workspace.top_view(&user).map(|view| view.to_json(workspace)));
    let Some(parcel) = parcel else { return Ok(Outcome { view, ..Outcome::default() }) };
    let reply = deliver(hub, &parcel).await;
    Ok(Outcome { ack: Some(reply.ack), delivery: Some(reply.delivery), view, ..Outcome::default() })
}

fn leave(workspace: &mut Workspace, close: &CloseView) -> Result<(String, Option<Parcel>), Misuse> {
    let user = person(workspace, &close.user)?.clone();
    let view = top_or(workspace, &user, close.view_id.as_deref())?;
    if view.surface == Surface::Home {
        return Err(Misuse::new("not_a_modal", "the home tab cannot be closed"));
    }
    let clears = close.all || view.flag("clear_on_close");
    let told = if clears { &workspace.views[&view.root] } else { view };
    let mut payload = payloads::interaction(workspace, "view_closed", &user);
    payload["view"] = told.to_json(workspace);
    payload["is_cleared"] = clears.into();
    let parcel = told.flag("notify_on_close").then(|| payloads::wrapped(&payload));
    if clears {
        workspace.close_all(&user.id);
    } else {
        workspace.close_top(&user.id);
    }
    Ok((user.id, parcel))
}
