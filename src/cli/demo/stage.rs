//! The script's hands and eyes: it acts through the local Slack's control API and prints what appears.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use slack_sandbox::{MessageState, State, transcript};

type Body = Full<hyper::body::Bytes>;

/// How long the script waits for something to appear.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it looks meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The local Slack, seen through its control API.
pub(super) struct Stage {
    url: String,
    client: Client<HttpConnector, Body>,
    printed: HashMap<(String, String), String>,
}

impl Stage {
    pub(super) fn new(url: String) -> Self {
        Self { url, client: Client::builder(TokioExecutor::new()).build_http(), printed: HashMap::new() }
    }

    /// Somebody types the slash command.
    pub(super) async fn types(&mut self, user: &str, channel: &str, text: &str) -> anyhow::Result<()> {
        println!("\n● {user} types in #{channel}: /incident {text}");
        let request = json!({"user": user, "channel": channel, "command": "/incident", "text": text});
        let outcome = self.act("command", &request).await?;
        self.print_outcome(user, &outcome).await
    }

    /// Somebody presses a button, or chooses in a select, in the newest message that has it.
    pub(super) async fn presses(
        &mut self,
        user: &str,
        channel: &str,
        action: &str,
        choice: Value,
    ) -> anyhow::Result<()> {
        let ts = self.newest_with(channel, action).await?;
        let chosen = choice.as_object().and_then(|choice| choice.values().next()).and_then(Value::as_str);
        let what = chosen.map(|chosen| format!(" ({chosen})")).unwrap_or_default();
        println!("\n● {user} uses {action}{what} in #{channel}");
        let mut request = json!({"user": user, "channel": channel, "message_ts": ts, "action_id": action});
        for (key, value) in choice.as_object().into_iter().flatten() {
            request[key] = value.clone();
        }
        let outcome = self.act("click", &request).await?;
        self.print_outcome(user, &outcome).await
    }

    /// Somebody sends the form that is open before them.
    pub(super) async fn sends(&mut self, user: &str, values: &[(&str, Value)]) -> anyhow::Result<()> {
        println!("\n● {user} sends the form");
        let mut fields = json!({});
        for (block, value) in values {
            println!("    {block}: {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            fields[*block] = json!({"input": value});
        }
        let outcome = self.act("submit", &json!({"user": user, "values": fields})).await?;
        ensure!(outcome["field_errors"] == json!({}), "the form was not taken: {}", outcome["field_errors"]);
        self.print_outcome(user, &outcome).await
    }

    /// The value that a field of the open form begins with.
    pub(super) async fn prefilled(&mut self, user: &str, block: &str) -> anyhow::Result<Value> {
        let state = self.state().await?;
        let id = user_id(&state, user)?;
        let view = state.views.get(&id).and_then(|views| views.last()).context("no form is open")?;
        let blocks = view["blocks"].as_array().context("a form has blocks")?;
        let field = blocks.iter().find(|b| b["block_id"] == block).context("the form has no such field")?;
        Ok(field["element"]["initial_date_time"].clone())
    }

    /// Waits until a message in the channel has these words, and prints everything that appeared meanwhile.
    pub(super) async fn waits_for(&mut self, channel: &str, words: &str) -> anyhow::Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let state = self.state().await?;
            let shown =
                state.channel(channel).map(|channel| all_messages(&channel.messages)).unwrap_or_default();
            if shown.iter().any(|message| transcript::read(message, &state).contains(words)) {
                self.print_news(&state);
                return Ok(());
            }
            ensure!(Instant::now() < deadline, "nobody in #{channel} ever saw '{words}'");
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits for the file and answers its content.
    pub(super) async fn waits_for_file(&mut self, name: &str) -> anyhow::Result<String> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let state = self.state().await?;
            if let Some(file) = state.files.iter().find(|file| file.name == name && !file.shares.is_empty()) {
                self.print_news(&state);
                return file.text.clone().context("the file holds no text");
            }
            ensure!(Instant::now() < deadline, "{name} never appeared");
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn newest_with(&self, channel: &str, action: &str) -> anyhow::Result<String> {
        let state = self.state().await?;
        let found = state.channel(channel).with_context(|| format!("there is no #{channel}"))?;
        let has = |message: &&MessageState| message.blocks.to_string().contains(&format!("\"{action}\""));
        let newest = found.messages.iter().rev().find(has);
        Ok(newest.with_context(|| format!("nothing in #{channel} offers '{action}'"))?.ts.clone())
    }

    async fn print_outcome(&mut self, user: &str, outcome: &Value) -> anyhow::Result<()> {
        if let Some(error) = outcome["error"].as_str() {
            bail!("{user} saw: {error}");
        }
        let state = self.state().await?;
        for shown in outcome["shown"].as_array().into_iter().flatten() {
            let words = shown["text"].as_str().unwrap_or_default();
            print_indented(
                &format!("only {user} sees"),
                &with_handles(&transcript::in_words(words, &state), &state),
            );
        }
        if let Some(title) = outcome["view"]["title"]["text"].as_str() {
            println!("    a form opens: {title}");
        }
        Ok(())
    }

    /// Prints what is new or was edited since the last time.
    fn print_news(&mut self, state: &State) {
        for channel in state.channels.iter().filter(|channel| !channel.name.is_empty()) {
            for message in all_messages(&channel.messages) {
                let text = with_handles(&transcript::read(message, state), state);
                let key = (channel.id.clone(), message.ts.clone());
                let before = self.printed.insert(key, text.clone());
                let verb = match before {
                    None => "says",
                    Some(before) if before != text => "now shows",
                    Some(_) => continue,
                };
                let speaker =
                    message.user.as_deref().map_or_else(|| "somebody".to_owned(), |id| name(state, id));
                print_indented(&format!("#{} · {speaker} {verb}", channel.name), &text);
            }
        }
    }

    async fn act(&self, route: &str, request: &Value) -> anyhow::Result<Value> {
        let request = http::Request::post(format!("{}/sandbox/{route}", self.url))
            .header("content-type", "application/json")
            .body(Body::from(request.to_string()))?;
        let (status, body) = self.call(request).await?;
        ensure!(status.is_success(), "/sandbox/{route} refused: {body}");
        Ok(body)
    }

    async fn state(&self) -> anyhow::Result<State> {
        let request = http::Request::get(format!("{}/sandbox/state", self.url)).body(Body::default())?;
        Ok(serde_json::from_value(self.call(request).await?.1)?)
    }

    async fn call(&self, request: http::Request<Body>) -> anyhow::Result<(http::StatusCode, Value)> {
        let answer = self.client.request(request).await.context("the local Slack does not answer")?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        Ok((status, serde_json::from_slice(&body)?))
    }
}

fn all_messages(messages: &[MessageState]) -> Vec<&MessageState> {
    messages.iter().flat_map(|message| std::iter::once(message).chain(&message.replies)).collect()
}

fn user_id(state: &State, name: &str) -> anyhow::Result<String> {
    let found = state.users.iter().find(|user| user["name"] == name);
    Ok(found.and_then(|user| user["id"].as_str()).with_context(|| format!("there is no {name}"))?.to_owned())
}

fn name(state: &State, id: &str) -> String {
    let found = state.users.iter().find(|user| user["id"] == id);
    found.and_then(|user| user["name"].as_str()).unwrap_or(id).to_owned()
}

/// The text with the handles of user groups in place of their ids: `@payments`.
fn with_handles(text: &str, state: &State) -> String {
    state.usergroups.iter().fold(text.to_owned(), |text, group| {
        let part = |key: &str| group[key].as_str().unwrap_or_default();
        text.replace(&format!("<!subteam^{}>", part("id")), &format!("@{}", part("handle")))
    })
}

fn print_indented(heading: &str, text: &str) {
    println!("    {heading}:");
    for line in text.lines() {
        println!("      {line}");
    }
}
