//! The only writer of incidents: load, step, save.
//!
//! Whatever asks (a person through any door, the clock, a delivery that brought something back) asks here. One
//! transaction saves the incident, its timeline, what is owed to the world and the receipt of the request; the work that
//! can start at once then goes to the outbox's worker without another look at the database.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::mpsc::UnboundedSender;

use crate::clock::{Clock, SetBackWatch, StepWatch};
use crate::incident::{
    Archiver, Asker, ChannelId, Command, Context, Declaration, Earlier, Errand, Incident, Memberships,
    MessageRef, Number, Obstacle, Policy, Quote, Refusal, Source, Step, UserId, Viewer, WorkspaceId, declare,
    declare_from, step, step_beside,
};
use crate::store::{
    Below, Change, Job, Lease, NotSaved, Room, Saved, Settlement, Stepped, Store, StoreError,
};

mod links;

/// How much of what was set aside is given up at once.
const MOST_SET_ASIDE: i64 = 20;

/// How long the clock leaves an incident alone that it could not read.
const LOOK_AGAIN_AFTER: TimeDelta = TimeDelta::minutes(10);

/// How far the clocks of replicas may be apart.
const CLOCKS_AGREE_WITHIN: TimeDelta = TimeDelta::seconds(10);

/// For how long work belongs to whoever started it, by the machine's clock.
pub const LEASE_FOR: TimeDelta = TimeDelta::seconds(60);

/// The longest that anything waits to be tried again, by the machine's clock.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(10);

/// How often, at least, it is looked for what lies too far ahead.
const LOOK_AHEAD_EVERY: Duration = Duration::from_mins(1);

/// The only writer of incidents.
#[derive(Debug)]
pub struct Engine {
    workspace: WorkspaceId,
    store: Store,
    clock: Clock,
    policy: Arc<Policy>,
    owner: String,
    work: UnboundedSender<Job>,
    steps: Mutex<StepWatch>,
    set_back: Mutex<SetBackWatch>,
}

/// Who asks, by which way, and how the request is told from others.
#[derive(Debug, Clone)]
pub struct Request {
    /// Whose incidents it is about.
    pub workspace: WorkspaceId,
    /// Who asks.
    pub asker: Asker,
    /// In which of the user groups that the rules name they are.
    pub memberships: Memberships,
    /// By which way.
    pub source: Source,
    /// What names the request, if it can come twice: the same name is served once.
    pub receipt: Option<String>,
    /// The channel in which it was made, where that is known.
    pub here: Option<ChannelId>,
}

impl Request {
    /// The same, made in that channel.
    #[must_use]
    pub fn made_in(mut self, here: Option<ChannelId>) -> Self {
        self.here = here;
        self
    }

    /// On whose behalf it looks.
    pub fn viewer(&self) -> Viewer {
        Viewer::of(&self.asker, self.here.clone())
    }
}

/// How a request ended.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It was done; this is the incident now.
    Done(Arc<Incident>),
    /// It had been done before; this is the incident now.
    Repeated(Arc<Incident>),
}

impl Outcome {
    /// The incident now.
    pub fn incident(&self) -> &Incident {
        match self {
            Self::Done(incident) | Self::Repeated(incident) => incident,
        }
    }
}

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A person asked for the impossible.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no such incident.
    #[error("there is no {0}")]
    NoSuchIncident(Number),
    /// It could not be saved.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// A writer for a workspace that hands work to `work`. `owner` names this process and start among all that share the database.
    pub fn new(
        workspace: WorkspaceId,
        store: Store,
        clock: Clock,
        policy: Arc<Policy>,
        owner: String,
        work: UnboundedSender<Job>,
    ) -> Self {
        let steps = Mutex::new(StepWatch::new(LEASE_FOR.to_std().unwrap_or_default()));
        let set_back = Mutex::new(SetBackWatch::new(LOOK_AHEAD_EVERY));
        Self { workspace, store, clock, policy, owner, work, steps, set_back }
    }

    /// Begins an incident.
    ///
    /// # Errors
    /// [`EngineError`], and nothing has been saved.
    pub async fn declare(&self, declaration: Declaration, request: &Request) -> Result<Outcome, EngineError> {
        self.declare_from(declaration, None, request).await
    }

    /// Begins an incident, perhaps from a message that becomes the first entry of its timeline.
    ///
    /// # Errors
    /// [`EngineError`], and nothing has been saved.
    #[tracing::instrument(level = "debug", skip_all, fields(incident.id))]
    pub async fn declare_from(
        &self,
        declaration: Declaration,
        source: Option<(MessageRef, Quote)>,
        request: &Request,
    ) -> Result<Outcome, EngineError> {
        let workspace = &request.workspace;
        let begin = |number| {
            let (workspace, ctx) = (workspace.clone(), self.context(request));
            let step = match source {
                Some(source) => declare_from(workspace, number, declaration, source, &ctx)?,
                None => declare(workspace, number, declaration, &ctx)?,
            };
            Ok(self.stepped(step))
        };
        let receipt = request.receipt.as_deref();
        let declared = self.store.declare(workspace, receipt, &self.lease(), begin).await;
        if let Ok(Saved { incident, .. }) = &declared {
            tracing::Span::current().record("incident.id", incident.number.get());
        }
        self.ended(request, declared).await
    }

    /// Asks something of an incident.
    ///
    /// # Errors
    /// [`EngineError`], and nothing has been saved.
    pub async fn ask(
        &self,
        number: Number,
        command: Command,
        request: &Request,
    ) -> Result<Outcome, EngineError> {
        self.change(number, command, request, None).await
    }

    /// Notes that somebody was seen in the channel of a private incident.
    ///
    /// # Errors
    /// [`EngineError`], and nothing has been saved.
    pub async fn lets_in(&self, number: Number, user: UserId) -> Result<(), EngineError> {
        let request = own_request(&self.workspace, Source::Message);
        self.change(number, Command::MemberJoined { user, at: None }, &request, None).await.map(drop)
    }

    /// Notes what Slack said of who is in a channel, when it was asked.
    ///
    /// # Errors
    /// [`EngineError`], and nothing has been saved.
    pub async fn counted(&self, number: Number, command: Command) -> Result<(), EngineError> {
        let request = own_request(&self.workspace, Source::Event);
        self.change(number, command, &request, None).await.map(drop)
    }

    /// Notes that `job` is done, and does what it brought back.
    ///
    /// # Errors
    /// [`EngineError`]; with [`StoreError::LeaseLost`] somebody else has the job by now.
    pub async fn settle(&self, job: &Job, brought: Option<Command>) -> Result<(), EngineError> {
        match brought {
            Some(command) => {
                let request = own_request(&job.workspace, Source::Delivery);
                self.change(job.number, command, &request, Some(Settlement::Done(job))).await.map(drop)
            }
            None => {
                self.hand_over(self.store.finish(job, &self.lease()).await?);
                Ok(())
            }
        }
    }

    /// Notes that `job` will not be tried again, on the timeline too, and has it said. `error` is for the operators.
    ///
    /// # Errors
    /// As [`Engine::settle`].
    pub async fn give_up(&self, job: &Job, why: Obstacle, error: &str) -> Result<(), EngineError> {
        let earlier = Earlier { delivery: job.delivery(), owed_since: job.created_at };
        let command = Command::gave_up(&job.effect, earlier, why);
        let request = own_request(&job.workspace, Source::Delivery);
        let settles = Settlement::GivenUp(job, error);
        self.change(job.number, command, &request, Some(settles)).await.map(drop)
    }

    /// Notes that `job` could not be done in the incident's channel since that is archived. The work is still owed.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn found_archived(&self, job: &Job, channel: &ChannelId) -> Result<(), EngineError> {
        let command = Command::ChannelArchived { channel: channel.clone(), by: Archiver::Unknown };
        let request = own_request(&job.workspace, Source::Delivery);
        self.change(job.number, command, &request, None).await.map(drop)
    }

    /// The clock looks at an incident. If a reminder is due, it is owed; if not, the time to look next is kept. One that
    /// cannot be read is left alone for a while, so that it does not stand before those that can be.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn remind(&self, number: Number) -> Result<(), EngineError> {
        self.look(number, Command::Remind).await
    }

    async fn look(&self, number: Number, command: Command) -> Result<(), EngineError> {
        let request = own_request(&self.workspace, Source::Clock);
        let reminded = self.change(number, command, &request, None).await.map(drop);
        if let Err(EngineError::Store(StoreError::Unreadable { .. })) = &reminded {
            let at = self.clock.now() + LOOK_AGAIN_AFTER;
            self.store.look_later(&self.workspace, number, at).await?;
        }
        reminded
    }

    /// Looks at the open incidents below `below`, newest first and at most `limit`, so that their times to look next
    /// follow the rules as they are now. Answers from where to go on; `None` when all have been looked at.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn rewind_open(&self, below: Number, limit: i64) -> Result<Option<Number>, EngineError> {
        let open = self.store.open_below(&self.workspace, below, limit).await?;
        self.rewind(open).await
    }

    /// The same for incidents that are over: their channels may have to be archived.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn rewind_ended(&self, below: Number, limit: i64) -> Result<Option<Number>, EngineError> {
        let ended = self.store.ended_below(&self.workspace, below, limit).await?;
        self.rewind(ended).await
    }

    async fn rewind(&self, those: Below) -> Result<Option<Number>, EngineError> {
        for one in those.readable {
            if one.next_reminder_at != one.incident.next_reminder_at(&self.policy) {
                let number = one.incident.number;
                match self.look(number, Command::FollowSettings).await {
                    Err(EngineError::Store(error @ (StoreError::Database(_) | StoreError::TooSlow))) => {
                        return Err(error.into());
                    }
                    Err(error) => {
                        tracing::error!(%error, incident.id = number.get(), "A clock stays as it was");
                    }
                    Ok(()) => {}
                }
            }
        }
        Ok(those.lowest)
    }

    /// The incidents that the clock has to look at now, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn due(&self, limit: i64) -> Result<Vec<Number>, StoreError> {
        self.store.due(&self.workspace, self.clock.now(), limit).await
    }

    /// When the clock has to look next.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_due_at(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.store.next_due_at(&self.workspace).await
    }

    /// Takes work that is due, that nobody has and for which there is room, here and under Slack's limits.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn left_over(&self, room: impl Into<Room>) -> Result<Vec<Job>, StoreError> {
        let lease = self.lease();
        // What a clock that was just set forward calls run out may be under way; what nobody has is not.
        let lease = Lease { takes_over: self.trusts_the_clock(lease.now), ..lease };
        self.give_up_what_was_set_aside().await?;
        match self.store.next_work_at(&self.workspace).await? {
            Some(at) if at <= lease.now => self.store.claim(&self.workspace, &lease, room).await,
            _ => Ok(Vec::new()),
        }
    }

    fn trusts_the_clock(&self, now: DateTime<Utc>) -> bool {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).trusts(now, self.clock.passed())
    }

    /// Shortens what lies further ahead than it can: a clock was set back since. No lease is longer than its length, and
    /// nothing that is tried again waits longer than [`LONGEST_WAIT`]. Who is at work on it still has all of their time.
    /// To be called often; the store is asked where that can be needed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_right(&self) -> Result<(), StoreError> {
        let (now, passed) = (self.clock.machine_now(), self.clock.passed());
        let set_back = || self.set_back.lock().unwrap_or_else(PoisonError::into_inner);
        if !set_back().wants_a_look(now, passed) {
            return Ok(());
        }
        let (leases, waits) = (now + LEASE_FOR + CLOCKS_AGREE_WITHIN, now + LONGEST_WAIT);
        if self.store.set_right(&self.workspace, leases, waits).await? {
            set_back().has_looked(passed);
        }
        Ok(())
    }

    /// When there will next be something to take that was not there at `seen_at`; for what is due and waits for Slack's
    /// limits, when these have more room.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_look_at(&self, seen_at: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
        match self.store.next_work_at(&self.workspace).await? {
            Some(at) if at <= seen_at => self.store.budgets_grow_at(&self.workspace, seen_at).await,
            at => Ok(at),
        }
    }

    /// Has it said that what another version owed will not be done.
    async fn give_up_what_was_set_aside(&self) -> Result<(), StoreError> {
        for work in self.store.set_aside(&self.workspace, MOST_SET_ASIDE).await? {
            let errand = Errand::find(&work.errand).unwrap_or(Errand::Unknown);
            let command = Command::GaveUp { errand, why: Obstacle::AnotherVersion };
            let request = own_request(&self.workspace, Source::Delivery);
            let settles = Settlement::SetAside(&work);
            match self.change(Number::new(work.number), command, &request, Some(settles)).await {
                // Another process may have looked at the same time, and was first.
                Ok(_) | Err(EngineError::Store(StoreError::LeaseLost)) => {}
                // With an incident that cannot be read either, there is nobody to tell but the operators.
                Err(EngineError::Store(StoreError::Unreadable { .. })) => {
                    match self.store.clear_away(&work).await {
                        Ok(()) | Err(StoreError::LeaseLost) => {}
                        Err(error) => return Err(error),
                    }
                }
                // What ails the database ails the others too.
                Err(EngineError::Store(error @ StoreError::Database(_))) => return Err(error),
                Err(error) => {
                    tracing::error!(%error, outbox.id = work.id, "What was set aside could not be given up");
                }
            }
        }
        Ok(())
    }

    /// Until when work that is taken now belongs to this process.
    pub fn lease(&self) -> Lease {
        let now = self.clock.machine_now();
        Lease { owner: self.owner.clone(), now, until: now + LEASE_FOR, takes_over: true }
    }

    /// The rules.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The time that incidents live in.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// What is kept; for reading.
    pub fn store(&self) -> &Store {
        &self.store
    }

    #[tracing::instrument(level = "debug", skip_all, fields(incident.id = number.get()))]
    async fn change(
        &self,
        number: Number,
        command: Command,
        request: &Request,
        settles: Option<Settlement<'_>>,
    ) -> Result<Outcome, EngineError> {
        let lease = self.lease();
        let change = Change {
            workspace: &request.workspace,
            number,
            viewer: &request.viewer(),
            receipt: request.receipt.as_deref(),
            settles,
            lease: &lease,
        };
        let saved = match command.other() {
            // Of itself, it is beside itself; the rules know what to say to that.
            Some(other) if other != number => {
                let step = |incident: &Incident, other: &Incident| {
                    let ctx = self.context(request);
                    Ok(self.stepped(step_beside(incident, Some(other), command, &ctx)?))
                };
                self.store.change_beside(change, other, step).await
            }
            _ => {
                let step =
                    |incident: &Incident| Ok(self.stepped(step(incident, command, &self.context(request))?));
                self.store.change(change, step).await
            }
        };
        self.ended(request, saved).await
    }

    fn stepped(&self, step: Step) -> Stepped {
        let next_reminder_at = step.incident.next_reminder_at(&self.policy);
        Stepped { step, next_reminder_at }
    }

    /// Hands over the new work, and says how the request ended.
    async fn ended(&self, request: &Request, saved: Result<Saved, NotSaved>) -> Result<Outcome, EngineError> {
        match saved {
            Ok(Saved { incident, jobs }) => {
                self.hand_over(jobs);
                Ok(Outcome::Done(incident))
            }
            Err(NotSaved::ServedBefore(number)) => {
                let now = self.store.incident(&request.workspace, number, &request.viewer()).await?;
                let now = now.ok_or(EngineError::NoSuchIncident(number))?;
                Ok(Outcome::Repeated(Arc::new(now.incident)))
            }
            Err(NotSaved::Refused(refusal)) => Err(self.to_the_end(request, refusal).await?.into()),
            Err(NotSaved::NoSuchIncident(number)) => Err(EngineError::NoSuchIncident(number)),
            Err(NotSaved::Failed(error)) => Err(error.into()),
        }
    }

    fn context(&self, request: &Request) -> Context<'_> {
        Context {
            asker: request.asker.clone(),
            memberships: request.memberships.clone(),
            source: request.source,
            now: self.clock.now(),
            policy: &self.policy,
        }
    }

    fn hand_over(&self, jobs: Vec<Job>) {
        for job in jobs {
            // A worker that has stopped leaves the job to whoever claims it when the lease runs out.
            let _ = self.work.send(job);
        }
    }
}

fn own_request(workspace: &WorkspaceId, source: Source) -> Request {
    let (asker, memberships) = (Asker::Firebell, Memberships::default());
    Request { workspace: workspace.clone(), asker, memberships, source, receipt: None, here: None }
}
