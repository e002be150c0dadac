//! What people do to channels, and what happens to accounts.

use serde::{Deserialize, Serialize};

/// Somebody does something to a channel.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelAct {
    /// Who.
    pub user: String,
    /// What.
    pub act: ChannelVerb,
    /// Which channel; for `create` its name.
    pub channel: String,
    /// Whom, for `invite` and `kick`. The app's bot user counts.
    #[serde(default)]
    pub target: Option<String>,
    /// The new name, topic or purpose.
    #[serde(default)]
    pub text: Option<String>,
    /// Whether a new channel is private.
    #[serde(default)]
    pub private: bool,
}

impl ChannelAct {
    /// `user` does `act` to `channel`.
    pub fn new(user: &str, act: ChannelVerb, channel: &str) -> Self {
        Self { user: user.into(), act, channel: channel.into(), target: None, text: None, private: false }
    }

    /// To this person.
    #[must_use]
    pub fn target(mut self, user: &str) -> Self {
        self.target = Some(user.into());
        self
    }

    /// With this name or text.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.text = Some(text.into());
        self
    }
}

/// What people do to channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelVerb {
    /// Make one.
    Create,
    /// Become a member.
    Join,
    /// Stop being one.
    Leave,
    /// Bring somebody in.
    Invite,
    /// Put somebody out.
    Kick,
    /// Give it another name.
    Rename,
    /// Set the topic.
    Topic,
    /// Set the purpose.
    Purpose,
    /// Close it.
    Archive,
    /// Open it again.
    Unarchive,
}

/// Something happens to an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserAct {
    /// Whose; for `add` the login name.
    pub user: String,
    /// What.
    pub act: UserVerb,
    /// The full name, for `add` and `rename`.
    #[serde(default)]
    pub real_name: Option<String>,
    /// The display name, for `add` and `rename`.
    #[serde(default)]
    pub display_name: Option<String>,
}

/// What happens to accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserVerb {
    /// A person joins the workspace.
    Add,
    /// The account is closed.
    Deactivate,
    /// The account is opened again.
    Reactivate,
    /// The full member becomes a guest in some channels.
    MakeGuest,
    /// The person changes names.
    Rename,
}
