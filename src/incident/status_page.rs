//! The organisation's status page, which Firebell does not keep: whether it is offered, and what became of the words that an
//! update has for it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Incident;
use super::author::Author;
use super::mailing::Mailing;
use super::policy::Policy;

/// What became of the words that an update has for the status page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum OnPage {
    /// Somebody is to put them there.
    Owed,
    /// Somebody did.
    Shown {
        /// Who said so.
        by: Author,
        /// When.
        at: DateTime<Utc>,
    },
}

impl Incident {
    /// The address of the status page, where that is offered to whoever writes an update: never in private, and never in a drill.
    pub fn status_page<'a>(&self, policy: &'a Policy) -> Option<&'a str> {
        let is_shared = !self.manner.is_private && !self.manner.is_drill;
        let offers = is_shared && policy.ladder.get(&self.severity).status_page;
        policy.status_page.as_deref().filter(|_| offers)
    }

    /// Where the words of an update are still to be put.
    pub fn page_owed<'a>(&self, mailing: &Mailing, policy: &'a Policy) -> Option<&'a str> {
        let is_owed = mailing.on_page == Some(OnPage::Owed) && !self.manner.is_private;
        policy.status_page.as_deref().filter(|_| is_owed)
    }
}
