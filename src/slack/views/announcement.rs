//! The bell: what, how bad, since when, who says so, where to go.

use super::blocks::{context, section};
use super::owner::owner;
use super::text::{ahead, author, foreign, group, instant, label, light, person, quote};
use super::updates::external_notice;
use super::{Message, Voice, cancel};
use crate::incident::{GroupId, Incident, Reader, Stage};
use crate::say;

/// The announcement as it should read now.
pub fn announcement(incident: &Incident, voice: &Voice<'_>) -> Message {
    if incident.manner.is_private {
        return withdrawn(incident, voice);
    }
    let mut blocks = vec![section(&format!("{}\n{}", headline(incident, voice), origin(incident, voice)))];
    blocks.extend(incident.seen.as_deref().map(|seen| section(&quote(seen, 1000))));
    blocks.push(context(&standing(incident, voice)));
    blocks.extend(told(incident, voice).map(|groups| context(&groups)));
    Message::new(&fallback(incident, voice), blocks).marked(incident, voice)
}

/// What is left of whatever was said of an incident outside its channel when it has become private.
pub fn withdrawn(incident: &Incident, voice: &Voice<'_>) -> Message {
    let number = incident.number.to_string();
    Message::plain(say!(voice.language, "announcement-private", number = number)).marked(incident, voice)
}

/// The last word in the channel that an incident had before it became private.
pub fn left_behind(incident: &Incident, voice: &Voice<'_>) -> Message {
    let number = incident.number.to_string();
    Message::plain(say!(voice.language, "line-left-behind", number = number)).marked(incident, voice)
}

/// What a channel of stakeholders was told, as it should read now: what it is, the last word on it, and whether it is over.
pub fn notice(incident: &Incident, reader: Reader, voice: &Voice<'_>) -> Message {
    if incident.manner.is_private {
        return withdrawn(incident, voice);
    }
    if reader == Reader::Outside {
        return external_notice(incident, voice);
    }
    let mut blocks = vec![section(&format!("{}\n{}", headline(incident, voice), origin(incident, voice)))];
    let last = incident.last_update.as_ref();
    blocks.extend(last.map(|update| section(&quote(&update.text.what_happened, 500))));
    let standing = last_word(incident, voice);
    blocks.extend((!standing.is_empty()).then(|| context(&standing)));
    Message::new(&fallback(incident, voice), blocks).marked(incident, voice)
}

fn last_word(incident: &Incident, voice: &Voice<'_>) -> String {
    let last = incident.last_update.as_ref();
    let mut parts = Vec::from_iter(last.map(|update| {
        say!(voice.language, "notice-last-update", at = instant(update.posted_at, voice.zone))
    }));
    // What nobody has said anything about yet promises nothing either.
    let next = incident.update_clock.as_ref().filter(|_| incident.last_word_at.is_some());
    parts.extend(
        next.map(|clock| say!(voice.language, "notice-next-update", at = ahead(clock.due_at, voice.zone))),
    );
    parts.extend(ending(&incident.stage, voice));
    parts.extend(
        incident.stage.closure().map(|closure| {
            say!(voice.language, "notice-closed", at = instant(closure.closed_at, voice.zone))
        }),
    );
    parts.join(" · ")
}

/// The groups that are to know.
fn told(incident: &Incident, voice: &Voice<'_>) -> Option<String> {
    let groups = incident.reach(voice.policy).tell_groups;
    (!groups.is_empty()).then(|| say!(voice.language, "announcement-told", groups = mentioned(groups)))
}

/// Groups, mentioned one after the other.
pub fn mentioned(groups: &[GroupId]) -> String {
    groups.iter().map(group).collect::<Vec<_>>().join(", ")
}

/// One line that says which incident, how bad and what: `● SEV1 high · INC-42 · Checkout is down`.
pub fn headline(incident: &Incident, voice: &Voice<'_>) -> String {
    let severity = voice.policy.ladder.get(&incident.severity);
    let light = match &incident.stage {
        Stage::Cancelled(_) => ":no_entry_sign:",
        stage if stage.resolution().is_some() => ":white_check_mark:",
        _ => light(voice.policy.ladder.colour(&incident.severity)),
    };
    let name = foreign(&voice.language.severity_name(severity), 40);
    let title = foreign(&incident.title, 120);
    let lock = if incident.manner.is_private { " :lock:" } else { "" };
    format!("{light}{lock} *{} {name}* · {} · *{title}*", label(&incident.severity), incident.number)
}

fn origin(incident: &Incident, voice: &Voice<'_>) -> String {
    let since = instant(incident.key_times.declared_at, voice.zone);
    let by = person(&incident.declared_by);
    match &incident.places.channel {
        Some(channel) if !incident.stage.is_open() => {
            let channel = format!("<#{channel}>");
            say!(voice.language, "announcement-origin-over", since = since, by = by, channel = channel)
        }
        Some(channel) => {
            say!(
                voice.language,
                "announcement-origin",
                since = since,
                by = by,
                channel = format!("<#{channel}>")
            )
        }
        // Those who wait for it are told without one where none will come.
        None if incident.told.is_some() => {
            say!(voice.language, "announcement-origin-alone", since = since, by = by)
        }
        None => say!(voice.language, "announcement-origin-early", since = since, by = by),
    }
}

fn standing(incident: &Incident, voice: &Voice<'_>) -> String {
    let mut parts = vec![voice.language.stage(incident.stage.name())];
    if let Some(cancellation) = incident.stage.cancellation() {
        parts.push(cancel::cause(cancellation, voice));
        return parts.join(" · ");
    }
    parts.push(match &incident.roles.commander {
        Some(commander) => say!(voice.language, "announcement-commander", person = person(commander)),
        None if !incident.stage.is_open() => {
            say!(voice.language, "home-owner", owner = owner(incident, voice))
        }
        None => say!(voice.language, "announcement-no-commander", owner = owner(incident, voice)),
    });
    if let Some(service) = &incident.service {
        parts.push(foreign(service, 60));
    }
    if let Some(update) = &incident.last_update {
        let (at, by) = (instant(update.posted_at, voice.zone), author(&update.posted_by));
        parts.push(say!(voice.language, "announcement-last-update", at = at, by = by));
    }
    parts.extend(ending(&incident.stage, voice));
    parts.join(" · ")
}

fn ending(stage: &Stage, voice: &Voice<'_>) -> Option<String> {
    let resolution = stage.resolution()?;
    let at = instant(resolution.resolved_at, voice.zone);
    Some(say!(
        voice.language,
        "announcement-resolved",
        at = at,
        recovery = voice.language.recovery(resolution.recovery)
    ))
}

fn fallback(incident: &Incident, voice: &Voice<'_>) -> String {
    say!(
        voice.language,
        "announcement-fallback",
        severity = label(&incident.severity),
        number = incident.number.to_string(),
        title = foreign(&incident.title, 120),
        stage = voice.language.stage(incident.stage.name()),
        by = person(&incident.declared_by)
    )
}
