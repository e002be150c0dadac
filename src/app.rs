//! Builds the parts from the settings, starts them, and stops them in order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::config::Config;
use crate::directory::Directory;
use crate::engine::Engine;
use crate::groups::Groups;
use crate::incident::{ChannelId, Policy};
use crate::members::Members;
use crate::outbox::{Courier, Worker};
use crate::scheduler::Scheduler;
use crate::slack::Slack;
use crate::slack::inbound::Reception;
use crate::store::{Alone, Job, Listener, Store};
use crate::web::{self, Doors};

/// How long callers, the clock and what goes on behind answers have to finish once Firebell is told to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// How often it is looked, at most, whether Slack is to be asked who is in user groups, or in channels. It may have to be
/// sooner than it seemed: Slack did not answer somebody meanwhile, or another replica was told of a change.
const LOOK_AT_GROUPS_EVERY: Duration = Duration::from_secs(1);

/// The parts, built and connected, not yet running.
pub struct Parts {
    /// The doors.
    pub router: Router,
    /// The only writer.
    pub engine: Arc<Engine>,
    /// Carries out what is owed.
    pub worker: Worker,
    /// Looks at the clock.
    pub scheduler: Scheduler,
    /// Whom we know.
    pub directory: Arc<Directory>,
    /// Who is in which user group.
    pub groups: Arc<Groups>,
    /// Who is in the channels of private incidents.
    pub members: Arc<Members>,
    /// What goes on behind answers.
    pub background: TaskTracker,
    /// Cancelled once requests should go elsewhere.
    pub leaving: CancellationToken,
    /// The right to serve the database alone, if it is a file.
    pub alone: Option<Alone>,
}

/// Builds the parts.
///
/// # Errors
/// If the database cannot be opened or brought up to date, or another process serves it.
pub async fn build(config: &Config, clock: Clock) -> anyhow::Result<Parts> {
    let (store, alone) = Store::open_to_serve(&config.database)
        .await
        .with_context(|| format!("cannot open the database {}", config.database.url))?;
    if let Some(alone) = &alone {
        store.take_over(alone, clock.machine_now()).await.context("cannot take over what was under way")?;
    }
    let store = store.at(config.outbox.pace).await.context("cannot read what was spent of Slack's limits")?;
    let ground = Ground::new(config, clock.clone(), store).await?;
    let patience = config.outbox.give_up_after.to_std().context("give_up_after is not a span")?;
    let background = TaskTracker::new();
    let (work, queue) = mpsc::unbounded_channel();
    let engine = Arc::new(ground.engine(work));
    let courier = Arc::new(ground.courier());
    let worker = Worker::new(engine.clone(), courier, clock.clone(), queue, config.outbox.workers, patience);
    let reception = ground.reception(engine.clone(), background.clone());
    let leaving = CancellationToken::new();
    let router = web::router(ground.doors(reception, leaving.clone()));
    let scheduler = Scheduler::new(engine.clone(), clock.clone());
    let workspace = config.slack.workspace.clone();
    let members = Arc::new(Members::new(engine.clone(), ground.slack, clock, workspace));
    let (directory, groups) = (ground.directory, ground.groups);
    Ok(Parts { router, engine, worker, scheduler, directory, groups, members, background, leaving, alone })
}

/// What the parts stand on: each gets what it needs of it.
struct Ground<'a> {
    config: &'a Config,
    clock: Clock,
    store: Store,
    slack: Slack,
    directory: Arc<Directory>,
    groups: Arc<Groups>,
    policy: Arc<Policy>,
}

impl<'a> Ground<'a> {
    async fn new(config: &'a Config, clock: Clock, store: Store) -> anyhow::Result<Self> {
        let slack = Slack::new(&config.slack.api_url, &config.slack.bot_token, config.slack.call_timeout);
        let workspace = config.slack.workspace.clone();
        let directory = Arc::new(Directory::load(workspace, store.clone(), slack.clone()).await?);
        let groups = Arc::new(Groups::new(config.permissions.clone(), slack.clone(), clock.clone()));
        Ok(Self { config, clock, store, slack, directory, groups, policy: Arc::new(config.policy()) })
    }

    fn engine(&self, work: UnboundedSender<Job>) -> Engine {
        let workspace = self.config.slack.workspace.clone();
        let owner = format!("{:016x}", rand::random::<u64>());
        Engine::new(workspace, self.store.clone(), self.clock.clone(), self.policy.clone(), owner, work)
    }

    fn courier(&self) -> Courier {
        let incidents = &self.config.incidents;
        Courier {
            slack: self.slack.clone(),
            store: self.store.clone(),
            directory: self.directory.clone(),
            policy: self.policy.clone(),
            clock: self.clock.clone(),
            announcement_channel: ChannelId::new(incidents.announcement_channel.as_str()),
            channel_name: incidents.channel_name.clone(),
            language: incidents.language,
            zone: incidents.timezone,
            command: incidents.command.clone(),
        }
    }

    fn reception(&self, engine: Arc<Engine>, background: TaskTracker) -> Reception {
        Reception {
            engine,
            slack: self.slack.clone(),
            directory: self.directory.clone(),
            groups: self.groups.clone(),
            workspace: self.config.slack.workspace.clone(),
            language: self.config.incidents.language,
            zone: self.config.incidents.timezone,
            command: self.config.incidents.command.clone(),
            timeline_emoji: self.config.incidents.timeline_emoji.clone(),
            answer_within: self.config.server.answer_within,
            background,
        }
    }

    fn doors(&self, reception: Reception, leaving: CancellationToken) -> Doors {
        Doors {
            reception: Arc::new(reception),
            store: self.store.clone(),
            clock: self.clock.clone(),
            signing_secrets: self.config.slack.signing_secrets.clone(),
            body_limit: self.config.server.body_limit_bytes,
            leaving,
        }
    }
}

/// A Firebell that serves.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    leaving: CancellationToken,
    leave_after: Duration,
    stop: CancellationToken,
    serving: JoinHandle<std::io::Result<()>>,
    working: JoinHandle<Vec<i64>>,
    looking: JoinHandle<()>,
    background: TaskTracker,
    engine: Arc<Engine>,
    _alone: Option<Alone>,
}

/// Builds the parts and starts them.
///
/// # Errors
/// If the database or the address cannot be opened.
pub async fn start(config: &Config, clock: Clock) -> anyhow::Result<Running> {
    let listen = config.server.listen;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let address = listener.local_addr()?;
    let parts = build(config, clock).await?;
    let stop = CancellationToken::new();
    let engine = parts.engine.clone();
    let serve = axum::serve(listener, parts.router).with_graceful_shutdown(stop.clone().cancelled_owned());
    let serving = tokio::spawn(async move { serve.await });
    let news = parts.worker.news();
    let working = tokio::spawn(parts.worker.run(stop.clone()));
    let looking = tokio::spawn(parts.scheduler.run(stop.clone()));
    let (directory, groups) = (parts.directory.clone(), parts.groups.clone());
    let hearing = hear_the_others(engine.store().listener(), news, directory, groups, stop.clone());
    parts.background.spawn(hearing);
    parts.background.spawn(get_to_know_everybody(parts.directory, stop.clone()));
    parts.background.spawn(follow_groups(parts.groups, stop.clone()));
    parts.background.spawn(count_members(parts.members, stop.clone()));
    tracing::info!(%address, "Firebell is ready");
    let (background, leaving, alone) = (parts.background, parts.leaving, parts.alone);
    // Nobody else serves a file, so nobody would be spared anything.
    let leave_after = if alone.is_some() { Duration::ZERO } else { config.server.leave_after };
    Ok(Running {
        address,
        leaving,
        leave_after,
        stop,
        serving,
        working,
        looking,
        background,
        engine,
        _alone: alone,
    })
}

/// Hears what other processes on the same database tell.
async fn hear_the_others(
    mut listener: Listener,
    work: Arc<Notify>,
    directory: Arc<Directory>,
    groups: Arc<Groups>,
    stop: CancellationToken,
) {
    loop {
        let news = tokio::select! {
            () = stop.cancelled() => return,
            news = listener.heard() => news,
        };
        if news.work {
            work.notify_one();
        }
        if news.groups {
            groups.are_old();
        }
        if news.people
            && let Err(error) = directory.reload().await
        {
            tracing::warn!(%error, "What others know of people could not be read");
        }
    }
}

/// Lists the workspace's people, as long as nobody has to wait for it.
async fn get_to_know_everybody(directory: Arc<Directory>, stop: CancellationToken) {
    let refreshed = tokio::select! {
        () = stop.cancelled() => return,
        refreshed = directory.refresh() => refreshed,
    };
    if let Err(error) = refreshed {
        tracing::warn!(%error, "The workspace's people could not be listed; they will be looked up one by one");
    }
}

/// Asks again and again who is in the user groups that the rules name.
async fn follow_groups(groups: Arc<Groups>, stop: CancellationToken) {
    while groups.are_named() {
        let look_and_wait = async {
            groups.look().await;
            tokio::time::sleep(LOOK_AT_GROUPS_EVERY).await;
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = look_and_wait => {}
        }
    }
}

/// Asks again and again who is in the channels of private incidents.
async fn count_members(members: Arc<Members>, stop: CancellationToken) {
    // Replicas that start together would all ask at the same moment.
    let mut wait = Duration::from_secs(rand::random_range(0..60));
    let ask = async {
        loop {
            tokio::time::sleep(wait).await;
            wait = members.look().await.max(LOOK_AT_GROUPS_EVERY);
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = ask => {}
    }
}

impl Running {
    /// Gets ready to stop: `/readyz` says so at once, and for a while everything is served as before, so that whatever spreads
    /// the requests can send them to others. Where nobody else can serve, nobody is waited for.
    pub async fn leaves(&self) {
        self.leaving.cancel();
        tokio::time::sleep(self.leave_after).await;
    }

    /// Stops in order: the doors first, then the clock, then the work that is under way. None of them is waited for long,
    /// and what is not finished by then is handed back: whoever else serves the database takes it at once, or whoever
    /// starts next; what Slack may still be doing, a little later.
    pub async fn stop(mut self) {
        self.stop.cancel();
        let deadline = Instant::now() + LAST_ANSWERS;
        if timeout_at(deadline, &mut self.serving).await.is_err() {
            tracing::warn!("Some callers did not finish; nobody waits for them any longer");
            self.serving.abort();
        }
        if timeout_at(deadline, &mut self.looking).await.is_err() {
            self.looking.abort();
        }
        self.background.close();
        if timeout_at(deadline, self.background.wait()).await.is_err() {
            tracing::warn!("Some private answers were not given");
        }
        let begun = self.working.await.unwrap_or_default();
        let (store, lease) = (self.engine.store(), self.engine.lease());
        let handed_back = match store.hand_back(&lease, &begun).await {
            // Whoever was not waited for may have saved something meanwhile.
            Ok(()) => store.leave(&lease.owner).await,
            // What was begun is not to be begun anew at once.
            Err(error) => {
                store.close().await;
                Err(error)
            }
        };
        if let Err(error) = handed_back {
            tracing::warn!(%error, "Unfinished work could not be handed back; it waits for its lease to run out");
        }
        tracing::info!("Firebell has stopped");
    }
}
