//! What runs: the processes, their database, and what is done to them. One outage at a time.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use slack_sandbox::{Clock, Sandbox};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::balancer::Balancer;
use crate::fault::{Engine, Outage};
use crate::process::Process;
use crate::stage;

/// The processes with their database.
#[derive(Debug)]
pub struct Site {
    /// Where the database is.
    pub url: String,
    /// The settings of the first process.
    pub settings: PathBuf,
    /// The outages that are over.
    pub outages: Vec<Ended>,
    /// The copies that were taken of the file.
    pub copies: Vec<Copied>,
    processes: Vec<Process>,
    clock: Clock,
    _balancer: Option<Balancer>,
    _database: Option<test_postgres::Database>,
    server: Option<test_postgres::Server>,
    folder: TempDir,
}

/// An outage that is over.
#[derive(Debug, Clone)]
pub struct Ended {
    /// At which step it was.
    pub step: usize,
    /// What it was.
    pub outage: Outage,
    /// When it began.
    pub from: DateTime<Utc>,
    /// When what had failed was told to go on.
    pub until: DateTime<Utc>,
    /// When all were ready again.
    pub ready_at: DateTime<Utc>,
}

/// A copy of the file, as a power cut would leave it.
#[derive(Debug, Clone)]
pub struct Copied {
    /// At which step it was taken.
    pub step: usize,
    /// What had been answered before this is in it.
    pub at: DateTime<Utc>,
    /// Where it is.
    pub file: PathBuf,
}

impl Site {
    /// Starts everything beside `slack`, and tells Slack where it is. `None` where PostgreSQL is not installed.
    ///
    /// # Errors
    /// If something cannot be started.
    pub async fn start(engine: Engine, program: &Path, slack: &Sandbox) -> anyhow::Result<Option<Self>> {
        let folder = tempfile::tempdir()?;
        let server = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => match tokio::task::block_in_place(test_postgres::server) {
                Some(server) => Some(server),
                None => return Ok(None),
            },
        };
        let database = server.as_ref().map(test_postgres::Server::database);
        let file = || format!("sqlite://{}/firebell.db", folder.path().display());
        let url = database.as_ref().map_or_else(file, |database| database.url.clone());
        let mut processes = Vec::new();
        let mut settings = Vec::new();
        for address in free_addresses(engine.replicas())? {
            settings.push(stage::write_settings(folder.path(), address, &url, slack)?);
            processes.push(Process::new(program, settings[settings.len() - 1].clone(), address));
        }
        let addresses: Vec<SocketAddr> = processes.iter().map(|process| process.address).collect();
        let balancer = match addresses.as_slice() {
            [_] => None,
            several => Some(Balancer::start(several).await?),
        };
        let reached = balancer.as_ref().map_or(format!("http://{}", addresses[0]), |one| one.url.clone());
        slack.set_app_url(&reached);
        let mut site = Self {
            url,
            settings: settings.swap_remove(0),
            outages: Vec::new(),
            copies: Vec::new(),
            processes,
            clock: slack.clock().clone(),
            _balancer: balancer,
            _database: database,
            server,
            folder,
        };
        site.start_all().await?;
        Ok(Some(site))
    }

    /// Starts what does not run, and waits until all are ready.
    ///
    /// # Errors
    /// If one does not become ready.
    pub async fn start_all(&mut self) -> anyhow::Result<()> {
        for process in &mut self.processes {
            process.is_ready().await?;
        }
        Ok(())
    }

    /// Stops all in order, so that nothing changes any more.
    ///
    /// # Errors
    /// If one does not end.
    pub async fn stop_all(&mut self) -> anyhow::Result<()> {
        for process in &mut self.processes {
            process.terminate().await?;
        }
        Ok(())
    }

    /// Leaves the settings, the logs and a database that is a file where they are. Answers where.
    pub fn keep(&mut self) -> PathBuf {
        self.folder.disable_cleanup(true);
        self.folder.path().to_owned()
    }

    /// Lets an outage happen, and waits until it is over.
    ///
    /// # Errors
    /// If somebody does not come back.
    pub async fn suffer(&mut self, step: usize, outage: Outage) -> anyhow::Result<()> {
        let from = self.clock.now();
        let until = self.undergo(step, outage).await.with_context(|| format!("step {step}: {outage:?}"))?;
        self.start_all().await.with_context(|| format!("step {step}: after {outage:?}"))?;
        let ready_at = self.clock.now();
        self.outages.push(Ended { step, outage, from, until, ready_at });
        Ok(())
    }

    /// Answers when what had failed was told to go on.
    async fn undergo(&mut self, step: usize, outage: Outage) -> anyhow::Result<DateTime<Utc>> {
        match outage {
            Outage::Kill { replica, down } => {
                self.processes[replica].kill().await?;
                self.again_after(down).await?;
            }
            Outage::KillAll { down } => {
                for process in &mut self.processes {
                    process.kill().await?;
                }
                self.again_after(down).await?;
            }
            Outage::Stop { replica, still } => {
                self.processes[replica].stop().await?;
                sleep(Duration::from_millis(still)).await;
                self.processes[replica].go_on().await?;
            }
            Outage::Restart { replica } => {
                self.processes[replica].terminate().await?;
                self.processes[replica].start()?;
            }
            Outage::DatabaseRestart { down } => self.lose_database(down, test_postgres::Server::stops).await,
            Outage::DatabaseKill { down } => self.lose_database(down, test_postgres::Server::is_killed).await,
            Outage::PowerCut { torn } => self.copy(step, torn).await?,
        }
        Ok(self.clock.now())
    }

    async fn again_after(&mut self, down: u64) -> anyhow::Result<()> {
        sleep(Duration::from_millis(down)).await;
        // Those that run are not touched: they answer that they are ready.
        for process in self.processes.iter_mut().filter(|process| !process.runs()) {
            process.start()?;
        }
        Ok(())
    }

    async fn lose_database(&self, down: u64, lose: impl FnOnce(&test_postgres::Server)) {
        let Some(server) = &self.server else { return };
        tokio::task::block_in_place(|| lose(server));
        sleep(Duration::from_millis(down)).await;
        tokio::task::block_in_place(|| server.comes_back());
    }

    /// Copies the file and its log while nobody moves. Whatever was written is in the copy, in the order in which it was
    /// written; what the process only had in mind is not.
    async fn copy(&mut self, step: usize, torn: bool) -> anyhow::Result<()> {
        let at = self.clock.now();
        let folder = self.folder.path().join(format!("copy-{step}"));
        std::fs::create_dir_all(&folder)?;
        self.processes[0].stop().await?;
        let copied = copy_file(self.folder.path(), &folder, torn);
        self.processes[0].go_on().await?;
        copied.context("the file could not be copied")?;
        self.copies.push(Copied { step, at, file: folder.join("firebell.db") });
        Ok(())
    }
}

fn copy_file(from: &Path, to: &Path, torn: bool) -> std::io::Result<()> {
    std::fs::copy(from.join("firebell.db"), to.join("firebell.db"))?;
    let mut log = std::fs::read(from.join("firebell.db-wal")).unwrap_or_default();
    if torn {
        log.extend([0xA5; 2_000]);
    }
    std::fs::write(to.join("firebell.db-wal"), log)
}

fn free_addresses(count: usize) -> std::io::Result<Vec<SocketAddr>> {
    // All are held until all are known, so that they differ.
    let held: Vec<TcpListener> = (0..count)
        .map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, test_postgres::lasting_port()?)))
        .collect::<Result<_, _>>()?;
    held.iter().map(TcpListener::local_addr).collect()
}
