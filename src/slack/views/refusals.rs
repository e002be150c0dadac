//! Why not, in a sentence that names the way out.

use super::text::{self, escape, foreign, label, person, span};
use super::{Voice, duties, service};
use crate::incident::{
    Field, Flaw, Incident, Number, Refusal, Role, SeverityKey, StageName, Standing, UserId,
};
use crate::language::Language;
use crate::say;

/// The sentence of a refusal.
#[expect(clippy::too_many_lines, reason = "a table with one sentence for each, and nothing else")]
pub fn refusal(refusal: &Refusal, voice: &Voice<'_>) -> String {
    let (l, command) = (voice.language, voice.command);
    let of = Number::to_string;
    match refusal {
        Refusal::Guest => say!(l, "refused-guest"),
        Refusal::NotAllowed { action, groups } => {
            say!(l, "refused-not-allowed", action = l.action(*action), groups = escape(&groups.join(", ")))
        }
        // Of these groups, nothing is known but ids.
        Refusal::GroupsUnsaid { action, .. } => {
            say!(l, "refused-groups-unsaid", action = l.action(*action))
        }
        Refusal::NobodyAllowed { action, .. } => {
            say!(l, "refused-nobody-allowed", action = l.action(*action))
        }
        Refusal::SeverityAlready { number, severity } => {
            let (number, severity) = (of(number), label(severity));
            let known = known_severities(voice);
            say!(
                l,
                "refused-severity-already",
                number = number,
                severity = severity,
                known = known,
                command = command
            )
        }
        Refusal::NoSuchSeverity { asked } => no_such_severity(asked, voice),
        Refusal::NoSuchService { asked } => service::no_such(asked, voice),
        Refusal::ServiceAlready { number, service } => {
            let (number, service) = (of(number), foreign(service, 60));
            say!(l, "refused-service-already", number = number, service = service, command = command)
        }
        Refusal::StageAlready { number, stage } => {
            say!(l, "refused-stage-already", number = of(number), stage = l.stage(*stage), command = command)
        }
        Refusal::StageNeedsMore { number, to: StageName::Closed, .. } => {
            say!(l, "refused-stage-close", number = of(number), command = command)
        }
        Refusal::StageNeedsMore { number, to: StageName::Cancelled, .. } => {
            say!(l, "refused-stage-cancel", number = of(number), command = command)
        }
        Refusal::StageNeedsMore { number, .. } => {
            say!(l, "refused-stage-resolve", number = of(number), command = command)
        }
        Refusal::NoSuchRole { asked } => {
            say!(l, "refused-no-such-role", asked = asked.to_string(), known = known_roles(voice))
        }
        Refusal::NotAMember { number, user, standing, role } => {
            let key = match (role, standing) {
                (Some(_), Standing::Guest) => "refused-person-guest",
                (Some(_), _) => "refused-person-deactivated",
                (None, Standing::Guest) => "refused-postmortem-guest",
                (None, _) => "refused-postmortem-deactivated",
            };
            let role = role.map_or_else(String::new, |role| voice.role(role));
            say!(l, key, number = of(number), person = person(user), role = role, command = command)
        }
        Refusal::RoleAlready { role, user } => role_already(*role, user, voice),
        Refusal::RoleNotHeld { number, role, area } => {
            let held = text::role(*role, area, voice);
            say!(l, "refused-role-not-held", number = of(number), role = held, command = command)
        }
        Refusal::DutiesKeptApart { role, user, beside, .. } => duties::kept_apart(*role, user, beside, voice),
        Refusal::RoleTakenMeanwhile { number, role, holder } => {
            let typed = typed_role(*role, voice);
            let (number, person, role) = (of(number), person(holder), voice.role(*role));
            say!(
                l,
                "refused-role-taken",
                number = number,
                person = person,
                role = role,
                typed = typed,
                command = command
            )
        }
        Refusal::ReminderAnswered { number } => {
            say!(l, "refused-reminder-answered", number = of(number), command = command)
        }
        Refusal::ExportUnderWay { number } => {
            say!(l, "refused-export-under-way", number = of(number), command = command)
        }
        Refusal::ChannelArchived { number } => {
            say!(l, "refused-channel-archived", number = of(number), command = command)
        }
        Refusal::NoSuchEntry { number, asked, last } => {
            let (asked, last) = (asked.to_string(), last.to_string());
            say!(
                l,
                "refused-no-such-entry",
                number = of(number),
                asked = asked,
                last = last,
                command = command
            )
        }
        Refusal::NotWorded { entry } => {
            say!(l, "refused-not-worded", entry = entry.to_string(), command = command)
        }
        Refusal::IsUpdate { entry } => {
            say!(l, "refused-is-update", entry = entry.to_string(), command = command)
        }
        Refusal::StruckAlready { entry } => {
            say!(l, "refused-struck-already", entry = entry.to_string(), command = command)
        }
        Refusal::KeptAlready { number } => {
            say!(l, "refused-kept-already", number = of(number), command = command)
        }
        Refusal::MomentToCome { number, moment } => {
            let (number, moment) = (of(number), l.moment(*moment));
            say!(l, "refused-moment-to-come", number = number, moment = moment, command = command)
        }
        Refusal::UpdateOutOfHand { number } => {
            say!(l, "refused-update-out-of-hand", number = of(number), command = command)
        }
        Refusal::PageAwaitsNone { number } => say!(l, "refused-page-awaits-none", number = of(number)),
        Refusal::NothingToRetry { number } => say!(l, "refused-nothing-to-retry", number = of(number)),
        Refusal::NoUpdateOwed { number } => {
            say!(l, "refused-no-update-owed", number = of(number), command = command)
        }
        Refusal::SnoozeOutOfRange { severity, longest } => {
            let (severity, longest) = (label(severity), span(l, longest.num_seconds()));
            say!(l, "refused-snooze", severity = severity, longest = longest, command = command)
        }
        Refusal::SnoozedOften { severity, times: 0, .. } => {
            say!(l, "refused-no-snooze", severity = label(severity), command = command)
        }
        Refusal::SnoozedOften { number, severity, times } => {
            let (number, severity, times) = (of(number), label(severity), i64::from(*times));
            say!(
                l,
                "refused-snoozed-often",
                number = number,
                severity = severity,
                times = times,
                command = command
            )
        }
        Refusal::Fields(flaws) => {
            flaws.iter().map(|(_, flaw)| flawed(*flaw, voice)).collect::<Vec<_>>().join(" ")
        }
        Refusal::Closed { number } => say!(l, "refused-closed", number = of(number), command = command),
        Refusal::Cancelled { number, duplicate_of: None } => {
            say!(l, "refused-cancelled", number = of(number), command = command)
        }
        Refusal::Cancelled { number, duplicate_of: Some(original) } => {
            let original = of(original);
            say!(
                l,
                "refused-cancelled-duplicate",
                number = of(number),
                original = original,
                command = command
            )
        }
        Refusal::OwnDuplicate { number } => {
            say!(l, "refused-own-duplicate", number = of(number), command = command)
        }
        Refusal::DuplicateOfDuplicate { number, asked, original } if number == original => {
            say!(l, "refused-duplicate-of-own", number = of(number), asked = of(asked), command = command)
        }
        Refusal::DuplicateOfDuplicate { number, asked, original } => {
            let (number, original) = (of(number), of(original));
            say!(
                l,
                "refused-duplicate-of-duplicate",
                number = number,
                asked = of(asked),
                original = original,
                command = command
            )
        }
        Refusal::DuplicateOfEnded { asked, stage, .. } => {
            say!(
                l,
                "refused-duplicate-of-ended",
                asked = of(asked),
                stage = l.stage(*stage),
                command = command
            )
        }
        Refusal::NoSuchOther { asked } => {
            say!(l, "refused-no-such-incident", number = of(asked), command = command)
        }
        Refusal::ResolvedAlready { number } => {
            say!(l, "refused-resolved-already", number = of(number), command = command)
        }
        Refusal::ResolveFirst { number, from } => {
            let stage = l.stage(*from);
            say!(l, "refused-resolve-first", number = of(number), stage = stage, command = command)
        }
        Refusal::PrivateBeside { number, asked } => {
            say!(l, "refused-private-beside", number = of(number), asked = of(asked), command = command)
        }
        Refusal::DrillBeside { number, asked } => {
            say!(l, "refused-drill-beside", number = of(number), asked = of(asked), command = command)
        }
        Refusal::RetryInPrivate { number } => say!(l, "refused-retry-in-private", number = of(number)),
        Refusal::PrivateAlready { number } => say!(l, "refused-private-already", number = of(number)),
        Refusal::NotClosed { number, stage } => {
            say!(l, "refused-not-closed", number = of(number), stage = l.stage(*stage))
        }
    }
}

/// Of responders there may be more, each with areas.
fn role_already(role: Role, user: &UserId, voice: &Voice<'_>) -> String {
    let key = if role == Role::Responder { "refused-responder-already" } else { "refused-role-already" };
    let (user, typed) = (person(user), typed_role(role, voice));
    say!(voice.language, key, person = user, role = voice.role(role), typed = typed, command = voice.command)
}

fn no_such_severity(asked: &SeverityKey, voice: &Voice<'_>) -> String {
    let asked = escape(asked.as_str());
    say!(voice.language, "refused-no-such-severity", asked = asked, known = known_severities(voice))
}

/// What is wrong with a field, to stand below it.
pub fn flawed(flaw: Flaw, voice: &Voice<'_>) -> String {
    let language = voice.language;
    match flaw {
        Flaw::Empty => say!(language, "flaw-empty"),
        Flaw::TooLong { longest, length } => {
            say!(language, "flaw-too-long", longest = as_number(longest), length = as_number(length))
        }
        Flaw::Past => say!(language, "flaw-past"),
        Flaw::TooFar => say!(language, "flaw-too-far"),
        Flaw::Ahead => say!(language, "flaw-ahead"),
        Flaw::LongAgo => say!(language, "flaw-long-ago"),
    }
}

fn as_number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The severities of the ladder, as people type them.
pub fn known_severities(voice: &Voice<'_>) -> String {
    let labels: Vec<String> = voice.policy.ladder.rungs().iter().map(|rung| label(&rung.key)).collect();
    labels.join(", ")
}

/// The roles there are, as people type them in their language.
pub fn known_roles(voice: &Voice<'_>) -> String {
    voice.policy.roles.all().map(|role| typed_role(role, voice)).collect::<Vec<_>>().join(", ")
}

/// A role as people type it: by its key, in Korean by its name.
pub fn typed_role(role: Role, voice: &Voice<'_>) -> String {
    match voice.language {
        Language::English => role.key().to_owned(),
        Language::Korean => voice.role(role),
    }
}

/// That a command belongs into an incident's channel, with the incidents that are open.
pub fn not_an_incident_channel(open: &[Incident], voice: &Voice<'_>) -> String {
    let places: Vec<String> = open
        .iter()
        .filter_map(|incident| {
            let channel = incident.places.channel.as_ref()?;
            Some(format!("{} <#{channel}>", incident.number))
        })
        .collect();
    match places.as_slice() {
        [] => say!(voice.language, "refused-no-open-incident", command = voice.command),
        places => {
            say!(voice.language, "refused-wrong-channel", command = voice.command, places = places.join(", "))
        }
    }
}

/// The fields that have something wrong, for a form; `None` if the refusal is not about fields.
pub fn field_errors(refusal: &Refusal, voice: &Voice<'_>) -> Option<Vec<(Field, String)>> {
    match refusal {
        Refusal::Fields(flaws) => {
            Some(flaws.iter().map(|(field, flaw)| (*field, flawed(*flaw, voice))).collect())
        }
        Refusal::NoSuchService { .. } | Refusal::ServiceAlready { .. } => {
            Some(vec![(Field::Service, self::refusal(refusal, voice))])
        }
        _ => None,
    }
}
