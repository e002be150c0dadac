//! The settings, tried against the real workspace. Each finding says what was looked at, and if it is bad, the mend.

use std::fmt;

use crate::config::Config;
use crate::incident::{ChannelId, GroupId};
use crate::slack::client::Identity;
use crate::slack::{Slack, SlackError, method};
use crate::store::Store;

/// How many given-up deliveries are named.
const MOST_GIVEN_UP: i64 = 10;

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
    findings.extend(database(config).await);
    let slack = Slack::new(&config.slack.api_url, &config.slack.bot_token, config.slack.call_timeout);
    match slack.who_am_i().await {
        Ok(identity) => {
            findings.push(workspace(config, &identity));
            findings.push(scopes(&slack).await);
            findings.push(announcement_channel(config, &slack).await);
            findings.extend(user_groups(config, &slack).await);
        }
        Err(error) => findings.push(token(&error)),
    }
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

async fn database(config: &Config) -> Vec<Finding> {
    let url = &config.database.url;
    let opened = async {
        let store = Store::open(url).await?;
        store.ping().await?;
        let given_up = store.given_up(&config.slack.workspace, MOST_GIVEN_UP).await?;
        Ok::<_, crate::store::StoreError>((store.owed().await?, given_up))
    };
    match opened.await {
        Err(error) => vec![Finding::bad(
            format!("the database {url} cannot be written: {error}"),
            "make its folder, let this user write there, and see that the disk has room ([database] url)",
        )],
        Ok((owed, given_up)) => {
            let mut findings =
                vec![Finding::good(format!("the database {url} can be written; {owed} deliveries are owed"))];
            findings.extend(given_up.iter().map(|work| {
                Finding::bad(
                    format!(
                        "INC-{}: '{}' was given up after {} tries: {}",
                        work.number, work.errand, work.attempts, work.last_error
                    ),
                    "do it by hand in Slack",
                )
            }));
            findings
        }
    }
}

fn token(error: &SlackError) -> Finding {
    let mend = match error.code() {
        Some("invalid_auth" | "not_authed" | "token_revoked" | "account_inactive") => {
            "copy the Bot User OAuth Token of the installed app ([slack] bot_token)"
        }
        _ => "see that this machine reaches [slack] api_url",
    };
    Finding::bad(format!("Slack does not take the token: {error}"), mend)
}

fn workspace(config: &Config, identity: &Identity) -> Finding {
    let ours = config.slack.workspace.as_str();
    if identity.team_id == ours {
        return Finding::good(format!("the token belongs to {} ({ours})", identity.team));
    }
    Finding::bad(
        format!("the token belongs to {} ({}), the settings say '{ours}'", identity.team, identity.team_id),
        format!("set [slack] workspace = \"{}\", or take the other workspace's token", identity.team_id),
    )
}

async fn scopes(slack: &Slack) -> Finding {
    let granted = match slack.granted_scopes().await {
        Ok(granted) => granted,
        Err(error) => {
            return Finding::bad(format!("the granted scopes cannot be read: {error}"), "try again");
        }
    };
    let needed = method::scopes();
    let missing: Vec<&str> =
        needed.iter().copied().filter(|scope| !granted.iter().any(|g| g == scope)).collect();
    if missing.is_empty() {
        return Finding::good(format!("all {} scopes are granted", needed.len()));
    }
    Finding::bad(
        format!("scopes are missing: {}", missing.join(", ")),
        "paste what `firebell manifest` prints into the app's manifest, then reinstall the app",
    )
}

async fn announcement_channel(config: &Config, slack: &Slack) -> Finding {
    let wanted = config.incidents.announcement_channel.as_str();
    let found = slack.channel(&ChannelId::new(wanted)).await;
    let mend =
        "set [incidents] announcement_channel to a channel's id; into a private channel, invite the bot";
    match found {
        Ok(channel) if channel.is_archived => Finding::bad(
            format!("#{} is archived, so no bell can ring there", channel.name),
            "take it out of the archive, or choose another channel",
        ),
        Ok(channel) if channel.is_private && !channel.is_member => {
            Finding::bad(format!("the bot is not in the private channel {}", channel.name), "invite it there")
        }
        Ok(channel) => Finding::good(format!("bells ring in #{}", channel.name)),
        Err(error) => Finding::bad(format!("the channel '{wanted}' is not found: {error}"), mend),
    }
}

async fn user_groups(config: &Config, slack: &Slack) -> Vec<Finding> {
    let mut findings = Vec::new();
    for severity in config.ladder.rungs() {
        for group in &severity.invite {
            findings.push(user_group(&severity.key.label(), group, slack).await);
        }
    }
    findings
}

async fn user_group(severity: &str, group: &GroupId, slack: &Slack) -> Finding {
    match slack.group_members(group).await {
        Ok(members) if members.is_empty() => Finding::bad(
            format!("{severity} invites {group}, which has no members"),
            "add people to it in Slack",
        ),
        Ok(members) => Finding::good(format!("{severity} invites {group} ({} members)", members.len())),
        Err(error) => Finding::bad(
            format!("{severity} invites {group}, which is not found: {error}"),
            "write the group's id (S…), from its page in Slack, under `invite`",
        ),
    }
}
