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
    Address, Asker, Command, Declaration, Earlier, Effect, Failure, Memberships, Notice, Number, Obstacle,
    Reader, Source, Standing, UserId, WorkspaceId,
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

/// An incident that somebody has just declared.
async fn declared(engine: &Engine) -> Incident {
    let request = Request {
        workspace: WorkspaceId::new("T1"),
        asker: Asker::Person(UserId::new("U1"), Standing::Member),
        memberships: Memberships::default(),
        source: Source::SlashCommand,
        receipt: None,
        here: None,
    };
    let declaration = Declaration { title: "Checkout is down".to_owned(), ..Declaration::default() };
    engine.declare(declaration, &request).await.unwrap().incident().clone()
}

#[tokio::test]
async fn a_place_that_appears_between_two_looks_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (engine, courier, mut queue) = stage(&folder).await;
    let before = declared(&engine).await;
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
    let incident = declared(&engine).await;
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

/// A Slack in which nobody may look at what stands in a channel, since a scope is missing, but in which anything can be posted.
fn unseen_since_a_scope_is_missing(method: &str, _: &str) -> (StatusCode, Value) {
    match method {
        "chat.postMessage" => (StatusCode::OK, json!({"ok": true, "channel": "C1", "ts": "2.000002"})),
        _ => refused("missing_scope"),
    }
}

/// The same, since the bot is not let in.
fn unseen_since_the_bot_is_outside(method: &str, _: &str) -> (StatusCode, Value) {
    match method {
        "chat.postMessage" => (StatusCode::OK, json!({"ok": true, "channel": "C1", "ts": "2.000002"})),
        "conversations.join" => refused("restricted_action"),
        _ => refused("not_in_channel"),
    }
}

/// An incident that was just declared, and the work of announcing it as one that was tried before, unheard.
async fn announced_unheard(slack: Slack) -> (tempfile::TempDir, Courier, Incident, Job) {
    let folder = tempfile::tempdir().unwrap();
    let (engine, mut courier, mut queue) = stage(&folder).await;
    let incident = declared(&engine).await;
    courier.slack = slack;
    let announce = queue.try_recv().unwrap();
    (folder, courier, incident, Job { attempts: 2, ..announce })
}

#[tokio::test]
async fn what_may_stand_there_unseen_is_not_posted_again() {
    for (answers, verdict) in [
        (unseen_since_a_scope_is_missing as Answers, Verdict::Wait),
        (unseen_since_the_bot_is_outside, Verdict::GiveUp),
    ] {
        let (_folder, courier, _, bell) = announced_unheard(slack_that(answers).await).await;
        let posted = courier.post(&bell, &courier.announcements(), &Message::plain("Bell".to_owned())).await;
        assert_eq!(posted.expect("a bell rings twice rather than never").ts, "2.000002");
        let job = Job { effect: Effect::RefreshPanel, ..bell };
        let posted = courier.post(&job, &courier.announcements(), &Message::plain("Line".to_owned())).await;
        let error = posted.expect_err("nobody knows whether it was posted");
        assert_eq!(error.verdict(), verdict, "{error}");
        let first = Job { attempts: 1, ..job };
        let posted = courier.post(&first, &courier.announcements(), &Message::plain("Bell".to_owned())).await;
        assert_eq!(posted.expect("nothing was tried before").ts, "2.000002");
    }
}

#[tokio::test]
async fn a_notice_that_may_stand_there_unseen_is_not_held_to_be_taken_back() {
    let channel = ChannelId::new("C9");
    let earlier = Earlier {
        delivery: "T1/INC-1/9".to_owned(),
        owed_since: DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
    };
    let notice = Notice {
        channel: channel.clone(),
        reader: Reader::default(),
        message: None,
        failure: Some(Failure { why: Obstacle::NoAnswer, earlier: Some(earlier) }),
    };
    for answers in [unseen_since_a_scope_is_missing as Answers, unseen_since_the_bot_is_outside] {
        let (_folder, courier, mut incident, job) = announced_unheard(slack_that(answers).await).await;
        incident.notices = vec![notice.clone()];
        let from = Address::Stakeholders { channel: channel.clone() };
        let error = courier.take_back(&job, &incident, &from).await.expect_err("nobody looked");
        assert_eq!(error.verdict(), Verdict::Final, "it is said at once: {error}");
        assert!(error.reason().starts_with("C9: "), "{}", error.reason());
    }
}
