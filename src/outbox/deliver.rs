//! One effect, turned into calls to Slack.
//!
//! A message shows what was true when its delivery was taken. Whatever is changed after that owes an edit of its own,
//! which waits behind it in its lane, so an old state never overtakes a new one. A try may follow one whose answer was
//! lost; what makes that harmless is said at each delivery.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::archive::{ARCHIVED, in_archived_channel, is_outdated};
use super::open_channel;
use super::post::{Place, unless};
use crate::directory::Directory;
use crate::export;
use crate::incident::{
    Asked, Audience, Cancellation, ChannelId, Command, Effect, Escalation, Incident, Line, MessageRef,
    Obstacle, Policy, Quote, StageName, UserId, Viewer,
};
use crate::language::Language;
use crate::slack::views::{self, Voice};
use crate::slack::{Slack, SlackError, Verdict};
use crate::store::{Job, Store, StoreError};
use crate::{clock::Clock, say};

/// What begins later than that after it was owed is no longer known to be as it was then.
const AT_ONCE: TimeDelta = TimeDelta::seconds(1);
/// How long to wait for something that another delivery makes. Looking costs Slack nothing, and people are waiting.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(2);

/// Why a delivery did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// Slack failed or refused.
    #[error(transparent)]
    Slack(#[from] SlackError),
    /// What is to be shown could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// These people cannot be brought in, or this channel cannot be told; each with Slack's reason.
    #[error("not everybody could be reached")]
    Missing(String),
    /// Slack lets the app make no private channel; a public one is no help.
    #[error("no private channel can be made: {0}")]
    NoPrivateChannel(SlackError),
    /// It needs a channel that will never be there.
    #[error("the incident has no channel")]
    NoChannel,
    /// The incident's channel is archived. Once that is kept as found, a further try finds where else it can be done.
    #[error("the incident's channel is archived")]
    Archived(Box<Command>),
    /// A bug.
    #[error("Firebell itself failed; its log says where")]
    Bug,
    /// Something else has to be there first.
    #[error("waiting for {0}")]
    NotYet(&'static str),
}

impl DeliveryError {
    /// What a try that outlived its time comes to.
    pub(super) fn took_too_long() -> Self {
        Self::Slack(SlackError::Unclear { what: "the whole try took too long".to_owned() })
    }

    /// Why, for the operators. It may name people, which a log must not.
    pub fn reason(&self) -> String {
        match self {
            Self::Missing(who_and_why) => who_and_why.clone(),
            other => other.to_string(),
        }
    }

    /// Why, for the people whom it concerns, whatever they speak.
    pub fn obstacle(&self) -> Obstacle {
        match self {
            Self::Slack(SlackError::Refused { code, .. }) => Obstacle::Said(code.clone()),
            Self::NoPrivateChannel(error) => Obstacle::Said(error.to_string()),
            Self::Slack(SlackError::RateLimited { .. }) => Obstacle::RateLimit,
            Self::Slack(SlackError::Unclear { .. }) => Obstacle::NoAnswer,
            Self::Missing(who_and_why) => Obstacle::Said(who_and_why.clone()),
            Self::Store(_) => Obstacle::Database,
            Self::NoChannel => Obstacle::NoChannel,
            Self::Archived(_) => Obstacle::Said(ARCHIVED.to_owned()),
            Self::NotYet(_) => Obstacle::NeverReady,
            Self::Bug => Obstacle::Bug,
        }
    }

    /// What to do about it.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Slack(error) => error.verdict(),
            Self::Missing(_) | Self::NoPrivateChannel(_) | Self::NoChannel => Verdict::Final,
            Self::Archived(_) => Verdict::GiveUp,
            // Another version wrote it; when that one is back, it is done.
            Self::Store(StoreError::Unreadable { .. }) => Verdict::Wait,
            Self::Store(error) if error.is_away() => Verdict::RetryAfter(LOOK_AGAIN_AFTER),
            Self::Store(_) | Self::Bug => Verdict::Retry,
            Self::NotYet(_) => Verdict::RetryAfter(LOOK_AGAIN_AFTER),
        }
    }
}

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
            Effect::ReadMessage { message, quote } => self.read_message(message, quote.clone()).await,
            Effect::LeaveBehind { channel, panel } => {
                self.leave_behind(job, incident, channel, panel.as_ref()).await
            }
            Effect::UploadPostmortem { .. } => self.upload_postmortem(job, incident).await,
            Effect::ArchiveChannel => self.archive_channel(incident).await,
            // No call to Slack: see `link`.
            Effect::Link { .. } | Effect::Unlink { .. } | Effect::PointHere { .. } => Ok(None),
        }
    }

    /// The incident that a delivery is about. Work that comes fresh from a save brings it along; but whether somebody
    /// has still to be asked for something, and what stands in a document, is seen from how things are now.
    async fn incident_for(&self, job: &Job) -> Result<Arc<Incident>, DeliveryError> {
        let is_seen_anew = matches!(
            job.effect,
            Effect::Brief { .. }
                | Effect::HeadsUp { .. }
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
                | Effect::UploadPostmortem { .. }
        );
        // What waited for a place or for Slack's limits may have been overtaken: it may be private by now.
        let has_waited = self.clock.machine_now() - job.created_at > AT_ONCE;
        match &job.incident {
            Some(incident) if !is_seen_anew && !has_waited => Ok(incident.clone()),
            _ => Ok(Arc::new(self.incident(job).await?)),
        }
    }

    /// What was said unheard before the incident became private is found, so that what stands behind it takes its words back.
    async fn said_before(&self, job: &Job) -> Brought {
        let place = match &job.effect {
            Effect::Announce => self.announcements(),
            Effect::Tell { channel } | Effect::TellAgain { channel, .. } => Place::whole(channel),
            _ => return Ok(None),
        };
        let found = self.posted_unheard(job, &place).await?;
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

    async fn post_panel(&self, job: &Job, incident: &Incident) -> Brought {
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
            Audience::Channel if line.asks_somebody() => self.place_of_questions(job, incident).await?,
            Audience::Channel => self.channel_of(job, incident).await?,
            Audience::Announcement => self.thread_of(job, incident).await?,
            Audience::Declarer => {
                let message = views::lines::line(incident, line, &self.voice());
                self.post_in_private(job, &incident.declared_by, &message).await?;
                return Ok(None);
            }
        };
        if let Some(place) = place {
            self.post(job, &place, &views::lines::line(incident, line, &self.voice())).await?;
        }
        Ok(None)
    }

    /// What was answered before it could be asked is not asked any more. But an earlier try may have asked without hearing
    /// of that; then its message shows what became of it.
    async fn remind(&self, job: &Job, incident: &Incident) -> Brought {
        let Some(reminder) = &incident.last_reminder else { return Ok(None) };
        if reminder.message.is_some() {
            return Ok(None);
        }
        let brought = |message| Command::ReminderPosted { message, reminded_at: Some(reminder.reminded_at) };
        let Some(place) = self.place_of_questions(job, incident).await? else { return Ok(None) };
        if reminder.answer.is_some() || incident.update_clock.is_none() {
            let posted = self.posted_unheard(job, &place).await?;
            return Ok(posted.map(brought));
        }
        if reminder.escalated == Some(Escalation::Groups) {
            self.let_groups_in_first(job).await?;
        }
        let message = views::reminder::reminder(incident, reminder, &self.voice());
        let message = self.post(job, &place, &message).await?;
        Ok(Some(brought(message)))
    }

    /// Nobody is asked for a commander who has come forward meanwhile, or whom nobody needs any more. But an earlier try may
    /// have asked without hearing of that; then its message shows who came.
    async fn ask_for_a_commander(&self, job: &Job, incident: &Incident, whom: Asked) -> Brought {
        let is_wanted = incident.wants_a_commander();
        if !is_wanted && job.is_first_try() {
            return Ok(None);
        }
        if is_wanted && whom == Asked::Groups {
            self.let_groups_in_first(job).await?;
        }
        let Some(place) = self.place_of_questions(job, incident).await? else { return Ok(None) };
        let posted = if is_wanted {
            let message = views::lines::line(incident, &Line::AskedToCommand { whom }, &self.voice());
            Some(self.post(job, &place, &message).await?)
        } else {
            self.posted_unheard(job, &place).await?
        };
        Ok(posted.map(|message| Command::PleaPosted { message }))
    }

    /// An incident that got no channel is asked about below its announcement.
    async fn place_of_questions(
        &self,
        job: &Job,
        incident: &Incident,
    ) -> Result<Option<Place>, DeliveryError> {
        match self.channel_of(job, incident).await? {
            None => self.thread_of(job, incident).await,
            channel => Ok(channel),
        }
    }

    /// The work behind it does what it was to do. Only a reminder may have been posted without being heard of: the one
    /// behind it has the buttons now.
    async fn overtaken(&self, job: &Job) -> Brought {
        if !matches!(job.effect, Effect::Remind) {
            return Ok(None);
        }
        let incident = self.incident(job).await?;
        let Some(place) = self.place_of_questions(job, &incident).await? else { return Ok(None) };
        let posted = self.posted_unheard(job, &place).await?;
        Ok(posted.map(|message| Command::ReminderPosted { message, reminded_at: None }))
    }

    async fn refresh_reminder(&self, incident: &Incident) -> Brought {
        let Some(reminder) = &incident.last_reminder else { return Ok(None) };
        let Some(message) = reminder.message.clone() else { return Ok(None) };
        self.edit(Some(&message), &views::reminder::reminder(incident, reminder, &self.voice())).await?;
        Ok(reminder.answer.clone().map(|answer| Command::ReminderShown { message, answer }))
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

    /// The file's name in Slack is kept before it is shared, so that a further try shares the same one, once.
    async fn upload_postmortem(&self, job: &Job, incident: &Incident) -> Brought {
        let place = self.channel_of(job, incident).await?;
        let channel = place.ok_or(DeliveryError::NoChannel)?.channel;
        let file = match job.checkpoint.as_str() {
            "" => {
                let document = self.postmortem(incident).await?;
                let file = self.slack.upload(&export::file_name(incident), &document).await?;
                self.store.checkpoint(job, &file).await?;
                file
            }
            uploaded if self.slack.is_shared(uploaded).await? => return Ok(None),
            uploaded => uploaded.to_owned(),
        };
        let mark = views::drill::mark(incident, self.language);
        let title = say!(self.language, "export-title", number = incident.number.to_string());
        let comment = say!(self.language, "export-comment", number = incident.number.to_string());
        let (title, comment) = (format!("{mark}{title}"), format!("{mark}{comment}"));
        self.slack.share_file(&file, &title, &channel, &comment).await?;
        Ok(None)
    }

    async fn postmortem(&self, incident: &Incident) -> Result<String, DeliveryError> {
        let timeline = self.store.timeline(incident).await?;
        let people = |user: &UserId| self.directory.name(user);
        Ok(export::postmortem(&export::Dossier {
            incident,
            timeline: &timeline,
            people: &people,
            policy: &self.policy,
            zone: self.zone,
            language: self.language,
            written_at: self.clock.now(),
            channel_link: None,
        }))
    }
}

/// Whether those may know of the incident who would read this. It may have become private since that was owed, and they may
/// have left since.
fn may_be_heard(job: &Job, incident: &Incident) -> bool {
    let alone = match &job.effect {
        Effect::Say { audience: Audience::Declarer, .. } => Some(&incident.declared_by),
        effect => effect.is_for_one(),
    };
    let is_known_to_them = alone.is_none_or(|person| incident.circle().contains(person));
    !incident.manner.is_private || (is_known_to_them && !job.effect.is_for_outsiders())
}

/// What the channel's topic says: no more than what people look for in a list of channels.
fn topic(incident: &Incident, language: Language) -> String {
    let title = views::text::unbracketed(&incident.title);
    let standing = match incident.stage.cancellation() {
        None => incident.severity.label(),
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
