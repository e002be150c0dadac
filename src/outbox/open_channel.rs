//! The incident's channel: made once, whatever happens to the answers.

use super::deliver::{Courier, DeliveryError};
use super::post::CLOCK_SLACK;
use crate::incident::channel_name::{channel_name, plain_channel_name, with_suffix};
use crate::incident::{ChannelId, Command, Incident};
use crate::say;
use crate::slack::SlackError;
use crate::slack::client::{Channel, Privacy};
use crate::store::Job;

/// How many suffixes are tried where names are taken.
pub(super) const MOST_SUFFIXES: u32 = 9;

/// Slack's ways of not liking the letters of a name.
const REFUSED_LETTERS: &[&str] = &[
    "invalid_name",
    "invalid_name_specials",
    "invalid_name_punctuation",
    "invalid_name_maxlength",
    "invalid_name_required",
];

/// Slack's way of saying that the app may not make such a channel.
const MISSING_SCOPE: &[&str] = &["missing_scope"];

/// Makes the incident's channel. If an earlier try may have made it, the one that bears our name and is ours is taken:
/// Slack does not say whose a taken name is. A name that somebody else has gets a suffix; where Slack refuses the
/// letters, the plain name takes its place. A private incident gets a private channel or none.
pub(super) async fn open_channel(
    courier: &Courier,
    job: &Job,
    incident: &Incident,
) -> Result<Option<Command>, DeliveryError> {
    // Two may be owed, where it became private while the first was on its way.
    if incident.places.channel.is_some() {
        return Ok(None);
    }
    let (full, plain) = names(courier, incident);
    let privacy = Privacy::of(incident);
    if privacy == Privacy::Private
        && let Some((channel, name)) = made_in_public(courier, job, incident, [&full, &plain]).await?
    {
        return Ok(Some(Command::ChannelOpened { channel, name, is_private: false }));
    }
    let made = match first_free(courier, job, privacy, &full).await {
        Err(DeliveryError::Slack(error)) if error.is_any_of(REFUSED_LETTERS) => {
            first_free(courier, job, privacy, &plain).await?
        }
        // While operators mend it, nobody would hear of a private incident at all: whoever declared it is told.
        Err(DeliveryError::Slack(error)) if privacy == Privacy::Private && error.is_any_of(MISSING_SCOPE) => {
            return Err(DeliveryError::NoPrivateChannel(error));
        }
        Err(DeliveryError::WrongKind(channel)) => {
            courier.leave_behind(job, incident, &channel, None).await?;
            return Err(DeliveryError::NoPrivateChannel(SlackError::refused("not_private")));
        }
        made => made?,
    };
    let (channel, name) = made;
    let is_private = privacy == Privacy::Private;
    Ok(Some(Command::ChannelOpened { channel, name, is_private }))
}

/// The full name and the plain one; that of a drill says so before anything else.
pub(super) fn names(courier: &Courier, incident: &Incident) -> (String, String) {
    let (template, number) = (&courier.channel_name, incident.number);
    if !incident.manner.is_drill {
        return (channel_name(template, number, &incident.title), plain_channel_name(template, number));
    }
    let prefix = say!(courier.language, "drill-channel");
    let full = channel_name(&format!("{prefix}-{template}"), number, &incident.title);
    (full, plain_channel_name(&format!("drill-{template}"), number))
}

async fn first_free(
    courier: &Courier,
    job: &Job,
    privacy: Privacy,
    name: &str,
) -> Result<(ChannelId, String), DeliveryError> {
    let mut candidate = name.to_owned();
    for attempt in 2..=MOST_SUFFIXES + 1 {
        match courier.slack.create_channel(&candidate, privacy).await {
            Ok(made) if made.is_private == (privacy == Privacy::Private) => {
                return Ok((ChannelId::new(made.id), candidate));
            }
            Ok(made) => return Err(DeliveryError::WrongKind(ChannelId::new(made.id))),
            Err(error) if error.is_any_of(&["name_taken"]) => {}
            Err(error) => return Err(error.into()),
        }
        if let Some(channel) = made_before(courier, job, privacy, &candidate).await? {
            return Ok((channel, candidate));
        }
        candidate = with_suffix(name, attempt);
    }
    Err(SlackError::refused("name_taken").into())
}

/// The channel of that name, if an earlier try of this very job can have made it.
async fn made_before(
    courier: &Courier,
    job: &Job,
    privacy: Privacy,
    name: &str,
) -> Result<Option<ChannelId>, DeliveryError> {
    let is_it =
        |channel: &Channel| channel.name == name && channel.is_private == (privacy == Privacy::Private);
    Ok(own_channel(courier, job, is_it).await?.map(|channel| ChannelId::new(channel.id)))
}

/// The public channel that an earlier try has made unheard, before the incident became private.
async fn made_in_public(
    courier: &Courier,
    job: &Job,
    incident: &Incident,
    names: [&str; 2],
) -> Result<Option<(ChannelId, String)>, DeliveryError> {
    let is_it = |channel: &Channel| {
        let is_named_so = names.iter().any(|name| is_called(&channel.name, name));
        let is_known = incident.places.former.iter().any(|known| known.as_str() == channel.id);
        is_named_so && !channel.is_private && !is_known
    };
    let found = own_channel(courier, job, is_it).await?;
    Ok(found.map(|channel| (ChannelId::new(channel.id), channel.name)))
}

/// Whether a channel bears that name, perhaps with a suffix since others had it.
pub(super) fn is_called(channel: &str, name: &str) -> bool {
    channel == name || (2..=MOST_SUFFIXES + 1).any(|attempt| channel == with_suffix(name, attempt))
}

/// A channel of ours that an earlier try of this very job can have made.
async fn own_channel(
    courier: &Courier,
    job: &Job,
    is_it: impl Fn(&Channel) -> bool,
) -> Result<Option<Channel>, DeliveryError> {
    if job.is_first_try() {
        return Ok(None);
    }
    let us = courier.slack.who_am_i().await?.user_id;
    let earliest = (job.created_at - CLOCK_SLACK).timestamp();
    let channels = courier.slack.own_channels().await?;
    let ours = |channel: &Channel| channel.creator == us && channel.created >= earliest && is_it(channel);
    Ok(channels.into_iter().find(ours))
}
