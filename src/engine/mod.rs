//! The only writer of incidents: load, step, save.
//!
//! Whatever asks (a person through any door, the clock, a delivery that brought something back) asks here. One
//! transaction saves the incident, its timeline, what is owed to the world and the receipt of the request; the work that
//! can start at once then goes to the outbox's worker without another look at the database.
//!
//! [`Engine::ask`] is the way of all requests. `request` is what comes in and how it ends, `clock` what the clock asks, `work`
//! what goes to the worker and comes back, `links` what one incident lets another know.

mod clock;
mod links;
mod request;
mod work;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::mpsc::UnboundedSender;

use crate::clock::{Clock, SetBackWatch, StepWatch};
use crate::incident::{
    Command, Context, Declaration, Incident, MessageRef, Number, Policy, Quote, Source, Step, UserId,
    WorkspaceId, declare, declare_from, step, step_beside,
};
use crate::store::{Change, Job, Lease, NotSaved, Saved, Settlement, Stepped, Store};

use self::request::own_request;

pub use self::request::{EngineError, Outcome, Request};

/// For how long work belongs to whoever started it, by the machine's clock.
pub const LEASE_FOR: TimeDelta = TimeDelta::seconds(60);

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

    /// Until when work that is taken now belongs to this process. What a clock that was just set forward calls run out may be
    /// under way; what nobody has is not.
    pub fn lease(&self) -> Lease {
        let now = self.clock.machine_now();
        let takes_over = self.trusts_the_clock(now);
        Lease { owner: self.owner.clone(), now, until: now + LEASE_FOR, takes_over }
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
        // A save holds incidents whole, and whoever waits for it, waits within others who wait.
        let saved = match command.other() {
            // Of itself, it is beside itself; the rules know what to say to that.
            Some(other) if other != number => {
                let step = |incident: &Incident, other: &Incident| {
                    let ctx = self.context(request);
                    Ok(self.stepped(step_beside(incident, Some(other), command, &ctx)?))
                };
                Box::pin(self.store.change_beside(change, other, step)).await
            }
            _ => {
                let step =
                    |incident: &Incident| Ok(self.stepped(step(incident, command, &self.context(request))?));
                Box::pin(self.store.change(change, step)).await
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
