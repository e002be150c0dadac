//! Serving: the routes, and a connection loop that can hang up without an answer.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::{Request, Response};
use axum::middleware;
use axum::routing::{any, post};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::hub::Hub;
use crate::{api, app, client, control};

/// The largest body taken, uploads included.
const LARGEST_BODY: usize = 64 * 1024 * 1024;

/// What keeps a connection from being accepted (too many open files, say) does not pass at once.
const ACCEPT_AGAIN_AFTER: Duration = Duration::from_millis(50);

/// Marks a response that is not to be sent: the connection is closed in its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DropConnection;

impl DropConnection {
    pub(crate) fn response() -> Response<Body> {
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(Self);
        response
    }
}

/// Why a connection was closed on purpose.
#[derive(Debug, thiserror::Error)]
#[error("an injected fault closes this connection")]
struct HungUp;

pub(crate) fn router(hub: Arc<Hub>, hosts: client::Hosts) -> Router {
    let guard = middleware::from_fn_with_state(Arc::new(hosts), client::guard);
    Router::new()
        .merge(client::routes())
        .route("/api/{method}", any(api::http::handle))
        .route("/upload/v1/{upload}", post(api::http::upload))
        .route("/hooks/{kind}/{team}/{id}/{secret}", post(app::response_url::handle))
        .nest("/sandbox", control::routes())
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(guard)
        .with_state(hub)
}

/// Accepts connections until the task is aborted, which closes them all.
pub(crate) async fn serve(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(connection(stream, router.clone()));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(ACCEPT_AGAIN_AFTER).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, router: Router) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let response: Result<_, Infallible> = router.oneshot(request.map(Body::new)).await;
            let Ok(response) = response;
            if response.extensions().get::<DropConnection>().is_some() { Err(HungUp) } else { Ok(response) }
        }
    });
    if let Err(error) = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await {
        tracing::debug!(%error, "a connection ended early");
    }
}
