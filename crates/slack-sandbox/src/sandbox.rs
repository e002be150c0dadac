//! The handle: a running sandbox, as tests hold it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use crate::app::{Ack, Delivery, drills};
use crate::calls::CallRecord;
use crate::client::Hosts;
use crate::hub::Hub;
use crate::model::state::State;
use crate::people::{
    self, ChannelAct, Click, CloseView, Command, Edit, Home, Misuse, Outcome, PinMessage, React, Redeliver,
    Said, Say, Shortcut, Submit, Suggest, Suggestions, UserAct,
};
use crate::{CallFault, Clock, DeliveryFault, Faults, Options, server};

/// A running workspace. Clones share it; it stops with [`shutdown`](Self::shutdown) or when the last one is dropped.
#[derive(Clone)]
pub struct Sandbox(Arc<Running>);

struct Running {
    hub: Arc<Hub>,
    address: SocketAddr,
    accepting: AbortHandle,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.accepting.abort();
        self.hub.stop();
    }
}

impl Sandbox {
    /// Starts listening.
    pub async fn start(options: Options) -> std::io::Result<Self> {
        let listener = TcpListener::bind(options.listen).await?;
        let address = listener.local_addr()?;
        let hosts = Hosts::new(address, &options.hosts);
        let hub = Hub::new(format!("http://{address}"), options);
        let router = server::router(Arc::clone(&hub), hosts);
        let accepting = tokio::spawn(server::serve(listener, router)).abort_handle();
        Ok(Self(Arc::new(Running { hub, address, accepting })))
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// `http://127.0.0.1:PORT`
    pub fn url(&self) -> String {
        self.0.hub.url.clone()
    }

    /// The base of the Web API, ending in `/api`.
    pub fn api_url(&self) -> String {
        format!("{}/api", self.0.hub.url)
    }

    /// The clock that stamps everything.
    pub fn clock(&self) -> &Clock {
        self.0.hub.clock()
    }

    /// What it was started with.
    pub fn options(&self) -> &Options {
        &self.0.hub.options
    }

    /// Tells where the app listens; it may start after the sandbox.
    pub fn set_app_url(&self, base: &str) {
        self.0.hub.door.set_base(base);
    }

    /// Stops listening, closes every connection and forgets pending deliveries.
    #[expect(clippy::unused_async, reason = "callers await it, so that stopping may come to take time")]
    pub async fn shutdown(&self) {
        self.0.accepting.abort();
        self.0.hub.stop();
    }

    /// Waits until every event has been delivered or given up, retries included.
    pub async fn idle(&self) {
        self.0.hub.idle().await;
    }

    /// Goes back to the seed and forgets calls, deliveries and faults. Ids and time stamps are not used again.
    #[expect(clippy::unused_async, reason = "callers await it, so that clearing may come to take time")]
    pub async fn reset(&self) {
        self.0.hub.reset();
    }

    /// A person types a slash command.
    pub async fn command(&self, command: Command) -> Result<Outcome, Misuse> {
        people::command(&self.0.hub, command).await
    }

    /// A person presses a button or chooses something.
    pub async fn click(&self, click: Click) -> Result<Outcome, Misuse> {
        people::click(&self.0.hub, click).await
    }

    /// A person fills in a modal and submits it.
    pub async fn submit(&self, submit: Submit) -> Result<Outcome, Misuse> {
        people::submit(&self.0.hub, submit).await
    }

    /// A person types into an external select.
    pub async fn suggest(&self, suggest: Suggest) -> Result<Suggestions, Misuse> {
        people::suggest(&self.0.hub, suggest).await
    }

    /// A person leaves a modal. [`Outcome::view`] is the view below, if there is one.
    pub async fn close_view(&self, close: CloseView) -> Result<Outcome, Misuse> {
        people::close_view(&self.0.hub, close).await
    }

    /// A person starts a shortcut.
    pub async fn shortcut(&self, shortcut: Shortcut) -> Result<Outcome, Misuse> {
        people::shortcut(&self.0.hub, shortcut).await
    }

    /// A person opens the app's home tab. [`Outcome::view`] is what stands there.
    pub async fn open_home(&self, home: Home) -> Result<Outcome, Misuse> {
        people::open_home(&self.0.hub, home).await
    }

    /// A person writes a message.
    #[expect(clippy::unused_async, reason = "every act of a person is awaited alike")]
    pub async fn message(&self, say: Say) -> Result<Said, Misuse> {
        people::say(&self.0.hub, &say)
    }

    /// A person changes or deletes an own message.
    #[expect(clippy::unused_async, reason = "every act of a person is awaited alike")]
    pub async fn edit(&self, edit: Edit) -> Result<(), Misuse> {
        people::edit(&self.0.hub, &edit)
    }

    /// A person adds a reaction or takes it away.
    #[expect(clippy::unused_async, reason = "every act of a person is awaited alike")]
    pub async fn reaction(&self, react: React) -> Result<(), Misuse> {
        people::react(&self.0.hub, &react)
    }

    /// A person pins a message or unpins it.
    #[expect(clippy::unused_async, reason = "every act of a person is awaited alike")]
    pub async fn pin(&self, pin: PinMessage) -> Result<(), Misuse> {
        people::pin(&self.0.hub, &pin)
    }

    /// A person does something to a channel; gives the channel's id.
    #[expect(clippy::unused_async, reason = "every act of a person is awaited alike")]
    pub async fn channel_act(&self, act: ChannelAct) -> Result<String, Misuse> {
        people::channel_act(&self.0.hub, &act)
    }

    /// Something happens to an account; gives its id.
    #[expect(clippy::unused_async, reason = "every act of a person is awaited alike")]
    pub async fn user_act(&self, act: UserAct) -> Result<String, Misuse> {
        people::user_act(&self.0.hub, &act)
    }

    /// An administrator sets who is in a user group, by its handle; gives its id.
    #[expect(clippy::unused_async, reason = "every act of a person is awaited alike")]
    pub async fn set_usergroup(&self, handle: &str, users: &[&str]) -> Result<String, Misuse> {
        people::set_usergroup(&self.0.hub, handle, users)
    }

    /// Sends an earlier request again: the same bytes under a fresh signature. Slack would show nobody the answer, so
    /// it has no effect in the workspace.
    pub async fn redeliver(&self, redeliver: Redeliver) -> Result<Ack, Misuse> {
        people::redeliver(&self.0.hub, redeliver).await
    }

    /// Checks the app's events address, as Slack does when it is saved. Says whether the challenge came back.
    pub async fn verify_events_url(&self) -> bool {
        drills::verify_events_url(&self.0.hub).await.0
    }

    /// Sends an event nobody caused; `event` is the inner object with at least its `type`. For events the sandbox
    /// does not model.
    pub fn send_event(&self, event: serde_json::Map<String, serde_json::Value>) {
        drills::send_event(&self.0.hub, event.into());
    }

    /// The whole workspace as data.
    pub fn state(&self) -> State {
        self.0.hub.read(crate::model::Workspace::state)
    }

    /// Waits until `check` holds, looking after every change; gives up after `patience`. Says whether it holds.
    pub async fn changed_until(&self, check: impl Fn(&State) -> bool, patience: Duration) -> bool {
        self.0.hub.wait_until(|workspace| check(&workspace.state()), patience).await
    }

    /// Every Web API call since the start or the last reset.
    pub fn calls(&self) -> Vec<CallRecord> {
        self.0.hub.calls.records()
    }

    /// Waits until the calls so far are as `check` wants them, looking after each of them and each answer; gives up after
    /// `patience`. Says whether they are.
    pub async fn called_until(&self, check: impl Fn(&[CallRecord]) -> bool, patience: Duration) -> bool {
        let mut wire = self.0.hub.watch_wire();
        let called = async {
            while !check(&self.calls()) {
                if wire.changed().await.is_err() {
                    return;
                }
            }
        };
        tokio::time::timeout(patience, called).await.is_ok()
    }

    /// How many Web API calls arrived, and how many of them were answered, since the start or the last reset.
    pub fn count_calls(&self) -> (usize, usize) {
        self.0.hub.calls.count()
    }

    /// Forgets the calls so far, and nothing else.
    pub fn forget_calls(&self) {
        self.0.hub.calls.clear();
    }

    /// Every request sent to the app since the start or the last reset.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.0.hub.door.deliveries()
    }

    /// Puts these faults in the place of those in force.
    pub fn set_faults(&self, faults: Faults) {
        self.0.hub.trouble(|switches| switches.faults = faults);
    }

    /// The faults in force, with what is left of their counts.
    pub fn faults(&self) -> Faults {
        self.0.hub.faults()
    }

    /// Adds trouble for calls.
    pub fn add_call_fault(&self, fault: CallFault) {
        self.0.hub.trouble(|switches| switches.faults.calls.push(fault));
    }

    /// Adds trouble for deliveries.
    pub fn add_delivery_fault(&self, fault: DeliveryFault) {
        self.0.hub.trouble(|switches| switches.faults.deliveries.push(fault));
    }

    /// Ends all injected trouble.
    pub fn clear_faults(&self) {
        self.set_faults(Faults::default());
    }
}
