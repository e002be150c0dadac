//! Arguments of a call, whether they came as JSON, as a form or in the query.
//!
//! Forms carry nested values as JSON strings and everything else as text; JSON carries them plain. Methods that do
//! not read JSON bodies simply see no arguments, as at Slack.

use serde_json::{Map, Value};

use super::refusal::Refusal;

/// The arguments by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Args(pub(crate) Map<String, Value>);

impl Args {
    /// Reads `a=b&c=d`.
    pub(crate) fn from_form(text: &[u8]) -> Result<Self, Refusal> {
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(text).map_err(|_| Refusal::new("invalid_form_data"))?;
        Ok(Self(pairs.into_iter().map(|(name, value)| (name, Value::String(value))).collect()))
    }

    /// Reads a JSON object.
    pub(crate) fn from_json(text: &[u8]) -> Result<Self, Refusal> {
        match serde_json::from_slice(text) {
            Ok(Value::Object(keys)) => Ok(Self(keys)),
            Ok(_) => Err("json_not_object".into()),
            Err(_) => Err("invalid_json".into()),
        }
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A text; numbers are taken as their digits, as Slack does.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(Value::Array(_)) => Err("invalid_array_arg".into()),
            Some(_) => Err(Refusal::argument(&format!("must be a string [json-pointer:/{name}]"))),
        }
    }

    /// A text that must be there and not be empty.
    pub(crate) fn required(&self, name: &str) -> Result<String, Refusal> {
        self.text(name)?.filter(|text| !text.is_empty()).ok_or_else(|| Refusal::missing(name))
    }

    /// A yes or no: `true`, `"true"` and `"1"` mean yes.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.get(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(Value::String(text)) if matches!(text.as_str(), "true" | "1") => Ok(true),
            Some(Value::String(text)) if matches!(text.as_str(), "false" | "0" | "") => Ok(false),
            Some(Value::Number(number)) if number.as_u64() == Some(1) => Ok(true),
            Some(Value::Number(number)) if number.as_u64() == Some(0) => Ok(false),
            Some(_) => Err(Refusal::argument(&format!("must be a boolean [json-pointer:/{name}]"))),
        }
    }

    /// A whole number.
    pub(crate) fn number(&self, name: &str) -> Result<Option<i64>, Refusal> {
        let wrong = || Refusal::argument(&format!("must be an integer [json-pointer:/{name}]"));
        match self.get(name) {
            None => Ok(None),
            Some(Value::Number(number)) => number.as_i64().map(Some).ok_or_else(wrong),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => text.parse().map(Some).map_err(|_| wrong()),
            Some(_) => Err(wrong()),
        }
    }

    /// A nested value: plain in JSON, a JSON string in a form. `refusal` is for a string that is no JSON.
    pub(crate) fn nested(&self, name: &str, refusal: &'static str) -> Result<Option<Value>, Refusal> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text).map(Some).map_err(|_| refusal.into()),
            Some(value) => Ok(Some(value.clone())),
        }
    }

    /// A comma-separated list of ids.
    pub(crate) fn ids(&self, name: &str) -> Result<Vec<String>, Refusal> {
        let text = self.text(name)?.unwrap_or_default();
        Ok(text.split(',').map(str::trim).filter(|id| !id.is_empty()).map(ToOwned::to_owned).collect())
    }
}
