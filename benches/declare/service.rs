//! The service, as people run it: `firebell serve` in a process of its own.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use slack_sandbox::Sandbox;

use crate::machine;

/// The program, built as this one is.
const PROGRAM: &str = env!("CARGO_BIN_EXE_firebell");

/// How long it may take to become ready before the benchmark is given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// A service that runs.
pub(crate) struct Service {
    process: Child,
    /// From before the process was there to its first "ready".
    pub(crate) ready_after: Duration,
}

impl Service {
    /// Starts one that keeps its database and its log in `folder`, and tells Slack where it is.
    pub(crate) async fn start(folder: &Path, slack: &Sandbox) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let config = folder.join("firebell.toml");
        std::fs::write(&config, settings(folder, address, slack))?;
        let log = File::create(folder.join("firebell.log"))?;
        slack.set_app_url(&format!("http://{address}"));
        tokio::task::spawn_blocking(move || {
            let started = Instant::now();
            let process = Command::new(PROGRAM)
                .args(["serve", "--config"])
                .arg(config)
                .stderr(log)
                .stdin(Stdio::null())
                .spawn()?;
            let mut service = Self { process, ready_after: Duration::ZERO };
            while !is_ready(address) {
                let is_gone = service.process.try_wait()?.is_some();
                if is_gone || started.elapsed() > PATIENCE {
                    bail!("the service did not become ready");
                }
                std::thread::sleep(Duration::from_micros(200));
            }
            service.ready_after = started.elapsed();
            Ok(service)
        })
        .await?
    }

    /// What it holds in memory, in KiB.
    pub(crate) fn resident_kib(&self) -> anyhow::Result<u64> {
        machine::resident_kib(self.process.id())
    }

    /// How long it has kept processors busy.
    pub(crate) fn busy(&self) -> anyhow::Result<Duration> {
        machine::busy(self.process.id())
    }

    /// Kills it.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        self.process.kill().context("the service ended before its time")?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn settings(folder: &Path, address: SocketAddr, slack: &Sandbox) -> String {
    let app = &slack.options().app;
    format!(
        "[server]\nlisten = \"{address}\"\n\
         [database]\nurl = \"sqlite://{}/firebell.db\"\n\
         [slack]\nworkspace = \"{}\"\nbot_token = \"{}\"\nsigning_secrets = [\"{}\"]\napi_url = \"{}\"\n\
         [incidents]\nannouncement_channel = \"{}\"\n\
         [outbox]\npace = \"unlimited\"\n",
        folder.display(),
        slack.options().seed.team.id,
        app.bot_token,
        app.signing_secret,
        slack.api_url(),
        crate::stage::ANNOUNCEMENTS,
    )
}

fn is_ready(address: SocketAddr) -> bool {
    let ask = || {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: firebell\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        std::io::Result::Ok(answer.starts_with("HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}
