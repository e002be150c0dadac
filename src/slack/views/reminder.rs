//! The nudge, and what became of it.

use chrono::{DateTime, Utc};

use super::blocks::{Stress, actions, button, section};
use super::text::{ahead, author, group, person, span};
use super::{Message, Voice};
use crate::incident::{Escalation, Incident, Reminder, ReminderAnswer, ReminderOutcome};
use crate::say;
use crate::slack::ids;

/// How long the snooze button is good for, in minutes.
pub const SNOOZE_MINUTES: i64 = 15;

/// The reminder as it should read now: with buttons, or with what became of it.
pub fn reminder(incident: &Incident, reminder: &Reminder, voice: &Voice<'_>) -> Message {
    match &reminder.answer {
        None => asking(incident, reminder, voice),
        Some(answer) => Message::plain(answered(incident, answer, voice)),
    }
}

/// A reminder that another one has followed: its buttons are there now.
pub fn retired(incident: &Incident, voice: &Voice<'_>) -> Message {
    Message::plain(say!(voice.language, "reminder-retired", number = incident.number.to_string()))
}

fn asking(incident: &Incident, reminder: &Reminder, voice: &Voice<'_>) -> Message {
    let text = match reminder.escalated {
        Some(to) => overdue(incident, reminder, to, voice),
        None => say!(
            voice.language,
            "reminder",
            person = person(incident.update_owner()),
            number = incident.number.to_string(),
            last = last_word(incident, reminder, voice)
        ),
    };
    let buttons = actions(
        ids::with(ids::REMINDER, incident.number.get()),
        vec![
            button(
                ids::UPDATE.to_owned(),
                &say!(voice.language, "panel-update"),
                &incident.number.to_string(),
                Stress::Primary,
            )
            .into(),
            button(
                ids::SNOOZE.to_owned(),
                &say!(voice.language, "reminder-snooze", minutes = SNOOZE_MINUTES),
                &SNOOZE_MINUTES.to_string(),
                Stress::None,
            )
            .into(),
            button(
                ids::NOTHING_NEW.to_owned(),
                &say!(voice.language, "reminder-nothing-new"),
                &reminder.reminded_at.timestamp_millis().to_string(),
                Stress::None,
            )
            .into(),
        ],
    );
    Message::new(&text, vec![section(&text), buttons])
}

fn overdue(incident: &Incident, reminder: &Reminder, to: Escalation, voice: &Voice<'_>) -> String {
    let key = if to == Escalation::Groups { "reminder-overdue-for-all" } else { "reminder-overdue" };
    say!(
        voice.language,
        key,
        people = called(incident, to, voice),
        number = incident.number.to_string(),
        at = ahead(reminder.due_at, voice.zone),
        last = last_word(incident, reminder, voice)
    )
}

/// Everybody who is called by now, each once.
fn called(incident: &Incident, to: Escalation, voice: &Voice<'_>) -> String {
    let mut people = Vec::from_iter(incident.roles.communications.as_ref());
    if to >= Escalation::Owner && !people.contains(&incident.owner()) {
        people.push(incident.owner());
    }
    let groups = match to {
        Escalation::Groups => voice.policy.ladder.get(&incident.severity).escalate_to.as_slice(),
        _ => &[],
    };
    let people = people.into_iter().map(|user| say!(voice.language, "called-person", person = person(user)));
    people.chain(groups.iter().map(group)).collect::<Vec<_>>().join(", ")
}

fn last_word(incident: &Incident, reminder: &Reminder, voice: &Voice<'_>) -> String {
    let ago = |at: DateTime<Utc>| span(voice.language, (reminder.reminded_at - at).num_seconds());
    match incident.last_word_at {
        Some(at) => say!(voice.language, "reminder-last", ago = ago(at)),
        None => say!(voice.language, "reminder-none-yet", ago = ago(incident.key_times.declared_at)),
    }
}

fn answered(incident: &Incident, answer: &ReminderAnswer, voice: &Voice<'_>) -> String {
    let number = incident.number.to_string();
    let by = author(&answer.by);
    match answer.how {
        ReminderOutcome::Updated => say!(voice.language, "reminder-updated", number = number, by = by),
        ReminderOutcome::NothingNew => {
            say!(voice.language, "reminder-said-nothing-new", number = number, by = by)
        }
        ReminderOutcome::Resolved => say!(voice.language, "reminder-resolved", number = number, by = by),
        ReminderOutcome::Cancelled => say!(voice.language, "reminder-cancelled", number = number, by = by),
        ReminderOutcome::Closed => say!(voice.language, "reminder-closed", number = number, by = by),
        ReminderOutcome::Snoozed { until } => {
            say!(
                voice.language,
                "reminder-snoozed",
                number = number,
                by = by,
                until = ahead(until, voice.zone)
            )
        }
    }
}
