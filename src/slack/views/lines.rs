//! One line for each thing that happened, for those in the channel or in the announcement's thread.

use chrono::{DateTime, Utc};

use super::blocks::section;
use super::text::{self, ahead, author, escape, foreign, label, person, quote};
use super::{Message, Voice};
use crate::incident::{Author, Incident, Line, Role, Update, UserId};
use crate::say;

/// The message that says `line`.
pub fn line(incident: &Incident, line: &Line, voice: &Voice<'_>) -> Message {
    match line {
        Line::UpdatePosted { update } => update_posted(incident, update, voice),
        other => Message::plain(sentence(incident, other, voice)),
    }
}

fn sentence(incident: &Incident, line: &Line, voice: &Voice<'_>) -> String {
    let language = voice.language;
    let number = incident.number.to_string();
    match line {
        Line::UpdatePosted { update } => update_heading(incident, update, voice),
        Line::SeverityChanged { by, from, to, because, next_update_at } => {
            let (from, to) = (label(from), label(to));
            let text =
                say!(language, "line-severity", number = number, by = author(by), from = from, to = to);
            with_next_update(with_reason(text, because.as_deref()), *next_update_at, voice)
        }
        Line::StageChanged { by, from, to } => {
            let (from, to) = (language.stage(*from), language.stage(*to));
            say!(language, "line-stage", number = number, by = author(by), from = from, to = to)
        }
        Line::RoleGiven { by, role, to, from, area } => {
            let taken = matches!(by, Author::Person(asker) if asker == to);
            let giver = (!taken).then_some(by);
            role_given(*role, to, from.as_ref(), giver, area, voice)
        }
        Line::NothingNew { by, next_update_at } => {
            let text = say!(language, "line-nothing-new", number = number, by = author(by));
            with_next_update(text, *next_update_at, voice)
        }
        Line::Resolved { by, recovery, detection } => say!(
            language,
            "line-resolved",
            number = number,
            by = author(by),
            recovery = language.recovery(*recovery),
            detection = language.detection(*detection)
        ),
        Line::Closed { by, postmortem_owner, required } => {
            let text = say!(language, "line-closed", number = number, by = author(by));
            let postmortem = postmortem_owner.as_ref().map(|owner| postmortem_line(owner, *required, voice));
            [Some(text), postmortem].into_iter().flatten().collect::<Vec<_>>().join("\n")
        }
        Line::Reopened { by, because, next_update_at } => {
            let text = say!(language, "line-reopened", number = number, by = author(by));
            with_next_update(with_reason(text, because.as_deref()), *next_update_at, voice)
        }
        Line::GaveUp { errand, why } => {
            let errand = language.errand(*errand);
            say!(language, "line-gave-up", number = number, errand = errand, why = escape(why))
        }
    }
}

fn postmortem_line(owner: &UserId, required: bool, voice: &Voice<'_>) -> String {
    if required {
        say!(voice.language, "line-postmortem-required", person = person(owner))
    } else {
        say!(voice.language, "line-postmortem-optional", person = person(owner))
    }
}

fn role_given(
    role: Role,
    to: &UserId,
    from: Option<&UserId>,
    giver: Option<&Author>,
    area: &str,
    voice: &Voice<'_>,
) -> String {
    let language = voice.language;
    let role = text::role(role, area, voice);
    let passed_on = matches!((giver, from), (Some(Author::Person(by)), Some(from)) if by == from);
    let to = person(to);
    match (giver.map(author), from.map(person)) {
        (Some(by), _) if passed_on => say!(language, "line-role-passed-on", to = to, role = role, by = by),
        (None, None) => say!(language, "line-role-taken", to = to, role = role),
        (None, Some(from)) => say!(language, "line-role-taken-over", to = to, role = role, from = from),
        (Some(by), None) => say!(language, "line-role-given", to = to, role = role, by = by),
        (Some(by), Some(from)) => {
            say!(language, "line-role-handed-over", to = to, role = role, by = by, from = from)
        }
    }
}

fn with_reason(text: String, because: Option<&str>) -> String {
    match because {
        Some(because) => format!("{text}\n{}", quote(because, 300)),
        None => text,
    }
}

fn with_next_update(text: String, next_update_at: Option<DateTime<Utc>>, voice: &Voice<'_>) -> String {
    match next_update_at {
        Some(at) => format!("{text}\n{}", next_update(at, voice)),
        None => text,
    }
}

fn next_update(at: DateTime<Utc>, voice: &Voice<'_>) -> String {
    say!(voice.language, "line-next-update", at = ahead(at, voice.zone))
}

fn update_heading(incident: &Incident, update: &Update, voice: &Voice<'_>) -> String {
    say!(
        voice.language,
        "update-heading",
        number = incident.number.to_string(),
        severity = label(&incident.severity),
        title = foreign(&incident.title, 120),
        by = author(&update.posted_by)
    )
}

fn update_posted(incident: &Incident, update: &Update, voice: &Voice<'_>) -> Message {
    let heading = update_heading(incident, update, voice);
    let parts = [
        ("line-update-happened", &update.text.what_happened),
        ("line-update-impact", &update.text.impact),
        ("line-update-doing", &update.text.doing),
    ];
    let mut blocks = vec![section(&heading)];
    for (key, words) in parts.into_iter().filter(|(_, words)| !words.is_empty()) {
        blocks.push(section(&format!("*{}*\n{}", say!(voice.language, key), foreign(words, 1500))));
    }
    blocks.extend(update.next_update_at.map(|at| section(&next_update(at, voice))));
    let text = format!("{heading}: {}", foreign(&update.text.what_happened, 300));
    Message::new(&text, blocks)
}
