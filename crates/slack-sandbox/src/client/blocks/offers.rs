//! What a menu offers: options the app sent, or people, conversations and files of the workspace.

use maud::{Markup, html};
use serde_json::Value;

use super::control::Control;
use super::list;
use crate::client::files;
use crate::client::look::{Look, shown_name};
use crate::client::text::words;
use crate::client::words::word;
use crate::model::{Channel, Kind, User};

/// One line of a menu.
pub(super) struct Offer {
    pub(super) value: String,
    pub(super) label: String,
    /// A second, smaller text; people may type it as well.
    detail: String,
    /// The heading it stands under; empty for none.
    group: String,
}

impl Offer {
    fn option(option: &Value, group: &str) -> Self {
        Self {
            value: option["value"].as_str().unwrap_or_default().to_owned(),
            label: words(&option["text"]),
            detail: words(&option["description"]),
            group: group.to_owned(),
        }
    }

    fn plain(value: &str, label: String, detail: String) -> Self {
        Self { value: value.to_owned(), label, detail, group: String::new() }
    }
}

/// What stands in the closed menu while nothing is chosen and the app says nothing else.
pub(super) fn placeholder(control: &Control<'_>) -> String {
    let key = match control.kind() {
        "users_select" => "choose-person",
        "multi_users_select" => "choose-people",
        "channels_select" => "choose-channel",
        "multi_channels_select" => "choose-channels",
        "conversations_select" => "choose-conversation",
        "multi_conversations_select" => "choose-conversations",
        "file_input" => "choose-files",
        kind if kind.starts_with("multi_") => "choose-many",
        _ => "choose",
    };
    word!(control.surface.look, key)
}

/// Everything the menu offers; nothing yet for one that asks the app.
pub(super) fn offered(control: &Control<'_>) -> Vec<Offer> {
    let look = control.surface.look;
    match control.kind().trim_start_matches("multi_") {
        "static_select" => static_offers(control.element),
        "users_select" => people(look),
        "channels_select" => conversations(look, &|channel| channel.kind == Kind::Public),
        "conversations_select" => {
            let filter = &control.element["filter"];
            let no_bots = filter["exclude_bot_users"] == true;
            conversations(look, &|channel| {
                is_included(filter, channel) && !(no_bots && is_with_bot(look, channel))
            })
        }
        "file_input" => shared_files(control),
        _ => Vec::new(),
    }
}

fn static_offers(element: &Value) -> Vec<Offer> {
    let plain = list(&element["options"]).iter().map(|option| Offer::option(option, ""));
    let grouped = list(&element["option_groups"]).iter().flat_map(|group| {
        let heading = words(&group["label"]);
        list(&group["options"]).iter().map(move |option| Offer::option(option, &heading))
    });
    plain.chain(grouped).collect()
}

/// Everybody with an open account, bots too.
fn people(look: &Look<'_>) -> Vec<Offer> {
    let open = look.workspace.users.values().filter(|user| !user.deleted);
    let mut offers: Vec<Offer> = open.map(person).collect();
    offers.sort_by_key(|offer| offer.label.to_lowercase());
    offers
}

fn person(user: &User) -> Offer {
    let detail =
        if user.real_name == shown_name(user) { format!("@{}", user.name) } else { user.real_name.clone() };
    Offer::plain(&user.id, shown_name(user).to_owned(), detail)
}

fn conversations(look: &Look<'_>, is_offered: &dyn Fn(&Channel) -> bool) -> Vec<Offer> {
    let channels = look.workspace.channels.values();
    let shown = channels
        .filter(|channel| !channel.is_archived && channel.is_visible_to(look.viewer) && is_offered(channel));
    let mut offers: Vec<Offer> = shown.map(|channel| conversation(look, channel)).collect();
    offers.sort_by_key(|offer| offer.label.to_lowercase());
    offers
}

fn conversation(look: &Look<'_>, channel: &Channel) -> Offer {
    let label = match channel.kind {
        Kind::Public => format!("#\u{a0}{}", channel.name),
        Kind::Private => format!("🔒\u{a0}{}", channel.name),
        Kind::Direct { .. } | Kind::GroupDirect => look.others_in(channel),
    };
    Offer::plain(&channel.id, label, String::new())
}

fn is_included(filter: &Value, channel: &Channel) -> bool {
    let word = match channel.kind {
        Kind::Public => "public",
        Kind::Private => "private",
        Kind::Direct { .. } => "im",
        Kind::GroupDirect => "mpim",
    };
    filter["include"].as_array().is_none_or(|kinds| kinds.iter().any(|kind| kind == word))
}

fn is_with_bot(look: &Look<'_>, channel: &Channel) -> bool {
    matches!(channel.kind, Kind::Direct { .. }) && look.workspace.is_bot_in(channel)
}

/// Files already in the workspace that the viewer may read: this client uploads none.
fn shared_files(control: &Control<'_>) -> Vec<Offer> {
    let wanted = list(&control.element["filetypes"]);
    let look = control.surface.look;
    let complete =
        look.workspace.files.values().filter(|file| file.is_complete && files::may_read(look, file));
    let fitting =
        complete.filter(|file| wanted.is_empty() || wanted.iter().any(|kind| *kind == *file.extension()));
    fitting.map(|file| Offer::plain(&file.id, file.name.clone(), String::new())).collect()
}

/// What is chosen now.
pub(super) fn chosen(control: &Control<'_>) -> Vec<Offer> {
    match control.value() {
        Value::Array(items) => items.iter().map(|item| named(control, item)).collect(),
        Value::Null => Vec::new(),
        item => vec![named(control, &item)],
    }
}

/// A held item with its label: an option, a file, or the id of a person or conversation.
fn named(control: &Control<'_>, item: &Value) -> Offer {
    let look = control.surface.look;
    let Some(id) = item.as_str() else {
        return match item["id"].as_str() {
            Some(id) => Offer::plain(id, item["name"].as_str().unwrap_or(id).to_owned(), String::new()),
            None => Offer::option(item, ""),
        };
    };
    if let Some(user) = look.workspace.user(id) {
        return person(user);
    }
    match look.channel(id) {
        Some(channel) => conversation(look, channel),
        None => Offer::plain(id, word!(look, "private-channel"), String::new()),
    }
}

/// The rows of a menu; `chosen` are values.
pub(super) fn rows(offers: &[Offer], chosen: &[&str]) -> Markup {
    let mut heading = "";
    let rows = offers.iter().map(|offer| {
        let is_new = offer.group != heading;
        heading = &offer.group;
        (offer, is_new.then_some(heading))
    });
    html! {
        @for (offer, heading) in rows {
            @if let Some(heading) = heading { li .select-group role="presentation" { (heading) } }
            li .select-option role="option" data-value=(offer.value) data-label=(offer.label)
                aria-selected=(if chosen.contains(&offer.value.as_str()) { "true" } else { "false" }) {
                span { (offer.label) }
                @if !offer.detail.is_empty() { small { (offer.detail) } }
            }
        }
    }
}

/// The rows for options an app suggested.
pub(crate) fn options_list(options: &[Value]) -> Markup {
    let offers: Vec<Offer> = options.iter().map(|option| Offer::option(option, "")).collect();
    rows(&offers, &[])
}
