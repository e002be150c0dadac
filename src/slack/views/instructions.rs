//! What a role asks of whoever has just got it: read on a phone, perhaps by somebody whom it has just woken.

use super::blocks::section;
use super::text::{foreign, label};
use super::{Message, Voice};
use crate::incident::{Incident, Role};
use crate::say;

/// The role, the incident and where it is worked on, with what to do now below.
pub fn instructions(incident: &Incident, role: Role, voice: &Voice<'_>) -> Message {
    let l = voice.language;
    let number = incident.number.to_string();
    let heading = say!(
        l,
        "instructions-heading",
        role = voice.role(role),
        number = &*number,
        severity = label(&incident.severity),
        title = foreign(&incident.title, 120)
    );
    let place = incident.places.channel.as_ref();
    let place = place.map(|channel| say!(l, "instructions-place", channel = format!("<#{channel}>")));
    let heading = [Some(heading), place].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let words = words(role, &number, voice);
    let message = Message::new(&format!("{heading}\n{words}"), vec![section(&heading), section(&words)]);
    message.marked(incident, voice)
}

/// That somebody owns the postmortem, and where they find what it is about.
pub fn postmortem(incident: &Incident, voice: &Voice<'_>) -> Message {
    let l = voice.language;
    let (number, severity) = (incident.number.to_string(), label(&incident.severity));
    let title = foreign(&incident.title, 120);
    let owed = say!(l, "postmortem-owed", number = &*number, severity = severity, title = title);
    let found = match incident.live_channel() {
        Some(channel) => {
            let channel = format!("<#{channel}>");
            say!(l, "postmortem-found", channel = channel, command = voice.command, number = number)
        }
        None => say!(l, "postmortem-found-alone", command = voice.command, number = number),
    };
    Message::plain(format!("{owed} {found}")).marked(incident, voice)
}

/// From the configuration, in which `{command}` and `{number}` are filled in; else from the catalogue, which knows the four. A
/// role that an organisation has added without instructions says how to be rid of it.
fn words(role: Role, number: &str, voice: &Voice<'_>) -> String {
    let l = voice.language;
    let described = voice.policy.roles.describe(role);
    match (described.and_then(|described| l.of(&described.instructions)), role) {
        (Some(own), _) => own.trim().replace("{command}", voice.command).replace("{number}", number),
        (None, Role::Own(_)) => {
            say!(l, "instructions-own", command = voice.command, number = number, key = role.key())
        }
        (None, four) => {
            say!(l, &format!("instructions-{}", four.key()), command = voice.command, number = number)
        }
    }
}
