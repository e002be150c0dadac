//! Each incident has one channel, one announcement and one panel, pinned once; who belongs there is in; and what stands there
//! is what is true.

use firebell::incident::{ChannelId, MessageRef, Role};
use firebell::slack::views::{Message, announcement, panel, text};
use serde_json::Value;
use slack_sandbox::{ChannelState, MessageState};

use super::{Accounts, Finding, Kind, counted};
use crate::database::Recorded;
use crate::stage::ANNOUNCEMENTS;

pub(super) fn check(accounts: &Accounts) -> Vec<Finding> {
    let incidents = &accounts.database.incidents;
    let mut findings: Vec<Finding> = incidents.iter().flat_map(|one| places(accounts, one)).collect();
    let known = |channel: &&ChannelState| {
        let number = number_of(&channel.name);
        number.is_some() && !incidents.iter().any(|one| Some(one.number) == number)
    };
    let strange = accounts.slack.channels.iter().filter(known);
    findings.extend(
        strange
            .map(|channel| Finding::of(Kind::HalfDone, format!("#{} belongs to no incident", channel.name))),
    );
    findings
}

/// The number in the name of an incident's channel.
fn number_of(name: &str) -> Option<i64> {
    name.strip_prefix("inc-")?.split('-').next()?.parse().ok()
}

fn places(accounts: &Accounts, recorded: &Recorded) -> Vec<Finding> {
    let number = recorded.number;
    let mut findings = announced(accounts, recorded);
    let channels: Vec<&ChannelState> =
        accounts.slack.channels.iter().filter(|channel| number_of(&channel.name) == Some(number)).collect();
    findings.extend(counted(number, "channel", channels.len()));
    let known = recorded.incident.places.channel.as_ref().map(ChannelId::as_str);
    match channels.iter().find(|channel| Some(channel.id.as_str()) == known) {
        Some(channel) => findings.extend(in_channel(accounts, recorded, channel)),
        None => findings.push(Finding::about(Kind::HalfDone, number, "it does not know its channel")),
    }
    findings
}

fn announced(accounts: &Accounts, recorded: &Recorded) -> Vec<Finding> {
    let number = recorded.number;
    let all = accounts.slack.channel(ANNOUNCEMENTS).map(|channel| channel.messages.as_slice());
    let named = format!(" INC-{number}: ");
    let bells: Vec<&MessageState> =
        all.unwrap_or_default().iter().filter(|message| message.text.contains(&named)).collect();
    let expected = announcement::announcement(&recorded.incident, &accounts.voice());
    let mut findings: Vec<Finding> = counted(number, "announcement", bells.len()).into_iter().collect();
    findings.extend(shown(
        number,
        "announcement",
        recorded.incident.places.announcement.as_ref(),
        &bells,
        &expected,
    ));
    findings
}

fn in_channel(accounts: &Accounts, recorded: &Recorded, channel: &ChannelState) -> Vec<Finding> {
    let (number, incident) = (recorded.number, &recorded.incident);
    let named = format!("Control panel of INC-{number} ");
    let panels: Vec<&MessageState> =
        channel.messages.iter().filter(|message| message.text.starts_with(&named)).collect();
    let mut findings: Vec<Finding> = counted(number, "panel", panels.len()).into_iter().collect();
    let expected = panel::panel(incident, &accounts.voice());
    findings.extend(shown(number, "panel", incident.places.panel.as_ref(), &panels, &expected));
    findings.extend(counted(number, "pinned message", channel.pins.len()));
    let panel = incident.places.panel.as_ref().map(|panel| panel.ts.as_str());
    if channel.pins.iter().any(|pin| Some(pin.ts.as_str()) != panel) {
        findings.push(Finding::about(Kind::HalfDone, number, "something else than its panel is pinned"));
    }
    let missing = wanted(recorded).into_iter().filter(|user| !channel.members.contains(user));
    findings
        .extend(missing.map(|user| Finding::about(Kind::Lost, number, format!("{user} was not brought in"))));
    let whole = format!("{} · INC-{number} · {}", incident.severity.label(), incident.title);
    if channel.topic != text::clip(&whole, 240) {
        let seen = format!("its topic is '{}'", channel.topic);
        findings.push(Finding::about(Kind::OutOfOrder, number, seen));
    }
    findings
}

/// Whoever declared it, and who has a role now.
fn wanted(recorded: &Recorded) -> Vec<String> {
    let roles = &recorded.incident.roles;
    let holders = Role::FOUR.iter().filter_map(|role| roles.holder(*role));
    let responders = roles.responders.iter().map(|responder| &responder.user);
    let all = holders.chain(responders).chain([&recorded.incident.declared_by]);
    all.map(ToString::to_string).collect()
}

/// Whether a message stands where the incident has it, and shows what is true.
pub(super) fn shown(
    number: i64,
    what: &str,
    known: Option<&MessageRef>,
    seen: &[&MessageState],
    expected: &Message,
) -> Option<Finding> {
    let Some(known) = known else {
        return Some(Finding::about(Kind::HalfDone, number, format!("it does not know its {what}")));
    };
    let Some(message) = seen.iter().find(|message| message.ts == known.ts) else {
        return Some(Finding::about(Kind::HalfDone, number, format!("its {what} is not where it has it")));
    };
    let wanted = serde_json::to_value(&expected.blocks).map(|blocks| words(&blocks)).unwrap_or_default();
    let (shows, wanted) = (words(&message.blocks), [vec![expected.text.clone()], wanted].concat());
    let shows = [vec![message.text.clone()], shows].concat();
    let differs = wanted.iter().zip(&shows).find(|(wanted, shows)| wanted != shows);
    match differs {
        None if wanted.len() == shows.len() => None,
        None => Some(Finding::about(
            Kind::OutOfOrder,
            number,
            format!("its {what} shows more or less than is true"),
        )),
        Some((wanted, shows)) => {
            let seen = format!("its {what} shows '{shows}' where '{wanted}' is true");
            Some(Finding::about(Kind::OutOfOrder, number, seen))
        }
    }
}

/// Everything that can be read in blocks, in order.
pub(super) fn words(blocks: &Value) -> Vec<String> {
    match blocks {
        Value::Array(all) => all.iter().flat_map(words).collect(),
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| name.as_str());
            let words = fields.into_iter().flat_map(|(name, value)| match value {
                Value::String(text) if name == "text" => vec![text.clone()],
                other => words(other),
            });
            words.collect()
        }
        _ => Vec::new(),
    }
}
