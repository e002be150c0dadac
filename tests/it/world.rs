//! The stage for stories: a local Slack, a database, a clock that is moved by hand, and the service between them.
//!
//! Nothing sleeps: [`World::settle`] lets the service work until nothing is due. Everything that the bot says has to be
//! read before [`World::finish`], which also wants nothing left in the outbox.

use std::collections::HashMap;
use std::str::FromStr as _;
use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use firebell::app::{self, Parts};
use firebell::clock::Clock;
use firebell::config::Config;
use firebell::incident::{Incident, Ladder, Number, Severity, TimelineEntry, WorkspaceId};
use firebell::slack::method;
use secrecy::SecretString;
use serde_json::{Value, json};
use slack_sandbox::{
    App, Click, Command, MessageState, Options, Outcome, Sandbox, State, Submit, transcript,
};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, SqliteConnection};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) const SECRET: &str = "sandbox-signing-secret";

/// Sunday, 12:00 in Seoul.
pub(crate) fn noon() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-22T12:00:00+09:00").unwrap().to_utc()
}

/// The stage.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: Clock,
    pub(crate) config: Config,
    sandbox_clock: slack_sandbox::Clock,
    service: Option<Service>,
    read: Mutex<HashMap<String, String>>,
    _folder: tempfile::TempDir,
}

struct Service {
    parts: Parts,
    serving: JoinHandle<()>,
    address: String,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}, |_| {}).await
    }

    /// A stage with other settings, or another Slack.
    pub(crate) async fn start_with(
        configure: impl FnOnce(&mut Config),
        arrange: impl FnOnce(&mut Options),
    ) -> Self {
        let sandbox_clock = slack_sandbox::Clock::manual(noon());
        let scopes = method::scopes().into_iter().map(str::to_owned).collect();
        let app = App { signing_secret: SECRET.to_owned(), scopes, ..App::default() }.command("/incident");
        // An event that finds the service dead comes again at once, since those waits pass in real time.
        let event_retry_waits = vec![Duration::ZERO; 3];
        let mut options =
            Options { app, clock: sandbox_clock.clone(), event_retry_waits, ..Options::default() };
        arrange(&mut options);
        let sandbox = Sandbox::start(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::load(None, []).unwrap();
        config.database.url = format!("sqlite://{}/firebell.db", folder.path().display());
        config.slack.workspace = WorkspaceId::new("T0SANDBOX1");
        config.slack.bot_token = SecretString::from("xoxb-sandbox".to_owned());
        config.slack.signing_secrets = vec![SecretString::from(SECRET.to_owned())];
        config.slack.api_url = sandbox.api_url();
        "C0INCIDENT".clone_into(&mut config.incidents.announcement_channel);
        config.incidents.timezone = chrono_tz::Asia::Seoul;
        configure(&mut config);
        let mut world = Self {
            sandbox,
            clock: Clock::manual(noon()),
            config,
            sandbox_clock,
            service: None,
            read: Mutex::default(),
            _folder: folder,
        };
        world.open().await;
        world.parts().directory.refresh().await.unwrap();
        world
    }

    async fn open(&mut self) {
        let parts = app::build(&self.config, self.clock.clone()).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        self.sandbox.set_app_url(&address);
        let router = parts.router.clone();
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        self.service = Some(Service { parts, serving, address });
    }

    /// Kills the service where it stands and starts it anew on the same database and Slack. What it had begun
    /// is taken over.
    pub(crate) async fn restart(&mut self) {
        self.is_down_for(TimeDelta::zero()).await;
    }

    /// Kills the service, and starts it anew when that time has passed.
    pub(crate) async fn is_down_for(&mut self, span: TimeDelta) {
        let service = self.service.take().unwrap();
        service.serving.abort();
        service.parts.engine.store().close().await;
        drop(service);
        self.clock.advance(span);
        self.sandbox_clock.advance(span);
        self.open().await;
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.service.as_ref().unwrap().parts
    }

    /// Where the service listens.
    pub(crate) fn address(&self) -> &str {
        &self.service.as_ref().unwrap().address
    }

    /// Lets the service work until nothing is due.
    pub(crate) async fn settle(&mut self) {
        let parts = &mut self.service.as_mut().unwrap().parts;
        loop {
            self.sandbox.idle().await;
            parts.scheduler.look().await;
            let tried = parts.worker.drain().await;
            parts.background.close();
            parts.background.wait().await;
            parts.background.reopen();
            if tried == 0 {
                return;
            }
        }
    }

    /// Moves the time, a minute at a time, and lets the service work.
    pub(crate) async fn advance_minutes(&mut self, minutes: i64) {
        for _ in 0..minutes {
            self.advance(TimeDelta::minutes(1)).await;
        }
    }

    /// Moves the time at once and lets the service work.
    pub(crate) async fn advance(&mut self, by: TimeDelta) {
        self.clock.advance(by);
        self.sandbox_clock.advance(by);
        self.settle().await;
    }

    // ---- people ------------------------------------------------------------------------------------------------

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
        let open = self.parts().engine.store().open_incidents(&workspace(), 1).await.unwrap();
        open.readable[0].places.channel.as_ref().expect("the channel is open by now").to_string()
    }

    /// The database beside the service's own connections, for what another version or another program does to it.
    pub(crate) async fn database(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::from_str(&self.config.database.url).unwrap().foreign_keys(false);
        options.connect().await.unwrap()
    }

    // ---- looking -----------------------------------------------------------------------------------------------

    pub(crate) fn state(&self) -> State {
        self.sandbox.state()
    }

    /// The incident as it is stored.
    pub(crate) async fn incident(&self, number: i64) -> Incident {
        let found = self.parts().engine.store().incident(&workspace(), Number::new(number)).await.unwrap();
        found.expect("there is such an incident").incident
    }

    pub(crate) async fn timeline(&self, number: i64) -> Vec<TimelineEntry> {
        self.parts().engine.store().timeline(&workspace(), Number::new(number)).await.unwrap()
    }

    /// What was said in a channel, by people, Slack and the bot, since it was last read; replies too.
    pub(crate) fn reads(&self, channel: &str) -> String {
        self.in_words(&self.unread(channel))
    }

    /// As [`reads`](Self::reads), without Slack's own lines about who joined and what the topic is: these come in any
    /// order.
    pub(crate) fn hears(&self, channel: &str) -> String {
        let mut unread = self.unread(channel);
        unread.retain(|message| !message.subtype.as_deref().unwrap_or_default().starts_with("channel_"));
        self.in_words(&unread)
    }

    fn unread(&self, channel: &str) -> Vec<MessageState> {
        let state = self.state();
        let found = state.channel(channel).expect("there is such a channel");
        let mut read = self.read.lock().unwrap();
        let seen = read.entry(found.id.clone()).or_default();
        let all = found.messages.iter().flat_map(|message| std::iter::once(message).chain(&message.replies));
        let mut unread: Vec<MessageState> = all.filter(|message| message.ts > *seen).cloned().collect();
        unread.sort_by(|a, b| a.ts.cmp(&b.ts));
        if let Some(last) = unread.last() {
            seen.clone_from(&last.ts);
        }
        unread
    }

    fn in_words(&self, messages: &[MessageState]) -> String {
        let state = self.state();
        let texts: Vec<String> = messages.iter().map(|message| transcript::read(message, &state)).collect();
        texts.join("\n---\n")
    }

    /// What the newest message looks like now that has these words.
    pub(crate) fn sees(&self, channel: &str, words: &str) -> String {
        let state = self.state();
        let mut shown =
            self.messages(channel).into_iter().rev().map(|message| transcript::read(&message, &state));
        shown.find(|text| text.contains(words)).expect("there is such a message")
    }

    /// The messages of a channel, replies apart.
    pub(crate) fn messages(&self, channel: &str) -> Vec<MessageState> {
        self.state().channel(channel).expect("there is such a channel").messages.clone()
    }

    /// The message in which an action can be used: the newest that has it.
    pub(crate) fn with_action(&self, channel: &str, action: &str) -> String {
        let has = |message: &MessageState| message.blocks.to_string().contains(&format!("\"{action}\""));
        let found = self.messages(channel).into_iter().rev().find(has);
        found.unwrap_or_else(|| panic!("no message in {channel} has {action}")).ts
    }

    /// What somebody was told in private, all of it.
    pub(crate) fn whispers(&self, user: &str, channel: &str) -> Vec<String> {
        let state = self.state();
        let id = user_id(&state, user);
        let channel = state.channel(channel).expect("there is such a channel");
        channel
            .ephemerals
            .get(&id)
            .into_iter()
            .flatten()
            .map(|message| transcript::read(message, &state))
            .collect()
    }

    /// The last thing that somebody was told in private, with its blocks.
    pub(crate) fn last_whisper(&self, user: &str, channel: &str) -> String {
        self.whispers(user, channel).pop().expect("somebody was told something")
    }

    /// The login names of a channel's people, in the order of the alphabet, the bot apart.
    pub(crate) fn members(&self, channel: &str) -> Vec<String> {
        let state = self.state();
        let members = &state.channel(channel).expect("there is such a channel").members;
        let people = state.users.iter().filter(|user| user["is_bot"] != true);
        let people = people.filter(|user| members.iter().any(|member| user["id"] == member.as_str()));
        let mut names: Vec<String> = people.map(|user| user["name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    }

    /// The names of the incidents' channels.
    pub(crate) fn incident_channels(&self) -> Vec<String> {
        let names = self.state().channels.into_iter().map(|channel| channel.name);
        names.filter(|name| name.starts_with("inc-")).collect()
    }

    /// How often a method was called.
    pub(crate) fn calls(&self, method: &str) -> usize {
        self.sandbox.calls().iter().filter(|call| call.method == method).count()
    }

    /// Reads everything, for stories that look at something else.
    pub(crate) fn reads_all(&self) {
        for channel in self.state().channels {
            self.reads(&channel.id);
        }
    }

    /// Ends the story: everything was read, nothing is owed.
    pub(crate) async fn finish(mut self) {
        self.settle().await;
        assert_eq!(self.parts().engine.store().owed().await.unwrap(), 0, "the outbox is not empty");
        for channel in self.state().channels {
            let unread = self.reads(&channel.id);
            assert!(unread.is_empty(), "unread in #{}:\n{unread}", channel.name);
        }
        self.sandbox.shutdown().await;
    }
}

pub(crate) fn workspace() -> WorkspaceId {
    WorkspaceId::new("T0SANDBOX1")
}

/// What an ack showed to the person alone.
pub(crate) fn told(outcome: &Outcome) -> String {
    let texts: Vec<&str> = outcome.shown.iter().filter_map(|message| message["text"].as_str()).collect();
    texts.join("\n")
}

/// Changes one rung of the ladder.
pub(crate) fn change_rung(config: &mut Config, key: &str, change: impl FnOnce(&mut Severity)) {
    let mut rungs = config.ladder.rungs().to_vec();
    change(rungs.iter_mut().find(|rung| rung.key.as_str() == key).expect("the ladder has this rung"));
    let default = config.ladder.default().key.clone();
    config.ladder = Ladder::new(rungs, default).unwrap();
}

/// What a field of a form held when it opened: its text, the value of its choice, or its time.
pub(crate) fn prefilled(outcome: &Outcome, block: &str) -> Value {
    let view = outcome.view.as_ref().expect("a form opened");
    let blocks = view["blocks"].as_array().unwrap();
    let field = blocks.iter().find(|field| field["block_id"] == block).expect("the form has this field");
    let element = &field["element"];
    let keys = ["/initial_value", "/initial_option/value", "/initial_date_time"];
    keys.iter().find_map(|key| element.pointer(key)).cloned().unwrap_or_default()
}

/// Values for a form, with our one action per block.
pub(crate) fn fields(values: &[(&str, Value)]) -> Value {
    let blocks = values.iter().map(|(block, value)| ((*block).to_owned(), json!({"input": value})));
    Value::Object(blocks.collect())
}

pub(crate) fn user_id(state: &State, name: &str) -> String {
    let found = state.users.iter().find(|user| user["name"] == name).expect("there is such a person");
    found["id"].as_str().unwrap().to_owned()
}
