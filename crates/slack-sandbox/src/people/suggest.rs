//! Typing into an external select: `block_suggestion`.

use std::sync::Arc;

use serde_json::Value;

use super::click::{Spot, blocks_at, put_message, put_view, spot};
use super::fill::static_options;
use super::looks::deliver;
use super::place::{element, person};
use super::{Misuse, Suggest, Suggestions};
use crate::app::{Parcel, payloads};
use crate::hub::Hub;
use crate::model::Workspace;

/// Slack draws at most this many options.
const MOST_OPTIONS: usize = 100;

pub(crate) async fn suggest(hub: &Arc<Hub>, suggest: Suggest) -> Result<Suggestions, Misuse> {
    let (parcel, surface, (block, action)) = hub.change(|workspace| prepare(workspace, &suggest))?;
    let reply = deliver(hub, &parcel).await;
    let options = if reply.ack.is_ok() { offered(&reply.ack.body) } else { None };
    let error = options.is_none().then(|| "The options could not be loaded.".to_owned());
    let options = options.unwrap_or_default();
    hub.change(|workspace| workspace.note_offered(&surface, &block, &action, &options));
    Ok(Suggestions { ack: Some(reply.ack), options, error })
}

type Prepared = (Parcel, String, (String, String));

fn prepare(workspace: &mut Workspace, suggest: &Suggest) -> Result<Prepared, Misuse> {
    let user = person(workspace, &suggest.user)?.clone();
    let spot = spot(
        workspace,
        &user,
        suggest.view_id.as_deref(),
        suggest.channel.as_deref(),
        suggest.message_ts.as_deref(),
    )?;
    let blocks = blocks_at(workspace, &spot);
    let placed = element(&blocks, &suggest.action_id, suggest.block_id.as_deref(), None)?;
    if !placed.kind().ends_with("external_select") {
        return Err(Misuse::new(
            "not_an_external_select",
            format!("{} is a {}", placed.action_id, placed.kind()),
        ));
    }
    let least = placed.element["min_query_length"].as_u64().unwrap_or(3);
    if (suggest.query.chars().count() as u64) < least {
        return Err(Misuse::new("query_too_short", format!("the client asks only after {least} characters")));
    }
    let mut payload = payloads::interaction(workspace, "block_suggestion", &user);
    payload["action_id"] = placed.action_id.into();
    payload["block_id"] = placed.block_id.into();
    payload["value"] = suggest.query.clone().into();
    match &spot {
        Spot::View(id) => put_view(workspace, id, &mut payload),
        Spot::Message { channel, ts, is_ephemeral } => {
            put_message(workspace, channel, ts, *is_ephemeral, &mut payload);
        }
    }
    let key = (placed.block_id.to_owned(), placed.action_id.to_owned());
    Ok((payloads::wrapped(&payload), spot.surface(), key))
}

/// The options in an answer; `None` when it has both kinds, neither, or too many.
fn offered(body: &str) -> Option<Vec<Value>> {
    let body: Value = serde_json::from_str(body).ok()?;
    let groups = body["option_groups"].as_array();
    if body["options"].is_array() == groups.is_some()
        || groups.is_some_and(|groups| groups.len() > MOST_OPTIONS)
    {
        return None;
    }
    let too_many = |list: &Value| list.as_array().is_some_and(|list| list.len() > MOST_OPTIONS);
    if too_many(&body["options"]) || groups.into_iter().flatten().any(|group| too_many(&group["options"])) {
        return None;
    }
    Some(static_options(&body))
}
