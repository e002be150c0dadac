//! How windows look in one browser: language and colours, kept in cookies.

use axum::Form;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// What was pressed.
#[derive(Deserialize)]
pub(crate) struct Choice {
    language: Option<String>,
    theme: Option<String>,
}

/// `POST /settings`: keeps the choice and goes back to where it was made.
pub(crate) async fn change(headers: HeaderMap, Form(choice): Form<Choice>) -> Response {
    let mut response = Redirect::to(&came_from(&headers)).into_response();
    let chosen = [("language", choice.language), ("theme", choice.theme)];
    for (name, value) in chosen {
        let known = value.filter(|value| value.bytes().all(|letter| letter.is_ascii_lowercase()));
        let cookie = known.map(|value| format!("{name}={value}; Path=/; SameSite=Strict; Max-Age=31536000"));
        if let Some(Ok(cookie)) = cookie.map(|cookie| HeaderValue::from_str(&cookie)) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// The path of the page that was left; the guard has seen that it is one of ours.
fn came_from(headers: &HeaderMap) -> String {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = referer.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    format!("/{}", path.unwrap_or_default().trim_start_matches('/'))
}
