//! The settings, tried against the real workspace. Each finding says what was looked at, and if it is bad, the mend.
//! Looking changes nothing: neither in the database nor in Slack.

mod database;
mod permissions;
mod services;
mod workspace;

use std::fmt;

use crate::config::Config;

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, and what was seen.
    pub what: String,
    /// What to do about it, if anything.
    pub mend: Option<String>,
}

impl Finding {
    fn good(what: impl Into<String>) -> Self {
        Self { what: what.into(), mend: None }
    }

    fn bad(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { what: what.into(), mend: Some(mend.into()) }
    }

    /// Whether nothing has to be done about it.
    pub fn is_good(&self) -> bool {
        self.mend.is_none()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.mend {
            None => write!(f, "ok    {}", self.what),
            Some(mend) => write!(f, "MEND  {}\n      {mend}", self.what),
        }
    }
}

/// Looks at everything, and goes on after what is bad.
pub async fn check(config: &Config) -> Vec<Finding> {
    let mut findings = vec![settings(config)];
    findings.extend(database::findings(config).await);
    findings.extend(workspace::findings(config).await);
    findings
}

fn settings(config: &Config) -> Finding {
    match config.require_for_serving() {
        Ok(()) => Finding::good("the settings are complete"),
        Err(problems) => {
            Finding::bad("some settings are missing", problems.to_string().trim().replace('\n', "\n      "))
        }
    }
}
