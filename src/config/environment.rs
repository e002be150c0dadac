//! Lays environment variables over the rest: `FIREBELL_SLACK__BOT_TOKEN` is `slack.bot_token`.

use std::collections::BTreeMap;

use super::problem::Place;
use super::settings::{Kind, LADDER, ROLES, SERVICES, Settings, Shape, Value, is_list};
use super::suggest::{did_you_mean, nearest};

/// What the name of every variable for Firebell starts with.
const PREFIX: &str = "FIREBELL_";

/// Lays the variables that are meant for Firebell over `settings`.
pub(super) fn overlay(
    settings: &mut Settings,
    shape: &Shape,
    variables: impl IntoIterator<Item = (String, String)>,
) {
    let known: BTreeMap<String, (Kind, String)> = shape
        .keys()
        .filter(|(section, _)| !is_list(section))
        .map(|(section, key)| format!("{section}.{key}"))
        .filter_map(|path| Some((variable(&path), (shape.kind(&path)?, path))))
        .collect();
    for (name, text) in variables.into_iter().filter(|(name, text)| is_for_firebell(name, text)) {
        match known.get(&name) {
            Some((kind, path)) => setting(settings, name, path, *kind, text.trim()),
            None => {
                let says = unknown(&name, &known);
                settings.problems.add(Place::Variable(name), "", says);
            }
        }
    }
}

/// The variable of a setting: `FIREBELL_SLACK__BOT_TOKEN` for `slack.bot_token`.
pub(super) fn variable(path: &str) -> String {
    format!("{PREFIX}{}", path.replace('.', "__").to_uppercase())
}

fn setting(settings: &mut Settings, name: String, path: &str, kind: Kind, text: &str) {
    settings.places.insert(path.to_owned(), Place::Variable(name));
    let value = match kind {
        Kind::Text => Value::Text(text.to_owned()),
        Kind::List => Value::List(items(text)),
        Kind::Number => text.parse().map_or(Value::Broken, Value::Number),
        Kind::Flag => text.parse().map_or(Value::Broken, Value::Flag),
    };
    if matches!(value, Value::Broken) {
        settings.problem(path, format!("wants {}, not '{text}'", kind.wanted()));
    }
    settings.values.insert(path.to_owned(), value);
}

fn items(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

fn unknown(name: &str, known: &BTreeMap<String, (Kind, String)>) -> String {
    if name.starts_with(&variable(LADDER)) {
        return "severities are set in the file only, as [[severity]]".to_owned();
    }
    if name.starts_with(&variable(ROLES)) {
        return "roles are set in the file only, as [[roles]]".to_owned();
    }
    if name.starts_with(&variable(SERVICES)) {
        return "services are set in the file only, as [[services]]".to_owned();
    }
    let suggestion = nearest(name, known.keys().map(String::as_str));
    format!("there is no such setting{}", did_you_mean(suggestion))
}

// Kubernetes and Docker tell a container about a neighbour called "firebell" in variables of the same prefix.
fn is_for_firebell(name: &str, text: &str) -> bool {
    let is_about_a_neighbour = name.contains("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || name.contains("_PORT_")
        || (name.ends_with("_PORT") && text.contains("://"));
    name.starts_with(PREFIX) && !is_about_a_neighbour
}
