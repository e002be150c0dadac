//! What people do, as it is planned: nothing here has happened yet.

use std::fmt;

/// Whom an act is about: the step at which the incident was declared.
pub type About = usize;

/// One thing that one person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Rings the bell.
    Declare {
        /// How bad.
        severity: &'static str,
        /// By the form, or typed.
        by_form: bool,
    },
    /// Types something about an incident.
    Type {
        /// Which.
        about: About,
        /// What.
        wish: Wish,
        /// In the incident's own channel, or elsewhere with the incident's name.
        in_channel: bool,
    },
    /// Presses or chooses something on the panel or on a reminder.
    Press {
        /// Which incident's.
        about: About,
        /// What.
        button: Button,
    },
    /// Posts an update by the form.
    Update {
        /// On which incident.
        about: About,
        /// Opened by the button, or typed.
        by_button: bool,
        /// After how many seconds the next one is promised, if that is changed in the form.
        promise: Option<u64>,
    },
    /// Resolves an incident by the form.
    Resolve {
        /// Which.
        about: About,
        /// Opened by the button, or typed.
        by_button: bool,
    },
    /// Asks for something that changes nothing.
    Look(&'static str),
    /// Types what cannot be understood or granted.
    Mistype(&'static str),
    /// Changes their name, of which Slack tells by an event.
    Rename,
}

/// What can be typed about an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named like the subcommands")]
pub enum Wish {
    Note,
    Severity(&'static str),
    Stage(&'static str),
    TakeRole(&'static str),
    GiveRole(&'static str, usize),
    Join,
    Snooze,
    NothingNew,
    Close,
    Reopen,
    Timeline,
    Export,
}

/// What can be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named like the buttons")]
pub enum Button {
    Take(&'static str),
    Assign(&'static str, usize),
    Severity(&'static str),
    Stage(&'static str),
    Snooze,
    NothingNew,
    Close,
    Reopen,
    Export,
}

/// The login name of one of the people.
pub fn person(index: usize) -> String {
    format!("person-{index:02}")
}

/// The id of one of the people.
pub fn person_id(index: usize) -> String {
    format!("U0PERSON{index:02}")
}

/// A word that nothing but this step says, by which it is found again.
pub fn mark(step: usize) -> String {
    format!("s{step:06}")
}

/// The title of what is declared at a step.
pub fn title(step: usize) -> String {
    format!("Trouble {} somewhere", mark(step))
}

impl Wish {
    /// What is typed after the slash command; `named` names the incident where the channel does not.
    pub fn typed(self, step: usize, named: Option<i64>) -> String {
        let named = named.map(|number| format!(" INC-{number}")).unwrap_or_default();
        let mark = mark(step);
        match self {
            Self::Note => format!("note{named} Seen {mark}"),
            Self::Severity(to) => format!("sev{named} {to} because {mark}"),
            Self::Stage(to) => format!("stage{named} {to}"),
            Self::TakeRole(role) => format!("role{named} {role}"),
            Self::GiveRole(role, to) => format!("role{named} {role} @{}", person(to)),
            Self::Join => format!("role{named} responder {mark}"),
            Self::Snooze => format!("snooze{named} 1m"),
            Self::NothingNew => format!("nothing-new{named}"),
            Self::Close => format!("close{named}"),
            Self::Reopen => format!("reopen{named} because {mark}"),
            Self::Timeline => format!("timeline{named}"),
            Self::Export => format!("export{named}"),
        }
    }

    /// What stands on the timeline if it was done (see [`crate::deed::of`]); `None` if nothing does.
    pub fn recorded(self, step: usize, by: &str) -> Option<String> {
        let mark = mark(step);
        Some(match self {
            Self::Note => format!("note Seen {mark}"),
            Self::Severity(to) => format!("severity {to} {mark}"),
            Self::Stage(to) => format!("stage {to}"),
            Self::TakeRole(role) => format!("role {role} {by} "),
            Self::GiveRole(role, to) => format!("role {role} {} ", person_id(to)),
            Self::Join => format!("role responder {by} {mark}"),
            Self::Snooze => "snoozed".to_owned(),
            Self::NothingNew => "nothing new".to_owned(),
            Self::Close => "closed".to_owned(),
            Self::Reopen => format!("reopened {mark}"),
            Self::Timeline | Self::Export => return None,
        })
    }
}

impl Button {
    /// The action that is used.
    pub fn action(self) -> String {
        match self {
            Self::Take(role) => format!("take:{role}"),
            Self::Assign(role, _) => format!("assign:{role}"),
            Self::Severity(to) => format!("severity:{to}"),
            Self::Stage(_) => "stage".to_owned(),
            Self::Snooze => "snooze".to_owned(),
            Self::NothingNew => "nothing-new".to_owned(),
            Self::Close => "close".to_owned(),
            Self::Reopen => "reopen".to_owned(),
            Self::Export => "export".to_owned(),
        }
    }

    /// What is typed where the button is not there.
    pub const fn wish(self) -> Wish {
        match self {
            Self::Take(role) => Wish::TakeRole(role),
            Self::Assign(role, to) => Wish::GiveRole(role, to),
            Self::Severity(to) => Wish::Severity(to),
            Self::Stage(to) => Wish::Stage(to),
            Self::Snooze => Wish::Snooze,
            Self::NothingNew => Wish::NothingNew,
            Self::Close => Wish::Close,
            Self::Reopen => Wish::Reopen,
            Self::Export => Wish::Export,
        }
    }

    /// What stands on the timeline if it was done; `None` if nothing does.
    pub fn recorded(self, by: &str) -> Option<String> {
        Some(match self {
            Self::Take(role) => format!("role {role} {by} "),
            Self::Assign(role, to) => format!("role {role} {} ", person_id(to)),
            Self::Severity(to) => format!("severity {to} "),
            Self::Stage(to) => format!("stage {to}"),
            Self::Snooze => "snoozed".to_owned(),
            Self::NothingNew => "nothing new".to_owned(),
            Self::Close => "closed".to_owned(),
            Self::Reopen => "reopened ".to_owned(),
            Self::Export => return None,
        })
    }
}

impl Act {
    /// Which incident it is about, if it is about one.
    pub const fn about(&self) -> Option<About> {
        match self {
            Self::Type { about, .. }
            | Self::Press { about, .. }
            | Self::Update { about, .. }
            | Self::Resolve { about, .. } => Some(*about),
            _ => None,
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declare { severity, by_form: true } => write!(f, "declares {severity} by the form"),
            Self::Declare { severity, by_form: false } => write!(f, "declares {severity}"),
            Self::Type { about, wish, in_channel } => {
                let place = if *in_channel { "" } else { " elsewhere" };
                write!(f, "types {wish:?}{place} (declared at {about})")
            }
            Self::Press { about, button } => write!(f, "presses {button:?} (declared at {about})"),
            Self::Update { about, promise, .. } => {
                write!(f, "posts an update, promising {promise:?} (declared at {about})")
            }
            Self::Resolve { about, .. } => write!(f, "resolves (declared at {about})"),
            Self::Look(text) => write!(f, "types '{text}'"),
            Self::Mistype(text) => write!(f, "mistypes '{text}'"),
            Self::Rename => write!(f, "changes their name"),
        }
    }
}
