//! The two questions that a supervisor asks: whether the process runs, and whether requests should come here.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::Doors;
use crate::store::StoreError;

/// How long the database may take. A supervisor that hears nothing restarts what would have answered.
const LONGEST_LOOK: Duration = Duration::from_secs(1);

/// The process runs.
pub(super) async fn healthy() -> &'static str {
    "ok\n"
}

/// Why nothing can be served.
enum NotReady {
    Unreadable(StoreError),
    Unwritable(StoreError),
}

/// Nobody has told it to stop, the database can be read, and the last write has not failed, or another one does not. As long
/// as none has, nothing is written, so that nobody's saving is in the way.
pub(super) async fn ready(State(doors): State<Arc<Doors>>) -> Response {
    if doors.leaving.is_cancelled() {
        return unavailable("it is about to stop\n");
    }
    readiness(async {
        doors.store.ping().await.map_err(NotReady::Unreadable)?;
        doors.store.can_write().await.map_err(NotReady::Unwritable)
    })
    .await
}

async fn readiness(look: impl Future<Output = Result<(), NotReady>>) -> Response {
    match tokio::time::timeout(LONGEST_LOOK, look).await {
        Ok(Ok(())) => "ready\n".into_response(),
        Ok(Err(NotReady::Unreadable(error))) => {
            tracing::warn!(%error, "Not ready: the database cannot be read");
            unavailable("the database cannot be read\n")
        }
        Ok(Err(NotReady::Unwritable(error))) => {
            tracing::warn!(%error, "Not ready: the database cannot be written");
            unavailable("the database cannot be written\n")
        }
        Err(_) => {
            tracing::warn!("Not ready: the database did not answer in time");
            unavailable("the database does not answer within a second\n")
        }
    }
}

fn unavailable(reason: &'static str) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, reason).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_database_that_says_nothing_is_not_waited_for() {
        let answered = tokio::time::timeout(LONGEST_LOOK * 3, readiness(std::future::pending())).await;
        let answer = answered.expect("there is an answer");
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        let body = axum::body::to_bytes(answer.into_body(), 100).await.unwrap();
        assert_eq!(body, "the database does not answer within a second\n");
    }
}
