//! One effect, turned into calls to Slack.
//!
//! A message shows what was true when its delivery was taken. Whatever is changed after that owes an edit of its own,
//! which waits behind it in its lane, so an old state never overtakes a new one. A try may follow one whose answer was
//! lost; what makes that harmless is said at each delivery.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::archive::{in_archived_channel, is_outdated};
use super::open_channel;
use super::post::{Place, unless};
use crate::directory::Directory;
use crate::incident::{
    Audience, Cancellation, ChannelId, Command, Effect, Incident, Line, MessageRef, Offer, Policy, Quote,
    StageName, Viewer,
};
use crate::language::Language;
use crate::pace::Importance;
use crate::slack::views::{self, Voice};
use crate::slack::{Slack, SlackError};
use crate::store::{Job, Store, StoreError};
use crate::{clock::Clock, say};

pub use super::error::DeliveryError;

/// What begins later than that after it was owed is no longer known to be as it was then.
const AT_ONCE: TimeDelta = TimeDelta::seconds(1);
/// How long a bell waits to hear whether the incident has become private.
const LONGEST_LOOK_OF_A_BELL: Duration = Duration::from_millis(500);

/// What every delivery has in common: where messages go, and how they speak.
pub struct Courier {
    /// The connection to Slack.
    pub slack: Slack,
    /// What is kept.
    pub store: Store,
    /// Whom we know.
    pub directory: Arc<Directory>,
    /// The rules.
    pub policy: Arc<Policy>,
    /// The time.
    pub clock: Clock,
    /// Where bells ring.
    pub announcement_channel: ChannelId,
    /// How channels are named.
    pub channel_name: String,
    /// What the organisation speaks.
    pub language: Language,
    /// Where times are written out.
    pub zone: Tz,
    /// The slash command.
    pub command: String,
}

/// What a delivery brings back, if that is to be kept.
pub(super) type Brought = Result<Option<Command>, DeliveryError>;

impl Courier {
    /// Carries out one piece of work. Answers what it brought back, if that is to be kept.
    ///
    /// # Errors
    /// [`DeliveryError`], with a verdict on whether to try again.
    pub async fn deliver(&self, job: &Job) -> Brought {
        // It was leased as it was born, so what came right after it could not collapse into it.
        if job.effect.collapses() && self.store.is_superseded(job).await? {
            return self.overtaken(job).await;
        }
        let incident = self.incident_for(job).await?;
        if !may_be_heard(job, &incident) {
            return self.said_before(job).await;
        }
        let brought = self.carry_out(job, &incident).await;
        in_archived_channel(job, &incident, brought)
    }

    async fn carry_out(&self, job: &Job, incident: &Incident) -> Brought {
        match &job.effect {
            Effect::Announce => self.announce(job, incident).await,
            Effect::RefreshAnnouncement => self.refresh_announcement(incident).await,
            Effect::OpenChannel => open_channel::open_channel(self, job, incident).await,
            Effect::PostPanel => self.post_panel(job, incident).await,
            Effect::PinPanel => self.pin_panel(incident).await,
            Effect::RefreshPanel => self.refresh_panel(incident).await,
            Effect::SetTopic => self.set_topic(job, incident).await,
            Effect::InvitePeople { people } => self.invite(incident, &incident.may_come_in(people)).await,
            Effect::InviteGroups { groups } => {
                self.invite_groups(incident, &incident.may_be_called_in(groups, &self.policy)).await
            }
            Effect::Say { line: Line::AskedToCommand { whom }, .. } => {
                self.ask_for_a_commander(job, incident, *whom).await
            }
            Effect::Say { line, .. } if is_outdated(incident, line) => Ok(None),
            Effect::Say { audience, line } => {
                if matches!(line, Line::OpenedInPrivate | Line::ServiceChanged { .. }) {
                    self.let_groups_in_first(job).await?;
                }
                self.say(job, incident, *audience, line).await
            }
            Effect::Tell { channel } | Effect::TellAgain { channel, .. } => {
                self.tell(job, incident, channel).await
            }
            Effect::RefreshNotice { channel } => self.refresh_notice(incident, channel).await,
            Effect::Deliver { to, line, .. } => self.deliver_line(job, incident, to, line).await,
            Effect::RefreshCopies { to } => self.refresh_copies(incident, to).await,
            Effect::Brief { person, role } => self.brief(job, incident, person, *role).await,
            Effect::HeadsUp { person, due_at } => self.heads_up(job, incident, person, *due_at).await,
            Effect::EntrustPostmortem { person } => self.entrust_postmortem(job, incident, person).await,
            Effect::Remind => self.remind(job, incident).await,
            Effect::RefreshReminder => self.refresh_reminder(incident).await,
            Effect::RetireReminder { message, answered } => {
                let retired = views::reminder::retired(incident, answered.as_ref(), &self.voice());
                self.edit(Some(message), &retired).await
            }
            Effect::RetirePlea { message, commander } => {
                let retired = views::lines::retired_plea(incident, commander.as_ref(), &self.voice());
                self.edit(Some(message), &retired).await
            }
            Effect::RetireOffer { offer, end } => {
                let retired = views::updates::ended_offer(incident, &offer.to, *end, &self.voice());
                self.edit(Some(&offer.message), &retired).await
            }
            Effect::ReadMessage { message, quote } => self.read_message(message, quote.clone()).await,
            Effect::LeaveBehind { channel, panel } => {
                self.leave_behind(job, incident, channel, panel.as_ref()).await
            }
            Effect::TakeBack { from } => self.take_back(job, incident, from).await,
            Effect::TakeBackName { whom } => self.take_back_name(job, incident, *whom).await,
            Effect::UploadPostmortem { .. } => self.upload_postmortem(job, incident).await,
            Effect::ArchiveChannel => self.archive_channel(incident).await,
            // No call to Slack: see `link`.
            Effect::Link { .. }
            | Effect::Unlink { .. }
            | Effect::Unname { .. }
            | Effect::PointHere { .. } => Ok(None),
        }
    }

    /// The incident that a delivery is about. Work that comes fresh from a save brings it along; but whether somebody
    /// has still to be asked for something, and what stands in a document, is seen from how things are now.
    async fn incident_for(&self, job: &Job) -> Result<Arc<Incident>, DeliveryError> {
        let is_seen_anew = matches!(
            job.effect,
            Effect::Brief { .. }
                | Effect::HeadsUp { .. }
                | Effect::EntrustPostmortem { .. }
                | Effect::Remind
                | Effect::Say {
                    line: Line::AskedToCommand { .. }
                        | Line::OverStageLimit { .. }
                        | Line::ToBeArchived { .. },
                    ..
                }
                | Effect::ArchiveChannel
                | Effect::Tell { .. }
                | Effect::TellAgain { .. }
                | Effect::RefreshNotice { .. }
                | Effect::Deliver { .. }
                | Effect::RefreshCopies { .. }
                | Effect::TakeBack { .. }
                | Effect::UploadPostmortem { .. }
        );
        // What waited for a place or for Slack's limits may have been overtaken: it may be private by now.
        let has_waited = self.clock.machine_now() - job.created_at > AT_ONCE;
        match &job.incident {
            Some(incident) if !is_seen_anew && !has_waited && !self.became_private(job, incident).await? => {
                Ok(incident.clone())
            }
            _ => Ok(Arc::new(self.incident(job).await?)),
        }
    }

    /// Whether it is private by now, which nothing that is told of it may miss. Only the bell does not wait for a database that
    /// hangs.
    async fn became_private(&self, job: &Job, incident: &Incident) -> Result<bool, StoreError> {
        if incident.manner.is_private {
            return Ok(false);
        }
        let asked = self.store.became_private(&job.workspace, job.number);
        match Importance::of(&job.effect) {
            Importance::Bell => {
                Ok(matches!(tokio::time::timeout(LONGEST_LOOK_OF_A_BELL, asked).await, Ok(Ok(true))))
            }
            _ => asked.await,
        }
    }

    /// What was said unheard before the incident became private is found, so that what stands behind it takes its words back.
    async fn said_before(&self, job: &Job) -> Brought {
        let place = match &job.effect {
            Effect::Announce => self.announcements(),
            Effect::Tell { channel } | Effect::TellAgain { channel, .. } => Place::whole(channel),
            _ => return Ok(None),
        };
        let found = self.posted_unheard(job, &place).await;
        let found = found.map_err(|error| error.said_at_once(&place.channel))?;
        Ok(found.map(|message| match &job.effect {
            Effect::Announce => Command::Announced { message },
            _ => Command::NoticePosted { message: MessageRef { channel: place.channel, ..message } },
        }))
    }

    /// The incident as it is now.
    pub(super) async fn incident(&self, job: &Job) -> Result<Incident, DeliveryError> {
        let found = self.store.incident(&job.workspace, job.number, &Viewer::Firebell).await?;
        Ok(found.expect("work is saved together with its incident, and incidents are not deleted").incident)
    }

    pub(super) fn voice(&self) -> Voice<'_> {
        Voice { language: self.language, zone: self.zone, policy: &self.policy, command: &self.command }
    }

    async fn announce(&self, job: &Job, incident: &Incident) -> Brought {
        let message = views::announcement::announcement(incident, &self.voice());
        let message = self.post(job, &self.announcements(), &message).await?;
        Ok(Some(Command::Announced { message }))
    }

    async fn refresh_announcement(&self, incident: &Incident) -> Brought {
        let message = views::announcement::announcement(incident, &self.voice());
        self.edit(incident.places.announcement.as_ref(), &message).await
    }

    /// One that was owed for a channel which the incident has left goes into its new one, and the one behind it need not.
    async fn post_panel(&self, job: &Job, incident: &Incident) -> Brought {
        if incident.places.panel.is_some() {
            return Ok(None);
        }
        let message = views::panel::panel(incident, &self.voice());
        let Some(place) = self.channel_of(job, incident).await? else { return Ok(None) };
        let message = self.post(job, &place, &message).await?;
        Ok(Some(Command::PanelPosted { message }))
    }

    async fn refresh_panel(&self, incident: &Incident) -> Brought {
        let message = views::panel::panel(incident, &self.voice());
        self.edit(incident.places.panel.as_ref(), &message).await
    }

    /// Slack says so if it is pinned already.
    async fn pin_panel(&self, incident: &Incident) -> Brought {
        let panel = incident.places.panel.as_ref().filter(|_| incident.live_channel().is_some());
        let Some(panel) = panel else { return Ok(None) };
        unless(self.slack.pin(panel).await, &["already_pinned"])
    }

    /// Each time the topic is set, everybody sees a line about it; so a further try looks first.
    async fn set_topic(&self, job: &Job, incident: &Incident) -> Brought {
        let Some(channel) = incident.live_channel() else { return Ok(None) };
        let topic = topic(incident, self.language);
        if !job.is_first_try() && unescaped(&self.slack.channel(channel).await?.topic.value) == topic {
            return Ok(None);
        }
        self.slack.set_topic(channel, &topic).await?;
        Ok(None)
    }

    /// Where there is no such place, and none will be, nobody waits for the words; the timeline has them. But what asks
    /// somebody for something is said where they are.
    async fn say(&self, job: &Job, incident: &Incident, audience: Audience, line: &Line) -> Brought {
        let place = match audience {
            Audience::Channel if line.asks_somebody() => {
                self.place_of_questions(job, incident, incident.present_owner()).await?
            }
            Audience::Channel => self.channel_of(job, incident).await?,
            Audience::Announcement => self.thread_of(job, incident).await?,
            Audience::Declarer => {
                self.alone_with(incident, line.addressee().or(Some(&incident.declared_by))).await?
            }
        };
        let Some(place) = place else { return Ok(None) };
        let message = self.post(job, &place, &views::lines::line(incident, line, &self.voice())).await?;
        Ok(match line {
            Line::Undelivered { to, .. } => {
                Some(Command::OfferPosted { offer: Offer { to: to.clone(), message } })
            }
            _ => None,
        })
    }

    /// What a message says now, and where it opens; a link that Slack will not give is not worth the entry.
    async fn read_message(&self, message: &MessageRef, quote: Option<Quote>) -> Brought {
        let quote = match quote {
            Some(quote) => Some(quote),
            None => {
                let read = self.slack.message(message).await?;
                read.and_then(|read| read.quote(&|user| self.directory.name(user)))
            }
        };
        let link = match &quote {
            Some(_) => self.permalink(message).await?,
            None => None,
        };
        Ok(Some(Command::MessageRead { message: message.clone(), quote, link }))
    }

    async fn permalink(&self, message: &MessageRef) -> Result<Option<String>, DeliveryError> {
        match self.slack.permalink(message).await {
            Ok(link) => Ok(Some(link)),
            Err(SlackError::Refused { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// Whether those may know of the incident who would read this. It may have become private since that was owed, and they may
/// have left since.
fn may_be_heard(job: &Job, incident: &Incident) -> bool {
    let is_known_to_them = job.effect.is_for_one().is_none_or(|person| incident.circle().contains(person));
    !incident.manner.is_private || (is_known_to_them && !job.effect.is_for_outsiders())
}

/// What the channel's topic says: no more than what people look for in a list of channels.
fn topic(incident: &Incident, language: Language) -> String {
    let title = views::text::unbracketed(&incident.title);
    let standing = match incident.stage.cancellation() {
        None => incident.severity.label(),
        Some(Cancellation { duplicate_of: Some(other), .. }) if other.is_private => {
            say!(language, "cause-duplicate-private")
        }
        Some(Cancellation { duplicate_of: Some(other), .. }) => {
            say!(language, "topic-duplicate", original = other.number.to_string())
        }
        Some(_) => language.stage(StageName::Cancelled),
    };
    let mark = views::drill::mark(incident, language);
    let whole = format!("{mark}{standing} · {} · {title}", incident.number);
    views::text::clip(&whole, 240)
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
