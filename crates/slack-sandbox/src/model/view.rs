//! Modals and home tabs: the stack, the hash, and what people have typed.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Workspace;
use super::elements::{elements, fill_ids, initial_state};

/// Where a view is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Surface {
    Modal,
    Home,
}

/// A live view.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) id: String,
    pub(crate) user: String,
    pub(crate) surface: Surface,
    pub(crate) blocks: Value,
    /// `title`, `submit`, `close`, `callback_id` and the other plain keys, defaults filled in.
    plain: Map<String, Value>,
    pub(crate) hash: String,
    pub(crate) previous: Option<String>,
    pub(crate) root: String,
    /// What every stateful element holds now, by block and action id.
    pub(crate) held: BTreeMap<(String, String), Value>,
    /// The app's words under inputs, by block id, since the last submission.
    pub(crate) errors: BTreeMap<String, String>,
    /// Slack's words about a submission that failed.
    pub(crate) trouble: Option<String>,
    /// Whether it was sent and the app has not answered yet.
    pub(crate) is_under_way: bool,
}

impl View {
    pub(crate) fn external_id(&self) -> &str {
        self.plain["external_id"].as_str().unwrap_or_default()
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.plain[name].as_bool().unwrap_or_default()
    }

    pub(crate) fn has_submit(&self) -> bool {
        !self.plain["submit"].is_null()
    }

    /// The text of `title`, `submit` or `close`, if the view has one.
    pub(crate) fn label(&self, key: &str) -> Option<&Value> {
        self.plain.get(key).filter(|text| !text.is_null())
    }

    /// `state.values`: every stateful element by block and action id.
    pub(crate) fn state_values(&self) -> Value {
        let mut values = Map::new();
        for ((block, action), state) in &self.held {
            let block = values.entry(block.clone()).or_insert_with(|| Value::Object(Map::new()));
            block[action.as_str()] = state.clone();
        }
        Value::Object(values)
    }

    /// The view as Slack returns it.
    pub(crate) fn to_json(&self, workspace: &Workspace) -> Value {
        let mut wire = self.plain.clone();
        let app = &workspace.app;
        wire.extend([
            ("id".into(), self.id.clone().into()),
            ("team_id".into(), workspace.team.id.clone().into()),
            ("type".into(), if self.surface == Surface::Modal { "modal" } else { "home" }.into()),
            ("blocks".into(), self.blocks.clone()),
            ("state".into(), json!({"values": self.state_values()})),
            ("hash".into(), self.hash.clone().into()),
            ("previous_view_id".into(), self.previous.clone().into()),
            ("root_view_id".into(), self.root.clone().into()),
            ("app_id".into(), app.app_id.clone().into()),
            ("app_installed_team_id".into(), workspace.team.id.clone().into()),
            ("bot_id".into(), app.bot_id.clone().into()),
        ]);
        Value::Object(wire)
    }

    /// Takes new content. Typed values survive where block id, action id and element type stay the same.
    fn take(&mut self, mut sent: Value, hash: String, next_id: &mut dyn FnMut() -> String) {
        self.plain = plain_keys(&sent);
        let mut blocks = sent["blocks"].take();
        fill_ids(&mut blocks, next_id);
        let before = std::mem::take(&mut self.held);
        for placed in elements(&blocks) {
            let key = (placed.block_id.to_owned(), placed.action_id.to_owned());
            let kept =
                before.get(&key).filter(|state| placed.input.is_some() && state["type"] == placed.kind());
            if let Some(state) = kept.cloned().or_else(|| initial_state(placed.element)) {
                self.held.insert(key, state);
            }
        }
        self.errors.clear();
        self.trouble = None;
        self.is_under_way = false;
        self.blocks = blocks;
        self.hash = hash;
    }
}

/// The view's plain keys with the defaults Slack shows for absent ones.
fn plain_keys(sent: &Value) -> Map<String, Value> {
    let default_title = || json!({"type": "plain_text", "text": "View Title", "emoji": true});
    let text = |key: &str| with_emoji(sent.get(key).cloned().unwrap_or(Value::Null));
    let word =
        |key: &str| sent.get(key).filter(|value| value.is_string()).cloned().unwrap_or_else(|| "".into());
    let flag = |key: &str| Value::Bool(sent[key].as_bool().unwrap_or_default());
    let title = text("title");
    Map::from_iter([
        ("title".into(), if title.is_null() { default_title() } else { title }),
        ("submit".into(), text("submit")),
        ("close".into(), text("close")),
        ("private_metadata".into(), word("private_metadata")),
        ("callback_id".into(), word("callback_id")),
        ("external_id".into(), word("external_id")),
        ("clear_on_close".into(), flag("clear_on_close")),
        ("notify_on_close".into(), flag("notify_on_close")),
    ])
}

fn with_emoji(mut text: Value) -> Value {
    if let Some(keys) = text.as_object_mut() {
        keys.entry("emoji").or_insert(Value::Bool(true));
    }
    text
}

impl Workspace {
    fn next_hash(&mut self) -> String {
        format!("{}.{}", self.seconds(), self.next_word(8))
    }

    fn new_view(&mut self, user: &str, surface: Surface, sent: Value, previous: Option<&View>) -> String {
        let id = self.next_id("V");
        let mut view = View {
            id: id.clone(),
            user: user.to_owned(),
            surface,
            blocks: Value::Null,
            plain: Map::new(),
            hash: String::new(),
            previous: previous.map(|view| view.id.clone()),
            root: previous.map_or_else(|| id.clone(), |view| view.root.clone()),
            held: BTreeMap::new(),
            errors: BTreeMap::new(),
            trouble: None,
            is_under_way: false,
        };
        let hash = self.next_hash();
        view.take(sent, hash, &mut || self.next_word(5));
        self.views.insert(id.clone(), view);
        id
    }

    /// Opens a modal for a person. Whatever modal was open gives way.
    pub(crate) fn open_modal(&mut self, user: &str, sent: Value) -> String {
        self.close_all(user);
        let id = self.new_view(user, Surface::Modal, sent, None);
        self.stacks.insert(user.to_owned(), vec![id.clone()]);
        id
    }

    /// Puts a view on top of a person's open modal. The modal must be open.
    pub(crate) fn push_modal(&mut self, user: &str, sent: Value) -> String {
        let top = self.top_view(user).cloned();
        let id = self.new_view(user, Surface::Modal, sent, top.as_ref());
        self.stacks.entry(user.to_owned()).or_default().push(id.clone());
        id
    }

    /// Gives a live view new content and a new hash.
    pub(crate) fn update_view(&mut self, id: &str, sent: Value) {
        let hash = self.next_hash();
        let Some(mut view) = self.views.remove(id) else { return };
        view.take(sent, hash, &mut || self.next_word(5));
        self.views.insert(id.to_owned(), view);
    }

    /// Publishes a person's home tab, which replaces everything but its id.
    pub(crate) fn publish_home(&mut self, user: &str, sent: Value) -> String {
        if let Some(id) = self.homes.get(user).cloned() {
            if let Some(view) = self.views.get_mut(&id) {
                view.held.clear();
            }
            self.update_view(&id, sent);
            return id;
        }
        let id = self.new_view(user, Surface::Home, sent, None);
        self.homes.insert(user.to_owned(), id.clone());
        id
    }

    pub(crate) fn top_view(&self, user: &str) -> Option<&View> {
        self.stacks.get(user)?.last().and_then(|id| self.views.get(id))
    }

    pub(crate) fn is_open(&self, user: &str, view: &str) -> bool {
        self.stacks.get(user).is_some_and(|stack| stack.iter().any(|id| id == view))
    }

    /// Takes the topmost view away.
    pub(crate) fn close_top(&mut self, user: &str) {
        let Some(stack) = self.stacks.get_mut(user) else { return };
        let closed = stack.pop();
        if stack.is_empty() {
            self.stacks.remove(user);
        }
        if let Some(id) = closed {
            self.forget_view(&id);
        }
    }

    /// Removes a view that is on no screen any more, with what was offered in it.
    pub(crate) fn forget_view(&mut self, id: &str) {
        self.views.remove(id);
        self.forget_offered(id);
    }

    /// Closes the whole modal of a person.
    pub(crate) fn close_all(&mut self, user: &str) {
        for id in self.stacks.remove(user).unwrap_or_default() {
            self.forget_view(&id);
        }
    }

    /// Shows that a view has been sent.
    pub(crate) fn send_off(&mut self, id: &str) {
        if let Some(view) = self.views.get_mut(id) {
            view.is_under_way = true;
        }
    }

    /// Shows in a view what became of its submission.
    pub(crate) fn complain(&mut self, id: &str, trouble: Option<String>, errors: BTreeMap<String, String>) {
        if let Some(view) = self.views.get_mut(id) {
            (view.trouble, view.errors) = (trouble, errors);
            view.is_under_way = false;
        }
    }

    pub(crate) fn view_by_external_id(&self, external_id: &str) -> Option<&View> {
        self.views.values().find(|view| view.external_id() == external_id)
    }
}
