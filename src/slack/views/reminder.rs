//! The nudge, and what became of it.

use chrono::{DateTime, Utc};

use super::blocks::{Stress, actions, button, section};
use super::text::{ahead, author, person, span};
use super::{Message, Voice};
use crate::incident::{Incident, Reminder, ReminderAnswer, ReminderOutcome};
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
    let text = say!(
        voice.language,
        "reminder",
        person = person(incident.update_owner()),
        number = incident.number.to_string(),
        last = last_word(incident, reminder, voice)
    );
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
