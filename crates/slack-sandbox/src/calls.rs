//! The log of Web API calls.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::Args;
use crate::hub::lock;

/// One call as it was received and answered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CallRecord {
    /// The method (`chat.postMessage`).
    pub method: String,
    /// Its arguments, from the body and the query.
    pub arguments: Value,
    /// When it arrived, on the sandbox's clock.
    pub received_at: DateTime<Utc>,
    /// When it was answered, on the sandbox's clock; absent while it is not.
    pub answered_at: Option<DateTime<Utc>>,
    /// How long that took in real time.
    pub milliseconds: Option<u64>,
    /// The HTTP status; absent for a dropped connection.
    pub status: Option<u16>,
    /// The body, as JSON if it is JSON; null for a dropped connection.
    pub answer: Value,
    /// The injected trouble, if any struck.
    pub trouble: Option<String>,
}

/// All calls since the start or the last reset.
#[derive(Default)]
pub(crate) struct CallLog(Mutex<Vec<Entry>>);

struct Entry {
    method: String,
    arguments: Arc<Args>,
    received_at: DateTime<Utc>,
    answered: Option<Answered>,
}

pub(crate) struct Answered {
    pub(crate) at: DateTime<Utc>,
    pub(crate) took: Duration,
    pub(crate) status: Option<u16>,
    pub(crate) body: Bytes,
    pub(crate) trouble: Option<String>,
}

impl CallLog {
    /// Notes an arrival; the number names it when it is answered.
    pub(crate) fn arrived(&self, method: &str, arguments: Arc<Args>, at: DateTime<Utc>) -> usize {
        let mut entries = lock(&self.0);
        entries.push(Entry { method: method.to_owned(), arguments, received_at: at, answered: None });
        entries.len() - 1
    }

    pub(crate) fn answered(&self, number: usize, answered: Answered) {
        if let Some(entry) = lock(&self.0).get_mut(number) {
            entry.answered = Some(answered);
        }
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    pub(crate) fn records(&self) -> Vec<CallRecord> {
        lock(&self.0).iter().map(Entry::record).collect()
    }
}

impl Entry {
    fn record(&self) -> CallRecord {
        let answered = self.answered.as_ref();
        CallRecord {
            method: self.method.clone(),
            arguments: Value::Object(self.arguments.0.clone()),
            received_at: self.received_at,
            answered_at: answered.map(|answered| answered.at),
            milliseconds: answered
                .map(|answered| u64::try_from(answered.took.as_millis()).unwrap_or(u64::MAX)),
            status: answered.and_then(|answered| answered.status),
            answer: answered.map(|answered| readable(&answered.body)).unwrap_or_default(),
            trouble: answered.and_then(|answered| answered.trouble.clone()),
        }
    }
}

fn readable(body: &[u8]) -> Value {
    if body.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(body).unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned().into())
}
