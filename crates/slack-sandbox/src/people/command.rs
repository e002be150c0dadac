//! Slash commands.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::looks::{Screen, command_error, deliver};
use super::place::{channel, person};
use super::typing::{Typed as Writing, rewritten};
use super::{Command, Misuse, Outcome};
use crate::app::payloads::{Typed, slash_command};
use crate::app::reply::Shown;
use crate::app::{Ack, Parcel};
use crate::hub::Hub;
use crate::model::{Author, Draft, Workspace};

/// The author of Slack's own words.
const SLACKBOT: &str = "USLACKBOT";

struct Sending {
    parcel: Parcel,
    user: String,
    channel: String,
    trigger: String,
    screen: Screen,
}

pub(crate) async fn command(hub: &Arc<Hub>, command: Command) -> Result<Outcome, Misuse> {
    let sending = match hub.change(|workspace| prepare(workspace, &hub.url, &command))? {
        Ok(sending) => sending,
        Err(refused) => return Ok(Outcome { error: Some(refused), ..Outcome::default() }),
    };
    let reply = deliver(hub, &sending.parcel).await;
    let (error, shown) = hub.change(|workspace| answered(workspace, &sending, &reply.ack, &command));
    let view =
        sending.screen.wait(hub, &sending.user, Duration::from_millis(command.wait_milliseconds)).await;
    Ok(Outcome {
        ack: Some(reply.ack),
        error,
        view,
        shown,
        trigger_id: Some(sending.trigger),
        delivery: Some(reply.delivery),
        ..Outcome::default()
    })
}

/// Builds the request, or gives Slack's own refusal to the person.
fn prepare(
    workspace: &mut Workspace,
    url: &str,
    command: &Command,
) -> Result<Result<Sending, String>, Misuse> {
    let user = person(workspace, &command.user)?.clone();
    let Ok(place) = channel(workspace, &user, &command.channel) else {
        return match workspace.find_channel(&command.channel) {
            Some(_) => Ok(Err(format!("{} failed with the error \"channel_not_found\"", command.command))),
            None => channel(workspace, &user, &command.channel).map(|_| Err(String::new())),
        };
    };
    let (channel_id, archived) = (place.id.clone(), place.is_archived);
    if archived {
        return Err(Misuse::new("channel_archived", "an archived channel has no composer to type into"));
    }
    if command.thread_ts.is_some() {
        return Ok(Err(format!("{} is not supported in threads. Sorry!", command.command)));
    }
    let Some(known) = workspace.app.commands.iter().find(|known| known.command == command.command) else {
        return Ok(Err(format!("{} is not a valid command.", command.command)));
    };
    let text = command.text.trim();
    let text = if known.should_escape {
        rewritten(workspace, &user, text, Writing::Command)
    } else {
        text.to_owned()
    };
    let trigger = workspace.issue_trigger(&user.id, None);
    let secret = workspace.issue_response_url(&user.id, &channel_id, None);
    let response_url = format!("{url}/hooks/commands/{}/{secret}", workspace.team.id);
    let place = workspace.channels.get(&channel_id).expect("it was found above");
    let typed =
        Typed { command: &command.command, text: &text, response_url: &response_url, trigger_id: &trigger };
    let parcel = slash_command(workspace, &user, place, &typed);
    let screen = Screen::of(workspace, &user.id);
    Ok(Ok(Sending { parcel, user: user.id, channel: channel_id, trigger, screen }))
}

/// Shows what the acknowledgement asks for, or Slackbot's words about its failure.
fn answered(
    workspace: &mut Workspace,
    sending: &Sending,
    ack: &Ack,
    command: &Command,
) -> (Option<String>, Vec<Value>) {
    let (user, channel) = (sending.user.as_str(), sending.channel.as_str());
    let error = command_error(&command.command, ack).or_else(|| {
        let shown = message_in(&ack.body).transpose()?;
        shown.err().map(|code| format!("{} failed with the error \"{code}\"", command.command))
    });
    if let Some(error) = error {
        let draft = Draft::new(channel, Author::Person(SLACKBOT.into()), error.clone());
        workspace.post_ephemeral(user, draft);
        return (Some(error), Vec::new());
    }
    let Ok(Some(shown)) = message_in(&ack.body) else { return (None, Vec::new()) };
    let in_channel = shown.in_channel;
    if in_channel {
        // Everybody sees what was typed. Slack tells the app nothing about that line.
        let typed = typed(workspace, user, command);
        workspace.post_quietly(Draft::new(channel, Author::Person(user.to_owned()), typed));
    }
    if !shown.has_content() {
        return (None, Vec::new());
    }
    let ts = shown.post(workspace, user, channel);
    (None, vec![stored(workspace, channel, &ts)])
}

/// The line as it was typed, as Slack stores it.
fn typed(workspace: &Workspace, user: &str, command: &Command) -> String {
    let line = format!("{} {}", command.command, command.text.trim());
    workspace
        .user(user)
        .map(|user| rewritten(workspace, user, line.trim(), Writing::Message))
        .unwrap_or_default()
}

/// The message in an acknowledgement: JSON or plain text; an empty body shows nothing.
fn message_in(body: &str) -> Result<Option<Shown>, String> {
    if body.trim().is_empty() {
        return Ok(None);
    }
    match serde_json::from_str::<Value>(body) {
        Ok(json @ Value::Object(_)) => Shown::read(&json).map(Some).map_err(|refusal| refusal.error),
        _ => Ok(Some(Shown::text(body))),
    }
}

fn stored(workspace: &Workspace, channel: &str, ts: &str) -> Value {
    let Some(channel) = workspace.channel(channel) else { return Value::Null };
    let ephemeral = channel.ephemerals.iter().find(|one| one.message.ts == ts).map(|one| &one.message);
    let message = channel.messages.get(ts).or(ephemeral);
    message.map_or(Value::Null, |message| {
        let mut wire = message.to_json(workspace);
        wire["is_ephemeral"] = json!(ephemeral.is_some());
        wire
    })
}
