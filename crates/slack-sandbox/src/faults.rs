//! Trouble on demand: for calls to the Web API, and for what is delivered to the app.
//!
//! Every fault names what it applies to, and may be limited to the next `times` matches or to a `probability`.
//! Several faults can match one call: their latencies add up, and the first that ends the call decides.

use serde::{Deserialize, Serialize};

use crate::dice;

/// All switches at once, as `/sandbox/faults` takes them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Trouble with calls to the Web API.
    pub calls: Vec<CallFault>,
    /// Trouble with deliveries to the app.
    pub deliveries: Vec<DeliveryFault>,
}

/// Trouble for some calls.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CallFault {
    /// A method (`chat.postMessage`), a family (`chat.*`) or all of them (`*`).
    pub method: String,
    /// What goes wrong.
    #[serde(flatten)]
    pub trouble: CallTrouble,
    /// For how many matching calls; without end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// How likely each matching call is hit, from 0 to 1; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
}

/// What can go wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trouble", rename_all = "snake_case")]
pub enum CallTrouble {
    /// The answer is slow. The work is done on arrival unless `when` says otherwise.
    Latency {
        /// How slow.
        milliseconds: u64,
        /// Whether the wait comes before or after the work.
        #[serde(default = "When::after")]
        when: When,
    },
    /// Status 429; nothing is done.
    RateLimited {
        /// The `Retry-After` header.
        retry_after_seconds: u64,
    },
    /// A 5xx with a body that is not JSON.
    ServerError {
        /// The status.
        status: u16,
        /// Whether the work was done nevertheless.
        #[serde(default)]
        when: When,
    },
    /// The connection closes without a byte of an answer.
    DropConnection {
        /// Whether the work was done nevertheless.
        #[serde(default)]
        when: When,
    },
    /// `{"ok":false,"error":…}`; nothing is done.
    Refuse {
        /// The error code.
        error: String,
    },
}

/// On which side of the work the trouble lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Nothing has been done.
    #[default]
    BeforeWork,
    /// The work has been done.
    AfterWork,
}

impl When {
    fn after() -> Self {
        Self::AfterWork
    }
}

/// Trouble for some deliveries to the app.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeliveryFault {
    /// `command`, `block_actions`, `view_submission` and so on; an event type (`message`); `event` for every event;
    /// or `*`.
    pub kind: String,
    /// What goes wrong.
    #[serde(flatten)]
    pub trouble: DeliveryTrouble,
    /// For how many matching deliveries; without end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// How likely each matching delivery is hit, from 0 to 1; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
}

/// What can go wrong with a delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trouble", rename_all = "snake_case")]
pub enum DeliveryTrouble {
    /// The same bytes arrive twice, at the same time.
    Twice,
    /// One happening arrives as two events with different ids; for events only.
    TwiceWithNewEventId,
    /// It leaves late.
    Late {
        /// How late.
        milliseconds: u64,
    },
    /// It leaves after the next event has been delivered, or after a second; for events only.
    OutOfOrder,
    /// The app's answer is lost on the way, so the delivery counts as timed out.
    LoseAck,
}

impl CallFault {
    /// Trouble for every call to `method`.
    pub fn on(method: &str, trouble: CallTrouble) -> Self {
        Self { method: method.into(), trouble, times: None, probability: None }
    }

    /// Only for the next `times` calls.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Only with this probability.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability);
        self
    }
}

impl DeliveryFault {
    /// Trouble for every delivery of `kind`.
    pub fn on(kind: &str, trouble: DeliveryTrouble) -> Self {
        Self { kind: kind.into(), trouble, times: None, probability: None }
    }

    /// Only for the next `times` deliveries.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Only with this probability.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability);
        self
    }
}

/// The switches in force, used up as they strike.
pub(crate) struct Troubles {
    pub(crate) faults: Faults,
    dice: u64,
}

impl Troubles {
    pub(crate) fn new(random_seed: u64) -> Self {
        Self { faults: Faults::default(), dice: random_seed }
    }

    /// What strikes this call.
    pub(crate) fn for_call(&mut self, method: &str) -> Vec<CallTrouble> {
        let mut struck = Vec::new();
        for fault in &mut self.faults.calls {
            let matches = matches_method(&fault.method, method);
            if matches && strikes(&mut self.dice, &mut fault.times, fault.probability) {
                struck.push(fault.trouble.clone());
            }
        }
        self.faults.calls.retain(|fault| fault.times != Some(0));
        struck
    }

    /// What strikes this delivery.
    pub(crate) fn for_delivery(&mut self, kind: &str, is_event: bool) -> Vec<DeliveryTrouble> {
        let mut struck = Vec::new();
        for fault in &mut self.faults.deliveries {
            let matches = fault.kind == "*" || fault.kind == kind || is_event && fault.kind == "event";
            if matches && strikes(&mut self.dice, &mut fault.times, fault.probability) {
                struck.push(fault.trouble.clone());
            }
        }
        self.faults.deliveries.retain(|fault| fault.times != Some(0));
        struck
    }
}

fn matches_method(pattern: &str, method: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => method.starts_with(prefix),
        None => pattern == method,
    }
}

fn strikes(dice: &mut u64, times: &mut Option<u32>, probability: Option<f64>) -> bool {
    if *times == Some(0) || probability.is_some_and(|probability| !dice::happens(dice, probability)) {
        return false;
    }
    if let Some(left) = times {
        *left -= 1;
    }
    true
}
