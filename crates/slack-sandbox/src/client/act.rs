//! What people do in the browser. Each act becomes what a program would ask of the control API.
//!
//! An act answers 204; what it changed arrives with the live updates. What the person must read at once (Slack's words
//! about a failure, or why the client refuses) comes as text with status 422.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::blocks::field_name;
use super::window::language_of;
use super::words::Language;
use super::{inspector, refusals};
use crate::hub::Hub;
use crate::model::Workspace;
use crate::model::elements::{Placed, elements, state_key};
use crate::people::{
    self, ChannelAct, ChannelVerb, Click, CloseView, Command, Edit, Home, Misuse, Outcome, PinMessage, React,
    Say, Shortcut, Submit,
};

/// What a form or button sends, in order.
pub(crate) struct Fields(Vec<(String, String)>, Language);

impl Fields {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    pub(super) fn some(&self, name: &str) -> Option<String> {
        self.get(name).filter(|value| !value.is_empty()).map(ToOwned::to_owned)
    }

    pub(super) fn is_set(&self, name: &str) -> bool {
        self.get(name) == Some("true")
    }

    fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }
}

/// `POST …/act/{act}`
pub(crate) async fn act(
    State(hub): State<Arc<Hub>>,
    Path((user, _, act)): Path<(String, String, String)>,
    headers: HeaderMap,
    axum::Form(fields): axum::Form<Vec<(String, String)>>,
) -> Response {
    let language = hub.read(|workspace| language_of(workspace, &user, &headers));
    // What a person does goes on when they leave the page meanwhile.
    let acting = tokio::spawn(async move { perform(&hub, &user, &act, &Fields(fields, language)).await });
    let Ok(done) = acting.await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    match done {
        Ok(None) => StatusCode::NO_CONTENT.into_response(),
        Ok(Some(trouble)) => (StatusCode::UNPROCESSABLE_ENTITY, trouble).into_response(),
        Err(misuse) => {
            (StatusCode::UNPROCESSABLE_ENTITY, refusals::words(language, &misuse.error)).into_response()
        }
    }
}

/// What the person must read about it, if anything.
type Done = Result<Option<String>, Misuse>;

async fn perform(hub: &Arc<Hub>, user: &str, act: &str, fields: &Fields) -> Done {
    match act {
        "send" => send(hub, user, fields).await,
        "click" => click(hub, user, fields).await,
        "submit" => submit(hub, user, fields).await,
        "close" => close(hub, user, fields).await,
        "shortcut" => people::shortcut(hub, shortcut(user, fields)).await.map(told),
        "home" => people::open_home(hub, Home::new(user)).await.map(told),
        "react" => people::react(hub, &reaction(user, fields)).map(quietly),
        "pin" => people::pin(hub, &pin(user, fields)).map(quietly),
        "edit" | "delete" => people::edit(hub, &edit(user, act, fields)).map(quietly),
        "join" | "leave" | "create" | "invite" => channel_act(hub, user, act, fields),
        "dismiss" => dismiss(hub, user, fields),
        "read" => read(hub, user, fields),
        "redeliver" | "trouble" | "preset" | "stop-trouble" => {
            inspector::act(hub, act, fields).await.map(quietly)
        }
        _ => Err(Misuse::new("unknown_act", format!("nobody can do {act:?} here"))),
    }
}

fn told(outcome: Outcome) -> Option<String> {
    outcome.error
}

fn quietly((): ()) -> Option<String> {
    None
}

/// A message, or a slash command if it begins like one.
async fn send(hub: &Arc<Hub>, user: &str, fields: &Fields) -> Done {
    let (channel, text, thread_ts) = (fields.text("channel"), fields.text("text"), fields.some("thread_ts"));
    if text.starts_with('/') {
        let (command, rest) = text.split_once(char::is_whitespace).unwrap_or((&text, ""));
        let command = Command { thread_ts, ..Command::new(user, &channel, command, rest) };
        // What failed underway stands in the channel already, in Slackbot's words.
        let outcome = people::command(hub, command).await?;
        return Ok(outcome.error.filter(|_| outcome.ack.is_none()));
    }
    let reply_broadcast = fields.is_set("reply_broadcast");
    let say = Say { thread_ts, reply_broadcast, ..Say::new(user, &channel, text.trim_end()) };
    people::say(hub, &say).map(|_| None)
}

async fn click(hub: &Arc<Hub>, user: &str, fields: &Fields) -> Done {
    let place = hub.read(|workspace| kind_of(workspace, fields));
    let mut click = Click {
        user: user.to_owned(),
        channel: fields.some("channel"),
        message_ts: fields.some("message_ts"),
        view_id: fields.some("view_id"),
        block_id: fields.some("block_id"),
        action_id: fields.text("action_id"),
        ..Click::default()
    };
    if let Some(kind) = place {
        click.chosen = chosen(&kind, fields);
    }
    people::click(hub, click).await.map(told)
}

/// The type of the element that is operated.
fn kind_of(workspace: &Workspace, fields: &Fields) -> Option<String> {
    let blocks = match fields.get("view_id") {
        Some(id) => workspace.views.get(id)?.blocks.clone(),
        None => {
            let channel = workspace.channel(fields.get("channel")?)?;
            let ts = fields.get("message_ts")?;
            let own = channel.ephemerals.iter().map(|one| &one.message).find(|message| message.ts == ts);
            channel.messages.get(ts).or(own)?.blocks.as_deref()?.clone()
        }
    };
    let (block, action) = (fields.get("block_id"), fields.get("action_id")?);
    let placed = elements(&blocks);
    let found =
        placed.iter().find(|one| one.action_id == action && block.is_none_or(|id| id == one.block_id))?;
    Some(found.kind().to_owned())
}

/// What was chosen, under the key that Slack uses for the element.
fn chosen(kind: &str, fields: &Fields) -> BTreeMap<String, Value> {
    let (key, many) = match kind {
        "button" => ("value", false),
        "overflow" => ("selected_option", false),
        kind => match state_key(kind) {
            Some(known) => known,
            None => return BTreeMap::new(),
        },
    };
    let values = fields.all(key);
    let value = match (many, values.first()) {
        (true, _) => json!(values.iter().filter(|value| !value.is_empty()).collect::<Vec<_>>()),
        (false, Some(value)) if !value.is_empty() => one_value(kind, value),
        (false, _) if kind == "button" => return BTreeMap::new(),
        (false, _) => Value::Null,
    };
    BTreeMap::from([(key.to_owned(), value)])
}

/// Instants are numbers; everything else is text.
fn one_value(kind: &str, value: &str) -> Value {
    match kind {
        "datetimepicker" => value.parse::<i64>().map_or(Value::Null, Value::from),
        _ => value.into(),
    }
}

/// The form of a modal: every control is named `block/action`, percent-encoded.
async fn submit(hub: &Arc<Hub>, user: &str, fields: &Fields) -> Done {
    if hub.read(|workspace| is_under_way(workspace, fields)) {
        return Ok(None);
    }
    let values = hub.read(|workspace| values(workspace, fields));
    let submit =
        Submit { user: user.to_owned(), view_id: fields.some("view_id"), values, ..Submit::default() };
    match people::submit(hub, submit).await {
        // Slack's words about it stand in the modal.
        Ok(_) => Ok(None),
        Err(misuse) => {
            hub.change(|workspace| explain(workspace, fields, &misuse)).map_or(Err(misuse), |()| Ok(None))
        }
    }
}

/// Whether the modal has been sent already and waits for its answer.
fn is_under_way(workspace: &Workspace, fields: &Fields) -> bool {
    fields.get("view_id").and_then(|id| workspace.views.get(id)).is_some_and(|view| view.is_under_way)
}

fn values(workspace: &Workspace, fields: &Fields) -> Value {
    let mut values = json!({});
    let Some(view) = fields.get("view_id").and_then(|id| workspace.views.get(id)) else { return values };
    for placed in elements(&view.blocks) {
        let Some((_, many)) = state_key(placed.kind()).filter(|_| placed.input.is_some()) else { continue };
        let sent = fields.all(&field_name(placed.block_id, placed.action_id));
        let sent: Vec<&str> = sent.into_iter().filter(|value| !value.is_empty()).collect();
        let value = match (many, sent.first()) {
            (true, _) => json!(sent),
            (false, Some(value)) => one_value(placed.kind(), value),
            (false, None) => Value::Null,
        };
        if values.get(placed.block_id).is_none() {
            values[placed.block_id] = json!({});
        }
        values[placed.block_id][placed.action_id] = value;
    }
    values
}

/// Puts the client's own refusal (empty, too long, no number) under the field it is about.
fn explain(workspace: &mut Workspace, fields: &Fields, misuse: &Misuse) -> Option<()> {
    let id = fields.get("view_id")?;
    let view = workspace.views.get_mut(id)?;
    let is_about = |placed: &Placed<'_>| {
        misuse.message.starts_with(&format!("{}/{} ", placed.block_id, placed.action_id))
    };
    let about: Vec<String> = match misuse.error.as_str() {
        "required_input_empty" => {
            people::unanswered(view).iter().map(|one| one.block_id.to_owned()).collect()
        }
        _ => elements(&view.blocks)
            .iter()
            .filter(|one| is_about(one))
            .map(|one| one.block_id.to_owned())
            .collect(),
    };
    let words = refusals::words(fields.1, &misuse.error);
    view.errors = about.iter().map(|block| (block.clone(), words.clone())).collect();
    (!about.is_empty()).then_some(())
}

async fn close(hub: &Arc<Hub>, user: &str, fields: &Fields) -> Done {
    let close =
        CloseView { user: user.to_owned(), view_id: fields.some("view_id"), all: fields.is_set("all") };
    people::close_view(hub, close).await.map(told)
}

fn shortcut(user: &str, fields: &Fields) -> Shortcut {
    Shortcut {
        user: user.to_owned(),
        callback_id: fields.text("callback_id"),
        channel: fields.some("channel"),
        message_ts: fields.some("message_ts"),
        ..Shortcut::default()
    }
}

fn reaction(user: &str, fields: &Fields) -> React {
    let name = fields.text("name").trim().trim_matches(':').to_lowercase();
    let react = React::add(user, &fields.text("channel"), &fields.text("message_ts"), &name);
    React { remove: fields.is_set("remove"), ..react }
}

fn pin(user: &str, fields: &Fields) -> PinMessage {
    let pin = PinMessage::add(user, &fields.text("channel"), &fields.text("message_ts"));
    PinMessage { remove: fields.is_set("remove"), ..pin }
}

fn edit(user: &str, act: &str, fields: &Fields) -> Edit {
    let text = (act == "edit").then(|| fields.text("text"));
    Edit {
        user: user.to_owned(),
        channel: fields.text("channel"),
        message_ts: fields.text("message_ts"),
        text,
    }
}

fn channel_act(hub: &Arc<Hub>, user: &str, act: &str, fields: &Fields) -> Done {
    let verb = match act {
        "join" => ChannelVerb::Join,
        "leave" => ChannelVerb::Leave,
        "invite" => ChannelVerb::Invite,
        _ => ChannelVerb::Create,
    };
    let act = ChannelAct {
        target: fields.some("target"),
        private: fields.is_set("private"),
        ..ChannelAct::new(user, verb, &fields.text("channel"))
    };
    people::channel_act(hub, &act).map(|_| None)
}

/// Takes a message that only this person sees off their screen.
fn dismiss(hub: &Arc<Hub>, user: &str, fields: &Fields) -> Done {
    let (channel, ts) = (fields.text("channel"), fields.text("message_ts"));
    hub.change(|workspace| {
        let own =
            workspace.find_user(user).zip(workspace.channel(&channel)).is_some_and(|(user, channel)| {
                channel.ephemerals.iter().any(|one| one.user == user.id && one.message.ts == ts)
            });
        if !own {
            return Err(Misuse::new("unknown_message", "there is no such message on this screen"));
        }
        workspace.forget_ephemeral(&channel, &ts);
        Ok(None)
    })
}

/// Only what is news is a change, lest two windows keep waking each other.
fn read(hub: &Arc<Hub>, user: &str, fields: &Fields) -> Done {
    let channel = fields.text("channel");
    let (id, is_news) = hub.read(|workspace| {
        let user =
            workspace.find_user(user).ok_or_else(|| Misuse::new("unknown_user", "nobody is called that"))?;
        Ok((user.id.clone(), workspace.newest_unread(&user.id, &channel).is_some()))
    })?;
    if is_news {
        hub.change(|workspace| workspace.mark_read(&id, &channel));
    }
    Ok(None)
}
