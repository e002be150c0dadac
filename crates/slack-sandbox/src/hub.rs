//! The middle of the sandbox: one lock around the workspace, and everything that hangs around it.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::{Door, events};
use crate::calls::CallLog;
use crate::faults::{Faults, Troubles};
use crate::limits::Limiter;
use crate::model::Workspace;
use crate::{Clock, Options};

/// What every request handler and every act of a person shares.
pub(crate) struct Hub {
    /// The sandbox's own address, without a slash at the end.
    pub(crate) url: String,
    pub(crate) options: Options,
    pub(crate) door: Door,
    pub(crate) calls: CallLog,
    pub(crate) limiter: Mutex<Limiter>,
    /// Numbers events as they are sent.
    pub(crate) sent: AtomicU64,
    /// The highest number of an event whose delivery has ended, one way or the other.
    pub(crate) delivered: watch::Sender<u64>,
    workspace: Mutex<Workspace>,
    changes: watch::Sender<u64>,
    troubles: Mutex<Troubles>,
    /// Wakes those who look at the wire. It is apart from `changes`, which tests wait for with costly conditions.
    wire: watch::Sender<()>,
    in_flight: watch::Sender<usize>,
    tasks: Mutex<JoinSet<()>>,
}

impl Hub {
    pub(crate) fn new(url: String, options: Options) -> Arc<Self> {
        let workspace = Workspace::new(&options.seed, options.app.clone(), options.clock.now());
        Arc::new(Self {
            url,
            door: Door::new(&options),
            calls: CallLog::default(),
            limiter: Mutex::new(Limiter::default()),
            sent: AtomicU64::new(0),
            delivered: watch::Sender::new(0),
            workspace: Mutex::new(workspace),
            changes: watch::Sender::new(0),
            troubles: Mutex::new(Troubles::new(options.random_seed)),
            wire: watch::Sender::new(()),
            in_flight: watch::Sender::new(0),
            tasks: Mutex::new(JoinSet::new()),
            options,
        })
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.options.clock
    }

    /// What the app's clock shows: the same as ours, unless it runs faster.
    pub(crate) fn app_now(&self) -> DateTime<Utc> {
        let now = self.clock().now();
        self.options.app_clock.map_or(now, |clock| clock.at(now))
    }

    /// Changes the workspace under its lock, then sends what happened and wakes whoever waits for a change.
    pub(crate) fn change<R>(self: &Arc<Self>, work: impl FnOnce(&mut Workspace) -> R) -> R {
        let (result, events) = {
            let mut workspace = lock(&self.workspace);
            workspace.now = self.clock().now();
            workspace.revision += 1;
            let result = work(&mut workspace);
            (result, std::mem::take(&mut workspace.events))
        };
        for event in events {
            events::send(self, event);
        }
        self.changes.send_modify(|count| *count += 1);
        result
    }

    /// Looks at the workspace.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&Workspace) -> R) -> R {
        look(&lock(&self.workspace))
    }

    /// Wakes at every change.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Sets or uses the switches for trouble.
    pub(crate) fn trouble<R>(&self, work: impl FnOnce(&mut Troubles) -> R) -> R {
        let result = work(&mut lock(&self.troubles));
        self.tell_wire_watchers();
        result
    }

    /// The faults in force, with what is left of their counts.
    pub(crate) fn faults(&self) -> Faults {
        lock(&self.troubles).faults.clone()
    }

    /// Wakes at every call, every delivery, every answer to them, and every use of the switches for trouble.
    pub(crate) fn watch_wire(&self) -> watch::Receiver<()> {
        self.wire.subscribe()
    }

    /// To be called after something went over the wire, without a lock held.
    pub(crate) fn tell_wire_watchers(&self) {
        self.wire.send_replace(());
    }

    /// Waits until `check` holds after some change, or until `patience` ends. Says whether it holds.
    pub(crate) async fn wait_until(&self, check: impl Fn(&Workspace) -> bool, patience: Duration) -> bool {
        let mut changes = self.changes.subscribe();
        let holds = async {
            while !self.read(&check) {
                if changes.changed().await.is_err() {
                    return;
                }
            }
        };
        tokio::time::timeout(patience, holds).await.is_ok()
    }

    /// Runs work that [`idle`](Self::idle) waits for and that ends with the sandbox.
    pub(crate) fn spawn(self: &Arc<Self>, work: impl Future<Output = ()> + Send + 'static) {
        self.in_flight.send_modify(|count| *count += 1);
        let counted = InFlight(Arc::downgrade(self));
        let mut tasks = lock(&self.tasks);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(async move {
            let _counted = counted;
            work.await;
        });
    }

    /// Waits until no spawned work is left.
    pub(crate) async fn idle(&self) {
        // The sender lives as long as `self`, so this cannot fail.
        let _ = self.in_flight.subscribe().wait_for(|count| *count == 0).await;
    }

    /// Back to the seed, with nothing logged and no trouble switched on.
    pub(crate) fn reset(self: &Arc<Self>) {
        self.change(|workspace| workspace.reset(&self.options.seed));
        self.calls.clear();
        self.door.forget();
        self.trouble(|switches| switches.faults = Faults::default());
        *lock(&self.limiter) = Limiter::default();
    }

    /// Ends all spawned work.
    pub(crate) fn stop(&self) {
        lock(&self.tasks).abort_all();
    }
}

/// Counts one piece of spawned work until it ends, be it by abortion or panic.
struct InFlight(Weak<Hub>);

impl Drop for InFlight {
    fn drop(&mut self) {
        if let Some(hub) = self.0.upgrade() {
            hub.in_flight.send_modify(|count| *count -= 1);
        }
    }
}

/// Takes a lock whose data stays sound even if a holder panicked.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
