//! The databases that the service is measured on.

use std::path::Path;

use tempfile::TempDir;
use test_postgres::{Database, Server};

use crate::machine;

/// Which database, and how many serve it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A file, one service.
    Sqlite,
    /// A server, one service.
    Postgres,
    /// A server, two services.
    Replicas,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Sqlite, Self::Postgres, Self::Replicas];

    /// Those that the command line names, or all of them.
    pub(crate) fn chosen(words: &[String]) -> Vec<Self> {
        let is_named = |kind: &Self| words.iter().any(|word| word == kind.word());
        let named: Vec<Self> = Self::ALL.into_iter().filter(is_named).collect();
        if named.is_empty() { Self::ALL.to_vec() } else { named }
    }

    /// What the command line calls it.
    fn word(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Replicas => "replicas",
        }
    }

    /// What the tables call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
            Self::Replicas => "PostgreSQL, 2 replicas",
        }
    }

    /// How many services.
    pub(crate) fn replicas(self) -> usize {
        if self == Self::Replicas { 2 } else { 1 }
    }
}

/// A new database, and a folder beside what was built, so on a disk that people use. Both go away with this.
pub(crate) struct Ground {
    pub(crate) kind: Kind,
    folder: TempDir,
    database: Option<(Database, Server)>,
}

impl Ground {
    /// `None` where PostgreSQL is wanted and not installed, which was said then.
    pub(crate) fn lay(kind: Kind) -> anyhow::Result<Option<Self>> {
        let folder = tempfile::tempdir_in(machine::FOLDER)?;
        if kind == Kind::Sqlite {
            return Ok(Some(Self { kind, folder, database: None }));
        }
        let server = test_postgres::durable_server(Path::new(machine::FOLDER));
        Ok(server.map(|server| Self { kind, folder, database: Some((server.database(), server)) }))
    }

    /// Where the services may keep things.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the database is.
    pub(crate) fn url(&self) -> String {
        match &self.database {
            Some((database, _)) => database.url.clone(),
            None => format!("sqlite://{}/firebell.db", self.folder().display()),
        }
    }
}
