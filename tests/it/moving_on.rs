//! An open incident whose channel somebody has archived by hand goes on in a new one, without anybody unarchiving.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::language::Language;
use insta::assert_snapshot;
use slack_sandbox::{ChannelAct, ChannelVerb, Click};

use crate::private::with_private_incident;
use crate::world::{World, told, update};

/// An incident whose channel bob has archived; and that channel.
async fn archived(configure: impl FnOnce(&mut Config)) -> (World, String) {
    let world = World::start_with(configure, |_| {}).await;
    let (mut world, channel) = world.and_incident("sev1").await;
    archives(&mut world, "bob", &channel).await;
    (world, channel)
}

async fn archives(world: &mut World, user: &str, channel: &str) {
    // Whoever is in it need not join.
    drop(world.sandbox.channel_act(ChannelAct::new(user, ChannelVerb::Join, channel)).await);
    world.sandbox.channel_act(ChannelAct::new(user, ChannelVerb::Archive, channel)).await.unwrap();
    world.settle().await;
}

async fn channel_of(world: &World) -> String {
    world.incident(1).await.places.channel.expect("it has a channel").to_string()
}

#[tokio::test]
async fn it_goes_on_in_a_new_channel_with_one_press() {
    let (mut world, old) = archived(|_| {}).await;
    assert_snapshot!(world.hears("incidents"), @"
    ↳ :warning: The channel of INC-1 was archived, and INC-1 is still open. I ask for updates here until it has a channel again: press the button or type `/incident reopen INC-1` for a new one. If it is over, `/incident resolve INC-1`, then `/incident close INC-1`.
    [*Make a new channel*]
    ");
    let state = world.state();
    let bell = &state.channel("incidents").unwrap().messages[0];
    let line = bell.replies.last().unwrap().ts.clone();
    world.presses(Click::message("carol", "incidents", &line, "reopen")).await;
    world.works_off(TimeDelta::seconds(30)).await;
    let new = channel_of(&world).await;
    assert_ne!(new, old);
    assert_snapshot!(world.last_whisper("carol", "incidents"), @"INC-1 goes on in a new channel. It is being made, and you will be invited; the earlier one is archived and stays readable.");
    assert_snapshot!(world.hears("incidents"), @"↳ @carol asked for a new channel for INC-1, since the one it had was archived. What was said there stays readable; INC-1 goes on in the new one.");
    let said = world.hears(&new);
    assert!(said.contains("*Earlier channel, archived*: #inc-1-checkout-is-down"), "{said}");
    assert_eq!(world.members(&new), ["alice", "carol"]);
    assert!(world.announcement().contains("#inc-1-checkout-is-down-2"), "{}", world.announcement());
    let incident = world.incident(1).await;
    assert_eq!((incident.reopened, incident.stage.is_open()), (0, true), "it was never over");
    world.types("carol", &new, "note It is the same bank").await;
    assert!(world.state().channel(&old).unwrap().is_archived, "nothing unarchives it");
    world.presses(Click::message("alice", "incidents", &line, "reopen")).await;
    assert_eq!(channel_of(&world).await, new, "one new channel is enough");
    assert_eq!(world.given_up().await, [""; 0]);
    world.leave().await;
}

#[tokio::test]
async fn whoever_wants_the_document_is_led_to_a_new_channel() {
    let (mut world, _) = archived(|_| {}).await;
    world.reads_all();
    let refused = told(&world.types("carol", "general", "export INC-1").await);
    assert!(refused.contains("`/incident reopen INC-1` opens a new channel"), "{refused}");
    let outcome = world.types("carol", "general", "reopen INC-1 because we still need a place to talk").await;
    assert_snapshot!(told(&outcome), @"INC-1 goes on in a new channel. It is being made, and you will be invited; the earlier one is archived and stays readable.");
    world.works_off(TimeDelta::seconds(30)).await;
    let new = channel_of(&world).await;
    let timeline = world.types("carol", "general", "timeline INC-1").await;
    let shown = serde_json::to_string(&timeline.shown).unwrap();
    assert!(shown.contains("we still need a place to talk"), "nothing typed is lost: {shown}");
    world.types("carol", &new, "export").await;
    assert_eq!(world.given_up().await, [""; 0]);
    assert_eq!(world.calls("files.completeUploadExternal"), 1);
    world.leave().await;
}

#[tokio::test]
async fn an_update_that_found_no_channel_is_read_in_the_new_one() {
    let (mut world, _) = archived(|_| {}).await;
    world.types("carol", "general", "update INC-1").await;
    world.sends("carol", update("Cards fail", 60)).await;
    world.types("carol", "general", "reopen INC-1").await;
    world.works_off(TimeDelta::seconds(30)).await;
    let said = world.hears(&channel_of(&world).await);
    assert_eq!(said.matches("*Update* on INC-1").count(), 1, "{said}");
    assert_eq!(world.given_up().await, [""; 0]);
    world.leave().await;
}

#[tokio::test]
async fn a_korean_team_is_offered_it_in_korean() {
    let (mut world, _) = archived(|config| config.incidents.language = Language::Korean).await;
    assert_snapshot!(world.hears("incidents"), @"
    ↳ :warning: INC-1 장애가 아직 진행 중인데 장애 채널이 보관 처리되었습니다. 채널이 다시 생길 때까지 상황 공유 알림은 여기로 보냅니다. 새 채널이 필요하면 버튼을 누르거나 `/incident 재개 INC-1` 명령을 입력해 주세요. 장애가 끝났다면 `/incident 해결 INC-1`, 이어서 `/incident 종료 INC-1` 명령을 입력해 주세요.
    [*새 채널 만들기*]
    ");
    let outcome = world.types("minji", "general", "재개 INC-1").await;
    assert_snapshot!(told(&outcome), @"INC-1 장애는 새 채널에서 이어집니다. 채널을 만들고 있으며 곧 초대됩니다. 이전 채널은 보관되어 내용만 볼 수 있습니다.");
    world.works_off(TimeDelta::seconds(30)).await;
    assert_snapshot!(world.hears("incidents"), @"↳ INC-1 장애 채널이 보관 처리되어 @minji 님이 새 채널을 요청했습니다. 이제 새 채널에서 대응합니다. 이전 채널의 대화는 계속 볼 수 있습니다.");
    world.leave().await;
}

#[tokio::test]
async fn a_private_one_goes_on_in_a_private_channel_and_nobody_else_hears_of_it() {
    let (mut world, old) = with_private_incident().await;
    world.reads_all();
    archives(&mut world, "alice", &old).await;
    assert_snapshot!(world.hears_in_private("alice"), @"
    :warning: The channel of INC-1 was archived, and INC-1 is still open. I ask for updates here until it has a channel again: press the button or type `/incident reopen INC-1` for a new one. If it is over, `/incident resolve INC-1`, then `/incident close INC-1`.
    [*Make a new channel*]
    ");
    let alone = world.private("alice").unwrap();
    let line = world.with_action(&alone, "reopen");
    world.presses(Click::message("alice", &alone, &line, "reopen")).await;
    world.works_off(TimeDelta::minutes(1)).await;
    let new = channel_of(&world).await;
    assert_ne!(new, old);
    assert_eq!(world.state().channel(&new).unwrap().kind, "private_channel");
    assert_eq!(world.members(&new), ["alice", "minji"]);
    assert_eq!(world.reads("incidents"), "");
    let outsiders = told(&world.types("bob", "general", "reopen INC-1").await);
    assert!(outsiders.starts_with("There is no INC-1 in this workspace."), "{outsiders}");
    world.leave().await;
}

#[tokio::test]
async fn on_postgres_two_who_ask_at_once_get_one_channel() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    archives(&mut world, "bob", &channel).await;
    let asks = async |user: &str| world.types_only(user, "general", "reopen INC-1").await;
    tokio::join!(asks("carol"), asks("minji"));
    world.works_off(TimeDelta::minutes(1)).await;
    assert_eq!(world.incident_channels(), ["inc-1-checkout-is-down", "inc-1-checkout-is-down-2"]);
    world.leave().await;
}
