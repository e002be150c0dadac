//! The people, channels and groups a workspace starts with, read from a small TOML file.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// What is in the workspace before anybody does anything.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// The workspace.
    #[serde(default)]
    pub team: SeedTeam,
    /// Its people.
    #[serde(default)]
    pub users: Vec<SeedUser>,
    /// Its channels; there is always one called `general`, added when the list has none.
    #[serde(default)]
    pub channels: Vec<SeedChannel>,
    /// Its user groups.
    #[serde(default)]
    pub usergroups: Vec<SeedUsergroup>,
}

/// The workspace's name.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SeedTeam {
    /// `T…`
    pub id: String,
    /// As people read it.
    pub name: String,
    /// The host name below `slack.com`.
    pub domain: String,
}

impl Default for SeedTeam {
    fn default() -> Self {
        Self { id: "T0SANDBOX1".into(), name: "Sandbox".into(), domain: "sandbox".into() }
    }
}

/// A person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedUser {
    /// `U…`; made from the login name when absent.
    #[serde(default)]
    pub id: Option<String>,
    /// The login-like handle, unique.
    pub name: String,
    /// The full name.
    #[serde(default)]
    pub real_name: String,
    /// The name shown in conversations; empty means the full name is shown.
    #[serde(default)]
    pub display_name: String,
    /// `handle@example.com` when absent.
    #[serde(default)]
    pub email: Option<String>,
    /// An IANA zone, `Etc/UTC` when absent.
    #[serde(default)]
    pub tz: Option<String>,
    /// Seconds east of UTC.
    #[serde(default)]
    pub tz_offset: i32,
    /// `en-US` when absent.
    #[serde(default)]
    pub locale: Option<String>,
    /// Job title.
    #[serde(default)]
    pub title: String,
    /// Whether the person administers the workspace.
    #[serde(default)]
    pub admin: bool,
    /// Whether the person is a guest.
    #[serde(default)]
    pub guest: Guest,
    /// Whether the account is closed.
    #[serde(default)]
    pub deactivated: bool,
}

/// How much of the workspace a person gets to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guest {
    /// A full member.
    #[default]
    No,
    /// A guest in some channels.
    MultiChannel,
    /// A guest in exactly one channel.
    SingleChannel,
}

/// A channel.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedChannel {
    /// `C…`; made from the name when absent.
    #[serde(default)]
    pub id: Option<String>,
    /// Without `#`.
    pub name: String,
    /// Whether only members see it.
    #[serde(default)]
    pub private: bool,
    /// Whether it is archived.
    #[serde(default)]
    pub archived: bool,
    /// The topic line.
    #[serde(default)]
    pub topic: String,
    /// The description.
    #[serde(default)]
    pub purpose: String,
    /// Handles of members; `general` holds everybody but single-channel guests without being told.
    #[serde(default)]
    pub members: Vec<String>,
    /// Whether the app's bot is a member.
    #[serde(default)]
    pub bot: bool,
}

/// A user group.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedUsergroup {
    /// `S…`; made from the handle when absent.
    #[serde(default)]
    pub id: Option<String>,
    /// Without `@`.
    pub handle: String,
    /// The group's name.
    #[serde(default)]
    pub name: String,
    /// Handles of its people.
    #[serde(default)]
    pub users: Vec<String>,
    /// Whether it is switched off.
    #[serde(default)]
    pub disabled: bool,
}

/// Why a seed could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The file could not be opened.
    #[error("cannot read the seed file {path}")]
    Read {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The text is not a seed.
    #[error("the seed is not valid: {0}")]
    Parse(#[from] toml::de::Error),
}

impl Seed {
    /// Reads a seed from TOML.
    pub fn from_toml(text: &str) -> Result<Self, SeedError> {
        Ok(toml::from_str(text)?)
    }

    /// Reads a seed from a TOML file.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, SeedError> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path)
            .map_err(|source| SeedError::Read { path: path.display().to_string(), source })?;
        Self::from_toml(&text)
    }
}

impl Default for Seed {
    /// The small company in `seed.toml` beside the crate's manifest.
    fn default() -> Self {
        Self::from_toml(include_str!("../seed.toml")).expect("a test reads the built-in seed")
    }
}
