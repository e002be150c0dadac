//! What a method answers: an object on success, or Slack's error code with its details.

use serde_json::{Map, Value, json};

/// The keys of a successful answer; `ok` is added on the way out.
pub(crate) type Answer = Result<Value, Refusal>;

/// `{"ok":false,"error":…}` with whatever else Slack says.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) error: String,
    pub(crate) extra: Map<String, Value>,
}

impl Refusal {
    pub(crate) fn new(error: impl Into<String>) -> Self {
        Self { error: error.into(), extra: Map::new() }
    }

    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(key.into(), value.into());
        self
    }

    /// `invalid_arguments` with one line of explanation.
    pub(crate) fn argument(problem: &str) -> Self {
        let messages = json!({"messages": [format!("[ERROR] {problem}")]});
        Self::new("invalid_arguments").with("response_metadata", messages)
    }

    pub(crate) fn missing(argument: &str) -> Self {
        Self::argument(&format!("missing required field: {argument}"))
    }

    pub(crate) fn into_json(self) -> Value {
        let mut body = self.extra;
        body.insert("ok".into(), false.into());
        body.insert("error".into(), self.error.into());
        Value::Object(body)
    }
}

impl From<&'static str> for Refusal {
    fn from(error: &'static str) -> Self {
        Self::new(error)
    }
}
