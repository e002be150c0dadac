//! The organisation's status page: what the update form says of it, and what stands below an update until somebody has changed it.

use serde_json::json;
use slack_morphism::prelude::{SlackBlock, SlackBlockButtonElement};

use super::Voice;
use super::blocks::{self, SECTION_LIMIT, Stress, context, how_many_fit, section};
use super::text::{author, escape, instant};
use crate::incident::{ExternalText, Incident, Mailing, OnPage};
use crate::say;
use crate::slack::ids;

/// What makes words stand as they are, so that they can be copied.
const FENCE: &str = "```";

/// The page, as a link that reads like its address.
pub fn link(address: &str) -> String {
    let (_, rest) = address.split_once("://").unwrap_or(("", address));
    format!("<{}|{}>", escape(address), escape(rest.trim_end_matches('/')))
}

/// What the form says above the fields for external word, which somebody reads in channels of their own, on the status page, or
/// both.
pub fn hint(incident: &Incident, has_readers: bool, voice: &Voice<'_>) -> String {
    let l = voice.language;
    let page = incident.status_page(voice.policy).map(link);
    match (has_readers, page) {
        (_, None) => say!(l, "external-hint"),
        (true, Some(page)) => {
            format!("{} {}", say!(l, "external-hint"), say!(l, "external-page-too", page = page))
        }
        (false, Some(page)) => say!(l, "external-page-alone", page = page),
    }
}

/// What stands below an update: that the page is still to be changed, with the words for it, or since when it says them. `used`
/// is how many characters the rest of the message has; words that do not fit beside it as a whole are left out, since half of
/// them would be put on the page.
pub fn below(incident: &Incident, mailing: &Mailing, used: usize, voice: &Voice<'_>) -> Vec<SlackBlock> {
    let l = voice.language;
    if let Some(OnPage::Shown { by, at }) = &mailing.on_page {
        let shown = say!(l, "page-shown", at = instant(*at, voice.zone), by = author(by));
        return vec![context(&shown)];
    }
    let Some(page) = incident.page_owed(mailing, voice.policy) else { return Vec::new() };
    let mut blocks = vec![section(&say!(l, "page-owed", page = link(page)))];
    let words = mailing.update.external.as_deref().map(|words| to_copy(words, voice)).unwrap_or_default();
    let used = used + json!(blocks).to_string().chars().count();
    if how_many_fit(&words, used) == words.len() {
        blocks.extend(words);
    }
    blocks
}

/// The button that says that it was changed; it bears which words somebody saw.
pub fn button(incident: &Incident, mailing: &Mailing, voice: &Voice<'_>) -> Option<SlackBlockButtonElement> {
    incident.page_owed(mailing, voice.policy)?;
    let corrected_at = mailing.update.corrected.as_ref().map(|corrected| corrected.at);
    let value = ids::words_of(mailing.update.number, corrected_at);
    let label = say!(voice.language, "page-confirm");
    Some(blocks::button(ids::CONFIRM_PAGE.to_owned(), &label, &value, Stress::Primary))
}

/// The words as they are to be put there: in one piece, or by fields where they are too long for that.
fn to_copy(words: &ExternalText, voice: &Voice<'_>) -> Vec<SlackBlock> {
    let mut parts = vec![words.state.clone()];
    if !words.expected_fix.is_empty() {
        parts.push(format!("{}: {}", say!(voice.language, "external-expected-fix"), words.expected_fix));
    }
    if !words.follow_up.is_empty() {
        parts.push(words.follow_up.clone());
    }
    // A fence among the words would end theirs.
    let parts = parts.iter().map(|part| part.replace(FENCE, "'''")).collect::<Vec<_>>();
    let whole = parts.join("\n\n");
    let is_short = escaped_length(&whole) <= LONGEST;
    let pieces = if is_short { vec![whole] } else { parts.iter().flat_map(|part| pieces(part)).collect() };
    pieces.iter().map(|piece| section(&format!("{FENCE}\n{}\n{FENCE}", escape(piece)))).collect()
}

/// The most characters between two fences.
const LONGEST: usize = SECTION_LIMIT - 2 * FENCE.len() - 2;

fn escaped_length(words: &str) -> usize {
    escape(words).chars().count()
}

/// Words in pieces of which each has room between two fences.
fn pieces(words: &str) -> Vec<String> {
    let (mut pieces, mut piece, mut left) = (Vec::new(), String::new(), LONGEST);
    for letter in words.chars() {
        let length = escaped_length(letter.encode_utf8(&mut [0; 4]));
        if length > left {
            pieces.push(std::mem::take(&mut piece));
            left = LONGEST;
        }
        left -= length;
        piece.push(letter);
    }
    pieces.push(piece);
    pieces
}
