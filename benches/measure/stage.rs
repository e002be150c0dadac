//! A local Slack that answers late, with enough people to declare at once.

use std::time::Duration;

use slack_sandbox::{
    App, CallFault, CallRecord, CallTrouble, Faults, Options, Sandbox, Seed, SeedUser, When,
};

/// Where bells ring.
pub(crate) const ANNOUNCEMENTS: &str = "C0INCIDENT";

/// How many can declare at once.
pub(crate) const PEOPLE: usize = 64;
/// How long nothing must have been asked of Slack for everything to be done.
const QUIET_FOR: Duration = Duration::from_millis(150);
/// After how long a round is given up.
const PATIENCE: Duration = Duration::from_mins(2);

/// The stage.
pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) latency: Duration,
}

impl Stage {
    /// A Slack whose answers take `latency` milliseconds. It works on arrival, as over a long line.
    pub(crate) async fn start(latency: u64) -> anyhow::Result<Self> {
        let mut seed = Seed::default();
        seed.users.extend((0..PEOPLE).map(|i| SeedUser { name: person(i), ..SeedUser::default() }));
        let events = firebell::slack::inbound::events::SUBSCRIBED.iter().map(ToString::to_string).collect();
        let app = App { events, ..App::default() }.command("/incident");
        let sandbox = Sandbox::start(Options { app, seed, ..Options::default() }).await?;
        let stage = Self { sandbox, latency: Duration::from_millis(latency) };
        stage.clear().await;
        Ok(stage)
    }

    /// Forgets channels, messages and calls.
    pub(crate) async fn clear(&self) {
        self.sandbox.reset().await;
        let milliseconds = u64::try_from(self.latency.as_millis()).unwrap_or(u64::MAX);
        if milliseconds > 0 {
            let trouble = CallTrouble::Latency { milliseconds, when: When::AfterWork };
            self.sandbox.set_faults(Faults { calls: vec![CallFault::on("*", trouble)], ..Faults::default() });
        }
    }

    /// Waits until at least `calls` calls were answered and no more come.
    pub(crate) async fn quiet(&self, calls: usize) -> anyhow::Result<Vec<CallRecord>> {
        let quiet = async {
            let mut before = usize::MAX;
            loop {
                tokio::time::sleep(QUIET_FOR).await;
                let (seen, answered) = self.sandbox.count_calls();
                if answered == seen && seen >= calls && seen == before {
                    return self.sandbox.calls();
                }
                before = seen;
            }
        };
        Ok(tokio::time::timeout(PATIENCE, quiet).await?)
    }
}

/// The login name of one of the people.
pub(crate) fn person(i: usize) -> String {
    format!("person-{i:02}")
}
