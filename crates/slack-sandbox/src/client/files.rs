//! Uploaded files: a card in the message, a preview beside it, the bytes themselves.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::look::Look;
use super::text::{self, mention::encoded};
use super::window::Pane;
use super::words::word;
use crate::hub::Hub;
use crate::model::File;

/// Uploaded content is shown as data, never run: whatever it is, it gets no rights on this origin.
const POLICY: &str = "default-src 'none'; sandbox";

/// The address of a file's bytes. Nobody is asked who they are there, so it cannot be guessed.
pub(crate) fn address(file: &File) -> String {
    format!("/files/{}/{}/{}", file.id, file.secret, encoded(&file.name))
}

/// A file under a message.
pub(crate) fn card(look: &Look<'_>, file: &File) -> Markup {
    html! {
        div class="file" {
            @if file.is_picture() {
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
            _ if file.is_picture() => img class="picture" src=(address(file)) alt=(file.title);,
            Some(text) if file.extension() == "md" => div class="document" { (text::markdown(look, text)) },
            Some(text) => pre class="document" { (text) },
            None => p { (word!(look, "no-preview")) },
        }
    };
    Some((file.title.clone(), content))
}

/// Whoever sees one of the conversations it was shared in.
pub(crate) fn may_read(look: &Look<'_>, file: &File) -> bool {
    file.shares.iter().any(|share| look.channel(&share.channel).is_some())
}

/// `GET /files/{id}/{secret}/{name}`: the bytes. What is not a picture is kept, not shown.
pub(crate) async fn download(
    State(hub): State<Arc<Hub>>,
    Path((id, secret, _)): Path<(String, String, String)>,
) -> Response {
    let found = hub.read(|workspace| {
        let file = workspace.files.get(&id).filter(|file| file.is_complete && file.secret == secret)?;
        let manner = if file.is_picture() { "inline" } else { "attachment" };
        let disposition = format!("{manner}; filename*=UTF-8''{}", encoded(&file.name));
        Some((file.mimetype(), disposition, file.content.clone()?))
    });
    let Some((kind, disposition, content)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, content).into_response()
}
