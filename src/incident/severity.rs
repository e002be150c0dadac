//! How bad it is: the ladder of severities and what each of them asks of people.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::cadence::Cadence;
use super::escalation::Overdue;
use super::id::{ChannelId, GroupId, SeverityKey};
use super::stage::named_choices;

/// A heads-up comes within the last of so many equal parts of the time from one update to the next: told any sooner after
/// the last word, nobody needs it.
pub const HEADS_UP_WITHIN: i32 = 4;

/// One rung of the ladder, as configured.
#[derive(Debug, Clone)]
pub struct Severity {
    /// Its key, lower case: `sev1`.
    pub key: SeverityKey,
    /// One word for it where the configuration gives one: `critical`.
    pub name: Option<String>,
    /// When to choose it, as impact × urgency, where the configuration says so.
    pub help: Option<String>,
    /// The colour of its light; `None` gives the one of its place on the ladder.
    pub colour: Option<Colour>,
    /// How often an update is owed.
    pub cadence: Cadence,
    /// How long before an update is due whoever owes it is told of that in private; `None` if nobody is.
    pub heads_up: Option<TimeDelta>,
    /// Whether whoever owes updates is asked for one at every change of the stage, too.
    pub at_stage_change: AtStageChange,
    /// How soon a commander is to be on it; `None` if nobody is asked to command.
    pub response_target: Option<TimeDelta>,
    /// The longest snooze; `None` if it is that of the organisation.
    pub longest_snooze: Option<TimeDelta>,
    /// How often people can ask for quiet before somebody has to say something; `None` if as often as they like.
    pub snoozes: Option<u32>,
    /// When an update that is owed counts as overdue; `None` if nobody is called about it.
    pub overdue: Option<Overdue>,
    /// User groups that are called last: about an overdue update, and when nobody in the channel comes forward to command.
    pub escalate_to: Vec<GroupId>,
    /// Channels of stakeholders that hear of the incident beside the announcement's.
    pub tell_channels: Vec<ChannelId>,
    /// Channels of those outside the organisation, or of those who speak to them: they read external word alone.
    pub external_channels: Vec<ChannelId>,
    /// User groups that are mentioned in the announcement.
    pub tell_groups: Vec<GroupId>,
    /// User groups whose members are invited into the channel.
    pub invite: Vec<GroupId>,
    /// Whether the organisation's status page is offered to whoever writes an update.
    pub status_page: bool,
    /// Whether the incident must be reviewed in writing.
    pub postmortem: PostmortemRule,
    /// Who reviews what was written.
    pub review: Review,
}

impl Severity {
    /// A severity that asks for nothing but updates.
    pub const fn plain(key: SeverityKey, cadence: Cadence) -> Self {
        Self {
            key,
            name: None,
            help: None,
            colour: None,
            cadence,
            heads_up: None,
            at_stage_change: AtStageChange::Nothing,
            response_target: None,
            longest_snooze: None,
            snoozes: None,
            overdue: None,
            escalate_to: Vec::new(),
            tell_channels: Vec::new(),
            external_channels: Vec::new(),
            tell_groups: Vec::new(),
            invite: Vec::new(),
            status_page: false,
            postmortem: PostmortemRule::Optional,
            review: Review::Team,
        }
    }
}

/// Whether a severity wants a postmortem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostmortemRule {
    /// The incident needs one, and somebody who owns it.
    Required,
    /// Whoever wants to write one may.
    Optional,
}

named_choices! {
    /// What a change of the stage asks for.
    AtStageChange {
        /// An update, of whoever owes them.
        Prompt = "prompt",
        /// An update when it gets better and when it is resolved, unless one is due soon anyway.
        Milestones = "milestones",
        /// Nothing.
        Nothing = "nothing",
    }
}

named_choices! {
    /// Who reviews a postmortem.
    Review {
        /// The whole organisation.
        Organisation = "organisation",
        /// The team that it concerns.
        Team = "team",
    }
}

named_choices! {
    /// The colour of a severity's light.
    Colour {
        /// As the worst has it.
        Red = "red",
        /// As the second has it.
        Orange = "orange",
        /// As the third has it.
        Yellow = "yellow",
        /// For those who want it.
        Green = "green",
        /// For those who want it.
        Blue = "blue",
        /// For those who want it.
        Purple = "purple",
        /// For those who want it.
        Brown = "brown",
        /// For those who want it.
        Black = "black",
        /// As all others have it.
        White = "white",
    }
}

impl Colour {
    /// The colour of the rung with so many worse ones above it.
    const fn of_rank(rank: usize) -> Self {
        match rank {
            0 => Self::Red,
            1 => Self::Orange,
            2 => Self::Yellow,
            _ => Self::White,
        }
    }
}

/// The severities from the worst to the mildest; never empty.
#[derive(Debug, Clone)]
pub struct Ladder {
    rungs: Vec<Severity>,
    default: SeverityKey,
}

impl Ladder {
    /// A ladder, worst first. `default` is what a declaration gets that names none.
    ///
    /// # Errors
    /// A sentence if the ladder is empty, names a key twice, or lacks `default`.
    pub fn new(rungs: Vec<Severity>, default: SeverityKey) -> Result<Self, String> {
        if rungs.is_empty() {
            return Err("a ladder needs at least one severity".to_owned());
        }
        for (i, rung) in rungs.iter().enumerate() {
            if rungs[..i].iter().any(|earlier| earlier.key == rung.key) {
                return Err(format!("the severity '{}' stands on the ladder twice", rung.key));
            }
        }
        if !rungs.iter().any(|rung| rung.key == default) {
            return Err(format!("the default severity '{default}' is not on the ladder"));
        }
        Ok(Self { rungs, default })
    }

    /// The rungs, worst first.
    pub fn rungs(&self) -> &[Severity] {
        &self.rungs
    }

    /// The severity of a declaration that names none.
    pub fn default(&self) -> &Severity {
        self.get(&self.default)
    }

    /// Looks a key up as people write it (`SEV1`, `sev1`, `1`); `None` if the ladder has no such rung.
    pub fn find(&self, text: &str) -> Option<&Severity> {
        let wanted = text.to_lowercase();
        self.rungs.iter().find(|rung| {
            let key = rung.key.as_str();
            key == wanted || key.strip_prefix("sev").is_some_and(|digits| digits == wanted)
        })
    }

    /// The rung with this key. An incident may outlive a change of the configuration: a key that is no longer
    /// on the ladder counts as the worst rung, so that nobody hears too little.
    pub fn get(&self, key: &SeverityKey) -> &Severity {
        self.rungs.iter().find(|rung| rung.key == *key).unwrap_or(&self.rungs[0])
    }

    /// Whether `a` is worse than `b`.
    pub fn is_worse(&self, a: &SeverityKey, b: &SeverityKey) -> bool {
        self.rank(a) < self.rank(b)
    }

    /// The colour of the light of the rung with this key.
    pub fn colour(&self, key: &SeverityKey) -> Colour {
        self.get(key).colour.unwrap_or_else(|| Colour::of_rank(self.rank(key)))
    }

    /// How many rungs are worse. A key that is no longer on the ladder counts as the worst.
    pub fn rank(&self, key: &SeverityKey) -> usize {
        self.rungs.iter().position(|rung| rung.key == *key).unwrap_or(0)
    }
}
