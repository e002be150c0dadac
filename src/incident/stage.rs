//! Where an incident is in its life. What is true only in one stage lives in that stage's variant.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::cancel::{Cancellation, Other};
use super::id::UserId;

/// The stage of an incident with what is true in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Stage {
    /// Somebody rang the bell.
    Detected,
    /// The impact is being verified.
    Triage,
    /// More people were called in.
    Escalated,
    /// Something is being done about it.
    Mitigating,
    /// It looks better; people watch whether it stays so.
    Monitoring,
    /// Over for those affected; only the paperwork is left.
    ReadyForClosure(Resolution),
    /// Over.
    Closed(Closure),
    /// Called off.
    Cancelled(Cancellation),
}

/// How an incident ended for those affected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// When it was said to be over.
    pub resolved_at: DateTime<Utc>,
    /// What brought the recovery.
    pub recovery: Recovery,
    /// Who or what noticed the incident.
    pub detection: Detection,
}

/// How the work on an incident ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// How it had ended for those affected.
    pub resolution: Resolution,
    /// When it was closed.
    pub closed_at: DateTime<Utc>,
    /// Who writes the postmortem; always somebody where one is required.
    pub postmortem_owner: Option<UserId>,
}

macro_rules! named_choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $key:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $key)] $variant,)* }

        impl $name {
            /// All of them, in the order in which people are asked.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in stored rows, forms, commands and catalogues.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }

            /// The choice with this name; case does not matter.
            pub fn find(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.key().eq_ignore_ascii_case(key))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.key())
            }
        }
    };
}
pub(super) use named_choices;

named_choices! {
    /// The stages by name alone.
    StageName {
        /// Somebody rang the bell.
        Detected = "detected",
        /// The impact is being verified.
        Triage = "triage",
        /// More people were called in.
        Escalated = "escalated",
        /// Something is being done about it.
        Mitigating = "mitigating",
        /// It looks better.
        Monitoring = "monitoring",
        /// Over for those affected.
        ReadyForClosure = "ready",
        /// Over.
        Closed = "closed",
        /// Called off.
        Cancelled = "cancelled",
    }
}

named_choices! {
    /// What brought the recovery.
    Recovery {
        /// More capacity.
        ScaleOut = "scale-out",
        /// Back to an earlier version.
        Rollback = "rollback",
        /// A change made in a hurry.
        Hotfix = "hotfix",
        /// A part was replaced, or another took over.
        Replacement = "replacement",
        /// Something was started again.
        Restart = "restart",
        /// A setting was changed.
        Configuration = "configuration",
        /// Something else, or it went away by itself.
        Other = "other",
    }
}

named_choices! {
    /// Who or what noticed the incident first.
    Detection {
        /// A technical alarm.
        SystemAlarm = "system-alarm",
        /// A number of the business moved.
        BusinessMetric = "business-metric",
        /// Another company's system said so.
        ExternalSystem = "external-system",
        /// Customers reported it.
        CustomerCentre = "customer-centre",
        /// Somebody on the staff saw it.
        Staff = "staff",
    }
}

named_choices! {
    /// What came of an attempt to recover.
    AttemptOutcome {
        /// It helped.
        Worked = "worked",
        /// It did not help.
        Failed = "failed",
        /// Nobody has said yet.
        Unknown = "unknown",
    }
}

impl Stage {
    /// The stage without what is true in it.
    pub const fn name(&self) -> StageName {
        match self {
            Self::Detected => StageName::Detected,
            Self::Triage => StageName::Triage,
            Self::Escalated => StageName::Escalated,
            Self::Mitigating => StageName::Mitigating,
            Self::Monitoring => StageName::Monitoring,
            Self::ReadyForClosure(_) => StageName::ReadyForClosure,
            Self::Closed(_) => StageName::Closed,
            Self::Cancelled(_) => StageName::Cancelled,
        }
    }

    /// The stage of that name, where nothing more is needed to be in it.
    pub const fn plain(name: StageName) -> Option<Self> {
        match name {
            StageName::Detected => Some(Self::Detected),
            StageName::Triage => Some(Self::Triage),
            StageName::Escalated => Some(Self::Escalated),
            StageName::Mitigating => Some(Self::Mitigating),
            StageName::Monitoring => Some(Self::Monitoring),
            StageName::ReadyForClosure | StageName::Closed | StageName::Cancelled => None,
        }
    }

    /// Whether the incident still needs people.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Closed(_) | Self::Cancelled(_))
    }

    /// Whether stakeholders are still owed word: until it is over for those affected.
    pub const fn owes_updates(&self) -> bool {
        !matches!(self, Self::ReadyForClosure(_) | Self::Closed(_) | Self::Cancelled(_))
    }

    /// How it ended for those affected, once it has.
    pub const fn resolution(&self) -> Option<&Resolution> {
        match self {
            Self::ReadyForClosure(resolution) | Self::Closed(Closure { resolution, .. }) => Some(resolution),
            _ => None,
        }
    }

    pub(super) const fn resolution_mut(&mut self) -> Option<&mut Resolution> {
        match self {
            Self::ReadyForClosure(resolution) | Self::Closed(Closure { resolution, .. }) => Some(resolution),
            _ => None,
        }
    }

    /// How it was called off, if it was.
    pub const fn cancellation(&self) -> Option<&Cancellation> {
        match self {
            Self::Cancelled(cancellation) => Some(cancellation),
            _ => None,
        }
    }

    /// The incident that it was found to be a duplicate of.
    pub fn duplicate_of(&self) -> Option<&Other> {
        self.cancellation()?.duplicate_of.as_ref()
    }

    /// How the work ended, once it has.
    pub const fn closure(&self) -> Option<&Closure> {
        match self {
            Self::Closed(closure) => Some(closure),
            _ => None,
        }
    }
}
