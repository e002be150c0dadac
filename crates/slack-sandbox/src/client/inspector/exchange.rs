//! Calls and deliveries as one list, and how each of them ended.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};

use super::wanted::{Direction, Wanted};
use crate::app::{AckOutcome, Sent};
use crate::calls::LoggedCall;
use crate::hub::Hub;

/// A request and its answer, if it came.
pub(super) enum Exchange {
    Call(LoggedCall),
    Delivery(Sent),
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It has not.
    Waiting,
    /// With this status, and without a complaint if it is 2xx.
    Answered(u16),
    /// Slack said no, with this code.
    Refused(String),
    /// The connection of the call was dropped.
    Dropped,
    /// The app did not answer in time.
    TimedOut,
    /// The app could not be reached.
    Unreachable,
}

/// One more than is wanted, if there are more; newest first.
pub(super) fn newest(hub: &Hub, wanted: &Wanted) -> Vec<Exchange> {
    let most = wanted.most.saturating_add(1);
    let mut found = Vec::new();
    if wanted.goes(Direction::Calls) {
        let is_wanted =
            |call: &LoggedCall| (!wanted.only_trouble || is_troubled_call(call)) && wanted.takes_call(call);
        found.extend(hub.calls.newest(most, is_wanted).into_iter().map(Exchange::Call));
    }
    if wanted.goes(Direction::Deliveries) {
        let is_wanted =
            |sent: &Sent| (!wanted.only_trouble || is_troubled_delivery(sent)) && wanted.takes_delivery(sent);
        found.extend(hub.door.newest(most, is_wanted).into_iter().map(Exchange::Delivery));
    }
    found.sort_by_key(|exchange| Reverse(exchange.id()));
    found.truncate(most);
    found
}

impl Exchange {
    /// The exchange of that number.
    pub(super) fn find(hub: &Hub, id: u64) -> Option<Self> {
        let call = hub.calls.find(id).map(Self::Call);
        call.or_else(|| hub.door.find(id).map(Self::Delivery))
    }

    pub(super) fn id(&self) -> u64 {
        match self {
            Self::Call(call) => call.id,
            Self::Delivery(sent) => sent.delivery.id,
        }
    }

    pub(super) fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Call(call) => call.received_at,
            Self::Delivery(sent) => sent.delivery.sent_at,
        }
    }

    /// The method, or the kind of the delivery.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Call(call) => &call.method,
            Self::Delivery(sent) => &sent.delivery.kind,
        }
    }

    pub(super) fn milliseconds(&self) -> Option<u64> {
        match self {
            Self::Call(call) => Some(call.answered.as_ref()?.milliseconds()),
            Self::Delivery(sent) => Some(sent.delivery.ack.as_ref()?.milliseconds),
        }
    }

    pub(super) fn fate(&self) -> Fate {
        match self {
            Self::Call(call) => fate_of_call(call),
            Self::Delivery(sent) => fate_of_delivery(sent),
        }
    }

    /// Whether it failed, or was struck on purpose.
    pub(super) fn is_trouble(&self) -> bool {
        match self {
            Self::Call(call) => is_troubled_call(call),
            Self::Delivery(sent) => is_troubled_delivery(sent),
        }
    }
}

impl Fate {
    pub(super) fn is_failure(&self) -> bool {
        !matches!(self, Self::Waiting | Self::Answered(200..300))
    }
}

fn is_troubled_call(call: &LoggedCall) -> bool {
    !call.troubles.is_empty() || fate_of_call(call).is_failure()
}

fn is_troubled_delivery(sent: &Sent) -> bool {
    !sent.troubles.is_empty() || fate_of_delivery(sent).is_failure()
}

fn fate_of_call(call: &LoggedCall) -> Fate {
    let Some(answered) = &call.answered else { return Fate::Waiting };
    match (answered.status, &answered.refusal) {
        (None, _) => Fate::Dropped,
        (Some(200), Some(code)) => Fate::Refused(code.clone()),
        (Some(status), _) => Fate::Answered(status),
    }
}

fn fate_of_delivery(sent: &Sent) -> Fate {
    let Some(ack) = &sent.delivery.ack else { return Fate::Waiting };
    match ack.outcome {
        AckOutcome::Answered => Fate::Answered(ack.status.unwrap_or_default()),
        AckOutcome::Timeout => Fate::TimedOut,
        AckOutcome::Unreachable => Fate::Unreachable,
    }
}
