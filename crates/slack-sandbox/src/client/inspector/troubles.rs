//! Trouble in words.

use super::super::look::Look;
use super::super::words::word;
use crate::faults::{CallTrouble, DeliveryTrouble, When};

pub(super) fn of_call(look: &Look<'_>, trouble: &CallTrouble) -> String {
    match trouble {
        CallTrouble::Latency { milliseconds, .. } => {
            word!(look, "trouble-latency", milliseconds = *milliseconds)
        }
        CallTrouble::RateLimited { retry_after_seconds } => {
            word!(look, "trouble-rate-limited", seconds = *retry_after_seconds)
        }
        CallTrouble::ServerError { status, when: When::BeforeWork } => {
            word!(look, "trouble-server-error", status = *status)
        }
        CallTrouble::ServerError { status, when: When::AfterWork } => {
            word!(look, "trouble-server-error-after", status = *status)
        }
        CallTrouble::DropConnection { when: When::BeforeWork } => word!(look, "trouble-drop-before"),
        CallTrouble::DropConnection { when: When::AfterWork } => word!(look, "trouble-drop-after"),
        CallTrouble::Refuse { error } => word!(look, "trouble-refuse", error = error.as_str()),
    }
}

pub(super) fn of_delivery(look: &Look<'_>, trouble: &DeliveryTrouble) -> String {
    match trouble {
        DeliveryTrouble::Twice => word!(look, "trouble-twice"),
        DeliveryTrouble::TwiceWithNewEventId => word!(look, "trouble-twice-new-id"),
        DeliveryTrouble::Late { milliseconds } => word!(look, "trouble-late", milliseconds = *milliseconds),
        DeliveryTrouble::OutOfOrder => word!(look, "trouble-out-of-order"),
        DeliveryTrouble::LoseAck => word!(look, "trouble-lose-ack"),
    }
}
