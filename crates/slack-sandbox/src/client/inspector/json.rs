//! JSON to be read: indented, with classes for keys, texts and the rest.

use maud::{Markup, html};
use serde_json::Value;

/// A value over as many lines as it takes.
pub(super) fn draw(value: &Value) -> Markup {
    html! { pre class="json" tabindex="0" { code { (nested(value, 0)) } } }
}

fn nested(value: &Value, depth: usize) -> Markup {
    let inner = "  ".repeat(depth + 1);
    let outer = "  ".repeat(depth);
    html! {
        @match value {
            Value::Object(keys) if !keys.is_empty() => {
                "{\n"
                @for (index, (key, value)) in keys.iter().enumerate() {
                    (inner) span class="key" { (quoted(key)) } ": " (nested(value, depth + 1))
                    (comma(index, keys.len())) "\n"
                }
                (outer) "}"
            }
            Value::Array(items) if !items.is_empty() => {
                "[\n"
                @for (index, item) in items.iter().enumerate() {
                    (inner) (nested(item, depth + 1)) (comma(index, items.len())) "\n"
                }
                (outer) "]"
            }
            Value::String(text) => span class="text-value" { (quoted(text)) },
            Value::Object(_) | Value::Array(_) => (value.to_string()),
            Value::Null | Value::Bool(_) | Value::Number(_) => span class="plain-value" { (value.to_string()) },
        }
    }
}

fn comma(index: usize, length: usize) -> &'static str {
    if index + 1 < length { "," } else { "" }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// What forms carry, with the JSON in their fields (`payload`, `blocks`) unfolded.
pub(super) fn unfolded(pairs: impl IntoIterator<Item = (String, Value)>) -> Value {
    pairs.into_iter().map(|(name, value)| (name, unfold(value))).collect()
}

fn unfold(value: Value) -> Value {
    let nested = value.as_str().filter(|text| text.starts_with(['{', '[']));
    nested.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_indented_escaped_and_marked() {
        let drawn = draw(&json!({"a": ["<b>", 1], "empty": {}, "한글": null})).0;
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!(lines[1], r#"  <span class="key">&quot;a&quot;</span>: ["#);
        assert_eq!(lines[2], r#"    <span class="text-value">&quot;&lt;b&gt;&quot;</span>,"#);
        assert_eq!(lines[3], r#"    <span class="plain-value">1</span>"#);
        assert_eq!(lines[5], r#"  <span class="key">&quot;empty&quot;</span>: {},"#);
        assert!(lines[6].contains("한글"));
    }

    #[test]
    fn json_in_forms_is_unfolded_and_other_text_stays() {
        let pairs = [("payload", "{\"type\":\"x\"}"), ("text", "[not json")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.into()));
        assert_eq!(unfolded(pairs), json!({"payload": {"type": "x"}, "text": "[not json"}));
    }
}
