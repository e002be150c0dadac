//! Who answers for an incident, as people read it; and who is addressed.

use super::Voice;
use super::text::person;
use crate::incident::{Incident, UserId};
use crate::say;

/// The owner; one who is not there any more stays the owner on record, and is shown as gone.
pub fn owner(incident: &Incident, voice: &Voice<'_>) -> String {
    let owner = person(incident.owner());
    match incident.present_owner() {
        Some(_) => owner,
        None => say!(voice.language, "owner-gone", owner = owner),
    }
}

/// Somebody at the beginning of a sentence to them; whoever is in the channel where nobody is left to be named.
pub fn addressed(user: Option<&UserId>, voice: &Voice<'_>) -> String {
    match user {
        Some(user) => say!(voice.language, "called-person", person = person(user)),
        None => "<!here>".to_owned(),
    }
}
