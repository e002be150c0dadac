//! What the status page is to say: which words somebody is to put there, and that somebody did.

use chrono::{DateTime, Utc};

use super::Draft;
use crate::incident::mailing::KEPT_IN_HAND;
use crate::incident::{ExternalText, Fact, Mailing, OnPage, Refusal, Step, Update};

impl Draft<'_> {
    /// What becomes of these words. What the page was to say before them is out of date; what it says already is no news to it.
    pub(super) fn hand_to_page(&mut self, words: Option<&ExternalText>) -> Option<OnPage> {
        let words = words?;
        self.take_back_from_page();
        let is_news = self.incident.page_says.as_deref() != Some(words);
        let is_offered = self.incident.status_page(self.ctx.policy).is_some();
        (is_news && is_offered).then_some(OnPage::Owed)
    }

    fn take_back_from_page(&mut self) {
        let mut mailings = self.incident.mailings.iter_mut();
        let owed = mailings.find(|mailing| mailing.on_page == Some(OnPage::Owed)).map(|mailing| {
            mailing.on_page = None;
            mailing.update.number
        });
        if let Some(update) = owed {
            self.edit_in_channel(update);
        }
    }

    /// What was corrected is to be corrected there too, unless other words have followed. `was` is what these updates said before;
    /// the last of them may have repeated what the page says since an earlier one.
    pub(super) fn correct_on_page(&mut self, updates: &[u32], was: Option<&ExternalText>) {
        let says = self.incident.page_says.as_deref();
        let mut mailings = self.incident.mailings.iter_mut().rev();
        let last = mailings.find(|mailing| mailing.update.external.is_some());
        let is_meant = |last: &&mut Mailing| {
            let is_on_page = last.on_page.is_some() || (says.is_some() && says == was);
            updates.contains(&last.update.number) && is_on_page
        };
        let Some(last) = last.filter(is_meant) else { return };
        if last.update.external.as_deref() != says {
            last.on_page = Some(OnPage::Owed);
        } else if last.on_page == Some(OnPage::Owed) {
            last.on_page = None;
        }
    }

    /// Notes that the words of an update are there. `corrected_at` is which of them somebody has seen: by its last correction.
    pub(super) fn confirm_page(
        mut self,
        update: u32,
        corrected_at: Option<DateTime<Utc>>,
    ) -> Result<Step, Refusal> {
        let (by, at) = (self.ctx.author(), self.now());
        let is_private = self.incident.manner.is_private;
        let awaits_none = Refusal::PageAwaitsNone { number: self.incident.number };
        let mut mailings = self.incident.mailings.iter_mut();
        let mailing = mailings.find(|mailing| mailing.update.number == update && !is_private);
        let Some(mailing) = mailing.filter(|known| is_as_seen(&known.update, corrected_at)) else {
            return Err(awaits_none);
        };
        let words = match (&mailing.on_page, &mailing.update.external) {
            (Some(OnPage::Owed), Some(words)) => words.clone(),
            (Some(OnPage::Shown { .. }), _) => return Ok(self.finish()),
            _ => return Err(awaits_none),
        };
        mailing.on_page = Some(OnPage::Shown { by, at });
        self.incident.key_times.told_outside_at.get_or_insert(at);
        self.record(Fact::StatusPageUpdated { text: words.state.clone() });
        self.incident.page_says = Some(words);
        self.edit_in_channel(update);
        Ok(self.finish())
    }

    /// Lets go of the oldest updates, but not of the one whose words somebody is still to put there.
    pub(super) fn keep_in_hand(&mut self) {
        let is_done_with = |mailing: &Mailing| mailing.on_page != Some(OnPage::Owed);
        while self.incident.mailings.len() > KEPT_IN_HAND {
            let Some(oldest) = self.incident.mailings.iter().position(is_done_with) else { break };
            self.incident.mailings.remove(oldest);
        }
    }
}

/// Buttons bear milliseconds.
fn is_as_seen(update: &Update, corrected_at: Option<DateTime<Utc>>) -> bool {
    let known_at = update.corrected.as_ref().map(|corrected| corrected.at.timestamp_millis());
    known_at == corrected_at.map(|at| at.timestamp_millis())
}
