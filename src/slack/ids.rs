//! What the views name and the inbound doors recognise: actions, forms and their fields.
//!
//! A block of ours bears its incident's number: `severity:42`. Old messages and forms live for ever, so a changed
//! meaning takes a new name.

use chrono::{DateTime, Utc};

use crate::incident::{Address, ChannelId, Field, Number, SeenHolder, UserId};

/// Block and action of the severity buttons; the value is the key.
pub const SEVERITY: &str = "severity";
/// Block of the "take" buttons; the action is [`TAKE`] with the role's key, the value whoever holds it as shown.
pub const TAKE: &str = "take";
/// Block of the button that joins duties that are kept apart; the action bears the role's key, the value the rest of the wish.
pub const ANYWAY: &str = "anyway";
/// Block of the button that takes a role over from whoever has it by now; the action bears the role's key, the value who that is.
pub const TAKE_OVER: &str = "take-over";
/// Block of the areas that a responder can press; the action bears which, the value is its name as it is kept.
pub const AREA: &str = "area";
/// Block and action of the "assign" selects; the action bears the role's key.
pub const ASSIGN: &str = "assign";
/// Block of the panel's controls.
pub const CONTROLS: &str = "controls";
/// Block and action of the button that opens the form for the service.
pub const SERVICE: &str = "service";
/// Action of the stage select.
pub const STAGE: &str = "stage";
/// Action of the button that opens the update form.
pub const UPDATE: &str = "update";
/// Action of the button that opens the resolve form.
pub const RESOLVE: &str = "resolve";
/// Action of the close button.
pub const CLOSE: &str = "close";
/// Action of the reopen button.
pub const REOPEN: &str = "reopen";
/// Action of the export button.
pub const EXPORT: &str = "export";
/// Action of the button that opens the form for calling it off.
pub const CANCEL: &str = "cancel";
/// Block of the timeline's page buttons.
pub const TIMELINE: &str = "timeline";
/// Action of the button for what came before; the value is the position of the first entry shown.
pub const TIMELINE_EARLIER: &str = "timeline-earlier";
/// Action of the button for what came after; the value is the position of the last entry shown.
pub const TIMELINE_LATER: &str = "timeline-later";
/// Block of a reminder's buttons.
pub const REMINDER: &str = "reminder";
/// Action of the snooze button; the value is the length in minutes.
pub const SNOOZE: &str = "snooze";
/// Action of the button that says that nothing is new; the value is when the reminder was given, in milliseconds.
pub const NOTHING_NEW: &str = "nothing-new";

/// Block of what became of an update's copies.
pub const DELIVERIES: &str = "deliveries";
/// Action of the button that tries again what was given up; the value is the address.
pub const RETRY: &str = "retry";

/// Action of the button that says that the words of an update are on the status page; the value is which words.
pub const CONFIRM_PAGE: &str = "confirm-page";
/// Action of the button that opens the form for what an update should have said; the value is its number.
pub const EDIT_UPDATE: &str = "edit-update";
/// Block and action of the button that shows an update as it will be read.
pub const PREVIEW: &str = "preview";
/// Opens the form that declares, with what was typed.
pub const DECLARE_WORDS: &str = "declare-words";

/// The home view. Its number is a version, as those of forms.
pub const HOME: &str = "home-1";
/// Block of the home's own buttons, and of those that turn its pages.
pub const HOME_CONTROLS: &str = "home-controls";
/// Action of the button that opens the declare form from the home.
pub const HOME_DECLARE: &str = "home-declare";
/// Action of the button that draws the home anew.
pub const HOME_REFRESH: &str = "home-refresh";
/// Action of the buttons that turn pages; the action bears the page, counted from 0.
pub const HOME_PAGE: &str = "home-page";
/// Block of an incident among what somebody owes.
pub const OWED: &str = "owed";
/// Block of an incident on the board.
pub const BOARD: &str = "board";

/// The declare form. Its number is a version: forms opened before a deployment come back after it.
pub const DECLARE_FORM: &str = "declare-1";
/// The update form; its metadata is the incident's number.
pub const UPDATE_FORM: &str = "update-1";
/// The form for what an update should have said; the metadata is the incident's number and the update's: `42 3`.
pub const CORRECTION_FORM: &str = "update-correction-1";
/// The resolve form; its metadata is the incident's number.
pub const RESOLVE_FORM: &str = "resolve-1";

/// The form that makes an incident private; its metadata is the incident's number.
pub const MAKE_PRIVATE_FORM: &str = "make-private-1";

/// The form that calls an incident off; its metadata is the incident's number.
pub const CANCEL_FORM: &str = "cancel-1";

/// The form that says which service an incident is about; its metadata is the incident's number.
pub const SERVICE_FORM: &str = "service-1";

/// The message shortcut that puts a message on the timeline.
pub const KEEP_SHORTCUT: &str = "add-to-timeline";
/// The global shortcut that opens the declare form.
pub const DECLARE_SHORTCUT: &str = "declare-incident";
/// The message shortcut that opens the declare form with what the message says.
pub const DECLARE_FROM_SHORTCUT: &str = "declare-from-message";
/// The form that puts a message on the timeline; the metadata is JSON.
pub const KEEP_FORM: &str = "keep-1";

/// The field of the incident select; the value is the number.
pub const INCIDENT_FIELD: &str = "incident";
/// The field of the severity select.
pub const SEVERITY_FIELD: &str = "severity";
/// The field of what makes it another incident than most.
pub const MANNER_FIELD: &str = "manner";
/// The box of a drill.
pub const DRILL: &str = "drill";
/// The box of a private incident.
pub const PRIVATE: &str = "private";
/// The field of the recovery select.
pub const RECOVERY_FIELD: &str = "recovery";
/// The field of the detection select.
pub const DETECTION_FIELD: &str = "detection";
/// The one action in each form field.
pub const INPUT: &str = "input";

/// The block id of a form field.
pub const fn field(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Seen => "seen",
        Field::Service => "service",
        Field::WhatHappened => "what-happened",
        Field::Impact => "impact",
        Field::Doing => "doing",
        Field::ExternalState => "external-state",
        Field::ExpectedFix => "external-expected-fix",
        Field::FollowUp => "external-follow-up",
        Field::NextUpdateAt => "next-update-at",
        Field::HappenedAt => "happened-at",
        Field::Note => "note",
        Field::Reason => "reason",
        Field::Because => "because",
        Field::Area => "area",
        Field::Link => "link",
    }
}

/// A name with the incident that it is about, or with what else tells it apart: `severity:42`.
pub fn with(name: &str, what: impl std::fmt::Display) -> String {
    format!("{name}:{what}")
}

/// A name taken apart again.
pub fn split(id: &str) -> (&str, &str) {
    id.split_once(':').unwrap_or((id, ""))
}

/// The incident's number that a block id bears.
pub fn number_in(block_id: &str) -> Option<Number> {
    Number::parse(block_id.split(':').nth(1)?)
}

/// A person by their id. Nothing else is one: it comes to stand in mentions.
pub fn person(id: &str) -> Option<UserId> {
    let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    is_id.then(|| UserId::new(id))
}

/// An address as a button bears it: `channel`, `announcement`, or the id of a channel of stakeholders.
pub fn address(to: &Address) -> String {
    match to {
        Address::Channel => "channel".to_owned(),
        Address::Announcement => "announcement".to_owned(),
        Address::Stakeholders { channel } => channel.to_string(),
    }
}

/// The address that a button bears.
pub fn address_of(value: &str) -> Option<Address> {
    match value {
        "channel" => Some(Address::Channel),
        "announcement" => Some(Address::Announcement),
        id => person(id).map(|_| Address::Stakeholders { channel: ChannelId::new(id) }),
    }
}

/// To whom a role is to be given, whom the asker saw in it, and the area: `U012 U345 database`. Nobody is `0`, and somebody
/// who did not look saw `-`.
pub fn anyway_value(to: &UserId, seen: &SeenHolder, area: &str) -> String {
    let seen = match seen {
        SeenHolder::Unsaid => "-",
        SeenHolder::Was(None) => "0",
        SeenHolder::Was(Some(holder)) => holder.as_str(),
    };
    format!("{to} {seen} {area}")
}

/// An [`anyway_value`] taken apart again.
pub fn read_anyway(value: &str) -> Option<(UserId, SeenHolder, String)> {
    let mut parts = value.splitn(3, ' ');
    let to = person(parts.next()?)?;
    let seen = match parts.next()? {
        "-" => SeenHolder::Unsaid,
        "0" => SeenHolder::Was(None),
        holder => SeenHolder::Was(Some(person(holder)?)),
    };
    Some((to, seen, parts.next().unwrap_or_default().to_owned()))
}

/// The words of an update, by its number and its last correction, in milliseconds: `3`, or `3 1795316400123`.
pub fn words_of(update: u32, corrected_at: Option<DateTime<Utc>>) -> String {
    let corrected = corrected_at.map(|at| format!(" {}", at.timestamp_millis())).unwrap_or_default();
    format!("{update}{corrected}")
}

/// Whatever [`words_of`] wrote, taken apart again.
pub fn read_words_of(value: &str) -> Option<(u32, Option<DateTime<Utc>>)> {
    let Some((update, millis)) = value.split_once(' ') else { return Some((value.parse().ok()?, None)) };
    Some((update.parse().ok()?, Some(DateTime::from_timestamp_millis(millis.parse().ok()?)?)))
}

/// What the update form bears: its incident, and the time that it offers since an update is owed: `42 1795316400`.
pub fn update_metadata(number: Number, offered_at: Option<DateTime<Utc>>) -> String {
    let offered = offered_at.map(|at| format!(" {}", at.timestamp())).unwrap_or_default();
    format!("{}{offered}", number.get())
}

/// The incident's number that a form bears.
pub fn number_of_form(metadata: &str) -> Option<Number> {
    Number::parse(metadata.split(' ').next()?)
}

/// The time that an update form offered since an update was owed.
pub fn offered_at(metadata: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(metadata.split(' ').nth(1)?.parse().ok()?, 0)
}

/// The update that a correction form is about.
pub fn update_of_form(metadata: &str) -> Option<u32> {
    metadata.split(' ').nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_bears_its_incident_whatever_else_it_bears() {
        let assign = with(&with(ASSIGN, 42), "commander");
        for block_id in ["severity:42", &assign] {
            assert_eq!(number_in(block_id), Some(Number::new(42)), "{block_id}");
        }
        for block_id in ["severity", "severity:", "", "x:y"] {
            assert_eq!(number_in(block_id), None, "{block_id}");
        }
    }

    #[test]
    fn a_wish_that_is_repeated_is_the_same_wish() {
        let to = UserId::new("U012");
        for seen in [SeenHolder::Unsaid, SeenHolder::Was(None), SeenHolder::Was(Some(UserId::new("U345")))] {
            for area in ["", "database & cache"] {
                let read = read_anyway(&anyway_value(&to, &seen, area));
                assert_eq!(read, Some((to.clone(), seen.clone(), area.to_owned())));
            }
        }
        for value in ["", "U012", "<!here> - ", "U012 <!here> "] {
            assert_eq!(read_anyway(value), None, "{value}");
        }
    }

    #[test]
    fn a_button_for_the_status_page_bears_which_words_were_seen() {
        for at in [None, DateTime::from_timestamp_millis(1_795_316_400_123)] {
            assert_eq!(read_words_of(&words_of(3, at)), Some((3, at)));
        }
        for value in ["", "x", "3 x", "3 1 2", "-1"] {
            assert_eq!(read_words_of(value), None, "{value}");
        }
    }

    #[test]
    fn an_update_form_bears_its_incident_and_what_it_offered() {
        let offered = DateTime::from_timestamp(1_795_316_400, 0);
        for at in [offered, None] {
            let metadata = update_metadata(Number::new(42), at);
            assert_eq!((number_of_form(&metadata), offered_at(&metadata)), (Some(Number::new(42)), at));
        }
    }
}
