//! Whether the user groups of `[permissions]` are there, and somebody is in them.

use super::Finding;
use crate::config::Config;
use crate::incident::{Action, GroupId};
use crate::slack::Slack;
use crate::slack::client::UserGroup;

/// One call tells of all groups; none is made where no permission names one.
pub(super) async fn findings(config: &Config, slack: &Slack) -> Vec<Finding> {
    let kept = || Action::ALL.iter().filter(|action| !config.permissions.groups(**action).is_empty());
    if kept().next().is_none() {
        return Vec::new();
    }
    match slack.user_groups().await {
        Ok(groups) => {
            let each = |action: &Action| {
                let wanted = config.permissions.groups(*action).to_vec();
                let groups = &groups;
                let action = *action;
                wanted.into_iter().map(move |group| finding(action, &group, groups))
            };
            kept().flat_map(each).collect()
        }
        Err(error) => vec![Finding::bad(
            format!("the user groups of [permissions] cannot be read: {error}"),
            "until then, nobody is kept from declaring, and everybody from the rest; see the findings above, then try again",
        )],
    }
}

fn finding(action: Action, wanted: &GroupId, groups: &[UserGroup]) -> Finding {
    match groups.iter().find(|group| group.id == wanted.as_str()) {
        Some(group) if group.date_delete != 0 => Finding::bad(
            format!("permissions.{action} names @{} ({wanted}), which is disabled", group.handle),
            "enable it in Slack, or take it out",
        ),
        Some(group) if group.users.is_empty() => Finding::bad(
            format!("permissions.{action} names @{} ({wanted}), which has no members", group.handle),
            "add people to it in Slack",
        ),
        Some(group) => Finding::good(format!(
            "permissions.{action} is kept to @{} ({} members)",
            group.handle,
            group.users.len()
        )),
        None => Finding::bad(
            format!("permissions.{action} names {wanted}, which does not exist in Slack"),
            "write the group's id (S…), from its page in Slack",
        ),
    }
}
