//! Where the database is, and how it is shown: an address may hold a password, which is for nobody's eyes.

use std::fmt;
use std::time::Duration;

/// Which database, and what Firebell asks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Database {
    /// Where it is.
    pub url: DatabaseUrl,
    /// How many connections to a server are open at the same time, at most.
    pub max_connections: u32,
    /// How long a server may take to let us in, at start.
    pub connect_timeout: Duration,
    /// How long one look or one save may take at a server, waiting for a connection included.
    pub timeout: Duration,
}

impl Database {
    /// The database at `url`, asked as the defaults have it.
    pub fn at(url: impl Into<DatabaseUrl>) -> Self {
        Self {
            url: url.into(),
            max_connections: 10,
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(2),
        }
    }
}

/// What stands for a password.
const DOTS: &str = "••••••••";

/// Where a database is: `sqlite://` and a file, or `postgres://` and a server. Shown without its password and its
/// parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// All of it, for connecting.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it leads to a server, and not to a file.
    pub fn is_postgres(&self) -> bool {
        self.0.starts_with("postgres:") || self.0.starts_with("postgresql:")
    }
}

impl<T: Into<String>> From<T> for DatabaseUrl {
    fn from(url: T) -> Self {
        Self(url.into())
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_once("://") {
            Some((scheme, rest)) if self.is_postgres() => write!(f, "{scheme}://{}", without_password(rest)),
            _ => f.write_str(&self.0),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}

/// Whatever stands before the last `@` may be a password, and so may a parameter.
fn without_password(rest: &str) -> String {
    let (user, place) = match rest.rsplit_once('@') {
        Some((user_and_password, place)) => match user_and_password.split_once(':') {
            Some((user, _)) => (format!("{user}:{DOTS}@"), place),
            None => (format!("{user_and_password}@"), place),
        },
        None => (String::new(), rest),
    };
    let place = place.split('?').next().unwrap_or_default();
    format!("{}{place}", user.split('?').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        for (url, shown) in [
            ("sqlite://firebell.db?mode=ro", "sqlite://firebell.db?mode=ro"),
            ("postgres://db/firebell", "postgres://db/firebell"),
            ("postgres://bell@db:5432/firebell", "postgres://bell@db:5432/firebell"),
            ("postgresql://bell:hidden@db/firebell", "postgresql://bell:••••••••@db/firebell"),
            ("postgres://bell:hid@den@db/firebell", "postgres://bell:••••••••@db/firebell"),
            ("postgres://bell:hid/den@db/firebell", "postgres://bell:••••••••@db/firebell"),
            ("postgres:///firebell?host=/run&password=hidden", "postgres:///firebell"),
        ] {
            let url = DatabaseUrl::from(url);
            assert_eq!((url.to_string(), format!("{url:?}")), (shown.to_owned(), format!("{shown:?}")));
        }
        for url in ["postgres://db/firebell?password=hid@den", "postgres://b:hid?den@db/x?password=hidden@"] {
            assert!(!DatabaseUrl::from(url).to_string().contains("hid"), "{url}");
        }
    }
}
