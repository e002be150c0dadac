//! What those outside were told, as a timeline has it.

use super::timeline::{Fact, Told};
use super::update::{ExternalText, Update};

/// An update with what became of it: as it was posted, and after each correction; the last one holds.
pub fn wordings<'a>(one: &Told<'a>) -> Vec<&'a Update> {
    let posted = match &one.entry.fact {
        Fact::UpdatePosted { update } => Some(update),
        _ => None,
    };
    let corrected = one.corrections.iter().filter_map(|entry| match &entry.fact {
        Fact::UpdateCorrected { update } => Some(update),
        _ => None,
    });
    posted.into_iter().chain(corrected).collect()
}

/// For each entry the external word of its update, as it reads now, where that was news: the form comes with what those
/// outside have read already, and that is not sent to them once more.
pub fn external_news<'a>(told: &[Told<'a>]) -> Vec<Option<&'a ExternalText>> {
    let mut known: Option<&ExternalText> = None;
    let mut news = |one: &Told<'a>| {
        let said = wordings(one).last().and_then(|update| update.external.as_deref());
        let new = said.filter(|said| known != Some(*said));
        known = said.or(known);
        new
    };
    told.iter().map(&mut news).collect()
}
