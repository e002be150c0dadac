//! Who is in the user groups that the rules name, in memory: what Slack said last. Where the rules name none, Slack is
//! never asked.
//!
//! One call tells of all groups. It is made at the start, every few minutes, and after somebody was refused, so that whoever
//! was just added gets through the next time; and never more often than Slack takes it. Between these calls Slack tells who
//! came and who went. Its list may be older than what it has just told: that is done to the list as well, and where another
//! replica was told, Slack is asked once more.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use crate::clock::Clock;
use crate::incident::{Action, GroupId, GroupStanding, Membership, Memberships, Permissions, UserId};
use crate::slack::client::UserGroup;
use crate::slack::{Slack, SlackError};

/// How long what Slack said is good for.
const ASK_EVERY: Duration = Duration::from_mins(5);
/// How far Slack's list may lag behind what it tells, and how long a word of it may be on its way from one replica to another.
const LAG: Duration = Duration::from_secs(15);
/// How soon Slack is asked again after it did not answer.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(20);
/// Slack takes twenty of these calls a minute. (Slack docs, "Rate limits", tier 2.)
const PAUSE: Duration = Duration::from_millis(3100);

/// The user groups that the rules name.
pub struct Groups {
    permissions: Permissions,
    wanted: Vec<GroupId>,
    slack: Slack,
    clock: Clock,
    heard: RwLock<Heard>,
    /// One question at a time.
    asking: tokio::sync::Mutex<Asking>,
    was_waited_for: AtomicBool,
    /// Whether what Slack said is known to be old.
    is_old: AtomicBool,
}

/// What Slack has said.
#[derive(Default)]
struct Heard {
    /// The groups that Slack has and that are not disabled; `None` until it has said.
    groups: Option<HashMap<GroupId, Known>>,
    /// What it has told since shortly before it was last asked, each with the time that had passed by then: the answer may be
    /// older than that.
    meanwhile: Vec<(Duration, Change)>,
}

struct Known {
    handle: String,
    members: HashSet<UserId>,
}

/// When Slack is asked, by how much time has passed on the clock.
#[derive(Default)]
struct Asking {
    /// Not before.
    not_before: Duration,
    /// Of itself.
    due: Duration,
    /// Whether the next answer may still be too old.
    is_once_more_due: bool,
}

/// Who came into a group, and who went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which group.
    pub group: GroupId,
    /// Who is in it now.
    pub added: Vec<UserId>,
    /// Who is not any more.
    pub removed: Vec<UserId>,
}

impl Groups {
    /// The groups that these rules name. Nothing is asked yet.
    pub fn new(permissions: Permissions, slack: Slack, clock: Clock) -> Self {
        Self {
            wanted: permissions.all_groups(),
            permissions,
            slack,
            clock,
            heard: RwLock::default(),
            asking: tokio::sync::Mutex::default(),
            was_waited_for: AtomicBool::new(false),
            is_old: AtomicBool::new(false),
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
        let mut asking = self.asking.lock().await;
        if self.clock.passed() < asking.not_before {
            return Ok(());
        }
        let asked_at = self.clock.passed();
        asking.not_before = asked_at + PAUSE;
        self.change(|heard| heard.meanwhile.retain(|(told_at, _)| *told_at + LAG >= asked_at));
        let answer = self.slack.user_groups().await;
        let passed = self.clock.passed();
        asking.due = passed + asking.next_after(answer.is_ok());
        if let Err(SlackError::RateLimited { retry_after, .. }) = &answer {
            asking.not_before = passed + *retry_after;
            asking.due = asking.due.max(asking.not_before);
        }
        let mut groups = answer?;
        groups.retain(|group| group.date_delete == 0 && self.wanted.iter().any(|id| id.as_str() == group.id));
        self.change(|heard| heard.take_in(groups.into_iter().map(known).collect()));
        Ok(())
    }

    /// Asks Slack if what it said is getting old.
    pub async fn look(&self) {
        if self.is_due().await
            && let Err(error) = self.ask().await
        {
            tracing::warn!(%error, "Slack does not say who is in the user groups of [permissions]");
        }
    }

    async fn is_due(&self) -> bool {
        let mut asking = self.asking.lock().await;
        if self.is_old.swap(false, Ordering::Relaxed) {
            asking.due = Duration::ZERO;
            asking.is_once_more_due = true;
        }
        self.are_named() && self.clock.passed() >= asking.due
    }

    /// What Slack said is old: another replica was told of a change. The next look asks; whoever says so does not wait.
    pub fn are_old(&self) {
        self.is_old.store(true, Ordering::Relaxed);
    }

    /// Takes in what Slack tells of a group. What it told is not asked for. Answers whether the rules name it.
    pub fn learn(&self, change: Change) -> bool {
        let is_wanted = self.wanted.contains(&change.group);
        if is_wanted {
            let told_at = self.clock.passed();
            self.change(|heard| heard.learn(told_at, change));
        }
        is_wanted
    }

    fn change(&self, change: impl FnOnce(&mut Heard)) {
        change(&mut self.heard.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Whether an answer should wait for Slack's first word: the action is kept to groups, nothing was heard of them, and
    /// nobody has waited in vain.
    pub fn are_worth_waiting_for(&self, action: Action) -> bool {
        !self.permissions.groups(action).is_empty()
            && !self.was_waited_for.load(Ordering::Relaxed)
            && self.heard.read().unwrap_or_else(PoisonError::into_inner).groups.is_none()
    }

    /// Somebody has waited; nobody else does.
    pub fn were_waited_for(&self) {
        self.was_waited_for.store(true, Ordering::Relaxed);
    }

    /// What people call a group, if Slack has said.
    pub fn called(&self, group: &GroupId) -> Option<String> {
        let heard = self.heard.read().unwrap_or_else(PoisonError::into_inner);
        heard.groups.as_ref()?.get(group).map(Known::called)
    }

    /// What is known of somebody.
    pub fn memberships(&self, user: &UserId) -> Memberships {
        let heard = self.heard.read().unwrap_or_else(PoisonError::into_inner);
        let membership = |group: &GroupId| {
            let found = heard.groups.as_ref().map(|groups| groups.get(group));
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

impl Asking {
    /// How long Slack is not asked of itself after an answer, or where there was none.
    const fn next_after(&mut self, has_answered: bool) -> Duration {
        match (has_answered, self.is_once_more_due) {
            (false, _) => ASK_AGAIN_AFTER,
            (true, true) => {
                self.is_once_more_due = false;
                LAG
            }
            (true, false) => ASK_EVERY,
        }
    }
}

impl Heard {
    fn take_in(&mut self, groups: HashMap<GroupId, Known>) {
        self.groups = Some(groups);
        for (told_at, change) in std::mem::take(&mut self.meanwhile) {
            self.learn(told_at, change);
        }
    }

    fn learn(&mut self, told_at: Duration, change: Change) {
        if let Some(known) = self.groups.as_mut().and_then(|groups| groups.get_mut(&change.group)) {
            known.members.extend(change.added.iter().cloned());
            known.members.retain(|user| !change.removed.contains(user));
        }
        self.meanwhile.push((told_at, change));
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
