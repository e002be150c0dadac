//! An answer takes longer than Slack waits for one: something is said in time, and what was asked goes on.

use std::time::Duration;

use firebell::config::Config;
use firebell::language::Language;
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{Click, Submit};
use sqlx::{Executor as _, SqliteConnection};

use crate::world::{World, fields, flaws, told};

/// Somebody else is writing into the file, and will not come to an end.
async fn holds_up(world: &World) -> SqliteConnection {
    let mut other = world.database().await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    other
}

async fn lets_go(mut other: SqliteConnection) {
    other.execute("ROLLBACK").await.unwrap();
}

fn hasty(config: &mut Config) {
    config.server.answer_within = Duration::from_millis(300);
}

#[tokio::test]
async fn whoever_typed_is_told_in_time_and_the_answer_follows() {
    let mut world = World::on_a_file_with(hasty, |_| {}).await;
    let other = holds_up(&world).await;
    let typed = world.types_only("carol", "general", "declare sev1 Search is slow").await;
    assert_snapshot!(told(&typed), @"This takes longer than usual. I'm still at it, and the answer follows here. If none comes within a minute, look first, for example with `/incident list`, before you type it again.");
    lets_go(other).await;
    world.settle().await;
    assert_snapshot!(world.last_whisper("carol", "general"), @"INC-1 is declared: SEV1, Search is slow. Its channel is being made; you will be invited.");
    assert_eq!(world.messages("incidents").len(), 1);
    world.leave().await;
}

#[tokio::test]
async fn koreans_are_told_in_korean() {
    let korean = |config: &mut Config| {
        hasty(config);
        config.incidents.language = Language::Korean;
    };
    let mut world = World::on_a_file_with(korean, |_| {}).await;
    let other = holds_up(&world).await;
    let typed = world.types_only("minji", "general", "선언 sev1 검색이 느립니다").await;
    assert_snapshot!(told(&typed), @"평소보다 오래 걸리고 있습니다. 계속 처리하고 있으며 결과는 여기에 알려 드리겠습니다. 1분이 지나도 소식이 없으면 다시 입력하기 전에 먼저 `/incident 목록` 명령 등으로 확인해 주세요.");
    lets_go(other).await;
    world.settle().await;
    assert!(world.last_whisper("minji", "general").contains("INC-1"));
    world.leave().await;
}

#[tokio::test]
async fn a_form_keeps_what_was_filled_in_and_is_carried_out_once() {
    let mut world = World::on_a_file_with(hasty, |_| {}).await;
    world.types("carol", "general", "").await;
    let filled_in = || fields(&[("title", json!("Search is slow"))]);
    let other = holds_up(&world).await;
    let sent = world.sandbox.submit(Submit::new("carol", filled_in())).await.unwrap();
    assert_snapshot!(flaws(&sent), @"title: This takes longer than usual, and I'm still at it. What you typed is kept here. Wait a few seconds and send it again as it is: what was saved meanwhile is not saved twice.");
    lets_go(other).await;
    world.settle().await;
    let again = world.sends("carol", filled_in()).await;
    assert!(again.ack.is_some_and(|ack| ack.body.is_empty()), "the form closes");
    assert_eq!(world.messages("incidents").len(), 1);
    world.leave().await;
}

#[tokio::test]
async fn a_press_is_answered_in_time_and_counts() {
    let mut world = World::on_a_file_with(hasty, |_| {}).await;
    let channel = world.declares("alice", "sev2", "Search is slow").await;
    let other = holds_up(&world).await;
    let panel = world.with_action(&channel, "take:commander");
    let press = Click::message("bob", &channel, &panel, "take:commander");
    let pressed = world.sandbox.click(press).await.unwrap();
    assert_eq!(pressed.error, None);
    lets_go(other).await;
    world.settle().await;
    assert!(world.hears(&channel).contains("@bob is now *Incident commander*"));
    world.leave().await;
}
