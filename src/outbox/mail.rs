//! Notices in the channels of stakeholders, and the copies of updates.
//!
//! A notice is told before what stands below it, since both share a lane. What a copy says is read when its turn has come,
//! so that whatever was corrected meanwhile goes out corrected.

use super::deliver::{Brought, Courier, DeliveryError};
use super::post::Place;
use crate::incident::{
    Address, ChannelId, Command, Delivery, Earlier, Errand, Incident, Line, MessageRef, Notice, Obstacle,
    Parcel, Reader,
};
use crate::slack::Verdict;
use crate::slack::views::{self, announcement};
use crate::store::Job;

impl Courier {
    pub(super) async fn tell(&self, job: &Job, incident: &Incident, channel: &ChannelId) -> Brought {
        let message = announcement::notice(incident, reader(incident, channel), &self.voice());
        let posted = self.post(job, &Place::whole(channel), &message).await;
        let message = posted.map_err(|error| in_channel(channel, error))?;
        Ok(Some(Command::NoticePosted { message: MessageRef { channel: channel.clone(), ..message } }))
    }

    pub(super) async fn refresh_notice(&self, incident: &Incident, channel: &ChannelId) -> Brought {
        let notice = incident.notice(channel).and_then(|notice| notice.message.as_ref());
        let message = announcement::notice(incident, reader(incident, channel), &self.voice());
        self.edit(notice, &message).await
    }

    /// Says a line at one address. A copy that is there already, or was given up together with what it was to stand below,
    /// is not said.
    pub(super) async fn deliver_line(
        &self,
        job: &Job,
        incident: &Incident,
        to: &Address,
        line: &Line,
    ) -> Brought {
        let Line::UpdatePosted { update: posted } = line else {
            return self.say_below(job, incident, to, line).await;
        };
        let mailing = incident.mailing(posted.number);
        let delivery = mailing.and_then(|mailing| mailing.delivery(to));
        if delivery.is_some_and(|delivery| delivery.message.is_some() || delivery.failure.is_some()) {
            return Ok(None);
        }
        let Some(place) = self.place_of(job, incident, to).await? else {
            let is_superfluous = self.is_said_again(job, incident, to).await?;
            return Ok((!is_superfluous).then(|| nowhere(job, posted.number, to)));
        };
        let message = match mailing {
            Some(mailing) => views::updates::copy(incident, mailing, to, &self.voice()),
            None => views::lines::line(incident, line, &self.voice()),
        };
        let posted_at = self.post(job, &place, &message).await.map_err(|error| at_address(to, error))?;
        let shows = delivery.map_or(0, |delivery| delivery.wanted);
        Ok(Some(Command::CopyPosted { update: posted.number, to: to.clone(), message: posted_at, shows }))
    }

    /// Whether what it is to stand below is still owed: then that stands behind it in its lane, since it was given up once and
    /// is tried again; and with it another copy, which is said in the place of this one.
    async fn is_said_again(
        &self,
        job: &Job,
        incident: &Incident,
        to: &Address,
    ) -> Result<bool, DeliveryError> {
        let Address::Stakeholders { channel } = to else { return Ok(false) };
        let awaited = |notice: &Notice| notice.message.is_none() && notice.failure.is_none();
        Ok(incident.notice(channel).is_some_and(awaited) && self.store.owes(job, Errand::Tell).await?)
    }

    async fn say_below(&self, job: &Job, incident: &Incident, to: &Address, line: &Line) -> Brought {
        let message = views::updates::told(incident, line, incident.reader(to), &self.voice());
        if let (Some(place), Some(message)) = (self.place_of(job, incident, to).await?, message) {
            self.post(job, &place, &message).await.map_err(|error| at_address(to, error))?;
        }
        Ok(None)
    }

    /// Where a copy goes; `None` where there is no such place and none will be.
    async fn place_of(
        &self,
        job: &Job,
        incident: &Incident,
        to: &Address,
    ) -> Result<Option<Place>, DeliveryError> {
        match to {
            Address::Channel => self.channel_of(job, incident).await,
            Address::Announcement => self.thread_of(job, incident).await,
            Address::Stakeholders { channel } => {
                let notice = incident.notice(channel).and_then(|notice| notice.message.as_ref());
                Ok(notice.map(Place::below))
            }
        }
    }

    /// Edits whatever does not show what it should. A further try edits all of them again, which changes nothing.
    pub(super) async fn refresh_copies(&self, incident: &Incident, to: &Address) -> Brought {
        let mut shown = Vec::new();
        for mailing in &incident.mailings {
            let Some(delivery) = mailing.delivery(to).filter(|delivery| Delivery::is_stale(delivery)) else {
                continue;
            };
            let message = views::updates::copy(incident, mailing, to, &self.voice());
            self.edit(delivery.message.as_ref(), &message).await.map_err(|error| at_address(to, error))?;
            shown.push((mailing.update.number, delivery.wanted));
        }
        Ok((!shown.is_empty()).then(|| Command::CopiesShown { to: to.clone(), shown }))
    }
}

fn reader(incident: &Incident, channel: &ChannelId) -> Reader {
    incident.reader(&Address::Stakeholders { channel: channel.clone() })
}

/// Which of the channels it was is all that helps.
fn in_channel(channel: &ChannelId, error: DeliveryError) -> DeliveryError {
    match error.verdict() {
        Verdict::GiveUp => DeliveryError::Missing(format!("{channel}: {}", error.reason())),
        _ => error,
    }
}

fn at_address(to: &Address, error: DeliveryError) -> DeliveryError {
    match to {
        Address::Stakeholders { channel } => in_channel(channel, error),
        Address::Channel | Address::Announcement => error,
    }
}

fn nowhere(job: &Job, update: u32, to: &Address) -> Command {
    Command::Undelivered {
        what: Parcel::Copy { update, to: to.clone() },
        errand: job.effect.errand(),
        earlier: Earlier { delivery: job.delivery(), owed_since: job.created_at },
        why: Obstacle::NoChannel,
    }
}
