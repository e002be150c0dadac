//! Whole pages: the list of people, and a person's window with everything in it.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use axum::extract::{Path, Query as Queried, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::look::{Look, base, shown_name};
use super::window::{Place, Query, Theme, Window, chosen_language};
use super::words::{Language, word};
use super::{composer, gallery, history, overlay, pane, sidebar, top};
use crate::hub::Hub;
use crate::model::{User, Workspace};

/// A part of a window that is replaced as a whole once it looks different.
pub(crate) struct Region {
    id: &'static str,
    content: Markup,
}

impl Region {
    pub(crate) fn new(id: &'static str, content: Markup) -> Self {
        Self { id, content }
    }

    pub(crate) fn id(&self) -> &'static str {
        self.id
    }

    /// What it looks like, as a number.
    pub(crate) fn version(&self) -> u64 {
        version(&self.content)
    }

    pub(crate) fn draw(&self) -> Markup {
        html! {
            div id=(self.id) class="region" data-v=(self.version()) { (self.content) }
        }
    }
}

/// What a drawing looks like, as a number.
pub(crate) fn version(drawing: &Markup) -> u64 {
    let mut hasher = DefaultHasher::new();
    drawing.0.hash(&mut hasher);
    hasher.finish()
}

/// Every part of a window but its messages.
pub(crate) fn regions(hub: &Hub, look: &Look<'_>, window: &Window) -> Vec<Region> {
    vec![
        Region::new("top", top::draw(hub, look, window)),
        Region::new("sidebar", sidebar::draw(look, window)),
        Region::new("head", top::head(look, window)),
        Region::new("home", overlay::home(look, window)),
        Region::new("composer", composer::draw(look, window)),
        Region::new("pane", pane::draw(hub, look, window)),
        Region::new("overlay", overlay::modal(look)),
    ]
}

/// `GET /`: who would you like to be?
pub(crate) async fn people(State(hub): State<Arc<Hub>>, headers: HeaderMap) -> Response {
    hub.read(|workspace| html_page(&people_page(workspace, &headers)))
}

/// The language for pages that nobody's eyes see yet: as chosen, or as the browser asks.
fn language_of_browser(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    chosen_language(headers).unwrap_or_else(|| Language::of_locale(asked.unwrap_or_default()))
}

fn people_page(workspace: &Workspace, headers: &HeaderMap) -> Markup {
    let can_act = |user: &&User| !user.is_bot && !user.deleted;
    let language = language_of_browser(headers);
    document(
        &workspace.team.name,
        language,
        Theme::chosen(headers),
        &html! {
            body class="people" {
                main {
                    h1 { (word!(Words { language }, "people-title", team = workspace.team.name.as_str())) }
                    p { (word!(Words { language }, "people-lead")) }
                    ul class="people-list" {
                        @for user in workspace.users.values().filter(can_act) {
                            li {
                                a href=(entrance(workspace, user)) {
                                    (avatar(&user.id, shown_name(user)))
                                    span class="person-name" { (user.real_name) }
                                    span class="person-title" { (user.title) }
                                }
                            }
                        }
                    }
                }
            }
        },
    )
}

/// Where somebody comes in: the channel of everybody, unless they are kept out of it.
pub(crate) fn entrance(workspace: &Workspace, user: &User) -> String {
    let general = workspace.channels.values().find(|channel| channel.is_general);
    let place = if general.is_some_and(|channel| channel.is_visible_to(user)) { "/general" } else { "" };
    format!("{}{place}", base(user))
}

/// Something with a language, for pages that nobody's eyes see yet.
struct Words {
    language: Language,
}

/// `GET /as/{user}`: the list of channels, which is all a narrow screen shows at a time.
pub(crate) async fn channels(
    State(hub): State<Arc<Hub>>,
    Path(user): Path<String>,
    Queried(query): Queried<Query>,
    headers: HeaderMap,
) -> Response {
    show(&hub, &user, None, &query, &headers)
}

/// `GET /as/{user}/{place}`: a conversation, or the app's home tab.
pub(crate) async fn window(
    State(hub): State<Arc<Hub>>,
    Path((user, place)): Path<(String, String)>,
    Queried(query): Queried<Query>,
    headers: HeaderMap,
) -> Response {
    show(&hub, &user, Some(&place), &query, &headers)
}

fn show(hub: &Hub, user: &str, place: Option<&str>, query: &Query, headers: &HeaderMap) -> Response {
    hub.read(|workspace| {
        let window = Window::find(workspace, user, place, query, headers);
        let page = window.and_then(|window| Some(window_page(hub, &window.look(hub, workspace)?, &window)));
        page.map_or_else(|| not_found(headers), |page| html_page(&page))
    })
}

fn not_found(headers: &HeaderMap) -> Response {
    let words = Words { language: language_of_browser(headers) };
    let body = document(
        "404",
        words.language,
        Theme::chosen(headers),
        &html! {
            body class="people" {
                main {
                    h1 { "404" }
                    p { (word!(words, "nothing-here")) }
                    p { a href="/" { (word!(words, "choose-a-person")) } }
                }
            }
        },
    );
    (StatusCode::NOT_FOUND, html_page(&body)).into_response()
}

fn window_page(hub: &Hub, look: &Look<'_>, window: &Window) -> Markup {
    let regions = regions(hub, look, window);
    let region =
        |id: &str| regions.iter().find(|region| region.id() == id).map_or_else(nothing, Region::draw);
    let place = if window.place == Place::Nowhere { "nowhere" } else { "somewhere" };
    document(
        &title(look, window),
        look.language,
        window.theme,
        &html! {
            body class="window" data-place=(place) data-base=(window.address(look)) data-since=(revision(look.workspace))
                data-lost=(word!(look, "connection-lost")) data-failed=(word!(look, "act-failed")) {
                a class="skip" href="#composer-text" { (word!(look, "skip-to-composer")) }
                (region("top"))
                div class="columns" {
                    (region("sidebar"))
                    main id="main" aria-label=(title(look, window)) {
                        (region("head"))
                        (region("home"))
                        (history::draw(look, window))
                        (region("composer"))
                    }
                    (region("pane"))
                }
                (region("overlay"))
                div id="notices" role="alert" {}
                p id="offline" role="status" hidden { "⚠ " (word!(look, "connection-lost")) }
            div id="announcer" class="aside" role="status" {}
            }
        },
    )
}

fn title(look: &Look<'_>, window: &Window) -> String {
    let place = match &window.place {
        Place::Channel(_) => window.channel(look).map(|channel| look.title_of(channel)).unwrap_or_default(),
        Place::App | Place::Home => look.workspace.app.name.clone(),
        Place::Nowhere => word!(look, "channels"),
    };
    format!("{place} · {} · {}", shown_name(look.viewer), look.workspace.team.name)
}

/// `GET /gallery`: every block and element, as the first person sees them.
pub(crate) async fn gallery(State(hub): State<Arc<Hub>>, headers: HeaderMap) -> Response {
    hub.read(|workspace| {
        let viewer = workspace.users.values().find(|user| !user.is_bot && !user.deleted);
        let window = viewer.and_then(|viewer| {
            Window::find(workspace, &viewer.name, None, &Query::default(), &headers)
        });
        let page = window.and_then(|window| {
            let look = window.look(&hub, workspace)?;
            let shown = html! { body class="gallery-page" data-base=(window.address(&look)) { (gallery::draw(&look)) } };
            Some(document("Block Kit", look.language, window.theme, &shown))
        });
        page.map_or_else(|| not_found(&headers), |page| html_page(&page))
    })
}

/// Names the present state of the workspace, for pages that ask what came after it.
pub(crate) fn revision(workspace: &Workspace) -> String {
    format!("{}.{}", workspace.life(), workspace.revision)
}

/// `GET …/older?from=TS`: the messages above those that are loaded.
pub(crate) async fn older(
    State(hub): State<Arc<Hub>>,
    Path((user, place)): Path<(String, String)>,
    Queried(query): Queried<Query>,
    headers: HeaderMap,
) -> Response {
    hub.read(|workspace| {
        let window = Window::find(workspace, &user, Some(&place), &query, &headers);
        let drawn = window.and_then(|window| history::older(&window.look(&hub, workspace)?, &window));
        drawn.map_or_else(|| not_found(&headers), |drawn| html_page(&drawn))
    })
}

/// `GET /archives/{channel}/p{ts}`: where a message's permalink leads, seen by the first person who may read it.
pub(crate) async fn permalink(
    State(hub): State<Arc<Hub>>,
    Path((channel, message)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let found = hub.read(|workspace| {
        let ts = history::ts_in_permalink(&message)?;
        let channel = workspace.channel(&channel)?;
        let members = channel.members.iter().filter_map(|id| workspace.user(id));
        let mut readers = members.chain(workspace.users.values()).filter(|user| channel.is_visible_to(user));
        let reader = readers.find(|user| !user.is_bot && !user.deleted)?;
        Some(history::way_to(&base(reader), channel, &ts))
    });
    found.map_or_else(|| not_found(&headers), |address| Redirect::to(&address).into_response())
}

fn document(title: &str, language: Language, theme: Theme, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.code()) data-theme=(theme.name()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/assets/client.css";
                link rel="stylesheet" href="/assets/blocks.css";
                link rel="stylesheet" href="/assets/inspector.css";
                script type="module" src="/assets/client.js" {}
            }
            (body)
        }
    }
}

pub(crate) fn html_page(page: &Markup) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (headers, page.0.clone()).into_response()
}

/// A coloured tile with the first letter of a name.
pub(crate) fn avatar(id: &str, name: &str) -> Markup {
    let letter = name.chars().next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let colour = id.bytes().map(u32::from).sum::<u32>() % 8;
    html! { span class={ "avatar avatar-" (colour) } aria-hidden="true" { (letter) } }
}

/// Nothing at all.
pub(crate) fn nothing() -> Markup {
    PreEscaped(String::new())
}
