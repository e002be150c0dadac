//! Completions in the composer (`/`, `@`, `#`), and the options of external selects.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query as Queried, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::blocks::options_list;
use super::letters::begins_with;
use super::look::{Look, shown_name};
use super::page::{avatar, html_page};
use super::refusals;
use super::sidebar::sign;
use super::window::{Query, Window, language_of};
use super::words::{Values, word};
use crate::hub::Hub;
use crate::model::Kind;
use crate::people::{self, Suggest, Suggestions};

/// How many are shown at most.
const MOST: usize = 8;

/// `GET …/complete?query=…`: options for the word at the cursor, which begins with `/`, `@` or `#`.
pub(crate) async fn complete(
    State(hub): State<Arc<Hub>>,
    Path((user, place)): Path<(String, String)>,
    Queried(query): Queried<Query>,
    headers: HeaderMap,
) -> Response {
    hub.read(|workspace| {
        let window = Window::find(workspace, &user, Some(&place), &query, &headers);
        let word = query.typed.unwrap_or_default();
        let drawn = window.and_then(|window| Some(options(&window.look(&hub, workspace)?, &word)));
        drawn.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |drawn| html_page(&drawn))
    })
}

fn options(look: &Look<'_>, word: &str) -> Markup {
    let typed = word.get(1..).unwrap_or_default().to_lowercase();
    match word.chars().next() {
        Some('/') => commands(look, word),
        Some('@') => people(look, &typed),
        Some('#') => channels(look, &typed),
        _ => html! {},
    }
}

/// One line of the list; `value` takes the place of what was typed.
fn option(value: &str, content: &Markup) -> Markup {
    html! { li role="option" aria-selected="false" data-value=(value) { (content) } }
}

fn commands(look: &Look<'_>, typed: &str) -> Markup {
    let found = look.workspace.app.commands.iter().filter(|one| one.command.starts_with(typed));
    html! {
        @for command in found.take(MOST) {
            (option(&command.command, &html! {
                b { (command.command) } " " span class="hint" { (command.usage_hint) }
                span class="quiet" { (command.description) }
            }))
        }
    }
}

fn people(look: &Look<'_>, typed: &str) -> Markup {
    let fits = |name: &str| begins_with(name, typed);
    let users = look.workspace.users.values().filter(|user| !user.deleted);
    let users = users.filter(|user| fits(&user.name) || fits(&user.real_name) || fits(&user.display_name));
    let groups = look.workspace.usergroups.iter().filter(|group| fits(&group.handle));
    let calls = ["here", "channel", "everyone"].into_iter().filter(|call| fits(call));
    let users = users.map(|user| {
        option(&format!("@{}", user.name), &html! {
            (avatar(&user.id, shown_name(user))) b { (user.real_name) } span class="quiet" { "@" (user.name) }
        })
    });
    let groups = groups.map(|group| {
        let name = format!("@{}", group.handle);
        option(&name, &html! { b { (name) } span class="quiet" { (group.name) } })
    });
    let calls = calls.map(|call| {
        let name = format!("@{call}");
        option(&name, &html! { b { (name) } span class="quiet" { (word!(look, "calls-everybody")) } })
    });
    html! { @for line in users.chain(groups).chain(calls).take(MOST) { (line) } }
}

fn channels(look: &Look<'_>, typed: &str) -> Markup {
    let channels = look.workspace.channels.values();
    let channels = channels.filter(|channel| matches!(channel.kind, Kind::Public | Kind::Private));
    let channels =
        channels.filter(|channel| channel.is_visible_to(look.viewer) && begins_with(&channel.name, typed));
    html! {
        @for channel in channels.take(MOST) {
            (option(&format!("#{}", channel.name), &html! { (sign(look, channel)) b { (channel.name) } }))
        }
    }
}

/// `GET …/suggest`: what the app offers in an external select while somebody types into it.
pub(crate) async fn suggest(
    State(hub): State<Arc<Hub>>,
    Path((user, _)): Path<(String, String)>,
    headers: HeaderMap,
    Queried(mut asked): Queried<HashMap<String, String>>,
) -> Response {
    let language = hub.read(|workspace| language_of(workspace, &user, &headers));
    let suggest = Suggest {
        user,
        channel: asked.remove("channel"),
        message_ts: asked.remove("message_ts"),
        view_id: asked.remove("view_id"),
        block_id: asked.remove("block_id"),
        action_id: asked.remove("action_id").unwrap_or_default(),
        query: asked.remove("query").unwrap_or_default(),
    };
    match people::suggest(&hub, suggest).await {
        Ok(Suggestions { error: None, options, .. }) => html_page(&options_list(&options)),
        Ok(Suggestions { error: Some(_), .. }) => {
            let words = language.text("options-failed", &Values::new());
            (StatusCode::UNPROCESSABLE_ENTITY, words).into_response()
        }
        Err(misuse) => {
            (StatusCode::UNPROCESSABLE_ENTITY, refusals::words(language, &misuse.error)).into_response()
        }
    }
}
