//! PostgreSQL's programs, where they are, and as whom they run: the server does not want to be root.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Reason, run};

/// Where Debian puts them, in a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The programs of one version.
#[derive(Debug, Clone)]
pub(crate) struct Programs {
    folder: PathBuf,
    is_root: bool,
}

impl Programs {
    /// The newest that are installed.
    pub(crate) fn find() -> Result<Self, Reason> {
        let folder = [told_by_pg_config(), newest_of_debian()].into_iter().flatten().find(|folder| {
            let has = |name: &str| folder.join(name).exists();
            has("initdb") && has("pg_ctl")
        });
        let folder = folder.ok_or("PostgreSQL is not installed; scripts/postgres installs it")?;
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
        if is_root && run(Command::new("id").arg("postgres")).is_err() {
            return Err("PostgreSQL does not run as root, and there is no user 'postgres'".to_owned());
        }
        Ok(Self { folder, is_root })
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A program that works on a server's files.
    pub(crate) fn server(&self, name: &str) -> Command {
        self.as_postgres(self.path(name))
    }

    /// A program that talks to the server.
    pub(crate) fn client(&self, name: &str, port: u16) -> Command {
        let mut client = Command::new(self.path(name));
        client.args(["-h", "127.0.0.1", "-U", "postgres", "-p"]).arg(port.to_string());
        client
    }

    /// A program that outlives this process, and whatever kills its group.
    pub(crate) fn detached(&self, name: &str) -> Command {
        let mut detached = Command::new("setsid");
        if self.is_root {
            detached.args(["runuser", "-u", "postgres", "--"]);
        }
        detached.arg(name);
        detached
    }

    /// Lets the server write into `folder`.
    pub(crate) fn own(&self, folder: &Path) -> Result<(), Reason> {
        if self.is_root { run(Command::new("chown").args(["-R", "postgres"]).arg(folder)) } else { Ok(()) }
    }

    fn as_postgres(&self, program: PathBuf) -> Command {
        if !self.is_root {
            return Command::new(program);
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    }
}

fn told_by_pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

fn newest_of_debian() -> Option<PathBuf> {
    let versions =
        std::fs::read_dir(DEBIAN).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let newest = versions.filter_map(|version| version.parse::<u32>().ok()).max()?;
    Some(Path::new(DEBIAN).join(newest.to_string()).join("bin"))
}
