//! The log of Web API calls.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::Args;
use crate::faults::CallTrouble;
use crate::hub::lock;

/// One call as it was received and answered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CallRecord {
    /// Its number, which the answer carries as `x-slack-req-id`. Calls and deliveries are counted together.
    #[serde(default)]
    pub id: u64,
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
pub(crate) struct CallLog(Mutex<Vec<LoggedCall>>);

/// One call, cheap to copy.
#[derive(Clone)]
pub(crate) struct LoggedCall {
    pub(crate) id: u64,
    pub(crate) method: String,
    pub(crate) arguments: Arc<Args>,
    pub(crate) received_at: DateTime<Utc>,
    /// What strikes it on purpose.
    pub(crate) troubles: Vec<CallTrouble>,
    pub(crate) answered: Option<Answered>,
}

#[derive(Clone)]
pub(crate) struct Answered {
    pub(crate) at: DateTime<Utc>,
    pub(crate) took: Duration,
    pub(crate) status: Option<u16>,
    pub(crate) body: Bytes,
    /// The code, if the answer is `{"ok":false,…}`.
    pub(crate) refusal: Option<String>,
}

/// What every answer of the Web API begins with.
#[derive(Deserialize)]
struct Verdict {
    ok: bool,
    error: Option<String>,
}

impl CallLog {
    pub(crate) fn arrived(&self, call: LoggedCall) {
        lock(&self.0).push(call);
    }

    pub(crate) fn answered(&self, id: u64, answered: Answered) {
        if let Some(call) = lock(&self.0).iter_mut().rev().find(|call| call.id == id) {
            call.answered = Some(answered);
        }
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    /// How many arrived, and how many of them were answered.
    pub(crate) fn count(&self) -> (usize, usize) {
        let calls = lock(&self.0);
        (calls.len(), calls.iter().filter(|call| call.answered.is_some()).count())
    }

    pub(crate) fn records(&self) -> Vec<CallRecord> {
        lock(&self.0).iter().map(LoggedCall::record).collect()
    }

    /// The newest calls that are wanted, newest first.
    pub(crate) fn newest(&self, most: usize, is_wanted: impl Fn(&LoggedCall) -> bool) -> Vec<LoggedCall> {
        lock(&self.0).iter().rev().filter(|call| is_wanted(call)).take(most).cloned().collect()
    }

    pub(crate) fn find(&self, id: u64) -> Option<LoggedCall> {
        lock(&self.0).iter().rev().find(|call| call.id == id).cloned()
    }

    /// The methods called so far.
    pub(crate) fn methods(&self) -> BTreeSet<String> {
        lock(&self.0).iter().map(|call| call.method.clone()).collect()
    }
}

impl LoggedCall {
    fn record(&self) -> CallRecord {
        let answered = self.answered.as_ref();
        CallRecord {
            id: self.id,
            method: self.method.clone(),
            arguments: Value::Object(self.arguments.0.clone()),
            received_at: self.received_at,
            answered_at: answered.map(|answered| answered.at),
            milliseconds: answered.map(Answered::milliseconds),
            status: answered.and_then(|answered| answered.status),
            answer: answered.map(Answered::value).unwrap_or_default(),
            trouble: (!self.troubles.is_empty()).then(|| format!("{:?}", self.troubles)),
        }
    }
}

impl Answered {
    pub(crate) fn new(at: DateTime<Utc>, took: Duration, status: Option<u16>, body: Bytes) -> Self {
        let verdict = serde_json::from_slice::<Verdict>(&body).ok().filter(|verdict| !verdict.ok);
        let refusal = verdict.map(|verdict| verdict.error.unwrap_or_default());
        Self { at, took, status, body, refusal }
    }

    pub(crate) fn milliseconds(&self) -> u64 {
        u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX)
    }

    /// The body, as JSON if it is JSON.
    pub(crate) fn value(&self) -> Value {
        readable(&self.body)
    }
}

fn readable(body: &[u8]) -> Value {
    if body.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(body).unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned().into())
}
