//! One `firebell serve` in a process of its own, and what can be done to it.

use std::fs::OpenOptions;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

/// How long it may take to become ready, on a machine that does much else.
const READY_WITHIN: Duration = Duration::from_mins(1);
/// How long it may take to end when it is told to.
const ENDS_WITHIN: Duration = Duration::from_secs(20);
/// How often it is looked whether something has happened.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// A Firebell, running or not.
#[derive(Debug)]
pub struct Process {
    program: PathBuf,
    settings: PathBuf,
    log: PathBuf,
    /// Where it listens.
    pub address: SocketAddr,
    child: Option<Child>,
}

impl Process {
    /// One that does not run yet. Its log is beside its settings.
    pub fn new(program: &Path, settings: PathBuf, address: SocketAddr) -> Self {
        let log = settings.with_extension("log");
        Self { program: program.to_owned(), settings, log, address, child: None }
    }

    /// Starts it, and does not wait for anything.
    ///
    /// # Errors
    /// If there is no such program.
    pub fn start(&mut self) -> anyhow::Result<()> {
        let log = OpenOptions::new().create(true).append(true).open(&self.log)?;
        let mut command = Command::new(&self.program);
        command.args(["serve", "--config"]).arg(&self.settings);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).kill_on_drop(true);
        let started = command.spawn();
        self.child = Some(started.with_context(|| format!("cannot start {}", self.program.display()))?);
        Ok(())
    }

    /// Waits until it says that it is ready. One that ends meanwhile is started again, as a supervisor would: its
    /// database may not be there yet.
    ///
    /// # Errors
    /// If that takes too long.
    pub async fn is_ready(&mut self) -> anyhow::Result<()> {
        let give_up_at = Instant::now() + READY_WITHIN;
        while !is_ready(self.address).await {
            let has_ended = match &mut self.child {
                Some(child) => child.try_wait()?.is_some(),
                None => true,
            };
            if has_ended {
                sleep(Duration::from_millis(200)).await;
                self.start()?;
            }
            ensure!(Instant::now() < give_up_at, "Firebell did not become ready; see {}", self.log.display());
            sleep(LOOK_EVERY).await;
        }
        Ok(())
    }

    /// `kill -9`.
    ///
    /// # Errors
    /// If it cannot be killed.
    pub async fn kill(&mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill().await?;
        }
        Ok(())
    }

    /// `SIGTERM`, and waits for its end.
    ///
    /// # Errors
    /// If it does not end.
    pub async fn terminate(&mut self) -> anyhow::Result<()> {
        self.signal("TERM").await?;
        let Some(mut child) = self.child.take() else { return Ok(()) };
        match timeout(ENDS_WITHIN, child.wait()).await {
            Ok(ended) => ended.map(drop).context("it cannot be waited for"),
            Err(_) => bail!("Firebell did not end within {ENDS_WITHIN:?} of SIGTERM"),
        }
    }

    /// `SIGSTOP`, and waits until every thread stands still.
    ///
    /// # Errors
    /// If it cannot be stopped.
    pub async fn stop(&mut self) -> anyhow::Result<()> {
        self.signal("STOP").await?;
        let Some(process) = self.id() else { return Ok(()) };
        while !stands_still(process) {
            sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }

    /// `SIGCONT`.
    ///
    /// # Errors
    /// If it cannot be told.
    pub async fn go_on(&mut self) -> anyhow::Result<()> {
        self.signal("CONT").await
    }

    /// Whether it was started and not ended by us since.
    pub const fn runs(&self) -> bool {
        self.child.is_some()
    }

    fn id(&self) -> Option<u32> {
        self.child.as_ref().and_then(Child::id)
    }

    async fn signal(&self, name: &str) -> anyhow::Result<()> {
        let Some(process) = self.id() else { return Ok(()) };
        let told = Command::new("kill").args(["-s", name, &process.to_string()]).status().await?;
        ensure!(told.success(), "kill -s {name} failed");
        Ok(())
    }
}

/// Whether all threads of a process are stopped; also if there is no such process.
fn stands_still(process: u32) -> bool {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{process}/task")) else { return true };
    let states = threads.flatten().map(|thread| std::fs::read_to_string(thread.path().join("stat")));
    // The state is the first word behind the program's name, which stands in brackets.
    states
        .flatten()
        .all(|stat| stat.rsplit(") ").next().is_some_and(|rest| !rest.starts_with(['R', 'S', 'D'])))
}

/// Whether what listens at `address` says that it is ready.
pub async fn is_ready(address: SocketAddr) -> bool {
    let ask = async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: firebell\r\nConnection: close\r\n\r\n").await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        std::io::Result::Ok(answer.starts_with("HTTP/1.1 200"))
    };
    matches!(timeout(Duration::from_secs(2), ask).await, Ok(Ok(true)))
}
