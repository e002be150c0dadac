//! What the choices of the core are called.

use super::Language;
use crate::incident::{
    Action, AttemptOutcome, Detection, Errand, Escalation, Moment, Obstacle, Recovery, Review, Role,
    RoleRules, Severity, StageName, Words,
};
use crate::say;

impl Language {
    /// A role: "Incident commander". From the configuration, else from the catalogue, which knows the four.
    pub fn role(self, role: Role, rules: &RoleRules) -> String {
        match (rules.describe(role).and_then(|described| self.of(&described.name)), role) {
            (Some(name), _) => name.to_owned(),
            (None, Role::Own(key)) => key.to_string(),
            (None, four) => say!(self, &format!("role-{}", four.key())),
        }
    }

    /// What an organisation says in this language; in the other one where it says it only there.
    pub fn of(self, words: &Words) -> Option<&str> {
        let (own, other) = match self {
            Self::English => (&words.english, &words.korean),
            Self::Korean => (&words.korean, &words.english),
        };
        own.as_deref().or(other.as_deref())
    }

    /// A stage: "Mitigating".
    pub fn stage(self, stage: StageName) -> String {
        say!(self, &format!("stage-{}", stage.key()))
    }

    /// A recovery method: "Rollback".
    pub fn recovery(self, recovery: Recovery) -> String {
        say!(self, &format!("recovery-{}", recovery.key()))
    }

    /// What came of an attempt: "failed".
    pub fn outcome(self, outcome: AttemptOutcome) -> String {
        say!(self, &format!("outcome-{}", outcome.key()))
    }

    /// A key time: "Occurred".
    pub fn moment(self, moment: Moment) -> String {
        say!(self, &format!("moment-{}", moment.key()))
    }

    /// A detection method: "System alarm".
    pub fn detection(self, detection: Detection) -> String {
        say!(self, &format!("detection-{}", detection.key()))
    }

    /// An errand that went wrong, as the object of a sentence: "pin the panel".
    pub fn errand(self, errand: Errand) -> String {
        say!(self, &format!("errand-{}", errand.key()))
    }

    /// What can be kept to user groups, as the subject of a sentence: "Closing incidents".
    pub fn action(self, action: Action) -> String {
        say!(self, &format!("action-{}", action.key()))
    }

    /// Who is called about an overdue update: "the communications lead".
    pub fn escalation(self, to: Escalation) -> String {
        say!(self, &format!("escalation-{}", to.key()))
    }

    /// Who reviews a postmortem: "the team".
    pub fn review(self, review: Review) -> String {
        say!(self, &format!("review-{}", review.key()))
    }

    /// Why something was given up: "the incident has no channel".
    pub fn obstacle(self, obstacle: &Obstacle) -> String {
        match obstacle {
            Obstacle::Said(words) => match words.as_str() {
                "is_archived" => say!(self, "obstacle-is-archived"),
                "channel_not_found" => say!(self, "obstacle-channel-not-found"),
                "not_in_channel" => say!(self, "obstacle-not-in-channel"),
                _ => words.clone(),
            },
            plain => say!(self, &format!("obstacle-{}", plain.key())),
        }
    }

    /// One word for a severity: "critical". From the configuration, else from the catalogue for the default ladder;
    /// the configuration check sees to it that one of the two has it.
    pub fn severity_name(self, severity: &Severity) -> String {
        match &severity.name {
            Some(name) => name.clone(),
            None => say!(self, &format!("severity-{}-name", severity.key)),
        }
    }

    /// When to choose a severity; as [`Language::severity_name`].
    pub fn severity_help(self, severity: &Severity) -> String {
        match &severity.help {
            Some(help) => help.clone(),
            None => say!(self, &format!("severity-{}-help", severity.key)),
        }
    }
}

/// Whether the catalogues name and explain the severity with this key.
pub fn knows_severity(key: &str) -> bool {
    ["sev0", "sev1", "sev2", "sev3"].contains(&key)
}
