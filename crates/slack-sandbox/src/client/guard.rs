//! Who may ask: only browsers that were pointed here on purpose.
//!
//! The sandbox has no passwords. What keeps strange web pages out is that it answers to its own names only, which
//! defeats DNS rebinding, and that it takes no writes a page of another origin caused.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What a page may load: only what the sandbox itself serves.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The names the sandbox answers to.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    listens_on_loopback: bool,
    named: Vec<String>,
}

impl Hosts {
    pub(crate) fn new(address: SocketAddr, named: &[String]) -> Self {
        Self { listens_on_loopback: address.ip().is_loopback(), named: named.to_vec() }
    }

    /// Whether a `Host` header (`name` or `name:port`) means this sandbox. Numeric addresses cannot be rebound.
    fn know(&self, host: &str) -> bool {
        let name = host_name(host);
        match name.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(address) => address.is_loopback() || !self.listens_on_loopback,
            Err(_) => name == "localhost" || self.named.iter().any(|named| named == name),
        }
    }
}

/// A `Host` header without its port.
fn host_name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Refuses strangers; puts the security headers on every answer.
pub(crate) async fn guard(State(hosts): State<Arc<Hosts>>, request: Request, next: Next) -> Response {
    if let Some(refusal) = refusal(&hosts, &request) {
        return (StatusCode::FORBIDDEN, refusal).into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

fn refusal(hosts: &Hosts, request: &Request) -> Option<&'static str> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(|host| hosts.know(host)) {
        return Some("This sandbox does not answer to that host name; see --host.\n");
    }
    (is_write(request) && is_from_elsewhere(request.headers(), host))
        .then_some("A page of another origin may not act here.\n")
}

/// Everything but looking at pages: Slack's methods change things by GET, and suggestions are asked of the app.
fn is_write(request: &Request) -> bool {
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path();
    !looks || path.starts_with("/api/") || path.ends_with("/suggest")
}

fn is_from_elsewhere(headers: &HeaderMap, host: Option<&str>) -> bool {
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let fetched = value("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let sent = value("origin").is_some_and(|origin| {
        let origin = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        origin.is_none() || origin != host
    });
    fetched || sent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_names_are_answered_to() {
        let local = Hosts::new(SocketAddr::from(([127, 0, 0, 1], 4100)), &["slack.test".to_owned()]);
        for known in ["127.0.0.1:4100", "localhost", "localhost:9", "[::1]:4100", "slack.test:80"] {
            assert!(local.know(known), "{known}");
        }
        for strange in ["evil.example", "evil.example:4100", "10.0.0.7:4100", "localhost.evil.example", ""] {
            assert!(!local.know(strange), "{strange}");
        }
        let open = Hosts::new(SocketAddr::from(([0, 0, 0, 0], 4100)), &[]);
        assert!(open.know("10.0.0.7:4100"), "it was told to listen there");
        assert!(!open.know("evil.example"), "names can be rebound wherever it listens");
    }
}
