//! The modals of updates: posting one, seeing it as each audience will, and saying what it should have said.

use chrono::{DateTime, Utc};
use slack_morphism::prelude::{SlackBlock, SlackModalView};

use super::blocks::{
    Lines, Need, Stress, actions, button, context, field, modal, section, text_input, time_input,
};
use super::drill::mark;
use super::forms::{Draft, titled};
use super::text::clip;
use super::{Voice, status_page, updates};
use crate::incident::{ExternalText, Field, Incident, Reader, Update, UpdateText};
use crate::say;
use crate::slack::ids;

/// The update form, with the last update's words in it. `draft` takes the place of what happened; `next_update_at` is when
/// the update after this one is owed or was promised, if one is.
pub fn update(
    incident: &Incident,
    draft: &Draft,
    next_update_at: Option<DateTime<Utc>>,
    voice: &Voice<'_>,
) -> SlackModalView {
    let language = voice.language;
    let words = [
        &*say!(language, "update-title", number = incident.number.to_string()),
        &say!(language, "update-submit"),
        &say!(language, "form-cancel"),
    ];
    let mut blocks = vec![section(&say!(language, "update-hint", title = titled(incident, voice)))];
    if incident.is_private_without_channel() && !incident.awaits_channel() {
        blocks.push(section(&say!(language, "update-read-by-nobody")));
    }
    let last = incident.last_update.as_ref().map(|update| &update.text);
    blocks.extend(texts(last, &draft.text, voice));
    if speaks_outside(incident, voice) {
        let last = incident.last_external.as_ref().and_then(|update| update.external.as_deref());
        blocks.push(external_hint(incident, voice));
        blocks.extend(external_texts(last, Need::Optional, voice));
    }
    blocks.push(next_update(next_update_at, voice));
    blocks.push(preview_button(incident, voice));
    let offered_at = next_update_at.filter(|_| incident.stage.owes_updates());
    modal(ids::UPDATE_FORM, &ids::update_metadata(incident.number, offered_at), words, blocks)
}

/// The form for what an update should have said.
pub fn correction(incident: &Incident, update: &Update, voice: &Voice<'_>) -> SlackModalView {
    let language = voice.language;
    let words = [
        &*say!(language, "correction-title", number = incident.number.to_string()),
        &say!(language, "correction-submit"),
        &say!(language, "form-cancel"),
    ];
    let mut blocks =
        vec![section(&format!("{}{}", mark(incident, language), say!(language, "correction-hint")))];
    blocks.extend(texts(Some(&update.text), "", voice));
    if let Some(external) = &update.external {
        blocks.push(external_hint(incident, voice));
        blocks.extend(external_texts(Some(external), Need::Required, voice));
    }
    let metadata = format!("{} {}", incident.number.get(), update.number);
    modal(ids::CORRECTION_FORM, &metadata, words, blocks)
}

/// An update as each audience will read it. `words` are those of the messages, in the organisation's language.
pub fn preview(incident: &Incident, update: &Update, words: &Voice<'_>, voice: &Voice<'_>) -> SlackModalView {
    let language = voice.language;
    let mut blocks =
        vec![context(&say!(language, "preview-inside", places = places(incident, Reader::Inside)))];
    blocks.extend(updates::update(incident, update, words).blocks);
    if update.external.is_some() {
        let places = outside(incident, words);
        blocks.push(context(&say!(language, "preview-outside", places = places)));
        blocks.extend(updates::external(incident, update, words).blocks);
    } else if speaks_outside(incident, words) {
        blocks.push(context(&say!(language, "preview-nothing-outside")));
    }
    let (title, close) = (say!(language, "preview-title"), say!(language, "preview-back"));
    SlackModalView::new(clip(&title, 24).into(), blocks).with_close(clip(&close, 24).into())
}

fn preview_button(incident: &Incident, voice: &Voice<'_>) -> SlackBlock {
    let preview = button(ids::PREVIEW.to_owned(), &say!(voice.language, "update-preview"), "", Stress::None);
    actions(ids::with(ids::PREVIEW, incident.number.get()), vec![preview.into()])
}

fn external_hint(incident: &Incident, voice: &Voice<'_>) -> SlackBlock {
    context(&status_page::hint(incident, has_readers_outside(incident, voice), voice))
}

/// Whether external word is asked for: somebody outside reads along, or the status page is offered.
fn speaks_outside(incident: &Incident, voice: &Voice<'_>) -> bool {
    has_readers_outside(incident, voice) || incident.status_page(voice.policy).is_some()
}

/// Whether somebody outside reads along on account of its severity or its service, or has begun to.
fn has_readers_outside(incident: &Incident, voice: &Voice<'_>) -> bool {
    let has_readers = !incident.external_channels(voice.policy).is_empty();
    has_readers || incident.notices.iter().any(|notice| notice.reader == Reader::Outside)
}

fn places(incident: &Incident, reader: Reader) -> String {
    let own = [incident.places.channel.as_ref(), incident.places.announcement.as_ref().map(|at| &at.channel)];
    let own = own.into_iter().flatten().filter(|_| reader == Reader::Inside);
    let theirs =
        incident.notices.iter().filter(|notice| notice.reader == reader).map(|notice| &notice.channel);
    own.chain(theirs).map(|channel| format!("<#{channel}>")).collect::<Vec<_>>().join(", ")
}

/// Who reads external word: whoever was told already, whom its severity and its service add, and whoever reads the status page.
fn outside(incident: &Incident, voice: &Voice<'_>) -> String {
    let mut added = incident.external_channels(voice.policy);
    added.retain(|channel| incident.notice(channel).is_none());
    let known = Some(places(incident, Reader::Outside)).filter(|places| !places.is_empty());
    let page = incident.status_page(voice.policy).map(status_page::link);
    let page = page.map(|page| say!(voice.language, "preview-by-hand", page = page));
    known
        .into_iter()
        .chain(added.iter().map(|channel| format!("<#{channel}>")))
        .chain(page)
        .collect::<Vec<_>>()
        .join(", ")
}

/// One text field of an update: its catalogue key, whether it may be left alone, and what it opens with.
fn text(which: Field, key: &str, need: Need, initial: &str, voice: &Voice<'_>) -> SlackBlock {
    let language = voice.language;
    let label = say!(language, key);
    let hint = say!(language, &format!("{key}-hint"));
    let example = say!(language, &format!("{key}-example"));
    field(ids::field(which), &label, &hint, need, text_input(initial, &example, Lines::Many))
}

fn texts(last: Option<&UpdateText>, typed: &str, voice: &Voice<'_>) -> [SlackBlock; 3] {
    let of_last = |part: fn(&UpdateText) -> &str| last.map_or("", part);
    let happened = if typed.is_empty() { of_last(|text| &text.what_happened) } else { typed };
    [
        text(Field::WhatHappened, "update-what-happened", Need::Required, happened, voice),
        text(Field::Impact, "update-impact", Need::Optional, of_last(|text| &text.impact), voice),
        text(Field::Doing, "update-doing", Need::Optional, of_last(|text| &text.doing), voice),
    ]
}

fn external_texts(last: Option<&ExternalText>, state: Need, voice: &Voice<'_>) -> [SlackBlock; 3] {
    let of_last = |part: fn(&ExternalText) -> &str| last.map_or("", part);
    [
        text(Field::ExternalState, "external-state", state, of_last(|text| &text.state), voice),
        text(
            Field::ExpectedFix,
            "external-expected-fix",
            Need::Optional,
            of_last(|text| &text.expected_fix),
            voice,
        ),
        text(Field::FollowUp, "external-follow-up", Need::Optional, of_last(|text| &text.follow_up), voice),
    ]
}

/// Where no further update is owed or promised, the field is empty: whoever fills it in promises one.
fn next_update(next_update_at: Option<DateTime<Utc>>, voice: &Voice<'_>) -> SlackBlock {
    let language = voice.language;
    let (hint, need) = match next_update_at {
        Some(_) => (say!(language, "update-next-hint"), Need::Required),
        None => (say!(language, "update-next-hint-resolved"), Need::Optional),
    };
    let label = say!(language, "update-next");
    field(ids::field(Field::NextUpdateAt), &label, &hint, need, time_input(next_update_at))
}
