//! Who may do what: every full member everything, unless the organisation keeps an action to some of its user groups.

use serde::{Deserialize, Serialize};

use super::command::Command;
use super::id::GroupId;
use super::refusal::Refusal;
use super::stage::named_choices;

named_choices! {
    /// What can be kept to some user groups.
    Action {
        /// Ring the bell.
        Declare = "declare",
        /// Declare an incident in private, and make one private that was public.
        Private = "private",
        /// Declare a drill.
        Drill = "drill",
        /// Make an incident more or less severe.
        Severity = "severity",
        /// Move it to another stage.
        Stage = "stage",
        /// Say which service it is about.
        Service = "service",
        /// Take, give and leave roles.
        Roles = "roles",
        /// Tell the stakeholders something, or that nothing is new, and put that off.
        Update = "update",
        /// Write on the timeline, and set right what stands there.
        Timeline = "timeline",
        /// Say that it is over for those affected.
        Resolve = "resolve",
        /// Say that the work is over.
        Close = "close",
        /// Say that it is not over after all.
        Reopen = "reopen",
        /// Call it off, or go on in another one.
        Cancel = "cancel",
        /// Have the postmortem document written.
        Export = "export",
    }
}

/// Which actions are kept to which user groups. What is kept to none is open to every full member.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Permissions(Vec<(Action, Vec<GroupId>)>);

/// What is known of the asker and the user groups that the rules name, one for each of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memberships(Vec<Membership>);

/// One user group, as far as it concerns the asker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Which group.
    pub group: GroupId,
    /// What people call it: `@sre`; its id where that is not known.
    pub called: String,
    /// Whether the asker is in it.
    pub standing: GroupStanding,
}

/// Whether somebody is in a user group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupStanding {
    /// They are.
    In,
    /// They are not.
    Out,
    /// Nobody is: Slack has no such group, or it is disabled.
    NoSuchGroup,
    /// Slack has not said yet.
    Unsaid,
}

impl Permissions {
    /// Keeps each of these actions to some user groups; to none, it is open to every full member.
    pub fn new(kept: impl IntoIterator<Item = (Action, Vec<GroupId>)>) -> Self {
        Self(kept.into_iter().filter(|(_, groups)| !groups.is_empty()).collect())
    }

    /// The user groups that an action is kept to; empty where it is open to all.
    pub fn groups(&self, action: Action) -> &[GroupId] {
        self.0.iter().find(|(kept, _)| *kept == action).map_or(&[], |(_, groups)| groups)
    }

    /// Every user group that is named, once.
    pub fn all_groups(&self) -> Vec<GroupId> {
        let mut groups: Vec<GroupId> = self.0.iter().flat_map(|(_, groups)| groups).cloned().collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// Whether somebody of these memberships may do it.
    ///
    /// # Errors
    /// A [`Refusal`] that names the groups. While Slack has not said who is in them, nobody is kept from the bell.
    pub fn check(&self, action: Action, memberships: &Memberships) -> Result<(), Refusal> {
        let groups = self.groups(action);
        let standings: Vec<(String, GroupStanding)> =
            groups.iter().map(|group| memberships.of(group)).collect();
        let has = |wanted: GroupStanding| standings.iter().any(|(_, standing)| *standing == wanted);
        let unsaid = has(GroupStanding::Unsaid);
        if groups.is_empty() || has(GroupStanding::In) || (unsaid && action == Action::Declare) {
            return Ok(());
        }
        let called = |wanted: GroupStanding| {
            let such = standings.iter().filter(|(_, standing)| *standing == wanted);
            such.map(|(called, _)| called.clone()).collect::<Vec<_>>()
        };
        Err(if unsaid {
            Refusal::GroupsUnsaid { action, groups: called(GroupStanding::Unsaid) }
        } else if has(GroupStanding::Out) {
            Refusal::NotAllowed { action, groups: called(GroupStanding::Out) }
        } else {
            Refusal::NobodyAllowed { action, groups: called(GroupStanding::NoSuchGroup) }
        })
    }
}

impl Memberships {
    /// What is known, one for each group.
    pub fn new(memberships: Vec<Membership>) -> Self {
        Self(memberships)
    }

    /// Of a group that nothing was heard of, nothing was said.
    fn of(&self, group: &GroupId) -> (String, GroupStanding) {
        let known = self.0.iter().find(|membership| membership.group == *group);
        let unheard = || (group.to_string(), GroupStanding::Unsaid);
        known.map_or_else(unheard, |membership| (membership.called.clone(), membership.standing))
    }
}

impl Command {
    /// What it does, for a command that people give; `None` for what Firebell alone asks.
    pub const fn action(&self) -> Option<Action> {
        match self {
            Self::ChangeSeverity { .. } => Some(Action::Severity),
            Self::ChangeStage { .. } => Some(Action::Stage),
            Self::ChangeService { .. } => Some(Action::Service),
            Self::GiveRole { .. } | Self::LeaveRole { .. } => Some(Action::Roles),
            Self::PostUpdate { .. }
            | Self::CorrectUpdate { .. }
            | Self::ConfirmPage { .. }
            | Self::Redeliver { .. }
            | Self::NothingNew { .. }
            | Self::Snooze { .. } => Some(Action::Update),
            Self::Note { .. }
            | Self::Decide { .. }
            | Self::Try { .. }
            | Self::NoteChange { .. }
            | Self::Correct { .. }
            | Self::Strike { .. }
            | Self::SetTime { .. }
            | Self::Keep { .. }
            | Self::LetGo { .. } => Some(Action::Timeline),
            Self::Resolve { .. } => Some(Action::Resolve),
            Self::Close { .. } => Some(Action::Close),
            Self::Reopen { .. } => Some(Action::Reopen),
            Self::Cancel { .. } | Self::Merge { .. } => Some(Action::Cancel),
            Self::MakePrivate { .. } => Some(Action::Private),
            Self::Export => Some(Action::Export),
            Self::LoseHolder { .. }
            | Self::Remind
            | Self::FollowSettings
            | Self::Announced { .. }
            | Self::ChannelOpened { .. }
            | Self::ChannelArchived { .. }
            | Self::ChannelUnarchived { .. }
            | Self::PanelPosted { .. }
            | Self::ReminderPosted { .. }
            | Self::ReminderShown { .. }
            | Self::DuplicateFound { .. }
            | Self::BringIn { .. }
            | Self::DuplicateGone { .. }
            | Self::Linked { .. }
            | Self::LeaveUnnamed { .. }
            | Self::PleaPosted { .. }
            | Self::OfferPosted { .. }
            | Self::MessageRead { .. }
            | Self::MemberJoined { .. }
            | Self::MemberLeft { .. }
            | Self::NoticePosted { .. }
            | Self::CopyPosted { .. }
            | Self::CopiesShown { .. }
            | Self::Undelivered { .. }
            | Self::GaveUp { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close_kept_to(groups: &[&str]) -> Permissions {
        let groups = groups.iter().map(|group| GroupId::new(*group)).collect::<Vec<_>>();
        Permissions::new([(Action::Close, groups.clone()), (Action::Declare, groups)])
    }

    fn known(standings: &[(&str, GroupStanding)]) -> Memberships {
        let one = |(group, standing): &(&str, GroupStanding)| Membership {
            group: GroupId::new(*group),
            called: format!("@{}", group.to_lowercase()),
            standing: *standing,
        };
        Memberships::new(standings.iter().map(one).collect())
    }

    #[test]
    fn an_action_is_open_to_those_of_any_of_its_groups_and_to_all_where_it_has_none() {
        use super::GroupStanding::{In, NoSuchGroup, Out, Unsaid};
        let (action, named) =
            (Action::Close, |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect());
        let not_allowed = |names: &[&str]| Err(Refusal::NotAllowed { action, groups: named(names) });
        let unsaid = |names: &[&str]| Err(Refusal::GroupsUnsaid { action, groups: named(names) });
        for (first, second, expected) in [
            (In, In, Ok(())),
            (In, Out, Ok(())),
            (Unsaid, In, Ok(())),
            (NoSuchGroup, In, Ok(())),
            (Out, Out, not_allowed(&["@s1", "@s2"])),
            (Out, NoSuchGroup, not_allowed(&["@s1"])),
            (Unsaid, Out, unsaid(&["@s1"])),
            (Unsaid, Unsaid, unsaid(&["@s1", "@s2"])),
            (
                NoSuchGroup,
                NoSuchGroup,
                Err(Refusal::NobodyAllowed { action, groups: named(&["@s1", "@s2"]) }),
            ),
        ] {
            let memberships = known(&[("S1", first), ("S2", second)]);
            assert_eq!(
                close_kept_to(&["S1", "S2"]).check(action, &memberships),
                expected,
                "{first:?} {second:?}"
            );
            assert_eq!(close_kept_to(&[]).check(action, &memberships), Ok(()));
            assert_eq!(close_kept_to(&["S1"]).check(Action::Reopen, &memberships), Ok(()));
        }
    }

    #[test]
    fn while_slack_is_silent_the_bell_rings_and_everything_else_waits() {
        let nothing = Memberships::default();
        let permissions = close_kept_to(&["S1"]);
        assert_eq!(permissions.check(Action::Declare, &nothing), Ok(()));
        let groups = vec!["S1".to_owned()];
        assert_eq!(
            permissions.check(Action::Close, &nothing),
            Err(Refusal::GroupsUnsaid { action: Action::Close, groups })
        );
        let out = known(&[("S1", GroupStanding::Out)]);
        assert!(permissions.check(Action::Declare, &out).is_err(), "what is said counts");
    }
}
