//! Scripts and styles, out of the binary.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Name, kind and content.
const ASSETS: &[(&str, &str, &str)] = &[
    ("client.css", "text/css", include_str!("../../assets/client.css")),
    ("blocks.css", "text/css", include_str!("../../assets/blocks.css")),
    ("inspector.css", "text/css", include_str!("../../assets/inspector.css")),
    ("client.js", "text/javascript", include_str!("../../assets/client.js")),
    ("act.js", "text/javascript", include_str!("../../assets/act.js")),
    ("live.js", "text/javascript", include_str!("../../assets/live.js")),
    ("composer.js", "text/javascript", include_str!("../../assets/composer.js")),
    ("blocks.js", "text/javascript", include_str!("../../assets/blocks.js")),
    ("inspector.js", "text/javascript", include_str!("../../assets/inspector.js")),
    ("icon.svg", "image/svg+xml", include_str!("../../assets/icon.svg")),
];

/// `GET /assets/{file}`
pub(crate) async fn asset(Path(file): Path<String>) -> Response {
    match ASSETS.iter().find(|(name, _, _)| *name == file) {
        Some((_, kind, content)) => {
            let headers = [
                (header::CONTENT_TYPE, format!("{kind}; charset=utf-8")),
                (header::CACHE_CONTROL, "no-cache".to_owned()),
            ];
            (headers, *content).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
