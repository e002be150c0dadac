//! Updates on their way: a copy for each address, each with a fate of its own; and the notices in the channels of
//! stakeholders, below which their copies stand.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Incident;
use super::id::{ChannelId, MessageRef};
use super::obstacle::Obstacle;
use super::status_page::OnPage;
use super::update::Update;

/// How many updates keep their copies in hand; what is older stays as it was said.
pub const KEPT_IN_HAND: usize = 5;

/// Where a copy of an update goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Address {
    /// The incident's channel.
    Channel,
    /// The thread below the announcement.
    Announcement,
    /// The thread below the notice in a channel of stakeholders.
    Stakeholders {
        /// Which.
        channel: ChannelId,
    },
}

/// Who reads along in a channel of stakeholders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// The organisation's own people.
    #[default]
    Inside,
    /// Those outside, or those who speak to them.
    Outside,
}

/// What a channel of stakeholders was told of the incident: one message, which shows what is true now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Which channel.
    pub channel: ChannelId,
    /// Who reads it.
    #[serde(default)]
    pub reader: Reader,
    /// Where it stands, once it does.
    pub message: Option<MessageRef>,
    /// Why it could not be posted, if it was given up.
    pub failure: Option<Failure>,
}

/// An update with what became of its copies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailing {
    /// What it says now.
    pub update: Update,
    /// One for each address.
    pub deliveries: Vec<Delivery>,
    /// What became of its words for the status page, if it had some.
    #[serde(default)]
    pub on_page: Option<OnPage>,
}

/// One copy of an update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Where it goes.
    pub to: Address,
    /// Where it stands, once it does.
    pub message: Option<MessageRef>,
    /// How often what it is to show was changed.
    pub wanted: u32,
    /// Which of these changes it shows.
    pub shows: u32,
    /// Why it could not be posted or corrected, if that was given up.
    pub failure: Option<Failure>,
}

/// Why something was given up that can be tried again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What stood in the way.
    pub why: Obstacle,
    /// The work that was given up: it may have been posted all the same, if Slack's answer was lost. `None` where nothing
    /// was tried.
    pub earlier: Option<Earlier>,
}

/// A line that offers to try again what did not get to an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The address.
    pub to: Address,
    /// Where the line stands.
    pub message: MessageRef,
}

/// What has become of an offer to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferEnd {
    /// Everything has got there.
    Delivered,
    /// It was tried again in vain, and a newer line offers the next try.
    Repeated,
}

/// A piece of work that was given up, by which a message that it posted is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// The name that its message bears.
    pub delivery: String,
    /// Since when it was owed, by the machine's clock.
    pub owed_since: DateTime<Utc>,
}

/// What can be given up, and tried again by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parcel {
    /// The notice in a channel of stakeholders.
    Notice {
        /// Which.
        channel: ChannelId,
    },
    /// A copy of an update.
    Copy {
        /// Which update, by its number.
        update: u32,
        /// Where it was to go.
        to: Address,
    },
    /// What was to correct the copies at an address.
    Corrections {
        /// Which.
        to: Address,
    },
}

/// What became of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate<'a> {
    /// It is on its way.
    Waiting,
    /// It is there and shows what it should.
    Delivered,
    /// It was given up.
    GivenUp(&'a Obstacle),
    /// It is there, but what was to correct it was given up.
    NotCorrected(&'a Obstacle),
}

impl Delivery {
    /// A copy that is on its way.
    pub const fn waiting(to: Address) -> Self {
        Self { to, message: None, wanted: 0, shows: 0, failure: None }
    }

    /// What became of it.
    pub const fn fate(&self) -> Fate<'_> {
        match (&self.message, &self.failure) {
            (None, Some(failure)) => Fate::GivenUp(&failure.why),
            (Some(_), Some(failure)) => Fate::NotCorrected(&failure.why),
            (None, None) => Fate::Waiting,
            (Some(_), None) => Fate::Delivered,
        }
    }

    /// Whether it is there and does not show what it should.
    pub const fn is_stale(&self) -> bool {
        self.message.is_some() && self.shows < self.wanted
    }
}

impl Mailing {
    /// The copy at an address.
    pub fn delivery(&self, to: &Address) -> Option<&Delivery> {
        self.deliveries.iter().find(|delivery| delivery.to == *to)
    }

    pub(super) fn delivery_mut(&mut self, to: &Address) -> Option<&mut Delivery> {
        self.deliveries.iter_mut().find(|delivery| delivery.to == *to)
    }

    /// Has every copy show something else from now on. Answers where there are or will be some.
    pub(super) fn correct(&mut self) -> Vec<Address> {
        let mut addresses = Vec::new();
        for delivery in &mut self.deliveries {
            delivery.wanted += 1;
            if delivery.message.is_some() {
                // What could not be corrected before is tried once more.
                delivery.failure = None;
            }
            if delivery.failure.is_none() {
                addresses.push(delivery.to.clone());
            }
        }
        addresses
    }

    /// Whether what became of its copies is worth a line: it went further than where everybody on the incident looks, or
    /// something went wrong.
    pub fn has_fates_to_show(&self) -> bool {
        let is_told_elsewhere = |delivery: &Delivery| matches!(delivery.to, Address::Stakeholders { .. });
        self.deliveries.iter().any(|delivery| is_told_elsewhere(delivery) || delivery.failure.is_some())
    }
}

impl Incident {
    /// An update that still has its copies in hand.
    pub fn mailing(&self, update: u32) -> Option<&Mailing> {
        self.mailings.iter().find(|mailing| mailing.update.number == update)
    }

    /// Who reads what is said at an address.
    pub fn reader(&self, to: &Address) -> Reader {
        match to {
            Address::Channel | Address::Announcement => Reader::Inside,
            Address::Stakeholders { channel } => {
                self.notice(channel).map_or(Reader::Inside, |known| known.reader)
            }
        }
    }

    /// Whether everything has got to an address that was meant for it: nothing was given up there, and nothing is on its way.
    pub(super) fn has_got_everything(&self, to: &Address) -> bool {
        let notice = match to {
            Address::Stakeholders { channel } => self.notice(channel),
            Address::Channel | Address::Announcement => None,
        };
        let is_there = |delivery: &Delivery| delivery.fate() == Fate::Delivered && !delivery.is_stale();
        notice.is_none_or(|notice| notice.message.is_some() && notice.failure.is_none())
            && self.mailings.iter().filter_map(|mailing| mailing.delivery(to)).all(is_there)
    }

    /// What a channel of stakeholders was told.
    pub fn notice(&self, channel: &ChannelId) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.channel == *channel)
    }
}
