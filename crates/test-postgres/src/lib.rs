//! A temporary PostgreSQL for tests, from the programs that are installed: nothing has to be set up, nothing is kept.
//!
//! Each test runs in a process of its own. All of them share one server, which whoever comes first starts; each test gets
//! its own [`Database`] there. A test that stops and starts a server has one to itself: [`Server::of_its_own`].
//!
//! Whoever uses a server holds a shared lock on a file beside it. A small watcher asks for that lock alone; when it got it
//! several times in a row, nobody is left, and the server goes. So it ends soon after the last test, however that ended.

mod ports;
mod programs;
mod tls;

use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

pub use ports::lasting_port;
use programs::Programs;

/// Stops the server in the current folder when nobody has held the lock for four looks in a row.
const WATCHER: &str = "
    exec 9>>users.lock
    free=0
    while sleep \"$1\"; do
        if flock -n -x 9; then free=$((free + 1)); [ $free -ge 4 ] && break; flock -u 9; else free=0; fi
    done
    \"$0\" stop -D data -m immediate
    rm -rf data port";

/// What was kept has to survive the server, but not the machine.
const FAST: &str = "-c fsync=off -c full_page_writes=off";

/// Why there is no server.
type Reason = String;

/// A database of a test's own. It goes away with this.
#[derive(Debug)]
pub struct Database {
    /// Where it is: `postgres://…`
    pub url: String,
    name: String,
    port: u16,
    programs: Programs,
}

/// A server.
#[derive(Debug)]
pub struct Server {
    folder: PathBuf,
    port: u16,
    programs: Programs,
    _in_use: File,
    is_shared: bool,
    options: String,
}

/// A database on the server that all tests share. `None` where PostgreSQL is not installed: then the test is skipped, and
/// the reason printed. Where `CI` is set, that is a failure.
///
/// # Panics
/// If PostgreSQL is installed and cannot be used, or is missing where `CI` is set.
pub fn database() -> Option<Database> {
    static SHARED: OnceLock<Option<Server>> = OnceLock::new();
    SHARED.get_or_init(|| or_skip(Server::shared)).as_ref().map(Server::database)
}

/// A server of a test's own; `None` as with [`database`].
///
/// # Panics
/// As [`database`].
pub fn server() -> Option<Server> {
    or_skip(Server::of_its_own)
}

/// A server of one's own that keeps its data in a folder under `place`, as durably as operators do; `None` as with [`database`].
///
/// # Panics
/// As [`database`].
pub fn durable_server(place: &Path) -> Option<Server> {
    or_skip(|programs| Server::with(place, programs, |_| Ok(String::new())))
}

/// A server of a test's own that speaks TLS; `None` as with [`database`].
///
/// # Panics
/// As [`database`].
pub fn server_with_tls() -> Option<Server> {
    or_skip(|programs| {
        Server::with(&std::env::temp_dir(), programs, |folder| {
            Ok(format!("{FAST} {}", tls::prepare(folder)?))
        })
    })
}

fn or_skip(start: impl FnOnce(Programs) -> Result<Server, Reason>) -> Option<Server> {
    match Programs::find() {
        Ok(programs) => {
            Some(start(programs).unwrap_or_else(|why| panic!("PostgreSQL cannot be started: {why}")))
        }
        Err(reason) => {
            let is_ci = std::env::var_os("CI").is_some_and(|ci| !ci.is_empty());
            assert!(!is_ci, "{reason}");
            println!("skipped: {reason}");
            None
        }
    }
}

impl Server {
    /// The server that all tests of this clone share, started by whoever comes first.
    fn shared(programs: Programs) -> Result<Self, Reason> {
        let clone = env!("CARGO_MANIFEST_DIR").replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        let folder = std::env::temp_dir().join(format!("test-postgres{clone}"));
        let in_use = in_use(&folder).map_err(said)?;
        let starting = File::create(folder.join("start.lock")).map_err(said)?;
        starting.lock().map_err(said)?;
        let port = match running(&folder) {
            Some(port) => port,
            None => start(&folder, &programs, 5, |_| Ok(FAST.to_owned()))?.0,
        };
        Ok(Self { folder, port, programs, _in_use: in_use, is_shared: true, options: FAST.to_owned() })
    }

    /// A server that nobody else uses.
    fn of_its_own(programs: Programs) -> Result<Self, Reason> {
        Self::with(&std::env::temp_dir(), programs, |_| Ok(FAST.to_owned()))
    }

    /// A server that nobody else uses, in a folder under `place`, with options that may need something there.
    fn with(
        place: &Path,
        programs: Programs,
        prepare: impl FnOnce(&Path) -> Result<String, Reason>,
    ) -> Result<Self, Reason> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = place.join(format!("test-postgres-of-{}-{count}", std::process::id()));
        let in_use = in_use(&folder).map_err(said)?;
        let (port, options) = start(&folder, &programs, 1, prepare)?;
        Ok(Self { folder, port, programs, _in_use: in_use, is_shared: false, options })
    }

    /// A new database.
    ///
    /// # Panics
    /// If it cannot be made.
    pub fn database(&self) -> Database {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{count}", std::process::id());
        let (port, programs) = (self.port, self.programs.clone());
        let made = run(programs.client("createdb", port).args(["-T", "template0", &name]));
        made.unwrap_or_else(|why| panic!("a database cannot be made: {why}"));
        Database { url: format!("postgres://postgres@127.0.0.1:{port}/{name}"), name, port, programs }
    }

    /// Stops at once, as if the machine had died.
    ///
    /// # Panics
    /// If it cannot be stopped.
    pub fn dies(&self) {
        let mut stop = self.programs.server("pg_ctl");
        let stopped = run(stop.arg("stop").arg("-D").arg(self.data()).args(["-m", "immediate"]));
        stopped.unwrap_or_else(|why| panic!("PostgreSQL cannot be stopped: {why}"));
    }

    /// Stops in order: clients are cut off, and everything is written down.
    ///
    /// # Panics
    /// If it cannot be stopped.
    pub fn stops(&self) {
        let mut stop = self.programs.server("pg_ctl");
        let stopped = run(stop.arg("stop").arg("-D").arg(self.data()).args(["-m", "fast"]));
        stopped.unwrap_or_else(|why| panic!("PostgreSQL cannot be stopped: {why}"));
    }

    /// Is killed with all its processes: none of them gets to do anything more.
    ///
    /// # Panics
    /// If it does not run, or cannot be killed.
    pub fn is_killed(&self) {
        let pids = fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        let first = pids.lines().next().and_then(|line| line.parse().ok());
        let postmaster: u32 = first.expect("a server that runs has written down its process");
        // It has no more children while it is looked for them.
        let _ = signal("STOP", &[postmaster]);
        let mut all = vec![postmaster];
        all.extend(children(postmaster));
        // A child may have ended by itself meanwhile, which `kill` complains about.
        let _ = signal("KILL", &all);
        while all.iter().any(|process| runs(*process)) {
            std::thread::sleep(Duration::from_millis(5));
        }
        // Whoever started the server may not have heard of its end yet; then the next start would take it for alive.
        let _ = fs::remove_file(self.data().join("postmaster.pid"));
    }

    /// Starts again, on the same port and with what was kept.
    ///
    /// # Panics
    /// If it cannot be started.
    pub fn comes_back(&self) {
        let started = run_server(&self.folder, &self.programs, self.port, &self.options);
        let log = || fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        started.unwrap_or_else(|why| panic!("PostgreSQL cannot be started again: {why}\n{}", log()));
    }

    /// The certificate of whoever vouches for this server, where it speaks TLS.
    pub fn authority(&self) -> PathBuf {
        self.folder.join(tls::AUTHORITY)
    }

    /// One that vouches for nobody here.
    pub fn another_authority(&self) -> PathBuf {
        self.folder.join(tls::ANOTHER)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if !self.is_shared {
            let mut stop = self.programs.server("pg_ctl");
            let _ = run(stop.arg("stop").arg("-D").arg(self.data()).args(["-m", "immediate"]));
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let mut drop = self.programs.client("dropdb", self.port);
        let _ = run(drop.args(["--force", "--if-exists", &self.name]));
    }
}

/// Notes that this process uses the server in `folder`, until it ends.
fn in_use(folder: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let lock = File::create(folder.join("users.lock"))?;
    lock.lock_shared()?;
    Ok(lock)
}

/// The port of the server in `folder`, if it runs.
fn running(folder: &Path) -> Option<u16> {
    let port = fs::read_to_string(folder.join("port")).ok()?.parse().ok()?;
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok().map(|_| port)
}

fn start(
    folder: &Path,
    programs: &Programs,
    look_every: u32,
    prepare: impl FnOnce(&Path) -> Result<String, Reason>,
) -> Result<(u16, String), Reason> {
    let data = folder.join("data");
    let _ = fs::remove_dir_all(&data);
    let options = prepare(folder)?;
    programs.own(folder)?;
    let mut initdb = programs.server("initdb");
    initdb.args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "-D"]).arg(&data);
    run(&mut initdb)?;
    let port = lasting_port().map_err(said)?;
    run_server(folder, programs, port, &options)?;
    watch(folder, programs, look_every)?;
    fs::write(folder.join("port"), port.to_string()).map_err(said)?;
    Ok((port, options))
}

fn run_server(folder: &Path, programs: &Programs, port: u16, options: &str) -> Result<(), Reason> {
    let options = format!(
        "-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=400 {options}"
    );
    let mut start = programs.server("pg_ctl");
    start.args(["start", "-w", "-D"]).arg(folder.join("data")).arg("-l").arg(folder.join("log"));
    run(start.args(["-o", &options]))
}

fn signal(name: &str, processes: &[u32]) -> Result<(), Reason> {
    run(Command::new("kill").args(["-s", name]).args(processes.iter().map(ToString::to_string)))
}

/// The processes that a process has started.
fn children(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|process| after_name(*process).is_some_and(|rest| rest.get(1) == Some(&parent.to_string())))
        .collect()
}

/// Whether a process is there and not only waits for its parent to hear of its end.
fn runs(process: u32) -> bool {
    after_name(process).is_some_and(|rest| rest.first().is_some_and(|state| state != "Z"))
}

/// What the system says of a process behind its name: its state, its parent, and more.
fn after_name(process: u32) -> Option<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(") ")?;
    Some(rest.split(' ').map(str::to_owned).collect())
}

fn watch(folder: &Path, programs: &Programs, look_every: u32) -> Result<(), Reason> {
    let mut watcher = programs.detached("sh");
    watcher.args(["-c", WATCHER]).arg(programs.path("pg_ctl")).arg(look_every.to_string());
    watcher.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    watcher.spawn().map(drop).map_err(said)
}

fn said(error: impl ToString) -> Reason {
    error.to_string()
}

/// Runs a program to its end; what it complained about is the reason why it failed.
fn run(command: &mut Command) -> Result<(), Reason> {
    let output = command.current_dir("/").stdin(Stdio::null()).output().map_err(said)?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr).trim()))
}
