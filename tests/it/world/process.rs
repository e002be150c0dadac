//! The program itself, as a process beside a local Slack whose time is the machine's.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use firebell::slack::method;
use serde_json::Value;
use slack_sandbox::{App, Options, Outcome, Sandbox};

use super::{PATIENCE, SECRET};

/// A running `firebell serve`. Dropped, it is killed.
pub(crate) struct Process {
    child: Child,
    /// Where it listens.
    pub(crate) address: String,
}

/// A local Slack in which a process can be told apart from none.
pub(crate) async fn slack() -> Sandbox {
    let scopes = method::scopes().into_iter().map(str::to_owned).collect();
    let app = App { signing_secret: SECRET.to_owned(), scopes, ..App::default() }.command("/incident");
    Sandbox::start(Options { app, ack_deadline: PATIENCE, ..Options::default() }).await.unwrap()
}

impl Process {
    /// Serves the sandbox's workspace from the database at `url`, and waits until it is ready.
    pub(crate) fn serves(sandbox: &Sandbox, url: &str) -> Self {
        Self::serves_with(sandbox, url, &[])
    }

    /// The same with other settings, as environment variables.
    pub(crate) fn serves_with(sandbox: &Sandbox, url: &str, settings: &[(&str, &str)]) -> Self {
        // A file that may not grow any more is an error for whoever writes it, and nobody's end.
        let mut serve = Command::new("sh");
        serve.args(["-c", "trap '' XFSZ; exec \"$0\" serve", env!("CARGO_BIN_EXE_firebell")]);
        serve.envs([
            ("FIREBELL_DATABASE__URL", url),
            ("FIREBELL_DATABASE__TIMEOUT_MS", "20000"),
            ("FIREBELL_SERVER__LISTEN", "127.0.0.1:0"),
            ("FIREBELL_SERVER__ANSWER_WITHIN_MS", "30000"),
            ("FIREBELL_SLACK__WORKSPACE", "T0SANDBOX1"),
            ("FIREBELL_SLACK__BOT_TOKEN", "xoxb-sandbox"),
            ("FIREBELL_SLACK__SIGNING_SECRETS", SECRET),
            ("FIREBELL_SLACK__API_URL", &sandbox.api_url()),
            ("FIREBELL_INCIDENTS__ANNOUNCEMENT_CHANNEL", "C0INCIDENT"),
            ("FIREBELL_LOG__FORMAT", "json"),
        ]);
        serve.envs(settings.iter().copied());
        let mut child = serve.stderr(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let address = said.by_ref().find_map(|line| address(&line)).expect("it says where it listens");
        // Whoever is not listened to any more would stop at the next word.
        std::thread::spawn(move || said.for_each(drop));
        let address = format!("http://{address}");
        sandbox.set_app_url(&address);
        Self { child, address }
    }

    /// Its name for the system.
    pub(crate) fn id(&self) -> String {
        self.child.id().to_string()
    }

    /// Sends it a signal: `-STOP`.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.id()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until it has ended by itself. Answers whether it ended well.
    pub(crate) async fn ends(mut self) -> bool {
        tokio::task::spawn_blocking(move || self.child.wait().unwrap().success()).await.unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where a process listens that says that it is ready.
fn address(line: &str) -> Option<String> {
    let said: Value = serde_json::from_str(line).ok()?;
    Some(said["address"].as_str()?.to_owned())
}

/// Somebody types `/incident …` somewhere else than in an incident's channel. Answers what they are told.
pub(crate) async fn types(sandbox: &Sandbox, text: &str) -> String {
    let typed = slack_sandbox::Command::new("alice", "general", "/incident", text);
    let outcome: Outcome = sandbox.command(typed).await.unwrap();
    super::told(&outcome)
}
