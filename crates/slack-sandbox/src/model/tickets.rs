//! The short-lived permissions Slack hands to the app: `trigger_id`s and `response_url`s.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::Workspace;

/// A `trigger_id` opens one view within three seconds. (Slack documentation, "Opening modals".)
const TRIGGER_LIFE: TimeDelta = TimeDelta::seconds(3);
/// A `response_url` works for half an hour … (Slack documentation, "Handling user interaction".)
const RESPONSE_URL_LIFE: TimeDelta = TimeDelta::minutes(30);
/// … and five times.
const RESPONSE_URL_USES: u8 = 5;

/// Everything handed out so far.
#[derive(Debug, Default)]
pub(crate) struct Tickets {
    triggers: HashMap<String, Trigger>,
    response_urls: HashMap<String, ResponseUrl>,
}

#[derive(Debug)]
struct Trigger {
    user: String,
    view: Option<String>,
    issued_at: DateTime<Utc>,
    used: bool,
}

/// Why a trigger opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TriggerError {
    Unknown,
    Expired,
    Used,
}

/// The message an interaction came from, which a `response_url` can replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Message(String),
    Ephemeral(String),
}

/// A permission to answer in one place without a token.
#[derive(Clone, Debug)]
pub(crate) struct ResponseUrl {
    pub(crate) user: String,
    pub(crate) channel: String,
    pub(crate) origin: Option<Origin>,
    issued_at: DateTime<Utc>,
    uses: u8,
}

impl Workspace {
    /// Hands out a trigger to act for `user`, from inside `view` if the interaction happened in one.
    pub(crate) fn issue_trigger(&mut self, user: &str, view: Option<&str>) -> String {
        let number = self.next_id("");
        let digits = u64::from_str_radix(&number, 36).expect("ids are counted in letters and digits");
        let id = format!("{}.{}.{digits:032x}", digits % 10_000_000_000_000, self.seconds());
        let view = view.map(ToOwned::to_owned);
        let trigger = Trigger { user: user.to_owned(), view, issued_at: self.now, used: false };
        self.tickets.triggers.insert(id.clone(), trigger);
        id
    }

    /// Whose trigger this is and from which view, if it still opens something. Does not use it up.
    pub(crate) fn check_trigger(&self, id: &str) -> Result<(String, Option<String>), TriggerError> {
        let trigger = self.tickets.triggers.get(id).ok_or(TriggerError::Unknown)?;
        if trigger.used {
            return Err(TriggerError::Used);
        }
        if self.now - trigger.issued_at >= TRIGGER_LIFE {
            return Err(TriggerError::Expired);
        }
        Ok((trigger.user.clone(), trigger.view.clone()))
    }

    pub(crate) fn use_trigger(&mut self, id: &str) {
        if let Some(trigger) = self.tickets.triggers.get_mut(id) {
            trigger.used = true;
        }
    }

    /// Hands out the secret part of a `response_url`.
    pub(crate) fn issue_response_url(&mut self, user: &str, channel: &str, origin: Option<Origin>) -> String {
        let secret = format!("{}/{}", self.next_id(""), self.next_word(24));
        let (user, channel) = (user.to_owned(), channel.to_owned());
        let ticket = ResponseUrl { user, channel, origin, issued_at: self.now, uses: 0 };
        self.tickets.response_urls.insert(secret.clone(), ticket);
        secret
    }

    /// Counts one use of a `response_url`; the error is Slack's word for why it no longer works.
    pub(crate) fn use_response_url(&mut self, secret: &str) -> Result<ResponseUrl, &'static str> {
        let now = self.now;
        let ticket = self.tickets.response_urls.get_mut(secret).ok_or("invalid_url")?;
        if now - ticket.issued_at >= RESPONSE_URL_LIFE {
            return Err("expired_url");
        }
        if ticket.uses >= RESPONSE_URL_USES {
            return Err("used_url");
        }
        ticket.uses += 1;
        Ok(ticket.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::App;
    use crate::seed::Seed;

    #[test]
    fn no_two_triggers_are_the_same_though_they_are_issued_at_once() {
        let now = DateTime::from_timestamp(1_795_316_400, 0).unwrap();
        let mut workspace = Workspace::new(&Seed::default(), App::default(), now);
        let triggers: Vec<String> = (0..2000).map(|_| workspace.issue_trigger("U1", None)).collect();
        let different: std::collections::HashSet<&String> = triggers.iter().collect();
        assert_eq!(different.len(), triggers.len());
    }
}
