//! The service, as people run it: `firebell serve` in processes of its own.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use slack_sandbox::Sandbox;

use crate::front::Front;
use crate::ground::Ground;
use crate::machine;

/// The program, built as this one is.
const PROGRAM: &str = env!("CARGO_BIN_EXE_firebell");

/// How long it may take to become ready before the benchmark is given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// One service, or several behind one address.
pub(crate) struct Service {
    processes: Vec<Process>,
    _front: Option<Front>,
}

impl Service {
    /// Starts as many as the ground wants, one after the other, and tells Slack where they are.
    pub(crate) async fn start(ground: &Ground, slack: &Sandbox) -> anyhow::Result<Self> {
        let mut processes = Vec::new();
        for replica in 0..ground.kind.replicas() {
            processes.push(Process::start(ground, slack, replica).await?);
        }
        let addresses: Vec<_> = processes.iter().map(|process| process.address).collect();
        let front = match addresses.as_slice() {
            [_] => None,
            _ => Some(Front::before(addresses.clone()).await?),
        };
        let address = front.as_ref().map_or(addresses[0], |front| front.address);
        slack.set_app_url(&format!("http://{address}"));
        Ok(Self { processes, _front: front })
    }

    /// From before the first process was there to its first "ready".
    pub(crate) fn ready_after(&self) -> Duration {
        self.processes[0].ready_after
    }

    /// What the largest of them holds in memory, in KiB.
    pub(crate) fn resident_kib(&self) -> anyhow::Result<u64> {
        let held = self.processes.iter().map(|process| machine::resident_kib(process.child.id()));
        Ok(held.collect::<anyhow::Result<Vec<_>>>()?.into_iter().max().unwrap_or(0))
    }

    /// How long all of them together have kept processors busy.
    pub(crate) fn busy(&self) -> anyhow::Result<Duration> {
        self.processes.iter().map(|process| machine::busy(process.child.id())).sum()
    }

    /// Kills them.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        for process in &mut self.processes {
            process.child.kill().context("a service ended before its time")?;
            process.child.wait()?;
        }
        Ok(())
    }
}

struct Process {
    child: Child,
    address: SocketAddr,
    ready_after: Duration,
}

impl Process {
    async fn start(ground: &Ground, slack: &Sandbox, replica: usize) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let config = ground.folder().join(format!("firebell-{replica}.toml"));
        std::fs::write(&config, settings(ground, address, slack))?;
        let log = File::create(ground.folder().join(format!("firebell-{replica}.log")))?;
        tokio::task::spawn_blocking(move || {
            let started = Instant::now();
            let child = Command::new(PROGRAM)
                .args(["serve", "--config"])
                .arg(config)
                .stderr(log)
                .stdin(Stdio::null())
                .spawn()?;
            let mut process = Self { child, address, ready_after: Duration::ZERO };
            while !is_ready(address) {
                let is_gone = process.child.try_wait()?.is_some();
                if is_gone || started.elapsed() > PATIENCE {
                    bail!("the service did not become ready");
                }
                std::thread::sleep(Duration::from_micros(200));
            }
            process.ready_after = started.elapsed();
            Ok(process)
        })
        .await?
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn settings(ground: &Ground, address: SocketAddr, slack: &Sandbox) -> String {
    let app = &slack.options().app;
    format!(
        "[server]\nlisten = \"{address}\"\n\
         [database]\nurl = \"{}\"\n\
         [slack]\nworkspace = \"{}\"\nbot_token = \"{}\"\nsigning_secrets = [\"{}\"]\napi_url = \"{}\"\n\
         [incidents]\nannouncement_channel = \"{}\"\n\
         [outbox]\npace = \"unlimited\"\n",
        ground.url(),
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
