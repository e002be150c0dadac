//! Several replicas on one PostgreSQL, behind something that sends each request to the next of them.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use firebell::app::Parts;
use firebell::config::Config;
use firebell::store::Database;
use slack_sandbox::Options;
use tower::ServiceExt as _;

use super::{Kept, World, on_postgres};

/// Whose turn it is.
#[derive(Clone)]
pub(super) struct Turns(Arc<Mutex<Vec<Router>>>);

impl Turns {
    /// The first one begins.
    pub(super) fn of(routers: impl Iterator<Item = Router>) -> Self {
        Self(Arc::new(Mutex::new(routers.collect())))
    }

    /// Sends each request to the next.
    pub(super) fn router(&self) -> Router {
        let turns = self.clone();
        Router::new().fallback(move |request: Request| turns.next().oneshot(request))
    }

    fn next(&self) -> Router {
        let mut routers = self.0.lock().unwrap();
        routers.rotate_left(1);
        routers.last().unwrap().clone()
    }

    fn set(&self, routers: impl Iterator<Item = Router>) {
        *self.0.lock().unwrap() = routers.collect();
    }
}

impl World {
    /// A stage with so many replicas on one PostgreSQL; `None` where that is not installed.
    pub(crate) async fn with_replicas(replicas: usize) -> Option<Self> {
        Self::with_replicas_and(replicas, |_| {}, |_| {}).await
    }

    /// The same with other settings, or another Slack.
    pub(crate) async fn with_replicas_and(
        replicas: usize,
        configure: impl FnOnce(&mut Config),
        arrange: impl FnOnce(&mut Options),
    ) -> Option<Self> {
        let (database, kept) = on_postgres()?;
        Some(Self::begin(database, kept, replicas, configure, arrange).await)
    }

    /// A stage with so many replicas on a database that goes away: Slack waits no longer than it does.
    pub(crate) async fn with_replicas_on(server: test_postgres::Database, replicas: usize) -> Self {
        let database = Database::at(server.url.clone());
        let timeout = database.timeout;
        let as_ever = |config: &mut Config| config.database.timeout = timeout;
        let slacks_own = |options: &mut Options| options.ack_deadline = Options::default().ack_deadline;
        Self::begin(database, Kept::Server(server), replicas, as_ever, slacks_own).await
    }

    pub(crate) fn replicas(&self) -> &[Parts] {
        &self.service.as_ref().unwrap().replicas
    }

    /// Cuts a replica off: no request reaches it any more. Dropped, it was killed; kept, it is only late.
    pub(crate) fn loses_replica(&mut self, index: usize) -> Parts {
        let service = self.service.as_mut().unwrap();
        let lost = service.replicas.remove(index);
        service.turns.set(service.replicas.iter().map(|parts| parts.router.clone()));
        lost
    }
}
