//! The browser's view of the wire, and its switches for trouble.

use std::time::Duration;

use axum::body::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use slack_sandbox::{CallFault, CallTrouble, Command, Sandbox};

use crate::world::{GENERAL, SECRET, TOKEN, Wire, World, call, send};

/// The live updates of Alice's window.
async fn follow(sandbox: &Sandbox, query: &str) -> Incoming {
    let uri = format!("{}/as/alice/general/live{query}", sandbox.url());
    let client: Client<HttpConnector, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
    client.get(uri.parse().unwrap()).await.unwrap().into_body()
}

/// Waits for an update that contains `text`; says whether it came.
async fn brings(updates: &mut Incoming, text: &str, patience: Duration) -> bool {
    let mut seen = Vec::new();
    let whole = async {
        while let Some(Ok(frame)) = updates.frame().await {
            seen.extend_from_slice(frame.data_ref().unwrap());
            if String::from_utf8_lossy(&seen).contains(text) {
                return true;
            }
        }
        false
    };
    tokio::time::timeout(patience, whole).await.unwrap_or(false)
}

/// A path of Alice's window.
async fn get(sandbox: &Sandbox, path: &str) -> String {
    let uri = format!("{}/as/alice/general{path}", sandbox.url());
    let request = axum::http::Request::get(uri).body(Full::default()).unwrap();
    let wire = send(request).await.unwrap();
    assert_eq!(wire.status, 200, "{path}");
    String::from_utf8(wire.body.to_vec()).unwrap()
}

/// The lines of the list below the inspector's address.
async fn lines(sandbox: &Sandbox, query: &str) -> Vec<String> {
    let page = get(sandbox, &format!("?pane=inspector{query}")).await;
    let list = page.split("<ol id=\"wire\"").nth(1).unwrap().split("</ol>").next().unwrap().to_owned();
    list.split("<li ").skip(1).map(ToOwned::to_owned).collect()
}

/// The name in each line.
async fn names(sandbox: &Sandbox, query: &str) -> Vec<String> {
    let lines = lines(sandbox, query).await;
    lines.iter().map(|line| between(line, "class=\"name\">", "<").to_owned()).collect()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).and_then(|(_, rest)| rest.split_once(end)).unwrap().0
}

async fn act(world: &World, name: &str, fields: &[(&str, &str)]) -> Wire {
    world.act("/as/alice/general", name, fields).await
}

/// A slash command, a message (which comes back as an event) and a refused call, in this order.
async fn traffic(world: &World) {
    world.sandbox.command(Command::new("alice", "general", "/inc", "결제 it's down")).await.unwrap();
    world.post_message(GENERAL, json!({"text": "결제 <복구>"})).await;
    world.sandbox.idle().await;
    world.error("chat.postMessage", json!({"channel": "C0NOWHERE1", "text": "x"})).await;
}

#[tokio::test]
async fn calls_and_deliveries_are_one_list_newest_first() {
    let world = World::start().await;
    traffic(&world).await;
    let lines = lines(&world.sandbox, "").await;
    assert_eq!(
        names(&world.sandbox, "").await,
        ["chat.postMessage", "message", "chat.postMessage", "command"]
    );
    assert!(lines[0].contains("✗ channel_not_found") && lines[0].contains("is-trouble"), "{}", lines[0]);
    assert!(lines[2].contains("App → Slack") && lines[2].contains("✓ 200"), "{}", lines[2]);
    assert!(lines[3].contains("Slack → app"), "{}", lines[3]);
}

#[tokio::test]
async fn the_list_is_narrowed_down_by_text_direction_and_trouble() {
    let world = World::start().await;
    traffic(&world).await;
    let encoded = |text: &str| serde_urlencoded::to_string([("filter", text)]).unwrap();
    for (query, expected) in [
        (encoded("CHAT.POST"), 2),
        (encoded("결제 it's"), 1),
        (encoded("결제"), 3),
        (encoded("channel_not_found"), 1),
        (encoded("no such text"), 0),
        ("wire=calls".to_owned(), 2),
        ("wire=deliveries".to_owned(), 2),
        ("trouble=only".to_owned(), 1),
        ("trouble=only&wire=deliveries".to_owned(), 0),
    ] {
        assert_eq!(names(&world.sandbox, &format!("&{query}")).await.len(), expected, "{query}");
    }
}

#[tokio::test]
async fn only_the_newest_are_listed_until_more_are_asked_for() {
    let world = World::start().await;
    traffic(&world).await;
    let page = get(&world.sandbox, "?pane=inspector&most=2&trouble=").await;
    assert!(page.contains("most=202"), "there is a way to more");
    assert_eq!(names(&world.sandbox, "&most=2").await.len(), 2);
    assert!(!get(&world.sandbox, "?pane=inspector&most=4").await.contains("most=204"));
}

#[tokio::test]
async fn an_opened_entry_shows_everything_but_secrets() {
    let world = World::start().await;
    traffic(&world).await;
    let stolen = json!({"channel": GENERAL, "text": "x", "token": TOKEN});
    call(&world.sandbox.api_url(), "chat.postMessage", &stolen).await.unwrap();
    let page = get(&world.sandbox, "?pane=inspector").await;
    let ids = world.sandbox.calls().into_iter().map(|call| call.id);
    let mut opened = Vec::new();
    for id in ids.chain(world.sandbox.deliveries().iter().map(|delivery| delivery.id)) {
        opened.push(get(&world.sandbox, &format!("/wire/{id}")).await);
    }
    for text in opened.iter().chain([&page]) {
        assert!(!text.contains(TOKEN) && !text.contains(SECRET), "{text}");
    }
    assert!(opened[0].contains("결제 &lt;복구&gt;") && opened[0].contains("Bearer $SLACK_BOT_TOKEN"));
    let delivery = opened.iter().find(|text| text.contains("x-slack-signature")).unwrap();
    assert!(delivery.contains("<span class=\"key\">&quot;command&quot;</span>"), "{delivery}");
    assert!(delivery.contains("결제 it's down"), "{delivery}");
}

#[tokio::test]
async fn a_delivery_is_sent_again() {
    let world = World::start().await;
    traffic(&world).await;
    let id = world.sandbox.deliveries()[0].id.to_string();
    assert_eq!(act(&world, "redeliver", &[("delivery", &id)]).await.status, 204);
    let received = world.take("/slack/commands");
    assert_eq!((received.len(), &received[0].body), (2, &received[1].body));
    assert_eq!(act(&world, "redeliver", &[("delivery", "999999")]).await.status, 422);
}

#[tokio::test]
async fn trouble_set_by_the_form_strikes_and_is_counted_down() {
    let world = World::start().await;
    let form = [
        ("side", "call"),
        ("method", "chat.*"),
        ("trouble", "rate_limited"),
        ("seconds", "7"),
        ("times", "2"),
        ("percent", ""),
    ];
    assert_eq!(act(&world, "trouble", &form).await.status, 204);
    let body = json!({"channel": GENERAL, "text": "x"});
    let wire = call(&world.sandbox.api_url(), "chat.postMessage", &body).await.unwrap();
    assert_eq!((wire.status, wire.headers["retry-after"].to_str().unwrap()), (429, "7"));
    let page = get(&world.sandbox, "?pane=inspector").await;
    assert!(page.contains("answered 429, try again after 7 s") && page.contains("1 left"), "{page}");
    assert_eq!(lines(&world.sandbox, "&trouble=only").await.len(), 1);
    world.api("chat.postMessage", body).await;
    assert!(world.sandbox.faults().calls.is_empty());
}

#[tokio::test]
async fn trouble_is_stopped_one_by_one_or_at_once() {
    let world = World::start().await;
    let refuse = |code: &str| CallFault::on("*", CallTrouble::Refuse { error: code.to_owned() }).times(3);
    world.sandbox.add_call_fault(refuse("one"));
    world.sandbox.add_call_fault(refuse("two"));
    world.api("auth.test", json!({})).await;
    let page = get(&world.sandbox, "?pane=inspector").await;
    let named = page.split("data-fault=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let named: Vec<String> = named.map(|name| name.replace("&quot;", "\"")).collect();
    assert_eq!(act(&world, "stop-trouble", &[("fault", &named[0])]).await.status, 204);
    assert_eq!(world.error("auth.test", json!({})).await, "two");
    assert_eq!(act(&world, "stop-trouble", &[]).await.status, 204);
    world.ok("auth.test", json!({})).await;
}

#[tokio::test]
async fn a_preset_is_a_switch() {
    let world = World::start().await;
    for (preset, expected) in [("slow", (1, 0)), ("limited", (1, 0)), ("lost", (1, 0)), ("twice", (0, 1))] {
        let count = || {
            let faults = world.sandbox.faults();
            (faults.calls.len(), faults.deliveries.len())
        };
        assert_eq!(act(&world, "preset", &[("preset", preset)]).await.status, 204);
        assert_eq!(count(), expected, "{preset}");
        assert!(get(&world.sandbox, "?pane=inspector").await.contains("aria-pressed=\"true\""));
        act(&world, "preset", &[("preset", preset)]).await;
        assert_eq!(count(), (0, 0), "{preset}");
    }
    assert_eq!(act(&world, "preset", &[("preset", "flood")]).await.status, 422);
}

#[tokio::test]
async fn nonsense_in_the_form_is_explained() {
    let world = World::start().await;
    let late = [("side", "delivery"), ("kind", "event"), ("trouble", "late"), ("milliseconds", "soon")];
    let wire = act(&world, "trouble", &late).await;
    assert_eq!(wire.status, 422);
    assert_eq!(wire.text(), "Please enter a valid number.");
    assert!(world.sandbox.faults().deliveries.is_empty());
}

#[tokio::test]
async fn calls_and_deliveries_are_counted_together() {
    let world = World::start().await;
    traffic(&world).await;
    let (calls, deliveries) = (world.sandbox.calls(), world.sandbox.deliveries());
    assert!(deliveries[0].id < calls[0].id && calls[0].id < calls[1].id);
    assert_eq!(deliveries[0].sent_at, calls[0].received_at, "the clock stood still");
    let answer = call(&world.sandbox.api_url(), "auth.test", &Value::Null).await.unwrap();
    let id = world.sandbox.calls()[2].id.to_string();
    assert_eq!(answer.headers["x-slack-req-id"].to_str().unwrap(), id);
}

#[tokio::test]
async fn who_looks_at_the_wire_sees_it_move() {
    let world = World::start().await;
    let state = |page: &str| between(page, "data-since=\"", "\"").to_owned();
    let since = state(&get(&world.sandbox, "?pane=inspector").await);
    let mut updates = follow(&world.sandbox, &format!("?pane=inspector&since={since}")).await;
    let mut others = follow(&world.sandbox, &format!("?since={since}")).await;
    let (long, short) = (Duration::from_secs(30), Duration::from_millis(200));
    assert!(brings(&mut updates, "id=\"wire\"", long).await);
    assert!(brings(&mut others, "id=\"sidebar\"", long).await);
    world.ok("team.info", json!({})).await;
    assert!(
        brings(&mut updates, "team.info", long).await,
        "nothing of the workspace changed, but a call was made"
    );
    world.sandbox.add_call_fault(CallFault::on("*", CallTrouble::Refuse { error: "fatal_error".into() }));
    assert!(brings(&mut updates, "refused with fatal_error", long).await);
    assert!(!brings(&mut others, "id:", short).await, "the wire wakes nobody else");
}
