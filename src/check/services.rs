//! Whether those are there whom the catalogue of services names: its user groups, its people, its channels.

use super::Finding;
use super::workspace::told_channel;
use crate::config::Config;
use crate::incident::{GroupId, Service, UserId};
use crate::slack::client::UserGroup;
use crate::slack::{Slack, SlackError};

/// One call tells of all user groups; none is made where no service names one.
pub(super) async fn findings(config: &Config, slack: &Slack) -> Vec<Finding> {
    let services = config.services.services();
    let names_groups = services.iter().any(|service| service.owner.is_some() || !service.invite.is_empty());
    let groups = if names_groups { slack.user_groups().await } else { Ok(Vec::new()) };
    let mut findings = Vec::from_iter(groups.as_ref().err().map(unread));
    for service in services {
        findings.extend(of_service(service, groups.as_deref().ok(), slack).await);
    }
    findings
}

fn unread(error: &SlackError) -> Finding {
    Finding::bad(
        format!("the user groups of [[services]] cannot be read: {error}"),
        "see the findings above, then try again",
    )
}

async fn of_service(service: &Service, groups: Option<&[UserGroup]>, slack: &Slack) -> Vec<Finding> {
    let names = format!("service {}", service.key);
    let mut findings = Vec::new();
    if let Some(known) = groups {
        let owner = service.owner.iter().map(|group| user_group(&names, "owner", group, known));
        findings.extend(owner);
        findings.extend(service.invite.iter().map(|group| user_group(&names, "responders", group, known)));
    }
    for user in &service.people {
        findings.push(person(&names, user, slack).await);
    }
    for channel in service.tell_channels.iter().chain(&service.external_channels) {
        findings.push(told_channel(&names, channel, slack).await);
    }
    findings
}

fn user_group(names: &str, setting: &str, wanted: &GroupId, known: &[UserGroup]) -> Finding {
    let verb = if setting == "owner" { "belongs to" } else { "invites" };
    match known.iter().find(|group| group.id == wanted.as_str()) {
        Some(group) if group.date_delete != 0 => Finding::bad(
            format!("{names} {verb} @{} ({wanted}), which is disabled", group.handle),
            format!("enable it in Slack, or take it out of `{setting}`"),
        ),
        Some(group) if group.users.is_empty() => Finding::bad(
            format!("{names} {verb} @{} ({wanted}), which has no members", group.handle),
            "add people to it in Slack",
        ),
        Some(group) => {
            Finding::good(format!("{names} {verb} @{} ({} members)", group.handle, group.users.len()))
        }
        None => Finding::bad(
            format!("{names} {verb} {wanted}, which does not exist in Slack"),
            format!("write the group's id (S…), from its page in Slack, under `{setting}`"),
        ),
    }
}

async fn person(names: &str, user: &UserId, slack: &Slack) -> Finding {
    match slack.user(user).await {
        Ok(found) if found.deleted => Finding::bad(
            format!("{names} invites {} ({user}), whose account is deactivated", found.name),
            "name somebody else under `responders`, or a user group",
        ),
        Ok(found) => Finding::good(format!("{names} invites {}", found.name)),
        Err(error) => Finding::bad(
            format!("{names} invites {user}, who is not found: {error}"),
            "write the person's id (U…), from their profile in Slack, under `responders`",
        ),
    }
}
