//! The workspace: whose token it is, what it may do, and whether what the settings name is there.

use super::{Finding, permissions, services};
use crate::config::Config;
use crate::incident::{ChannelId, GroupId};
use crate::slack::client::Identity;
use crate::slack::{Slack, SlackError, method};

pub(super) async fn findings(config: &Config) -> Vec<Finding> {
    let slack = Slack::new(&config.slack.api_url, &config.slack.bot_token, config.slack.call_timeout);
    let identity = match slack.who_am_i().await {
        Ok(identity) => identity,
        Err(error) => return vec![token(&error)],
    };
    let mut findings =
        vec![workspace(config, &identity), scopes(&slack).await, announcement_channel(config, &slack).await];
    findings.extend(told_channels(config, &slack).await);
    findings.extend(user_groups(config, &slack).await);
    findings.extend(services::findings(config, &slack).await);
    findings.extend(permissions::findings(config, &slack).await);
    findings
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

async fn told_channels(config: &Config, slack: &Slack) -> Vec<Finding> {
    let mut findings = Vec::new();
    for severity in config.ladder.rungs() {
        for channel in severity.tell_channels.iter().chain(&severity.external_channels) {
            findings.push(told_channel(&severity.key.label(), channel, slack).await);
        }
    }
    findings
}

/// Whether what `names` it, a severity or a service, can tell this channel.
pub(super) async fn told_channel(names: &str, channel: &ChannelId, slack: &Slack) -> Finding {
    match slack.channel(channel).await {
        Ok(found) if found.is_archived => Finding::bad(
            format!("{names} tells #{}, which is archived", found.name),
            "take it out of the archive, or out of `tell_channels`",
        ),
        Ok(found) if found.is_private && !found.is_member => Finding::bad(
            format!("{names} tells the private channel {}, in which the bot is not", found.name),
            "invite it there",
        ),
        Ok(found) => Finding::good(format!("{names} tells #{}", found.name)),
        Err(error) => Finding::bad(
            format!("{names} tells {channel}, which is not found: {error}"),
            "write the channel's id (C…), at the end of its details in Slack, under `tell_channels`",
        ),
    }
}

async fn user_groups(config: &Config, slack: &Slack) -> Vec<Finding> {
    let mut findings = Vec::new();
    for severity in config.ladder.rungs() {
        let wanted = [
            ("tell_groups", &severity.tell_groups),
            ("invite", &severity.invite),
            ("escalate_to", &severity.escalate_to),
        ];
        for (setting, groups) in wanted {
            for group in groups {
                findings.push(user_group(&severity.key.label(), setting, group, slack).await);
            }
        }
    }
    findings
}

async fn user_group(severity: &str, setting: &str, group: &GroupId, slack: &Slack) -> Finding {
    let verb = match setting {
        "tell_groups" => "tells",
        "invite" => "invites",
        _ => "calls",
    };
    match slack.group_members(group).await {
        Ok(members) if members.is_empty() => Finding::bad(
            format!("{severity} {verb} {group}, which has no members"),
            "add people to it in Slack",
        ),
        Ok(members) => Finding::good(format!("{severity} {verb} {group} ({} members)", members.len())),
        Err(error) => Finding::bad(
            format!("{severity} {verb} {group}, which is not found: {error}"),
            format!("write the group's id (S…), from its page in Slack, under `{setting}`"),
        ),
    }
}
