//! Private replies: help, lists, and what a command did.

use chrono::{DateTime, Utc};

use super::announcement::headline;
use super::blocks::{context, how_many_fit, section};
use super::drill::mark;
use super::duties::roles;
use super::owner::owner;
use super::text::{ahead, clip, escape, exact, foreign, instant, label, link, person, role, span};
use super::{Message, Voice, service};
use crate::incident::{Command, Departure, Fact, FileLink, Incident, Moment, Number, Position, Role, UserId};
use crate::say;
use crate::slack::when::Meant;

/// How many incidents a list shows.
pub const LIST_LENGTH: i64 = 20;

/// What can be typed.
pub fn help(voice: &Voice<'_>) -> Message {
    Message::plain(say!(voice.language, "help", command = voice.command))
}

/// That a declaration is saved, and where to go.
pub fn declared(incident: &Incident, voice: &Voice<'_>) -> Message {
    let text = say!(
        voice.language,
        "answer-declared",
        number = incident.number.to_string(),
        severity = label(&incident.severity),
        title = foreign(&incident.title, 120)
    );
    let message = Message::plain(match &incident.places.channel {
        Some(channel) => format!("{text} <#{channel}>"),
        None if incident.manner.is_private => {
            format!("{text} {}", say!(voice.language, "answer-private-channel-coming"))
        }
        None => format!("{text} {}", say!(voice.language, "answer-channel-coming")),
    });
    message.marked(incident, voice)
}

/// The open incidents, newest first, and the numbers of those that cannot be read; `all` is how many there are.
pub fn list(
    readable: &[Incident],
    unreadable: &[Number],
    all: i64,
    now: DateTime<Utc>,
    voice: &Voice<'_>,
) -> Message {
    if all == 0 {
        return Message::plain(say!(voice.language, "list-empty", command = voice.command));
    }
    let heading = say!(voice.language, "list-heading", count = all);
    let mut blocks = vec![section(&format!("*{heading}*"))];
    let lines: Vec<_> = readable.iter().map(|incident| section(&list_line(incident, now, voice))).collect();
    let shown = how_many_fit(&lines, 1500);
    blocks.extend(lines.into_iter().take(shown));
    if !unreadable.is_empty() {
        let numbers: Vec<String> = unreadable.iter().map(Number::to_string).collect();
        blocks.push(section(&say!(voice.language, "list-unreadable", numbers = numbers.join(", "))));
    }
    let more = all - i64::try_from(shown + unreadable.len()).unwrap_or(all);
    if more > 0 {
        blocks.push(context(&say!(voice.language, "list-more", count = more)));
    }
    Message::new(&heading, blocks)
}

fn list_line(incident: &Incident, now: DateTime<Utc>, voice: &Voice<'_>) -> String {
    let channel =
        incident.places.channel.as_ref().map(|channel| format!(" · <#{channel}>")).unwrap_or_default();
    let details = say!(
        voice.language,
        "list-details",
        stage = stay(incident, now, voice),
        owner = owner(incident, voice),
        since = instant(incident.key_times.declared_at, voice.zone)
    );
    format!("{}{}{channel}\n{details}", mark(incident, voice.language), headline(incident, voice))
}

/// Its stage with how long it has been there, and whether that is longer than it should.
fn stay(incident: &Incident, now: DateTime<Utc>, voice: &Voice<'_>) -> String {
    let language = voice.language;
    let stage = language.stage(incident.stage.name());
    let minutes = incident.stage_since.map_or(0, |since| (now - since).num_minutes());
    if minutes < 1 {
        return stage;
    }
    let stay = say!(language, "list-stay", stage = stage, stay = span(language, 60 * minutes));
    match incident.over_limit_at(voice.policy).filter(|(at, _)| *at <= now) {
        Some((_, limit)) => {
            let limit = span(language, limit.num_seconds());
            format!("{stay}, {}", say!(language, "list-over-limit", limit = limit))
        }
        None => stay,
    }
}

/// That nobody owns it, and what became of whoever went last, if that was only now.
fn owner_gone(user: &UserId, why: Option<Departure>, voice: &Voice<'_>) -> String {
    let key = format!("said-owner-{}", why.map_or("gone", Departure::key));
    say!(voice.language, &key, person = person(user))
}

/// A fact in a few words.
pub fn fact(fact: &Fact, voice: &Voice<'_>) -> String {
    let language = voice.language;
    match fact {
        Fact::Declared { title, severity, .. } => {
            say!(language, "said-declared", severity = label(severity), title = foreign(title, 120))
        }
        Fact::Announced => say!(language, "said-announced"),
        Fact::ChannelOpened { name } => say!(language, "said-channel-opened", name = escape(name)),
        Fact::SeverityChanged { from, to, because } => {
            let text = say!(language, "said-severity", from = label(from), to = label(to));
            reason(text, because.as_deref())
        }
        Fact::StageChanged { from, to } => {
            say!(language, "said-stage", from = language.stage(*from), to = language.stage(*to))
        }
        Fact::ServiceChanged { from, to } => service::said(from.as_deref(), to, voice),
        Fact::RoleGiven { role: hat, to, area, beside, .. } => {
            role_given(&role(*hat, area, voice), to, beside.as_deref(), voice)
        }
        Fact::RoleLeft { role: hat, user, area, why } => {
            let key = format!("said-role-{}", why.map_or("left", Departure::key));
            say!(language, &key, role = role(*hat, area, voice), person = person(user))
        }
        Fact::OwnerGone { user, why } => owner_gone(user, *why, voice),
        Fact::UpdatePosted { update } => {
            say!(language, "said-update", text = foreign(&update.text.what_happened, 300))
        }
        Fact::UpdateCorrected { update } => {
            say!(language, "said-update-corrected", text = foreign(&update.text.what_happened, 300))
        }
        Fact::StatusPageUpdated { text } => {
            say!(language, "said-status-page-updated", text = foreign(text, 300))
        }
        Fact::NothingNew { next_update_at: Some(at) } => {
            say!(language, "said-nothing-new", next = ahead(*at, voice.zone))
        }
        Fact::NothingNew { next_update_at: None } => say!(language, "said-nothing-new-at-the-end"),
        Fact::Reminded { escalated: None, .. } => say!(language, "said-reminded"),
        Fact::Reminded { escalated: Some(to), .. } => {
            say!(language, "said-escalated", whom = language.escalation(*to))
        }
        Fact::AskedToCommand { whom } => say!(language, &format!("said-asked-to-command-{}", whom.key())),
        Fact::Snoozed { until } => say!(language, "said-snoozed", until = ahead(*until, voice.zone)),
        Fact::Noted { text } => foreign(text, 300),
        Fact::Decided { decision, because } => decided(decision, because.as_deref(), voice),
        Fact::Tried { way, outcome, details } => {
            let (way, outcome) = (language.recovery(*way), language.outcome(*outcome));
            let details = Some(details.as_str()).filter(|details| !details.is_empty());
            reason(say!(language, "said-tried", way = way, outcome = outcome), details)
        }
        Fact::Changed { text, link: address } => {
            say!(language, "said-changed", what = change(text, address.as_deref(), voice))
        }
        Fact::Corrected { entry, text: Some(text), .. } => {
            say!(language, "said-corrected", entry = entry.to_string(), text = foreign(text, 300))
        }
        Fact::Corrected { entry, text: None, .. } => {
            say!(language, "said-corrected-time", entry = entry.to_string())
        }
        Fact::Struck { entry, because } => {
            reason(say!(language, "said-struck", entry = entry.to_string()), because.as_deref())
        }
        Fact::TimeSet { moment, was: None, .. } => {
            say!(language, "said-time-set", moment = language.moment(*moment))
        }
        Fact::TimeSet { moment, was: Some(was), .. } => {
            let (moment, was) = (language.moment(*moment), instant(*was, voice.zone));
            say!(language, "said-time-set-again", moment = moment, was = was)
        }
        Fact::Quoted { text, files, link, .. } => quoted(text, files, link.as_deref(), voice),
        Fact::LetGo { .. } => say!(language, "said-let-go"),
        Fact::Resolved { recovery, .. } => {
            say!(language, "said-resolved", recovery = language.recovery(*recovery))
        }
        Fact::Closed { .. } => say!(language, "said-closed"),
        Fact::Reopened { because } => reason(say!(language, "said-reopened"), because.as_deref()),
        Fact::MadePrivate { because } => reason(say!(language, "said-made-private"), because.as_deref()),
        Fact::ChannelArchived => say!(language, "said-channel-archived"),
        Fact::ChannelUnarchived => say!(language, "said-channel-unarchived"),
        Fact::OverStageLimit { stage, limit_seconds } => {
            let limit = span(language, *limit_seconds);
            say!(language, "said-over-limit", stage = language.stage(*stage), limit = limit)
        }
        Fact::Cancelled { because, duplicate_of } => cancelled(because.as_deref(), *duplicate_of, voice),
        Fact::CancelledBesidePrivate { because } => beside_private(because.as_deref(), voice),
        Fact::Withheld => say!(language, "said-withheld"),
        Fact::Brought { origin, fact: brought } => {
            format!("{} · {}", origin.incident, self::fact(brought, voice))
        }
        Fact::DuplicateFound { number } => found(*number, voice),
        Fact::DuplicateGone { number } => say!(language, "said-duplicate-gone", number = number.to_string()),
        Fact::GaveUp { errand, why } => {
            let why = escape(&clip(&language.obstacle(why), 100));
            say!(language, "said-gave-up", errand = language.errand(*errand), why = why)
        }
    }
}

fn decided(decision: &str, because: Option<&str>, voice: &Voice<'_>) -> String {
    let what = foreign(decision, 300);
    match because {
        Some(because) => {
            say!(voice.language, "said-decided-because", what = what, because = foreign(because, 200))
        }
        None => say!(voice.language, "said-decided", what = what),
    }
}

fn role_given(role: &str, to: &UserId, beside: Option<&[Role]>, voice: &Voice<'_>) -> String {
    let (l, person) = (voice.language, person(to));
    match beside {
        Some(beside) => {
            say!(l, "said-role-beside", role = role, person = person, beside = roles(beside, voice))
        }
        None => say!(l, "said-role", role = role, person = person),
    }
}

fn beside_private(because: Option<&str>, voice: &Voice<'_>) -> String {
    reason(say!(voice.language, "said-cancelled-beside-private"), because)
}

fn found(number: Number, voice: &Voice<'_>) -> String {
    say!(voice.language, "said-duplicate-found", number = number.to_string())
}

fn cancelled(because: Option<&str>, duplicate_of: Option<Number>, voice: &Voice<'_>) -> String {
    let said = match duplicate_of {
        Some(original) => {
            say!(voice.language, "said-cancelled-duplicate", original = original.to_string())
        }
        None => say!(voice.language, "said-cancelled"),
    };
    reason(said, because)
}

fn quoted(text: &str, files: &[FileLink], address: Option<&str>, voice: &Voice<'_>) -> String {
    let said = Some(foreign(text, 300)).filter(|text| !text.is_empty());
    let files = files.iter().take(5).map(|file| link(&clip(&file.name, 60), &file.link));
    let address = address.map(|address| link(&say!(voice.language, "said-link"), address));
    said.into_iter().chain(files).chain(address).collect::<Vec<_>>().join(" · ")
}

/// What was changed, with a link to it.
pub(super) fn change(text: &str, address: Option<&str>, voice: &Voice<'_>) -> String {
    let link_word = say!(voice.language, "said-change-link");
    match (text, address) {
        (text, None) => foreign(text, 300),
        ("", Some(address)) => link(&clip(address, 100), address),
        // Slack is given no link that anybody on the way could change; the address stands there as it is.
        (text, Some(address)) if !address.starts_with("https://") => {
            format!("{} · {}", foreign(text, 300), foreign(address, 300))
        }
        (text, Some(address)) => format!("{} · {}", foreign(text, 300), link(&link_word, address)),
    }
}

pub(super) fn reason(text: String, because: Option<&str>) -> String {
    match because {
        Some(because) => format!("{text}: {}", foreign(because, 200)),
        None => text,
    }
}

/// Which instant a key time was set to; `before` is the incident as it was.
pub fn time_set(before: &Incident, moment: Moment, meant: Meant, voice: &Voice<'_>) -> Message {
    let language = voice.language;
    let mut said = vec![say!(
        language,
        "answer-time",
        moment = language.moment(moment),
        number = before.number.to_string(),
        at = exact(meant.at, meant.zone),
        zone = meant.zone.name()
    )];
    if let Some(was) = before.moment(moment).filter(|was| *was != meant.at) {
        said.push(say!(language, "answer-time-was", was = exact(was, meant.zone)));
    }
    said.extend(yesterday(meant, voice));
    Message::plain(said.join(" "))
}

fn yesterday(meant: Meant, voice: &Voice<'_>) -> Option<String> {
    meant.is_yesterdays.then(|| say!(voice.language, "answer-time-yesterday"))
}

/// That a change is written down; and which instant it happened at, if they said.
pub fn changed(number: Number, meant: Option<Meant>, voice: &Voice<'_>) -> Message {
    let language = voice.language;
    let mut said = vec![say!(language, "answer-changed", number = number.to_string())];
    if let Some(meant) = meant {
        let (at, zone) = (exact(meant.at, meant.zone), meant.zone.name());
        said.push(say!(language, "answer-changed-time", at = at, zone = zone));
        said.extend(yesterday(meant, voice));
    }
    Message::plain(said.join(" "))
}

/// That an entry was set right; and which instant it happened at now, if its time was corrected.
pub fn corrected(number: Number, position: Position, meant: Option<Meant>, voice: &Voice<'_>) -> Message {
    let language = voice.language;
    let mut said =
        vec![say!(language, "answer-corrected", number = number.to_string(), entry = position.to_string())];
    if let Some(meant) = meant {
        let (at, zone) = (exact(meant.at, meant.zone), meant.zone.name());
        said.push(say!(language, "answer-corrected-time", at = at, zone = zone));
        said.extend(yesterday(meant, voice));
    }
    Message::plain(said.join(" "))
}

/// That something was done whose effect the asker does not see in the channel at once.
pub fn done(command: &Command, incident: &Incident, voice: &Voice<'_>) -> Message {
    let language = voice.language;
    let number = incident.number.to_string();
    Message::plain(match command {
        Command::ChangeSeverity { .. } => {
            say!(language, "answer-severity", number = number, severity = label(&incident.severity))
        }
        Command::ChangeStage { to } => {
            say!(language, "answer-stage", number = number, stage = language.stage(*to))
        }
        Command::ChangeService { to } => {
            let service = incident.service.as_deref().unwrap_or(to);
            say!(language, "answer-service", number = number, service = foreign(service, 60))
        }
        Command::GiveRole { role: hat, to, area, .. } => {
            say!(
                language,
                "answer-role",
                number = number,
                role = role(*hat, area, voice),
                person = person(to)
            )
        }
        Command::LeaveRole { role: hat, area } => {
            say!(language, "answer-role-left", number = number, role = role(*hat, area, voice))
        }
        Command::Snooze { .. } => {
            let clock = incident.update_clock.as_ref();
            let until = clock.and_then(|clock| clock.snoozed_until);
            let until = until.map(|at| ahead(at, voice.zone)).unwrap_or_default();
            match clock.filter(|clock| clock.put_off_until().is_none()) {
                Some(clock) => {
                    let due = ahead(clock.due_at, voice.zone);
                    say!(language, "answer-snoozed-early", number = number, until = until, due = due)
                }
                None => say!(language, "answer-snoozed", number = number, until = until),
            }
        }
        Command::NothingNew { .. } => say!(language, "answer-nothing-new", number = number),
        Command::Note { .. } => say!(language, "answer-noted", number = number),
        Command::Decide { .. } => say!(language, "answer-decided", number = number),
        Command::Try { way, outcome, .. } => {
            let (way, outcome) = (language.recovery(*way), language.outcome(*outcome));
            say!(language, "answer-tried", number = number, way = way, outcome = outcome)
        }
        Command::Strike { entry, .. } => {
            say!(language, "answer-struck", number = number, entry = entry.position.to_string())
        }
        Command::Close { .. } => say!(language, "answer-closed", number = number),
        Command::Reopen { .. } if incident.places.channel.is_none() && !incident.places.former.is_empty() => {
            say!(language, "answer-reopened-elsewhere", number = number)
        }
        Command::Reopen { .. } => say!(language, "answer-reopened", number = number),
        Command::Cancel { duplicate_of: None, .. } => say!(language, "answer-cancelled", number = number),
        Command::Cancel { duplicate_of: Some(original), .. } => {
            let original = original.to_string();
            say!(language, "answer-cancelled-duplicate", number = number, original = original)
        }
        Command::Merge { into } => {
            say!(language, "answer-merged", number = number, original = into.to_string())
        }
        Command::Export => say!(language, "answer-export", number = number),
        // Nobody types the others.
        _ => say!(language, "answer-done", number = number),
    })
}
