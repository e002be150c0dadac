//! Web pages of elsewhere, which must get nothing from a sandbox on this machine.

use axum::body::Bytes;
use axum::http::{Request, header};
use http_body_util::Full;

use crate::world::{World, send};

/// The status of a request with these headers.
async fn status(world: &World, method: &str, path: &str, headers: &[(&str, &str)]) -> u16 {
    let mut request = Request::builder().method(method).uri(format!("{}{path}", world.sandbox.url()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = Full::new(Bytes::from("{}"));
    send(request.header(header::CONTENT_TYPE, "application/json").body(body).unwrap()).await.unwrap().status
}

#[tokio::test]
async fn a_rebound_name_is_not_answered() {
    let world = World::start().await;
    for path in ["/", "/as/alice/general", "/sandbox/state", "/api/auth.test"] {
        assert_eq!(status(&world, "GET", path, &[("host", "evil.example")]).await, 403, "{path}");
    }
    let port = world.sandbox.address().port();
    let own = format!("localhost:{port}");
    assert_eq!(status(&world, "GET", "/as/alice/general", &[("host", &own)]).await, 200);
}

#[tokio::test]
async fn a_page_of_another_origin_cannot_act() {
    let world = World::start().await;
    let own = world.sandbox.url();
    let strange = [
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ];
    for header in strange {
        assert_eq!(status(&world, "POST", "/sandbox/reset", &[header]).await, 403, "{header:?}");
        assert_eq!(status(&world, "POST", "/as/alice/general/act/read", &[header]).await, 403, "{header:?}");
        assert_eq!(status(&world, "GET", "/api/chat.postMessage", &[header]).await, 403, "{header:?}");
        assert_eq!(status(&world, "GET", "/as/alice/general/suggest", &[header]).await, 403, "{header:?}");
    }
    let mine = [("origin", own.as_str()), ("sec-fetch-site", "same-origin")];
    assert_eq!(status(&world, "POST", "/sandbox/reset", &mine).await, 200);
}

#[tokio::test]
async fn another_page_may_be_come_from_but_not_framed_or_scripted() {
    let world = World::start().await;
    let request = Request::get(format!("{}/as/alice/general", world.sandbox.url()))
        .header("sec-fetch-site", "cross-site")
        .body(Full::default())
        .unwrap();
    let page = send(request).await.unwrap();
    assert_eq!(page.status, 200, "a link leads here");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    for rule in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"] {
        assert!(policy.contains(rule), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
}
