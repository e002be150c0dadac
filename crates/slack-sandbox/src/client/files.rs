//! Uploaded files: a card in the message, a preview beside it, the bytes themselves.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::look::Look;
use super::text;
use super::window::Pane;
use super::words::word;
use crate::hub::Hub;
use crate::model::File;

/// Uploaded content is shown as data, never run: whatever it is, it gets no rights on this origin.
const POLICY: &str = "default-src 'none'; sandbox";

/// The address of a file's bytes.
pub(crate) fn address(file: &File) -> String {
    format!("/files/{}/{}", file.id, urlencoded(&file.name))
}

fn urlencoded(name: &str) -> String {
    serde_urlencoded::to_string([("", name)]).unwrap_or_default().trim_start_matches('=').replace('+', "%20")
}

/// A file under a message.
pub(crate) fn card(look: &Look<'_>, file: &File) -> Markup {
    html! {
        div class="file" {
            @if is_picture(file) {
                a href=(Pane::File(file.id.clone()).query()) data-pane {
                    img src=(address(file)) alt=(file.title) loading="lazy";
                }
            }
            span class="file-mark" aria-hidden="true" { "📄" }
            div {
                a class="file-name" href=(Pane::File(file.id.clone()).query()) data-pane { (file.title) }
                p class="quiet" { (file.name) " · " (size(file)) }
            }
            a class="pill small" href=(address(file)) download=(file.name) { (word!(look, "download")) }
        }
    }
}

fn size(file: &File) -> String {
    let bytes = file.content.as_ref().map_or(file.length, Vec::len);
    if bytes < 1024 {
        format!("{bytes} B")
    } else {
        format!("{}.{} KiB", bytes / 1024, bytes % 1024 * 10 / 1024)
    }
}

fn is_picture(file: &File) -> bool {
    matches!(file.extension(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg")
}

/// The file beside the conversation: Markdown drawn, other text as it is, pictures as pictures.
pub(crate) fn preview(look: &Look<'_>, id: &str) -> Option<(String, Markup)> {
    let file = look.workspace.files.get(id).filter(|file| may_read(look, file))?;
    let text = file.content.as_ref().and_then(|content| std::str::from_utf8(content).ok());
    let content = html! {
        p class="file-line" {
            span class="quiet" { (file.name) " · " (size(file)) } " "
            a class="pill small" href=(address(file)) download=(file.name) { (word!(look, "download")) }
        }
        @match text {
            _ if is_picture(file) => img class="picture" src=(address(file)) alt=(file.title);,
            Some(text) if file.extension() == "md" => div class="document" { (text::markdown(look, text)) },
            Some(text) => pre class="document" { (text) },
            None => p { (word!(look, "no-preview")) },
        }
    };
    Some((file.title.clone(), content))
}

/// Whoever sees one of the conversations it was shared in.
fn may_read(look: &Look<'_>, file: &File) -> bool {
    file.shares.iter().any(|share| look.channel(&share.channel).is_some())
}

/// `GET /files/{id}/{name}`: the bytes.
pub(crate) async fn download(State(hub): State<Arc<Hub>>, Path((id, _)): Path<(String, String)>) -> Response {
    let found = hub.read(|workspace| {
        let file = workspace.files.get(&id).filter(|file| file.is_complete)?;
        Some((file.mimetype(), file.content.clone()?))
    });
    let Some((kind, content)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
