//! The nudge, and what became of it.

use chrono::{DateTime, Utc};
use slack_morphism::prelude::SlackBlockButtonElement;

use super::blocks::{Stress, actions, button, section};
use super::lines::nothing_new;
use super::owner::addressed;
use super::text::{ahead, author, foreign, group, label, span};
use super::{Message, Voice};
use crate::incident::{Escalation, Incident, Reminder, ReminderAnswer, ReminderOutcome};
use crate::say;
use crate::slack::ids;

/// How long the snooze button is good for, in minutes, where the severity does not want less.
pub const SNOOZE_MINUTES: i64 = 15;

/// What whoever owes the update hears in private a little before it is due.
pub fn heads_up(
    incident: &Incident,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
    voice: &Voice<'_>,
) -> Message {
    let (l, number) = (voice.language, incident.number);
    // To the minute: nobody plans for seconds, and the message takes some to arrive.
    let left = ((due_at - now).num_seconds() + 30) / 60 * 60;
    let text = say!(
        l,
        "heads-up",
        number = number.to_string(),
        severity = label(&incident.severity),
        title = foreign(&incident.title, 120),
        left = span(l, left.max(60)),
        at = ahead(due_at, voice.zone),
        place = place(incident, voice)
    );
    let update = update_button(incident, voice);
    let buttons = actions(ids::with(ids::REMINDER, number.get()), vec![update.into()]);
    Message::new(&text, vec![section(&text), buttons]).marked(incident, voice)
}

/// Where it will be asked for.
fn place(incident: &Incident, voice: &Voice<'_>) -> String {
    match incident.live_channel() {
        Some(channel) => format!("<#{channel}>"),
        None if incident.manner.is_private => say!(voice.language, "heads-up-alone"),
        None => say!(voice.language, "heads-up-thread"),
    }
}

/// The reminder as it should read now: with buttons, or with what became of it.
pub fn reminder(incident: &Incident, reminder: &Reminder, voice: &Voice<'_>) -> Message {
    let message = match &reminder.answer {
        None => asking(incident, reminder, voice),
        Some(answer) => Message::plain(answered(incident, answer, voice)),
    };
    message.marked(incident, voice)
}

/// A reminder that another one has followed: what became of it before that; if nothing did, its buttons are there now.
pub fn retired(incident: &Incident, answer: Option<&ReminderAnswer>, voice: &Voice<'_>) -> Message {
    let text = match answer {
        Some(answer) => answered(incident, answer, voice),
        None => say!(voice.language, "reminder-retired", number = incident.number.to_string()),
    };
    Message::plain(text).marked(incident, voice)
}

fn asking(incident: &Incident, reminder: &Reminder, voice: &Voice<'_>) -> Message {
    let text = match reminder.escalated {
        Some(to) => overdue(incident, reminder, to, voice),
        None => due(incident, reminder, voice),
    };
    let nothing_new = button(
        ids::NOTHING_NEW.to_owned(),
        &say!(voice.language, "reminder-nothing-new"),
        &reminder.reminded_at.timestamp_millis().to_string(),
        Stress::None,
    );
    let mut buttons = vec![update_button(incident, voice).into()];
    if let Some(snooze) = snooze_button(incident, voice) {
        buttons.push(snooze.into());
    }
    buttons.push(nothing_new.into());
    Message::new(
        &text,
        vec![section(&text), actions(ids::with(ids::REMINDER, incident.number.get()), buttons)],
    )
}

fn update_button(incident: &Incident, voice: &Voice<'_>) -> SlackBlockButtonElement {
    let (words, number) = (say!(voice.language, "panel-update"), incident.number.to_string());
    button(ids::UPDATE.to_owned(), &words, &number, Stress::Primary)
}

/// For as long as the severity allows; none where it allows no more.
fn snooze_button(incident: &Incident, voice: &Voice<'_>) -> Option<SlackBlockButtonElement> {
    if incident.snoozes_left(voice.policy) == Some(0) {
        return None;
    }
    let minutes = SNOOZE_MINUTES.min(incident.longest_snooze(voice.policy).num_minutes());
    let words = say!(voice.language, "reminder-snooze", minutes = minutes);
    Some(button(ids::SNOOZE.to_owned(), &words, &minutes.to_string(), Stress::None))
}

/// Between the calls, and once all were called, it is overdue as before.
fn due(incident: &Incident, reminder: &Reminder, voice: &Voice<'_>) -> String {
    let is_overdue = incident.update_clock.as_ref().is_some_and(|clock| clock.escalated.is_some());
    let key = if is_overdue { "reminder-still-overdue" } else { "reminder" };
    say!(
        voice.language,
        key,
        person = addressed(incident.update_owner(), voice),
        number = incident.number.to_string(),
        at = ahead(reminder.due_at, voice.zone),
        last = last_word(incident, reminder, voice)
    )
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
    // Whoever led the communications when it was called may have left since.
    let has_owner = to >= Escalation::Owner || people.is_empty();
    people.extend(incident.present_owner().filter(|owner| has_owner && !people.contains(owner)));
    let groups = match to {
        Escalation::Groups => incident.groups_to_call(voice.policy),
        _ => &[],
    };
    if people.is_empty() && groups.is_empty() {
        return addressed(None, voice);
    }
    let people = people.into_iter().map(|user| addressed(Some(user), voice));
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
    match &answer.how {
        ReminderOutcome::Updated => say!(voice.language, "reminder-updated", number = number, by = by),
        ReminderOutcome::NothingNew { is_the_word: true, next_update_at } => {
            nothing_new(incident, &answer.by, *next_update_at, voice)
        }
        ReminderOutcome::NothingNew { is_the_word: false, .. } => {
            say!(voice.language, "reminder-answered", number = number, by = by)
        }
        ReminderOutcome::Resolved => say!(voice.language, "reminder-resolved", number = number, by = by),
        ReminderOutcome::Cancelled => say!(voice.language, "reminder-cancelled", number = number, by = by),
        ReminderOutcome::Closed => say!(voice.language, "reminder-closed", number = number, by = by),
        ReminderOutcome::Lowered { to } => {
            let severity = label(to);
            say!(voice.language, "reminder-lowered", number = number, by = by, severity = severity)
        }
        ReminderOutcome::Snoozed { until } => {
            say!(
                voice.language,
                "reminder-snoozed",
                number = number,
                by = by,
                until = ahead(*until, voice.zone)
            )
        }
    }
}
