//! What one browser window shows: whose it is, which conversation, what stands beside it, and how it looks.

use axum::http::{HeaderMap, header};
use serde::Deserialize;

use super::inspector::Wanted;
use super::look::Look;
use super::words::Language;
use crate::hub::Hub;
use crate::model::{Channel, User, Workspace};

/// The query of a window's address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Query {
    /// What stands beside the conversation, as [`Pane`] writes it.
    pub(crate) pane: Option<String>,
    /// The message around which the conversation is shown, if not its end.
    pub(crate) at: Option<String>,
    /// The oldest message that is loaded, for live updates and for what is above it.
    pub(crate) from: Option<String>,
    /// The newest message that is loaded, for live updates; absent if that is the conversation's newest.
    pub(crate) to: Option<String>,
    /// What the inspector's list must contain.
    pub(crate) filter: Option<String>,
    /// Which way what it lists went: `calls` or `deliveries`.
    pub(crate) wire: Option<String>,
    /// Whether it lists trouble `only`.
    pub(crate) trouble: Option<String>,
    /// How much it lists.
    pub(crate) most: Option<String>,
    /// The revision that is shown already, for live updates.
    pub(crate) since: Option<String>,
    /// What was typed, for completions and suggestions.
    #[serde(rename = "query")]
    pub(crate) typed: Option<String>,
}

/// What stands beside the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pane {
    Thread(String),
    Members,
    Pins,
    File(String),
    Canvas(String),
    Person(String),
    Inspector,
}

impl Pane {
    fn read(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once(':').unwrap_or((text, ""));
        Some(match kind {
            "thread" => Self::Thread(id.to_owned()),
            "members" => Self::Members,
            "pins" => Self::Pins,
            "file" => Self::File(id.to_owned()),
            "canvas" => Self::Canvas(id.to_owned()),
            "person" => Self::Person(id.to_owned()),
            "inspector" => Self::Inspector,
            _ => return None,
        })
    }

    /// As it stands in an address.
    pub(crate) fn query(&self) -> String {
        let (kind, id) = match self {
            Self::Thread(id) => ("thread", id.as_str()),
            Self::Members => ("members", ""),
            Self::Pins => ("pins", ""),
            Self::File(id) => ("file", id.as_str()),
            Self::Canvas(id) => ("canvas", id.as_str()),
            Self::Person(id) => ("person", id.as_str()),
            Self::Inspector => ("inspector", ""),
        };
        if id.is_empty() { format!("?pane={kind}") } else { format!("?pane={kind}:{id}") }
    }
}

/// The middle of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nothing yet: the list of channels.
    Nowhere,
    /// A conversation, by id.
    Channel(String),
    /// The conversation with the app, before anybody wrote in it.
    App,
    /// The app's home tab.
    Home,
}

impl Place {
    /// Where an address leads; `None` if the person may not see it.
    fn find(workspace: &Workspace, viewer: &User, name: &str) -> Option<Self> {
        match name {
            "channels" => Some(Self::Nowhere),
            "home" => Some(Self::Home),
            "app" => {
                let direct = workspace.channels.values().find(|channel| channel.kind.is_with(&viewer.id));
                Some(direct.map_or(Self::App, |channel| Self::Channel(channel.id.clone())))
            }
            _ => {
                let channel = workspace.find_channel(name)?;
                channel.is_visible_to(viewer).then(|| Self::Channel(channel.id.clone()))
            }
        }
    }
}

/// Colours, as the person chose them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the machine is set.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// As a cookie says.
    pub(crate) fn chosen(headers: &HeaderMap) -> Self {
        match cookie(headers, "theme") {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// The value of `data-theme`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What one window shows.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    /// The person's id.
    pub(crate) user: String,
    pub(crate) place: Place,
    pub(crate) pane: Option<Pane>,
    /// What the inspector lists.
    pub(super) wanted: Wanted,
    /// The message it is opened at, if not at the end.
    pub(crate) at: Option<String>,
    /// The oldest and the newest message that are loaded, if the window says so.
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) theme: Theme,
    language: Option<Language>,
}

impl Window {
    /// The window of an address; `None` if there is no such person, or nothing they may see there.
    pub(crate) fn find(
        workspace: &Workspace,
        user: &str,
        place: Option<&str>,
        query: &Query,
        headers: &HeaderMap,
    ) -> Option<Self> {
        let viewer = workspace.find_user(user).filter(|user| !user.is_bot && !user.deleted)?;
        let place = match place {
            None => Place::Nowhere,
            Some(name) => Place::find(workspace, viewer, name)?,
        };
        Some(Self {
            user: viewer.id.clone(),
            place,
            pane: query.pane.as_deref().and_then(Pane::read),
            wanted: Wanted::read(query),
            at: query.at.clone(),
            from: query.from.clone(),
            to: query.to.clone(),
            theme: Theme::chosen(headers),
            language: chosen_language(headers),
        })
    }

    /// The workspace through the eyes of whose window it is; `None` once they have left.
    pub(crate) fn look<'a>(&self, hub: &Hub, workspace: &'a Workspace) -> Option<Look<'a>> {
        let viewer = workspace.user(&self.user).filter(|user| !user.deleted)?;
        let language = self.language.unwrap_or_else(|| Language::of_locale(&viewer.locale));
        Some(Look { workspace, viewer, language, app_now: hub.app_now() })
    }

    /// The conversation in the middle, if there is one and the person may still see it.
    pub(crate) fn channel<'a>(&self, look: &Look<'a>) -> Option<&'a Channel> {
        match &self.place {
            Place::Channel(id) => look.channel(id),
            Place::Nowhere | Place::App | Place::Home => None,
        }
    }

    /// The address of the middle, without a query.
    pub(crate) fn address(&self, look: &Look<'_>) -> String {
        let base = look.base();
        match &self.place {
            Place::Nowhere => format!("{base}/channels"),
            Place::Channel(id) => format!("{base}/{id}"),
            Place::App => format!("{base}/app"),
            Place::Home => format!("{base}/home"),
        }
    }
}

/// The language a cookie asks for, whatever the person's locale is.
pub(crate) fn chosen_language(headers: &HeaderMap) -> Option<Language> {
    match cookie(headers, "language")? {
        "en" => Some(Language::English),
        "ko" => Some(Language::Korean),
        _ => None,
    }
}

/// The language in which somebody's windows speak.
pub(crate) fn language_of(workspace: &Workspace, user: &str, headers: &HeaderMap) -> Language {
    let locale = workspace.find_user(user).map(|user| user.locale.as_str());
    chosen_language(headers).unwrap_or_else(|| Language::of_locale(locale.unwrap_or_default()))
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split("; ")).find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}
