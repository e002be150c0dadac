use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use secrecy::SecretString;
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
