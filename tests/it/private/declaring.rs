//! How a private incident is declared, and who may.

use firebell::config::Config;
use firebell::incident::{Action, GroupId, Permissions};
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{Say, Shortcut};

use super::with_private_incident;
use crate::world::{World, fields, prefilled, told};

#[tokio::test]
async fn it_is_ticked_in_the_form() {
    let mut world = World::start().await;
    let form = world.types("bob", "general", "private keys leaked").await;
    assert_eq!(prefilled(&form, "title"), "keys leaked");
    assert!(form.view.unwrap()["blocks"].to_string().contains("initial_options"), "the box is ticked");
    let values = fields(&[("title", json!("Private keys leaked")), ("manner", json!(["private", "drill"]))]);
    assert!(world.sends("bob", values).await.field_errors.is_empty());
    let manner = world.incident(1).await.manner;
    assert!(manner.is_private && manner.is_drill);
    assert_eq!(world.reads("incidents"), "");
    world.leave().await;
}

#[tokio::test]
async fn what_is_declared_from_a_message_in_its_channel_is_private_unless_somebody_wants_otherwise() {
    let (world, channel) = with_private_incident().await;
    let said =
        world.sandbox.message(Say::new("minji", &channel, "A second laptop is gone")).await.unwrap().ts;
    let declare = Shortcut::message("minji", "declare-from-message", &channel, &said);
    let form = world.sandbox.shortcut(declare).await.unwrap().view.unwrap().to_string();
    let ticked = form.split("initial_options").nth(1).expect("a box is ticked");
    assert!(ticked.contains("\"value\":\"private\""), "{form}");
    world.leave().await;
}

#[tokio::test]
async fn who_may_have_private_ones_and_drills_is_a_matter_of_settings() {
    let keep = |config: &mut Config| {
        let sre = || vec![GroupId::new("S0SRE00001")];
        config.permissions = Permissions::new([(Action::Private, sre()), (Action::Drill, sre())]);
    };
    let mut world = World::start_with(keep, |_| {}).await;
    let refused = world.types("bob", "general", "private sev1 A laptop is gone").await;
    assert_snapshot!(told(&refused), @"
    Declaring or making incidents private is reserved for @sre. Ask somebody in that group to do it, or to have you added to the group in Slack. If you were added just now, try again in a few seconds: I am asking Slack again.
    You typed:
    private sev1 A laptop is gone
    ");
    let refused = world.types("seojun", "general", "훈련 sev1 결제 장애").await;
    assert_snapshot!(told(&refused), @"
    훈련 선언 권한은 @sre 그룹에만 있습니다. 그룹 구성원에게 대신 부탁하거나, Slack에서 그룹에 추가해 달라고 요청하세요. 방금 추가되었다면 Slack에 다시 확인하는 중이니 몇 초 뒤에 다시 시도해 주세요.
    입력한 내용:
    훈련 sev1 결제 장애
    ");
    world.types("bob", "general", "declare").await;
    let values = fields(&[("title", json!("A laptop is gone")), ("manner", json!(["private"]))]);
    let sent = world.sends("bob", values).await;
    assert!(
        sent.field_errors["title"].starts_with("Declaring or making incidents private is reserved for @sre.")
    );
    let channel = world.declares("bob", "sev1", "A laptop is gone").await;
    let refused = told(&world.types("bob", &channel, "make-private").await);
    assert!(refused.starts_with("Declaring or making incidents private is reserved for @sre."), "{refused}");
    assert!(world.types("alice", &channel, "make-private").await.view.is_some());
    world.types("alice", "general", "drill private sev1 A laptop is gone").await;
    assert!(world.incident(2).await.manner.is_private && world.incident(2).await.manner.is_drill);
    world.leave().await;
}
