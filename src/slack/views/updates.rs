//! Updates as each address reads them, with what became of their copies; and what stakeholders hear beside them.

use slack_morphism::prelude::SlackBlock;

use super::blocks::{Stress, actions, button, context, row, section};
use super::lines::{with_next_update, with_reason};
use super::text::{author, escape, foreign, label};
use super::{Message, Voice};
use crate::incident::{Address, ChannelId, Errand, Fate, Incident, Line, Mailing, Obstacle, Update};
use crate::say;
use crate::slack::ids;

/// The copy of an update at an address, as it should read now.
pub fn copy(incident: &Incident, mailing: &Mailing, to: &Address, voice: &Voice<'_>) -> Message {
    let mut message = update(incident, &mailing.update, voice);
    if *to == Address::Channel {
        message.blocks.extend(fates(incident, mailing, voice));
    }
    message
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
    for (key, words) in parts.into_iter().filter(|(_, words)| !words.is_empty()) {
        blocks.push(section(&format!("*{}*\n{}", say!(voice.language, key), foreign(words, 1500))));
    }
    blocks.extend(update.next_update_at.map(|at| section(&super::lines::next_update(at, voice))));
    let text = format!("{heading}: {}", foreign(&update.text.what_happened, 300));
    Message::new(&text, blocks)
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
    let text = say!(l, key, place = place(incident, to), why = escape(&l.obstacle(why)));
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
    let why = escape(&l.obstacle(why));
    let text = say!(l, "line-undelivered", number = number.to_string(), errand = l.errand(errand), why = why);
    let retry = button(ids::RETRY.to_owned(), &say!(l, "fates-retry"), &ids::address(to), Stress::Primary);
    let buttons = actions(ids::with(ids::DELIVERIES, number.get()), vec![retry.into()]);
    Message::new(&text, vec![section(&text), buttons])
}

/// What stakeholders hear below their notice; `None` for what is no news to them.
pub fn told(incident: &Incident, line: &Line, voice: &Voice<'_>) -> Option<Message> {
    let (l, number) = (voice.language, incident.number.to_string());
    let text = match line {
        Line::NothingNew { next_update_at, .. } => {
            with_next_update(say!(l, "told-nothing-new", number = number), *next_update_at, voice)
        }
        Line::Resolved { .. } => say!(l, "told-resolved", number = number),
        Line::Closed { .. } => say!(l, "told-closed", number = number),
        Line::Reopened { because, next_update_at, .. } => {
            let text = with_reason(say!(l, "told-reopened", number = number), because.as_deref());
            with_next_update(text, *next_update_at, voice)
        }
        Line::StageChanged { to, .. } => {
            say!(l, "told-not-resolved", number = number, stage = l.stage(*to))
        }
        _ => return None,
    };
    Some(Message::plain(text))
}
