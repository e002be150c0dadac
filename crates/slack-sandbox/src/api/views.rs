//! `views.*`: modals and the home tab.

use serde_json::{Value, json};

use super::blocks::view_problems;
use super::call::Call;
use super::refusal::{Answer, Refusal};
use crate::model::{Surface, TriggerError};

/// A modal is at most three views deep.
pub(crate) const DEEPEST_STACK: usize = 3;

pub(super) fn open(call: &mut Call<'_>) -> Answer {
    let view = view(call, Surface::Modal)?;
    let (trigger, user, _) = trigger(call)?;
    unique_external_id(call, &view, None)?;
    call.workspace.use_trigger(&trigger);
    let id = call.workspace.open_modal(&user, view);
    shown(call, &id)
}

/// Needs a trigger from an interaction inside the open modal.
pub(super) fn push(call: &mut Call<'_>) -> Answer {
    let view = view(call, Surface::Modal)?;
    let (trigger, user, from) = trigger(call)?;
    let from = from.filter(|from| call.workspace.is_open(&user, from));
    if from.is_none() {
        return Err("not_found".into());
    }
    if call.workspace.stacks.get(&user).is_some_and(|stack| stack.len() >= DEEPEST_STACK) {
        return Err("push_limit_reached".into());
    }
    unique_external_id(call, &view, None)?;
    call.workspace.use_trigger(&trigger);
    let id = call.workspace.push_modal(&user, view);
    shown(call, &id)
}

pub(super) fn update(call: &mut Call<'_>) -> Answer {
    let id = match (call.args.text("view_id")?, call.args.text("external_id")?) {
        (Some(id), _) => call.workspace.views.get(&id).ok_or("not_found")?.id.clone(),
        (None, Some(external)) => {
            call.workspace.view_by_external_id(&external).ok_or("not_found")?.id.clone()
        }
        (None, None) => return Err(Refusal::missing("view_id")),
    };
    let surface = call.workspace.views[&id].surface;
    let view = view(call, surface)?;
    check_hash(call, &id)?;
    unique_external_id(call, &view, Some(&id))?;
    call.workspace.update_view(&id, view);
    shown(call, &id)
}

pub(super) fn publish(call: &mut Call<'_>) -> Answer {
    let user = call.args.required("user_id")?;
    let view = view(call, Surface::Home)?;
    if call.workspace.user(&user).is_none_or(|user| user.is_bot || user.deleted) {
        return Err(Refusal::argument("user not found [json-pointer:/user_id]"));
    }
    let published = call.workspace.homes.get(&user).cloned();
    if let Some(id) = &published {
        check_hash(call, id)?;
    }
    unique_external_id(call, &view, published.as_deref())?;
    let id = call.workspace.publish_home(&user, view);
    shown(call, &id)
}

/// The view argument, checked against Block Kit and the surface it is for.
fn view(call: &Call<'_>, surface: Surface) -> Result<Value, Refusal> {
    let view = call.args.nested("view", "invalid_json")?.ok_or_else(|| Refusal::missing("view"))?;
    check_view(&view, surface)?;
    Ok(view)
}

/// What Slack refuses in a view for this surface.
pub(crate) fn check_view(view: &Value, surface: Surface) -> Result<(), Refusal> {
    view_problems(view)?;
    let expected = if surface == Surface::Modal { "modal" } else { "home" };
    if view["type"] != expected {
        return Err(Refusal::argument(&format!("expected type {expected} [json-pointer:/view/type]")));
    }
    let problem = |text: &str| Err(Refusal::argument(&format!("{text} [json-pointer:/view]")));
    if surface == Surface::Modal && !view["title"].is_object() {
        return problem("missing required field: title");
    }
    if !view["blocks"].is_array() {
        return problem("missing required field: blocks");
    }
    Ok(())
}

/// The trigger, the person it belongs to and the view it came from. Not used up yet.
fn trigger(call: &Call<'_>) -> Result<(String, String, Option<String>), Refusal> {
    let trigger = call.args.required("trigger_id")?;
    match call.workspace.check_trigger(&trigger) {
        Ok((user, view)) => Ok((trigger, user, view)),
        Err(TriggerError::Unknown) => Err("invalid_trigger_id".into()),
        Err(TriggerError::Expired) => Err("expired_trigger_id".into()),
        Err(TriggerError::Used) => Err("exchanged_trigger_id".into()),
    }
}

/// A hash that was sent must be the current one; an empty one never is.
fn check_hash(call: &Call<'_>, id: &str) -> Result<(), Refusal> {
    match call.args.text("hash")? {
        Some(hash) if call.workspace.views.get(id).is_none_or(|view| view.hash != hash) => {
            Err("hash_conflict".into())
        }
        _ => Ok(()),
    }
}

fn unique_external_id(call: &Call<'_>, view: &Value, own: Option<&str>) -> Result<(), Refusal> {
    let Some(external) = view["external_id"].as_str().filter(|id| !id.is_empty()) else { return Ok(()) };
    match call.workspace.view_by_external_id(external) {
        Some(holder) if Some(holder.id.as_str()) != own => Err("duplicate_external_id".into()),
        _ => Ok(()),
    }
}

fn shown(call: &Call<'_>, id: &str) -> Answer {
    let view = call.workspace.views.get(id).ok_or("not_found")?;
    let mut wire = view.to_json(call.workspace);
    // The answer to the app shows no state: nobody has seen the view yet.
    wire["state"] = json!({"values": {}});
    Ok(json!({"view": wire}))
}
