//! Updates as each address reads them, with what became of their copies; and what stakeholders hear beside them.

use serde_json::json;
use slack_morphism::prelude::SlackBlock;

use super::announcement::withdrawn;
use super::blocks::{Stress, actions, button, context, how_many_fit, row, section};
use super::lines::{with_next_update, with_reason};
use super::text::{self, author, foreign, instant, label, light, quote, why_there};
use super::{Message, Voice, status_page};
use crate::incident::{
    Address, ChannelId, Errand, ExternalText, Fate, Incident, Line, Mailing, Obstacle, OfferEnd, Reader,
    Update,
};
use crate::say;
use crate::slack::ids;

/// How many lines about what became of the copies stand in a message at most.
const MOST_FATES: usize = 20;

/// The copy of an update at an address, as it should read now.
pub fn copy(incident: &Incident, mailing: &Mailing, to: &Address, voice: &Voice<'_>) -> Message {
    if incident.manner.is_private && *to != Address::Channel {
        return withdrawn(incident, voice);
    }
    if incident.reader(to) == Reader::Outside {
        return external(incident, &mailing.update, voice);
    }
    let mut message = update(incident, &mailing.update, voice);
    if *to == Address::Channel {
        let buttons = buttons(incident, mailing, voice);
        let length = |blocks: &[SlackBlock]| json!([blocks, vec![&buttons]]).to_string().chars().count();
        let used = length(&message.blocks);
        message.blocks.extend(status_page::below(incident, mailing, used, voice));
        let mut fates = fates(incident, mailing, voice);
        fates.truncate(how_many_fit(&fates, length(&message.blocks)).min(MOST_FATES));
        message.blocks.extend(fates);
        message.blocks.push(buttons);
    }
    message
}

fn buttons(incident: &Incident, mailing: &Mailing, voice: &Voice<'_>) -> SlackBlock {
    let (label, update) = (say!(voice.language, "update-edit"), mailing.update.number.to_string());
    let edit = button(ids::EDIT_UPDATE.to_owned(), &label, &update, Stress::None);
    let on_page = status_page::button(incident, mailing, voice).map(Into::into);
    let buttons = on_page.into_iter().chain([edit.into()]).collect();
    actions(ids::with(ids::DELIVERIES, incident.number.get()), buttons)
}

/// An update as those outside read it: nothing of who works on it and how.
pub fn external(incident: &Incident, update: &Update, voice: &Voice<'_>) -> Message {
    let heading = say!(voice.language, "external-heading", number = incident.number.to_string());
    let Some(text) = &update.external else { return Message::plain(heading) };
    let mut blocks = vec![section(&heading)];
    blocks.extend(external_parts(text, voice));
    blocks.extend(corrected(update, voice));
    let text = format!("{heading}: {}", foreign(&text.state, 300));
    Message::new(&text, blocks).marked(incident, voice)
}

fn external_parts(text: &ExternalText, voice: &Voice<'_>) -> Vec<SlackBlock> {
    let parts = [
        ("external-state", &text.state),
        ("external-expected-fix", &text.expected_fix),
        ("external-follow-up", &text.follow_up),
    ];
    parted(parts, voice)
}

fn parted(parts: [(&str, &String); 3], voice: &Voice<'_>) -> Vec<SlackBlock> {
    let parts = parts.into_iter().filter(|(_, words)| !words.is_empty());
    parts
        .map(|(key, words)| section(&format!("*{}*\n{}", say!(voice.language, key), foreign(words, 1500))))
        .collect()
}

fn corrected(update: &Update, voice: &Voice<'_>) -> Option<SlackBlock> {
    let corrected = update.corrected.as_ref()?;
    Some(context(&say!(voice.language, "update-corrected", at = instant(corrected.at, voice.zone))))
}

/// What those outside were told, as it should read now: the last word to them, and whether it is over.
pub fn external_notice(incident: &Incident, voice: &Voice<'_>) -> Message {
    let (l, last) = (voice.language, incident.last_external.as_ref());
    let number = incident.number.to_string();
    let heading = match incident.stage.resolution() {
        None if incident.stage.cancellation().is_some() => {
            say!(l, "external-notice-cancelled", light = ":no_entry_sign:", number = number)
        }
        Some(_) => say!(l, "external-notice-over", light = ":white_check_mark:", number = number),
        None => {
            let light = light(voice.policy.ladder.colour(&incident.severity));
            say!(l, "external-notice", light = light, number = number)
        }
    };
    let words = last.and_then(|update| update.external.as_ref());
    let mut blocks = vec![section(&heading)];
    blocks.extend(words.map(|text| section(&quote(&text.state, 500))));
    let mut parts = vec![say!(l, "external-since", at = instant(incident.key_times.declared_at, voice.zone))];
    parts
        .extend(last.map(|update| say!(l, "notice-last-update", at = instant(update.posted_at, voice.zone))));
    parts.extend(
        incident
            .stage
            .resolution()
            .map(|resolution| say!(l, "external-resolved", at = instant(resolution.resolved_at, voice.zone))),
    );
    blocks.push(context(&parts.join(" · ")));
    let text =
        words.map_or_else(|| heading.clone(), |text| format!("{heading}: {}", foreign(&text.state, 300)));
    Message::new(&text, blocks).marked(incident, voice)
}

/// An update as those in the organisation read it.
pub fn update(incident: &Incident, update: &Update, voice: &Voice<'_>) -> Message {
    let heading = heading(incident, update, voice);
    let parts = [
        ("line-update-happened", &update.text.what_happened),
        ("line-update-impact", &update.text.impact),
        ("line-update-doing", &update.text.doing),
    ];
    let mut blocks = vec![section(&heading)];
    blocks.extend(parted(parts, voice));
    blocks.extend(update.next_update_at.map(|at| section(&super::lines::next_update(at, voice))));
    blocks.extend(corrected(update, voice));
    let text = format!("{heading}: {}", foreign(&update.text.what_happened, 300));
    Message::new(&text, blocks).marked(incident, voice)
}

fn heading(incident: &Incident, update: &Update, voice: &Voice<'_>) -> String {
    say!(
        voice.language,
        "update-heading",
        number = incident.number.to_string(),
        severity = label(&incident.severity),
        title = foreign(&incident.title, 120),
        by = author(&update.posted_by)
    )
}

/// Where the copies of an update got to, with a button for each place that they did not get to.
fn fates(incident: &Incident, mailing: &Mailing, voice: &Voice<'_>) -> Vec<SlackBlock> {
    if !mailing.has_fates_to_show() {
        return Vec::new();
    }
    let mut blocks = Vec::from_iter(on_the_way(incident, mailing, voice));
    for delivery in mailing.deliveries.iter().filter(|delivery| delivery.to != Address::Channel) {
        let trouble = match delivery.fate() {
            Fate::GivenUp(why) => ("fates-given-up", why),
            Fate::NotCorrected(why) => ("fates-not-corrected", why),
            Fate::Waiting | Fate::Delivered => continue,
        };
        blocks.push(in_trouble(incident, mailing, &delivery.to, trouble, voice));
    }
    blocks
}

fn on_the_way(incident: &Incident, mailing: &Mailing, voice: &Voice<'_>) -> Option<SlackBlock> {
    let places = |fate: Fate<'_>| {
        let others = mailing.deliveries.iter().filter(|delivery| delivery.to != Address::Channel);
        let there = others.filter(|delivery| delivery.fate() == fate);
        there.map(|delivery| place(incident, &delivery.to)).collect::<Vec<_>>().join(", ")
    };
    let parts = [("fates-delivered", places(Fate::Delivered)), ("fates-waiting", places(Fate::Waiting))];
    let parts = parts.into_iter().filter(|(_, places)| !places.is_empty());
    let said: Vec<String> = parts.map(|(key, places)| say!(voice.language, key, places = places)).collect();
    (!said.is_empty()).then(|| context(&said.join(" · ")))
}

fn in_trouble(
    incident: &Incident,
    mailing: &Mailing,
    to: &Address,
    (key, why): (&str, &Obstacle),
    voice: &Voice<'_>,
) -> SlackBlock {
    let l = voice.language;
    let text = say!(l, key, place = place(incident, to), why = why_there(why, l));
    let address = ids::address(to);
    let id =
        format!("{}:{}:{address}", ids::with(ids::DELIVERIES, incident.number.get()), mailing.update.number);
    let retry = button(ids::RETRY.to_owned(), &say!(l, "fates-retry"), &address, Stress::None);
    row(id, &text, retry)
}

/// An address, as people know it.
fn place(incident: &Incident, to: &Address) -> String {
    let channel: Option<&ChannelId> = match to {
        Address::Channel => incident.places.channel.as_ref(),
        Address::Announcement => incident.places.announcement.as_ref().map(|message| &message.channel),
        Address::Stakeholders { channel } => Some(channel),
    };
    channel.map(|channel| format!("<#{channel}>")).unwrap_or_default()
}

/// That something did not get to an address, with the button that tries again.
pub fn undelivered(
    incident: &Incident,
    (errand, why): (Errand, &Obstacle),
    to: &Address,
    voice: &Voice<'_>,
) -> Message {
    let (l, number) = (voice.language, incident.number);
    let why = text::why(why, l);
    let text = say!(l, "line-undelivered", number = number.to_string(), errand = l.errand(errand), why = why);
    let retry = button(ids::RETRY.to_owned(), &say!(l, "fates-retry"), &ids::address(to), Stress::Primary);
    let buttons = actions(ids::with(ids::DELIVERIES, number.get()), vec![retry.into()]);
    Message::new(&text, vec![section(&text), buttons]).marked(incident, voice)
}

/// The same once it needs no button any more: what became of it.
pub fn ended_offer(incident: &Incident, to: &Address, end: OfferEnd, voice: &Voice<'_>) -> Message {
    let key = match end {
        OfferEnd::Delivered => "line-delivered-after-all",
        OfferEnd::Repeated => "line-undelivered-again",
    };
    let (number, place) = (incident.number.to_string(), place(incident, to));
    Message::plain(say!(voice.language, key, number = number, place = place)).marked(incident, voice)
}

/// What stakeholders hear below their notice; `None` for what is no news to them.
pub fn told(incident: &Incident, line: &Line, reader: Reader, voice: &Voice<'_>) -> Option<Message> {
    let (l, number) = (voice.language, incident.number.to_string());
    let text = match line {
        Line::Reopened { .. } | Line::StageChanged { .. } if reader == Reader::Outside => {
            say!(l, "told-reopened-outside", number = number)
        }
        Line::NothingNew { next_update_at, .. } => {
            with_next_update(say!(l, "told-nothing-new", number = number), *next_update_at, voice)
        }
        Line::Resolved { .. } => say!(l, "told-resolved", number = number),
        Line::Closed { .. } => say!(l, "told-closed", number = number),
        Line::Cancelled { duplicate_of: Some(other), .. } => {
            say!(l, "told-duplicate", number = number, other = other.number.to_string())
        }
        Line::Cancelled { because, .. } => {
            let because = because.as_deref().filter(|_| reader == Reader::Inside);
            with_reason(say!(l, "told-cancelled", number = number), because)
        }
        Line::Reopened { because, next_update_at, .. } => {
            let text = with_reason(say!(l, "told-reopened", number = number), because.as_deref());
            with_next_update(text, *next_update_at, voice)
        }
        Line::StageChanged { to, .. } => {
            say!(l, "told-not-resolved", number = number, stage = l.stage(*to))
        }
        _ => return None,
    };
    Some(Message::plain(text).marked(incident, voice))
}
