//! What stands before the replicas, as a load balancer does: requests go in turn to those that say that they are ready, and
//! to the next one if a connection cannot be made. What was sent is never sent a second time.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::process::is_ready;

/// How often each replica is asked whether it is ready.
const ASK_EVERY: Duration = Duration::from_millis(200);
/// The longest body that is passed on, in bytes.
const LONGEST_BODY: usize = 4 << 20;

/// A balancer. It ends when it is dropped.
#[derive(Debug)]
pub struct Balancer {
    /// Where it is reached: `http://…`
    pub url: String,
    _running: JoinSet<()>,
}

struct Replica {
    address: SocketAddr,
    is_alive: AtomicBool,
}

struct Turns {
    replicas: Vec<Replica>,
    next: AtomicUsize,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Balancer {
    /// Starts one before the replicas at these addresses.
    ///
    /// # Errors
    /// If no port can be had.
    pub async fn start(addresses: &[SocketAddr]) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let replica = |address: &SocketAddr| Replica { address: *address, is_alive: AtomicBool::new(true) };
        let turns = Arc::new(Turns {
            replicas: addresses.iter().map(replica).collect(),
            next: AtomicUsize::new(0),
            client: Client::builder(TokioExecutor::new()).build_http(),
        });
        let router = Router::new().fallback(pass_on).with_state(Arc::clone(&turns));
        let mut running = JoinSet::new();
        running.spawn(async move { axum::serve(listener, router).await.unwrap_or_default() });
        for place in 0..addresses.len() {
            running.spawn(keep_asking(Arc::clone(&turns), place));
        }
        Ok(Self { url, _running: running })
    }
}

async fn keep_asking(turns: Arc<Turns>, place: usize) {
    let replica = &turns.replicas[place];
    loop {
        replica.is_alive.store(is_ready(replica.address).await, Ordering::Relaxed);
        tokio::time::sleep(ASK_EVERY).await;
    }
}

async fn pass_on(State(turns): State<Arc<Turns>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LONGEST_BODY).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    for address in turns.order() {
        match turns.client.request(addressed(&parts, address, &body)).await {
            Ok(response) => return response.map(Body::new).into_response(),
            Err(error) if error.is_connect() => {}
            Err(_) => return StatusCode::BAD_GATEWAY.into_response(),
        }
    }
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

fn addressed(parts: &Parts, address: SocketAddr, body: &Bytes) -> axum::http::Request<Full<Bytes>> {
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut request = axum::http::Request::new(Full::new(body.clone()));
    *request.method_mut() = parts.method.clone();
    *request.headers_mut() = parts.headers.clone();
    *request.uri_mut() = Uri::try_from(format!("http://{address}{path}")).unwrap_or_default();
    request
}

impl Turns {
    /// The living in turn; the others only behind them.
    fn order(&self) -> Vec<SocketAddr> {
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        let count = self.replicas.len();
        let mut order: Vec<&Replica> = (0..count).map(|i| &self.replicas[(first + i) % count]).collect();
        order.sort_by_key(|replica| !replica.is_alive.load(Ordering::Relaxed));
        order.iter().map(|replica| replica.address).collect()
    }
}
