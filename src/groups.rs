//! Who is in the user groups that the rules name, in memory: what Slack said last. Where the rules name none, Slack is
//! never asked.
//!
//! One call tells of all groups. It is made at the start, every few minutes, and after somebody was refused, so that whoever
//! was just added gets through the next time; and never more often than Slack takes it.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use crate::clock::Clock;
use crate::incident::{Action, GroupId, GroupStanding, Membership, Memberships, Permissions, UserId};
use crate::slack::client::UserGroup;
use crate::slack::{Slack, SlackError};

/// How long what Slack said is good for.
pub const ASK_EVERY: Duration = Duration::from_mins(5);
/// How soon Slack is asked again after it did not answer.
pub const ASK_AGAIN_AFTER: Duration = Duration::from_secs(20);
/// Slack takes twenty of these calls a minute. (Slack docs, "Rate limits", tier 2.)
const PAUSE: Duration = Duration::from_millis(3100);

/// The user groups that the rules name.
pub struct Groups {
    permissions: Permissions,
    wanted: Vec<GroupId>,
    slack: Slack,
    clock: Clock,
    /// Those that Slack has and that are not disabled; `None` until it has said.
    known: RwLock<Option<HashMap<GroupId, Known>>>,
    /// One question at a time, and none before so much time has passed on the clock.
    asking: tokio::sync::Mutex<Duration>,
    was_waited_for: AtomicBool,
}

struct Known {
    handle: String,
    members: HashSet<UserId>,
}

impl Groups {
    /// The groups that these rules name. Nothing is asked yet.
    pub fn new(permissions: Permissions, slack: Slack, clock: Clock) -> Self {
        Self {
            wanted: permissions.all_groups(),
            permissions,
            slack,
            clock,
            known: RwLock::default(),
            asking: tokio::sync::Mutex::default(),
            was_waited_for: AtomicBool::new(false),
        }
    }

    /// Whether the rules name any.
    pub const fn are_named(&self) -> bool {
        !self.wanted.is_empty()
    }

    /// Asks Slack who is in them; not if it was asked a moment ago.
    ///
    /// # Errors
    /// [`SlackError`]; what was known stays known.
    pub async fn ask(&self) -> Result<(), SlackError> {
        if !self.are_named() {
            return Ok(());
        }
        let mut not_before = self.asking.lock().await;
        if self.clock.passed() < *not_before {
            return Ok(());
        }
        *not_before = self.clock.passed() + PAUSE;
        let answer = self.slack.user_groups().await;
        if let Err(SlackError::RateLimited { retry_after, .. }) = &answer {
            *not_before = self.clock.passed() + *retry_after;
        }
        let mut groups = answer?;
        groups.retain(|group| group.date_delete == 0 && self.wanted.iter().any(|id| id.as_str() == group.id));
        let known = groups.into_iter().map(known).collect();
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(known);
        Ok(())
    }

    /// Whether an answer should wait for Slack's first word: the action is kept to groups, nothing was heard of them, and
    /// nobody has waited in vain.
    pub fn are_worth_waiting_for(&self, action: Action) -> bool {
        !self.permissions.groups(action).is_empty()
            && !self.was_waited_for.load(Ordering::Relaxed)
            && self.known.read().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Somebody has waited; nobody else does.
    pub fn were_waited_for(&self) {
        self.was_waited_for.store(true, Ordering::Relaxed);
    }

    /// What is known of somebody.
    pub fn memberships(&self, user: &UserId) -> Memberships {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let membership = |group: &GroupId| {
            let found = known.as_ref().map(|groups| groups.get(group));
            let (called, standing) = match found {
                None => (group.to_string(), GroupStanding::Unsaid),
                Some(None) => (group.to_string(), GroupStanding::NoSuchGroup),
                Some(Some(known)) if known.members.contains(user) => (known.called(), GroupStanding::In),
                Some(Some(known)) => (known.called(), GroupStanding::Out),
            };
            Membership { group: group.clone(), called, standing }
        };
        Memberships::new(self.wanted.iter().map(membership).collect())
    }
}

impl Known {
    /// Not as a mention: it is to be read, by one person, and rings nobody.
    fn called(&self) -> String {
        format!("@{}", self.handle)
    }
}

fn known(group: UserGroup) -> (GroupId, Known) {
    let members = group.users.into_iter().map(UserId::new).collect();
    (GroupId::new(group.id), Known { handle: group.handle, members })
}
