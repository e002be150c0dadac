//! What people type after the slash command, read by a pure function. Whatever is typed comes back as a wish or as a
//! mistake that names the right form.

use chrono::TimeDelta;

use super::words::{first_word, is_digits, mention, plain};
use super::{calling_off, korean, recording, service, typed_roles};
use crate::incident::{
    AttemptOutcome, Ladder, Manner, Moment, Number, Policy, Position, Recovery, Role, SeverityKey, StageName,
    UserId,
};
use crate::slack::when::When;

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// Nothing: the panel in an incident's channel, the declare form elsewhere.
    Nothing,
    /// What can be typed.
    Help,
    /// What is open.
    List,
    /// A declaration; without a title, the form.
    Declare {
        /// How bad, if they said.
        severity: Option<SeverityKey>,
        /// Which service, if they said.
        service: Option<String>,
        /// What is wrong; may be empty.
        title: String,
        /// What kind of incident.
        manner: Manner,
    },
    /// Words that are no command: the declare form with them as the title.
    Words {
        /// The words.
        title: String,
    },
    /// Something about an incident.
    About {
        /// Which one, if it was named; else the channel's.
        number: Option<Number>,
        /// What.
        wish: Wish,
    },
}

/// Something asked of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "named like the subcommands; the fields like the commands' own")]
pub enum Wish {
    Update { text: String },
    Edit,
    Severity { to: SeverityKey, because: Option<String> },
    Stage { to: StageName },
    Service { to: String },
    ServiceForm,
    Role { role: Role, to: Option<UserId>, area: String },
    Leave { role: Role, area: String },
    Note { text: String },
    Decided { decision: String, because: Option<String> },
    Tried { way: Recovery, outcome: AttemptOutcome, details: String },
    Changed { text: String, link: Option<String>, at: Option<When> },
    Correct { position: Position, text: Option<String>, at: Option<When> },
    Strike { position: Position, because: Option<String> },
    Time { moment: Moment, at: When },
    Snooze { quiet_for: TimeDelta },
    NothingNew,
    Resolve,
    Close { postmortem_owner: Option<UserId> },
    Reopen { because: Option<String> },
    MakePrivate,
    Cancel { because: Option<String>, duplicate_of: Option<Number> },
    CancelForm { because: String },
    Merge { into: Number },
    Timeline,
    Export,
}

impl Wish {
    /// Whether it goes on in somebody's own words. Then the whole may as well be a sentence that begins like a command:
    /// `업데이트 후 결제가 안 됩니다`, `update fails for everybody`.
    pub const fn is_in_words(&self) -> bool {
        match self {
            Self::Update { text } | Self::CancelForm { because: text } => !text.is_empty(),
            Self::Tried { details, .. } => !details.is_empty(),
            Self::Note { .. } | Self::Decided { .. } | Self::Changed { .. } => true,
            Self::Cancel { because, .. } | Self::Reopen { because } => because.is_some(),
            _ => false,
        }
    }
}

/// What cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// No such subcommand; perhaps this one was meant.
    Unknown {
        /// What was typed.
        word: String,
        /// What is spelt almost like it.
        near: Option<&'static str>,
    },
    /// No such severity in a declaration.
    DeclaredSeverity,
    /// No such severity, or none at all.
    Severity,
    /// No such stage, or none at all.
    Stage,
    /// No such role, or none at all.
    Role,
    /// No such role to leave, or none at all.
    Leave,
    /// Nobody is called that.
    Person {
        /// What was typed.
        typed: String,
    },
    /// Nothing to note.
    Note,
    /// No decision.
    Decided,
    /// No such way to recover, or none at all.
    Tried,
    /// Nothing that was changed.
    Changed,
    /// No entry named, or nothing to say instead.
    Correct,
    /// No entry named.
    Strike,
    /// No such key time, or no time.
    Time,
    /// No span.
    Snooze,
    /// A duplicate of no incident.
    Duplicate,
    /// No incident to merge into.
    Merge,
}

/// The subcommands, each with the other words for it.
const SUBCOMMANDS: &[(&str, &[&str])] = &[
    ("declare", &["new"]),
    ("drill", &[]),
    ("private", &[]),
    ("help", &["?"]),
    ("list", &["ls"]),
    ("update", &[]),
    ("edit", &[]),
    ("sev", &["severity"]),
    ("stage", &[]),
    (service::NAME, &["services"]),
    ("role", &["assign", "take"]),
    ("leave", &[]),
    ("note", &[]),
    ("decided", &["decide"]),
    ("tried", &["try"]),
    ("changed", &["change", "deployed"]),
    ("correct", &[]),
    ("strike", &[]),
    ("time", &[]),
    ("snooze", &[]),
    ("nothing-new", &["nothing"]),
    ("resolve", &["resolved"]),
    ("close", &[]),
    ("reopen", &[]),
    ("make-private", &[]),
    ("cancel", &["cancelled", "canceled"]),
    ("merge", &[]),
    ("timeline", &[]),
    ("export", &["postmortem"]),
];

/// How many letters may be wrong in a word that is still taken for a subcommand's name.
const LONGEST_SLIP: usize = 2;

/// Reads what was typed. `text` has Slack's escapes in it; what is kept of it is plain.
///
/// # Errors
/// A [`Mistake`].
pub fn read(text: &str, policy: &Policy) -> Result<Typed, Mistake> {
    let (word, rest) = first_word(text);
    if word.is_empty() {
        return Ok(Typed::Nothing);
    }
    let name = subcommand(word);
    if let Some(manner) = name.and_then(manner) {
        return declare_as(manner, rest, &policy.ladder);
    }
    match name {
        Some(service::NAME) if service::is_title(rest, &policy.services) => {
            Ok(Typed::Words { title: plain(text) })
        }
        Some(name) if is_title(name, word, rest) => Ok(Typed::Words { title: plain(text) }),
        Some("help") => Ok(Typed::Help),
        Some("list") => Ok(Typed::List),
        Some("declare") => declare(rest, Manner::default(), &policy.ladder),
        Some(name) => about(name, rest, policy),
        None => no_subcommand(word, text),
    }
}

/// Whether somebody may have said with it what is wrong: it has three words or more, and names no incident.
pub fn is_sentence(text: &str) -> bool {
    let (_, rest) = first_word(text);
    named_incident(rest).0.is_none() && plain(text).split_whitespace().nth(2).is_some()
}

fn subcommand(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let meant = |(name, others): &&(&str, &[&str])| *name == word || others.contains(&word.as_str());
    let english = SUBCOMMANDS.iter().find(meant).map(|(name, _)| *name);
    english.or_else(|| korean::subcommand(&word))
}

/// Whether what begins like a command goes on like a sentence: nothing stands behind `help` and `list`, and nobody calls an
/// incident off by the first word of a title (`취소 버튼이 안 눌립니다`).
fn is_title(name: &str, word: &str, rest: &str) -> bool {
    let goes_on = !rest.trim().is_empty();
    match name {
        "help" | "list" => goes_on,
        "cancel" | "reopen" if korean::subcommand(word).is_some() => {
            let (_, rest) = named_incident(rest);
            let (next, _) = first_word(rest);
            !next.is_empty() && !recording::is_because(next) && !calling_off::is_duplicate(next)
        }
        _ => false,
    }
}

fn no_subcommand(word: &str, text: &str) -> Result<Typed, Mistake> {
    let near = near(word);
    if near.is_none() && plain(text).split_whitespace().nth(1).is_some() {
        return Ok(Typed::Words { title: plain(text) });
    }
    Err(Mistake::Unknown { word: plain(word), near })
}

/// The subcommand that is spelt almost like `word`. Titles begin with words like `service` ("device"), so that is not among
/// them. Comparing costs the product of both lengths, so what is much too long is not compared.
fn near(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let nearly_as_long = |name: &str| lower.chars().nth(name.len() + LONGEST_SLIP).is_none();
    let distances = SUBCOMMANDS
        .iter()
        .filter(|(name, _)| nearly_as_long(name) && *name != service::NAME)
        .map(|(name, _)| (strsim::damerau_levenshtein(name, &lower), *name));
    let near = distances.filter(|(slips, name)| *slips <= LONGEST_SLIP && *slips * 2 < name.len());
    near.min().map(|(_, name)| name)
}

/// What kind of incident a subcommand declares, if it is not just any.
fn manner(subcommand: &str) -> Option<Manner> {
    match subcommand {
        "drill" => Some(Manner { is_drill: true, ..Manner::default() }),
        "private" => Some(Manner { is_private: true, ..Manner::default() }),
        _ => None,
    }
}

/// A drill can be private, whichever of the two comes first.
fn declare_as(first: Manner, rest: &str, ladder: &Ladder) -> Result<Typed, Mistake> {
    let (word, after) = first_word(rest);
    match subcommand(word).and_then(manner).filter(|second| *second != first) {
        Some(_) => declare(after, Manner { is_drill: true, is_private: true }, ladder),
        None => declare(rest, first, ladder),
    }
}

fn declare(rest: &str, manner: Manner, ladder: &Ladder) -> Result<Typed, Mistake> {
    let (mut severity, mut service, mut title) = (None, None, rest);
    loop {
        let (word, after) = first_word(title);
        if severity.is_none()
            && let Some(found) = declared_severity(word, ladder)?
        {
            severity = Some(found);
        } else if service.is_none()
            && let Some(named) = service::marked(word)
        {
            service = Some(plain(named));
        } else {
            return Ok(Typed::Declare { severity, service, title: plain(title), manner });
        }
        title = after;
    }
}

/// The severity that `word` names; `None` if it is the first word of a title.
fn declared_severity(word: &str, ladder: &Ladder) -> Result<Option<SeverityKey>, Mistake> {
    let looks_like_one = word.to_lowercase().strip_prefix("sev").is_some_and(is_digits);
    match ladder.find(word) {
        // A bare digit may well begin a title: "3 hosts are down".
        Some(severity) if !is_digits(word) => Ok(Some(severity.key.clone())),
        None if looks_like_one => Err(Mistake::DeclaredSeverity),
        _ => Ok(None),
    }
}

fn about(name: &'static str, rest: &str, policy: &Policy) -> Result<Typed, Mistake> {
    if name == "merge" {
        return calling_off::merge(rest);
    }
    let (number, rest) = named_incident(rest);
    let wish = match name {
        "edit" => Wish::Edit,
        "update" => Wish::Update { text: plain(rest) },
        "sev" => severity(rest, &policy.ladder)?,
        "stage" => Wish::Stage { to: stage(rest)? },
        service::NAME => service::wish(rest),
        "role" => typed_roles::role(rest, &policy.roles)?,
        "leave" => typed_roles::leave(rest, &policy.roles)?,
        "note" => note(rest)?,
        "decided" => recording::decided(rest)?,
        "tried" => recording::tried(rest)?,
        "changed" => recording::changed(rest)?,
        "correct" => recording::correct(rest)?,
        "strike" => recording::strike(rest)?,
        "time" => recording::time(rest)?,
        "snooze" => Wish::Snooze { quiet_for: snooze(rest)? },
        "nothing-new" => Wish::NothingNew,
        "resolve" => Wish::Resolve,
        "close" => Wish::Close { postmortem_owner: optional_person(rest)? },
        "reopen" => Wish::Reopen { because: reason(rest) },
        "make-private" => Wish::MakePrivate,
        "cancel" => calling_off::cancel(rest)?,
        "timeline" => Wish::Timeline,
        _ => Wish::Export,
    };
    Ok(Typed::About { number, wish })
}

/// An incident named by its full name, `INC-42`; a bare number would be taken out of notes.
pub(super) fn named_incident(rest: &str) -> (Option<Number>, &str) {
    let (word, after) = first_word(rest);
    match Number::parse(word) {
        Some(number) if !is_digits(word) => (Some(number), after),
        _ => (None, rest),
    }
}

fn severity(rest: &str, ladder: &Ladder) -> Result<Wish, Mistake> {
    let (word, because) = first_word(rest);
    let severity = ladder.find(word).ok_or(Mistake::Severity)?;
    Ok(Wish::Severity { to: severity.key.clone(), because: reason(because) })
}

fn stage(rest: &str) -> Result<StageName, Mistake> {
    let (word, _) = korean::stage(rest).unwrap_or_else(|| first_word(rest));
    let is_resolved = ["resolve", "resolved"].iter().any(|name| name.eq_ignore_ascii_case(word));
    let named = if is_resolved { Some(StageName::ReadyForClosure) } else { StageName::find(word) };
    named.ok_or(Mistake::Stage)
}

fn note(rest: &str) -> Result<Wish, Mistake> {
    let text = plain(rest);
    if text.is_empty() { Err(Mistake::Note) } else { Ok(Wish::Note { text }) }
}

/// `20m`, `1h 30m`, `20분`, or minutes as a bare number; nothing at all is a quarter of an hour.
fn snooze(rest: &str) -> Result<TimeDelta, Mistake> {
    let rest = rest.trim();
    if rest.is_empty() {
        return Ok(TimeDelta::minutes(15));
    }
    let spelled = if is_digits(rest) { format!("{rest}m") } else { korean::span(&rest.to_lowercase()) };
    let span = humantime::parse_duration(&spelled).map_err(|_| Mistake::Snooze)?;
    TimeDelta::from_std(span).map_err(|_| Mistake::Snooze)
}

fn optional_person(rest: &str) -> Result<Option<UserId>, Mistake> {
    match first_word(rest).0 {
        "" => Ok(None),
        word => mention(word).map(Some).ok_or_else(|| Mistake::Person { typed: plain(word) }),
    }
}

/// What follows as a reason, with or without the word "because".
pub(super) fn reason(rest: &str) -> Option<String> {
    let (word, after) = first_word(rest);
    let reason = plain(if recording::is_because(word) { after } else { rest });
    Some(reason).filter(|reason| !reason.is_empty())
}

#[cfg(test)]
#[path = "typed_tests.rs"]
mod tests;
