//! The question where somebody works who has just joined as a responder, with the usual answers as buttons.

use super::blocks::{Stress, actions, button, section};
use super::{Message, Voice};
use crate::incident::{Incident, UserId};
use crate::language::Language;
use crate::say;
use crate::slack::ids;

/// The areas that most organisations have; any other is typed.
const AREAS: &[&str] = &["database", "frontend", "infrastructure", "security"];

/// The question; what is pressed is kept in the organisation's language, which `kept_in` is. `None` if they have said it.
pub fn question(incident: &Incident, user: &UserId, kept_in: Language, voice: &Voice<'_>) -> Option<Message> {
    let own = incident.roles.responders_with_areas().into_iter().find(|(known, _)| *known == user);
    own.filter(|(_, areas)| areas.is_empty())?;
    let number = incident.number;
    let words = say!(voice.language, "area-question", command = voice.command, number = number.to_string());
    let area = |area: &&str| {
        let key = format!("area-{area}");
        let kept = say!(kept_in, &key).to_lowercase();
        button(ids::with(ids::AREA, area), &say!(voice.language, &key), &kept, Stress::None).into()
    };
    let buttons = actions(ids::with(ids::AREA, number.get()), AREAS.iter().map(area).collect());
    Some(Message::new(&words, vec![section(&words), buttons]))
}
