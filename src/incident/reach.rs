//! Whom an incident calls and tells. The severity says; a drill may keep quieter, and a private one calls its own few.

use serde::{Deserialize, Serialize};

use super::Incident;
use super::id::{ChannelId, GroupId, SeverityKey, UserId};
use super::permission::Action;
use super::policy::Policy;
use super::severity::Severity;
use super::stage::named_choices;

/// What kind of incident it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Manner {
    /// Whether it only rehearses: nothing is wrong, and no figure counts it.
    pub is_drill: bool,
    /// Whether only those in its channel may know of it.
    pub is_private: bool,
}

impl Manner {
    /// What somebody has to be allowed who declares such an incident, besides declaring.
    pub fn actions(self) -> impl Iterator<Item = Action> {
        let actions = [(self.is_private, Action::Private), (self.is_drill, Action::Drill)];
        actions.into_iter().filter(|(is_it, _)| *is_it).map(|(_, action)| action)
    }
}

named_choices! {
    /// Whom a drill reaches.
    Drills {
        /// Everybody whom its severity reaches, so that they practise coming.
        Full = "full",
        /// No group and no channel of stakeholders: whoever is to take part is asked.
        Quiet = "quiet",
    }
}

/// Whom an incident calls and tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach<'a> {
    /// Groups whose members are brought into its channel.
    pub invite: &'a [GroupId],
    /// Groups that are called where an update stays away, or a commander.
    pub escalate_to: &'a [GroupId],
    /// Channels of stakeholders that hear of it.
    pub tell_channels: &'a [ChannelId],
    /// Channels that hear what those outside are told.
    pub external_channels: &'a [ChannelId],
    /// Groups that the announcement mentions.
    pub tell_groups: &'a [GroupId],
}

impl<'a> Reach<'a> {
    /// Nobody.
    const NOBODY: Self =
        Self { invite: &[], escalate_to: &[], tell_channels: &[], external_channels: &[], tell_groups: &[] };

    fn of(severity: &'a Severity) -> Self {
        Self {
            invite: &severity.invite,
            escalate_to: &severity.escalate_to,
            tell_channels: &severity.tell_channels,
            external_channels: &severity.external_channels,
            tell_groups: &severity.tell_groups,
        }
    }
}

impl Incident {
    /// Whom it calls and tells now.
    pub fn reach<'a>(&self, policy: &'a Policy) -> Reach<'a> {
        self.reach_as(&self.severity, policy)
    }

    /// The groups that can be called now where an update stays away, or a commander. Those of a private incident read of it in its
    /// channel alone.
    pub fn groups_to_call<'a>(&self, policy: &'a Policy) -> &'a [GroupId] {
        if self.is_private_without_channel() { &[] } else { self.reach(policy).escalate_to }
    }

    /// Whether there is no place for it: those who know of it read nothing of it together, and nobody else may.
    pub fn is_private_without_channel(&self) -> bool {
        self.manner.is_private && self.live_channel().is_none()
    }

    /// Those of these people who may come into its channel by now. Into that of a private incident only those come who know of it or
    /// asked for it, whoever was called while it was public.
    pub fn may_come_in(&self, people: &[UserId]) -> Vec<UserId> {
        let circle = self.circle();
        let may = |user: &&UserId| {
            !self.manner.is_private
                || circle.contains(*user)
                || self.places.awaited_by.as_ref() == Some(*user)
        };
        people.iter().filter(may).cloned().collect()
    }

    /// As [`Incident::may_come_in`], of user groups.
    pub fn may_be_called_in(&self, groups: &[GroupId], policy: &Policy) -> Vec<GroupId> {
        let reach = self.reach(policy);
        let may = |group: &&GroupId| {
            !self.manner.is_private || reach.invite.contains(group) || reach.escalate_to.contains(group)
        };
        groups.iter().filter(may).cloned().collect()
    }

    /// The groups that hear of it by `to` and did not by `from`, the severity before.
    pub fn groups_told_by(&self, from: &SeverityKey, to: &SeverityKey, policy: &Policy) -> Vec<GroupId> {
        let known = self.reach_as(from, policy).tell_groups;
        let told = self.reach_as(to, policy).tell_groups.iter();
        told.filter(|group| !known.contains(group)).cloned().collect()
    }

    /// Whom it would call and tell if it were that severe.
    pub fn reach_as<'a>(&self, severity: &SeverityKey, policy: &'a Policy) -> Reach<'a> {
        if self.manner.is_drill && policy.drills == Drills::Quiet {
            return Reach::NOBODY;
        }
        if self.manner.is_private {
            let groups = policy.private_groups.as_slice();
            return Reach { invite: groups, escalate_to: groups, ..Reach::NOBODY };
        }
        let reach = Reach::of(policy.ladder.get(severity));
        // Those outside have no part in it.
        let external_channels = if self.manner.is_drill { &[] } else { reach.external_channels };
        Reach { external_channels, ..reach }
    }
}
