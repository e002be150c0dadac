//! The stage for stories: a local Slack, a database, a clock that is moved by hand, and the service between them.
//!
//! Nothing sleeps: [`World::settle`] lets the service work until nothing is due. Everything that the bot says has to be
//! read before [`World::finish`], which also wants nothing left in the outbox. What people do is in `acts`, what can be
//! seen and heard in `looks`, what they fill in in `forms`. A stage has one service on a SQLite file, or several replicas on one PostgreSQL, with `replicas`
//! in front of them; `process` is the program itself, by the machine's clock.

mod acts;
mod forms;
mod looks;
pub(crate) mod process;
mod replicas;
mod rows;

use std::collections::HashMap;
use std::str::FromStr as _;
use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use firebell::app::{self, Parts};
use firebell::clock::Clock;
use firebell::config::Config;
use firebell::incident::{Ladder, Severity, WorkspaceId};
use firebell::pace::Pace;
use firebell::slack::{ids, method};
use firebell::store::Database;
use futures_util::future::join_all;
use secrecy::SecretString;
use slack_sandbox::{App, Options, Sandbox, ShortcutKind, State};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, SqliteConnection};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use self::replicas::Turns;

pub(crate) use self::forms::{fields, flaws, prefilled, rolled_back, told, update};
pub(crate) use self::looks::without_made_ids;

pub(crate) const SECRET: &str = "sandbox-signing-secret";

/// Sunday, 12:00 in Seoul.
pub(crate) fn noon() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-22T12:00:00+09:00").unwrap().to_utc()
}

/// How long what was under way when the service was killed is left to Slack.
const SLACK_IS_DONE_AFTER: TimeDelta = TimeDelta::seconds(15);

/// How long is waited in a story for what takes no time: the machine may be busy with others.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The stage.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: Clock,
    pub(crate) config: Config,
    sandbox_clock: slack_sandbox::Clock,
    service: Option<Service>,
    read: Mutex<HashMap<String, String>>,
    _kept: Kept,
}

/// What runs: replicas, and the one address where they are reached.
struct Service {
    replicas: Vec<Parts>,
    turns: Turns,
    serving: JoinHandle<()>,
    address: String,
}

/// What keeps the database there.
enum Kept {
    Folder(#[expect(dead_code, reason = "it is there until it is dropped")] tempfile::TempDir),
    Server(#[expect(dead_code, reason = "as above")] test_postgres::Database),
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}, |_| {}).await
    }

    /// A stage with other settings, or another Slack. Where `FIREBELL_STORIES` is `postgres`, it stands on PostgreSQL: so
    /// every story is told on both.
    pub(crate) async fn start_with(
        configure: impl FnOnce(&mut Config),
        arrange: impl FnOnce(&mut Options),
    ) -> Self {
        let (database, kept) =
            if is_told_on_postgres() { on_postgres() } else { None }.unwrap_or_else(in_a_file);
        Self::begin(database, kept, 1, configure, arrange).await
    }

    /// A stage on a SQLite file, wherever the other stories are told: for a story that reaches into it.
    pub(crate) async fn on_a_file() -> Self {
        Self::on_a_file_with(|_| {}, |_| {}).await
    }

    /// The same with other settings, or another Slack.
    pub(crate) async fn on_a_file_with(
        configure: impl FnOnce(&mut Config),
        arrange: impl FnOnce(&mut Options),
    ) -> Self {
        let (database, kept) = in_a_file();
        Self::begin(database, kept, 1, configure, arrange).await
    }

    async fn begin(
        database: Database,
        kept: Kept,
        replicas: usize,
        configure: impl FnOnce(&mut Config),
        arrange: impl FnOnce(&mut Options),
    ) -> Self {
        let mut world = Self::raise(database, kept, configure, arrange).await;
        world.open(replicas).await;
        world.gets_to_know_everybody().await;
        world
    }

    /// A stage by the machine's time, on which incidents live so many times as fast: as in a demo.
    pub(crate) async fn at_speed(speed: f64, configure: impl FnOnce(&mut Config)) -> Self {
        let (database, kept) = in_a_file();
        let by_the_machine = |options: &mut Options| options.clock = slack_sandbox::Clock::system();
        let mut world = Self::raise(database, kept, configure, by_the_machine).await;
        world.clock = Clock::faster(speed);
        world.open(1).await;
        world.gets_to_know_everybody().await;
        world
    }

    /// A stage without a service.
    async fn raise(
        database: Database,
        kept: Kept,
        configure: impl FnOnce(&mut Config),
        arrange: impl FnOnce(&mut Options),
    ) -> Self {
        let sandbox_clock = slack_sandbox::Clock::manual(noon());
        let scopes = method::scopes().into_iter().map(str::to_owned).collect();
        let app = App { signing_secret: SECRET.to_owned(), scopes, ..App::default() }
            .command("/incident")
            .shortcut(ids::DECLARE_SHORTCUT, ShortcutKind::Global)
            .shortcut(ids::DECLARE_FROM_SHORTCUT, ShortcutKind::Message)
            .shortcut(ids::KEEP_SHORTCUT, ShortcutKind::Message);
        // An event that finds the service dead comes again at once, since those waits pass in real time.
        let event_retry_waits = vec![Duration::ZERO; 3];
        let mut options = Options {
            app,
            clock: sandbox_clock.clone(),
            ack_deadline: PATIENCE,
            overtaking_patience: PATIENCE,
            event_retry_waits,
            ..Options::default()
        };
        arrange(&mut options);
        let sandbox = Sandbox::start(options).await.unwrap();
        let mut config = settings(&sandbox, database);
        configure(&mut config);
        Self {
            sandbox,
            clock: Clock::manual(noon()),
            config,
            sandbox_clock,
            service: None,
            read: Mutex::default(),
            _kept: kept,
        }
    }

    /// A stage with one incident of this severity, which alice declared at noon and of which everything was read; and its
    /// channel.
    pub(crate) async fn with_incident(severity: &str) -> (Self, String) {
        Self::start().await.and_incident(severity).await
    }

    /// This stage with such an incident, and its channel.
    pub(crate) async fn and_incident(mut self, severity: &str) -> (Self, String) {
        let channel = self.declares("alice", severity, "Checkout is down").await;
        self.reads_all();
        (self, channel)
    }

    async fn gets_to_know_everybody(&self) {
        for parts in self.replicas() {
            parts.directory.refresh().await.unwrap();
        }
    }

    /// Starts so many replicas.
    async fn open(&mut self, replicas: usize) {
        let mut built = Vec::new();
        for _ in 0..replicas {
            built.push(app::build(&self.config, self.clock.clone()).await.unwrap());
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        self.sandbox.set_app_url(&address);
        let turns = Turns::of(built.iter().map(|parts| parts.router.clone()));
        let router = turns.router();
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        self.service = Some(Service { replicas: built, turns, serving, address });
    }

    /// Kills the service where it stands and starts it anew on the same database and Slack. What it had begun
    /// is taken over.
    pub(crate) async fn restart(&mut self) {
        self.is_down_for(TimeDelta::zero()).await;
    }

    /// Kills the service, and starts it anew when that time has passed; where every story is told on PostgreSQL, not before
    /// its leases have run out, since only then what it had begun is taken over. From a file that is taken over when Slack
    /// must be done with it.
    pub(crate) async fn is_down_for(&mut self, span: TimeDelta) {
        let replicas = self.dies().await;
        let leases = if is_told_on_postgres() { TimeDelta::seconds(61) } else { TimeDelta::zero() };
        self.time_passes(span.max(leases));
        self.comes_back(replicas).await;
        if self.is_on_a_file() && self.left_over_at().await > self.clock.machine_now() {
            self.time_passes(SLACK_IS_DONE_AFTER);
        }
    }

    fn is_on_a_file(&self) -> bool {
        !self.config.database.url.is_postgres()
    }

    /// Until when something is left to Slack.
    async fn left_over_at(&self) -> DateTime<Utc> {
        let leases =
            sqlx::query_scalar("SELECT COALESCE(MAX(lease_until), 0) FROM outbox WHERE state = 'owed'");
        let until: i64 = leases.fetch_one(&mut self.database().await).await.unwrap();
        DateTime::from_timestamp_millis(until).unwrap()
    }

    /// Kills the service where it stands. Answers how many replicas that were.
    pub(crate) async fn dies(&mut self) -> usize {
        let service = self.service.take().unwrap();
        service.serving.abort();
        for parts in &service.replicas {
            parts.engine.store().close().await;
        }
        service.replicas.len()
    }

    /// Starts so many replicas anew.
    pub(crate) async fn comes_back(&mut self, replicas: usize) {
        self.open(replicas).await;
    }

    /// The service, or the first of its replicas.
    pub(crate) fn parts(&self) -> &Parts {
        &self.replicas()[0]
    }

    /// Where the service listens.
    pub(crate) fn address(&self) -> &str {
        &self.service.as_ref().unwrap().address
    }

    /// Lets the service work until nothing is due.
    pub(crate) async fn settle(&mut self) {
        let replicas = &mut self.service.as_mut().unwrap().replicas;
        loop {
            self.sandbox.idle().await;
            let tried = join_all(replicas.iter_mut().map(works)).await;
            if tried.iter().sum::<usize>() == 0 {
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
        self.time_passes(by);
        self.settle().await;
    }

    /// Moves the time to whenever the service has to look next, again and again, until nothing is owed or so much has
    /// passed.
    pub(crate) async fn works_off(&mut self, at_most: TimeDelta) {
        let end = self.clock.machine_now() + at_most;
        self.settle().await;
        while self.owed().await > 0 && self.clock.machine_now() < end {
            let step = self.next_look().await.min(end) - self.clock.machine_now();
            self.advance(step.max(TimeDelta::milliseconds(1))).await;
        }
    }

    /// How much is owed.
    pub(crate) async fn owed(&self) -> i64 {
        self.parts().engine.store().owed().await.unwrap()
    }

    /// When one of the replicas looks next; at the latest in a second.
    async fn next_look(&self) -> DateTime<Utc> {
        let now = self.clock.machine_now();
        let mut at = now + TimeDelta::seconds(1);
        for parts in self.replicas() {
            at = parts.worker.next_look_at(now).await.unwrap_or(at).min(at);
        }
        at
    }

    /// Moves the time, and the service has not noticed yet.
    pub(crate) fn time_passes(&self, by: TimeDelta) {
        self.clock.advance(by);
        self.sandbox_clock.advance(by);
    }

    /// The file beside the service's own connections, for what another version or another program does to it.
    pub(crate) async fn database(&self) -> SqliteConnection {
        let options =
            SqliteConnectOptions::from_str(self.config.database.url.expose()).unwrap().foreign_keys(false);
        options.connect().await.unwrap()
    }

    /// Ends a story in which not all that was said matters: nothing is owed.
    pub(crate) async fn leave(self) {
        self.reads_all();
        self.finish().await;
    }

    /// Ends the story: everything was read, nothing is owed.
    pub(crate) async fn finish(mut self) {
        self.settle().await;
        assert_eq!(self.owed().await, 0, "the outbox is not empty");
        // What a role asks of somebody is told in private, and most stories are about something else.
        for channel in self.state().channels.into_iter().filter(|channel| channel.kind != "im") {
            let unread = self.reads(&channel.id);
            assert!(unread.is_empty(), "unread in #{}:\n{unread}", channel.name);
        }
        self.sandbox.shutdown().await;
    }
}

fn is_told_on_postgres() -> bool {
    std::env::var_os("FIREBELL_STORIES").is_some_and(|database| database == "postgres")
}

fn in_a_file() -> (Database, Kept) {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::at(format!("sqlite://{}/firebell.db", folder.path().display()));
    (database, Kept::Folder(folder))
}

/// `None` where it is not installed.
fn on_postgres() -> Option<(Database, Kept)> {
    let server = test_postgres::database()?;
    Some((Database::at(server.url.clone()), Kept::Server(server)))
}

/// The settings of a service beside the sandbox, with this database.
pub(crate) fn settings(sandbox: &Sandbox, database: Database) -> Config {
    let mut config = Config::load(None, []).unwrap();
    config.database = Database { timeout: PATIENCE, ..database };
    config.server.answer_within = PATIENCE;
    config.slack.workspace = workspace();
    config.slack.bot_token = SecretString::from("xoxb-sandbox".to_owned());
    config.slack.signing_secrets = vec![SecretString::from(SECRET.to_owned())];
    config.slack.api_url = sandbox.api_url();
    config.slack.call_timeout = PATIENCE;
    "C0INCIDENT".clone_into(&mut config.incidents.announcement_channel);
    config.incidents.timezone = chrono_tz::Asia::Seoul;
    for key in ["sev0", "sev1"] {
        // Most stories are about something else than that nobody commands.
        change_rung(&mut config, key, |rung| rung.response_target = None);
    }
    for key in ["sev1", "sev2", "sev3"] {
        // Nor are they about what is said in private.
        change_rung(&mut config, key, |rung| rung.heads_up = None);
    }
    // The clock stands while people act, and a pace needs one that goes on.
    config.outbox.pace = Pace::Unlimited;
    config
}

/// Lets a replica do what is due. Answers how much it tried.
async fn works(parts: &mut Parts) -> usize {
    parts.scheduler.look().await;
    parts.groups.look().await;
    parts.members.look().await;
    parts.background.close();
    parts.background.wait().await;
    parts.background.reopen();
    parts.worker.drain().await
}

pub(crate) fn workspace() -> WorkspaceId {
    WorkspaceId::new("T0SANDBOX1")
}

/// Changes one rung of the ladder.
pub(crate) fn change_rung(config: &mut Config, key: &str, change: impl FnOnce(&mut Severity)) {
    let mut rungs = config.ladder.rungs().to_vec();
    change(rungs.iter_mut().find(|rung| rung.key.as_str() == key).expect("the ladder has this rung"));
    let default = config.ladder.default().key.clone();
    config.ladder = Ladder::new(rungs, default).unwrap();
}

pub(crate) fn user_id(state: &State, name: &str) -> String {
    let found = state.users.iter().find(|user| user["name"] == name).expect("there is such a person");
    found["id"].as_str().unwrap().to_owned()
}
