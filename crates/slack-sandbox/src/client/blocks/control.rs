//! An element where it stands: its address, its HTML id, what it holds and what describes it.

use maud::{Markup, html};
use serde_json::Value;

use super::Surface;
use crate::client::text;
use crate::model::elements::{initial_state, state_key};

/// An interactive element in its block.
#[derive(Clone, Copy)]
pub(super) struct Control<'a> {
    pub(super) surface: &'a Surface<'a>,
    pub(super) block: &'a Value,
    pub(super) element: &'a Value,
}

/// The name of a control in a form: block id and action id, each percent-encoded, with a slash between them.
pub(crate) fn field_name(block_id: &str, action_id: &str) -> String {
    format!("{}/{}", text::mention::encoded(block_id), text::mention::encoded(action_id))
}

impl<'a> Control<'a> {
    pub(super) fn kind(&self) -> &'a str {
        self.element["type"].as_str().unwrap_or_default()
    }

    pub(super) fn block_id(&self) -> &'a str {
        self.block["block_id"].as_str().unwrap_or_default()
    }

    pub(super) fn action_id(&self) -> &'a str {
        self.element["action_id"].as_str().unwrap_or_default()
    }

    /// The HTML id of the control itself; others in the same block begin with it.
    pub(super) fn id(&self) -> String {
        format!("{}-{}", block_html_id(self.surface, self.block), text::mention::encoded(self.action_id()))
    }

    /// The name in a form. In messages there is no form, and the name only keeps radio buttons together.
    pub(super) fn name(&self) -> String {
        let name = field_name(self.block_id(), self.action_id());
        if self.surface.held.is_some() { name } else { format!("{}/{name}", self.surface.prefix) }
    }

    fn is_input(&self) -> bool {
        self.block["type"] == "input"
    }

    pub(super) fn is_required(&self) -> bool {
        self.is_input() && self.block["optional"] != true
    }

    /// Whether a choice may be taken back: only in a form, and only where it is optional.
    pub(super) fn is_clearable(&self) -> bool {
        self.is_input() && !self.is_required()
    }

    fn dispatches(&self) -> bool {
        !self.is_input() || self.block["dispatch_action"] == true
    }

    /// What sends a change to the app: `enter` and `character` for inputs of text, `change` for the others; `None`
    /// where nothing does until the form is sent.
    fn dispatch(&self) -> Option<String> {
        if !self.dispatches() {
            return None;
        }
        if !matches!(self.kind(), "plain_text_input" | "email_text_input" | "url_text_input" | "number_input")
        {
            return Some("change".to_owned());
        }
        let on = super::list(&self.element["dispatch_action_config"]["trigger_actions_on"]);
        let words = on.iter().filter_map(|on| match on.as_str() {
            Some("on_character_entered") => Some("character"),
            Some("on_enter_pressed") => Some("enter"),
            _ => None,
        });
        let words: Vec<&str> = words.collect();
        Some(if words.is_empty() { "enter".to_owned() } else { words.join(" ") })
    }

    /// The key under which its value is sent, and whether it holds several.
    fn key(&self) -> (&'static str, bool) {
        state_key(self.kind()).unwrap_or(("value", false))
    }

    /// What it holds: what was chosen in the view, or what it began with.
    pub(super) fn value(&self) -> Value {
        let place = (self.block_id().to_owned(), self.action_id().to_owned());
        let held = self.surface.held.and_then(|held| held.get(&place)).cloned();
        let state = held.or_else(|| initial_state(self.element)).unwrap_or_default();
        state[self.key().0].clone()
    }

    /// [`value`](Self::value) as text; empty when there is none.
    pub(super) fn text_value(&self) -> String {
        match self.value() {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        }
    }

    pub(super) fn error(&self) -> Option<&'a str> {
        let errors = self.surface.errors.filter(|_| self.is_input())?;
        errors.get(self.block_id()).map(String::as_str)
    }

    /// `aria-invalid` of the control.
    pub(super) fn invalid(&self) -> Option<&'static str> {
        self.error().map(|_| "true")
    }

    /// The ids of the hint and of the error, for `aria-describedby`.
    pub(super) fn described_by(&self) -> Option<String> {
        let id = block_html_id(self.surface, self.block);
        let hint = (self.is_input() && self.block["hint"].is_object()).then(|| format!("{id}-hint"));
        let error = self.error().map(|_| format!("{id}-error"));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The id of the visible label, in an input block.
    pub(super) fn labelled_by(&self) -> Option<String> {
        self.is_input().then(|| format!("{}-label", block_html_id(self.surface, self.block)))
    }

    /// The name for those who do not see the placeholder, where no label stands.
    pub(super) fn spoken_label(&self, fallback: &str) -> Option<String> {
        (!self.is_input()).then(|| self.placeholder().unwrap_or_else(|| fallback.to_owned()))
    }

    pub(super) fn placeholder(&self) -> Option<String> {
        self.element["placeholder"].is_object().then(|| text::words(&self.element["placeholder"]))
    }

    pub(super) fn wants_focus(&self) -> bool {
        self.element["focus_on_load"] == true && self.surface.held.is_some()
    }

    /// The wrapper that carries the address, around the control and its confirmation.
    pub(super) fn field(&self, class: &str, inside: &Markup) -> Markup {
        let (key, many) = self.key();
        html! {
            div class={ "field " (class) } data-block=(self.block_id()) data-action=(self.action_id())
                data-kind=(self.kind()) data-key=(key) data-many[many] data-dispatch=[self.dispatch()] {
                (inside)
                (super::button::confirmation(self))
            }
        }
    }
}

/// What the HTML ids of everything in a block begin with.
pub(super) fn block_html_id(surface: &Surface<'_>, block: &Value) -> String {
    format!("{}-{}", surface.prefix, text::mention::encoded(block["block_id"].as_str().unwrap_or_default()))
}
