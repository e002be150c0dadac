//! Holds a JSON value against a [`Rule`] and notes every difference, worded as Slack words it.
//!
//! The wording is that of `slackhq/hack-json-schema`, the validator Slack published, where it has one.
//! That includes its way with bounds: a number below the minimum 1 "must be greater than 1".

use serde_json::{Map, Value};

use super::{
    Problem,
    path::Path,
    rule::{Choice, Form, List, Rule, Shape, Text},
};

/// The problems found so far.
#[derive(Default)]
pub(super) struct Findings(Vec<Problem>);

impl Findings {
    /// Notes that something is wrong at `path`.
    pub(super) fn add(&mut self, path: &Path<'_>, message: impl Into<String>) {
        self.0.push(Problem { message: message.into(), pointer: path.to_string() });
    }

    /// All problems, in the order of the payload.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.0
    }

    /// Notes every way in which `value` breaks `rule`.
    pub(super) fn check(&mut self, value: &Value, rule: &Rule, path: &Path<'_>) {
        match rule {
            Rule::Anything => {}
            Rule::Flag => self.expect(value.is_boolean(), path, "must be a boolean"),
            Rule::Integer(from, to) => self.check_integer(value, *from, *to, path),
            Rule::Number => self.expect(value.is_number(), path, "must provide a number"),
            Rule::PositiveNumber => self.check_positive(value, path),
            Rule::String(text) => self.check_string(value, text, path),
            Rule::Enum(names) => self.check_enum(value, names, path),
            Rule::List(list) => self.check_list(value, list, path),
            Rule::Object(shape) => self.check_object(value, shape, path),
            Rule::Typed(shapes) => self.check_typed(value, shapes, path),
            Rule::OrNull(_) if value.is_null() => {}
            Rule::OrNull(rule) => self.check(value, rule, path),
        }
    }

    fn expect(&mut self, fits: bool, path: &Path<'_>, message: &str) {
        if !fits {
            self.add(path, message);
        }
    }

    fn check_integer(&mut self, value: &Value, from: i64, to: i64, path: &Path<'_>) {
        let Some(number) = value.as_i64() else {
            return self.add(path, "must provide an integer");
        };
        if number < from {
            self.add(path, format!("must be greater than {from}"));
        } else if number > to {
            self.add(path, format!("must be less than {to}"));
        }
    }

    fn check_positive(&mut self, value: &Value, path: &Path<'_>) {
        match value.as_f64() {
            None => self.add(path, "must provide a number"),
            Some(number) => self.expect(number > 0.0, path, "must be greater than 0"),
        }
    }

    fn check_string(&mut self, value: &Value, text: &Text, path: &Path<'_>) {
        let Some(string) = value.as_str() else {
            return self.add(path, "must provide a string");
        };
        if string.chars().take(text.shortest).count() < text.shortest {
            self.add(path, format!("must be more than {} characters", text.shortest - 1));
        } else if is_longer(string, text.longest) {
            self.add(path, format!("must be less than {} characters", text.longest + 1));
        } else if let Some(form) = text.form {
            self.check_form(string, form, path);
        }
    }

    fn check_form(&mut self, string: &str, form: &Form, path: &Path<'_>) {
        if !(form.fits)(string) {
            self.add(path, format!("input must match regex pattern: {}", form.pattern));
        }
    }

    fn check_enum(&mut self, value: &Value, names: &[&str], path: &Path<'_>) {
        match value.as_str() {
            None => self.add(path, "must provide a string"),
            Some(name) => self.expect(names.contains(&name), path, "must be a valid enum value"),
        }
    }

    fn check_list(&mut self, value: &Value, list: &List, path: &Path<'_>) {
        let Some(items) = value.as_array() else {
            return self.add(path, "must provide an array");
        };
        if items.len() < list.fewest {
            self.add(path, format!("must provide at least {} items", list.fewest));
        } else if items.len() > list.most {
            self.add(path, format!("no more than {} items allowed", list.most));
        }
        for (index, item) in items.iter().take(list.most).enumerate() {
            self.check(item, list.of, &path.index(index));
        }
        if list.distinct && has_repeats(items) {
            self.add(path, "Input contains duplicate items");
        }
    }

    fn check_object(&mut self, value: &Value, shape: &Shape, path: &Path<'_>) {
        match value.as_object() {
            None => self.add(path, "must provide an object"),
            Some(object) => self.check_fields(object, shape, path),
        }
    }

    fn check_typed(&mut self, value: &Value, shapes: &[&Shape], path: &Path<'_>) {
        let Some(object) = value.as_object() else {
            return self.add(path, "must provide an object");
        };
        let Some(name) = object.get("type") else {
            return self.add(path, "missing required field: type");
        };
        let Some(name) = name.as_str() else {
            return self.add(&path.key("type"), "must provide a string");
        };
        match shapes.iter().find(|shape| shape.name == Some(name)) {
            None => self.add(&path.key("type"), format!("unsupported type: {name}")),
            Some(shape) => self.check_fields(object, shape, path),
        }
    }

    fn check_fields(&mut self, object: &Map<String, Value>, shape: &Shape, path: &Path<'_>) {
        let mut known = usize::from(shape.name.is_some());
        for field in shape.all_fields() {
            if let Some(value) = object.get(field.name) {
                known += 1;
                self.check(value, &field.rule, &path.key(field.name));
            } else if field.required {
                self.add(path, format!("missing required field: {}", field.name));
            }
        }
        if known < object.len() {
            self.refuse_unknown_keys(object, shape, path);
        }
        self.check_choice(object, shape.choice, path);
    }

    fn refuse_unknown_keys(&mut self, object: &Map<String, Value>, shape: &Shape, path: &Path<'_>) {
        for key in object.keys() {
            let is_type = key == "type" && shape.name.is_some();
            if !is_type && !shape.all_fields().any(|field| field.name == key) {
                self.add(path, format!("invalid additional property: {key}"));
            }
        }
    }

    fn check_choice(&mut self, object: &Map<String, Value>, choice: Choice, path: &Path<'_>) {
        let (Choice::AnyOf(names) | Choice::OneOf(names)) = choice else { return };
        let given = names.iter().filter(|name| object.contains_key(**name)).count();
        if given == 0 {
            self.add(path, format!("must define either {}", either(names)));
        } else if given > 1 && matches!(choice, Choice::OneOf(_)) {
            self.add(path, format!("must define only one of {}", either(names)));
        }
    }
}

/// Whether `text` has more than `most` code points. The byte length, which is never smaller, mostly
/// settles it without counting.
pub(super) fn is_longer(text: &str, most: usize) -> bool {
    text.len() > most && text.chars().count() > most
}

fn has_repeats(items: &[Value]) -> bool {
    items.iter().enumerate().any(|(index, item)| items[..index].contains(item))
}

/// The names in backticks, with "or" between them.
fn either(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(" or ")
}
