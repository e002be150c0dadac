//! What somebody did, in words that are the same for what they were told and for what stands on the timeline.

use firebell::incident::{Author, Fact, TimelineEntry};

/// What somebody did to an incident, and by which way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deed {
    /// The incident's number.
    pub number: i64,
    /// The person's id.
    pub by: String,
    /// `typed`, `pressed` or `sent`.
    pub way: &'static str,
    /// What was done.
    pub what: String,
}

/// What an entry says that a person did; `None` for what Firebell did itself.
pub fn of(number: i64, entry: &TimelineEntry) -> Option<Deed> {
    use firebell::incident::Source;
    let Author::Person(by) = &entry.author else { return None };
    let way = match entry.source {
        Source::SlashCommand => "typed",
        Source::Button => "pressed",
        Source::Form => "sent",
        Source::Message | Source::Clock | Source::Delivery | Source::Event => return None,
    };
    Some(Deed { number, by: by.to_string(), way, what: what(&entry.fact)? })
}

fn what(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::SeverityChanged { to, because, .. } => {
            format!("severity {to} {}", because.as_deref().unwrap_or_default())
        }
        Fact::StageChanged { to, .. } => format!("stage {to}"),
        Fact::ServiceChanged { to, .. } => format!("service {to}"),
        Fact::RoleGiven { role, to, area, .. } => format!("role {role} {to} {area}"),
        Fact::RoleLeft { role, .. } => format!("left {role}"),
        Fact::UpdatePosted { update } => format!("update {}", update.text.what_happened),
        Fact::UpdateCorrected { update } => format!("corrected update {}", update.text.what_happened),
        Fact::StatusPageUpdated { text } => format!("status page {text}"),
        Fact::NothingNew { .. } => "nothing new".to_owned(),
        Fact::Snoozed { .. } => "snoozed".to_owned(),
        Fact::Noted { text } => format!("note {text}"),
        Fact::Decided { decision, because } => {
            format!("decided {decision} {}", because.as_deref().unwrap_or_default())
        }
        Fact::Tried { way, outcome, details } => format!("tried {way} {outcome} {details}"),
        Fact::Changed { text, .. } => format!("changed {text}"),
        Fact::Corrected { entry, text, .. } => {
            format!("corrected {entry} {}", text.as_deref().unwrap_or_default())
        }
        Fact::Struck { entry, because } => {
            format!("struck {entry} {}", because.as_deref().unwrap_or_default())
        }
        Fact::TimeSet { moment, at, .. } => format!("time {moment} {}", at.timestamp()),
        Fact::Resolved { .. } => "resolved".to_owned(),
        Fact::Closed { .. } => "closed".to_owned(),
        Fact::Reopened { because } => format!("reopened {}", because.as_deref().unwrap_or_default()),
        Fact::MadePrivate { because } => format!("made private {}", because.as_deref().unwrap_or_default()),
        Fact::Cancelled { because, .. } => format!("cancelled {}", because.as_deref().unwrap_or_default()),
        Fact::Declared { .. }
        | Fact::DuplicateFound { .. }
        | Fact::DuplicateGone { .. }
        | Fact::CancelledBesidePrivate { .. }
        | Fact::Withheld
        | Fact::OverStageLimit { .. }
        | Fact::ChannelArchived
        | Fact::ChannelUnarchived
        | Fact::Brought { .. }
        | Fact::Announced
        | Fact::ChannelOpened { .. }
        | Fact::OwnerGone { .. }
        | Fact::Reminded { .. }
        | Fact::AskedToCommand { .. }
        | Fact::Quoted { .. }
        | Fact::LetGo { .. }
        | Fact::GaveUp { .. } => return None,
    })
}
