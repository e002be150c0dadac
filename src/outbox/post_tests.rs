use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::any;
use axum::{Json, Router};
use chrono::DateTime;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::*;
use crate::clock::Clock;
use crate::config::Config;
use crate::directory::Directory;
use crate::engine::{Engine, Request};
use crate::incident::{
    Asker, Command, Declaration, Memberships, Number, Source, Standing, UserId, WorkspaceId,
};
use crate::language::Language;
use crate::slack::Slack;
use crate::store::{Database, Store};

/// A courier without a Slack, beside an engine on the same database.
async fn stage(folder: &tempfile::TempDir) -> (Engine, Courier, mpsc::UnboundedReceiver<Job>) {
    let store =
        Store::open(&Database::at(format!("sqlite://{}/test.db", folder.path().display()))).await.unwrap();
    let slack = Slack::new("http://127.0.0.1:9", &SecretString::from(""), Duration::from_secs(1));
    let clock = Clock::manual(DateTime::from_timestamp(1_790_000_000, 0).unwrap());
    let workspace = WorkspaceId::new("T1");
    let directory = Directory::load(workspace.clone(), store.clone(), slack.clone()).await.unwrap();
    let policy = Arc::new(Config::load(None, []).unwrap().policy());
    let (work, queue) = mpsc::unbounded_channel();
    let engine = Engine::new(workspace, store.clone(), clock.clone(), policy.clone(), "a".to_owned(), work);
    let courier = Courier {
        slack,
        store,
        directory: Arc::new(directory),
        policy,
        clock,
        announcement_channel: ChannelId::new("C1"),
        channel_name: "inc-{number}".to_owned(),
        language: Language::English,
        zone: chrono_tz::UTC,
        command: "/incident".to_owned(),
    };
    (engine, courier, queue)
}

#[tokio::test]
async fn a_place_that_appears_between_two_looks_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (engine, courier, mut queue) = stage(&folder).await;
    let asker = Asker::Person(UserId::new("U1"), Standing::Member);
    let request = Request {
        workspace: WorkspaceId::new("T1"),
        asker,
        memberships: Memberships::default(),
        source: Source::SlashCommand,
        receipt: None,
        here: None,
    };
    let title = "Checkout is down".to_owned();
    let declaration = Declaration { title, ..Declaration::default() };
    let before = engine.declare(declaration, &request).await.unwrap().incident().clone();
    let (announce, open) = (queue.try_recv().unwrap(), queue.try_recv().unwrap());
    assert!(matches!(courier.channel_of(&open, &before).await, Err(DeliveryError::NotYet(_))));
    assert!(matches!(courier.thread_of(&open, &before).await, Err(DeliveryError::NotYet(_))));

    let message = MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
    engine.settle(&announce, Some(Command::Announced { message })).await.unwrap();
    let opened =
        Command::ChannelOpened { channel: ChannelId::new("C2"), name: "inc-1".to_owned(), is_private: false };
    engine.settle(&open, Some(opened)).await.unwrap();
    // What was read before knows of neither, and neither is owed any more.
    let channel = courier.channel_of(&open, &before).await.unwrap().expect("the channel is there");
    assert_eq!(channel.channel, ChannelId::new("C2"));
    let thread = courier.thread_of(&open, &before).await.unwrap().expect("the thread is there");
    assert_eq!(thread.thread.as_deref(), Some("1.2"));
    assert_eq!(before.number, Number::new(1));
}

/// What a method answers to a request's body.
type Answers = fn(&str, &str) -> (StatusCode, Value);

/// A Slack on the loopback that answers so.
async fn slack_that(answers: Answers) -> Slack {
    async fn answer(
        State(answers): State<Answers>,
        request: axum::extract::Request,
    ) -> (StatusCode, [(&'static str, &'static str); 1], Json<Value>) {
        let method = request.uri().path().rsplit('/').next().unwrap().to_owned();
        let body = axum::body::to_bytes(request.into_body(), 100_000).await.unwrap();
        let (status, answer) = answers(&method, &String::from_utf8_lossy(&body));
        (status, [("retry-after", "30")], Json(answer))
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let app = Router::new().route("/{*method}", any(answer)).with_state(answers);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Slack::new(&address, &SecretString::from("xoxb-1"), Duration::from_secs(5))
}

/// What comes of taking back what the bot said in a channel.
async fn withdrawn(slack: Slack) -> Result<(), DeliveryError> {
    let folder = tempfile::tempdir().unwrap();
    let (engine, mut courier, _queue) = stage(&folder).await;
    let request = Request {
        workspace: WorkspaceId::new("T1"),
        asker: Asker::Person(UserId::new("U1"), Standing::Member),
        memberships: Memberships::default(),
        source: Source::SlashCommand,
        receipt: None,
        here: None,
    };
    let declaration = Declaration { title: "Checkout is down".to_owned(), ..Declaration::default() };
    let incident = engine.declare(declaration, &request).await.unwrap().incident().clone();
    courier.slack = slack;
    courier.withdraw(&incident, &Place::whole(&ChannelId::new("C1")), |_| true).await.map(drop)
}

fn two_messages() -> Value {
    let ours = json!({"event_type": "firebell_delivery", "event_payload": {}});
    let said = |ts: &str| json!({"type": "message", "ts": ts, "text": "Zanzibar", "metadata": ours});
    json!({"ok": true, "messages": [said("1.000001"), said("9.000009")]})
}

fn refused(error: &str) -> (StatusCode, Value) {
    (StatusCode::OK, json!({"ok": false, "error": error}))
}

#[tokio::test]
async fn a_message_that_is_refused_for_good_does_not_hide_one_that_will_be_edited_later() {
    let first_refused: Answers = |method, body| match method {
        "conversations.history" => (StatusCode::OK, two_messages()),
        _ if body.contains("1.000001") => refused("cant_update_message"),
        _ => (StatusCode::TOO_MANY_REQUESTS, json!({"ok": false, "error": "ratelimited"})),
    };
    let last_refused: Answers = |method, body| match method {
        "conversations.history" => (StatusCode::OK, two_messages()),
        _ if body.contains("9.000009") => refused("cant_update_message"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, json!({})),
    };
    for answers in [first_refused, last_refused] {
        let error = withdrawn(slack_that(answers).await).await.expect_err("neither was edited");
        let passes = matches!(error.verdict(), Verdict::RetryAfter(_) | Verdict::Retry);
        assert!(passes, "{error:?}");
    }
}

#[tokio::test]
async fn where_nobody_may_look_nothing_is_held_to_be_taken_back() {
    let slack = slack_that(|method, _| match method {
        "conversations.join" => refused("method_not_supported_for_channel_type"),
        _ => refused("not_in_channel"),
    })
    .await;
    let error = withdrawn(slack).await.expect_err("nobody looked");
    assert_eq!(error.verdict(), Verdict::Final);
    assert_eq!(error.reason(), "C1: method_not_supported_for_channel_type");
    let error =
        withdrawn(slack_that(|_, _| refused("missing_scope")).await).await.expect_err("nobody looked");
    assert_eq!(error.reason(), "C1: missing_scope");
}
